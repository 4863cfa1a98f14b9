// Planted kernels on arrays of a test's own.
#pragma once

#include "tests/kernels/simt/planted.h"
#include "tests/kernels/simt/simt_test.h"

namespace hadal::test {

inline PlantedData on(const DeviceArray<unsigned>& data) {
    return {data.data(), nullptr, nullptr, nullptr};
}

inline cuda::Grid grid(cudaStream_t stream) {
    return {1, 64, 0, stream};
}

} // namespace hadal::test
