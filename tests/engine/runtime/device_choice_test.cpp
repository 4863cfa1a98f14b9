// Answers whose tokens a device chooses: those of the host's sampler, whatever filters, grammars and guesses
// there are. The logits are the fake model's; the choice is the CUDA backend's on the simulator.
#include "engine_bench.h"

#include "engine/model/step_chooser.h"
#include "engine/runtime/sampler.h"
#include "kernels/cuda/backend/backend.h"
#include "kernels/simt/machine.h"

using namespace hadal;
using namespace hadal::runtime;
using namespace hadal::test;

namespace {

/// Steps of a fake model, and the device that chooses from what they give.
class DeviceChooser final : public model::StepChooser {
  public:
    DeviceChooser(FakeModel& model, std::span<const std::int32_t> known_ids, std::size_t& choices)
        : model_(model), backend_(cuda::make_backend({.piece_bytes = 0})),
          chooser_(backend_->make_chooser(model.vocab_size(), known_ids)), choices_(choices) {}

    int most_logprobs() const override { return chooser_->most_logprobs(); }
    std::span<const ops::TokenChoice> forward(std::span<const model::SequenceInput> sequences,
                                              const Rules& rules, std::stop_token stop) override {
        return choose(model_.forward(sequences, stop), rules);
    }
    std::span<const ops::TokenChoice> follow(model::Cache& cache, std::int64_t first_row,
                                             std::span<const std::int32_t> tokens, const Rules& rules,
                                             std::stop_token stop) override {
        return choose(model_.draft_module()->follow(cache, first_row, tokens, stop), rules);
    }
    std::span<const ops::TokenChoice> go_on(model::Cache& cache, std::int32_t token, const Rules& rules,
                                            std::stop_token stop) override {
        return choose(model_.draft_module()->go_on(cache, token, stop), rules);
    }

  private:
    std::span<const ops::TokenChoice> choose(std::span<const float> logits, const Rules& rules) {
        const auto of_rows = rules();
        const auto rows = static_cast<std::int64_t>(of_rows.size());
        if (static_cast<std::int64_t>(logits.size()) != rows * model_.vocab_size())
            throw Error(ErrorKind::InvalidArgument, "A rule for each row is expected.");
        const ops::Buffer buffer = backend_->allocate(ops::DType::F32, rows, model_.vocab_size());
        backend_->upload(buffer.view(), logits.data());
        choices_ += of_rows.size();
        return chooser_->choose(buffer.view(), of_rows);
    }

    FakeModel& model_;
    std::unique_ptr<ops::Backend> backend_;
    std::unique_ptr<ops::TokenChooser> chooser_;
    std::size_t& choices_;
};

class ChoosingModel final : public FakeModel {
  public:
    ChoosingModel(FakeModelState& state, std::size_t& choices) : FakeModel(state), choices_(choices) {}
    std::shared_ptr<model::StepChooser> make_chooser(std::span<const std::int32_t> known_ids) override {
        return std::make_shared<DeviceChooser>(*this, known_ids, choices_);
    }

  private:
    std::size_t& choices_;
};

struct DeviceBench : Bench {
    std::size_t choices = 0; ///< that the device has made
    explicit DeviceBench(int drafts = 0) : Bench({}, 16, drafts) {
        simt::start({});
        engine = std::make_unique<LocalEngine>(std::make_unique<ChoosingModel>(state, choices), tokenizer,
                                               chat::format(Family::V32),
                                               LocalEngineOptions{"fake", {}, drafts, true, {}});
    }
};

Sampling everything() {
    Sampling s;
    s.temperature = 0.9f;
    s.top_k = 60;
    s.top_p = 0.9f;
    s.min_p = 0.01f;
    s.repetition_penalty = 1.2f;
    s.presence_penalty = 0.2f;
    s.frequency_penalty = 0.1f;
    s.seed = 7;
    return s;
}

} // namespace

class DeviceChoiceTest : public QObject {
    Q_OBJECT

  private slots:
    void the_tokens_of_the_host_data() {
        QTest::addColumn<int>("drafts");
        QTest::addColumn<bool>("filtered");
        QTest::addColumn<bool>("constrained");
        for (const int drafts : {0, 3}) {
            QTest::addRow("greedy, %d guesses", drafts) << drafts << false << false;
            QTest::addRow("every filter, %d guesses", drafts) << drafts << true << false;
            QTest::addRow("a grammar, %d guesses", drafts) << drafts << true << true;
        }
    }
    void the_tokens_of_the_host() {
        QFETCH(int, drafts);
        QFETCH(bool, filtered);
        QFETCH(bool, constrained);
        Bench host({}, 16, drafts);
        DeviceBench device(drafts);
        Request request = host.free_running({said(chat::Role::User, "Roll the dice.")}, 14);
        if (filtered) {
            const auto biases = request.sampling.logit_bias;
            request.sampling = everything();
            request.sampling.logit_bias = biases;
            request.sampling.max_tokens = 14;
        }
        if (constrained) {
            request.prompt.thinking = true; // free at first, then by the grammar
            request.sampling.logit_bias[*host.tokenizer.token_id("</think>")] = 6.0f;
            request.format = {ResponseFormat::JsonSchema,
                              {{"type", "array"}, {"items", {{"type", "integer"}}}, {"minItems", 4}}};
        }
        request.sampling.top_logprobs = constrained ? -1 : 3;
        const Answer expected = host.ask(request), answer = device.ask(request);
        QVERIFY2(simt::findings().empty(),
                 simt::findings().empty() ? "" : simt::findings()[0].text().c_str());
        QCOMPARE(answer.content(), expected.content());
        QCOMPARE(answer.finished().message.reasoning_content, expected.finished().message.reasoning_content);
        QCOMPARE(answer.usage().completion_tokens, expected.usage().completion_tokens);
        QCOMPARE(answer.usage().guessed_tokens, expected.usage().guessed_tokens);
        QCOMPARE(answer.usage().accepted_guesses, expected.usage().accepted_guesses);
        // All but the first token, which comes with the prompt.
        QVERIFY(device.choices + 1 >=
                static_cast<std::size_t>(answer.usage().completion_tokens - answer.usage().forced_tokens));
        const auto ours = answer.all<Logprobs>(), theirs = expected.all<Logprobs>();
        QCOMPARE(ours.size(), theirs.size());
        for (std::size_t i = 0; i < ours.size(); ++i) {
            QCOMPARE(ours[i].chosen.id, theirs[i].chosen.id);
            QCOMPARE(ours[i].chosen.bytes, theirs[i].chosen.bytes);
            QVERIFY(std::abs(ours[i].chosen.logprob - theirs[i].chosen.logprob) < 1e-4f);
            QCOMPARE(ours[i].top.size(), theirs[i].top.size());
            for (std::size_t n = 0; n < ours[i].top.size(); ++n)
                QCOMPARE(ours[i].top[n].id, theirs[i].top[n].id);
        }
    }

    /// More alternatives than the device tells of.
    void the_host_chooses_where_the_device_cannot() {
        DeviceBench device;
        Request request = device.free_running({said(chat::Role::User, "Hi")}, 4);
        request.sampling.top_logprobs = 100;
        const Answer answer = device.ask(request);
        QCOMPARE(answer.all<Logprobs>().at(1).top.size(), std::size_t{100});
        QCOMPARE(device.choices, std::size_t{0});
    }

    /// Rows of a step with lists, masks and probabilities of their own, each as if it were alone.
    void rows_have_rules_of_their_own() {
        simt::start({});
        constexpr std::int64_t kVocab = 70;
        const auto backend = cuda::make_backend({.piece_bytes = 0});
        Ids known(kVocab - 3);
        std::iota(known.begin(), known.end(), 0);
        const auto chooser = backend->make_chooser(kVocab, known);
        std::vector<float> logits;
        for (int i = 0; i < 4 * kVocab; ++i)
            logits.push_back(static_cast<float>(i * 37 % 101) / 20.0f);
        std::vector<ops::TokenRule> rules(4);
        rules[0].occurrences = {{5, 2}, {60, 0}};
        rules[0].repetition_penalty = 1.5f;
        rules[0].frequency_penalty = 0.5f;
        rules[1].allowed = {1ull << 40 | 1ull << 9}; // shorter than the vocabulary
        rules[1].top_logprobs = 5;
        rules[2].temperature = 0.0f;
        rules[2].biases = {{66, 9.0f}, {3, -1.0f}, {69, 100.0f}}; // the last is no known id
        rules[3].allowed = {0, 1ull << 4};
        for (std::size_t i = 0; i < rules.size(); ++i)
            rules[i].seed = 11 + i;
        const auto chosen = [&](std::size_t first, std::size_t count) {
            const auto rows = static_cast<std::int64_t>(count);
            const ops::Buffer buffer = backend->allocate(ops::DType::F32, rows, kVocab);
            backend->upload(buffer.view(), logits.data() + first * kVocab);
            const auto choices = chooser->choose(buffer.view(), std::span(rules).subspan(first, count));
            return std::vector<ops::TokenChoice>(choices.begin(), choices.end());
        };
        const auto together = chosen(0, 4);
        QCOMPARE(together[2].id, 66);
        QCOMPARE(together[3].id, -1);
        QVERIFY(together[1].id == 9 || together[1].id == 40);
        QCOMPARE(together[1].top.size(), std::size_t{5});
        QVERIFY(together[0].top.empty() && together[2].top.empty());
        for (std::size_t i = 0; i < rules.size(); ++i) {
            const auto alone = chosen(i, 1);
            QCOMPARE(alone[0].id, together[i].id);
            QVERIFY(alone[0].status == together[i].status);
            QCOMPARE(alone[0].logprob, together[i].logprob);
            QVERIFY(alone[0].top == together[i].top);
        }
        // Only id 68 is allowed, and that means nothing.
        QVERIFY(together[3].status == ops::TokenChoice::Status::NothingAllowed);
        QVERIFY_EXCEPTION_THROWN(Sampler::chosen(together[3]), Error);
        const ops::Buffer wrong = backend->allocate(ops::DType::F32, 1, kVocab - 1);
        QVERIFY_EXCEPTION_THROWN(chooser->choose(wrong.view(), std::span(rules).first(1)), Error);
        QVERIFY(simt::findings().empty());
    }
};

QTEST_APPLESS_MAIN(DeviceChoiceTest)
#include "device_choice_test.moc"
