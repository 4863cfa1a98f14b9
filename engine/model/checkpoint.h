// A Hugging Face checkpoint directory: config.json and safetensors shards, mapped, and checked before use.
#pragma once

#include "engine/model/config.h"
#include "engine/model/progress.h"
#include "kernels/tensor.h"

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>

namespace hadal::model {

class SafetensorsFile;

/// A tensor in a mapped file. A vector has one row. `data` may be unaligned and lives as long as the
/// checkpoint.
struct CheckpointTensor {
    const std::byte* data = nullptr;
    ops::DType dtype = ops::DType::F32;
    std::int64_t rows = 0;
    std::int64_t cols = 0;
    const SafetensorsFile* file = nullptr; ///< that `data` is in; null: in none, as it was converted
};

/// Open means checked: every tensor that the config calls for is there, with a possible dtype, the right
/// shape, and its scales if it is FP8. Immutable; safe to read from several threads.
class Checkpoint {
  public:
    /// Reads headers and the scales of FP8 weights; the weights are paged in as they are used. Throws Error
    /// (InvalidFile, Unsupported, Cancelled) naming file, tensor, what was expected and what was found.
    static std::shared_ptr<const Checkpoint> open(const std::filesystem::path& directory,
                                                  const ProgressFn& progress = {}, std::stop_token stop = {});
    ~Checkpoint();

    const std::filesystem::path& directory() const;
    const Config& config() const;
    bool has_mtp() const; ///< all tensors of the first MTP module are present
    bool has(const std::string& name) const;
    /// Throws InvalidFile if there is no such tensor.
    CheckpointTensor tensor(const std::string& name) const;
    /// Throws InvalidFile when bytes of a tensor were read that its file no longer has: after they were used.
    void require_intact() const;
    /// Bytes of all tensors in use, scales included.
    std::int64_t total_bytes() const;

  private:
    Checkpoint();
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace hadal::model
