#include "engine/model/options.h"

#include "engine/model/config.h"

namespace hadal::model {

void adapt_to_gpu(ModelOptions& options, const Config& config) {
    if (config.fp8)
        options.index_key_format = ops::IndexKeyFormat::FP8;
    // The publisher deploys sparse attention with FP8 latents; dense models were made with bf16 ones.
    if (config.fp8 && config.has_indexer())
        options.latent_format = ops::LatentFormat::FP8;
}

} // namespace hadal::model
