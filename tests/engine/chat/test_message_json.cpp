#include "engine/chat/message_json.h"
#include "kernels/error.h"

#include <QtTest>

using namespace hadal;
using namespace hadal::chat;

class TestMessageJson : public QObject {
    Q_OBJECT

  private slots:
    void round_trips_data() {
        QTest::addColumn<QByteArray>("json");
        const auto row = [](const char* name, const char* json) { QTest::newRow(name) << QByteArray(json); };
        row("user", R"({"role": "user", "content": "hi"})");
        row("null content", R"({"role": "user", "content": null})");
        row("assistant",
            R"({"role": "assistant", "content": "", "reasoning_content": "r", "tool_calls": [)"
            R"({"id": "c1", "type": "function", "function": {"name": "f", "arguments": "[1]"}}, )"
            R"({"type": "function", "function": {"name": "g", "arguments": "not json"}}]})");
        row("tool", R"({"role": "tool", "content": "4.2", "tool_call_id": "c1"})");
        row("system with tools",
            R"({"role": "system", "content": "s", "tools": [{"function": {"name": "f", "n": 123456789012345678901}}], )"
            R"("response_format": {"type": "object"}})");
        row("developer", R"({"role": "developer", "content": "d"})");
    }
    void round_trips() {
        QFETCH(QByteArray, json);
        const Message message = message_from_json(parse_json(json.toStdString()));
        QCOMPARE(QByteArray::fromStdString(print_python(to_json(message))), json);
        QVERIFY(message_from_json(to_json(message)) == message);
    }

    void text_parts_are_joined() {
        const Message message = message_from_json(parse_json(
            R"({"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}], "name": "x"})"));
        QCOMPARE(*message.content, std::string("ab"));
        QVERIFY(!message_from_json(parse_json(R"({"role": "user"})")).content);
    }

    void refuses_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("place");
        QTest::addColumn<int>("kind");
        const auto row = [](const char* name, const char* json, const char* place,
                            ErrorKind kind = ErrorKind::InvalidInput) {
            QTest::newRow(name) << QByteArray(json) << QByteArray(place) << int(kind);
        };
        row("no object", "[1]", "messages[0]");
        row("no role", R"([{"content": "x"}])", "messages[0].role");
        row("unknown role", R"([{"role": "user", "content": ""}, {"role": "critic"}])", "messages[1].role");
        row("role is a number", R"([{"role": 1}])", "messages[0].role");
        row("content is a number", R"([{"role": "user", "content": 5}])", "messages[0].content");
        row("image", R"([{"role": "user", "content": [{"type": "image_url"}]}])", "messages[0].content",
            ErrorKind::Unsupported);
        row("text part without text", R"([{"role": "user", "content": [{"type": "text"}]}])",
            "messages[0].content[0].text");
        row("calls are no array", R"([{"role": "assistant", "tool_calls": {}}])", "messages[0].tool_calls");
        row("call without function", R"([{"role": "assistant", "tool_calls": [{}]}])",
            "messages[0].tool_calls[0].function");
        row("arguments are an object",
            R"([{"role": "assistant", "tool_calls": [{"function": {"name": "f", "arguments": {}}}]}])",
            "messages[0].tool_calls[0].function.arguments");
        row("call without name",
            R"([{"role": "assistant", "tool_calls": [{"function": {"arguments": "{}"}}]}])",
            "messages[0].tool_calls[0].function.name");
        row("no array", R"({"role": "user"})", "messages");
    }
    void refuses() {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, place);
        QFETCH(int, kind);
        try {
            messages_from_json(parse_json(json.toStdString()));
            QFAIL("expected an error");
        } catch (const Error& error) {
            QCOMPARE(int(error.kind()), kind);
            QVERIFY2(QByteArray(error.what()).contains(place), error.what());
        }
    }
};

QTEST_APPLESS_MAIN(TestMessageJson)
#include "test_message_json.moc"
