// A desk of endpoints with a server in this process, a keyring in memory and a folder of its own.
#pragma once

#include "app/remote/endpoints.h"
#include "app/remote/shared_manager.h"
#include "engine/runtime/scripted_engine.h"
#include "tests/app/remote/scripted_endpoint.h"
#include "ui/endpoints/endpoint_desk.h"

#include <QTemporaryDir>

namespace hadal::ui::test {

/// A server that lists two models, says "Yes.", calls the first tool that must be called, and answers
/// schemas.
inline remote::test::ScriptedEndpoint::Answer
capable(const remote::test::ScriptedEndpoint::Request& request) {
    using remote::test::ScriptedEndpoint;
    const auto chunk = [](const QByteArray& delta, const QByteArray& reason) {
        return QByteArray(R"({"choices":[{"index":0,"delta":)") + delta + R"(,"finish_reason":")" + reason +
               R"("}]})";
    };
    if (request.asks("GET "))
        return ScriptedEndpoint::json(
            R"({"data":[{"id":"deepseek-ai/DeepSeek-V3.2","owned_by":"sglang","max_model_len":65536},{"id":"other"}]})");
    const Json body = request.json();
    if (body.contains("tool_choice"))
        return ScriptedEndpoint::stream({chunk(
            R"({"tool_calls":[{"index":0,"id":"c","function":{"name":"note","arguments":"{\"number\":7}"}}]})",
            "tool_calls")});
    if (body.contains("response_format"))
        return ScriptedEndpoint::stream({chunk(R"({"content":"{\"prime\":true}"})", "stop")});
    return ScriptedEndpoint::stream({chunk(R"({"content":"Yes."})", "stop")});
}

struct EndpointFixture {
    remote::test::ScriptedEndpoint server;
    QTemporaryDir folder;
    std::shared_ptr<secrets::MemoryKeyring> keyring = std::make_shared<secrets::MemoryKeyring>();
    secrets::Secrets secrets{keyring, folder.path()};
    remote::Endpoints endpoints{folder.path()};
    remote::SharedManager network; // outlives the host
    host::ModelHost host;
    Preferences preferences{folder.filePath("preferences.ini")};
    ModelView view{&host, true, nullptr};
    EndpointDesk desk{{&endpoints, &secrets, &network, &host, &preferences, local(), "Guide"}};

    EndpointFixture() {
        server.answer = capable;
        desk.follow(&view);
    }

    static host::Factory local() {
        return [](const ProgressFn&, std::stop_token) {
            return std::make_unique<runtime::ScriptedEngine>(
                Json{{"model", "Guide"},
                     {"context_length", 4096},
                     {"answers", Json::array({{{"events", Json::array()}}})}});
        };
    }

    remote::Endpoint lab(const QString& name = "lab-01") const {
        remote::Endpoint endpoint;
        endpoint.name = name;
        endpoint.url = server.url();
        return endpoint;
    }
};

} // namespace hadal::ui::test
