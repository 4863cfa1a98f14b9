// From the host's own memory to a device and back, through pinned memory.
#pragma once

#include "kernels/cpu/thread_pool.h"
#include "kernels/cuda/backend/waiting.h"

#include <array>
#include <cstddef>
#include <memory>

namespace hadal::cuda {

/// Rows in the host's memory.
struct HostRows {
    const void* data = nullptr;
    std::size_t row_bytes = 0, rows = 1;
    std::size_t stride = 0; ///< bytes from a row to the next; of no matter where there is one
    std::size_t bytes() const { return rows * row_bytes; }
};

/// A ring of pinned buffers: while one is on its way to the device the next is filled. One thread at a time;
/// the device must be current. The stream and what waits for it must outlive it.
class Staging {
  public:
    static constexpr std::size_t kSlotBytes = std::size_t{8} << 20;

    /// Large uploads are taken from the host's memory by `threads`: one moves less than a link can.
    Staging(cudaStream_t stream, Waiting& waiting, std::size_t slot_bytes = kSlotBytes, int threads = 1);
    ~Staging();
    Staging(const Staging&) = delete;
    Staging& operator=(const Staging&) = delete;

    /// Queues a copy; `from` may change at once.
    void upload(void* to, const void* from, std::size_t bytes) { upload(to, {from, bytes, 1, 0}); }
    /// The same of rows, which lie one after the other at `to`.
    void upload(void* to, const HostRows& from);
    /// Waits for all that is queued, and for the copy.
    void download(void* to, const void* from, std::size_t bytes);

  private:
    struct Slot {
        std::shared_ptr<void> memory;
        cudaEvent_t left = nullptr; ///< all copies from it are done
        bool busy = false;
    };
    void next_slot();
    void pack(std::byte* to, const HostRows& from, std::size_t first, std::size_t count);

    cudaStream_t stream_;
    Waiting& waiting_;
    std::size_t slot_bytes_;
    std::array<Slot, 4> slots_;
    std::size_t slot_ = 0;
    std::size_t used_ = 0;
    std::shared_ptr<void> arriving_;           ///< for downloads
    std::unique_ptr<cpu::ThreadPool> threads_; ///< null: the caller's alone
};

} // namespace hadal::cuda
