// Tokens chosen by the kernels of kernels/cuda/sampler.h.
#pragma once

#include "kernels/choice.h"
#include "kernels/cuda/backend/device_memory.h"
#include "kernels/cuda/backend/staging.h"
#include "kernels/cuda/sampler.h"

#include <memory>
#include <vector>

namespace hadal::cuda {

/// Everything that a choice takes goes up in one copy and comes down in one.
class CudaChooser final : public ops::TokenChooser {
  public:
    /// Where its backend works.
    struct Place {
        int device;
        cudaStream_t stream;
        DeviceMemory& memory;
        Staging& staging;
    };
    /// `known_ids`: of a vocabulary of `vocab` ids. Throws InvalidArgument where the kernel cannot take as
    /// many, OutOfMemory.
    CudaChooser(const Place& place, std::int64_t vocab, std::span<const std::int32_t> known_ids);

    int most_logprobs() const override { return kMaxLogprobs; }
    std::span<const ops::TokenChoice> choose(ops::Tensor logits,
                                             std::span<const ops::TokenRule> rules) override;

  private:
    /// Device memory that grows.
    struct Block {
        std::shared_ptr<void> memory;
        std::size_t bytes = 0;
    };
    std::byte* reserve(Block& block, std::size_t bytes);

    Place place_;
    int vocab_;
    std::shared_ptr<void> known_;
    Block rules_, scratch_, results_;
    std::vector<std::byte> up_, down_;
    std::vector<ops::TokenChoice> choices_;
};

} // namespace hadal::cuda
