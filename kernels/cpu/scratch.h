// Memory that operations reuse from call to call.
#pragma once

#include "kernels/error.h"

#include <cstdint>
#include <memory>
#include <new>
#include <string>

namespace hadal::cpu {

inline constexpr std::size_t kAlignment = 64;

struct FreeAligned {
    void operator()(void* data) const { ::operator delete(data, std::align_val_t(kAlignment)); }
};

/// Uninitialised, aligned to cache lines. Throws OutOfMemory.
inline void* allocate_aligned(std::int64_t bytes) {
    void* data = ::operator new(static_cast<std::size_t>(bytes > 0 ? bytes : 1), std::align_val_t(kAlignment),
                                std::nothrow);
    if (!data)
        throw Error(ErrorKind::OutOfMemory, "Not enough memory: " + std::to_string(bytes) +
                                                " bytes are needed at once. Close other programs, or use a "
                                                "shorter context or a smaller model.");
    return data;
}

/// An array that only grows; growing loses its contents.
template <typename T>
class Scratch {
  public:
    /// At least `count` elements, uninitialised.
    T* of(std::int64_t count) {
        if (count > capacity_) {
            capacity_ = 0;
            data_.reset();
            data_.reset(allocate_aligned(count * static_cast<std::int64_t>(sizeof(T))));
            capacity_ = count;
        }
        return data();
    }
    T* data() const { return static_cast<T*>(data_.get()); }

  private:
    std::unique_ptr<void, FreeAligned> data_;
    std::int64_t capacity_ = 0;
};

} // namespace hadal::cpu
