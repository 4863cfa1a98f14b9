#include "app/host/model_host.h"
#include "tests/app/host/fake_engine.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QTest>

#include <latch>
#include <semaphore>

using namespace hadal;
using namespace hadal::host;
using namespace hadal::test;
using runtime::Event;
using runtime::FinishReason;

namespace {

Factory engine_that(FakeEngine::Answer answer) {
    return [answer](const ProgressFn&, std::stop_token) { return std::make_unique<FakeEngine>(answer); };
}

runtime::Request say(const std::string& text) {
    runtime::Request request;
    request.messages.emplace_back().content = text;
    return request;
}

/// Everything a reply sends.
struct Record {
    explicit Record(Reply* reply) : reply_(reply) {
        QObject::connect(reply, &Reply::events, reply, [this](const std::vector<Event>& batch) {
            batches.push_back(batch);
            all.insert(all.end(), batch.begin(), batch.end());
        });
        QObject::connect(reply, &Reply::finished, reply, [this] { ++finished; });
    }
    std::string text() const {
        std::string joined;
        for (const auto& event : all)
            if (const auto* delta = std::get_if<runtime::ContentDelta>(&event))
                joined += delta->text;
        return joined;
    }
    const runtime::Finished* end() const {
        return all.empty() ? nullptr : std::get_if<runtime::Finished>(&all.back());
    }
    const runtime::Failed* failure() const {
        return all.empty() ? nullptr : std::get_if<runtime::Failed>(&all.back());
    }

    QPointer<Reply> reply_;
    std::vector<std::vector<Event>> batches;
    std::vector<Event> all;
    int finished = 0;
};

} // namespace

class ModelHostTest : public QObject {
    Q_OBJECT

  private slots:
    void cleanup() { QCOMPARE(FakeEngine::alive.load(), 0); }

    void loadsAndTellsHow() {
        std::binary_semaphore go_on(0);
        ModelHost host;
        QCOMPARE(host.state(), ModelHost::State::Empty);
        std::vector<ModelHost::State> states;
        connect(&host, &ModelHost::stateChanged, &host, [&] { states.push_back(host.state()); });
        host.load([&](const ProgressFn& progress, std::stop_token) {
            progress({"Reading", 0.25});
            go_on.acquire();
            return std::make_unique<FakeEngine>(talk_until_stopped);
        });
        QCOMPARE(host.state(), ModelHost::State::Loading);
        QTRY_COMPARE(host.progress(), 0.25);
        QCOMPARE(host.activity(), QString("Reading"));
        QCOMPARE(host.modelName(), QString());
        go_on.release();
        QTRY_COMPARE(host.state(), ModelHost::State::Ready);
        QCOMPARE(host.progress(), 1.0);
        QCOMPARE(host.modelName(), QString("fake"));
        QCOMPARE(host.contextLength(), 4096);
        QCOMPARE(states, (std::vector{ModelHost::State::Loading, ModelHost::State::Ready}));
    }

    void failedLoadSaysWhy_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("expected");
        QTest::newRow("typed") << 0 << "config.json is missing";
        QTest::newRow("memory") << 1 << "not enough memory";
        QTest::newRow("nothing") << 2 << "no engine";
    }
    void failedLoadSaysWhy() {
        QFETCH(int, kind);
        QFETCH(QString, expected);
        ModelHost host;
        host.load([kind](const ProgressFn&, std::stop_token) -> std::unique_ptr<runtime::ChatEngine> {
            if (kind == 0)
                throw Error(ErrorKind::InvalidFile, "config.json is missing");
            if (kind == 1)
                throw std::bad_alloc();
            return nullptr;
        });
        Record waiting(host.ask(say("hello"))); // asked while loading
        QTRY_COMPARE(host.state(), ModelHost::State::Failed);
        QVERIFY2(host.errorMessage().contains(expected), qPrintable(host.errorMessage()));
        QTRY_COMPARE(waiting.finished, 1);
        QVERIFY(waiting.failure());
        QVERIFY(QString::fromStdString(waiting.failure()->message).contains(expected));
    }

    void withoutModelRepliesFail() {
        ModelHost host;
        Record record(host.ask(say("hello")));
        QCOMPARE(record.finished, 0); // never from within ask()
        QTRY_COMPARE(record.finished, 1);
        QVERIFY(record.failure());
        QVERIFY(QString::fromStdString(record.failure()->message).contains("No model is loaded"));
        QVERIFY(record.reply_->isFinished());
    }

    void deltasArriveWholeInOrderAndJoined() {
        constexpr int count = 20000;
        ModelHost host;
        host.load(engine_that([](const runtime::Request&, const FakeEngine::Send& send, std::stop_token) {
            send(runtime::PromptProgress{1, 3, 0});
            send(runtime::PromptProgress{3, 3, 0});
            send(reasoning("think "));
            send(reasoning("more"));
            for (int i = 0; i < count; ++i)
                send(content(std::to_string(i) + " "));
            send(runtime::ToolCallDelta{0, "call_a", "f", ""});
            send(runtime::ToolCallDelta{0, "", "", "{\"x\""});
            send(runtime::ToolCallDelta{0, "", "", ":1}"});
            send(runtime::ToolCallDelta{1, "call_b", "g", "{}"});
            send(ended(FinishReason::ToolCalls, "all"));
            send(content("after the end")); // against the contract: not passed on
        }));
        Record record(host.ask(say("count")));
        QTRY_COMPARE(record.finished, 1);

        std::string expected;
        for (int i = 0; i < count; ++i)
            expected += std::to_string(i) + " ";
        QCOMPARE(record.text(), expected);
        QVERIFY(record.end());
        QCOMPARE(record.end()->message.content.value_or(""), std::string("all"));
        // Within a batch no two neighbours could have been one event.
        for (const auto& batch : record.batches) {
            QVERIFY(!batch.empty());
            for (std::size_t i = 1; i < batch.size(); ++i)
                QVERIFY(batch[i].index() != batch[i - 1].index() ||
                        std::holds_alternative<runtime::ToolCallDelta>(batch[i]));
        }
        std::string calls;
        for (const auto& event : record.all)
            if (const auto* delta = std::get_if<runtime::ToolCallDelta>(&event))
                calls += (delta->name.empty() ? "" : "|" + delta->name + ":") + delta->arguments;
        QCOMPARE(calls, std::string("|f:{\"x\":1}|g:{}"));
    }

    void batchesComeAtMostOncePerFrame() {
        ModelHost host;
        host.load(engine_that(talk_until_stopped));
        Reply* reply = host.ask(say("talk"));
        Record record(reply);
        QElapsedTimer clock;
        clock.start();
        while (clock.elapsed() < 320)
            QTest::qWait(5);
        // A precise timer may catch up by one tick, never more.
        QVERIFY2(record.batches.size() <= static_cast<std::size_t>(clock.elapsed() / 16 + 1),
                 qPrintable(QString::number(record.batches.size())));
        QVERIFY(!record.batches.empty());
        for (const auto& batch : record.batches)
            QCOMPARE(batch.size(), std::size_t(1));
        reply->abort();
        QTRY_COMPARE(record.finished, 1);
        QCOMPARE(record.end()->reason, FinishReason::Cancelled);
    }

    void requestsQueueInOrder() {
        ModelHost host;
        host.load(
            engine_that([](const runtime::Request& request, const FakeEngine::Send& send, std::stop_token) {
                send(content(*request.messages.at(0).content));
                send(ended(FinishReason::Stop));
            }));
        std::vector<std::string> order;
        int finished = 0;
        for (int i = 0; i < 50; ++i) {
            Reply* reply = host.ask(say(std::to_string(i)));
            connect(reply, &Reply::events, reply, [&](const std::vector<Event>& batch) {
                order.push_back(std::get<runtime::ContentDelta>(batch.at(0)).text);
            });
            connect(reply, &Reply::finished, reply, [&finished, reply] {
                ++finished;
                reply->deleteLater();
            });
        }
        QTRY_COMPARE(finished, 50);
        for (int i = 0; i < 50; ++i)
            QCOMPARE(order.at(static_cast<std::size_t>(i)), std::to_string(i));
    }

    void abortEndsTheRunningReplyOnly() {
        ModelHost host;
        host.load(engine_that(
            [](const runtime::Request& request, const FakeEngine::Send& send, std::stop_token stop) {
                if (request.messages.at(0).content == "long")
                    return talk_until_stopped(request, send, stop);
                send(content("short"));
                send(ended(FinishReason::Stop));
            }));
        Record first(host.ask(say("long")));
        Record second(host.ask(say("quick")));
        QTRY_VERIFY(!first.all.empty());
        first.reply_->abort();
        first.reply_->abort();
        QTRY_COMPARE(first.finished, 1);
        QCOMPARE(first.end()->reason, FinishReason::Cancelled);
        QTRY_COMPARE(second.finished, 1);
        QCOMPARE(second.text(), std::string("short"));
        second.reply_->abort(); // after the end: nothing happens
        QTest::qWait(40);
        QCOMPARE(second.finished, 1);
        QCOMPARE(first.finished, 1);
    }

    void abortedBeforeItsTurnEndsAtOnce() {
        ModelHost host;
        std::atomic<int> answered{0};
        host.load(
            engine_that([&](const runtime::Request& r, const FakeEngine::Send& send, std::stop_token stop) {
                ++answered;
                talk_until_stopped(r, send, stop);
            }));
        Record running(host.ask(say("one")));
        Record queued(host.ask(say("two")));
        QTRY_VERIFY(!running.all.empty());
        queued.reply_->abort();
        QTRY_COMPARE(queued.finished, 1);
        QCOMPARE(queued.end()->reason, FinishReason::Cancelled);
        QCOMPARE(running.finished, 0);
        running.reply_->abort();
        QTRY_COMPARE(running.finished, 1);
        QCOMPARE(answered.load(), 1);
    }

    void deletingAReplyStopsTheEngine() {
        std::atomic<bool> stopped{false};
        ModelHost host;
        host.load(
            engine_that([&](const runtime::Request& r, const FakeEngine::Send& send, std::stop_token stop) {
                talk_until_stopped(r, send, stop);
                stopped = true;
            }));
        Reply* reply = host.ask(say("talk"));
        // From within its own signal, the hardest moment.
        connect(reply, &Reply::events, &host, [reply] { delete reply; });
        QTRY_VERIFY(stopped.load());
    }

    void misbehavingEnginesEndInFailed() {
        ModelHost host;
        host.load(
            engine_that([](const runtime::Request& request, const FakeEngine::Send& send, std::stop_token) {
                send(content("some"));
                if (request.messages.at(0).content == "throw")
                    throw std::runtime_error("odd");
            }));
        Record thrown(host.ask(say("throw")));
        Record silent(host.ask(say("silent")));
        QTRY_COMPARE(silent.finished, 1);
        QVERIFY(thrown.failure());
        QCOMPARE(thrown.failure()->kind, ErrorKind::Internal);
        QVERIFY(thrown.failure()->message.find("odd") != std::string::npos);
        QVERIFY(silent.failure());
        QCOMPARE(thrown.text(), std::string("some"));
    }

    void unloadCancelsLoading() {
        ModelHost host;
        std::latch loading(1);
        std::atomic<bool> stopped{false};
        host.load([&](const ProgressFn&, std::stop_token stop) -> std::unique_ptr<runtime::ChatEngine> {
            loading.count_down();
            while (!stop.stop_requested())
                std::this_thread::yield();
            stopped = true;
            throw Error(ErrorKind::Cancelled, "stopped");
        });
        loading.wait();
        host.unload();
        QCOMPARE(host.state(), ModelHost::State::Empty);
        QTRY_VERIFY(stopped.load());
        QTest::qWait(40);
        QCOMPARE(host.state(), ModelHost::State::Empty); // the end of the old load changes nothing
        QCOMPARE(host.errorMessage(), QString());
    }

    void anotherLoadReplacesModelAndRequests() {
        ModelHost host;
        host.load(engine_that(talk_until_stopped));
        Record old(host.ask(say("one")));
        QTRY_VERIFY(!old.all.empty());
        int alive_while_loading = -1;
        host.load([&](const ProgressFn&, std::stop_token) {
            alive_while_loading = FakeEngine::alive;
            return std::make_unique<FakeEngine>(
                [](const runtime::Request&, const FakeEngine::Send& send, std::stop_token) {
                    send(content("new"));
                    send(ended(FinishReason::Stop));
                });
        });
        Record fresh(host.ask(say("two")));
        QTRY_COMPARE(old.finished, 1);
        QCOMPARE(old.end()->reason, FinishReason::Cancelled);
        QTRY_COMPARE(fresh.finished, 1);
        QCOMPARE(fresh.text(), std::string("new"));
        QCOMPARE(alive_while_loading, 0); // two models never share the memory
    }

    void slotsMayLoadAgain() {
        ModelHost host;
        int loads = 0;
        connect(&host, &ModelHost::stateChanged, &host, [&] {
            if (host.state() == ModelHost::State::Ready && ++loads < 3)
                host.load(engine_that(talk_until_stopped));
        });
        host.load(engine_that(talk_until_stopped));
        QTRY_COMPARE(loads, 3);
        QCOMPARE(host.state(), ModelHost::State::Ready);
    }

    void destroyedWhileLoading() {
        std::latch loading(1);
        auto host = std::make_unique<ModelHost>();
        host->load(
            [&](const ProgressFn& progress, std::stop_token stop) -> std::unique_ptr<runtime::ChatEngine> {
                loading.count_down();
                while (!stop.stop_requested())
                    progress({"still", 0.5});
                throw Error(ErrorKind::Cancelled, "stopped");
            });
        host->ask(say("waits"));
        loading.wait();
        host.reset(); // hangs if the stop does not reach the loader
    }

    void destroyedWhileGenerating() {
        for (int round = 0; round < 20; ++round) {
            auto host = std::make_unique<ModelHost>();
            host->load(engine_that(talk_until_stopped));
            Record record(host->ask(say("talk")));
            host->ask(say("next"));
            if (round % 2)
                QTRY_VERIFY(!record.batches.empty());
            QPointer<Reply> reply = record.reply_;
            host.reset();
            QVERIFY(!reply);
            QCOMPARE(record.finished, 0);
        }
    }

    void destroyedByASlot() {
        auto* host = new ModelHost;
        bool done = false;
        host->load(engine_that(talk_until_stopped));
        connect(host->ask(say("talk")), &Reply::events, this, [&, host] {
            delete host;
            done = true;
        });
        QTRY_VERIFY(done);
    }

    void countsWhileGenerating() {
        ModelHost host;
        auto before = host.countTokens({"abc"});
        QVERIFY_EXCEPTION_THROWN(before.waitForFinished(), Error);
        host.load(engine_that(talk_until_stopped));
        Record record(host.ask(say("talk")));
        QTRY_VERIFY(!record.all.empty());
        QCOMPARE(host.countTokens({"four", "five!"}).result(), QList<qint64>({4, 5}));
    }
};

QTEST_GUILESS_MAIN(ModelHostTest)
#include "model_host_test.moc"
