// How likely the model found a token, and what it would rather have said.
#pragma once

#include "engine/runtime/request.h"

#include <cstdint>
#include <span>

namespace hadal::runtime {

/// Natural logarithms of the probabilities that the model itself gives: the softmax of its raw logits over
/// the known ids, before penalties, bias, temperature and filters. So they tell how sure the model is,
/// whatever the sampling, and those of all known ids add up to probability 1.
///
/// `top` alternatives at most, best first, equal ones by id; the chosen token may be among them. The bytes of
/// the tokens are left empty. `known_ids` is ascending and has `chosen`; logits are finite or -infinity
/// there.
Logprobs read_logprobs(std::span<const float> logits, std::span<const std::int32_t> known_ids,
                       std::int32_t chosen, int top);

} // namespace hadal::runtime
