// Routed experts whose weights stay in the host's memory, because the device's is too small for them: another
// backend computes them there.
#pragma once

#include "kernels/cuda/backend/device_memory.h"
#include "kernels/ops.h"

#include <memory>
#include <span>
#include <unordered_set>

namespace hadal::cuda {

/// One call at a time, from one thread.
class HostExperts {
  public:
    /// `host` may be null as long as there are no such weights.
    HostExperts(std::shared_ptr<ops::Backend> host, DeviceMemory& memory)
        : host_(std::move(host)), memory_(memory) {}

    /// A weight in the host's memory. Throws Unsupported without a host.
    void add(const ops::Tensor& weight);
    /// Whether these are on the host. Throws InvalidArgument where some are and some are not.
    bool have(std::span<const ops::MlpWeights> routed) const;

    /// Where the parts of a call lie, packed: pinned, but for the last.
    struct Rows {
        std::uint16_t* x = nullptr;   ///< bf16 [rows, hidden]
        std::int32_t* ids = nullptr;  ///< [rows, topk]
        float* weights = nullptr;     ///< [rows, topk]
        std::uint16_t* sum = nullptr; ///< bf16 [rows, hidden]: the result
        void* device_sum = nullptr;   ///< the same, on the device
        std::int64_t rows = 0, hidden = 0, topk = 0;
    };
    /// The same place for the same sizes, until memory of the device is taken for larger ones. Throws
    /// OutOfMemory.
    Rows rows(std::int64_t rows, std::int64_t hidden, std::int64_t topk);
    /// From the inputs to the result; they are there already. Throws what the host's backend throws.
    void run(const Rows& call, std::span<const ops::MlpWeights> routed);

  private:
    std::shared_ptr<ops::Backend> host_;
    DeviceMemory& memory_;
    std::unordered_set<const void*> weights_;
    std::size_t pinned_bytes_ = 0, device_bytes_ = 0;
    std::shared_ptr<void> pinned_, device_;
    ops::Buffer x_, sum_, ids_, chosen_weights_; ///< of the host's backend
};

} // namespace hadal::cuda
