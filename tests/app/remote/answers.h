// Asks a remote engine on a thread of its own, as the program does.
#pragma once

#include "app/remote/models.h"
#include "app/remote/remote_engine.h"
#include "engine/runtime/event_json.h"
#include "tests/app/remote/scripted_endpoint.h"

#include <QEventLoop>
#include <QTest>

#include <memory>
#include <thread>

namespace hadal::remote::test {

inline constexpr auto key = "sk-0123456789abcdef";

/// Everything that the process says while this lives; there is one at a time.
class Log {
  public:
    Log() { before_ = qInstallMessageHandler(keep); }
    ~Log() { qInstallMessageHandler(before_); }
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;
    bool contains(const char* text) const { return said_.contains(text); }

  private:
    static void keep(QtMsgType type, const QMessageLogContext& context, const QString& message) {
        said_ += message + '\n';
        before_(type, context, message);
    }
    inline static QString said_;
    inline static QtMessageHandler before_ = nullptr;
};

/// All events of one request.
struct Heard {
    std::vector<runtime::Event> events;

    template <typename Kind>
    std::vector<Kind> all() const {
        std::vector<Kind> found;
        for (const auto& event : events)
            if (const auto* one = std::get_if<Kind>(&event))
                found.push_back(*one);
        return found;
    }
    const runtime::Finished* finished() const {
        return events.empty() ? nullptr : std::get_if<runtime::Finished>(&events.back());
    }
    const runtime::Failed* failed() const {
        return events.empty() ? nullptr : std::get_if<runtime::Failed>(&events.back());
    }
    /// "stop: text" and so on, or "failed KIND: message".
    QString summary() const {
        if (const auto* end = finished())
            return QString("%1: %2").arg(runtime::name_of(end->reason),
                                         QString::fromStdString(end->message.content.value_or("")));
        if (const auto* end = failed())
            return QString("failed %1: %2")
                .arg(runtime::name_of(end->kind), QString::fromStdString(end->message));
        return "no end";
    }
};

/// Runs `work` on another thread while the event loop of this one turns.
template <typename Work>
auto elsewhere(Work work) {
    std::optional<decltype(work())> result;
    std::exception_ptr error;
    QEventLoop loop;
    std::thread thread([&] {
        try {
            result = work();
        } catch (...) {
            error = std::current_exception();
        }
        QCoreApplication::postEvent(&loop, new QEvent(QEvent::Quit));
    });
    QTimer::singleShot(60'000, &loop, [] { qFatal("the work did not end"); });
    loop.exec();
    thread.join();
    if (error)
        std::rethrow_exception(error);
    return *result;
}

/// A server, an endpoint of it, and an engine.
struct Bench {
    ScriptedEndpoint server;
    SharedManager network;
    Endpoint endpoint;
    Patience patience;
    Server kind = Server::Vllm;
    std::stop_source stop;

    Bench() {
        endpoint.name = "lab-01";
        endpoint.url = server.url();
        endpoint.model = "deepseek-ai/DeepSeek-V3.2";
        endpoint.key = "LAB";
        patience.firstPause = std::chrono::milliseconds(1);
        patience.longestPause = std::chrono::milliseconds(3000);
    }

    Client client() { return Client(endpoint, accessTo(endpoint, {{"LAB", key}}), &network, patience); }
    std::unique_ptr<RemoteEngine> engine() {
        return std::make_unique<RemoteEngine>(client(),
                                              Model{endpoint.model.toStdString(), dialectOf(kind), 131'072});
    }

    Heard ask(const runtime::Request& request) {
        const auto engine = this->engine();
        return ask(*engine, request);
    }
    Heard ask(RemoteEngine& engine, const runtime::Request& request) {
        return elsewhere([&] {
            Heard heard;
            engine.generate(
                request, [&](runtime::Event event) { heard.events.push_back(std::move(event)); },
                stop.get_token());
            return heard;
        });
    }
    /// Asks a server that answers everything with a stream of these chunks.
    Heard hear(const QList<QByteArray>& chunks, bool done = true) {
        server.answer = [=](const auto&) { return ScriptedEndpoint::stream(chunks, done); };
        return ask(question());
    }

    static runtime::Request question(const std::string& text = "Hello") {
        runtime::Request request;
        request.messages.emplace_back().content = text;
        return request;
    }
};

/// A chunk with this delta, and an end where there is a reason.
inline QByteArray chunk(const QByteArray& delta, const QByteArray& reason = {}) {
    return R"({"id":"c","object":"chat.completion.chunk","choices":[{"index":0,"delta":)" + delta +
           R"(,"finish_reason":)" + (reason.isEmpty() ? QByteArray("null") : '"' + reason + '"') + "}]}";
}

} // namespace hadal::remote::test
