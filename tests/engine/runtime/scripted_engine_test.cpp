// Scripts: what they replay, in which order, and what is wrong with a wrong one.
#include "engine/runtime/message_builder.h"
#include "engine/runtime/scripted_engine.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <thread>

using namespace hadal;
using namespace hadal::runtime;

namespace {

Request ask(const std::string& text) {
    Request request;
    chat::Message message;
    message.content = text;
    request.messages.push_back(message);
    return request;
}

std::vector<Event> replay(ScriptedEngine& engine, const Request& request, std::stop_token stop = {}) {
    std::vector<Event> events;
    engine.generate(
        request, [&](Event event) { events.push_back(std::move(event)); }, stop);
    return events;
}

std::string content_of(const std::vector<Event>& events) {
    return std::get<Finished>(events.back()).message.content.value_or("");
}

} // namespace

class ScriptedEngineTest : public QObject {
    Q_OBJECT

  private slots:
    void replays_events_and_joins_the_message() {
        ScriptedEngine engine(Json::parse(R"({"model": "m", "context_length": 99, "answers": [{"events": [
            {"event": "progress", "done": 5, "total": 9},
            {"event": "reasoning", "text": "let me see", "by": "word"},
            {"event": "content", "text": "dé日😀", "by": "character"},
            {"event": "tool_call", "index": 0, "id": "call_a", "name": "f", "arguments": "{"},
            {"event": "tool_call", "index": 0, "arguments": "}"},
            {"event": "usage", "usage": {"prompt_tokens": 9}},
            {"event": "finished", "finish_reason": "length", "usage": {"completion_tokens": 3}}]}]})"));
        QCOMPARE(engine.model_name(), std::string("m"));
        QCOMPARE(engine.context_length(), 99);
        QCOMPARE(engine.count_tokens("12345"), 2);

        const auto events = replay(engine, ask("x"));
        QStringList pieces;
        MessageBuilder builder;
        for (const Event& event : events) {
            if (const auto* reasoning = std::get_if<ReasoningDelta>(&event))
                pieces << QString::fromStdString(reasoning->text);
            if (const auto* content = std::get_if<ContentDelta>(&event))
                pieces << QString::fromStdString(content->text);
            builder.add(event);
        }
        QCOMPARE(pieces, QStringList({"let ", "me ", "see", "d", "é", "日", "😀"}));
        const auto& finished = std::get<Finished>(events.back());
        QCOMPARE(finished.reason, FinishReason::Length);
        QCOMPARE(finished.usage.completion_tokens, 3);
        QCOMPARE(*finished.message.content, std::string("dé日😀"));
        QCOMPARE(*finished.message.reasoning_content, *builder.message().reasoning_content);
        QVERIFY((finished.message.tool_calls == std::vector<chat::ToolCall>{{"call_a", "f", "{}"}}));
    }

    void answers_take_turns_unless_one_fits() {
        ScriptedEngine engine(Json::parse(R"({"answers": [
            {"events": [{"event": "content", "text": "one"}]},
            {"when": "weather", "events": [{"event": "content", "text": "rain"}]},
            {"events": [{"event": "content", "text": "two"}]}]})"));
        QCOMPARE(content_of(replay(engine, ask("hello"))), std::string("one"));
        QCOMPARE(content_of(replay(engine, ask("the weather?"))), std::string("rain"));
        QCOMPARE(content_of(replay(engine, ask("hello"))), std::string("two"));
        QCOMPARE(content_of(replay(engine, {})), std::string("one"));
    }

    void what_was_said_last_chooses() {
        ScriptedEngine engine(Json::parse(R"({"answers": [
            {"when": "slow", "events": [{"event": "content", "text": "slow"}]},
            {"when": "21 degrees", "events": [{"event": "content", "text": "warm"}]},
            {"events": [{"event": "content", "text": "else"}]}]})"));
        const auto said = [](chat::Role role, const char* text) {
            chat::Message message;
            message.role = role;
            message.content = text;
            return message;
        };
        using enum chat::Role;
        Request request;
        request.messages = {said(User, "slow"), said(User, "next")}; // stopped before its first word
        QCOMPARE(content_of(replay(engine, request)), std::string("else"));
        request.messages = {said(User, "slow"), said(Assistant, ""), said(Tool, "21 degrees"),
                            said(Tool, "and rain")};
        QCOMPARE(content_of(replay(engine, request)), std::string("warm"));
        request.messages.push_back(said(Assistant, "warm"));
        request.messages.push_back(said(User, "thanks"));
        QCOMPARE(content_of(replay(engine, request)), std::string("else"));
    }

    void without_a_fitting_answer_it_fails() {
        ScriptedEngine engine(Json::parse(R"({"answers": [{"when": "a", "events": []}]})"));
        const auto events = replay(engine, ask("b"));
        QCOMPARE(events.size(), std::size_t{1});
        QCOMPARE(std::get<Failed>(events[0]).kind, ErrorKind::InvalidInput);
    }

    void ends_by_itself_and_with_its_failures() {
        ScriptedEngine engine(Json::parse(R"({"answers": [
            {"events": []},
            {"events": [{"event": "tool_call", "index": 0, "id": "i", "name": "f", "arguments": "{}"}]},
            {"events": [{"event": "content", "text": "a"},
                        {"event": "failed", "kind": "out_of_memory", "message": "No room."},
                        {"event": "content", "text": "never"}]}]})"));
        QCOMPARE(std::get<Finished>(replay(engine, {}).back()).reason, FinishReason::Stop);
        QCOMPARE(std::get<Finished>(replay(engine, {}).back()).reason, FinishReason::ToolCalls);
        const auto events = replay(engine, {});
        QCOMPARE(events.size(), std::size_t{2});
        QCOMPARE(std::get<Failed>(events.back()).kind, ErrorKind::OutOfMemory);
        QCOMPARE(std::get<Failed>(events.back()).message, std::string("No room."));
    }

    void stops_while_it_waits() {
        ScriptedEngine engine(Json::parse(R"({"answers": [{"events": [
            {"event": "content", "text": "so far"},
            {"event": "content", "text": "never", "delay_ms": 3600000}]}]})"));
        std::stop_source stop;
        std::vector<Event> events;
        std::jthread canceller;
        engine.generate(
            {},
            [&](Event event) {
                if (events.empty())
                    canceller = std::jthread([&] { stop.request_stop(); });
                events.push_back(std::move(event));
            },
            stop.get_token());
        const auto& finished = std::get<Finished>(events.back());
        QCOMPARE(finished.reason, FinishReason::Cancelled);
        QCOMPARE(*finished.message.content, std::string("so far"));
    }

    void wrong_scripts_are_refused_data() {
        QTest::addColumn<QByteArray>("script");
        QTest::addColumn<QString>("mentions");
        const auto row = [](const char* script, const char* mentions) {
            QTest::newRow(script) << QByteArray(script) << QString(mentions);
        };
        row("{", "JSON");
        row("[]", "\"answers\"");
        row(R"({"answers": []})", "\"answers\"");
        row(R"({"model": 1, "answers": [{"events": []}]})", "\"model\"");
        row(R"({"context_length": 0, "answers": [{"events": []}]})", "\"context_length\"");
        row(R"({"answers": [{"events": []}, {}]})", "Answer 2");
        row(R"({"answers": [{"when": "", "events": []}]})", "\"when\"");
        row(R"({"answers": [{"events": [{"event": "usage"}, {"event": "content"}]}]})", "Event 2");
        row(R"({"answers": [{"events": [{"event": "usage", "delay_ms": -1}]}]})", "\"delay_ms\"");
        row(R"({"answers": [{"events": [{"event": "content", "text": "", "by": "line"}]}]})", "\"by\"");
        row(R"({"answers": [{"events": [{"event": "tool_call", "index": 1}]}]})", "Event 1");
    }
    void wrong_scripts_are_refused() {
        QFETCH(QByteArray, script);
        QFETCH(QString, mentions);
        QTemporaryDir folder;
        const std::string path = folder.filePath("script.json").toStdString();
        std::ofstream(path) << script.toStdString();
        try {
            ScriptedEngine::load(path);
            QFAIL("accepted");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::InvalidFile);
            QVERIFY2(QString(error.what()).contains(mentions), error.what());
            QVERIFY2(QString(error.what()).contains("script.json"), error.what());
        }
    }

    void a_missing_file_is_named() {
        try {
            ScriptedEngine::load("/no/such/script.json");
            QFAIL("accepted");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::InvalidFile);
            QVERIFY(QString(error.what()).contains("/no/such/script.json"));
        }
    }
};

QTEST_APPLESS_MAIN(ScriptedEngineTest)
#include "scripted_engine_test.moc"
