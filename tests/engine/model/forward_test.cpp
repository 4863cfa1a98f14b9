// What must not change the result of a forward pass, and how steps fail. Where a test demands equal bits, the
// compared runs do the same arithmetic in the same order; kTolerance is for those that are equal in exact
// arithmetic only (forms of attention, rotations), with activations in f32.
#include "backends.h"
#include "tests/engine/expect_error.h"
#include "tiny_model.h"

#include <QtTest>

using namespace hadal;
using namespace hadal::model;

namespace {

constexpr float kTolerance = 1e-4f;
constexpr std::size_t kTokens = 70; // more than a cache page, and far more than index_topk

template <typename F>
ErrorKind kind_of_error(F&& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.kind();
    }
    return ErrorKind::Internal;
}

/// Asks to stop as soon as a layer has reported.
class StopAfterLayer final : public Trace {
  public:
    explicit StopAfterLayer(std::int64_t layer) : layer_(layer) {}
    void selected(std::int64_t layer, std::span<const std::int32_t>) override {
        if (layer == layer_)
            stop.request_stop();
        last = layer;
    }
    void routed(std::int64_t, std::span<const std::int32_t>, std::span<const float>) override {}

    std::stop_source stop;
    std::int64_t last = -1;

  private:
    std::int64_t layer_;
};

} // namespace

class ForwardTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        tiny_ =
            std::make_unique<test::TinyModel>(test::TinyCheckpoint{test::tiny_v32_config(), "fp8", true, 3});
        tokens_ = test::random_tokens(3, kTokens, tiny_->vocab_size());
    }

    void chunks_give_the_same_logits_data() {
        add_backends([](const std::string& backend) {
            for (const auto& [name, form] :
                 {std::pair{"absorbed", AttentionForm::Absorbed},
                  std::pair{"expanded", AttentionForm::Expanded}, std::pair{"auto", AttentionForm::Auto}})
                for (const int chunk : {1, 3, 64})
                    QTest::addRow("%s, %s, chunks of %d", backend.c_str(), name, chunk)
                        << QString::fromStdString(backend) << static_cast<int>(form) << chunk;
        });
    }

    void chunks_give_the_same_logits() {
        QFETCH(QString, backend);
        QFETCH(int, form);
        QFETCH(int, chunk);
        ModelOptions options = test::exact_options();
        options.attention_form = static_cast<AttentionForm>(form);
        const auto model = load(backend, options);
        const auto whole = test::run(*model, tokens_);
        const auto parts = test::run(*model, tokens_, static_cast<std::size_t>(chunk));
        if (options.attention_form == AttentionForm::Auto) // chunks may take another form than the whole
            QVERIFY(test::largest_difference(whole, parts) < kTolerance);
        else
            QCOMPARE(parts, whole);
    }

    void both_forms_agree_data() { add_backends(); }
    void both_forms_agree() {
        QFETCH(QString, backend);
        ModelOptions options = test::exact_options();
        options.attention_form = AttentionForm::Expanded;
        const auto expanded = test::run(*load(backend, options), tokens_);
        options.attention_form = AttentionForm::Absorbed;
        const auto absorbed = test::run(*load(backend, options), tokens_);
        QVERIFY(test::largest_difference(expanded, absorbed) < kTolerance);
        QVERIFY(expanded != absorbed); // or the option would do nothing
    }

    void threads_do_not_matter() {
        const auto load_with = [&](int threads) {
            return tiny_->load(test::make_backend("cpu", {}, threads), test::exact_options());
        };
        const auto one = test::run(*load_with(1), tokens_, 16);
        QCOMPARE(test::run(*load_with(2), tokens_, 16), one);
        QCOMPARE(test::run(*load_with(5), tokens_, 16), one);
    }

    void sequences_of_a_step_do_not_touch_each_other_data() { add_backends(); }
    void sequences_of_a_step_do_not_touch_each_other() {
        QFETCH(QString, backend);
        const auto model = load(backend, test::exact_options());
        // Different lengths, pasts and forms: a prefill, a decode step, a short one below index_topk.
        const auto other = test::random_tokens(9, 40, tiny_->vocab_size());
        const std::vector<std::vector<std::int32_t>> past{{}, {other.begin(), other.end()}, {}};
        const std::vector<std::vector<std::int32_t>> added{tokens_, {5}, {7, 8, 9}};
        const auto feed = [&](std::span<const std::size_t> which) {
            std::vector<std::unique_ptr<Cache>> caches;
            std::vector<SequenceInput> inputs;
            for (const std::size_t i : which) {
                caches.push_back(model->make_cache(200));
                if (!past[i].empty()) {
                    const SequenceInput first{caches.back().get(), past[i], false};
                    model->forward({&first, 1}, {});
                }
                inputs.push_back({caches.back().get(), added[i], i == 0});
            }
            const auto logits = model->forward(inputs, {});
            return std::vector<float>(logits.begin(), logits.end());
        };
        std::vector<float> alone;
        for (const std::size_t i : {0u, 1u, 2u}) {
            const auto logits = feed(std::array{i});
            alone.insert(alone.end(), logits.begin(), logits.end());
        }
        QCOMPARE(feed(std::array<std::size_t, 3>{0, 1, 2}), alone);
        QCOMPARE(alone.size(), static_cast<std::size_t>(tiny_->vocab_size()) * (kTokens + 2));
    }

    void only_the_last_logits_unless_all_are_wanted_data() { add_backends(); }
    void only_the_last_logits_unless_all_are_wanted() {
        QFETCH(QString, backend);
        const auto model = load(backend, test::exact_options());
        const auto all = test::run(*model, tokens_);
        const auto cache = model->make_cache(kTokens);
        const SequenceInput input{cache.get(), tokens_, false};
        const auto last = model->forward({&input, 1}, {});
        QCOMPARE(static_cast<std::int64_t>(last.size()), tiny_->vocab_size());
        QVERIFY(std::equal(last.begin(), last.end(), all.end() - tiny_->vocab_size()));
    }

    void dense_and_sparse_agree_up_to_index_topk_data() { add_backends(); }
    void dense_and_sparse_agree_up_to_index_topk() {
        QFETCH(QString, backend);
        ModelOptions options = test::exact_options();
        const auto sparse = load(backend, options);
        options.sparse_attention = false;
        const auto dense = load(backend, options);
        const std::vector<std::int32_t> upto(tokens_.begin(), tokens_.begin() + 8);
        QCOMPARE(test::run(*sparse, upto), test::run(*dense, upto));
        QCOMPARE(test::run(*sparse, upto, 1), test::run(*dense, upto, 1));

        const auto longer_sparse = test::run(*sparse, tokens_);
        const auto longer_dense = test::run(*dense, tokens_);
        const auto same = static_cast<std::ptrdiff_t>(8 * tiny_->vocab_size());
        QVERIFY(test::largest_difference({longer_sparse.data(), std::size_t(same)},
                                         {longer_dense.data(), std::size_t(same)}) < kTolerance);
        QVERIFY(test::largest_difference(longer_sparse, longer_dense) > 0.01f);
    }

    void truncating_and_going_on_equals_a_fresh_run_data() { add_backends(); }
    void truncating_and_going_on_equals_a_fresh_run() {
        QFETCH(QString, backend);
        ModelOptions options = test::exact_options();
        options.latent_format = ops::LatentFormat::FP8;
        options.index_key_format = ops::IndexKeyFormat::FP8;
        const auto model = load(backend, options);
        const auto fresh = test::run(*model, tokens_, 10);

        const auto cache = model->make_cache(200);
        const auto others = test::random_tokens(77, 130, tiny_->vocab_size());
        const std::span<const std::int32_t> tokens = tokens_;
        feed(*model, *cache, tokens.first(10));
        feed(*model, *cache, others);
        cache->truncate(10);
        std::vector<float> logits;
        for (std::size_t at = 10; at < tokens.size(); at += 10)
            logits = feed(*model, *cache, tokens.subspan(at, 10));
        QVERIFY(std::equal(logits.begin(), logits.end(), fresh.end() - std::ptrdiff_t(logits.size())));
    }

    void the_hadamard_rotation_only_changes_rounding_data() { add_backends(); }
    void the_hadamard_rotation_only_changes_rounding() {
        QFETCH(QString, backend);
        ModelOptions options = test::exact_options();
        const auto rotated = test::run(*load(backend, options), tokens_);
        options.hadamard = false;
        const auto plain = test::run(*load(backend, options), tokens_);
        QVERIFY(test::largest_difference(rotated, plain) < kTolerance);
    }

    void smaller_caches_stay_close_data() { add_backends(); }
    void smaller_caches_stay_close() {
        QFETCH(QString, backend);
        // Dense in everything: a near-tie of experts or positions would be decided differently.
        std::string config = test::tiny_v32_config();
        const std::string field = "\"first_k_dense_replace\": 1";
        config.replace(config.find(field), field.size(), "\"first_k_dense_replace\": 3");
        const test::TinyModel tiny({config, "f32", false, 5});
        ModelOptions options = test::exact_options();
        options.sparse_attention = false;
        const auto logits = [&] {
            return test::run(*tiny.load(test::make_backend(backend.toStdString()), options), tokens_);
        };
        const auto exact = logits();
        options.latent_format = ops::LatentFormat::BF16;
        const double bf16 = test::cosine_difference(logits(), exact);
        options.latent_format = ops::LatentFormat::FP8;
        const double fp8 = test::cosine_difference(logits(), exact);
        QVERIFY2(bf16 > 0 && bf16 < 1e-4, qPrintable(QString::number(bf16)));
        // Four bits fewer of mantissa: sixteen times the error, and its square in a cosine difference.
        const double ratio = fp8 / bf16;
        QVERIFY2(ratio > 256.0 / 8 && ratio < 256.0 * 8, qPrintable(QString::number(ratio)));
    }

    void a_trace_sees_every_choice_data() { add_backends(); }
    void a_trace_sees_every_choice() {
        QFETCH(QString, backend);
        const auto model = load(backend, test::exact_options());
        test::Recorder recorder;
        model->set_trace(&recorder);
        test::run(*model, tokens_, 5);
        QCOMPARE(recorder.positions.size(), std::size_t(3)); // every layer
        QCOMPARE(recorder.experts.size(), std::size_t(2));   // all but the dense one
        for (const auto& [layer, positions] : recorder.positions) {
            QCOMPARE(positions.size(), kTokens * 8);
            for (std::size_t row = 0; row < kTokens; ++row) {
                std::vector<std::int32_t> chosen(positions.begin() + std::ptrdiff_t(row * 8),
                                                 positions.begin() + std::ptrdiff_t(row * 8 + 8));
                std::erase(chosen, -1);
                QCOMPARE(chosen.size(), std::min(row + 1, std::size_t(8)));
                QVERIFY(std::is_sorted(chosen.begin(), chosen.end()));
                QVERIFY(std::adjacent_find(chosen.begin(), chosen.end()) == chosen.end());
                QVERIFY(chosen.front() >= 0 && chosen.back() <= static_cast<std::int32_t>(row));
            }
        }
        for (const auto& [layer, weights] : recorder.weights)
            for (std::size_t i = 0; i < weights.size(); i += 2)
                QVERIFY(std::abs(weights[i] + weights[i + 1] - 2.5f) < 1e-5f); // normalised, then scaled
        model->set_trace(nullptr);
        const std::size_t seen = recorder.positions[0].size();
        test::run(*model, tokens_);
        QCOMPARE(recorder.positions[0].size(), seen);
    }

    void cancelling_leaves_the_caches_as_they_were_data() { add_backends(); }
    void cancelling_leaves_the_caches_as_they_were() {
        QFETCH(QString, backend);
        const auto model = load(backend, test::exact_options());
        const auto cache = model->make_cache(200);
        const std::span<const std::int32_t> tokens = tokens_;
        feed(*model, *cache, tokens.first(20));
        const SequenceInput rest{cache.get(), tokens.subspan(20), false};

        StopAfterLayer trace(1);
        model->set_trace(&trace);
        QCOMPARE(kind_of_error([&] {
                     model->forward({&rest, 1}, trace.stop.get_token());
                 }),
                 ErrorKind::Cancelled);
        QCOMPARE(trace.last, 1); // within a layer
        QCOMPARE(cache->length(), 20);
        model->set_trace(nullptr);
        QCOMPARE(kind_of_error([&] {
                     model->forward({&rest, 1}, trace.stop.get_token());
                 }),
                 ErrorKind::Cancelled);

        const auto logits = feed(*model, *cache, tokens.subspan(20));
        const auto undisturbed = model->make_cache(200);
        feed(*model, *undisturbed, tokens.first(20));
        QCOMPARE(feed(*model, *undisturbed, tokens.subspan(20)), logits);
    }

    void a_full_context_is_an_error_and_nothing_is_lost() {
        const auto model = load("cpu", test::exact_options());
        const auto small = model->make_cache(10);
        const auto large = model->make_cache(100);
        const std::span<const std::int32_t> tokens = tokens_;
        feed(*model, *small, tokens.first(8));
        const std::array inputs{SequenceInput{large.get(), tokens.first(5), false},
                                SequenceInput{small.get(), tokens.first(3), false}};
        QCOMPARE(kind_of_error([&] { model->forward(inputs, {}); }), ErrorKind::ContextFull);
        QCOMPARE(small->length(), 8);
        QCOMPARE(large->length(), 0);
        feed(*model, *small, tokens.first(2));
        QCOMPARE(small->length(), small->capacity());
    }

    void misuse_is_refused() {
        const auto model = load("cpu", test::exact_options());
        const auto other = load("cpu", test::exact_options());
        const auto cache = model->make_cache(10);
        const auto forward = [&](Cache* of, std::vector<std::int32_t> tokens) {
            return kind_of_error([&] {
                const SequenceInput input{of, tokens, false};
                model->forward({&input, 1}, {});
            });
        };
        QCOMPARE(forward(cache.get(), {}), ErrorKind::InvalidArgument);
        QCOMPARE(forward(cache.get(), {-1}), ErrorKind::InvalidArgument);
        QCOMPARE(forward(cache.get(), {96}), ErrorKind::InvalidArgument);
        QCOMPARE(forward(nullptr, {1}), ErrorKind::InvalidArgument);
        QCOMPARE(forward(other->make_cache(10).get(), {1}), ErrorKind::InvalidArgument);
        QCOMPARE(kind_of_error([&] { model->forward({}, {}); }), ErrorKind::InvalidArgument);
        QCOMPARE(kind_of_error([&] { model->make_cache(0); }), ErrorKind::InvalidArgument);
        QCOMPARE(kind_of_error([&] { model->make_cache(513); }), ErrorKind::InvalidArgument);
        QCOMPARE(kind_of_error([&] { model->hidden_states(0); }), ErrorKind::InvalidArgument);
        QCOMPARE(cache->length(), 0);
    }

  private:
    static void add_backends(const std::function<void(const std::string&)>& add = {}) {
        QTest::addColumn<QString>("backend");
        if (add) {
            QTest::addColumn<int>("form");
            QTest::addColumn<int>("chunk");
        }
        for (const std::string& backend : test::backend_names()) {
            if (add)
                add(backend);
            else
                QTest::newRow(backend.c_str()) << QString::fromStdString(backend);
        }
    }

    std::unique_ptr<DeepseekModel> load(const QString& backend, const ModelOptions& options) const {
        return tiny_->load(test::make_backend(backend.toStdString()), options);
    }

    /// Logits after the last token.
    static std::vector<float> feed(DeepseekModel& model, Cache& cache, std::span<const std::int32_t> tokens) {
        const SequenceInput input{&cache, tokens, false};
        const auto logits = model.forward({&input, 1}, {});
        return {logits.begin(), logits.end()};
    }

    std::unique_ptr<test::TinyModel> tiny_;
    std::vector<std::int32_t> tokens_;
};

QTEST_GUILESS_MAIN(ForwardTest)
#include "forward_test.moc"
