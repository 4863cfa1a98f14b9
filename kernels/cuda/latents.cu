// One block a row, four channels a thread: a warp holds one block of 128 channels, which FP8 has one scale
// for. Writing reads 1152 bytes at V3.2's sizes and writes 656 in FP8 or 1152 in bf16, with one barrier:
// bound by latency for few rows. Reading back is bound by bandwidth.
#include "kernels/cuda/latents.h"

namespace hadal::cuda {

namespace {

using ops::LatentFormat;

constexpr int kPerThread = 4;
constexpr int kMaxThreads = 256;

struct Shared {
    float partial[kWarp];
};

__device__ __forceinline__ void unpack(float (&values)[kPerThread], uint2 words) {
    values[0] = low_bf16(words.x);
    values[1] = high_bf16(words.x);
    values[2] = low_bf16(words.y);
    values[3] = high_bf16(words.y);
}

/// Channels first … first+3 of the latent, already rounded. Rows may begin at any multiple of 4 bytes.
template <LatentFormat format>
__device__ void write_channels(const LatentPages& pages, std::byte* row, int first, bool inside,
                               const float (&v)[kPerThread]) {
    if constexpr (format == LatentFormat::FP8) {
        float amax = 0.0f;
        HADAL_UNROLL
        for (int i = 0; i < kPerThread; ++i)
            amax = fmaxf(amax, fabsf(v[i]));
        const float scale = ops::power_of_two_scale(warp_max(amax)); // every lane of the warp is here
        if (!inside)
            return;
        store(reinterpret_cast<std::uint32_t*>(row + first), pack_e4m3(v, scale));
        if (first % ops::kFp8Block == 0)
            store(reinterpret_cast<float*>(row + pages.scales_offset()) + first / ops::kFp8Block, scale);
    } else if (inside) {
        HADAL_UNROLL
        for (int i = 0; i < kPerThread; i += 2) {
            if constexpr (format == LatentFormat::BF16) {
                store(reinterpret_cast<std::uint32_t*>(row) + (first + i) / 2, pack_bf16(v[i], v[i + 1]));
            } else {
                store(reinterpret_cast<float*>(row) + first + i, v[i]);
                store(reinterpret_cast<float*>(row) + first + i + 1, v[i + 1]);
            }
        }
    }
}

template <LatentFormat format>
__global__ void __launch_bounds__(kMaxThreads) write_latents_kernel(WriteLatents p) {
    const LatentPages& pages = p.pages;
    const auto row = static_cast<int>(blockIdx.x);
    const Bf16* from = p.kv_a + std::int64_t{row} * p.stride;
    std::byte* to = pages.row(p.places[row]);
    const int first = static_cast<int>(threadIdx.x) * kPerThread;
    const bool inside = first < pages.rank;

    float v[kPerThread] = {};
    float weights[kPerThread] = {};
    if (inside) {
        unpack(v, load(reinterpret_cast<const uint2*>(from + first)));
        unpack(weights, load_constant(reinterpret_cast<const uint2*>(p.norm_weight + first)));
    }
    float squares = 0.0f;
    HADAL_UNROLL
    for (int i = 0; i < kPerThread; ++i)
        squares += v[i] * v[i];
    const float sum = block_sum(squares, shared_memory<Shared>().partial);
    const float factor = 1.0f / sqrtf(sum / static_cast<float>(pages.rank) + p.eps);
    HADAL_UNROLL
    for (int i = 0; i < kPerThread; ++i)
        v[i] = ops::round_to_bf16(v[i] * factor * weights[i]);
    write_channels<format>(pages, to, first, inside, v);

    const int pairs = pages.rope / 2;
    const float2* table = p.table + std::int64_t{p.positions[row]} * pairs;
    for (int pair = static_cast<int>(threadIdx.x); pair < pairs; pair += static_cast<int>(blockDim.x)) {
        const float2 turn = load(table + pair);
        const std::uint32_t word = load(reinterpret_cast<const std::uint32_t*>(from + pages.rank) + pair);
        const float a = low_bf16(word);
        const float b = high_bf16(word);
        const std::uint32_t rotated = pack_bf16(a * turn.x - b * turn.y, a * turn.y + b * turn.x);
        std::byte* rope = to + pages.rope_offset();
        if constexpr (format == LatentFormat::F32) {
            store(reinterpret_cast<float*>(rope) + 2 * pair, low_bf16(rotated));
            store(reinterpret_cast<float*>(rope) + 2 * pair + 1, high_bf16(rotated));
        } else {
            store(reinterpret_cast<std::uint32_t*>(rope) + pair, rotated);
        }
    }
}

/// Pair `pair` of a row's channels as two bf16.
template <LatentFormat format>
__device__ std::uint32_t read_pair(const LatentPages& pages, const std::byte* row, int pair) {
    if constexpr (format == LatentFormat::F32) {
        const auto* values = reinterpret_cast<const float*>(row) + 2 * pair;
        return pack_bf16(load(values), load(values + 1));
    } else if constexpr (format == LatentFormat::BF16) {
        return load(reinterpret_cast<const std::uint32_t*>(row) + pair);
    } else {
        if (2 * pair >= pages.rank)
            return load(reinterpret_cast<const std::uint32_t*>(row + pages.rope_offset()) + pair -
                        pages.rank / 2);
        const std::uint32_t codes = load(reinterpret_cast<const std::uint16_t*>(row) + pair);
        const float scale = load(reinterpret_cast<const float*>(row + pages.scales_offset()) +
                                 2 * pair / static_cast<int>(ops::kFp8Block));
        return pack_bf16(ops::e4m3_to_float(static_cast<E4m3>(codes)) * scale,
                         ops::e4m3_to_float(static_cast<E4m3>(codes >> 8)) * scale);
    }
}

template <LatentFormat format>
__global__ void __launch_bounds__(kMaxThreads) read_latents_kernel(ReadLatents p) {
    constexpr int kTokens = static_cast<int>(ops::kPageTokens);
    const auto token = static_cast<int>(blockIdx.x);
    const std::byte* row = p.pages.row(p.page_table[token / kTokens] * kTokens + token % kTokens);
    const int latent_pairs = p.pages.rank / 2;
    const int rope_pairs = p.pages.rope / 2;
    auto* latents = reinterpret_cast<std::uint32_t*>(p.latents) + std::int64_t{token} * latent_pairs;
    auto* rope = reinterpret_cast<std::uint32_t*>(p.rope) + std::int64_t{token} * rope_pairs;
    for (int pair = static_cast<int>(threadIdx.x); pair < latent_pairs + rope_pairs;
         pair += static_cast<int>(blockDim.x))
        store(pair < latent_pairs ? latents + pair : rope + pair - latent_pairs,
              read_pair<format>(p.pages, row, pair));
}

void check_pages(const LatentPages& pages) {
    if (pages.rank < kPerThread || pages.rank % kPerThread != 0 || pages.rank > kMaxThreads * kPerThread ||
        pages.rope < 0 || pages.rope % 2 != 0)
        throw Error(ErrorKind::InvalidArgument,
                    "Latents of " + std::to_string(pages.rank) + " + " + std::to_string(pages.rope) +
                        " channels; the CUDA kernels do multiples of 4 up to 1024, and an even rope part.");
}

Grid one_block_each(int rows, const LatentPages& pages, std::size_t shared_bytes, cudaStream_t stream) {
    const int threads = (pages.rank / kPerThread + kWarp - 1) / kWarp * kWarp;
    return {static_cast<unsigned>(rows), static_cast<unsigned>(threads), shared_bytes, stream};
}

} // namespace

void write_latents(cudaStream_t stream, const WriteLatents& p) {
    check_pages(p.pages);
    if (p.stride % kPerThread != 0 || p.stride < p.pages.rank + p.pages.rope)
        throw Error(ErrorKind::InvalidArgument, "Latents in rows of " + std::to_string(p.stride) +
                                                    " channels; expected a multiple of 4 that holds them.");
    if (p.rows == 0)
        return;
    const Grid grid = one_block_each(p.rows, p.pages, sizeof(Shared), stream);
    switch (p.pages.format) {
    case LatentFormat::F32:
        return launch<write_latents_kernel<LatentFormat::F32>>(grid, p);
    case LatentFormat::BF16:
        return launch<write_latents_kernel<LatentFormat::BF16>>(grid, p);
    case LatentFormat::FP8:
        return launch<write_latents_kernel<LatentFormat::FP8>>(grid, p);
    }
}

void read_latents(cudaStream_t stream, const ReadLatents& p) {
    check_pages(p.pages);
    if (p.tokens == 0)
        return;
    const Grid grid = one_block_each(p.tokens, p.pages, 0, stream);
    switch (p.pages.format) {
    case LatentFormat::F32:
        return launch<read_latents_kernel<LatentFormat::F32>>(grid, p);
    case LatentFormat::BF16:
        return launch<read_latents_kernel<LatentFormat::BF16>>(grid, p);
    case LatentFormat::FP8:
        return launch<read_latents_kernel<LatentFormat::FP8>>(grid, p);
    }
}

} // namespace hadal::cuda
