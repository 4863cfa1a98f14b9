#include "kernels/cuda/backend/device_memory.h"

#include "kernels/cuda/backend/waiting.h"
#include "kernels/cuda/launch.h"

#include <algorithm>
#include <cstdio>

namespace hadal::cuda {

namespace {

constexpr std::size_t kSmallestPiece = std::size_t{4} << 20;

std::size_t aligned(std::size_t bytes) {
    return (bytes + DeviceMemory::kAlignment - 1) / DeviceMemory::kAlignment * DeviceMemory::kAlignment;
}

} // namespace

std::string device_name(int device) {
    return "GPU " + std::to_string(device);
}

std::string size_text(std::size_t bytes) {
    constexpr const char* const kUnits[] = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    double value = static_cast<double>(bytes);
    int unit = 0;
    for (; value >= 1024 && unit < 4; ++unit)
        value /= 1024;
    char text[32];
    std::snprintf(text, sizeof text, unit == 0 ? "%.0f %s" : "%.1f %s", value, kUnits[unit]);
    return text;
}

std::shared_ptr<void> DeviceMemory::piece(std::size_t bytes) {
    void* data = nullptr;
    if (cudaMalloc(&data, bytes) != cudaSuccess) {
        cudaGetLastError();
        return nullptr;
    }
    *in_use_ += bytes;
    return {data, [device = device_, in_use = in_use_, bytes](void* p) {
                if (hangs(device))
                    return; // for good
                // Whoever lets go of the last buffer may have another device current.
                int before = 0;
                cudaGetDevice(&before);
                cudaSetDevice(device);
                cudaFree(p);
                cudaSetDevice(before);
                *in_use -= bytes;
            }};
}

std::shared_ptr<void> DeviceMemory::take(std::size_t bytes, const std::string& what) {
    ++takes_;
    const std::size_t size = std::max<std::size_t>(aligned(bytes), kAlignment);
    // As large as all that is there already: pieces stay few, and small models small.
    const std::size_t usual = std::min(piece_bytes_, std::max(kSmallestPiece, *in_use_));
    if (size > usual / 4) {
        if (auto own = piece(size))
            return own;
        fail(size, what);
    }
    if (!current_ || size > current_bytes_ - current_used_) {
        current_ = piece(usual);
        current_bytes_ = usual;
        if (!current_) {
            current_ = piece(size); // the last of the device's memory
            current_bytes_ = size;
        }
        current_used_ = 0;
        if (!current_)
            fail(size, what);
    }
    void* data = static_cast<std::byte*>(current_.get()) + current_used_;
    current_used_ += size;
    return {current_, data};
}

void DeviceMemory::fail(std::size_t bytes, const std::string& what) const {
    std::size_t free = 0;
    std::size_t total = 0;
    if (cudaMemGetInfo(&free, &total) != cudaSuccess)
        throw Error(ErrorKind::OutOfMemory,
                    device_name(device_) + " has no memory for " + what + " (" + size_text(bytes) + ").");
    const std::string missing =
        free < bytes ? size_text(bytes - free) + " are missing" : "what is free lies in pieces too small";
    throw Error(ErrorKind::OutOfMemory,
                device_name(device_) + " has no memory for " + what + ": " + size_text(bytes) +
                    " are needed, " + size_text(free) + " of " + size_text(total) + " are free, " + missing +
                    ". Close other programs that use this GPU, choose a shorter context, or use more GPUs.");
}

std::shared_ptr<void> pinned_memory(std::size_t bytes) {
    void* data = nullptr;
    if (cudaMallocHost(&data, bytes) != cudaSuccess) {
        cudaGetLastError();
        throw Error(ErrorKind::OutOfMemory,
                    "There is no host memory that GPUs can read (pinned): " + size_text(bytes) +
                        " were asked for. Close other programs, or raise the limit on locked memory.");
    }
    return {data, [](void* p) {
                if (!any_hangs())
                    cudaFreeHost(p);
            }};
}

} // namespace hadal::cuda
