// One model on several ranks gives what it gives on one: on the tiny checkpoints of the family, whose FP8
// blocks are taken apart, and on one that is wide enough to keep them whole for sixteen ranks.
#include "engine/parallel/parallel_model.h"

#include "tests/engine/expect_error.h"
#include "tests/engine/model/backends.h"
#include "tests/engine/model/tiny_model.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <fstream>

using namespace hadal;
using namespace hadal::parallel;
using model::SequenceInput;

namespace {

/// Partial sums in another order, activations in f32.
constexpr float kTolerance = 1e-4f;
constexpr std::size_t kTokens = 70;

/// Sixteen heads of whole blocks, experts and dense layers of sixteen blocks.
std::string wide_config() {
    auto config = nlohmann::json::parse(test::tiny_v32_config());
    config["num_attention_heads"] = 16;
    config["v_head_dim"] = 128;
    config["qk_nope_head_dim"] = 128;
    config["qk_rope_head_dim"] = 128;
    config["index_head_dim"] = 128;
    config["intermediate_size"] = 2048;
    config["moe_intermediate_size"] = 2048;
    config["num_hidden_layers"] = 2;
    config["quantization_config"] = {{"quant_method", "fp8"},
                                     {"fmt", "e4m3"},
                                     {"activation_scheme", "dynamic"},
                                     {"scale_fmt", "ue8m0"},
                                     {"weight_block_size", {128, 128}}};
    return config.dump();
}

BackendFactory cpu_backends(const ops::Numerics& numerics = {}) {
    return [=](int) { return test::make_backend("cpu", numerics, 1); };
}

std::unique_ptr<ParallelModel> load(const test::TinyModel& tiny, int ranks,
                                    const model::ModelOptions& options = test::exact_options(),
                                    const ops::Numerics& numerics = {}) {
    return ParallelModel::load(tiny.checkpoint(), ranks, cpu_backends(numerics), options);
}

/// One new sequence in steps of `chunk` tokens: logits after every token.
std::vector<float> run(model::LanguageModel& model, const std::vector<std::int32_t>& tokens,
                       std::size_t chunk) {
    const auto cache = model.make_cache(static_cast<std::int64_t>(tokens.size()));
    std::vector<float> logits;
    for (std::size_t begin = 0; begin < tokens.size(); begin += chunk) {
        const SequenceInput input{
            cache.get(), std::span(tokens).subspan(begin, std::min(chunk, tokens.size() - begin)), true};
        const auto part = model.forward({&input, 1}, {});
        logits.insert(logits.end(), part.begin(), part.end());
    }
    return logits;
}

/// Counts layers; asks to stop after one of them.
class StopAfter final : public model::Trace {
  public:
    explicit StopAfter(std::int64_t layer) : layer_(layer) {}
    void selected(std::int64_t layer, std::span<const std::int32_t>) override {
        if (layer == layer_)
            stop.request_stop();
    }
    void routed(std::int64_t, std::span<const std::int32_t>, std::span<const float>) override {}
    std::stop_source stop;

  private:
    std::int64_t layer_;
};

/// A backend of which an operation fails, once.
class Failing final : public model::Trace {
  public:
    void selected(std::int64_t layer, std::span<const std::int32_t>) override {
        if (layer == 1)
            throw Error(ErrorKind::OutOfMemory, "device 1 has no memory left");
    }
    void routed(std::int64_t, std::span<const std::int32_t>, std::span<const float>) override {}
};

} // namespace

class ParallelTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        std::ifstream in(std::filesystem::path(HADAL_TEST_DATA) / "oracle" / "cases.json");
        cases_ = nlohmann::json::parse(in);
        wide_ = std::make_unique<test::TinyModel>(test::TinyCheckpoint{wide_config(), "fp8", true, 5});
        tokens_ = test::random_tokens(3, kTokens, wide_->vocab_size());
    }

    void ranks_agree_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("ranks");
        for (const char* name : {"v32", "v32_fp8", "v32_fp8_ragged", "v32_bf16_rounded", "v3_no_q_lora",
                                 "v2_greedy", "v2_group_limited"})
            for (const int ranks : {1, 2, 3, 4})
                QTest::newRow(qPrintable(QString("%1 on %2").arg(name).arg(ranks))) << QString(name) << ranks;
        for (const int ranks : {1, 2, 4, 8, 16})
            QTest::addRow("wide on %d", ranks) << QString("wide") << ranks;
        QTest::addRow("wide, quantised on 8") << QString("quantised") << 8;
    }

    void ranks_agree() {
        QFETCH(QString, name);
        QFETCH(int, ranks);
        ops::Numerics numerics;
        std::unique_ptr<test::TinyModel> own;
        if (name == "quantised") {
            numerics = {true, ops::ActivationQuant::PowerOfTwo};
        } else if (name != "wide") {
            const auto& spec = cases_[name.toStdString()];
            numerics.round_bf16 = spec["round_bf16"];
            own = std::make_unique<test::TinyModel>(
                test::TinyCheckpoint{spec["config"].dump(), spec["storage"], spec["power_of_two_scales"], 1});
        }
        const test::TinyModel& tiny = own ? *own : *wide_;
        const auto tokens = test::random_tokens(4, kTokens, tiny.vocab_size());

        const auto alone = tiny.load(test::make_backend("cpu", numerics, 1), test::exact_options());
        test::Recorder expected;
        alone->set_trace(&expected);
        const auto logits = test::run(*alone, tokens, 16);

        const auto parallel = load(tiny, ranks, test::exact_options(), numerics);
        std::vector<test::Recorder> found(static_cast<std::size_t>(ranks));
        for (int rank = 0; rank < ranks; ++rank)
            parallel->set_trace(rank, &found[static_cast<std::size_t>(rank)]);
        const auto shared = run(*parallel, tokens, 16);

        const float difference = test::largest_difference(shared, logits);
        const double cosine = test::cosine_difference(shared, logits);
        table_.append(QStringLiteral("%1 %2 %3 %4")
                          .arg(name, -20)
                          .arg(ranks, 5)
                          .arg(static_cast<double>(difference), 10, 'e', 1)
                          .arg(cosine, 10, 'e', 1));
        for (const test::Recorder& other : found) {
            QVERIFY(other.positions == found.front().positions); // ranks decide alike, to the last bit
            QVERIFY(other.experts == found.front().experts);
            QVERIFY(other.weights == found.front().weights);
        }
        if (numerics.round_bf16) {
            // Close calls of the indexer and the router go either way, and then logits differ. Ranks must not
            // be further from what no rounding gives than one rank is.
            const auto exact =
                test::run(*tiny.load(test::make_backend("cpu", {}, 1), test::exact_options()), tokens, 16);
            QVERIFY(test::cosine_difference(shared, exact) <= 2 * test::cosine_difference(logits, exact));
            return;
        }
        QVERIFY(found.front().positions == expected.positions);
        QVERIFY(found.front().experts == expected.experts);
        if (ranks == 1)
            QCOMPARE(shared, logits);
        else
            QVERIFY2(difference < kTolerance, std::to_string(difference).c_str());
    }

    void chunks_and_sequences_do_not_matter() {
        model::ModelOptions options = test::exact_options();
        options.attention_form = model::AttentionForm::Absorbed;
        const auto parallel = load(*wide_, 4, options);
        const auto whole = run(*parallel, tokens_, kTokens);
        QCOMPARE(run(*parallel, tokens_, 1), whole);
        QCOMPARE(run(*parallel, tokens_, 9), whole);
        // Two sequences in a step, one of them with its last logits only.
        const auto a = parallel->make_cache(100);
        const auto b = parallel->make_cache(100);
        const std::array<SequenceInput, 2> both{SequenceInput{a.get(), tokens_, false},
                                                SequenceInput{b.get(), std::span(tokens_).first(20), true}};
        const auto logits = parallel->forward(both, {});
        const auto vocab = static_cast<std::size_t>(parallel->vocab_size());
        std::vector<float> expected(whole.end() - static_cast<std::ptrdiff_t>(vocab), whole.end());
        expected.insert(expected.end(), whole.begin(),
                        whole.begin() + static_cast<std::ptrdiff_t>(20 * vocab));
        QCOMPARE(std::vector<float>(logits.begin(), logits.end()), expected);
        // Forgetting and reading again.
        b->truncate(10);
        QCOMPARE(b->length(), 10);
        const SequenceInput again{b.get(), std::span(tokens_).subspan(10, 10), true};
        const auto rest = parallel->forward({&again, 1}, {});
        QVERIFY(
            std::equal(rest.begin(), rest.end(), whole.begin() + static_cast<std::ptrdiff_t>(10 * vocab)));
    }

    void drafts_agree() {
        const std::span<const std::int32_t> tokens = tokens_;
        /// Pairs in two parts, then a guess on top of a guess.
        const auto guess = [&](model::LanguageModel& model) {
            model::DraftModule& module = *model.draft_module();
            const auto cache = model.make_cache(200), pairs = module.make_cache(200);
            const SequenceInput input{cache.get(), tokens, false};
            model.forward({&input, 1}, {});
            std::vector<float> logits;
            const auto append = [&](std::span<const float> more) {
                logits.insert(logits.end(), more.begin(), more.end());
            };
            append(module.follow(*pairs, 0, tokens.subspan(1, 30), {}));
            append(module.follow(*pairs, 30, tokens.subspan(31), {}));
            append(module.go_on(*pairs, 17, {}));
            [&] { QCOMPARE(pairs->length(), static_cast<std::int64_t>(kTokens)); }();
            test::expect_error(ErrorKind::InvalidArgument, {"hidden states"},
                               [&] { module.follow(*pairs, kTokens, tokens.first(1), {}); });
            test::expect_error(ErrorKind::InvalidArgument, {"did not make"},
                               [&] { module.follow(*cache, 0, tokens.first(1), {}); });
            return logits;
        };
        const auto alone = wide_->load(test::make_backend("cpu", {}, 1), test::exact_options());
        alone->load_draft_module();
        const auto expected = guess(*alone);
        for (const int ranks : {1, 2, 8}) {
            const auto parallel = load(*wide_, ranks);
            QVERIFY(!parallel->draft_module());
            parallel->load_draft_module();
            QVERIFY(test::largest_difference(guess(*parallel), expected) < kTolerance);
        }
    }

    void cancelling_leaves_the_caches() {
        const auto parallel = load(*wide_, 4);
        const auto cache = parallel->make_cache(200);
        const SequenceInput first{cache.get(), std::span(tokens_).first(20), false};
        parallel->forward({&first, 1}, {});
        StopAfter trace(0);
        parallel->set_trace(3, &trace);
        const SequenceInput rest{cache.get(), std::span(tokens_).subspan(20), true};
        test::expect_error(ErrorKind::Cancelled, {}, [&] {
            parallel->forward({&rest, 1}, trace.stop.get_token());
        });
        QCOMPARE(cache->length(), 20);
        parallel->set_trace(3, nullptr);
        const auto logits = parallel->forward({&rest, 1}, {});
        const std::vector<float> found(logits.begin(), logits.end());
        const auto whole = run(*parallel, tokens_, kTokens);
        QVERIFY(test::largest_difference(found, std::span(whole).last(found.size())) < kTolerance);
    }

    void a_rank_that_fails_ends_the_step() {
        const auto parallel = load(*wide_, 4);
        const auto cache = parallel->make_cache(200);
        Failing trace;
        parallel->set_trace(1, &trace);
        const SequenceInput input{cache.get(), tokens_, false};
        test::expect_error(ErrorKind::OutOfMemory, {"device 1 has no memory"}, [&] {
            parallel->forward({&input, 1}, {});
        });
        QCOMPARE(cache->length(), 0);
        parallel->set_trace(1, nullptr);
        QVERIFY(!parallel->forward({&input, 1}, {}).empty());
        QCOMPARE(cache->length(), static_cast<std::int64_t>(kTokens));
    }

    void bad_input_is_refused() {
        const auto parallel = load(*wide_, 2);
        const auto other = load(*wide_, 2);
        const auto small = parallel->make_cache(3);
        const auto foreign = other->make_cache(100);
        const auto forward = [&](model::Cache* cache, std::vector<std::int32_t> tokens) {
            const SequenceInput input{cache, tokens, false};
            parallel->forward({&input, 1}, {});
        };
        test::expect_error(ErrorKind::ContextFull, {"3 tokens"}, [&] { forward(small.get(), tokens_); });
        test::expect_error(ErrorKind::InvalidArgument, {"vocabulary"}, [&] { forward(small.get(), {9999}); });
        test::expect_error(ErrorKind::InvalidArgument, {"did not make"},
                           [&] { forward(foreign.get(), {1}); });
        test::expect_error(ErrorKind::InvalidArgument, {"at least one sequence"},
                           [&] { parallel->forward({}, {}); });
        test::expect_error(ErrorKind::InvalidInput, {"q_b_proj", "1 to 16"}, [&] { load(*wide_, 17); });
    }

    void loading_can_fail_on_one_rank() {
        test::expect_error(ErrorKind::OutOfMemory, {"device 2"}, [&] {
            ParallelModel::load(
                wide_->checkpoint(), 4,
                [](int rank) {
                    if (rank == 2)
                        throw Error(ErrorKind::OutOfMemory, "device 2 is too small");
                    return test::make_backend("cpu", {}, 1);
                },
                test::exact_options());
        });
        std::stop_source stop;
        stop.request_stop();
        test::expect_error(ErrorKind::Cancelled, {}, [&] {
            ParallelModel::load(wide_->checkpoint(), 2, cpu_backends(), test::exact_options(), {}, {}, {},
                                stop.get_token());
        });
    }

    void ranks_read_the_weights_once() {
        const auto alone = wide_->load(test::make_backend("cpu", {}, 1));
        const auto four = load(*wide_, 4);
        // What all hold: a little more than once.
        QVERIFY(four->bytes_per_token() > alone->bytes_per_token());
        QVERIFY(four->bytes_per_token() < 2 * alone->bytes_per_token());
    }

    void cleanupTestCase() {
        qInfo("%-20s %5s %10s %10s", "configuration", "ranks", "max abs", "cosine");
        for (const QString& row : table_)
            qInfo().noquote() << row;
    }

  private:
    nlohmann::json cases_;
    std::unique_ptr<test::TinyModel> wide_;
    std::vector<std::int32_t> tokens_;
    QStringList table_;
};

QTEST_GUILESS_MAIN(ParallelTest)
#include "parallel_test.moc"
