#include "kernels/selftest/self_test.h"

#include "kernels/cpu/backend.h"
#include "kernels/selftest/inputs.h"

#include <cmath>

namespace hadal::ops {

namespace {

/// What an operation computed.
using Values = std::vector<float>;
using Run = Values (*)(SelfTestInputs&);

/// Sizes of V3.2 where they matter inside of kernels, few where they only repeat.
constexpr std::int64_t kHidden = 1024;
constexpr std::int64_t kTokens = 130;
constexpr std::int64_t kPromptRows = 131; ///< as many as a library is asked for, and some that it leaves
constexpr AttentionShape kAttention{2, 128, 64, 128, 512, 0.135f};
constexpr IndexerShape kIndexer{64, 128, 64, 32, RopeLayout::HalfSplit, true};
const std::vector<std::int32_t> kPages{2, 0, 1};

double difference_of(const Values& a, const Values& b) {
    double product = 0;
    double squares = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] == b[i] && !std::isfinite(a[i]))
            continue; // -inf beyond the end of a row
        product += static_cast<double>(a[i]) * b[i];
        squares += static_cast<double>(a[i]) * a[i] + static_cast<double>(b[i]) * b[i];
    }
    const double difference = 1 - 2 * product / squares;
    return std::isnan(difference) ? INFINITY : difference;
}

Values multiply(SelfTestInputs& in, std::int64_t rows, const LinearWeight& weight, LinearOutput output) {
    const Tensor x = in.activations(rows, weight.in_features());
    const Tensor out = output == LinearOutput::F32 ? in.exact_results(rows, weight.out_features())
                                                   : in.results(rows, weight.out_features());
    in.backend().linear(out, x, weight, output);
    return in.values(out);
}

/// A norm and a product, time after time over other activations: as they come, recorded, and repeated.
Values repeat(SelfTestInputs& in) {
    Backend& b = in.backend();
    const LinearWeight weight = in.fp8_weight(260, kHidden);
    const Tensor norm = in.vector(kHidden);
    const Tensor x = in.results(1, kHidden);
    const Tensor normed = in.results(1, kHidden);
    const Tensor out = in.exact_results(1, weight.out_features());
    const std::vector<std::int32_t> pages{0};
    std::vector<Tensor> inputs(4); // all at once: what takes memory begins anew
    for (Tensor& input : inputs)
        input = in.activations(1, kHidden);
    Values all;
    std::int64_t round = 0;
    for (const Tensor& input : inputs) {
        const SequenceRows sequence{0, 1, round++, pages};
        b.begin_step({&sequence, 1});
        b.rms_norm(x, input, norm, 1e-6f);
        const std::uint64_t key = 1;
        b.repeat({&key, 1}, [&] {
            b.rms_norm(normed, x, norm, 1e-6f);
            b.linear(out, normed, weight, LinearOutput::F32);
        });
        const Values now = in.values(out);
        all.insert(all.end(), now.begin(), now.end());
    }
    return all;
}

/// A cache of kTokens tokens, and a step of `rows` more.
struct Filled {
    LayerCache cache;
    Rope rope;
    SequenceRows past{0, kTokens, 0, kPages};
    SequenceRows rows;
};

Filled fill(SelfTestInputs& in, std::int64_t rows) {
    Filled f;
    f.cache = in.cache(3, kAttention.kv_lora_rank, kAttention.rope_dim, kIndexer.head_dim);
    f.rope = in.rope(kAttention.rope_dim);
    f.past.rows = kTokens;
    in.backend().begin_step({&f.past, 1});
    in.backend().write_latents(f.cache,
                               in.activations(kTokens, kAttention.kv_lora_rank + kAttention.rope_dim),
                               in.vector(kAttention.kv_lora_rank), 1e-6f, f.rope);
    const Tensor weight = in.vector(kIndexer.head_dim);
    in.backend().write_index_keys(f.cache, in.activations(kTokens, kIndexer.head_dim), weight,
                                  in.vector(kIndexer.head_dim), kIndexer, f.rope);
    f.rows = {0, rows, kTokens - rows, kPages}; // the last ones once more
    return f;
}

Values attend(SelfTestInputs& in, std::int64_t rows, bool sparse) {
    Filled f = fill(in, rows);
    Backend& b = in.backend();
    b.begin_step({&f.rows, 1});
    const Tensor q = in.activations(rows, kAttention.heads * kAttention.q_head_dim());
    b.rotate_queries(q, kAttention, f.rope);
    const LinearWeight kv_b =
        in.fp8_weight(kAttention.heads * (kAttention.nope_dim + kAttention.v_dim), kAttention.kv_lora_rank);
    const Tensor absorbed =
        in.results(rows, kAttention.heads * (kAttention.kv_lora_rank + kAttention.rope_dim));
    const Tensor attended = in.results(rows, kAttention.heads * kAttention.kv_lora_rank);
    const Tensor out = in.results(rows, kAttention.heads * kAttention.v_dim);
    std::vector<std::int32_t> chosen;
    for (std::int64_t r = 0; r < rows; ++r)
        for (std::int32_t k = 0; k < 40; ++k)
            chosen.push_back(3 * k + static_cast<std::int32_t>(r));
    b.absorb_queries(absorbed, q, kv_b, kAttention);
    b.attend_absorbed(attended, absorbed, f.cache, sparse ? in.indices(chosen, rows, 40) : Tensor(),
                      kAttention);
    b.project_values(out, attended, kv_b, kAttention);
    return in.values(out);
}

Values experts(SelfTestInputs& in, std::int64_t rows) {
    constexpr std::int64_t kExperts = 4;
    constexpr std::int64_t kTopk = 2;
    std::vector<MlpWeights> routed;
    for (std::int64_t e = 0; e < kExperts; ++e)
        routed.push_back(in.mlp(kHidden, 128));
    const MlpWeights shared = in.mlp(kHidden, 128);
    std::vector<std::int32_t> ids;
    for (std::int64_t r = 0; r < rows; ++r)
        for (const std::int64_t id : {r % kExperts, (r + 2) % kExperts})
            ids.push_back(static_cast<std::int32_t>(id));
    const Tensor x = in.activations(rows, kHidden);
    const Tensor weights = in.floats(rows, kTopk);
    const Tensor out = in.results(rows, kHidden);
    in.backend().experts(out, x, in.indices(ids, rows, kTopk), weights, routed, &shared);
    return in.values(out);
}

struct Operation {
    const char* name;
    double limit;
    Run run;
};

/// bf16 sums in another order round the other way now and then: 2^-9 of a value, its square in a difference.
constexpr double kRounded = 1e-5;
constexpr double kQuantised = 1e-4; ///< and where the rounded values are quantised to FP8 once more
constexpr double kChoice = 1e-3;    ///< where a near tie may be chosen otherwise

constexpr Operation kOperations[] = {
    {"embed, gather_rows", 0.0,
     [](SelfTestInputs& in) {
         const Tensor table = in.bf16_weight(50, kHidden).values;
         const Tensor out = in.results(4, kHidden);
         in.backend().embed(out, in.indices({3, 0, 49, 3}, 4, 1), table);
         const Tensor gathered = in.results(2, kHidden);
         in.backend().gather_rows(gathered, out, in.indices({2, 1}, 2, 1));
         return in.values(gathered);
     }},
    {"rms_norm", kRounded,
     [](SelfTestInputs& in) {
         const Tensor out = in.results(3, kHidden);
         const Tensor x = in.activations(3, kHidden, 3.0f);
         in.backend().rms_norm(out, x, in.vector(kHidden), 1e-6f);
         return in.values(out);
     }},
    {"add_rms_norm, add", kRounded,
     [](SelfTestInputs& in) {
         const Tensor out = in.results(3, kHidden);
         const Tensor residual = in.activations(3, kHidden, 3.0f);
         const Tensor delta = in.activations(3, kHidden);
         in.backend().add_rms_norm(out, residual, delta, in.vector(kHidden), 1e-6f);
         in.backend().add(residual, out);
         return in.values(residual);
     }},
    {"linear, FP8, one row", kRounded,
     [](SelfTestInputs& in) {
         return multiply(in, 1, in.fp8_weight(260, kHidden), LinearOutput::Activation);
     }},
    {"linear, FP8, many rows", kRounded,
     [](SelfTestInputs& in) {
         return multiply(in, 70, in.fp8_weight(260, kHidden), LinearOutput::Activation);
     }},
    {"linear, FP8, rows of a prompt", kRounded,
     [](SelfTestInputs& in) {
         return multiply(in, kPromptRows, in.fp8_weight(144, kHidden), LinearOutput::Activation);
     }},
    {"linear, bf16, one row", kRounded,
     [](SelfTestInputs& in) { return multiply(in, 1, in.bf16_weight(260, kHidden), LinearOutput::F32); }},
    {"linear, bf16, many rows", kRounded,
     [](SelfTestInputs& in) { return multiply(in, 70, in.bf16_weight(260, kHidden), LinearOutput::F32); }},
    {"linear, bf16, rows of a prompt", kRounded,
     [](SelfTestInputs& in) {
         return multiply(in, kPromptRows, in.bf16_weight(144, kHidden), LinearOutput::F32);
     }},
    {"operations repeated", kRounded, repeat},
    {"attention, one row", kQuantised, [](SelfTestInputs& in) { return attend(in, 1, false); }},
    {"attention, a selection", kQuantised, [](SelfTestInputs& in) { return attend(in, 3, true); }},
    {"attention, many rows", kQuantised, [](SelfTestInputs& in) { return attend(in, 9, false); }},
    {"attend_expanded", kQuantised,
     [](SelfTestInputs& in) {
         Filled f = fill(in, 20);
         in.backend().begin_step({&f.rows, 1});
         const Tensor q = in.activations(20, kAttention.heads * kAttention.q_head_dim());
         const Tensor out = in.results(20, kAttention.heads * kAttention.v_dim);
         in.backend().attend_expanded(
             out, q,
             in.fp8_weight(kAttention.heads * (kAttention.nope_dim + kAttention.v_dim),
                           kAttention.kv_lora_rank),
             f.cache, {}, kAttention);
         return in.values(out);
     }},
    {"index_scores", kChoice,
     [](SelfTestInputs& in) {
         Filled f = fill(in, 3);
         in.backend().begin_step({&f.rows, 1});
         const Tensor q = in.activations(3, kIndexer.heads * kIndexer.head_dim);
         const Tensor weights = in.floats(3, kIndexer.heads);
         const Tensor out = in.exact_results(3, kTokens);
         in.backend().index_scores(out, q, weights, f.cache, kIndexer, f.rope);
         return in.values(out);
     }},
    {"select", kChoice,
     [](SelfTestInputs& in) {
         Filled f = fill(in, 3);
         in.backend().begin_step({&f.rows, 1});
         const Tensor q = in.activations(3, kIndexer.heads * kIndexer.head_dim);
         const Tensor weights = in.floats(3, kIndexer.heads);
         const Tensor out = in.indices(std::vector<std::int32_t>(static_cast<std::size_t>(3 * kIndexer.topk)),
                                       3, kIndexer.topk);
         in.backend().select(out, q, weights, f.cache, kIndexer, f.rope);
         return in.values(out);
     }},
    {"route", kRounded,
     [](SelfTestInputs& in) {
         RoutingShape shape;
         shape.experts = 256;
         shape.topk = 8;
         shape.groups = 8;
         shape.topk_groups = 4;
         shape.scale = 2.5f;
         const Tensor ids = in.indices(std::vector<std::int32_t>(40), 5, 8);
         const Tensor weights = in.exact_results(5, 8);
         in.backend().route(ids, weights, in.floats(5, 256), {}, shape);
         Values all = in.values(weights);
         for (const float id : in.values(ids))
             all.push_back(id);
         return all;
     }},
    {"mlp", kQuantised,
     [](SelfTestInputs& in) {
         const Tensor x = in.activations(2, kHidden);
         const Tensor out = in.results(2, kHidden);
         in.backend().mlp(out, x, in.mlp(kHidden, 256));
         return in.values(out);
     }},
    {"experts, one row", kQuantised, [](SelfTestInputs& in) { return experts(in, 1); }},
    {"experts, many rows", kQuantised, [](SelfTestInputs& in) { return experts(in, 12); }},
};

} // namespace

std::vector<SelfTestResult> self_test(Backend& backend,
                                      const std::function<void(const SelfTestResult&)>& report) {
    const auto cpu = cpu::make_backend({.threads = 0, .numerics = backend.numerics()});
    std::vector<SelfTestResult> results;
    for (const Operation& operation : kOperations) {
        SelfTestResult result{operation.name, 0, operation.limit, {}};
        try {
            SelfTestInputs ours(backend);
            SelfTestInputs twins(*cpu);
            result.difference = difference_of(operation.run(ours), operation.run(twins));
        } catch (const Error& error) {
            result.error = error.what();
        }
        if (report)
            report(result);
        results.push_back(std::move(result));
    }
    return results;
}

} // namespace hadal::ops
