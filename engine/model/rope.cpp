#include "engine/model/rope.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hadal::model {

namespace {

double yarn_magnitude(double factor, double mscale) {
    return factor <= 1.0 ? 1.0 : 0.1 * mscale * std::log(factor) + 1.0;
}

/// The (fractional) pair that turns `turns` times within the original context.
double pair_with_turns(double turns, double dim, double theta, double original_context) {
    return dim * std::log(original_context / (turns * 2.0 * std::numbers::pi)) / (2.0 * std::log(theta));
}

} // namespace

std::vector<float> rope_inv_freq(const Config& config) {
    const auto dim = static_cast<double>(config.qk_rope_head_dim);
    std::vector<float> inv_freq(static_cast<std::size_t>(config.qk_rope_head_dim / 2));
    for (std::size_t j = 0; j < inv_freq.size(); ++j)
        inv_freq[j] = static_cast<float>(std::pow(config.rope_theta, -2.0 * static_cast<double>(j) / dim));
    if (!config.rope_scaling)
        return inv_freq;

    const Yarn& yarn = *config.rope_scaling;
    const double context = yarn.original_max_position_embeddings;
    const double low =
        std::max(std::floor(pair_with_turns(yarn.beta_fast, dim, config.rope_theta, context)), 0.0);
    double high =
        std::min(std::ceil(pair_with_turns(yarn.beta_slow, dim, config.rope_theta, context)), dim - 1.0);
    if (high == low)
        high += 0.001; // keeps the ramp finite where the blend has no width
    for (std::size_t j = 0; j < inv_freq.size(); ++j) {
        const double frequency = std::pow(config.rope_theta, -2.0 * static_cast<double>(j) / dim);
        const double ramp = std::clamp((static_cast<double>(j) - low) / (high - low), 0.0, 1.0);
        inv_freq[j] = static_cast<float>(frequency / yarn.factor * ramp + frequency * (1.0 - ramp));
    }
    return inv_freq;
}

float rope_magnitude(const Config& config) {
    if (!config.rope_scaling)
        return 1.0f;
    const Yarn& yarn = *config.rope_scaling;
    return static_cast<float>(yarn_magnitude(yarn.factor, yarn.mscale) /
                              yarn_magnitude(yarn.factor, yarn.mscale_all_dim));
}

float softmax_scale(const Config& config) {
    double scale = 1.0 / std::sqrt(static_cast<double>(config.q_head_dim()));
    if (config.rope_scaling && config.rope_scaling->mscale_all_dim != 0.0) {
        const double magnitude =
            yarn_magnitude(config.rope_scaling->factor, config.rope_scaling->mscale_all_dim);
        scale *= magnitude * magnitude;
    }
    return static_cast<float>(scale);
}

} // namespace hadal::model
