// Keys and queries of absorbed attention on their way into shared memory, widened to bf16. Internal to
// attention_rows.cu.
#pragma once

#include "kernels/cuda/attention_parts.h"

namespace hadal::cuda::attention {

using ops::LatentFormat;

inline constexpr int kKeyWarps = kAttentionKeys / 16;
inline constexpr int kPad = 8; ///< makes rows an odd number of 16-byte chunks: no bank conflicts

/// For latents of up to `rank` channels and `tiles` times 8 heads.
template <int rank, int tiles>
struct Shape {
    static constexpr int kRank = rank;
    static constexpr int kTiles = tiles;
    static constexpr int kHeads = 8 * tiles;
    static constexpr int kWarps = kKeyWarps * tiles;
    static constexpr int kThreads = kWarps * kWarp;
    static constexpr int kWidth = rank + kAttentionRope;
    static constexpr int kWarpChannels = rank / kWarps;

    struct Shared {
        union {
            alignas(16) Bf16 keys[kAttentionKeys][kWidth + kPad]; ///< latent, then rope at kRank
            float out[kHeads][kRank + 4];                         ///< when all keys are done
        };
        alignas(16) Bf16 queries[kHeads][kWidth + kPad];
        alignas(16) Bf16 p[kHeads][kAttentionKeys + kPad];
        int places[kAttentionKeys];
        float maxima[kKeyWarps][kHeads];
        float sums[kKeyWarps][kHeads];
        float factors[kHeads]; ///< what earlier sums are taken times
    };
};

/// One access to a row of the cache, and how it becomes bf16 in shared memory.
template <LatentFormat format, typename Vector>
struct Reader {
    static constexpr int kElement = format == LatentFormat::F32 ? 4 : format == LatentFormat::BF16 ? 2 : 1;
    static constexpr int kRopeElement = format == LatentFormat::F32 ? 4 : 2;
    static constexpr int kLatent = static_cast<int>(sizeof(Vector)) / kElement; ///< channels in a vector
    static constexpr int kRope = static_cast<int>(sizeof(Vector)) / kRopeElement;
    static constexpr int kWords = static_cast<int>(sizeof(Vector)) / 4;

    static __device__ void widen(Bf16* to, const Vector& v, bool latent, float scale) {
        std::uint32_t words[kWords];
        if constexpr (kWords == 1) {
            words[0] = v;
        } else {
            words[0] = v.x;
            words[1] = v.y;
            words[2] = v.z;
            words[3] = v.w;
        }
        if (format == LatentFormat::FP8 && latent) {
            HADAL_UNROLL
            for (int w = 0; w < kWords; ++w) {
                float values[4];
                unpack_e4m3_scaled(values, words[w]);
                // The scale is a power of two, so that bf16 holds the product exactly.
                const float up = scale * 0x1p120f;
                store(reinterpret_cast<uint2*>(to) + w,
                      make_uint2(pack_bf16(values[0] * up, values[1] * up),
                                 pack_bf16(values[2] * up, values[3] * up)));
            }
        } else if (format == LatentFormat::F32) {
            HADAL_UNROLL
            for (int w = 0; w < kWords; ++w)
                store(to + w, ops::float_to_bf16(__uint_as_float(words[w])));
        } else {
            store(reinterpret_cast<Vector*>(to), v);
        }
    }
};

/// The keys of shared.places in shared.keys; rows that are none become zeros. Loads go ahead of their use in
/// groups.
template <typename Shape, LatentFormat format, typename Vector>
__device__ void stage_keys(const AbsorbedAttention& p, typename Shape::Shared& shared) {
    using Read = Reader<format, Vector>;
    constexpr int kAhead = 4;
    const LatentPages& pages = p.pages;
    const int latent_vectors = pages.rank / Read::kLatent;
    const int vectors = latent_vectors + pages.rope / Read::kRope;
    const int count = kAttentionKeys * vectors;
    for (int first = static_cast<int>(threadIdx.x); first < count; first += kAhead * Shape::kThreads) {
        Vector ahead[kAhead];
        float scales[kAhead];
        HADAL_UNROLL
        for (int a = 0; a < kAhead; ++a) {
            const int i = first + a * Shape::kThreads;
            const int place = i < count ? shared.places[i / vectors] : -1;
            const int vector = i % vectors;
            ahead[a] = Vector{};
            scales[a] = 0.0f;
            if (place < 0)
                continue;
            const std::byte* row = pages.row(place);
            const bool latent = vector < latent_vectors;
            const std::byte* part = latent ? row : row + pages.rope_offset();
            ahead[a] =
                load(reinterpret_cast<const Vector*>(part) + (latent ? vector : vector - latent_vectors));
            if (format == LatentFormat::FP8 && latent)
                scales[a] = load(reinterpret_cast<const float*>(row + pages.scales_offset()) +
                                 vector * Read::kLatent / static_cast<int>(ops::kFp8Block));
        }
        HADAL_UNROLL
        for (int a = 0; a < kAhead; ++a) {
            const int i = first + a * Shape::kThreads;
            if (i >= count)
                break;
            const int vector = i % vectors;
            const bool latent = vector < latent_vectors;
            const int channel =
                latent ? vector * Read::kLatent : Shape::kRank + (vector - latent_vectors) * Read::kRope;
            Read::widen(shared.keys[i / vectors] + channel, ahead[a], latent, scales[a]);
        }
    }
}

/// Zeros where a row of keys or queries has fewer channels than the kernel, once for all tiles.
template <typename Shape>
__device__ void clear_padding(const AbsorbedAttention& p, typename Shape::Shared& shared) {
    if (p.pages.rank == Shape::kRank && p.pages.rope == kAttentionRope)
        return;
    constexpr int kWords = (Shape::kWidth + kPad) / 2;
    for (int i = static_cast<int>(threadIdx.x); i < kAttentionKeys * kWords; i += Shape::kThreads)
        store(reinterpret_cast<std::uint32_t*>(shared.keys[0]) + i, std::uint32_t{0});
    for (int i = static_cast<int>(threadIdx.x); i < Shape::kHeads * kWords; i += Shape::kThreads)
        store(reinterpret_cast<std::uint32_t*>(shared.queries[0]) + i, std::uint32_t{0});
    __syncthreads();
}

template <typename Shape>
__device__ void stage_queries(const AbsorbedAttention& p, typename Shape::Shared& shared, int row,
                              int first_head) {
    constexpr int kPer = 8;
    const int width = p.pages.rank + p.pages.rope;
    const int vectors = width / kPer;
    for (int i = static_cast<int>(threadIdx.x); i < Shape::kHeads * vectors; i += Shape::kThreads) {
        const int head = first_head + i / vectors;
        const int channel = i % vectors * kPer;
        uint4 v = make_uint4(0, 0, 0, 0);
        if (head < p.heads)
            v = load(reinterpret_cast<const uint4*>(
                p.q + (static_cast<std::int64_t>(row) * p.heads + head) * width + channel));
        const int to = channel < p.pages.rank ? channel : Shape::kRank + channel - p.pages.rank;
        store(reinterpret_cast<uint4*>(shared.queries[i / vectors] + to), v);
    }
}

} // namespace hadal::cuda::attention
