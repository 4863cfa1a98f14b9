// From a completion's text to deltas: stop strings between parser and events, for any cut of the text.
#include "engine/chat/format.h"
#include "engine/runtime/answer_stream.h"

#include <QTest>

using namespace hadal;
using namespace hadal::runtime;

namespace {

const std::string block_begin = "\n\n<｜DSML｜function_calls>\n";
const std::string block_end = "</｜DSML｜function_calls>";

std::string invoke(const std::string& name, const std::string& value) {
    return "<｜DSML｜invoke name=\"" + name + "\">\n<｜DSML｜parameter name=\"a\" string=\"true\">" + value +
           "</｜DSML｜parameter>\n</｜DSML｜invoke>\n";
}

bool whole_characters(const std::string& text) {
    return QString::fromUtf8(text.data(), static_cast<int>(text.size())).toUtf8().toStdString() == text;
}

struct Outcome {
    chat::Message message;
    bool ended = false;
};

/// Pushes the text in pieces of 1 to `longest` bytes, until the stream has ended, and checks what holds for
/// all.
Outcome run(const std::string& completion, bool thinking, const std::vector<std::string>& stops,
            chat::End end, std::size_t longest) {
    MessageBuilder joined;
    bool whole = true;
    const std::function<void(Event)> collect = [&](Event event) {
        if (const auto* reasoning = std::get_if<ReasoningDelta>(&event))
            whole = whole && whole_characters(reasoning->text) && !reasoning->text.empty();
        if (const auto* content = std::get_if<ContentDelta>(&event))
            whole = whole && whole_characters(content->text) && !content->text.empty();
        joined.add(event);
    };
    AnswerStream stream(chat::format(chat::Family::V32).parser(thinking), stops, collect);
    std::uint32_t state = static_cast<std::uint32_t>(longest);
    for (std::size_t at = 0, length = 0; at < completion.size() && !stream.ended(); at += length) {
        state = state * 1664525u + 1013904223u;
        length = 1 + (state >> 16) % longest;
        stream.push(std::string_view(completion).substr(at, length));
    }
    Outcome outcome{stream.finish(end), stream.ended()};
    if (!whole || outcome.message.content.value_or("") != joined.message().content.value_or("") ||
        outcome.message.reasoning_content.value_or("") != joined.message().reasoning_content.value_or("") ||
        outcome.message.tool_calls != joined.message().tool_calls)
        throw std::runtime_error("the deltas do not join to the message");
    return outcome;
}

} // namespace

class AnswerStreamTest : public QObject {
    Q_OBJECT

  private slots:
    void outcomes_data() {
        QTest::addColumn<QString>("completion");
        QTest::addColumn<bool>("thinking");
        QTest::addColumn<QStringList>("stops");
        QTest::addColumn<bool>("complete");
        QTest::addColumn<QString>("reasoning");
        QTest::addColumn<QString>("content");
        QTest::addColumn<QStringList>("calls"); // name and arguments in turn
        using L = QStringList;
        const auto row = [](const char* name, const std::string& completion, bool thinking, const L& stops,
                            bool complete, const std::string& reasoning, const std::string& content,
                            const L& calls) {
            QTest::newRow(name) << QString::fromStdString(completion) << thinking << stops << complete
                                << QString::fromStdString(reasoning) << QString::fromStdString(content)
                                << calls;
        };
        const std::string call = block_begin + invoke("f", "x") + block_end;
        const std::string two = block_begin + invoke("f", "x") + invoke("g", "stop\n\n") + block_end;
        const L f{"f", R"({"a": "x"})"};

        row("text", "Hello.", false, {}, true, "", "Hello.", {});
        row("thought", "Hm.</think>Yes.", true, {}, true, "Hm.", "Yes.", {});
        row("empty thought", "</think>Yes.", true, {}, true, "", "Yes.", {});
        row("unfinished thought", "Hm, 日", true, {}, false, "Hm, 日", "", {});
        row("call", "So:" + call, false, {}, true, "", "So:", f);
        row("two calls", two, false, {}, true, "", "", f + L{"g", R"({"a": "stop\n\n"})"});
        row("stop in the content", "One stop two", false, {"stop"}, true, "", "One ", {});
        row("stop not in the thought", "I stop.</think>Then stop it", true, {"stop"}, true, "I stop.",
            "Then ", {});
        row("stop not across the thought's end", "a b</think>c d", true, {"bc", "d"}, true, "a b", "c ", {});
        row("stop not in an argument", two, false, {"stop", "x"}, true, "", "",
            f + L{"g", R"({"a": "stop\n\n"})"});
        row("blank line before calls is no content", "So:" + call, false, {"\n\n"}, true, "", "So:", f);
        row("blank line in the content", "So:\n\nthis", false, {"\n\n"}, true, "", "So:", {});
        row("stop that never completes", "So sto" + call, false, {"stop"}, true, "", "So sto", f);
        row("stop before the calls", "stop" + call, false, {"stop"}, true, "", "", {});
        row("held back at the end", "and sto", false, {"stop"}, false, "", "and sto", {});
        row("found in what was held back", "and\n\n", false, {"\n\n"}, false, "", "and", {});
        const std::string cut =
            block_begin + invoke("f", "x") + "<｜DSML｜invoke name=\"g\">\n<｜DSML｜parameter na";
        row("cut within the second call", "So:" + cut, false, {}, false, "", "So:" + cut, f);
        row("stop in what was a broken call", "So:" + cut, false, {"parameter na"}, false, "",
            "So:" + cut.substr(0, cut.find("parameter na")), f);
    }
    void outcomes() {
        QFETCH(QString, completion);
        QFETCH(bool, thinking);
        QFETCH(QStringList, stops);
        QFETCH(bool, complete);
        QFETCH(QString, reasoning);
        QFETCH(QString, content);
        QFETCH(QStringList, calls);
        std::vector<std::string> strings;
        for (const QString& stop : stops)
            strings.push_back(stop.toStdString());
        for (std::size_t longest = 1; longest < 40; ++longest) {
            const auto [message, ended] = run(completion.toStdString(), thinking, strings,
                                              complete ? chat::End::Complete : chat::End::CutOff, longest);
            QCOMPARE(QString::fromStdString(*message.content), content);
            QCOMPARE(message.reasoning_content.has_value(), thinking);
            QCOMPARE(QString::fromStdString(message.reasoning_content.value_or("")), reasoning);
            QStringList found;
            for (const chat::ToolCall& call : message.tool_calls) {
                found << QString::fromStdString(call.name) << QString::fromStdString(call.arguments);
                QVERIFY(call.id.starts_with("call_"));
            }
            QCOMPARE(found, calls);
        }
    }

    void knows_which_tokens_are_reasoning() {
        const std::function<void(Event)> ignore = [](const Event&) {};
        const chat::Format& format = chat::format(chat::Family::V32);
        AnswerStream thinking(format.parser(true), {}, ignore);
        QVERIFY(thinking.reasoning());
        thinking.push("why</th");
        QVERIFY(thinking.reasoning());
        thinking.push("ink>");
        QVERIFY(!thinking.reasoning());
        AnswerStream chatting(format.parser(false), {}, ignore);
        QVERIFY(!chatting.reasoning());
    }

    void the_end_of_sentence_text_ends_it() {
        const auto [message, ended] =
            run("Done.<｜end▁of▁sentence｜>more", false, {}, chat::End::Complete, 3);
        QVERIFY(ended);
        QCOMPARE(*message.content, std::string("Done."));
    }
};

QTEST_APPLESS_MAIN(AnswerStreamTest)
#include "answer_stream_test.moc"
