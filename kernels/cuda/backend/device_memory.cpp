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

/// As large as all that is there already, so that pieces stay few, and small models small; but no large part
/// of what the device has left, so that less lies idle in a piece than a plan leaves free
/// (app/models/placement.cpp).
std::size_t DeviceMemory::usual_piece() const {
    constexpr std::size_t kShareOfFree = 64;
    std::size_t free = 0;
    std::size_t total = 0;
    check(cudaMemGetInfo(&free, &total), "asking for free memory");
    return std::min({piece_bytes_, std::max(kSmallestPiece, *in_use_), free / kShareOfFree});
}

std::shared_ptr<void> DeviceMemory::take(std::size_t bytes, const std::string& what) {
    ++takes_;
    const std::size_t size = std::max<std::size_t>(aligned(bytes), kAlignment);
    std::erase_if(pieces_, [](const Piece& p) { return p.memory.expired() || p.used == p.bytes; });
    auto at = std::find_if(pieces_.begin(), pieces_.end(),
                           [&](const Piece& p) { return size <= p.bytes - p.used; });
    std::shared_ptr<void> memory = at == pieces_.end() ? nullptr : at->memory.lock();
    if (!memory) {
        const std::size_t usual = usual_piece();
        if (size <= usual / 4 && (memory = piece(usual))) {
            at = pieces_.insert(pieces_.end(), {memory, usual, 0});
        } else {
            memory = piece_or_reserve(size);
            if (!memory)
                fail(size, what);
            return memory;
        }
    }
    void* data = static_cast<std::byte*>(memory.get()) + at->used;
    at->used += size;
    return {memory, data};
}

/// What is held back goes for a moment, and all but `bytes` of it comes again.
std::shared_ptr<void> DeviceMemory::piece_or_reserve(std::size_t bytes) {
    auto own = piece(bytes);
    if (own || !reserve_)
        return own;
    reserve_ = nullptr;
    own = piece(bytes);
    reserve_bytes_ -= own ? std::min(bytes, reserve_bytes_) : 0;
    reserve_ = reserve_bytes_ > 0 ? piece(reserve_bytes_) : nullptr;
    if (!reserve_)
        reserve_bytes_ = 0;
    return own;
}

void DeviceMemory::reserve(std::size_t bytes) {
    reserve_ = nullptr;
    reserve_bytes_ = 0;
    if (bytes == 0)
        return;
    reserve_ = piece(bytes);
    if (!reserve_)
        fail(bytes, "the work space of steps");
    reserve_bytes_ = bytes;
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
