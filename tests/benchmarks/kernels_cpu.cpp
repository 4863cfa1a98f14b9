// Times operations of the CPU backend and compares their traffic with the read bandwidth of the machine.
//
//     benchmark_kernels_cpu [threads]
//
// Each line is the best of several runs: rows, weight bytes read per run, GB/s and its share of the measured
// bandwidth, and GFLOP/s. Weights are larger than the caches where the name says "stream".
#include "kernels/cpu/backend.h"
#include "kernels/cpu/bandwidth.h"
#include "kernels/fp8.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <vector>

namespace {

using namespace hadal;
using ops::DType;
using ops::Tensor;

class Bench {
  public:
    explicit Bench(int threads)
        : bandwidth_(cpu::measure_read_bandwidth(threads)),
          backend_(cpu::make_backend({threads, {false, ops::ActivationQuant::PowerOfTwo}})) {
        std::printf("%s; reads %.1f GB/s\n", backend_->name().data(), bandwidth_ / 1e9);
        std::printf("%-34s %6s %10s %10s %8s %6s %9s\n", "operation", "rows", "MB", "us", "GB/s", "share",
                    "GFLOP/s");
    }

    ops::Backend& backend() { return *backend_; }

    Tensor zeros(DType dtype, std::int64_t rows, std::int64_t cols) {
        buffers_.push_back(backend_->allocate(dtype, rows, cols));
        const Tensor t = buffers_.back().view();
        std::fill_n(static_cast<std::byte*>(t.data), t.size() * size_of(dtype), std::byte{0});
        return t;
    }
    Tensor activations(std::int64_t rows, std::int64_t cols) {
        const Tensor t = zeros(DType::F32, rows, cols);
        for (std::int64_t i = 0; i < t.size(); ++i)
            static_cast<float*>(t.data)[i] = normal_(random_);
        return t;
    }
    ops::LinearWeight weight(DType dtype, std::int64_t out, std::int64_t in) {
        ops::LinearWeight w;
        w.values = zeros(dtype, out, in);
        auto* bytes = static_cast<std::uint8_t*>(w.values.data);
        for (std::int64_t i = 0; i < out * in * size_of(dtype); ++i)
            bytes[i] = static_cast<std::uint8_t>(random_() & 0x7bu); // finite in each dtype
        if (dtype == DType::F8E4M3) {
            w.scales = zeros(DType::F32, ops::fp8_blocks(out), ops::fp8_blocks(in));
            std::fill_n(static_cast<float*>(w.scales.data), w.scales.size(), 0.01f);
        }
        return w;
    }

    void time(const char* name, std::int64_t rows, std::int64_t bytes, std::int64_t multiply_adds,
              const std::function<void()>& run) {
        using Clock = std::chrono::steady_clock;
        double best = 1e9;
        const auto start = Clock::now();
        for (int i = 0; i < 5 || Clock::now() - start < std::chrono::milliseconds(300); ++i) {
            const auto begin = Clock::now();
            run();
            best = std::min(best, std::chrono::duration<double>(Clock::now() - begin).count());
        }
        const double rate = static_cast<double>(bytes) / best;
        std::printf("%-34s %6lld %10.2f %10.1f %8.2f %5.0f%% %9.1f\n", name, static_cast<long long>(rows),
                    static_cast<double>(bytes) / 1e6, best * 1e6, rate / 1e9, 100 * rate / bandwidth_,
                    2e-9 * static_cast<double>(multiply_adds) / best);
    }

    void linear(const char* name, DType dtype, std::int64_t out, std::int64_t in,
                std::initializer_list<std::int64_t> row_counts) {
        const ops::LinearWeight w = weight(dtype, out, in);
        for (const std::int64_t rows : row_counts) {
            const Tensor x = activations(rows, in);
            const Tensor y = zeros(DType::F32, rows, out);
            time(name, rows, w.values.size() * size_of(dtype), rows * out * in,
                 [&] { backend_->linear(y, x, w); });
        }
    }

    void experts(const char* name, std::int64_t experts, std::int64_t hidden, std::int64_t width,
                 std::int64_t topk, std::initializer_list<std::int64_t> row_counts) {
        std::vector<ops::MlpWeights> weights;
        for (std::int64_t e = 0; e < experts; ++e)
            weights.push_back({weight(DType::F8E4M3, width, hidden), weight(DType::F8E4M3, width, hidden),
                               weight(DType::F8E4M3, hidden, width)});
        for (const std::int64_t rows : row_counts) {
            const Tensor x = activations(rows, hidden);
            const Tensor y = zeros(DType::F32, rows, hidden);
            const Tensor ids = zeros(DType::I32, rows, topk);
            const Tensor factors = activations(rows, topk);
            std::int64_t next = 0;
            const std::int64_t used = std::min(experts, rows * topk);
            time(name, rows, used * 3 * hidden * width, rows * topk * 3 * hidden * width, [&] {
                for (std::int64_t i = 0; i < ids.size();
                     ++i) // others each time, so that they are not in a cache
                    static_cast<std::int32_t*>(ids.data)[i] = static_cast<std::int32_t>(next++ % experts);
                backend_->experts(y, x, ids, factors, weights, nullptr);
            });
        }
    }

    void attention(const char* name, std::int64_t heads, std::int64_t rank, std::int64_t past,
                   std::initializer_list<std::int64_t> row_counts) {
        const ops::AttentionShape shape{heads, 128, 64, 128, rank, 0.1f};
        for (const std::int64_t rows : row_counts) {
            const std::int64_t pages = (past + rows + 63) / 64;
            ops::LayerCache cache;
            cache.latent_format = ops::LatentFormat::FP8;
            cache.kv_lora_rank = rank;
            cache.rope_dim = 64;
            const std::int64_t page_bytes = ops::latent_page_bytes(cache.latent_format, rank, 64);
            cache.latents = zeros(DType::U8, pages, page_bytes);
            std::vector<std::int32_t> list;
            for (std::int64_t p = 0; p < pages; ++p)
                list.push_back(static_cast<std::int32_t>(p));
            const ops::SequenceRows sequence{0, rows, past, list};
            backend_->begin_step({&sequence, 1});
            const Tensor q = activations(rows, heads * (rank + 64));
            const Tensor out = zeros(DType::F32, rows, heads * rank);
            time(name, rows, pages * page_bytes, rows * heads * past * (2 * rank + 64),
                 [&] { backend_->attend_absorbed(out, q, cache, {}, shape); });
            const ops::LinearWeight kv_b = weight(DType::F8E4M3, heads * 256, rank);
            const Tensor expanded = zeros(DType::F32, rows, heads * 128);
            const Tensor queries = activations(rows, heads * 192);
            time("  the same, expanded", rows, pages * page_bytes, heads * past * (256 * rank + rows * 320),
                 [&] { backend_->attend_expanded(expanded, queries, kv_b, cache, {}, shape); });
        }
    }

  private:
    double bandwidth_;
    std::unique_ptr<ops::Backend> backend_;
    std::vector<ops::Buffer> buffers_;
    std::mt19937 random_{1};
    std::normal_distribution<float> normal_;
};

} // namespace

int main(int argc, char** argv) {
    Bench bench(argc > 1 ? std::atoi(argv[1]) : 0);
    bench.linear("linear fp8 stream", DType::F8E4M3, 32768, 4096, {1, 2, 4, 8, 64});
    bench.linear("linear bf16 stream", DType::BF16, 16384, 4096, {1, 4, 64});
    bench.linear("linear f32 stream", DType::F32, 8192, 4096, {1, 64});
    bench.linear("linear fp8 256x256", DType::F8E4M3, 256, 256, {1, 64, 256});
    bench.linear("linear fp8 2048x2048", DType::F8E4M3, 2048, 2048, {1, 256});
    bench.experts("experts fp8 stream", 64, 2048, 1024, 8, {1, 4, 64});
    bench.experts("experts fp8 tiny", 16, 256, 128, 4, {1, 64});
    bench.attention("attention absorbed, 16 heads", 16, 512, 2048, {1, 32});
    return 0;
}
