// One rank's end of sums by NCCL, on the stream of a CUDA backend: for the many rows of a prefill, and for
// all where kernels cannot push.
#pragma once

#include "kernels/ops.h"

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace hadal::cuda {

/// Names a group of ranks, of this process, that join.
using NcclId = std::array<char, 128>;

/// One thread at a time, the backend's; the backend must outlive it.
class NcclLink {
  public:
    virtual ~NcclLink() = default;
    NcclLink(const NcclLink&) = delete;
    NcclLink& operator=(const NcclLink&) = delete;

    /// Whether a sum is one for this.
    virtual bool can(const ops::Tensor& values) const = 0;
    /// Queues a sum over all ranks, in f32 and in the order of ranks, rounded once: each rank gets the
    /// others' parts of its share of the channels, adds them up, and sends the sum to all. So it has the bits
    /// of every other way to add, and moves what a ring would.
    virtual void all_reduce(ops::Tensor values) = 0;
    /// What NCCL has found to be wrong since.
    virtual std::optional<std::string> trouble() const = 0;
    /// Ends what is queued and waits, with rubbish; the link is of no use any more.
    virtual void abort() = 0;

  protected:
    NcclLink() = default;
};

/// NCCL does not bring the ranks together, which then have to do without. what() is the reason, to be part of
/// a sentence.
class NcclUnavailable final : public Error {
  public:
    explicit NcclUnavailable(const std::string& why) : Error(ErrorKind::Unsupported, why) {}
};

/// Whether this program has NCCL.
bool has_nccl();
/// The id of a new group. Throws NcclUnavailable with NCCL's reason.
NcclId make_nccl_id();
/// Waits for all ranks, each of which calls this with the same id on a thread of its own. `look` is asked
/// meanwhile; true ends it, and so does the deadline. Throws NcclUnavailable, which names the device and
/// NCCL's reason; DeviceLost where the device has failed.
std::unique_ptr<NcclLink> join_nccl(ops::Backend& backend, int rank, int ranks, const NcclId& id,
                                    std::chrono::milliseconds deadline, const std::function<bool()>& look);

} // namespace hadal::cuda
