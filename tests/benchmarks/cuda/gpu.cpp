// Times the CUDA kernels on the first GPU of this machine, at the sizes of V3.2 on a rank of eight:
//
//     packaging/build cuda benchmark_kernels_cuda && build/cuda/bin/benchmark_kernels_cuda
//
// The steps of kernels/cuda/report.md, each run whole; products of many rows by our kernel and by cuBLASLt,
// where the program and the architecture have that. A line is the median over replays of a graph of many
// runs, so it has no part of what a launch costs the host. Weights and caches take turns among copies that
// exceed the L2 cache, and hold random numbers. MB are the least that must come from memory; `share` is of
// the bandwidth of a large copy. Where rows of a prompt gather the same cached tokens, most comes from L2,
// and the share may exceed 100 %.
#include "kernels/cache_layout.h"
#include "kernels/cuda/attention.h"
#include "kernels/cuda/backend/library_products.h"
#include "kernels/cuda/experts.h"
#include "kernels/cuda/gemm.h"
#include "kernels/cuda/gemv.h"
#include "kernels/cuda/heads.h"
#include "kernels/cuda/indexer.h"
#include "kernels/cuda/launch.h"
#include "kernels/cuda/norm.h"
#include "kernels/cuda/router.h"
#include "kernels/cuda/sampler.h"
#include "kernels/cuda/topk.h"
#include "tests/benchmarks/cuda/gpu_bench.h"
#include "tests/benchmarks/cuda/v32_rank.h"

#include <algorithm>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

using namespace hadal;
using namespace hadal::cuda;

namespace {

void time_norm(Bench& bench) {
    bench.time("add, RMSNorm, FP8", "decode", kHidden * 11.0, kHidden * 12.0, 0, [&](int) -> Run {
        Memory& m = bench.memory;
        RmsNorm p;
        p.x = m.random<Bf16>(kHidden);
        p.delta = m.random<float>(kHidden);
        p.weight = m.random<Bf16>(kHidden);
        p.codes = m.empty<E4m3>(kHidden);
        p.scales = m.empty<float>(kHidden / 128);
        p.rows = 1;
        p.width = kHidden;
        return [p](cudaStream_t stream) { rms_norm(stream, p); };
    });
}

void time_gemv(Bench& bench, const char* name, bool fp8, int out, int in) {
    const double bytes = out * (in * (fp8 ? 1.0 + 4.0 / 128 / 128 : 2.0));
    bench.time(name, "decode", bytes, 2.0 * out * in, bytes, [&](int) -> Run {
        Memory& m = bench.memory;
        Gemv p;
        p.codes = fp8 ? m.random<E4m3>(in) : nullptr;
        p.scales = fp8 ? m.random<float>(in / 128) : nullptr;
        p.x = fp8 ? nullptr : m.random<Bf16>(in);
        p.rows = p.matrix_count = 1;
        p.in_features = in;
        const std::int64_t size = std::int64_t{out} * in;
        const void* weights = fp8 ? static_cast<const void*>(m.random<E4m3>(size)) : m.random<Bf16>(size);
        const float* scales = fp8 ? m.random<float>((out + 127) / 128 * (in / 128)) : nullptr;
        p.matrices[0] = {weights, scales, out, nullptr, m.empty<float>(out)};
        return [p](cudaStream_t stream) { gemv(stream, p); };
    });
}

/// By our kernel, and by the library.
void time_gemm(Bench& bench, LibraryProducts& library, const char* name, bool fp8, int out, int in,
               int rows) {
    const std::int64_t weights = std::int64_t{out} * in;
    const std::int64_t inputs = std::int64_t{rows} * in;
    const double cold = (fp8 ? 1.0 : 2.0) * static_cast<double>(weights + inputs);
    const auto make = [&](int) {
        Memory& m = bench.memory;
        Gemm p;
        p.rows = rows;
        p.in_features = in;
        p.out_features = out;
        p.rounded = m.empty<Bf16>(std::int64_t{rows} * out);
        if (!fp8) {
            p.x = m.random<Bf16>(inputs);
            p.weights = m.random<Bf16>(weights);
            return p;
        }
        p.codes = m.random<E4m3>(inputs);
        p.scales = m.random<float>(inputs / 128);
        p.weights = m.random<E4m3>(weights);
        p.weight_scales = m.random<float>((out + 127) / 128 * (in / 128));
        return p;
    };
    const auto time = [&](const std::string& by, const std::function<Run(int copy)>& run) {
        bench.time((name + by).c_str(), "prefill", cold + 2.0 * rows * out, 2.0 * rows * out * in, cold, run);
    };
    time(std::string(", ") + std::to_string(rows) + " rows",
         [&](int copy) -> Run { return [p = make(copy)](cudaStream_t stream) { gemm(stream, p); }; });
    if (!has_cublas_lt() || (fp8 && library.scales() == LibraryScales::None))
        return;
    const auto by_library = [&](int copy) -> Run {
        const Gemm p = make(copy);
        // As many words as scales in tiles are; columns are fewer. Either form may be any of these numbers.
        Memory& m = bench.memory;
        const auto tiles = [&](int of) { return std::int64_t{(of + 127) / 128} * (in / 128) * 128; };
        const bool exponents = library.scales() == LibraryScales::Tiles;
        const void* row_scales = fp8 ? m.random<std::uint32_t>(tiles(rows)) : nullptr;
        const void* weight_scales = fp8 && exponents ? m.random<std::uint32_t>(tiles(out)) : nullptr;
        return [&library, p, row_scales, weight_scales](cudaStream_t stream) {
            if (library.multiply(stream, p, row_scales, weight_scales) != p.rows)
                throw Error(ErrorKind::Unsupported, "cuBLASLt does not do this product on this GPU.");
        };
    };
    try {
        time(", cuBLASLt", by_library);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::Unsupported)
            throw;
        std::printf("%s: %s\n", name, error.what());
    }
}

HeadWeights head_weights(Memory& m) {
    return {m.random<E4m3>(kHeads * 256 * 512), m.random<float>(kHeads * 2 * 4), kHeads, 128, 128, 512};
}

void time_heads(Bench& bench) {
    Memory& m = bench.memory;
    const double bytes = kHeads * 128.0 * 512;
    bench.time("absorb queries", "decode", bytes, 2 * bytes, bytes, [&](int) -> Run {
        const AbsorbQueries p{m.random<Bf16>(kHeads * 192), m.empty<Bf16>(kHeads * 576), head_weights(m), 1,
                              64};
        return [p](cudaStream_t stream) { absorb_queries(stream, p); };
    });
    bench.time("project values", "decode", bytes, 2 * bytes, bytes, [&](int) -> Run {
        const ProjectValues p{m.random<Bf16>(kHeads * 512), m.empty<Bf16>(kHeads * 128), head_weights(m), 1};
        return [p](cudaStream_t stream) { project_values(stream, p); };
    });
}

/// For each row the pages 0, 1, 2 … of a context.
std::vector<int> page_tables(int rows) {
    std::vector<int> tables;
    for (int row = 0; row < rows; ++row)
        for (int page = 0; page < kTokens / 64; ++page)
            tables.push_back(page);
    return tables;
}

void time_index_scores(Bench& bench, const char* phase, int rows) {
    constexpr int kIndexHeads = 64;
    constexpr int kDim = 128;
    constexpr std::int64_t kPageBytes = 64 * (kDim + 4);
    const double keys = kTokens / 64.0 * kPageBytes;
    bench.time("index scores", phase, keys + (rows == 1 ? 0.0 : 4.0 * rows * kTokens),
               2.0 * rows * kTokens * kIndexHeads * kDim, rows == 1 ? keys : 0, [&](int) -> Run {
                   Memory& m = bench.memory;
                   IndexScores p;
                   p.queries = m.random<E4m3>(std::int64_t{rows} * kIndexHeads * kDim);
                   p.weights = m.random<float>(std::int64_t{rows} * kIndexHeads);
                   p.pages = {m.random<std::byte>(kTokens / 64 * kPageBytes), kPageBytes};
                   p.page_table = m.holding(page_tables(rows));
                   p.counts = m.holding(std::vector<int>(static_cast<std::size_t>(rows), kTokens));
                   p.scores = m.empty<float>(std::int64_t{rows} * kTokens);
                   p.rows = rows;
                   p.heads = kIndexHeads;
                   p.dim = kDim;
                   p.table_stride = kTokens / 64;
                   p.stride = kTokens;
                   p.blocks = index_score_blocks(rows, kTokens);
                   return [p](cudaStream_t stream) { index_scores(stream, p); };
               });
}

void time_top_k(Bench& bench, const char* phase, int rows) {
    const double bytes = 4.0 * rows * kTokens;
    bench.time("top 2048", phase, bytes, 0, rows == 1 ? 0 : bytes, [&](int) -> Run {
        Memory& m = bench.memory;
        const TopK p{m.normals(std::int64_t{rows} * kTokens),
                     m.holding(std::vector<int>(static_cast<std::size_t>(rows), kTokens)),
                     m.empty<int>(std::int64_t{rows} * kSelected),
                     rows,
                     kTokens,
                     kSelected};
        return [p](cudaStream_t stream) { top_k(stream, p); };
    });
}

/// Every row selects tokens of its own, spread over the whole context.
void time_attention(Bench& bench, const char* phase, int rows) {
    const double gathered = 656.0 * kSelected * rows;
    bench.time("sparse attention", phase, gathered, 2.0 * rows * kSelected * kHeads * (576 + 512),
               rows == 1 ? gathered : 0, [&](int copy) -> Run {
                   Memory& m = bench.memory;
                   const std::int64_t page_bytes = ops::latent_page_bytes(ops::LatentFormat::FP8, 512, 64);
                   std::mt19937 random(static_cast<unsigned>(copy));
                   std::vector<int> all(kTokens);
                   for (int i = 0; i < kTokens; ++i)
                       all[static_cast<std::size_t>(i)] = i;
                   std::vector<int> positions;
                   for (int row = 0; row < rows; ++row)
                       std::sample(all.begin(), all.end(), std::back_inserter(positions), kSelected, random);
                   AbsorbedAttention p;
                   p.q = m.random<Bf16>(std::int64_t{rows} * kHeads * 576);
                   p.pages = {m.random<std::byte>(kTokens / 64 * page_bytes), page_bytes,
                              ops::LatentFormat::FP8, 512, 64};
                   p.page_table = m.holding(page_tables(rows));
                   p.selection = m.holding(positions);
                   p.rows = rows;
                   p.heads = kHeads;
                   p.table_stride = kTokens / 64;
                   p.selected = kSelected;
                   p.splits = attention_splits(rows, kSelected);
                   p.partial = m.empty<float>(std::int64_t{rows} * p.splits * kHeads * 512);
                   p.stats = m.empty<float2>(std::int64_t{rows} * p.splits * kHeads);
                   p.out = m.empty<Bf16>(std::int64_t{rows} * kHeads * 512);
                   p.scale = 0.1f;
                   return [p](cudaStream_t stream) { attend_absorbed(stream, p); };
               });
}

void time_choice_of_experts(Bench& bench) {
    bench.time("choice of experts", "decode", 256 * 8.0, 0, 0, [&](int) -> Run {
        Memory& m = bench.memory;
        const ops::RoutingShape shape{256, 8, 8, 4};
        const Route p{m.normals(256), m.random<float>(256), m.empty<int>(8), m.empty<float>(8), 1, shape};
        return [p](cudaStream_t stream) { route(stream, p); };
    });
}

/// 256 experts and the shared one. Rows choose evenly, and each run of one row others than the last.
void time_experts(Bench& bench, const char* name, const char* phase, int rows) {
    constexpr int kExperts = 256;
    constexpr int kChosen = 8;
    constexpr double kExpert = 3.0 * kExpertWidth * kHidden; // bytes
    const int used = std::min(kExperts, rows * kChosen) + 1;
    const double through = rows == 1 ? 0.0 : rows * (kChosen + 1) * (kHidden * 5.0 + kExpertWidth * 3);
    std::vector<ExpertWeights> table;
    ExpertWeights shared;
    bench.time(
        name, phase, used * kExpert + through, 2.0 * rows * (kChosen + 1) * kExpert, used * kExpert,
        [&](int copy) -> Run {
            Memory& m = bench.memory;
            const auto matrix = [&] { return m.random<E4m3>(kExpertWidth * kHidden); };
            const auto scales = [&] { return m.random<float>(kExpertWidth / 128 * (kHidden / 128)); };
            while (table.size() < kExperts)
                table.push_back({matrix(), matrix(), matrix(), scales(), scales(), scales(), kExpertWidth});
            if (shared.width == 0)
                shared = {matrix(), matrix(), matrix(), scales(), scales(), scales(), kExpertWidth};
            std::vector<int> ids;
            for (int i = 0; i < rows * kChosen; ++i)
                ids.push_back((copy * kChosen + i) % kExperts);
            Experts p;
            p.codes = m.random<E4m3>(std::int64_t{rows} * kHidden);
            p.scales = m.random<float>(std::int64_t{rows} * kHidden / 128);
            p.quant = ops::ActivationQuant::PowerOfTwo;
            p.ids = m.holding(ids);
            p.weights = m.random<float>(rows * kChosen);
            p.routed = m.holding(table);
            p.shared = shared;
            p.fp8 = true;
            p.exact = m.empty<float>(std::int64_t{rows} * kHidden);
            p.rows = rows;
            p.topk = kChosen;
            p.expert_count = kExperts;
            p.hidden = kHidden;
            p.width = kExpertWidth;
            p.scratch = m.empty<std::byte>(static_cast<std::int64_t>(p.scratch_bytes()));
            return [p](cudaStream_t stream) { run_experts(stream, p); };
        });
}

void time_sampling(Bench& bench) {
    bench.time("sampling, top-p", "decode", kVocabulary * 4.0, 0, 0, [&](int) -> Run {
        Memory& m = bench.memory;
        SampleSettings settings;
        settings.top_p = 0.95f;
        Sample p;
        p.logits = m.normals(kVocabulary);
        p.known = m.holding(std::vector<std::uint32_t>(kVocabulary / 32, ~0u));
        p.settings = m.holding(std::vector<SampleSettings>{settings});
        p.tokens = m.empty<int>(1);
        p.status = m.empty<SampleStatus>(1);
        p.rows = 1;
        p.vocab = p.stride = kVocabulary;
        p.scratch = m.empty<std::byte>(static_cast<std::int64_t>(p.scratch_bytes()));
        return [p](cudaStream_t stream) { sample(stream, p); };
    });
}

void time_all() {
    Bench bench;
    time_norm(bench);
    time_gemv(bench, "q_a, kv_a, indexer k", true, 2240, kHidden);
    time_gemv(bench, "q_b, indexer q", true, 11264, 1536);
    time_heads(bench);
    time_index_scores(bench, "decode", 1);
    time_top_k(bench, "decode", 1);
    time_attention(bench, "decode", 1);
    time_gemv(bench, "o_proj", true, kHidden, 2048);
    time_gemv(bench, "router", false, 256, kHidden);
    time_choice_of_experts(bench);
    time_experts(bench, "8 experts and the shared one", "decode", 1);
    time_gemv(bench, "dense gate, up", true, 4608, kHidden);
    time_gemv(bench, "dense down", true, kHidden, 2304);
    time_gemv(bench, "head", false, kVocabulary / 8, kHidden);
    time_sampling(bench);
    DeviceMemory library_memory(0, std::size_t{64} << 20);
    LibraryProducts library(0, library_memory, Options::kLibraryRows);
    for (const int rows : {kChunk, kShortChunk, Options::kLibraryRows}) {
        time_gemm(bench, library, "q_a, kv_a, indexer k", true, 2240, kHidden, rows);
        time_gemm(bench, library, "q_b, indexer q", true, 11264, 1536, rows);
        time_gemm(bench, library, "o_proj", true, kHidden, 2048, rows);
        time_gemm(bench, library, "router", false, 256, kHidden, rows);
    }
    time_index_scores(bench, "prefill", kChunk);
    time_top_k(bench, "prefill", kChunk);
    time_attention(bench, "prefill", kChunk);
    time_experts(bench, "256 experts and the shared one", "prefill", kChunk);
}

} // namespace

int main() {
    try {
        time_all();
    } catch (const Error& error) {
        std::fprintf(stderr, "error: %s\n", error.what());
        return 1;
    }
}
