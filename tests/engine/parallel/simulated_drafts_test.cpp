// Speculative decoding on 1 to 8 simulated devices, by the whole engine: the answers are those without
// guesses, and a guess takes no more of the host than on one device.
#include "engine/runtime/local_engine.h"

#include "tests/engine/expect_error.h"
#include "tests/engine/parallel/simulated_model.h"
#include "tests/engine/runtime/engine_bench.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <numeric>

using namespace hadal;
using namespace hadal::parallel;

namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr int kMostRanks = 2; // more run the same code, for minutes
constexpr std::array<std::pair<std::uint64_t, std::size_t>, 1> kOrders{{{2026, 1}}};
#else
constexpr int kMostRanks = 8;
constexpr std::array<std::pair<std::uint64_t, std::size_t>, 3> kOrders{{{0, 4}, {1, 2}, {2026, 1}}};
#endif
constexpr std::int64_t kTokens = 4, kContext = 64; // after a prompt of five: beyond index_topk, which is 8

/// As small as it gets: one layer that selects and has experts, and the module that guesses; ids for all of a
/// tokenizer of bytes.
std::string config_for(int ranks) {
    auto config = nlohmann::json::parse(test::simulated_config(ranks, "fp8", 1));
    config["num_nextn_predict_layers"] = 1;
    config["vocab_size"] = 288;
    config["num_attention_heads"] = 2 * ranks;
    config["intermediate_size"] = 128 * ranks;
    config["moe_intermediate_size"] = 128 * ranks;
    config["n_routed_experts"] = 4;
    config["n_group"] = 2;
    config["topk_group"] = 1;
    config["index_n_heads"] = 4;
    return config.dump();
}

/// A model that engines share, with its draft module or without; it reads prompts by as many tokens as it
/// decodes with guesses, which is quick to simulate.
class Shared final : public model::LanguageModel {
  public:
    Shared(model::LanguageModel& model, bool guesses) : model_(model), guesses_(guesses) {}

    std::int64_t vocab_size() const override { return model_.vocab_size(); }
    std::int64_t max_context() const override { return model_.max_context(); }
    std::int64_t prefill_chunk() const override { return 4; }
    std::int64_t bytes_per_token() const override { return model_.bytes_per_token(); }
    std::unique_ptr<model::Cache> make_cache(std::int64_t capacity) override {
        return model_.make_cache(capacity);
    }
    model::DraftModule* draft_module() override { return guesses_ ? model_.draft_module() : nullptr; }
    std::shared_ptr<model::StepChooser> make_chooser(std::span<const std::int32_t> known_ids) override {
        auto chooser = model_.make_chooser(known_ids);
        if (!chooser)
            throw Error(ErrorKind::Internal, "The device does not choose.");
        return chooser;
    }
    std::span<const float> forward(std::span<const model::SequenceInput> sequences,
                                   std::stop_token stop) override {
        return model_.forward(sequences, stop);
    }

  private:
    model::LanguageModel& model_;
    bool guesses_;
};

test::Answer ask(model::LanguageModel& model, int guesses, const runtime::Request& request) {
    runtime::LocalEngineOptions options{"tiny", {}, guesses, true, {}};
    options.sessions.context_length = kContext;
    runtime::LocalEngine engine(std::make_unique<Shared>(model, guesses > 0), test::byte_tokenizer(),
                                chat::format(chat::Family::V32), options);
    test::Answer answer;
    engine.generate(request, [&](runtime::Event event) { answer.events.push_back(std::move(event)); }, {});
    answer.check();
    return answer;
}

/// The best of a few letters, so that guesses of a network that has learnt nothing are right now and then.
runtime::Request greedy() {
    const auto tokenizer = test::byte_tokenizer();
    runtime::Request request;
    request.messages = {test::said(chat::Role::User, "?")};
    request.sampling.temperature = 0.0f;
    request.sampling.max_tokens = kTokens;
    for (const char letter : {'a', 'b', 'c'})
        request.sampling.logit_bias[tokenizer.encode(std::string(1, letter)).front()] = 50.0f;
    return request;
}

/// Drawn, filtered, with penalties, and by a grammar.
runtime::Request constrained() {
    runtime::Request request;
    request.messages = {test::said(chat::Role::User, "?")};
    request.sampling.temperature = 0.9f;
    request.sampling.top_k = 5;
    request.sampling.top_p = 0.9f;
    request.sampling.repetition_penalty = 1.1f;
    request.sampling.seed = 7;
    request.sampling.max_tokens = kTokens;
    request.format = {runtime::ResponseFormat::JsonSchema,
                      {{"type", "array"}, {"items", {{"type", "boolean"}}}, {"minItems", 4}}};
    return request;
}

} // namespace

class SimulatedDraftsTest : public QObject {
    Q_OBJECT

  private slots:
    void guesses_change_no_answer_data() {
        QTest::addColumn<QString>("storage");
        QTest::addColumn<int>("ranks");
        QTest::addColumn<int>("guesses");
        const auto add = [](const char* storage, int ranks, int guesses) {
            if (ranks <= kMostRanks)
                QTest::addRow("%s, %d ranks", storage, ranks) << QString(storage) << ranks << guesses;
        };
        add("fp8", 1, 3);
        add("fp8", 2, 3);
        add("fp8", 4, 2);
        add("fp8", 8, 1);
        add("bf16", 1, 2);
        add("bf16", 2, 1);
        add("bf16", 4, 3);
    }
    /// Those that are free with fp8, those by a grammar with bf16.
    void guesses_change_no_answer() {
        QFETCH(QString, storage);
        QFETCH(int, ranks);
        QFETCH(int, guesses);
        const std::string stored = storage.toStdString();
        const test::TinyModel tiny({config_for(ranks), stored, true, 5});
        simt::start(test::simulated_machine(ranks));
        const auto model = test::SimulatedRanks{.ranks = ranks, .storage = stored}.load(tiny);
        model->load_draft_module();
        const runtime::Request request = stored == "fp8" ? greedy() : constrained();
        const test::Answer expected = ask(*model, 0, request);
        const test::Answer answer = ask(*model, guesses, request);
        QVERIFY2(test::simulator_findings().empty(), test::simulator_findings().c_str());
        for (const test::Answer* of : {&expected, &answer}) {
            const runtime::Usage& usage = of->usage();
            table_.append(QStringLiteral("%1 %2 %3 %4 %5 %6  %7")
                              .arg(storage, -8)
                              .arg(ranks, 5)
                              .arg(of == &answer ? guesses : 0, 7)
                              .arg(usage.completion_tokens, 7)
                              .arg(usage.guessed_tokens, 8)
                              .arg(usage.accepted_guesses, 6)
                              .arg(QString::fromStdString(of->content())));
        }
        QCOMPARE(answer.content(), expected.content());
        QCOMPARE(answer.usage().completion_tokens, expected.usage().completion_tokens);
        QVERIFY(answer.usage().guessed_tokens > 0);
        accepted_ += answer.usage().accepted_guesses;
    }

    /// A step of the model and one of its draft module, when they come again: on each device one launch, and
    /// one wait; where tokens are chosen, what that takes more.
    void a_guess_is_one_launch_a_device() {
        for (const int ranks : {1, 2}) {
            const test::TinyModel tiny({config_for(ranks), "fp8", true, 5});
            simt::start(test::simulated_machine(ranks));
            const auto model = test::SimulatedRanks{.ranks = ranks}.load(tiny);
            model->load_draft_module();
            std::vector<std::int32_t> known(static_cast<std::size_t>(model->vocab_size()));
            std::iota(known.begin(), known.end(), 0);
            const auto chooser = model->make_chooser(known);
            const auto cache = model->make_cache(kContext);
            const auto pairs = model->draft_module()->make_cache(kContext);
            const std::array<ops::TokenRule, 1> rule;
            const auto rules = [&]() -> std::span<const ops::TokenRule> { return rule; };
            const std::array<std::int32_t, 1> token{3};
            const std::array<std::int32_t, 2> begin{1, 2}; // tables that stay as they were do not go up again
            const model::SequenceInput first{cache.get(), begin, false}, input{cache.get(), token, false};
            model->forward({&first, 1}, {});
            const auto calls_of = [](const std::function<void()>& work) {
                const simt::HostCalls before = simt::host_calls();
                work();
                const simt::HostCalls& after = simt::host_calls();
                return simt::HostCalls{after.kernels - before.kernels, after.graphs - before.graphs,
                                       after.copies - before.copies, after.waits - before.waits,
                                       after.memory - before.memory};
            };
            const auto each = static_cast<std::uint64_t>(ranks);
            // Tables and tokens go up, columns to rank 0; there the rules go up and the choice comes down.
            const simt::HostCalls step{4, each, 2 * each + each + 2, each, 0};
            const auto expect = [&](const simt::HostCalls& calls) {
                QVERIFY2(calls == step, qPrintable(QString("%1 ranks: %2 kernels, %3 graphs, %4 copies, %5 "
                                                           "waits, memory %6 times")
                                                       .arg(ranks)
                                                       .arg(calls.kernels)
                                                       .arg(calls.graphs)
                                                       .arg(calls.copies)
                                                       .arg(calls.waits)
                                                       .arg(calls.memory)));
            };
            for (int i = 0; i < 4; ++i) {
                const auto of_model = calls_of([&] { chooser->forward({&input, 1}, rules, {}); });
                const auto of_pair = calls_of([&] { chooser->follow(*pairs, 0, token, rules, {}); });
                const auto of_guess = calls_of([&] { chooser->go_on(*pairs, 3, rules, {}); });
                pairs->truncate(i + 1);
                if (i < 3)
                    continue;
                expect(of_model);
                expect(of_pair);
                expect(of_guess);
            }
        }
    }

    /// The device that chooses has no memory for what it is told, when the others are through with the step.
    void a_choice_that_fails_leaves_the_caches() {
        const test::TinyModel tiny({config_for(2), "fp8", true, 5});
        simt::Options machine = test::simulated_machine(2);
        machine.devices[0].memory = std::size_t{6} << 20;
        simt::start(machine);
        const auto model = test::SimulatedRanks{.ranks = 2}.load(tiny);
        model->load_draft_module();
        const auto chooser = model->make_chooser(std::array<std::int32_t, 3>{1, 2, 3});
        const auto cache = model->make_cache(kContext);
        const auto pairs = model->draft_module()->make_cache(kContext);
        const std::array<std::int32_t, 2> tokens{3, 4};
        const model::SequenceInput input{cache.get(), tokens, false};
        std::vector<ops::TokenRule> rule(1);
        const auto rules = [&]() -> std::span<const ops::TokenRule> { return rule; };
        const auto choose = [&] { return chooser->forward({&input, 1}, rules, {})[0].id; };
        const auto guess = [&] { return chooser->follow(*pairs, 0, tokens, rules, {})[0].id; };
        const std::int32_t chosen = choose(), guessed = guess();
        cache->truncate(0);
        pairs->truncate(0);
        rule[0].biases.resize(std::size_t{1} << 20);
        test::expect_error(ErrorKind::OutOfMemory, {"GPU 0", "the choice of tokens"}, choose);
        QCOMPARE(cache->length(), 0);
        rule[0].biases.clear();
        QCOMPARE(choose(), chosen);
        rule[0].biases.resize(std::size_t{1} << 20);
        test::expect_error(ErrorKind::OutOfMemory, {"GPU 0", "the choice of tokens"}, guess);
        QCOMPARE(pairs->length(), 0);
        rule[0].biases.clear();
        QCOMPARE(guess(), guessed);
        QVERIFY2(test::simulator_findings().empty(), test::simulator_findings().c_str());
    }

    /// Whatever order warps, blocks and streams come in, and whether tokens come one by one, when most steps
    /// are recordings, or several at once.
    void schedules_and_recordings_change_no_bit() {
        const test::TinyModel tiny({config_for(2), "fp8", true, 5});
        const auto tokens = test::random_tokens(6, 12, tiny.vocab_size());
        std::vector<float> first;
        for (const auto& [schedule, at_once] : kOrders) {
            simt::Options machine = test::simulated_machine(2);
            machine.schedule = schedule;
            simt::start(machine);
            const auto model = test::SimulatedRanks{}.load(tiny);
            model->load_draft_module();
            const auto cache = model->make_cache(kContext);
            const auto pairs = model->draft_module()->make_cache(kContext);
            std::vector<float> logits;
            for (std::size_t at = 0; at + 1 < tokens.size();) {
                const std::size_t count = at == 0 ? 4 : std::min(at_once, tokens.size() - 1 - at);
                const model::SequenceInput input{cache.get(), std::span(tokens).subspan(at, count), true};
                const auto part = model->forward({&input, 1}, {});
                logits.insert(logits.end(), part.begin(), part.end());
                at += count;
                const auto guess = model->draft_module()->follow(
                    *pairs, 0, std::span(tokens).subspan(at + 1 - count, count), {});
                if (at + 1 == tokens.size())
                    logits.insert(logits.end(), guess.begin(), guess.end());
            }
            if (first.empty())
                first = logits;
            QVERIFY2(logits == first, qPrintable(QString("schedule %1").arg(schedule)));
            QVERIFY2(test::simulator_findings().empty(), test::simulator_findings().c_str());
        }
    }

    void cleanupTestCase() {
        qInfo("%-8s %5s %7s %7s %8s %6s  %s", "weights", "ranks", "guesses", "tokens", "guessed", "right",
              "answer");
        for (const QString& row : table_)
            qInfo().noquote() << row;
        QVERIFY(table_.isEmpty() || accepted_ > 0);
    }

  private:
    std::int64_t accepted_ = 0;
    QStringList table_;
};

QTEST_GUILESS_MAIN(SimulatedDraftsTest)
#include "simulated_drafts_test.moc"
