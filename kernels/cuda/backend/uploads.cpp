#include "kernels/cuda/backend/cuda_backend.h"
#include "kernels/cuda/launch.h"

#include <deque>

namespace hadal::cuda {

namespace {

/// On the backend's stream, so that operations queued later find what they need.
class DirectUploads final : public ops::Uploads {
  public:
    DirectUploads(cudaStream_t stream, Waiting& waiting) : stream_(stream), waiting_(waiting) {}
    ~DirectUploads() override { waiting_.settle(stream_); }

    std::shared_ptr<void> memory(std::size_t bytes) override { return pinned_memory(bytes); }
    void copy(Tensor to, std::int64_t first, const std::byte* from, std::int64_t row_bytes, std::int64_t rows,
              std::int64_t stride) override {
        const auto width = static_cast<std::size_t>(row_bytes);
        auto* const at = static_cast<std::byte*>(to.data) + first;
        if (rows == 1) // however far the next one would be: CUDA has a limit for that
            return check(cudaMemcpyAsync(at, from, width, cudaMemcpyHostToDevice, stream_), "an upload");
        check(cudaMemcpy2DAsync(at, width, from, static_cast<std::size_t>(stride), width,
                                static_cast<std::size_t>(rows), cudaMemcpyHostToDevice, stream_),
              "an upload");
    }
    std::uint64_t mark() override {
        const Event& event = marks_.emplace_back();
        check(cudaEventRecord(event, stream_), "recording an event");
        return done_ + marks_.size();
    }
    void wait(std::uint64_t mark) override {
        for (; done_ < mark; ++done_) {
            waiting_.finish(marks_.front(), stream_, "an upload");
            marks_.pop_front();
        }
    }

  private:
    cudaStream_t stream_;
    Waiting& waiting_;
    std::deque<Event> marks_; ///< from done_ + 1 on
    std::uint64_t done_ = 0;
};

} // namespace

std::unique_ptr<ops::Uploads> CudaBackend::make_uploads() {
    check(cudaSetDevice(device_), "selecting " + device_name(device_));
    return std::make_unique<DirectUploads>(stream_, waiting_);
}

} // namespace hadal::cuda
