#include "app/conversations/answer_recorder.h"
#include "app/conversations/store.h"
#include "tests/app/conversations/records.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace hadal;
using namespace hadal::conversations;
using runtime::Event;

class AnswerRecorderTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<Store> store_;
    Conversation talk_;
    Message question_;

    std::unique_ptr<AnswerRecorder> record() {
        auto answer = test::message(talk_, question_.id, "", Role::Assistant);
        answer.model = "tiny";
        return std::make_unique<AnswerRecorder>(store_.get(), answer);
    }
    Message saved() { return store_->messages(talk_.id).result().last(); }

    static Event finished(runtime::FinishReason reason) {
        runtime::Finished end;
        end.message.content = "Hello 世界";
        end.message.reasoning_content = "Hm, well";
        end.message.tool_calls = {{"call_1", "f", "{\"x\":1}"}};
        end.reason = reason;
        end.usage = {100, 60, 21, 8, 0.5, 2.0};
        return end;
    }

  private slots:
    void init() {
        store_.reset();
        folder_ = std::make_unique<QTemporaryDir>();
        store_ = std::make_unique<Store>(folder_->path());
        store_->open();
        talk_ = test::conversation("talk");
        question_ = test::message(talk_, "", "Hello?");
        store_->add(talk_);
        store_->append(question_);
    }

    void startsAsAStreamingMessage() {
        const auto recorder = record();
        const auto message = saved();
        QVERIFY(message == recorder->message());
        QCOMPARE(message.state, MessageState::Streaming);
        QCOMPARE(message.parent, question_.id);
        QCOMPARE(store_->conversations().result().at(0).leaf, message.id);
    }

    void joinsDeltasAndSavesWhileTheyCome() {
        const auto recorder = record();
        recorder->apply({runtime::PromptProgress{1, 2, 0}, runtime::ReasoningDelta{"Hm, "}});
        recorder->apply({runtime::ReasoningDelta{"well"}, runtime::ContentDelta{"Hello "}});
        recorder->apply({runtime::ContentDelta{"世界"}, runtime::ToolCallDelta{0, "call_1", "f", "{\"x\""},
                         runtime::ToolCallDelta{0, "", "", ":1}"},
                         runtime::ToolCallDelta{1, "call_2", "g", ""}});
        QCOMPARE(recorder->message().content, QString("Hello 世界"));
        QCOMPARE(recorder->message().reasoning, QString("Hm, well"));
        QCOMPARE(recorder->message().toolCalls.size(), 2);
        QCOMPARE(recorder->message().toolCalls[0].toObject()["arguments"].toString(), QString("{\"x\":1}"));
        QCOMPARE(saved().content, QString());                 // not at every batch …
        QTRY_COMPARE(saved().content, QString("Hello 世界")); // … but soon, without anything more to come
        QCOMPARE(saved().state, MessageState::Streaming);
        QVERIFY(saved().toolCalls == recorder->message().toolCalls);
    }

    void droppedCallIsForgotten() {
        const auto recorder = record();
        recorder->apply({runtime::ToolCallDelta{0, "call_1", "f", "{}"},
                         runtime::ToolCallDelta{1, "call_2", "g", "{"}, runtime::ToolCallDropped{1},
                         runtime::ToolCallDropped{7}, runtime::ContentDelta{"its text"}});
        QCOMPARE(recorder->message().toolCalls.size(), 1);
        QCOMPARE(recorder->message().toolCalls[0].toObject()["name"].toString(), QString("f"));
    }

    void pieceOfACallThatNeverBeganIsDropped() {
        const auto recorder = record();
        recorder->apply({runtime::ToolCallDelta{5, "", "", "x"}, runtime::ToolCallDelta{-1, "", "", "x"}});
        QVERIFY(recorder->message().toolCalls.isEmpty());
    }

    void numbersAreThereWhileItStreams() {
        const auto recorder = record();
        runtime::Usage usage;
        usage.prompt_tokens = 100;
        usage.completion_tokens = 6;
        usage.decode_s = 0.5;
        recorder->apply({runtime::ContentDelta{"Hello"}, usage});
        QVERIFY(!recorder->isFinished());
        QCOMPARE(recorder->message().numbers.promptTokens, 100);
        QCOMPARE(recorder->message().numbers.completionTokens, 6);
        QCOMPARE(recorder->message().numbers.tokensPerSecond, 10.0);
    }

    void endIsSavedAtOnce_data() {
        QTest::addColumn<int>("reason");
        QTest::addColumn<int>("state");
        const auto row = [](const char* name, runtime::FinishReason reason, MessageState state) {
            QTest::newRow(name) << static_cast<int>(reason) << static_cast<int>(state);
        };
        row("stop", runtime::FinishReason::Stop, MessageState::Complete);
        row("calls", runtime::FinishReason::ToolCalls, MessageState::Complete);
        row("length", runtime::FinishReason::Length, MessageState::Truncated);
        row("cancelled", runtime::FinishReason::Cancelled, MessageState::Cancelled);
    }
    void endIsSavedAtOnce() {
        QFETCH(int, reason);
        QFETCH(int, state);
        const auto recorder = record();
        QSignalSpy ended(recorder.get(), &AnswerRecorder::finished);
        recorder->apply({runtime::ReasoningDelta{"Hm, well"}, runtime::ContentDelta{"Hello 世界"},
                         finished(static_cast<runtime::FinishReason>(reason)),
                         runtime::ContentDelta{"late"}});
        QCOMPARE(ended.size(), 1);
        QVERIFY(recorder->isFinished());
        const auto message = saved();
        QVERIFY(message == recorder->message());
        QCOMPARE(static_cast<int>(message.state), state);
        QCOMPARE(message.content, QString("Hello 世界"));
        QCOMPARE(message.toolCalls.size(), 1);
        QCOMPARE(message.numbers.promptTokens, 100);
        QCOMPARE(message.numbers.cachedTokens, 60);
        QCOMPARE(message.numbers.completionTokens, 21);
        QCOMPARE(message.numbers.reasoningTokens, 8);
        QCOMPARE(message.numbers.tokensPerSecond, 10.0);
    }

    void failureKeepsTheText() {
        const auto recorder = record();
        recorder->apply({runtime::ContentDelta{"So far"}});
        recorder->apply({runtime::Failed{ErrorKind::ContextFull, "The context is full.", {}}});
        QCOMPARE(saved().state, MessageState::Failed);
        QCOMPARE(saved().content, QString("So far"));
        QCOMPARE(saved().error, QString("The context is full."));
    }

    void deletedBeforeTheEndIsCancelled() {
        record()->apply({runtime::ContentDelta{"So far"}});
        QCOMPARE(saved().state, MessageState::Cancelled);
        QCOMPARE(saved().content, QString("So far"));
    }
};

QTEST_GUILESS_MAIN(AnswerRecorderTest)
#include "answer_recorder_test.moc"
