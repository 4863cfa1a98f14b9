// Where the parts of a cache page lie. One page holds kPageTokens tokens of one layer.
#pragma once

#include "kernels/fp8.h"
#include "kernels/ops.h"

namespace hadal::ops {

/// One latent row. F32 and BF16: [latent | rope] in that type. FP8: e4m3 latent, then one f32 scale for each
/// 128 channels (the last may cover fewer), then the rope part in bf16; nothing is padded, so the scales may
/// be unaligned.
struct LatentLayout {
    explicit LatentLayout(const LayerCache& cache)
        : format(cache.latent_format), rank(cache.kv_lora_rank), rope(cache.rope_dim) {}
    LatentLayout(LatentFormat f, std::int64_t kv_lora_rank, std::int64_t rope_dim)
        : format(f), rank(kv_lora_rank), rope(rope_dim) {}

    std::int64_t scales_offset() const { return rank; }
    std::int64_t rope_offset() const {
        switch (format) {
        case LatentFormat::F32:
            return rank * 4;
        case LatentFormat::BF16:
            return rank * 2;
        case LatentFormat::FP8:
            break;
        }
        return rank + fp8_blocks(rank) * 4;
    }
    std::int64_t row_bytes() const { return rope_offset() + rope * (format == LatentFormat::F32 ? 4 : 2); }

    LatentFormat format;
    std::int64_t rank;
    std::int64_t rope;
};

/// One indexer key. F32 and BF16: a row of that type. FP8: the page holds kPageTokens e4m3 rows, then
/// kPageTokens f32 scales.
struct IndexKeyLayout {
    explicit IndexKeyLayout(const LayerCache& cache)
        : format(cache.index_key_format), dim(cache.index_head_dim) {}
    IndexKeyLayout(IndexKeyFormat f, std::int64_t head_dim) : format(f), dim(head_dim) {}

    std::int64_t row_bytes() const {
        switch (format) {
        case IndexKeyFormat::F32:
            return dim * 4;
        case IndexKeyFormat::BF16:
            return dim * 2;
        case IndexKeyFormat::FP8:
            break;
        }
        return dim;
    }
    std::int64_t scales_offset() const { return kPageTokens * dim; }
    std::int64_t page_bytes() const {
        return kPageTokens * row_bytes() + (format == IndexKeyFormat::FP8 ? kPageTokens * 4 : 0);
    }

    IndexKeyFormat format;
    std::int64_t dim;
};

inline std::byte* page_data(const Tensor& pages, std::int64_t page) {
    return static_cast<std::byte*>(pages.data) + page * pages.stride;
}

} // namespace hadal::ops
