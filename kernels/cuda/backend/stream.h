// CUDA's streams and events as objects.
#pragma once

#include "kernels/cuda/runtime.h"

namespace hadal::cuda {

/// Owns a stream of the current device.
class Stream {
  public:
    Stream();
    ~Stream();
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    operator cudaStream_t() const { return stream_; }

  private:
    int device_ = 0;
    cudaStream_t stream_ = nullptr;
};

/// Owns an event of the current device.
class Event {
  public:
    Event();
    ~Event();
    Event(const Event&) = delete;
    Event& operator=(const Event&) = delete;
    operator cudaEvent_t() const { return event_; }

  private:
    cudaEvent_t event_ = nullptr;
};

} // namespace hadal::cuda
