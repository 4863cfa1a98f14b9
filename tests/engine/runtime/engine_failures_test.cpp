// Requests that are cancelled or fail, and what is left of them.
#include "engine_bench.h"

#include <atomic>
#include <thread>

using namespace hadal;
using namespace hadal::runtime;
using namespace hadal::test;

class EngineFailuresTest : public QObject {
    Q_OBJECT

  private slots:
    void cancelled_while_reading_it_keeps_whole_chunks_data() {
        QTest::addColumn<int>("step");
        QTest::addColumn<int>("layer");
        QTest::newRow("first layer") << 0 << 0;
        QTest::newRow("third chunk, first layer") << 2 << 0;
        QTest::newRow("third chunk, last layer") << 2 << FakeModel::layers - 1;
    }
    void cancelled_while_reading_it_keeps_whole_chunks() {
        QFETCH(int, step);
        QFETCH(int, layer);
        Bench bench({}, 8);
        const Request request = bench.free_running({said(chat::Role::User, std::string(60, 'y'))}, 6);
        std::stop_source stop;
        int layers_after = 0;
        bench.state.on_layer = [&](int at_step, int at_layer) {
            layers_after += stop.stop_requested();
            if (at_step == step && at_layer == layer)
                stop.request_stop();
        };
        const Answer answer = bench.ask(request, stop.get_token());
        QCOMPARE(answer.finished().reason, FinishReason::Cancelled);
        QCOMPARE(answer.content(), std::string());
        QCOMPARE(answer.usage().completion_tokens, 0);
        QCOMPARE(layers_after, 0);

        bench.state.on_layer = nullptr;
        const Answer again = bench.ask(request);
        QCOMPARE(again.usage().cached_tokens, step * 8);
        Bench fresh;
        QCOMPARE(again.content(), fresh.ask(request).content());
    }

    void cancelled_while_answering_it_keeps_the_text() {
        Bench bench;
        const Request request = bench.free_running({said(chat::Role::User, "Talk!")}, 100);
        bench.script(request, "This is how far it came", false);
        const auto wanted = bench.tokenizer.encode("This is");
        std::stop_source stop;
        bench.state.on_layer = [&](int step, int) {
            // Steps are the chunks of the prompt, then the tokens.
            const auto chunks = static_cast<int>((bench.prompt(request).size() + 15) / 16);
            if (step == chunks + static_cast<int>(wanted.size()) - 1)
                stop.request_stop();
        };
        const Answer answer = bench.ask(request, stop.get_token());
        QCOMPARE(answer.finished().reason, FinishReason::Cancelled);
        QCOMPARE(answer.content(), std::string("This is"));
        QCOMPARE(answer.usage().completion_tokens, static_cast<std::int64_t>(wanted.size()));

        bench.state.on_layer = nullptr;
        bench.state.reply.clear();
        const Answer again = bench.ask(request);
        QCOMPARE(again.usage().cached_tokens, again.usage().prompt_tokens - 1);
        Bench fresh;
        QCOMPARE(again.content(), fresh.ask(request).content());
    }

    void cancelled_before_it_began() {
        Bench bench;
        std::stop_source stop;
        stop.request_stop();
        const Answer answer = bench.ask(question(), stop.get_token());
        QCOMPARE(answer.finished().reason, FinishReason::Cancelled);
        QVERIFY(bench.state.steps.empty());
    }

    void cancelled_from_another_thread_while_others_count() {
        Bench bench;
        const Request request = bench.free_running({said(chat::Role::User, "Go on for ever.")}, 0);
        std::stop_source stop;
        std::atomic<int> deltas{0};
        std::jthread canceller([&] {
            while (deltas.load() < 20)
                std::this_thread::yield();
            stop.request_stop();
        });
        std::jthread counter([&](std::stop_token done) {
            while (!done.stop_requested())
                if (bench.engine->count_tokens("counted beside it") <= 0)
                    deltas = -1;
        });
        Answer answer;
        bench.engine->generate(
            request,
            [&](Event event) {
                deltas += std::holds_alternative<ContentDelta>(event);
                answer.events.push_back(std::move(event));
            },
            stop.get_token());
        answer.check();
        QCOMPARE(answer.finished().reason, FinishReason::Cancelled);
        QVERIFY(answer.all<ContentDelta>().size() >= 20);
    }

    void what_the_model_throws_becomes_failed_data() {
        QTest::addColumn<int>("thrown");
        QTest::addColumn<int>("kind");
        QTest::newRow("typed") << 0 << static_cast<int>(ErrorKind::InvalidFile);
        QTest::newRow("standard") << 1 << static_cast<int>(ErrorKind::Internal);
        QTest::newRow("memory") << 2 << static_cast<int>(ErrorKind::OutOfMemory);
    }
    void what_the_model_throws_becomes_failed() {
        QFETCH(int, thrown);
        QFETCH(int, kind);
        for (const int at_step : {0, 1, 5}) { // while reading and while answering
            Bench bench;
            const Request request = bench.free_running({said(chat::Role::User, "Break, please.")}, 20);
            bench.state.on_layer = [&](int step, int) {
                if (step != at_step)
                    return;
                if (thrown == 0)
                    throw Error(ErrorKind::InvalidFile, "The weights are gone.");
                if (thrown == 1)
                    throw std::runtime_error("The weights are gone.");
                throw std::bad_alloc();
            };
            const Answer answer = bench.ask(request);
            QCOMPARE(static_cast<int>(answer.failed().kind), kind);
            QVERIFY(answer.failed().message.find(thrown == 2 ? "memory" : "The weights are gone.") !=
                    std::string::npos);
            QCOMPARE(answer.failed().usage.prompt_tokens,
                     static_cast<std::int64_t>(bench.prompt(request).size()));

            // What the cache holds after that is unknown, so it is not used again.
            bench.state.on_layer = nullptr;
            const Answer again = bench.ask(request);
            QCOMPARE(again.usage().cached_tokens, 0);
            Bench fresh;
            QCOMPARE(again.content(), fresh.ask(request).content());
        }
    }
};

QTEST_APPLESS_MAIN(EngineFailuresTest)
#include "engine_failures_test.moc"
