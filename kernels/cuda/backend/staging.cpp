#include "kernels/cuda/backend/staging.h"

#include "kernels/cuda/backend/device_memory.h"
#include "kernels/cuda/launch.h"

#include <algorithm>
#include <cstring>

namespace hadal::cuda {

namespace {

/// Bytes first … first+count-1 of the rows, as they would lie one after the other.
void pack_now(std::byte* to, const HostRows& from, std::size_t first, std::size_t count) {
    while (count > 0) {
        const std::size_t row = first / from.row_bytes;
        const std::size_t at = first % from.row_bytes;
        const std::size_t part = std::min(count, from.row_bytes - at);
        std::memcpy(to, static_cast<const std::byte*>(from.data) + row * from.stride + at, part);
        to += part;
        first += part;
        count -= part;
    }
}

} // namespace

Staging::Staging(cudaStream_t stream, Waiting& waiting, std::size_t slot_bytes, int threads)
    : stream_(stream), waiting_(waiting), slot_bytes_(slot_bytes),
      threads_(threads > 1 ? std::make_unique<cpu::ThreadPool>(threads) : nullptr) {
    for (Slot& slot : slots_)
        check(cudaEventCreateWithFlags(&slot.left, cudaEventDisableTiming), "creating an event");
}

Staging::~Staging() {
    for (Slot& slot : slots_)
        cudaEventDestroy(slot.left);
}

void Staging::next_slot() {
    check(cudaEventRecord(slots_[slot_].left, stream_), "recording an event");
    slots_[slot_].busy = true;
    slot_ = (slot_ + 1) % slots_.size();
    Slot& slot = slots_[slot_];
    if (slot.busy)
        waiting_.finish(slot.left, stream_, "an upload");
    slot.busy = false;
    used_ = 0;
}

void Staging::pack(std::byte* to, const HostRows& from, std::size_t first, std::size_t count) {
    constexpr std::size_t kPiece = std::size_t{256} << 10;
    const std::size_t pieces = (count + kPiece - 1) / kPiece;
    if (!threads_ || pieces == 1)
        return pack_now(to, from, first, count);
    threads_->run(static_cast<std::int64_t>(pieces), [&](std::int64_t piece, int) {
        const std::size_t at = static_cast<std::size_t>(piece) * kPiece;
        pack_now(to + at, from, first + at, std::min(kPiece, count - at));
    });
}

void Staging::upload(void* to, const HostRows& from) {
    constexpr std::size_t kAlignment = 16;
    for (std::size_t done = 0; done < from.bytes();) {
        if (used_ == slot_bytes_)
            next_slot();
        Slot& slot = slots_[slot_];
        if (!slot.memory)
            slot.memory = pinned_memory(slot_bytes_);
        const std::size_t count = std::min(from.bytes() - done, slot_bytes_ - used_);
        std::byte* staged = static_cast<std::byte*>(slot.memory.get()) + used_;
        pack(staged, from, done, count);
        check(cudaMemcpyAsync(static_cast<std::byte*>(to) + done, staged, count, cudaMemcpyHostToDevice,
                              stream_),
              "an upload");
        used_ = std::min(slot_bytes_, used_ + (count + kAlignment - 1) / kAlignment * kAlignment);
        done += count;
    }
}

void Staging::download(void* to, const void* from, std::size_t bytes) {
    if (!arriving_)
        arriving_ = pinned_memory(slot_bytes_);
    while (bytes > 0) {
        const std::size_t count = std::min(bytes, slot_bytes_);
        check(cudaMemcpyAsync(arriving_.get(), from, count, cudaMemcpyDeviceToHost, stream_), "a download");
        waiting_.finish(stream_, "the operations before a download");
        std::memcpy(to, arriving_.get(), count);
        to = static_cast<std::byte*>(to) + count;
        from = static_cast<const std::byte*>(from) + count;
        bytes -= count;
    }
}

} // namespace hadal::cuda
