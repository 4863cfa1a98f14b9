// Two-dimensional views of memory that a backend owns.
#pragma once

#include "kernels/error.h"

#include <cstddef>
#include <cstdint>
#include <memory>

namespace hadal::ops {

enum class DType : std::uint8_t { F32, BF16, F16, F8E4M3, F8E8M0, U8, I32, I64 };

constexpr std::int64_t size_of(DType dtype) {
    switch (dtype) {
    case DType::F32:
    case DType::I32:
        return 4;
    case DType::BF16:
    case DType::F16:
        return 2;
    case DType::I64:
        return 8;
    default:
        return 1;
    }
}

/// A view, not an owner: `rows` rows of `cols` elements, consecutive rows `stride` elements apart. A vector
/// is one row. The bytes belong to a backend (or, for weights on the CPU, to a mapped file) and may not be
/// readable by the host: only the backend that made a view may follow `data`.
struct Tensor {
    void* data = nullptr;
    DType dtype = DType::F32;
    std::int64_t rows = 0;
    std::int64_t cols = 0;
    std::int64_t stride = 0; ///< in elements, >= cols

    explicit operator bool() const { return data != nullptr; }
    std::int64_t size() const { return rows * cols; }

    /// Rows [first, first + count).
    Tensor slice_rows(std::int64_t first, std::int64_t count) const {
        Tensor t = *this;
        t.data = static_cast<std::byte*>(data) + first * stride * size_of(dtype);
        t.rows = count;
        return t;
    }
    /// Columns [first, first + count).
    Tensor slice_cols(std::int64_t first, std::int64_t count) const {
        Tensor t = *this;
        t.data = static_cast<std::byte*>(data) + first * size_of(dtype);
        t.cols = count;
        return t;
    }
};

/// Owns the memory behind a tensor; copies share it, the last one frees it.
class Buffer {
  public:
    Buffer() = default;
    Buffer(Tensor view, std::shared_ptr<void> owner) : view_(view), owner_(std::move(owner)) {}
    const Tensor& view() const { return view_; }
    explicit operator bool() const { return static_cast<bool>(view_); }

  private:
    Tensor view_;
    std::shared_ptr<void> owner_;
};

} // namespace hadal::ops
