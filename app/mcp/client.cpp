#include "app/mcp/client.h"

#include <QCoreApplication>
#include <QSet>

namespace hadal::mcp {
namespace {

/// The latest first; that one is offered. The oldest differs in nothing that is used here.
const QStringList versions{"2025-06-18", "2025-03-26", "2024-11-05"};

constexpr int most_pages = 200;
constexpr std::size_t most_items = 2000;
constexpr qsizetype longest_text = 2000; // of what is shown of the server's words

QString shortened(const QString& text) {
    return text.size() <= longest_text ? text : text.left(longest_text) + "…";
}

} // namespace

struct Client::Pages {
    QString method;
    const char* key;
    Done done;
    Json items = Json::array();
    QSet<QString> cursors;
    QString next;
};

Client::Client(std::unique_ptr<Transport> transport, const QStringList& roots, QObject* parent)
    : QObject(parent), transport_(std::move(transport)), roots_(roots) {
    connect(transport_.get(), &Transport::received, this, &Client::receive);
    connect(transport_.get(), &Transport::logged, this, &Client::logged);
    connect(transport_.get(), &Transport::lost, this, [this](qint64 id, const QString& why) {
        settle(id, {Outcome::Lost, {}, 0, why});
    });
    connect(transport_.get(), &Transport::ended, this, [this](const QString& why) {
        ended_ = true;
        const QString reason = verdict_.isEmpty() ? why : verdict_;
        const QString told = reason.isEmpty() ? tr("The server was stopped.") : reason;
        for (const qint64 id : pending_.keys())
            settle(id, {Outcome::Lost, {}, 0, told});
        emit ended(reason);
    });
}

Client::~Client() {
    transport_->disconnect(this);
}

void Client::start(std::chrono::milliseconds patience) {
    connect(transport_.get(), &Transport::started, this, [this, patience] { initialize(patience); });
    transport_->start();
}

void Client::stop() {
    transport_->stop();
}

void Client::giveUp(const QString& why) {
    verdict_ = why;
    transport_->stop();
}

void Client::initialize(std::chrono::milliseconds patience) {
    Json capabilities = Json::object();
    if (!roots_.isEmpty())
        capabilities["roots"] = Json::object();
    const Json params{{"protocolVersion", versions.first().toStdString()},
                      {"capabilities", capabilities},
                      {"clientInfo",
                       {{"name", "hadal"},
                        {"title", "Hadal"},
                        {"version", QCoreApplication::applicationVersion().toStdString()}}}};
    request("initialize", params, {patience, patience}, [this](const Outcome& outcome) {
        if (outcome.kind == Outcome::Result)
            return welcome(outcome.result);
        if (outcome.kind == Outcome::TimedOut)
            return giveUp(tr("The server started, but did not answer the handshake. Check that it speaks the "
                             "Model Context Protocol."));
        giveUp(tr("The handshake failed: %1").arg(outcome.text));
    });
}

void Client::welcome(const Json& result) {
    info_.protocol = textOf(result, "protocolVersion");
    if (!versions.contains(info_.protocol))
        return giveUp(tr("The server speaks version “%1” of the protocol; this program knows %2.")
                          .arg(shortened(info_.protocol), versions.join(", ")));
    const Json& server = objectOf(result, "serverInfo");
    info_.name = shortened(textOf(server, "name"));
    info_.title = shortened(textOf(server, "title"));
    info_.version = shortened(textOf(server, "version"));
    info_.instructions = textOf(result, "instructions");
    const Json& capabilities = objectOf(result, "capabilities");
    info_.tools = capabilities.contains("tools");
    info_.resources = capabilities.contains("resources");
    info_.prompts = capabilities.contains("prompts");
    info_.logging = capabilities.contains("logging");
    transport_->listen(info_.protocol);
    transport_->send(notificationText("notifications/initialized", {}));
    emit ready();
}

qint64 Client::request(const QString& method, const Json& params, const Patience& patience, Done done,
                       Progress progress) {
    const qint64 id = ++lastId_;
    auto pending = std::make_shared<Pending>();
    pending->method = method;
    pending->done = std::move(done);
    pending->progress = std::move(progress);
    pending->patience = patience;
    pending->began = std::chrono::steady_clock::now();
    pending->timer = std::make_unique<QTimer>();
    pending->timer->setSingleShot(true);
    pending_.insert(id, pending);
    if (ended_) {
        QMetaObject::invokeMethod(
            this,
            [this, id] {
                settle(id, {Outcome::Lost, {}, 0, tr("The server does not run.")});
            },
            Qt::QueuedConnection);
        return id;
    }
    connect(pending->timer.get(), &QTimer::timeout, this, [this, id, method] {
        // The handshake must not be cancelled; it ends with the connection.
        if (method != "initialize")
            transport_->send(
                notificationText("notifications/cancelled", {{"requestId", id}, {"reason", "timeout"}}));
        settle(id, {Outcome::TimedOut, {}, 0, QString("The server did not answer in time.")});
    });
    pending->timer->start(std::min(patience.quiet, patience.longest));
    Json full = params.is_object() ? params : Json::object();
    if (pending->progress)
        full["_meta"]["progressToken"] = id;
    transport_->send(requestText(id, method, full), id);
    return id;
}

void Client::cancel(qint64 id, const QString& reason) {
    if (!pending_.remove(id) || ended_)
        return;
    transport_->send(
        notificationText("notifications/cancelled", {{"requestId", id}, {"reason", reason.toStdString()}}));
    transport_->settle(id);
}

void Client::settle(qint64 id, const Outcome& outcome) {
    const auto pending = pending_.take(id);
    if (!pending)
        return;
    transport_->settle(id);
    // The timer may be what has called this.
    pending->timer.release()->deleteLater();
    pending->done(outcome);
}

void Client::list(const QString& method, const char* key, Done done) {
    auto pages = std::make_shared<Pages>();
    pages->method = method;
    pages->key = key;
    pages->done = std::move(done);
    nextPage(pages);
}

void Client::nextPage(const std::shared_ptr<Pages>& pages) {
    Json params = Json::object();
    if (!pages->next.isEmpty())
        params["cursor"] = pages->next.toStdString();
    request(pages->method, params, {}, [this, pages](const Outcome& outcome) {
        if (outcome.kind != Outcome::Result)
            return pages->done(outcome);
        for (const Json& item : arrayOf(outcome.result, pages->key))
            if (pages->items.size() < most_items)
                pages->items.push_back(item);
        pages->next = textOf(outcome.result, "nextCursor");
        const bool again = !pages->next.isEmpty() && !pages->cursors.contains(pages->next);
        pages->cursors.insert(pages->next);
        if (again && pages->cursors.size() < most_pages && pages->items.size() < most_items)
            return nextPage(pages);
        if (!pages->next.isEmpty())
            emit logged(QString("The list of %1 was cut after %2 entries.")
                            .arg(QString(pages->key), QString::number(pages->items.size())));
        pages->done({Outcome::Result, pages->items, 0, {}});
    });
}

void Client::receive(const QByteArray& text) {
    const Reading reading = readMessages(text);
    for (const QString& problem : reading.problems)
        emit logged(QString("%1 It began with: %2").arg(problem, QString::fromUtf8(text.left(200))));
    for (const Message& message : reading.messages) {
        if (ended_)
            return;
        if (message.kind == Message::Request) {
            answer(message);
        } else if (message.kind == Message::Notification) {
            heed(message);
        } else {
            const qint64 id = message.id.is_number_integer() ? message.id.get<qint64>() : 0;
            if (!pending_.contains(id))
                emit logged(message.kind == Message::Failure
                                ? QString("An error that answers no request: %1").arg(shortened(message.text))
                                : QString("An answer to no request was left out."));
            else if (message.kind == Message::Result)
                settle(id, {Outcome::Result, message.body, 0, {}});
            else
                settle(id, {Outcome::Refused, message.body, message.code,
                            message.text.isEmpty() ? QString("Error %1.").arg(message.code)
                                                   : shortened(message.text)});
        }
    }
}

void Client::answer(const Message& request) {
    if (request.method == "ping")
        return transport_->send(answerText(request.id, Json::object()));
    if (request.method == "roots/list" && !roots_.isEmpty()) {
        Json roots = Json::array();
        for (const QString& root : roots_)
            roots.push_back({{"uri", root.toStdString()}});
        return transport_->send(answerText(request.id, {{"roots", roots}}));
    }
    emit logged(QString("The server asked for “%1”, which was refused.").arg(shortened(request.method)));
    transport_->send(refusalText(request.id, MethodNotFound,
                                 QString("Hadal does not offer this: ask within a tool's result.")));
}

void Client::heed(const Message& notification) {
    const Json& params = notification.body;
    if (notification.method == "notifications/progress") {
        const auto token = params.find("progressToken");
        const qint64 id = token != params.end() && token->is_number_integer() ? token->get<qint64>() : 0;
        const auto pending = pending_.value(id);
        if (!pending || !pending->progress)
            return;
        const auto number = [&params](const char* key) {
            const auto found = params.find(key);
            return found != params.end() && found->is_number() ? found->get<double>() : 0;
        };
        const auto left = pending->patience.longest - std::chrono::duration_cast<std::chrono::milliseconds>(
                                                          std::chrono::steady_clock::now() - pending->began);
        pending->timer->start(
            std::max(std::chrono::milliseconds(0), std::min(pending->patience.quiet, left)));
        pending->progress(number("progress"), number("total"), shortened(textOf(params, "message")));
    } else if (notification.method == "notifications/message") {
        const auto data = params.find("data");
        const QString text = data == params.end() ? QString()
                             : data->is_string()  ? textOf(params, "data")
                                                  : QString::fromStdString(print_compact(*data));
        emit logged(QString("[%1] %2").arg(shortened(textOf(params, "level")), shortened(text)));
    } else if (notification.method.startsWith("notifications/") &&
               notification.method.endsWith("/list_changed")) {
        emit listChanged(notification.method.section('/', 1, 1));
    }
}

} // namespace hadal::mcp
