// Rotary frequencies and attention scale of a config, with YaRN (Peng et al. 2023, as DeepSeek applies it: at
// every length, and with its magnitude in the softmax scale).
#pragma once

#include "engine/model/config.h"

#include <vector>

namespace hadal::model {

/// The angle per position of each pair, qk_rope_head_dim/2 values. With YaRN, pairs that turn more than
/// beta_fast times within the original context keep their frequency, those below beta_slow turns are slowed
/// down by `factor`, and those between are blended.
std::vector<float> rope_inv_freq(const Config& config);

/// What cos and sin are multiplied by: 1 unless mscale and mscale_all_dim differ.
float rope_magnitude(const Config& config);

/// q_head_dim^-½, times the square of YaRN's magnitude for mscale_all_dim.
float softmax_scale(const Config& config);

} // namespace hadal::model
