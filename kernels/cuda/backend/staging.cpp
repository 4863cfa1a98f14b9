#include "kernels/cuda/backend/staging.h"

#include "kernels/cuda/backend/device_memory.h"
#include "kernels/cuda/launch.h"

#include <algorithm>
#include <cstring>

namespace hadal::cuda {

Staging::Staging(cudaStream_t stream, Waiting& waiting, std::size_t slot_bytes)
    : stream_(stream), waiting_(waiting), slot_bytes_(slot_bytes) {
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

void Staging::upload(void* to, const void* from, std::size_t bytes) {
    constexpr std::size_t kAlignment = 16;
    while (bytes > 0) {
        if (used_ == slot_bytes_)
            next_slot();
        Slot& slot = slots_[slot_];
        if (!slot.memory)
            slot.memory = pinned_memory(slot_bytes_);
        const std::size_t count = std::min(bytes, slot_bytes_ - used_);
        std::byte* staged = static_cast<std::byte*>(slot.memory.get()) + used_;
        std::memcpy(staged, from, count);
        check(cudaMemcpyAsync(to, staged, count, cudaMemcpyHostToDevice, stream_), "an upload");
        used_ = std::min(slot_bytes_, used_ + (count + kAlignment - 1) / kAlignment * kAlignment);
        to = static_cast<std::byte*>(to) + count;
        from = static_cast<const std::byte*>(from) + count;
        bytes -= count;
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
