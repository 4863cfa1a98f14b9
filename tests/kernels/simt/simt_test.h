// What tests of kernels on the simulator share: a fresh machine, device memory with an owner, and the
// schedules that every kernel must run under.
#pragma once

#include "kernels/cuda/launch.h"
#include "kernels/simt/machine.h"

#include <QTest>
#include <array>
#include <cstring>
#include <vector>

namespace hadal::test {

/// Ascending, descending, and two random orders of warps, lanes, blocks and streams.
inline constexpr std::array<std::uint64_t, 4> kSchedules{0, 1, 2, 20'26};

/// A stream on a fresh machine.
class SimtStream {
  public:
    explicit SimtStream(std::uint64_t schedule, const simt::DeviceSpec& device = {}) {
        simt::start({{device}, schedule});
        cudaSetDevice(0);
        cuda::check(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking), "a stream");
    }
    operator cudaStream_t() const { return stream_; }

    /// Waits; what was wrong, one finding a line, empty when nothing was.
    std::string finish() const {
        const cudaError_t error = cudaStreamSynchronize(stream_);
        std::string text;
        for (const simt::Finding& finding : simt::findings())
            text += finding.text() + "\n";
        if (error != cudaSuccess && text.empty())
            text = cudaGetErrorName(error);
        return text;
    }

  private:
    cudaStream_t stream_ = nullptr;
};

/// Device memory for values of T, until the next machine.
template <typename T>
class DeviceArray {
  public:
    explicit DeviceArray(std::size_t count) : count_(count) {
        cuda::check(cudaMalloc(reinterpret_cast<void**>(&data_), count * sizeof(T)), "memory");
    }
    DeviceArray(cudaStream_t stream, const std::vector<T>& values) : DeviceArray(values.size()) {
        cuda::check(cudaMemcpyAsync(data_, values.data(), count_ * sizeof(T), cudaMemcpyHostToDevice, stream),
                    "an upload");
    }
    T* data() const { return data_; }
    std::size_t size() const { return count_; }
    std::vector<T> values(cudaStream_t stream, std::size_t count) const {
        std::vector<T> host(count);
        cuda::check(cudaMemcpyAsync(host.data(), data_, count * sizeof(T), cudaMemcpyDeviceToHost, stream),
                    "a download");
        if (cudaStreamSynchronize(stream) != cudaSuccess)
            throw Error(ErrorKind::Internal,
                        simt::findings().empty() ? "a download failed" : simt::findings().front().text());
        return host;
    }
    std::vector<T> values(cudaStream_t stream) const { return values(stream, count_); }

  private:
    T* data_ = nullptr;
    std::size_t count_;
};

} // namespace hadal::test
