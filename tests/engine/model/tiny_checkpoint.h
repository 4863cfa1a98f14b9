// Weights of tiny random checkpoints, as a function of nothing but tensor name, shape and seed. The same
// function in Python (tests/oracle/tiny_checkpoint.py, which defines it) makes the weights of the oracles.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace hadal::test {

struct TinyCheckpoint {
    std::string config;          ///< config.json
    std::string storage = "f32"; ///< of matrices: "f32", "bf16", "fp8"
    bool power_of_two_scales = false;
    std::uint64_t seed = 1;
};

/// Writes config.json and model.safetensors into an existing directory.
void write_tiny_checkpoint(const TinyCheckpoint& checkpoint, const std::filesystem::path& directory);

/// `count` token ids below `vocab_size`.
std::vector<std::int32_t> random_tokens(std::uint64_t seed, std::size_t count, std::int64_t vocab_size);

} // namespace hadal::test
