// Guessing ahead changes how many steps the model makes, and nothing else.
#include "engine_bench.h"

using namespace hadal;
using namespace hadal::runtime;
using namespace hadal::test;

namespace {

Request dice(const Bench& bench, float temperature, std::uint64_t seed) {
    Request request = bench.free_running({said(chat::Role::User, "Roll the dice.")}, 60);
    request.sampling.temperature = temperature;
    request.sampling.seed = seed;
    request.sampling.repetition_penalty = 1.1f;
    request.sampling.frequency_penalty = 0.1f;
    return request;
}

} // namespace

class EngineDraftsTest : public QObject {
    Q_OBJECT

  private slots:
    void the_same_answer_in_fewer_steps_data() {
        QTest::addColumn<int>("drafts");
        QTest::addColumn<float>("temperature");
        for (const int drafts : {1, 2, 3, 8})
            for (const float temperature : {0.0f, 0.3f, 1.0f})
                QTest::addRow("%d guesses at %.1f", drafts, static_cast<double>(temperature))
                    << drafts << temperature;
    }
    void the_same_answer_in_fewer_steps() {
        QFETCH(int, drafts);
        QFETCH(float, temperature);
        std::int64_t accepted = 0;
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            Bench plain, guessing({}, 16, drafts);
            const Request request = dice(plain, temperature, seed);
            const Answer expected = plain.ask(request), answer = guessing.ask(request);
            QCOMPARE(answer.content(), expected.content());
            QCOMPARE(answer.usage().completion_tokens, expected.usage().completion_tokens);
            QVERIFY(answer.usage().guessed_tokens > 0);
            QVERIFY(answer.usage().accepted_guesses <= answer.usage().guessed_tokens);
            accepted += answer.usage().accepted_guesses;
            // Every step gives one token of its own and those guessed rightly.
            QVERIFY(guessing.state.steps.size() < plain.state.steps.size() ||
                    answer.usage().accepted_guesses == 0);
        }
        QVERIFY(accepted > 20);
    }

    void limits_and_stops_are_obeyed() {
        for (const std::int64_t limit : {1, 2, 3, 7}) {
            Bench plain, guessing({}, 16, 3);
            Request request = dice(plain, 0.0f, 1);
            request.sampling.max_tokens = limit;
            QCOMPARE(guessing.ask(request).content(), plain.ask(request).content());
            QCOMPARE(guessing.ask(request).usage().completion_tokens, limit);
        }
        Bench guessing({.context_length = 40}, 16, 3);
        Request request = guessing.free_running({said(chat::Role::User, "Hi")}, 0);
        const Answer answer = guessing.ask(request);
        QCOMPARE(answer.finished().reason, FinishReason::Length);
        QCOMPARE(answer.usage().completion_tokens + answer.usage().prompt_tokens, 40);

        Bench stopping({}, 16, 3);
        request = question();
        request.sampling.stop = {"two"};
        stopping.script(request, "one two three four");
        QCOMPARE(stopping.ask(request).content(), std::string("one "));
    }

    /// The fake draft module refuses pairs that do not belong to the sequence, so this would fail if a
    /// session were taken up wrongly.
    void sessions_go_on() {
        Bench guessing({}, 16, 2), plain;
        std::vector<chat::Message> messages{said(chat::Role::User, "One?")};
        for (int turn = 0; turn < 4; ++turn) {
            const Request request = plain.free_running(messages, 9 + turn);
            const Answer answer = guessing.ask(request);
            QCOMPARE(answer.content(), plain.ask(request).content());
            if (turn > 0)
                QVERIFY(answer.usage().cached_tokens > 5);
            Request other = plain.free_running({said(chat::Role::User, "Between")}, 5);
            other.session = "other";
            guessing.ask(other);
            messages.push_back(said(chat::Role::Assistant, answer.content()));
            messages.push_back(said(chat::Role::User, turn == 2 ? "Else?" : "And?"));
        }
        messages[0] = said(chat::Role::User, "Won?");
        const Request edited = plain.free_running(messages, 9);
        QCOMPARE(guessing.ask(edited).content(), plain.ask(edited).content());
    }

    void constrained_answers_too() {
        for (const bool thinking : {false, true})
            for (std::uint64_t seed = 1; seed <= 4; ++seed) {
                Bench plain, guessing({}, 16, 3);
                Request request = dice(plain, 0.8f, seed);
                request.prompt.thinking = thinking;
                request.format = {ResponseFormat::JsonSchema,
                                  {{"type", "array"}, {"items", {{"type", "integer"}}}, {"minItems", 4}}};
                request.sampling.logit_bias = {{*plain.tokenizer.token_id("</think>"), 6.0f}};
                const Answer expected = plain.ask(request), answer = guessing.ask(request);
                QCOMPARE(answer.content(), expected.content());
                QCOMPARE(answer.finished().message.reasoning_content.value_or("-"),
                         expected.finished().message.reasoning_content.value_or("-"));
                QVERIFY(answer.usage().guessed_tokens > 0);
            }
    }

    void logprobs_are_the_models_own() {
        Bench plain, guessing({}, 16, 3);
        Request request = dice(plain, 0.5f, 3);
        request.sampling.top_logprobs = 2;
        const auto expected = plain.ask(request).all<Logprobs>(),
                   found = guessing.ask(request).all<Logprobs>();
        QCOMPARE(found.size(), expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            QCOMPARE(found[i].chosen.id, expected[i].chosen.id);
            QCOMPARE(found[i].chosen.logprob, expected[i].chosen.logprob);
        }
    }
};

QTEST_APPLESS_MAIN(EngineDraftsTest)
#include "engine_drafts_test.moc"
