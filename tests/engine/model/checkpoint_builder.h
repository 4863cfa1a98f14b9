// Writes small checkpoints, whole or broken on purpose.
#pragma once

#include "engine/model/config.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace hadal::test {

struct BuiltTensor {
    std::string dtype;
    std::vector<std::int64_t> shape;
    std::string bytes;
};
using BuiltTensors = std::map<std::string, BuiltTensor>;

/// Zero bytes of the size that dtype and shape call for.
BuiltTensor zeros(const std::string& dtype, const std::vector<std::int64_t>& shape);

/// One safetensors file with these tensors, packed in map order.
std::string safetensors_bytes(const BuiltTensors& tensors);
/// A file with this header text, as it is, and `data_bytes` zero bytes after it.
std::string safetensors_bytes(const std::string& header, std::size_t data_bytes);
void write_file(const std::filesystem::path& path, const std::string& bytes);

/// config.json of a small V3.2 network: ragged blocks, an indexer, experts, an MTP module.
std::string small_config();
/// Every tensor that the config calls for, MTP module included: linears FP8 with scales of one, the rest BF16
/// or F32.
BuiltTensors tensors_for(const model::Config& config);

} // namespace hadal::test
