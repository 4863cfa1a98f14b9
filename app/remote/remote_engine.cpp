#include "app/remote/remote_engine.h"

#include "app/base/sse_reader.h"
#include "app/remote/answer_reader.h"
#include "app/remote/models.h"
#include "app/remote/request_body.h"
#include "engine/base/utf8.h"
#include "engine/runtime/final_check.h"

#include <algorithm>
#include <new>

namespace hadal::remote {
namespace {

using namespace runtime;
using Clock = std::chrono::steady_clock;

constexpr qsizetype longestEvent = 16 << 20;
constexpr qsizetype longestAnswer = 64 << 20; // that is not streamed
constexpr std::chrono::milliseconds leaveTaking{5'000};
constexpr std::int64_t usualContext = 131'072; // of DeepSeek's models

std::set<std::string> callsOf(const Request& request) {
    std::set<std::string> ids;
    for (const chat::Message& message : request.messages)
        for (const chat::ToolCall& call : message.tool_calls)
            ids.insert(call.id);
    return ids;
}

/// What is not UTF-8 becomes U+FFFD: one broken character is no reason to lose an answer.
std::string repaired(const QByteArray& bytes) {
    std::string text;
    Utf8Joiner joiner;
    joiner.push({bytes.constData(), std::size_t(bytes.size())}, text);
    joiner.finish(text);
    return text;
}

/// Whether a body is a stream of events, by its type or, where that says nothing, by how it begins.
bool isStream(const Head& head, const QByteArray& beginning) {
    const QByteArray type = head.contentType.toLower();
    if (type.contains("event-stream"))
        return true;
    const QByteArray text = beginning.trimmed();
    return !type.contains("json") &&
           (text.startsWith("data:") || text.startsWith(':') || text.startsWith("event:"));
}

} // namespace

/// One request on its way.
struct RemoteEngine::Run {
    Run(const Request& asked, const std::function<void(Event)>& consumer, std::stop_token token)
        : request(asked), tell(consumer), stop(std::move(token)), reader(callsOf(asked), forward) {}

    double since(Clock::time_point point) const {
        return std::chrono::duration<double>(Clock::now() - point).count();
    }
    Usage usage() const {
        Usage usage = reader.usage();
        usage.prefill_s = prefill_s;
        usage.decode_s = decode_s;
        return usage;
    }

    const Request& request;
    const std::function<void(Event)>& tell;
    const std::stop_token stop;
    const Clock::time_point begin = Clock::now();
    Clock::time_point first;
    double prefill_s = 0.0, decode_s = 0.0;
    bool done = false; ///< the stream has said that it is over
    /// Times what it passes on.
    const std::function<void(Event)> forward = [this](Event event) {
        if (!std::holds_alternative<PromptProgress>(event)) {
            if (prefill_s == 0.0) {
                first = Clock::now();
                prefill_s = since(begin);
            }
            decode_s = since(first);
        }
        tell(std::move(event));
    };
    AnswerReader reader;
};

RemoteEngine::RemoteEngine(Client client, Model model)
    : client_(std::move(client)), model_(std::move(model)) {
    client_.setModel(model_.id);
}

std::string RemoteEngine::model_name() const {
    const std::size_t slash = model_.id.find_last_of('/');
    return slash == std::string::npos || slash + 1 == model_.id.size() ? model_.id
                                                                       : model_.id.substr(slash + 1);
}

/// 0.3 tokens for a character of the Latin alphabet and 0.6 for a Chinese one:
/// https://api-docs.deepseek.com/quick_start/token_usage
std::int64_t RemoteEngine::count_tokens(const std::string& text) const {
    std::int64_t tenths = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0) != 0x80) // the first byte of a character
            tenths += byte < 0x80 ? 3 : 6;
    }
    return (tenths + 9) / 10;
}

void RemoteEngine::generate(const Request& request, const std::function<void(Event)>& tell,
                            std::stop_token stop) {
    Run run(request, tell, std::move(stop));
    try {
        tell(answer(run));
    } catch (const Error& error) {
        run.reader.finish(true);
        tell(Failed{error.kind(), client_.redacted(error).what(), run.usage()});
    } catch (const std::bad_alloc&) {
        tell(Failed{ErrorKind::OutOfMemory,
                    "There is not enough memory for this answer. Close other programs, and ask again.",
                    run.usage()});
    } catch (const std::exception& error) {
        tell(Failed{ErrorKind::Internal, std::string("The engine failed unexpectedly: ") + error.what(),
                    run.usage()});
    }
}

Finished RemoteEngine::answer(Run& run) {
    const auto exchange = ask(run);
    if (exchange) {
        const QByteArray beginning = exchange->read(run.stop);
        streams_ = isStream(*exchange->head(run.stop), beginning);
        if (streams_)
            readStream(run, *exchange, beginning);
        else
            readWhole(run, *exchange, beginning);
    }
    return end(run);
}

/// What Hadal adds to a request by itself is taken back where a server refuses it.
std::unique_ptr<Exchange> RemoteEngine::ask(Run& run) {
    bool renamed = false;
    const auto body = [&] {
        Json json = requestBody(run.request, model_.id, model_.dialect);
        if (!asksForUsage_)
            json.erase("stream_options");
        return QByteArray::fromStdString(print_compact(json));
    };
    const Client::Adapt adapt = [&](const std::string& field) -> std::optional<QByteArray> {
        if (field == "stream_options" && asksForUsage_) {
            asksForUsage_ = false;
        } else if (field == model_.dialect.limit && !renamed) {
            renamed = true;
            const bool old = std::string_view(model_.dialect.limit) == "max_tokens";
            model_.dialect.limit = old ? "max_completion_tokens" : "max_tokens";
        } else {
            return std::nullopt;
        }
        return body();
    };
    const bool prefix = run.request.begun && model_.dialect.continuation == Dialect::PrefixFlag;
    return client_.post(prefix ? "../beta/chat/completions" : "chat/completions", body(), adapt, run.stop);
}

Json RemoteEngine::parsed(const std::string& text, bool begun) const {
    try {
        return parse_json(text);
    } catch (const Error&) {
        throw refusal(client_.speaker(), {"Not JSON: " + text.substr(0, 200), {}, {}}, begun);
    }
}

void RemoteEngine::readChunk(Run& run, const Json& chunk) {
    if (const auto error = serverError(chunk))
        throw refusal(client_.speaker(), *error, run.reader.begun());
    run.reader.read(chunk);
}

void RemoteEngine::readStream(Run& run, Exchange& exchange, QByteArray bytes) {
    const auto readEvent = [&](const std::string& text) {
        if (run.done || text.find_first_not_of(" \t\r\n") == std::string::npos)
            return;
        run.done = text == "[DONE]";
        if (!run.done)
            readChunk(run, parsed(text, run.reader.begun()));
    };
    SseReader events(
        longestEvent,
        [&](const SseReader::Event& event) {
            // Some servers leave the empty line between two events out.
            for (const QByteArray& line : event.data.split('\n'))
                readEvent(repaired(line));
        },
        [&] {
            throw failure(client_.speaker(), {NetworkProblem::TooMuch, {}}, run.reader.begun());
        });
    const auto ended = [&] { return run.done || run.reader.end() != AnswerReader::End::Open; };
    for (; !bytes.isEmpty() && !run.done; bytes = exchange.read(run.stop)) {
        events.add(bytes);
        if (ended()) // but for the usage, which some servers send and others do not
            exchange.leave(leaveTaking);
    }
    if (run.stop.stop_requested())
        return;
    events.add("\n\n"); // the last event, where the server did not end it
    if (!ended())
        throw failure(client_.speaker(), exchange.problem(), run.reader.begun());
}

/// Some servers answer whole, whatever they are asked.
void RemoteEngine::readWhole(Run& run, Exchange& exchange, const QByteArray& beginning) {
    const std::string body = repaired(beginning + client_.bodyOf(exchange, longestAnswer, run.stop));
    if (run.stop.stop_requested())
        return;
    readChunk(run, parsed(body, false));
    run.done = true;
}

Finished RemoteEngine::end(Run& run) {
    using End = AnswerReader::End;
    const bool stopped = run.stop.stop_requested();
    const End end = run.reader.end();
    if (!stopped && end == End::Filtered)
        throw Error(ErrorKind::EndpointRefused,
                    client_.speaker().name +
                        " ended the answer by its content filter. The text so far is kept. Put "
                        "the question in other words, or choose another model.");
    if (!stopped && (end == End::Broken || !run.reader.begun()))
        throw refusal(client_.speaker(), ServerError(), run.reader.begun());
    Finished finished;
    finished.message = run.reader.finish(stopped || end == End::Length);
    finished.usage = run.usage();
    if (run.request.prompt.thinking)
        finished.message.reasoning_content = finished.message.reasoning_content.value_or("");
    finished.reason = stopped                                ? FinishReason::Cancelled
                      : end == End::Length                   ? FinishReason::Length
                      : !finished.message.tool_calls.empty() ? FinishReason::ToolCalls
                                                             : FinishReason::Stop;
    finished.violations = violations_of(finished.message, run.request, !stopped && end != End::Length);
    return finished;
}

std::unique_ptr<RemoteEngine> openEndpoint(const Endpoint& endpoint, const QMap<QString, QString>& values,
                                           SharedManager* manager, const ProgressFn& progress,
                                           std::stop_token stop) {
    Patience patience;
    patience.silence = std::chrono::seconds(endpoint.seconds);
    Client client(endpoint, accessTo(endpoint, values), manager, patience);
    if (progress)
        progress({"Asking " + endpoint.name.toStdString(), 0.0});
    std::vector<ListedModel> models;
    try {
        models = listModels(client, stop);
    } catch (const StatusError& error) {
        const bool noList = error.status() == 404 || error.status() == 405 || error.status() == 501;
        if (!noList || endpoint.model.isEmpty())
            throw;
    }
    Model model{endpoint.model.toStdString(), {}, endpoint.contextLength};
    ListedModel listed;
    for (const ListedModel& one : models)
        if (listed.id.empty() || one.id == model.id)
            listed = one;
    if (model.id.empty())
        model.id = listed.id;
    if (model.id.empty())
        throw Error(ErrorKind::InvalidInput,
                    endpoint.name.toStdString() +
                        " has no model. Load one there, or name one in the settings of the endpoint.");
    const Server byHost = serverByHost(client.base());
    const Server server = endpoint.server != Server::Auto ? endpoint.server
                          : byHost != Server::Auto        ? byHost
                                                   : serverByOwner(QString::fromStdString(listed.owner));
    model.dialect = dialectOf(server);
    if (model.contextLength == 0)
        model.contextLength =
            listed.id == model.id && listed.contextLength > 0 ? listed.contextLength : usualContext;
    return std::make_unique<RemoteEngine>(std::move(client), std::move(model));
}

} // namespace hadal::remote
