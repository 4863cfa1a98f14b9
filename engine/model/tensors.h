// Which tensors a config calls for: names, shapes and what they may be stored as.
#pragma once

#include "engine/model/config.h"

#include <cstdint>
#include <functional>
#include <string>

namespace hadal::model {

struct TensorSpec {
    enum class Kind {
        Linear, ///< F8_E4M3 with scales, BF16 or F32
        Plain,  ///< BF16 or F32: norms, embeddings, routers, biases
    };
    std::string name;
    std::int64_t rows = 1; ///< a vector has one row
    std::int64_t cols = 0;
    Kind kind = Kind::Plain;
    bool vector = false;
};

/// The name of a weight's companion scales.
std::string scale_name(const std::string& weight);
/// Whether all rows of a prompt meet this matrix in ops::Backend::linear(): those around attention, but not
/// kv_b, which attention itself reads, nor experts.
bool multiplies_prompts(const std::string& weight);
/// "model.layers.{layer}."
std::string layer_prefix(std::int64_t layer);

/// Visits are lazy, so a checker that throws at the first missing tensor is not exposed to a config that
/// calls for billions.
using TensorVisitor = std::function<void(const TensorSpec&)>;

/// Everything outside the MTP module.
void visit_required_tensors(const Config& config, const TensorVisitor& visit);
/// The first MTP module, without the copies of embedding and head, which may be absent.
void visit_mtp_tensors(const Config& config, const TensorVisitor& visit);

} // namespace hadal::model
