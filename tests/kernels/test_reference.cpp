// Number formats and the reference backend against values worked out by hand or from their definitions.
#include "kernels/bf16.h"
#include "tests/kernels/backend_test.h"

#include <limits>
#include <numbers>

using namespace hadal;
using namespace hadal::test;

class TestReference : public QObject {
    Q_OBJECT

    std::vector<Buffer> keep_;
    std::unique_ptr<Backend> backend_ = reference::make_backend({});

    Tensor input(const std::vector<float>& values, std::int64_t rows, std::int64_t cols) {
        return make(*backend_, keep_, values, rows, cols);
    }

    std::vector<std::int32_t> chosen(const std::vector<float>& logits, const std::vector<float>& bias,
                                     const ops::RoutingShape& shape, std::vector<float>* weights = nullptr) {
        const Tensor ids = make(
            *backend_, keep_, std::vector<std::int32_t>(static_cast<std::size_t>(shape.topk)), 1, shape.topk);
        const Tensor w = make_output(*backend_, keep_, 1, shape.topk);
        backend_->route(ids, w, input(logits, 1, shape.experts),
                        bias.empty() ? Tensor() : input(bias, 1, shape.experts), shape);
        if (weights)
            *weights = floats(*backend_, w);
        return integers(*backend_, ids);
    }

  private slots:
    void cleanup() { keep_.clear(); }

    void e4m3HoldsWhatItsBitsSay() {
        for (int code = 0; code < 256; ++code) {
            const int exponent = code >> 3 & 15;
            const int mantissa = code & 7;
            const float value = ops::e4m3_to_float(static_cast<std::uint8_t>(code));
            QCOMPARE(std::signbit(value), code >= 128);
            if (exponent == 15 && mantissa == 7) {
                QVERIFY(std::isnan(value));
                QCOMPARE(ops::float_to_e4m3(value) & 0x7f, 0x7f);
                continue;
            }
            const double expected = exponent == 0 ? std::ldexp(mantissa / 8.0, -6)
                                                  : std::ldexp(1.0 + mantissa / 8.0, exponent - 7);
            QCOMPARE(std::abs(static_cast<double>(value)), expected);
            QCOMPARE(int(ops::float_to_e4m3(value)), code);
        }
    }

    void e4m3RoundsToNearestEven() {
        // Between every two neighbours: the middle goes to the even code, its neighbours to their own.
        for (int code = 0; code < 0x7e; ++code) {
            const float low = ops::e4m3_to_float(static_cast<std::uint8_t>(code));
            const float high = ops::e4m3_to_float(static_cast<std::uint8_t>(code + 1));
            const float middle = (low + high) / 2; // exact
            QCOMPARE(int(ops::float_to_e4m3(middle)), code % 2 == 0 ? code : code + 1);
            QCOMPARE(int(ops::float_to_e4m3(std::nextafter(middle, 0.0f))), code);
            QCOMPARE(int(ops::float_to_e4m3(std::nextafter(middle, 1e9f))), code + 1);
            QCOMPARE(int(ops::float_to_e4m3(-middle)), (code % 2 == 0 ? code : code + 1) | 0x80);
        }
        QCOMPARE(ops::e4m3_to_float(ops::float_to_e4m3(1e9f)), 448.0f);
        QCOMPARE(ops::e4m3_to_float(ops::float_to_e4m3(-INFINITY)), -448.0f);
        QCOMPARE(ops::e4m3_to_float(ops::float_to_e4m3(463.9f)), 448.0f);
        QCOMPARE(int(ops::float_to_e4m3(0x1p-11f)), 0);
    }

    void bf16RoundsToNearestEven() {
        QCOMPARE(ops::round_to_bf16(1.0f), 1.0f);
        QCOMPARE(ops::round_to_bf16(1.0f + 0x1p-8f), 1.0f);                      // a tie, down to even
        QCOMPARE(ops::round_to_bf16(1.0f + 3 * 0x1p-8f), 1.0f + 0x1p-6f);        // a tie, up to even
        QCOMPARE(ops::round_to_bf16(1.0f + 0x1p-8f + 0x1p-20f), 1.0f + 0x1p-7f); // above the tie
        QCOMPARE(ops::round_to_bf16(-1.0f - 3 * 0x1p-8f), -1.0f - 0x1p-6f);
        QCOMPARE(ops::round_to_bf16(std::numeric_limits<float>::max()), INFINITY);
        QCOMPARE(ops::round_to_bf16(-INFINITY), -INFINITY);
        QVERIFY(std::isnan(ops::round_to_bf16(std::bit_cast<float>(0x7f800001u))));
        QVERIFY(std::isnan(ops::round_to_bf16(std::bit_cast<float>(0xffffffffu))));
        QCOMPARE(std::bit_cast<std::uint32_t>(ops::bf16_to_float(0x8001)), 0x80010000u);
    }

    void scalesAreTheSmallestThatFit() {
        for (int k = -12; k < 12; ++k) {
            const float amax = std::ldexp(448.0f, k);
            QCOMPARE(ops::power_of_two_scale(amax), std::ldexp(1.0f, k));
            QCOMPARE(ops::power_of_two_scale(std::nextafter(amax, 1e9f)), std::ldexp(1.0f, k + 1));
            QCOMPARE(ops::power_of_two_scale(amax * 0.75f), std::ldexp(1.0f, k));
        }
        QCOMPARE(ops::power_of_two_scale(0.0f), 0x1p-22f); // 1e-4/448 = 2.2e-7
        QCOMPARE(ops::linear_scale(896.0f), 2.0f);
        QCOMPARE(ops::linear_scale(0.0f), 1e-4f / 448.0f);
    }

    void normalisesByHand() {
        const Tensor out = make_output(*backend_, keep_, 1, 2);
        backend_->rms_norm(out, input({3, 4}, 1, 2), input({1, 2}, 1, 2), 0.0f);
        const float rms = std::sqrt(12.5f);
        QCOMPARE(floats(*backend_, out), (std::vector<float>{3 / rms, 8 / rms}));
        const Tensor residual = input({1, 1}, 1, 2);
        backend_->add_rms_norm(out, residual, input({2, 3}, 1, 2), input({1, 2}, 1, 2), 0.0f);
        QCOMPARE(floats(*backend_, out), (std::vector<float>{3 / rms, 8 / rms}));
        QCOMPARE(floats(*backend_, residual), (std::vector<float>{3, 4}));
    }

    void scalesBlocksOfWeights() {
        // 130 × 129 ones: four blocks with scales 1, 10, 100, 1000 by row and column.
        const std::vector<std::uint8_t> ones(130 * 129, ops::float_to_e4m3(1.0f));
        const std::vector<float> scales{1, 10, 100, 1000};
        ops::LinearWeight w;
        w.values = backend_->import_weight(ones.data(), DType::F8E4M3, 130, 129).view();
        w.scales = backend_->import_weight(scales.data(), DType::F32, 2, 2).view();
        const Tensor out = make_output(*backend_, keep_, 1, 130);
        backend_->linear(out, input(std::vector<float>(129, 1.0f), 1, 129), w);
        const auto y = floats(*backend_, out);
        QCOMPARE(y.front(), 128.0f + 10.0f);
        QCOMPARE(y[127], 138.0f);
        QCOMPARE(y[128], 12800.0f + 1000.0f);
        QCOMPARE(y[129], 13800.0f);
    }

    void quantisesInputsOfFp8Linears() {
        // amax 100: linear scale 100/448, so 100 becomes 448 and 1.0 becomes e4m3(4.48) = 4.5.
        const std::uint8_t one = ops::float_to_e4m3(1.0f);
        const std::vector<std::uint8_t> weight{one, one};
        const float scale = 1.0f;
        ops::LinearWeight w;
        w.values = {const_cast<std::uint8_t*>(weight.data()), DType::F8E4M3, 1, 2, 2};
        w.scales = {const_cast<float*>(&scale), DType::F32, 1, 1, 1};
        const auto product = [&](ops::ActivationQuant quant) {
            const auto backend = reference::make_backend({false, quant});
            std::vector<Buffer> keep;
            const Tensor out = make_output(*backend, keep, 1, 1);
            backend->linear(out, make(*backend, keep, std::vector<float>{100, 1}, 1, 2), w);
            return floats(*backend, out)[0];
        };
        QCOMPARE(product(ops::ActivationQuant::None), 101.0f);
        QCOMPARE(product(ops::ActivationQuant::Scaled), 452.5f * (100.0f / 448.0f));
        // Scale 1/4: 400 lies between 384 and 416 and is a tie, to the even 384; 4 stays 4.
        QCOMPARE(product(ops::ActivationQuant::PowerOfTwo), (384.0f + 4.0f) / 4);
    }

    void rotatesInBothLayouts() {
        // A quarter turn at position 1 of the first pair, none of the second.
        const float quarter = std::numbers::pi_v<float> / 2;
        const std::vector<std::int32_t> pages{0};
        const std::array steps{ops::SequenceRows{0, 2, 0, pages}};
        backend_->begin_step(steps);
        const ops::AttentionShape shape{1, 1, 4, 1, 1, 1.0f};
        const Tensor q = input({9, 1, 2, 3, 4, 9, 1, 2, 3, 4}, 2, 5);
        backend_->rotate_queries(q, shape, {input({quarter, 0}, 1, 2), 2.0f});
        const auto y = floats(*backend_, q);
        const std::vector<float> expected{9, 2, 4, 6, 8, 9, -4, 2, 6, 8};
        for (std::size_t i = 0; i < y.size(); ++i)
            QVERIFY2(std::abs(y[i] - expected[i]) < 1e-6f, qPrintable(QString::number(i)));
    }

    void hadamardKeepsLengthsAndDots() {
        // Keys e_i in turn: with F32 keys the cache holds column i of H/sqrt(n), whose entries are
        // ±1/sqrt(n), and different columns are orthogonal. The norm is undone by choosing bias and no
        // weight.
        constexpr std::int64_t kDim = 16;
        const ops::IndexerShape shape{1, kDim, 0, 4, ops::RopeLayout::HalfSplit, true};
        ops::LayerCache cache;
        keep_.push_back(
            backend_->allocate(DType::U8, 1, ops::index_key_page_bytes(ops::IndexKeyFormat::F32, kDim)));
        cache.index_keys = keep_.back().view();
        cache.index_key_format = ops::IndexKeyFormat::F32;
        cache.index_head_dim = kDim;
        const std::vector<std::int32_t> pages{0};
        const Tensor zero = input(std::vector<float>(kDim, 0.0f), 1, kDim);
        const ops::Rope rope{input({0}, 1, 1).slice_cols(0, 0), 1.0f};
        for (std::int64_t i = 0; i < kDim; ++i) {
            const ops::SequenceRows row{0, 1, i, pages};
            backend_->begin_step({&row, 1});
            std::vector<float> unit(kDim, 0.0f);
            unit[static_cast<std::size_t>(i)] = 1;
            backend_->write_index_keys(cache, zero, zero, input(unit, 1, kDim), shape, rope);
        }
        const auto* h = static_cast<const float*>(cache.index_keys.data);
        for (std::int64_t i = 0; i < kDim; ++i)
            for (std::int64_t j = 0; j < kDim; ++j) {
                float dot = 0;
                for (std::int64_t c = 0; c < kDim; ++c)
                    dot += h[i * kDim + c] * h[j * kDim + c];
                QCOMPARE(dot, i == j ? 1.0f : 0.0f);
                QCOMPARE(std::abs(h[i * kDim + j]), 0.25f);
                QCOMPARE(h[i * kDim + j], h[j * kDim + i]);
            }
        const std::vector<float> second{1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1};
        for (std::size_t c = 0; c < second.size(); ++c)
            QCOMPARE(h[kDim + static_cast<std::int64_t>(c)], second[c] / 4);
    }

    void cachePagesHaveTheDocumentedSizes() {
        QCOMPARE(ops::latent_page_bytes(ops::LatentFormat::FP8, 512, 64), 656 * 64);
        QCOMPARE(ops::latent_page_bytes(ops::LatentFormat::BF16, 512, 64), 1152 * 64);
        QCOMPARE(ops::latent_page_bytes(ops::LatentFormat::FP8, 24, 8), (24 + 4 + 16) * 64);
        QCOMPARE(ops::index_key_page_bytes(ops::IndexKeyFormat::FP8, 128), 8448);
        QCOMPARE(ops::index_key_page_bytes(ops::IndexKeyFormat::BF16, 128), 256 * 64);
    }

    void attentionOverOneTokenIsItsValue() {
        // kv_b for one head, nope 1, v 2, rank 2: W_UK = (1, 0), W_UV = ((1, 2), (3, 4)).
        const ops::AttentionShape shape{1, 1, 2, 2, 2, 1.0f};
        ops::LayerCache cache;
        keep_.push_back(
            backend_->allocate(DType::U8, 1, ops::latent_page_bytes(ops::LatentFormat::F32, 2, 2)));
        cache.latents = keep_.back().view();
        cache.latent_format = ops::LatentFormat::F32;
        cache.kv_lora_rank = 2;
        cache.rope_dim = 2;
        const std::vector<std::int32_t> pages{0};
        const std::array steps{ops::SequenceRows{0, 2, 0, pages}};
        backend_->begin_step(steps);
        // Latents normalise to (1, 1) and (1, -1); rope keys (0, 0) and (ln 3, 0), unturned.
        const float ln3 = std::log(3.0f);
        backend_->write_latents(cache, input({2, 2, 0, 0, 5, -5, ln3, 0}, 2, 4), input({1, 1}, 1, 2), 0.0f,
                                {input({0}, 1, 1), 1.0f});
        ops::LinearWeight kv_b;
        kv_b.values = input({1, 0, 1, 2, 3, 4}, 3, 2);
        // Both queries have q_nope 0 and q_rope (1, 0): the second row weighs the tokens 1/4 and 3/4.
        const Tensor q = input({0, 1, 0, 0, 1, 0}, 2, 3);
        const Tensor expanded = make_output(*backend_, keep_, 2, 2);
        backend_->attend_expanded(expanded, q, kv_b, cache, {}, shape);
        const Tensor absorbed = make_output(*backend_, keep_, 2, 4);
        const Tensor u = make_output(*backend_, keep_, 2, 2);
        const Tensor out = make_output(*backend_, keep_, 2, 2);
        backend_->absorb_queries(absorbed, q, kv_b, shape);
        backend_->attend_absorbed(u, absorbed, cache, {}, shape);
        backend_->project_values(out, u, kv_b, shape);
        const std::vector<float> expected{3, 7, 0.25f * 3 - 0.75f * 1, 0.25f * 7 - 0.75f * 1};
        for (const Tensor& result : {expanded, out}) {
            const auto y = floats(*backend_, result);
            for (std::size_t i = 0; i < y.size(); ++i)
                QVERIFY2(std::abs(y[i] - expected[i]) < 1e-6f, qPrintable(QString::number(y[i])));
        }
        // A row that selects nothing gets nothing; one that selects the first token gets its value.
        const Tensor selection = make(*backend_, keep_, std::vector<std::int32_t>{-1, -1, -1, 0}, 2, 2);
        backend_->attend_expanded(expanded, q, kv_b, cache, selection, shape);
        QCOMPARE(floats(*backend_, expanded), (std::vector<float>{0, 0, 3, 7}));
    }

    void biasChoosesButDoesNotWeigh() {
        ops::RoutingShape shape;
        shape.experts = 4;
        shape.topk = 2;
        shape.group_score = ops::GroupScore::None;
        shape.scale = 2.5f;
        std::vector<float> weights;
        // Scores 0.5, 0.5, 0.731, 0.269; the bias lifts the last and sinks the third.
        QCOMPARE(chosen({0, 0, 1, -1}, {0, 0, -1, 1}, shape, &weights), (std::vector<std::int32_t>{3, 0}));
        const double last = 1 / (1 + std::exp(1.0));
        QCOMPARE(weights[0], static_cast<float>(last / (last + 0.5) * 2.5));
        shape.normalise = false;
        chosen({0, 0, 1, -1}, {0, 0, -1, 1}, shape, &weights);
        QCOMPARE(weights[0], static_cast<float>(last * 2.5));
    }

    void groupsLimitTheChoice() {
        ops::RoutingShape shape;
        shape.experts = 6;
        shape.topk = 2;
        shape.groups = 3;
        shape.topk_groups = 1;
        // Biased scores near 0: group sums decide for the middle group, the maximum for the last.
        const std::vector<float> bias{0, 0, 3, 3, 0, 5};
        QCOMPARE(chosen({0, 0, 0, 0, 0, 0}, bias, shape), (std::vector<std::int32_t>{2, 3}));
        shape.group_score = ops::GroupScore::Max;
        QCOMPARE(chosen({0, 0, 0, 0, 0, 0}, bias, shape), (std::vector<std::int32_t>{5, 4}));
        // All biased scores negative: experts of losing groups must not win with a masked zero.
        shape.group_score = ops::GroupScore::TopTwoSum;
        QCOMPARE(chosen({0, 0, 0, 0, 0, 0}, {-2, -2, -3, -3, -9, -9}, shape),
                 (std::vector<std::int32_t>{0, 1}));
        // Equal scores: the lower index.
        shape.topk_groups = 2;
        QCOMPARE(chosen({0, 0, 0, 0, 0, 0}, {}, shape), (std::vector<std::int32_t>{0, 1}));
    }

    void softmaxScoresSumToOne() {
        ops::RoutingShape shape;
        shape.experts = 3;
        shape.topk = 3;
        shape.group_score = ops::GroupScore::None;
        shape.scoring = ops::Scoring::Softmax;
        shape.normalise = false;
        std::vector<float> weights;
        chosen({0, std::log(2.0f), std::log(5.0f)}, {}, shape, &weights);
        QCOMPARE(weights, (std::vector<float>{0.625f, 0.25f, 0.125f}));
    }

    void expertsAreWeightedAndShared() {
        // Identity-like networks: gate·x = up·x = x, down = factor. silu(x)·x at x = 1 is sigmoid(1).
        const auto network = [&](float factor) {
            ops::MlpWeights w;
            w.gate.values = input({1}, 1, 1);
            w.up.values = w.gate.values;
            w.down.values = input({factor}, 1, 1);
            return w;
        };
        const std::vector<ops::MlpWeights> routed{network(1), network(10), network(100)};
        const ops::MlpWeights shared = network(1000);
        const Tensor out = make_output(*backend_, keep_, 1, 1);
        backend_->experts(out, input({1}, 1, 1),
                          make(*backend_, keep_, std::vector<std::int32_t>{2, 0}, 1, 2),
                          input({0.5f, 2}, 1, 2), routed, &shared);
        const double silu = 1 / (1 + std::exp(-1.0));
        QVERIFY(std::abs(floats(*backend_, out)[0] - 1052 * silu) < 1e-3);
    }
};

QTEST_GUILESS_MAIN(TestReference)
#include "test_reference.moc"
