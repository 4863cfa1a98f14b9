// What the CUDA kernels move, counted by the simulator: build/release/bin/cuda_traffic
//
// Runs each step of a forward pass of V3.2 on a rank of eight with its real inner sizes, but only some of its
// rows, heads or keys, and prints a line of JSON for each: the launches, the bytes that warps asked global
// memory for, the least that these sizes need, and the least and the operations of the whole step. report.py
// makes a report of it.
#include "kernels/cache_layout.h"
#include "kernels/cuda/allreduce.h"
#include "kernels/cuda/attention.h"
#include "kernels/cuda/attention_expanded.h"
#include "kernels/cuda/experts.h"
#include "kernels/cuda/gemm.h"
#include "kernels/cuda/gemv.h"
#include "kernels/cuda/heads.h"
#include "kernels/cuda/indexer.h"
#include "kernels/cuda/norm.h"
#include "kernels/cuda/router.h"
#include "kernels/cuda/rows.h"
#include "kernels/cuda/sampler.h"
#include "kernels/cuda/topk.h"
#include "tests/benchmarks/cuda/v32_rank.h"
#include "tests/kernels/simt/simt_test.h"

#include <cstdio>
#include <functional>
#include <random>
#include <string>
#include <vector>

using namespace hadal;
using namespace hadal::cuda;
using hadal::test::DeviceArray;
using hadal::test::SimtStream;

namespace {

std::string launches; ///< JSON of those of the step under way

void observe(const std::string& kernel, const Grid& grid) {
    launches += std::string(launches.empty() ? "" : ", ") + "{\"kernel\": \"" + kernel +
                "\", \"threads\": " + std::to_string(grid.threads.x) +
                ", \"shared\": " + std::to_string(grid.shared_bytes) + "}";
}

/// One step of the forward pass.
struct Step {
    const char* name;
    const char* phase;      ///< decode or prefill
    double per_pass;        ///< how often it happens in a pass of 61 layers
    double simulated_least; ///< bytes that the part run here must move
    double least;           ///< bytes that the whole step must move
    double operations;      ///< of the whole step
    std::function<void(const SimtStream&)> run;
};

constexpr double kLayers = 61;
constexpr double kMoeLayers = 58;

/// Memory full of ones: the values do not matter here, but that they are finite does.
template <typename T>
T* filled(const SimtStream& stream, std::int64_t count, T value = T{1}) {
    return DeviceArray<T>(stream, std::vector<T>(static_cast<std::size_t>(count), value)).data();
}

constexpr E4m3 kOne = 0x38;
constexpr Bf16 kBf16One = 0x3f80;

void run_gemv(const SimtStream& stream, bool fp8, int out, int in) {
    Gemv p;
    p.codes = fp8 ? filled<E4m3>(stream, in, kOne) : nullptr;
    p.scales = fp8 ? filled<float>(stream, in / 128) : nullptr;
    p.x = fp8 ? nullptr : filled<Bf16>(stream, in, kBf16One);
    p.rows = p.matrix_count = 1;
    p.in_features = in;
    const void* weights = fp8 ? static_cast<const void*>(filled<E4m3>(stream, std::int64_t{out} * in, kOne))
                              : filled<Bf16>(stream, std::int64_t{out} * in, kBf16One);
    p.matrices[0] = {weights, fp8 ? filled<float>(stream, (out + 127) / 128 * (in / 128)) : nullptr, out,
                     nullptr, filled<float>(stream, out)};
    gemv(stream, p);
}

/// A product with one vector: `simulated` of `out` rows are run.
Step gemv_step(const char* name, double per_pass, bool fp8, int out, int in, int simulated) {
    const double row = in * (fp8 ? 1.0 + 4.0 / 128 / 128 : 2.0);
    return {
        name, "decode", per_pass, simulated * row, out * row, 2.0 * out * in, [=](const SimtStream& stream) {
            run_gemv(stream, fp8, simulated, in);
        }};
}

Step gemm_step(const char* name, double per_pass, int out, int in) {
    const auto bytes = [=](double rows, double outs) { return outs * in + rows * in + rows * outs * 2; };
    return {name,
            "prefill",
            per_pass,
            bytes(64, 128),
            bytes(kChunk, out),
            2.0 * kChunk * out * in,
            [=](const SimtStream& stream) {
                Gemm p;
                p.codes = filled<E4m3>(stream, 64 * in, kOne);
                p.scales = filled<float>(stream, 64 * in / 128);
                p.weights = filled<E4m3>(stream, 128 * in, kOne);
                p.weight_scales = filled<float>(stream, in / 128);
                p.rounded = filled<Bf16>(stream, 64 * 128);
                p.rows = 64;
                p.in_features = in;
                p.out_features = 128;
                gemm(stream, p);
            }};
}

void run_attention(const SimtStream& stream, int rows, int heads, int selected) {
    const std::int64_t page_bytes = ops::latent_page_bytes(ops::LatentFormat::FP8, 512, 64);
    AbsorbedAttention p;
    p.q = filled<Bf16>(stream, rows * heads * 576, 0);
    p.pages = {filled<std::byte>(stream, selected / 64 * page_bytes, std::byte{0}), page_bytes,
               ops::LatentFormat::FP8, 512, 64};
    std::vector<int> table, positions;
    for (int page = 0; page < selected / 64; ++page)
        table.push_back(page);
    for (int i = 0; i < rows * selected; ++i)
        positions.push_back(i % selected);
    std::vector<int> tables;
    for (int r = 0; r < rows; ++r)
        tables.insert(tables.end(), table.begin(), table.end());
    p.page_table = DeviceArray<int>(stream, tables).data();
    p.selection = DeviceArray<int>(stream, positions).data();
    p.rows = rows;
    p.heads = heads;
    p.table_stride = p.selected = selected;
    p.table_stride = selected / 64;
    p.splits = attention_splits(rows, selected);
    p.partial = filled<float>(stream, std::int64_t{rows} * p.splits * heads * 512);
    p.stats = DeviceArray<float2>(static_cast<std::size_t>(rows * p.splits * heads)).data();
    p.out = filled<Bf16>(stream, rows * heads * 512);
    p.scale = 0.1f;
    attend_absorbed(stream, p);
}

void run_some_experts(const SimtStream& stream, int rows, int experts, int topk, int width) {
    const auto weights = [&] {
        const auto matrix = [&] { return filled<E4m3>(stream, std::int64_t{width} * kHidden, kOne); };
        const auto scales = [&] { return filled<float>(stream, width / 128 * (kHidden / 128)); };
        return ExpertWeights{matrix(), matrix(), matrix(), scales(), scales(), scales(), width};
    };
    std::vector<ExpertWeights> table;
    for (int e = 0; e < experts; ++e)
        table.push_back(weights());
    std::vector<int> ids;
    for (int i = 0; i < rows * topk; ++i)
        ids.push_back(i % experts);
    Experts p;
    p.codes = filled<E4m3>(stream, rows * kHidden, kOne);
    p.scales = filled<float>(stream, rows * kHidden / 128);
    p.quant = ops::ActivationQuant::PowerOfTwo;
    p.ids = DeviceArray<int>(stream, ids).data();
    p.weights = filled<float>(stream, rows * topk);
    p.routed = DeviceArray<ExpertWeights>(stream, table).data();
    p.fp8 = true;
    p.exact = filled<float>(stream, rows * kHidden);
    p.rows = rows;
    p.topk = topk;
    p.expert_count = experts;
    p.hidden = kHidden;
    p.width = width;
    p.scratch = DeviceArray<std::byte>(p.scratch_bytes()).data();
    run_experts(stream, p);
}

HeadWeights head_weights(const SimtStream& stream, int heads) {
    return {filled<E4m3>(stream, heads * 256 * 512, kOne),
            filled<float>(stream, heads * 2 * 4),
            heads,
            128,
            128,
            512};
}

std::vector<Step> steps() {
    const double expert = 3.0 * 256 * kHidden; // weights of a rank's share
    const double page = 64 * 132;
    std::vector<Step> all;
    all.push_back({"add, RMSNorm, FP8", "decode", 2 * kLayers + 1, kHidden * 11.0, kHidden * 11.0,
                   kHidden * 12.0, [](const SimtStream& stream) {
                       RmsNorm p;
                       p.x = filled<Bf16>(stream, kHidden, kBf16One);
                       p.delta = filled<float>(stream, kHidden);
                       p.weight = filled<Bf16>(stream, kHidden, kBf16One);
                       p.codes = filled<E4m3>(stream, kHidden);
                       p.scales = filled<float>(stream, kHidden / 128);
                       p.rows = 1;
                       p.width = kHidden;
                       rms_norm(stream, p);
                   }});
    all.push_back(gemv_step("q_a, kv_a, indexer k", kLayers, true, 2240, kHidden, 16));
    all.push_back(gemv_step("q_b, indexer q", kLayers, true, 11264, 1536, 64));
    all.push_back({"absorb queries", "decode", kLayers, 2.0 * 128 * 512, 16.0 * 128 * 512,
                   2.0 * 16 * 128 * 512, [](const SimtStream& stream) {
                       absorb_queries(stream, {filled<Bf16>(stream, 2 * 192), filled<Bf16>(stream, 2 * 576),
                                               head_weights(stream, 2), 1, 64});
                   }});
    all.push_back({"index scores", "decode", kLayers, 8 * page, kTokens / 64 * page, 2.0 * kTokens * 64 * 128,
                   [](const SimtStream& stream) {
                       std::vector<int> table;
                       for (int i = 0; i < 8; ++i)
                           table.push_back(i);
                       IndexScores p;
                       p.queries = filled<E4m3>(stream, 64 * 128, kOne);
                       p.weights = filled<float>(stream, 64);
                       p.pages = {filled<std::byte>(stream, 8 * 8448, std::byte{0}), 8448};
                       p.page_table = DeviceArray<int>(stream, table).data();
                       p.counts = DeviceArray<int>(stream, {512}).data();
                       p.scores = filled<float>(stream, 512);
                       p.rows = 1;
                       p.heads = 64;
                       p.dim = 128;
                       p.table_stride = 8;
                       p.stride = 512;
                       p.blocks = 2;
                       index_scores(stream, p);
                   }});
    all.push_back(
        {"top 2048", "decode", kLayers, kTokens * 4.0, kTokens * 4.0, 0, [](const SimtStream& stream) {
             std::vector<float> scores;
             for (int i = 0; i < kTokens; ++i)
                 scores.push_back(static_cast<float>(i * 7919 % 10'007));
             top_k(stream,
                   {DeviceArray<float>(stream, scores).data(), DeviceArray<int>(stream, {kTokens}).data(),
                    DeviceArray<int>(kSelected).data(), 1, kTokens, kSelected});
         }});
    all.push_back({"sparse attention", "decode", kLayers, 128 * 656.0, kSelected * 656.0,
                   2.0 * kSelected * kHeads * (576 + 512),
                   [](const SimtStream& stream) { run_attention(stream, 1, kHeads, 128); }});
    all.push_back({"project values", "decode", kLayers, 2.0 * 128 * 512, 16.0 * 128 * 512,
                   2.0 * 16 * 128 * 512, [](const SimtStream& stream) {
                       project_values(stream, {filled<Bf16>(stream, 2 * 512), filled<Bf16>(stream, 2 * 128),
                                               head_weights(stream, 2), 1});
                   }});
    all.push_back(gemv_step("o_proj", kLayers, true, kHidden, 2048, 64));
    all.push_back(gemv_step("router", kMoeLayers, false, 256, kHidden, 8));
    all.push_back(
        {"choice of experts", "decode", kMoeLayers, 256 * 8.0, 256 * 8.0, 0, [](const SimtStream& stream) {
             ops::RoutingShape shape{256, 8, 8, 4};
             route(stream, {filled<float>(stream, 256), filled<float>(stream, 256),
                            DeviceArray<int>(8).data(), DeviceArray<float>(8).data(), 1, shape});
         }});
    all.push_back({"8 experts and the shared one", "decode", kMoeLayers, expert, 9 * expert, 2 * 9 * expert,
                   [](const SimtStream& stream) { run_some_experts(stream, 1, 1, 1, 256); }});
    all.push_back(gemv_step("dense gate, up", 3, true, 4608, kHidden, 16));
    all.push_back(gemv_step("dense down", 3, true, kHidden, 2304, 32));
    all.push_back(gemv_step("head", 1, false, 16160, kHidden, 16));
    all.push_back(
        {"sampling, top-p", "decode", 1, 129'280 * 4.0, 129'280 * 4.0, 0, [](const SimtStream& stream) {
             std::mt19937 random(2); // as on a GPU
             std::normal_distribution<float> normal(0.0f, 3.0f);
             std::vector<float> logits;
             for (int i = 0; i < 129'280; ++i)
                 logits.push_back(normal(random));
             SampleSettings settings;
             settings.top_p = 0.95f;
             Sample p;
             p.logits = DeviceArray<float>(stream, logits).data();
             p.known = filled<std::uint32_t>(stream, 4040, ~0u);
             p.settings = DeviceArray<SampleSettings>(stream, {settings}).data();
             p.tokens = DeviceArray<int>(1).data();
             p.status = DeviceArray<SampleStatus>(1).data();
             p.rows = 1;
             p.vocab = p.stride = 129'280;
             p.scratch = DeviceArray<std::byte>(p.scratch_bytes()).data();
             sample(stream, p);
         }});

    all.push_back(gemm_step("q_a, kv_a, indexer k", kLayers, 2240, kHidden));
    all.push_back(gemm_step("q_b, indexer q", kLayers, 11264, 1536));
    all.push_back(gemm_step("o_proj", kLayers, kHidden, 2048));
    const double expert_rows = kChunk * 9.0;
    all.push_back({"256 experts and the shared one", "prefill", kMoeLayers,
                   expert + 2 * 64 * (kHidden * 5.0 + 256 * 3), // of one expert with a tile of rows
                   257 * expert + expert_rows * (kHidden * 5.0 + 256 * 3), expert_rows * 2 * expert,
                   [](const SimtStream& stream) { run_some_experts(stream, 64, 1, 1, 256); }});
    all.push_back({"sparse attention", "prefill", kLayers, 5 * 128 * 656.0, kChunk * kSelected * 656.0,
                   2.0 * kChunk * kSelected * kHeads * (576 + 512),
                   [](const SimtStream& stream) { run_attention(stream, 5, kHeads, 128); }});
    // What a rank does of a sum that NCCL carries: its channels of a chunk, of which all ranks have sent it
    // parts.
    const auto of_sum = [](double values) { return (kRanks + 1) * values * 2; };
    constexpr std::int64_t kSummed = 16 * 1024;
    const double share = kChunk / kRanks * double{kHidden};
    all.push_back({"a rank's share of a sum", "prefill", 2 * kLayers, of_sum(kSummed), of_sum(share),
                   (kRanks - 1) * share, [](const SimtStream& stream) {
                       sum_parts(stream, {filled<Bf16>(stream, kRanks * kSummed, kBf16One),
                                          filled<Bf16>(stream, kSummed), kRanks, kSummed, kSummed});
                   }});
    return all;
}

} // namespace

int main() {
    detail::launch_observer = &observe;
    for (const Step& step : steps()) {
        launches.clear();
        const SimtStream stream(0, {std::size_t{1} << 32, 8, 9});
        step.run(stream);
        if (const std::string wrong = stream.finish(); !wrong.empty()) {
            std::fprintf(stderr, "error: %s: %s\n", step.name, wrong.c_str());
            return 1;
        }
        const simt::Counters& counters = simt::counters();
        std::printf("{\"step\": \"%s\", \"phase\": \"%s\", \"per_pass\": %g, \"launches\": [%s], "
                    "\"moved\": %llu, \"simulated_least\": %.0f, \"least\": %.0f, \"operations\": %.0f, "
                    "\"wavefronts\": %llu, \"conflicts\": %llu}\n",
                    step.name, step.phase, step.per_pass, launches.c_str(),
                    static_cast<unsigned long long>(counters.sectors) * 32, step.simulated_least, step.least,
                    step.operations, static_cast<unsigned long long>(counters.shared_wavefronts),
                    static_cast<unsigned long long>(counters.bank_conflicts));
        std::fflush(stdout);
    }
}
