// How the host waits for devices: not for ever, and what becomes of those that have failed or do not answer.
#pragma once

#include "kernels/cuda/runtime.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace hadal::cuda {

/// Whether a device was given up and has still not done what was queued on it. Nothing of it may be freed
/// then: CUDA would wait for it. Whoever frees memory of a device asks first.
bool hangs(int device);
/// The same of any device, for memory of the host that all of them reach.
bool any_hangs();
/// Keeps what a device that hangs may still write to, of other devices, until it does not hang any more.
void keep_while_it_hangs(int device, std::shared_ptr<void> memory);

/// Held by whoever works on a device. Thread-safe.
class DeviceUse {
  public:
    /// A device that has failed is reset, if nobody else uses it: all that is on it is gone then. Throws
    /// DeviceLost when that does not help, or the device hangs.
    explicit DeviceUse(int device);
    ~DeviceUse();
    DeviceUse(const DeviceUse&) = delete;
    DeviceUse& operator=(const DeviceUse&) = delete;

  private:
    int device_;
};

/// Waits for the streams of one device. One thread at a time; the device must be current.
class Waiting {
  public:
    Waiting(int device, std::chrono::milliseconds deadline) : device_(device), deadline_(deadline) {}

    /// Until all that is queued on the stream is done. Throws DeviceLost when the deadline has passed, from
    /// when on the device hangs, and what check() throws.
    void finish(cudaStream_t stream, const std::string& what);
    /// Until an event that was recorded on the stream is done.
    void finish(cudaEvent_t event, cudaStream_t stream, const std::string& what);
    /// For destructors: as finish(), but does not throw.
    void settle(cudaStream_t stream) noexcept;

    /// Called every now and then while it waits, and at last with `late`, when the deadline has passed, to
    /// end what waits for others. From when it has returned true, or was late, what is queued has a sixth of
    /// the deadline to come to an end.
    using Look = std::function<bool(bool late)>;
    void set_look(Look look) { look_ = std::move(look); }

  private:
    void wait(const std::function<cudaError_t()>& query, cudaStream_t stream, const std::string& what);

    int device_;
    std::chrono::milliseconds deadline_;
    Look look_;
};

} // namespace hadal::cuda
