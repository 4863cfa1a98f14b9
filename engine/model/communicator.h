// What a model that is one of several ranks needs of the others. Each rank holds a part of the weights and
// runs the same steps on a thread of its own.
#pragma once

#include "kernels/ops.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>

namespace hadal::parallel {
class ShardPlan;
}

namespace hadal::model {

class SharedReading;

/// One rank's end of the group. All ranks make the same calls in the same order, with tensors of the same
/// shape, each on its own thread; results are the same bits on every rank, whatever order ranks come in.
/// Calls throw what ended the step for the group: another rank's error, or DeviceLost when a rank has not
/// come within the group's deadline. The group's other calls then throw the same until the next step.
class Communicator {
  public:
    virtual ~Communicator() = default;
    Communicator(const Communicator&) = delete;
    Communicator& operator=(const Communicator&) = delete;

    /// values [n, width], of the activation dtype: replaced by the sum over all ranks, made in f32 in the
    /// order of ranks and rounded once.
    virtual void all_reduce(ops::Tensor values) = 0;
    /// all_reduce(delta), then ops::Backend::add_rms_norm.
    virtual void add_rms_norm(ops::Tensor out, ops::Tensor residual, ops::Tensor delta, ops::Tensor weight,
                              float eps) = 0;
    /// Brings rows together of which each rank has some columns, F32 [rows, width], in the order of ranks: on
    /// rank 0 into `whole` [rows, all columns], which is empty elsewhere. Calls `meanwhile` when all of this
    /// rank is queued; then waits for the others, so that what rank 0 queues afterwards finds all columns.
    virtual void gather(ops::Tensor whole, ops::Tensor part, const std::function<void()>& meanwhile) = 0;
    /// Whether to stop before this layer. Ranks see a request at different moments; this answers the same on
    /// all of them. Layers of a step ascend.
    virtual bool stops(std::int64_t layer, const std::stop_token& stop) = 0;
    /// To be asked once a step, before its first sum: whether sums of `rows` rows of hidden states take the
    /// host no more than to queue them, so that the device may repeat them by itself.
    virtual bool queues([[maybe_unused]] std::int64_t rows) { return false; }
    /// The step's results have reached the host: throws if a sum on the way was not complete.
    virtual void finish() {}

  protected:
    Communicator() = default;
};

/// A model's place among ranks; by default it is alone.
struct RankPlace {
    std::shared_ptr<const parallel::ShardPlan> plan;
    int rank = 0;
    std::shared_ptr<Communicator> communicator;
    std::shared_ptr<SharedReading> reading; ///< null: it reads the checkpoint for itself
    explicit operator bool() const { return plan != nullptr; }
};

} // namespace hadal::model
