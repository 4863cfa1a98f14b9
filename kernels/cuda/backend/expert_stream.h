// Routed experts of the host's memory on their way through the device. A step of many rows sends rows to all
// experts of a layer, and then the device has computed them before the host would have, though it is sent
// every weight of the layer.
#pragma once

#include "kernels/cuda/backend/device_memory.h"
#include "kernels/cuda/backend/staging.h"
#include "kernels/cuda/backend/stream.h"
#include "kernels/cuda/experts.h"

#include <array>
#include <memory>
#include <span>
#include <vector>

namespace hadal::cuda {

/// Two buffers on the device take turns: while the experts of one are computed, the next ones come into the
/// other, on a stream of their own. So copies go on through what a step does between its layers with experts,
/// as far as the host is ahead of the device. Gate and up of all experts come first, then down of all.
/// One thread at a time; the device must be current.
class ExpertStream {
  public:
    /// `buffer_bytes`: of each buffer; it grows to hold one expert's matrices. `compute` is the stream that
    /// uses them.
    ExpertStream(cudaStream_t compute, DeviceMemory& memory, Waiting& waiting, std::size_t buffer_bytes,
                 int copy_threads);

    /// A layer's experts, and where each matrix will lie.
    struct Layer {
        struct Part {
            ExpertRange experts;
            std::size_t buffer = 0;
        };
        std::span<const ops::MlpWeights> host;
        std::vector<ExpertWeights> table;
        std::vector<Part> gate_up, down;
    };
    /// Throws OutOfMemory.
    Layer place(std::span<const ops::MlpWeights> routed);
    /// Queues all of the layer's work on `compute`. `parameters.routed` is the layer's table, on the device.
    /// Throws DeviceLost.
    void run(const Experts& parameters, const Layer& layer);
    /// Until the device has done all that is queued here. For destructors.
    void settle() noexcept { waiting_.settle(copies_); }

  private:
    struct Buffer {
        std::shared_ptr<void> memory;
        Event arrived; ///< what was sent is there
        Event free;    ///< what was there has been used
    };
    template <typename BytesOf, typename PlaceOne>
    std::vector<Layer::Part> divide(const Layer& layer, const BytesOf& bytes_of, const PlaceOne& place_one);
    template <typename Send, typename Compute>
    void pass(const Layer& layer, const std::vector<Layer::Part>& parts, const Send& send,
              const Compute& compute);
    void send(const ops::LinearWeight& from, const void* values, const float* scales);
    void make_buffers(std::size_t largest);

    cudaStream_t compute_;
    DeviceMemory& memory_;
    Waiting& waiting_;
    std::size_t buffer_bytes_; ///< of each
    Stream copies_;
    Staging staging_;
    std::array<Buffer, 2> buffers_;
    std::size_t next_ = 0; ///< the buffer whose turn it is
};

} // namespace hadal::cuda
