// One rank's end of sums that kernels push into each other's memory (kernels/cuda/allreduce.h), on the stream
// of a CUDA backend.
#pragma once

#include "kernels/ops.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

namespace hadal::cuda {

class RankLink {
  public:
    /// Takes memory for sums of rows of `width` channels, and zeroes it. The backend must have been made by
    /// make_backend() and outlive this. Throws OutOfMemory.
    RankLink(ops::Backend& backend, int rank, int ranks, std::int64_t width,
             std::chrono::nanoseconds deadline);
    ~RankLink();
    RankLink(const RankLink&) = delete;
    RankLink& operator=(const RankLink&) = delete;

    /// What the other ranks have to know.
    struct Address {
        int device = 0;
        std::shared_ptr<void> exchange; ///< lives as long as a rank that is connected to it
    };
    Address address() const;
    /// Opens the way to the other ranks' memory; false where a device cannot be reached.
    bool connect(const std::vector<Address>& ranks);

    /// Whether a sum is one for this: few rows, packed, of the width.
    bool can(const ops::Tensor& values) const;
    /// Queues what model::Communicator says. All ranks, the same sequence.
    void all_reduce(ops::Tensor values);
    void add_rms_norm(ops::Tensor out, ops::Tensor residual, ops::Tensor delta, ops::Tensor weight,
                      float eps);

    /// Whether no sum has waited for a rank in vain, by this rank's own clock; to be asked when the stream
    /// has been waited for.
    bool is_complete() const;
    /// Throws DeviceLost where one has, or has been ended.
    void require_complete() const;
    /// Ends the sums that wait for other ranks, and those that are queued. For the thread of the backend.
    void stop();
    // After a step that failed, when all ranks have stopped: each waits for its own sums to end, which write
    // to the others; when all have, each zeroes what is its own; when all have, they may go on.
    void drain();
    void reset();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace hadal::cuda
