// What a request becomes on the wire, for each kind of server.
#include "app/remote/request_body.h"
#include "engine/chat/message_json.h"
#include "kernels/error.h"

#include <QTest>

using namespace hadal;
using namespace hadal::remote;
using namespace hadal::runtime;

namespace {

Request conversation(const char* messages) {
    Request request;
    request.messages = chat::messages_from_json(parse_json(messages));
    return request;
}

Json body(const Request& request, remote::Server server = remote::Server::Vllm) {
    return requestBody(request, "m", dialectOf(server));
}

QString text(const Json& json) {
    return QString::fromStdString(print_compact(json));
}

const Json two_tools =
    parse_json(R"([{"type":"function","function":{"name":"f","parameters":{"type":"object"}}},
                                      {"type":"function","function":{"name":"g"}}])");

} // namespace

class BodyTest : public QObject {
    Q_OBJECT

  private slots:
    void sendsTheLeast() {
        const Request request = conversation(R"([{"role":"user","content":"Hi"}])");
        QCOMPARE(text(body(request, remote::Server::Plain)),
                 R"({"model":"m","messages":[{"role":"user","content":"Hi"}],"stream":true,)"
                 R"("stream_options":{"include_usage":true},"temperature":1})");
    }

    void sendsEverySamplingNumberThatIsSet() {
        Request request = conversation(R"([{"role":"user","content":"Hi"}])");
        Sampling& sampling = request.sampling;
        sampling.temperature = 0.7f;
        sampling.top_p = 0.95f;
        sampling.top_k = 40;
        sampling.min_p = 0.05f;
        sampling.repetition_penalty = 1.1f;
        sampling.presence_penalty = -0.5f;
        sampling.frequency_penalty = 0.25f;
        sampling.logit_bias = {{5, -100.0f}};
        sampling.seed = ~std::uint64_t{0};
        sampling.max_tokens = 100;
        sampling.stop = {"\n\n", "END"};
        sampling.top_logprobs = 3;
        Json json = body(request);
        for (const char* other : {"model", "messages", "stream", "stream_options", "chat_template_kwargs"})
            json.erase(other);
        QCOMPARE(
            text(json),
            R"({"temperature":0.7,"top_p":0.95,"top_k":40,"min_p":0.05,"repetition_penalty":1.1,)"
            R"("presence_penalty":-0.5,"frequency_penalty":0.25,"logit_bias":{"5":-100},"seed":9223372036854775807,)"
            "\"max_tokens\":100,\"stop\":[\"\\n\\n\",\"END\"],\"logprobs\":true,\"top_logprobs\":3}");
        QVERIFY(body(request, remote::Server::Plain).contains("max_completion_tokens"));
        QVERIFY(!body(request, remote::Server::Plain).contains("max_tokens"));
    }

    void switchesThinking_data() {
        QTest::addColumn<int>("server");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("on");
        QTest::addColumn<QString>("off");
        const auto kwargs = R"({"thinking":%1,"enable_thinking":%1})";
        for (const auto server : {remote::Server::Vllm, remote::Server::Sglang, remote::Server::LlamaCpp})
            QTest::newRow(qPrintable(nameOf(server)))
                << int(server) << "chat_template_kwargs" << QString(kwargs).arg("true")
                << QString(kwargs).arg("false");
        QTest::newRow("deepseek") << int(remote::Server::DeepSeek) << "thinking"
                                  << R"({"type":"enabled"})"
                                  << R"({"type":"disabled"})";
        QTest::newRow("openrouter") << int(remote::Server::OpenRouter) << "reasoning"
                                    << R"({"enabled":true})"
                                    << R"({"enabled":false})";
        for (const auto server : {remote::Server::Auto, remote::Server::Plain})
            QTest::newRow(qPrintable(nameOf(server))) << int(server) << "thinking"
                                                      << ""
                                                      << "";
    }
    void switchesThinking() {
        QFETCH(int, server);
        QFETCH(QString, field);
        Request request = conversation(R"([{"role":"user","content":"Hi"}])");
        for (const bool on : {true, false}) {
            request.prompt.thinking = on;
            const Json json = body(request, remote::Server(server));
            const QString found =
                json.contains(field.toStdString()) ? text(json[field.toStdString()]) : QString();
            if (on)
                QTEST(found, "on");
            else
                QTEST(found, "off");
        }
    }

    void sendsThoughtsOfTheLastTurnOnly() {
        Request request = conversation(R"([
            {"role":"user","content":"1"},
            {"role":"assistant","content":"a","reasoning_content":"old"},
            {"role":"user","content":"2"},
            {"role":"assistant","content":"","reasoning_content":"now","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"c","content":"r"}])");
        Json messages = body(request)["messages"];
        QVERIFY(!messages[1].contains("reasoning_content"));
        QVERIFY(messages[3]["reasoning_content"] == "now");
        QVERIFY(messages[3]["content"].is_null()); // a call without words
        QVERIFY(messages[4]["tool_call_id"] == "c");
        messages = body(request, remote::Server::OpenRouter)["messages"];
        QVERIFY(messages[3]["reasoning"] == "now");
        QVERIFY(!messages[3].contains("reasoning_content"));
        request.prompt.drop_thinking = false;
        QVERIFY(body(request)["messages"][1]["reasoning_content"] == "old");
    }

    void namesCallsThatHaveNoId() {
        Request request = conversation(R"([
            {"role":"user","content":"1"},
            {"role":"assistant","content":null,"tool_calls":[{"type":"function","function":{"name":"f","arguments":"{}"}},
                                                             {"type":"function","function":{"name":"g","arguments":"{}"}}]},
            {"role":"tool","content":"r1"}, {"role":"tool","content":"r2"},
            {"role":"assistant","content":null,"tool_calls":[{"type":"function","function":{"name":"f","arguments":"{}"}}]},
            {"role":"tool","content":"r3"}])");
        const Json messages = body(request)["messages"];
        QVERIFY(messages[2]["tool_call_id"] == messages[1]["tool_calls"][0]["id"]);
        QVERIFY(messages[3]["tool_call_id"] == messages[1]["tool_calls"][1]["id"]);
        QVERIFY(messages[5]["tool_call_id"] == messages[4]["tool_calls"][0]["id"]);
        QVERIFY(messages[1]["tool_calls"][0]["id"] != messages[4]["tool_calls"][0]["id"]);
    }

    void translatesTheDeveloper() {
        const Request request =
            conversation(R"([{"role":"developer","content":"Be brief"},{"role":"user","content":"Hi"}])");
        QVERIFY(body(request)["messages"][0]["role"] == "system");
        QVERIFY(body(request, remote::Server::Plain)["messages"][0]["role"] == "developer");
    }

    void offersTools_data() {
        QTest::addColumn<int>("mode");
        QTest::addColumn<QString>("allowed");
        QTest::addColumn<QString>("choice");
        QTest::addColumn<int>("tools");
        QTest::newRow("auto") << int(ToolChoice::Auto) << ""
                              << "" << 2;
        QTest::newRow("none") << int(ToolChoice::None) << ""
                              << R"("none")" << 2;
        QTest::newRow("required") << int(ToolChoice::Required) << ""
                                  << R"("required")" << 2;
        QTest::newRow("one") << int(ToolChoice::Required) << "g"
                             << R"({"type":"function","function":{"name":"g"}})" << 1;
        QTest::newRow("some") << int(ToolChoice::Auto) << "f"
                              << "" << 1;
    }
    void offersTools() {
        QFETCH(int, mode);
        QFETCH(QString, allowed);
        Request request = conversation(R"([{"role":"user","content":"Hi"}])");
        request.prompt.tools = two_tools;
        request.tool_choice.mode = ToolChoice::Mode(mode);
        if (!allowed.isEmpty())
            request.tool_choice.allowed = {allowed.toStdString()};
        const Json json = body(request);
        QTEST(json.contains("tool_choice") ? text(json["tool_choice"]) : QString(), "choice");
        QTEST(int(json["tools"].size()), "tools");
        QVERIFY(!json.contains("parallel_tool_calls"));
        request.parallel_tool_calls = false;
        QVERIFY(body(request)["parallel_tool_calls"] == false);
        request.prompt.tools = nullptr;
        for (const char* field : {"tools", "tool_choice", "parallel_tool_calls"})
            QVERIFY(!body(request).contains(field));
    }

    void asksForJson() {
        Request request =
            conversation(R"([{"role":"system","content":"Be brief"},{"role":"user","content":"Hi"}])");
        request.format = {ResponseFormat::JsonSchema, parse_json(R"({"type":"object","required":["a"]})"),
                          false};
        QCOMPARE(
            text(body(request)["response_format"]),
            R"({"type":"json_schema","json_schema":{"name":"answer","schema":{"type":"object","required":["a"]},"strict":true}})");
        request.format.leave_to_validator = true;
        QVERIFY(body(request)["response_format"]["json_schema"]["strict"] == false);
        QVERIFY(body(request)["messages"][0]["content"] == "Be brief");
        // A service that knows no schemas is told in words, once.
        Json json = body(request, remote::Server::DeepSeek);
        QCOMPARE(text(json["response_format"]), R"({"type":"json_object"})");
        QVERIFY(json["messages"][0]["content"].get<std::string>().find("\"required\": [\"a\"]") !=
                std::string::npos);
        QVERIFY(json["messages"][0]["content"].get<std::string>().starts_with("Be brief\n\n"));
        QCOMPARE(json["messages"].size(), 2u);
        request.messages.erase(request.messages.begin());
        request.format = {ResponseFormat::JsonObject, {}, false};
        json = body(request);
        QCOMPARE(text(json["response_format"]), R"({"type":"json_object"})");
        QVERIFY(json["messages"][0]["role"] == "system");
        QVERIFY(json["messages"][0]["content"].get<std::string>().find("JSON") != std::string::npos);
    }

    void continuesWhatWasBegun() {
        Request request = conversation(R"([{"role":"user","content":"Hi"}])");
        request.begun.emplace();
        request.begun->role = chat::Role::Assistant;
        request.begun->content = "Hel";
        request.begun->reasoning_content = "Hm";
        Json json = body(request);
        QCOMPARE(text(json["messages"][1]), R"({"role":"assistant","content":"Hel"})");
        QVERIFY(json["continue_final_message"] == true);
        QVERIFY(json["add_generation_prompt"] == false);
        json = body(request, remote::Server::DeepSeek);
        QCOMPARE(text(json["messages"][1]),
                 R"({"role":"assistant","content":"Hel","reasoning_content":"Hm","prefix":true})");
        QVERIFY(!body(request, remote::Server::LlamaCpp).contains("continue_final_message"));
        QVERIFY_EXCEPTION_THROWN(body(request, remote::Server::Plain), Error);
        request.begun->content = "";
        QVERIFY_EXCEPTION_THROWN(body(request), Error);
        request.begun->content = "Hel";
        request.begun->tool_calls.push_back({"c", "f", "{}"});
        QVERIFY_EXCEPTION_THROWN(body(request), Error);
    }

    void tellsServersApart() {
        using remote::Server;
        const QList<std::pair<const char*, Server>> hosts{
            {"https://api.deepseek.com/v1", Server::DeepSeek},
            {"https://openrouter.ai/api/v1", Server::OpenRouter},
            {"https://api.openai.com/v1", Server::Plain},
            {"https://x.openai.azure.com/v1", Server::Plain},
            {"https://notdeepseek.com/v1", Server::Auto},
            {"https://deepseek.com.evil.org/v1", Server::Auto},
            {"http://localhost:30000/v1", Server::Auto}};
        for (const auto& [url, server] : hosts)
            QCOMPARE(serverByHost(QUrl(url)), server);
        QCOMPARE(serverByOwner("vllm"), Server::Vllm);
        QCOMPARE(serverByOwner("sglang"), Server::Sglang);
        QCOMPARE(serverByOwner("llamacpp"), Server::LlamaCpp);
        QCOMPARE(serverByOwner("somebody"), Server::Auto);
    }
};

QTEST_GUILESS_MAIN(BodyTest)
#include "body_test.moc"
