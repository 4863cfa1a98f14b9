#include "kernels/cache_layout.h"

namespace hadal::ops {

std::int64_t latent_page_bytes(LatentFormat format, std::int64_t kv_lora_rank, std::int64_t rope_dim) {
    return kPageTokens * LatentLayout(format, kv_lora_rank, rope_dim).row_bytes();
}

std::int64_t index_key_page_bytes(IndexKeyFormat format, std::int64_t head_dim) {
    return IndexKeyLayout(format, head_dim).page_bytes();
}

} // namespace hadal::ops
