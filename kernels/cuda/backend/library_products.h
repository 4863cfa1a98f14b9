// Products of many rows by cuBLASLt, whose kernels use what our own do not: wgmma on 9.0, tcgen05 on 10.x.
//
// Which product it does is a matter of shapes and architecture alone, so that all ranks decide alike: at
// least `fewest_rows` rows, of which it takes whole sixteens; channels a multiple of 16 (bf16) or 128 (FP8),
// outputs a multiple of 16; bf16 everywhere, FP8 on 9.0 with scales in F32, from 10.0 on with scales that are
// powers of two. The rest is for gemm(). Which of the library's algorithms it is, the library says the first
// time that a shape comes: the same on the same model of GPU with the same version of the library, in which
// results are the same bits each time. It may be another for another number of rows, and sum in another
// order: a row's result depends on how many share the call, in its last bits, as it does between gemv() and
// gemm().
#pragma once

#include "kernels/cuda/backend/backend.h"
#include "kernels/cuda/backend/device_memory.h"
#include "kernels/cuda/gemm.h"
#include "kernels/cuda/rows.h"

#include <cstdint>
#include <memory>

namespace hadal::cuda {

/// How the library takes the scales of FP8 operands on a device.
enum class LibraryScales {
    None,    ///< it does not: no FP8 product
    Columns, ///< F32: rows' as ArrangeScales::columns, weights' with columns padded to a multiple of four
    Tiles,   ///< exponents, as ArrangeScales::tiles
};

/// One thread at a time; the device must be current.
class LibraryProducts {
  public:
    /// Work space that an algorithm may ask for.
    static constexpr std::int64_t kWorkspaceBytes = std::int64_t{32} << 20;

    /// Nothing is taken of the device before the first product. Throws as cuda::check().
    LibraryProducts(int device, DeviceMemory& memory, int fewest_rows);
    ~LibraryProducts();
    LibraryProducts(const LibraryProducts&) = delete;
    LibraryProducts& operator=(const LibraryProducts&) = delete;

    /// None where the program has no cuBLASLt.
    LibraryScales scales() const { return scales_; }
    /// How many of a product's rows, the first ones, the library is to be asked for. `weight_scales` are
    /// those of ops::Backend::arrange_scales(); null: there are none.
    int rows_of(const Gemm& p, const void* weight_scales) const;
    /// Queues the first rows of a product, and returns how many: rows_of(), or none where the library does
    /// not do it. For FP8 with the scales of so many rows as scales() says. Throws OutOfMemory for the work
    /// space, DeviceLost, and Internal where the library fails.
    int multiply(cudaStream_t stream, const Gemm& p, const void* row_scales, const void* weight_scales);

  private:
    class Library;
    const int device_;
    const int fewest_rows_;
    DeviceMemory& memory_;
    LibraryScales scales_ = LibraryScales::None;
    std::unique_ptr<Library> library_; ///< with the first product
};

} // namespace hadal::cuda
