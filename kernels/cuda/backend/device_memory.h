// Memory of one device, and of the host where the device reads it.
#pragma once

#include "kernels/cuda/runtime.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace hadal::cuda {

/// "GPU 0"
std::string device_name(int device);
/// "1.5 GiB"
std::string size_text(std::size_t bytes);

/// Hands out memory from pieces that grow with what is in use, each from its start to its end. A piece goes
/// back to the device with the last buffer in it. One thread at a time; the device must be current.
class DeviceMemory {
  public:
    static constexpr std::size_t kAlignment = 256;

    DeviceMemory(int device, std::size_t piece_bytes) : device_(device), piece_bytes_(piece_bytes) {}

    /// Uninitialised, aligned to kAlignment. Throws OutOfMemory: the device, what it was for, how much is
    /// missing.
    std::shared_ptr<void> take(std::size_t bytes, const std::string& what);
    /// Holds so much back, for take() to give when the device has no other. Throws as take().
    void reserve(std::size_t bytes);
    std::size_t in_use() const { return *in_use_; } ///< of the device, whole pieces
    /// How often memory was taken: where it has not changed, nothing has moved.
    std::uint64_t takes() const { return takes_; }

  private:
    std::size_t usual_piece() const;
    std::shared_ptr<void> piece(std::size_t bytes);
    std::shared_ptr<void> piece_or_reserve(std::size_t bytes);
    [[noreturn]] void fail(std::size_t bytes, const std::string& what) const;

    int device_;
    std::size_t piece_bytes_;
    struct Piece {
        std::weak_ptr<void> memory;
        std::size_t bytes = 0, used = 0;
    };
    std::vector<Piece> pieces_; ///< with room left
    std::shared_ptr<void> reserve_;
    std::size_t reserve_bytes_ = 0;
    std::uint64_t takes_ = 0;
    std::shared_ptr<std::size_t> in_use_ = std::make_shared<std::size_t>(0);
};

/// Pinned memory. Throws OutOfMemory.
std::shared_ptr<void> pinned_memory(std::size_t bytes);

} // namespace hadal::cuda
