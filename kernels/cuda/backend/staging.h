// From the host's own memory to a device and back, through pinned memory.
#pragma once

#include "kernels/cuda/backend/waiting.h"

#include <array>
#include <cstddef>
#include <memory>

namespace hadal::cuda {

/// A ring of pinned buffers: while one is on its way to the device the next is filled. One thread at a time;
/// the device must be current. The stream and what waits for it must
/// outlive it.
class Staging {
  public:
    Staging(cudaStream_t stream, Waiting& waiting, std::size_t slot_bytes = kSlotBytes);
    ~Staging();
    Staging(const Staging&) = delete;
    Staging& operator=(const Staging&) = delete;

    /// Queues a copy; `from` may change at once.
    void upload(void* to, const void* from, std::size_t bytes);
    /// Waits for all that is queued, and for the copy.
    void download(void* to, const void* from, std::size_t bytes);

  private:
    static constexpr std::size_t kSlotBytes = std::size_t{8} << 20;
    struct Slot {
        std::shared_ptr<void> memory;
        cudaEvent_t left = nullptr; ///< all copies from it are done
        bool busy = false;
    };
    void next_slot();

    cudaStream_t stream_;
    Waiting& waiting_;
    std::size_t slot_bytes_;
    std::array<Slot, 4> slots_;
    std::size_t slot_ = 0;
    std::size_t used_ = 0;
    std::shared_ptr<void> arriving_; ///< for downloads
};

} // namespace hadal::cuda
