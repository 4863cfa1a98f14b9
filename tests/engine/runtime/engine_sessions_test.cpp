// What the engine keeps of a conversation for the next request.
#include "engine_bench.h"

using namespace hadal;
using namespace hadal::runtime;
using namespace hadal::test;

class EngineSessionsTest : public QObject {
    Q_OBJECT

  private slots:
    void memoryComesFromOtherConversations() {
        Bench bench;
        const auto ask_in = [&](const std::string& session, std::size_t length) {
            Request request = bench.free_running({said(chat::Role::User, std::string(length, 'x'))}, 20);
            request.session = session;
            return bench.ask(request);
        };
        bench.state.max_held = 600;
        for (const char* session : {"a", "b", "c"})
            QCOMPARE(ask_in(session, 100).finished().reason, FinishReason::Length);
        QCOMPARE(bench.state.caches.size(), std::size_t{3});
        QCOMPARE(ask_in("d", 350).finished().reason, FinishReason::Length); // takes the place of the oldest
        QVERIFY(bench.state.caches.size() < 4 && bench.state.caches.size() > 1);
        QVERIFY(ask_in("d", 350).usage().cached_tokens > 300); // the one in use has stayed
        const Answer none = ask_in("e", 700);
        QVERIFY(std::holds_alternative<Failed>(none.events.back()));
        QCOMPARE(none.failed().kind, ErrorKind::OutOfMemory);
        QCOMPARE(ask_in("f", 100).finished().reason, FinishReason::Length); // and nothing is broken
    }

    void a_longer_conversation_goes_on_from_the_cache() {
        Bench bench;
        std::vector<chat::Message> messages{said(chat::Role::User, "A first question?")};
        const Request first = bench.free_running(messages, 0);
        bench.script(first, "A first answer.");
        Request plain = first;
        plain.sampling.logit_bias.clear();
        bench.ask(plain);
        bench.state.reply.clear();

        messages.push_back(said(chat::Role::Assistant, "A first answer."));
        messages.push_back(said(chat::Role::User, "And a second?"));
        const Request second = bench.free_running(messages, 12);
        Ids held = bench.prompt(first);
        const Ids answer_ids = bench.tokenizer.encode("A first answer.");
        held.insert(held.end(), answer_ids.begin(), answer_ids.end());
        const Ids prompt = bench.prompt(second);
        QCOMPARE(common_prefix(held, prompt), held.size()); // the whole first turn
        const Answer answer = bench.ask(second);
        QCOMPARE(answer.usage().cached_tokens, static_cast<std::int64_t>(held.size()));
        QCOMPARE(answer.all<PromptProgress>().front().done, answer.usage().cached_tokens);
        QCOMPARE(bench.state.tokens_passed(), prompt.size() - held.size() + 11);

        Bench fresh;
        QCOMPARE(fresh.ask(second).content(), answer.content());
    }

    void an_edited_conversation_recomputes_from_the_change() {
        Bench bench;
        std::vector<chat::Message> messages{said(chat::Role::System, "You are kind."),
                                            said(chat::Role::User, "One?"), said(chat::Role::Assistant, "1"),
                                            said(chat::Role::User, "Two?")};
        const Request before = bench.free_running(messages, 10);
        bench.ask(before);
        messages[1] = said(chat::Role::User, "Ones?");
        const Request after = bench.free_running(messages, 10);
        const std::size_t shared = common_prefix(bench.prompt(before), bench.prompt(after));
        QVERIFY(shared > 5);
        const Answer answer = bench.ask(after);
        QCOMPARE(answer.usage().cached_tokens, static_cast<std::int64_t>(shared));
        QCOMPARE(bench.state.tokens_passed(), bench.prompt(after).size() - shared + 9);
        Bench fresh;
        QCOMPARE(fresh.ask(after).content(), answer.content());
    }

    void regenerating_recomputes_one_token() {
        Bench bench;
        const Request request = bench.free_running({said(chat::Role::User, "Again?")}, 10);
        const Answer first = bench.ask(request);
        const Answer second = bench.ask(request);
        QCOMPARE(second.usage().cached_tokens, second.usage().prompt_tokens - 1);
        QCOMPARE(bench.state.tokens_passed(), std::size_t{1 + 9});
        QCOMPARE(second.content(), first.content());
    }

    void sessions_are_kept_by_name_and_number() {
        Bench bench({.max_sessions = 2});
        Request request = bench.free_running({said(chat::Role::User, "Which?")}, 3);
        const auto cached = [&](const char* session) {
            request.session = session;
            return bench.ask(request).usage().cached_tokens;
        };
        QCOMPARE(cached("a"), 0);
        QCOMPARE(cached("b"), 0);
        QVERIFY(cached("a") > 0);
        QCOMPARE(cached("c"), 0); // b goes
        QVERIFY(cached("a") > 0);
        QCOMPARE(cached("b"), 0);
        QCOMPARE(bench.state.caches.size(), std::size_t{2});
        QCOMPARE(cached(""), 0);
        QCOMPARE(cached(""), 0); // nothing is kept without a name
    }

    void a_seed_gives_the_same_answer_however_the_prompt_is_read() {
        Request request;
        Answer answers[3];
        for (const int i : {0, 1, 2}) {
            Bench bench({}, i == 1 ? 1 : 16);
            request = bench.free_running({said(chat::Role::User, "Dice")}, 30);
            request.sampling.temperature = 1.0f;
            request.sampling.top_p = 0.9f;
            request.sampling.seed = i == 2 ? 8 : 7;
            bench.ask(request);
            answers[i] = bench.ask(request);
        }
        QCOMPARE(answers[0].content(), answers[1].content());
        QVERIFY(answers[0].content() != answers[2].content());
    }
};

QTEST_APPLESS_MAIN(EngineSessionsTest)
#include "engine_sessions_test.moc"
