// Times work on the first GPU of this machine, over data that is made for it.
#pragma once

#include "kernels/cuda/launch.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <memory>
#include <random>
#include <vector>

namespace hadal::cuda {

/// Device memory that is freed all at once.
class Memory {
  public:
    Memory() {
        std::mt19937_64 random(1);
        noise_.resize(std::size_t{8} << 20);
        for (auto& word : noise_) // finite, and smaller than 2, as numbers of any kind
            word = random() & 0xbfbfbfbfbfbfbfbfull;
    }
    void clear() { buffers_.clear(); }

    template <typename T>
    T* empty(std::int64_t count) {
        void* data = nullptr;
        check(cudaMalloc(&data, static_cast<std::size_t>(count) * sizeof(T)), "taking memory");
        buffers_.emplace_back(data, [](void* p) { cudaFree(p); });
        return static_cast<T*>(data);
    }
    /// Random numbers of any kind.
    template <typename T>
    T* random(std::int64_t count) {
        T* const data = empty<T>(count);
        const std::size_t bytes = static_cast<std::size_t>(count) * sizeof(T);
        const std::size_t block = noise_.size() * sizeof noise_[0];
        for (std::size_t at = 0; at < bytes; at += block)
            check(cudaMemcpy(reinterpret_cast<std::byte*>(data) + at, noise_.data(),
                             std::min(block, bytes - at), cudaMemcpyHostToDevice),
                  "filling memory");
        return data;
    }
    template <typename T>
    T* holding(const std::vector<T>& values) {
        T* const data = empty<T>(static_cast<std::int64_t>(values.size()));
        check(cudaMemcpy(data, values.data(), values.size() * sizeof(T), cudaMemcpyHostToDevice),
              "filling memory");
        return data;
    }
    float* normals(std::int64_t count) {
        std::mt19937 random(2);
        std::normal_distribution<float> normal(0.0f, 3.0f);
        std::vector<float> values(static_cast<std::size_t>(count));
        for (float& value : values)
            value = normal(random);
        return holding(values);
    }

  private:
    std::vector<std::uint64_t> noise_;
    std::vector<std::shared_ptr<void>> buffers_;
};

using Run = std::function<void(cudaStream_t)>;

/// Prints a line for each step that is timed.
class Bench {
  public:
    Bench() {
        cudaDeviceProp properties;
        check(cudaGetDeviceProperties(&properties, 0), "asking what device 0 is");
        check(cudaStreamCreate(&stream_), "creating a stream");
        for (cudaEvent_t& event : events_)
            check(cudaEventCreate(&event), "creating an event");
        cache_bytes_ = properties.l2CacheSize;
        constexpr std::int64_t kCopied = std::int64_t{1} << 30;
        auto* from = memory.random<std::byte>(kCopied);
        auto* to = memory.empty<std::byte>(kCopied);
        const double us = median_us({[&](cudaStream_t stream) {
            check(cudaMemcpyAsync(to, from, kCopied, cudaMemcpyDeviceToDevice, stream), "a copy");
        }});
        memory.clear();
        bandwidth_ = 2.0 * kCopied / us * 1e6;
        std::printf("%s, %d multiprocessors, %.0f MB of L2; a large copy moves %.0f GB/s\n", properties.name,
                    properties.multiProcessorCount, cache_bytes_ / 1e6, bandwidth_ / 1e9);
        std::printf("%-32s %-8s %10s %10s %8s %6s %9s\n", "step", "phase", "MB", "us", "GB/s", "share",
                    "TFLOP/s");
    }
    ~Bench() {
        for (const cudaEvent_t event : events_)
            cudaEventDestroy(event);
        cudaStreamDestroy(stream_);
    }
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;

    /// `make` returns a run over data of its own; `cold` are the bytes of it that must not come from a cache.
    void time(const char* name, const char* phase, double bytes, double operations, double cold,
              const std::function<Run(int copy)>& make) {
        const int copies = cold == 0 ? 1 : static_cast<int>(std::clamp(4 * cache_bytes_ / cold, 2.0, 256.0));
        std::vector<Run> runs;
        for (int copy = 0; copy < copies; ++copy)
            runs.push_back(make(copy));
        const double us = median_us(runs);
        memory.clear();
        const double rate = bytes / us * 1e6;
        std::printf("%-32s %-8s %10.3f %10.2f %8.0f %5.0f%% %9.2f\n", name, phase, bytes / 1e6, us,
                    rate / 1e9, 100 * rate / bandwidth_, operations / us * 1e-6);
        std::fflush(stdout);
    }

    Memory memory;

  private:
    double median_us(const std::vector<Run>& runs) {
        for (const Run& run : runs)
            run(stream_);
        check(cudaStreamSynchronize(stream_), "the first runs");
        const std::size_t count = std::max<std::size_t>(runs.size(), 16);
        cudaGraph_t graph = nullptr;
        cudaGraphExec_t replay = nullptr;
        check(cudaStreamBeginCapture(stream_, cudaStreamCaptureModeThreadLocal), "recording a graph");
        for (std::size_t i = 0; i < count; ++i)
            runs[i % runs.size()](stream_);
        check(cudaStreamEndCapture(stream_, &graph), "recording a graph");
        check(cudaGraphInstantiate(&replay, graph, 0), "making a graph");
        std::array<float, 9> times{};
        check(cudaGraphLaunch(replay, stream_), "a warm-up");
        for (float& ms : times) {
            check(cudaEventRecord(events_[0], stream_), "recording an event");
            check(cudaGraphLaunch(replay, stream_), "a graph");
            check(cudaEventRecord(events_[1], stream_), "recording an event");
            check(cudaEventSynchronize(events_[1]), "the timed runs");
            check(cudaEventElapsedTime(&ms, events_[0], events_[1]), "reading an event");
        }
        cudaGraphExecDestroy(replay);
        cudaGraphDestroy(graph);
        std::sort(times.begin(), times.end());
        return 1e3 * times[times.size() / 2] / static_cast<double>(count);
    }

    cudaStream_t stream_ = nullptr;
    std::array<cudaEvent_t, 2> events_{};
    double cache_bytes_ = 0;
    double bandwidth_ = 0; ///< bytes a second, read and written
};

} // namespace hadal::cuda
