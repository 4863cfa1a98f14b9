#include "kernels/cuda/backend/stream.h"

#include "kernels/cuda/backend/waiting.h"
#include "kernels/cuda/launch.h"

namespace hadal::cuda {

Stream::Stream() {
    check(cudaGetDevice(&device_), "asking for the current device");
    check(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking), "creating a stream");
}

Stream::~Stream() {
    if (!hangs(device_))
        cudaStreamDestroy(stream_);
}

Event::Event() {
    check(cudaEventCreateWithFlags(&event_, cudaEventDisableTiming), "creating an event");
}

Event::~Event() {
    cudaEventDestroy(event_);
}

} // namespace hadal::cuda
