#include "app/mcp/http_transport.h"

#include <QHostAddress>
#include <QNetworkReply>
#include <QTimer>

#include <algorithm>
#include <chrono>

namespace hadal::mcp {
namespace {

constexpr int most_failures = 4;
constexpr qsizetype longest_session = 1024;
constexpr qsizetype longest_refusal = 16 * 1024; // of a body that is read for its words
/// A stream that has brought its answer is closed by the server, or after this time here.
constexpr std::chrono::seconds leave_taking{5};

bool isLoopback(const QUrl& url) {
    const QString host = url.host();
    return host == "localhost" || QHostAddress(host).isLoopback();
}

bool isVisible(const QByteArray& text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x21 && c <= 0x7e; });
}

int statusOf(QNetworkReply* reply) {
    return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

} // namespace

QString HttpTransport::urlProblem(const QUrl& url, bool withSecrets) {
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != "https" && url.scheme() != "http"))
        return tr("The address of a server begins with https:// or http://. Enter the whole address.");
    if (!url.userInfo().isEmpty())
        return tr(
            "The address holds a name or password. Put it into a header, with the secret in the keyring.");
    if (withSecrets && url.scheme() != "https" && !isLoopback(url))
        return tr(
            "Secrets are sent over https:// only, and this address begins with http://. Use https://, or "
            "take the secrets out of the headers.");
    return {};
}

HttpTransport::HttpTransport(QNetworkAccessManager* manager, const QUrl& url, const Headers& headers,
                             const QString& purpose, QObject* parent)
    : Transport(parent), manager_(manager), url_(url), headers_(headers), purpose_(purpose) {}

HttpTransport::~HttpTransport() {
    for (const ExchangePtr& exchange : std::exchange(exchanges_, {}))
        if (exchange->reply) {
            exchange->reply->disconnect(this);
            exchange->reply->abort();
            exchange->reply->deleteLater();
        }
}

void HttpTransport::start() {
    QMetaObject::invokeMethod(this, &Transport::started, Qt::QueuedConnection);
}

QNetworkRequest HttpTransport::request(const char* accept) const {
    QNetworkRequest request(url_);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::User, purpose_);
    for (const auto& [name, value] : headers_)
        request.setRawHeader(name, value);
    request.setRawHeader("Accept", accept);
    if (!version_.isEmpty())
        request.setRawHeader("MCP-Protocol-Version", version_);
    if (!session_.isEmpty())
        request.setRawHeader("Mcp-Session-Id", session_);
    return request;
}

void HttpTransport::send(const QByteArray& message, std::optional<qint64> id) {
    if (ended_)
        return;
    QNetworkRequest post = request("application/json, text/event-stream");
    post.setHeader(QNetworkRequest::ContentTypeHeader, "application/json");
    auto exchange = std::make_shared<Exchange>();
    exchange->request = id;
    exchange->beganSession = !begun_;
    watch(exchange, manager_->post(post, message));
}

void HttpTransport::listen(const QString& protocolVersion) {
    version_ = protocolVersion.toLatin1();
    auto exchange = std::make_shared<Exchange>();
    exchange->listening = true;
    watch(exchange, manager_->get(request("text/event-stream")));
}

void HttpTransport::settle(qint64 id) {
    for (const ExchangePtr& exchange : exchanges_) {
        if (exchange->request != id)
            continue;
        exchange->request.reset();
        if (exchange->reply)
            QTimer::singleShot(leave_taking, exchange->reply, &QNetworkReply::abort);
    }
}

void HttpTransport::stop() {
    if (ended_)
        return;
    if (!session_.isEmpty()) {
        // Nobody waits for what the server says to it.
        auto* reply = manager_->deleteResource(request("application/json"));
        QTimer::singleShot(leave_taking, reply, &QNetworkReply::abort);
        connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
    }
    QMetaObject::invokeMethod(
        this, [this] { end({}); }, Qt::QueuedConnection);
}

void HttpTransport::watch(const ExchangePtr& exchange, QNetworkReply* reply) {
    if (!exchanges_.contains(exchange))
        exchanges_ += exchange;
    exchange->reply = reply;
    exchange->events = false;
    exchange->body.clear();
    connect(reply, &QNetworkReply::metaDataChanged, this, [this, exchange] { heed(exchange); });
    connect(reply, &QNetworkReply::readyRead, this, [this, exchange] { read(exchange); });
    connect(reply, &QNetworkReply::finished, this, [this, exchange] { finish(exchange); });
}

/// Looks at the head of a response.
void HttpTransport::heed(const ExchangePtr& exchange) {
    QNetworkReply* reply = exchange->reply;
    if (statusOf(reply) / 100 != 2)
        return;
    const QString type = reply->header(QNetworkRequest::ContentTypeHeader).toString();
    exchange->events =
        type.section(';', 0, 0).trimmed().compare("text/event-stream", Qt::CaseInsensitive) == 0;
    if (exchange->events && !exchange->reader)
        exchange->reader = std::make_unique<SseReader>(
            longest_message,
            [this](const SseReader::Event& event) {
                if (!ended_ && (event.type.isEmpty() || event.type == "message") && !event.data.isEmpty())
                    emit received(event.data);
            },
            [this] {
                emit logged(QString("An event of more than %1 MiB was skipped.").arg(longest_message >> 20));
            });
    if (!std::exchange(exchange->beganSession, false))
        return;
    begun_ = true;
    const QByteArray session = reply->rawHeader("Mcp-Session-Id");
    if (session.size() > longest_session || !isVisible(session))
        emit logged(QString("The session's identifier is not one, and was left out."));
    else
        session_ = session;
}

void HttpTransport::read(const ExchangePtr& exchange) {
    const QByteArray bytes = exchange->reply->readAll();
    if (exchange->events) {
        exchange->failures = 0;
        exchange->reader->add(bytes);
        return;
    }
    exchange->body += bytes;
    if (exchange->body.size() > longest_message) {
        exchange->body.clear();
        fail(exchange, tr("The answer is longer than %1 MiB.").arg(longest_message >> 20));
        exchange->reply->abort();
    }
}

void HttpTransport::finish(const ExchangePtr& exchange) {
    QNetworkReply* reply = exchange->reply;
    read(exchange);
    exchange->reply = nullptr;
    reply->deleteLater();
    if (ended_)
        return;
    const int status = statusOf(reply);
    if (status / 100 == 2) {
        if (exchange->events)
            return resume(exchange);
        if (!exchange->body.trimmed().isEmpty())
            emit received(exchange->body);
        // settle() has been called by now if that was the answer.
        return fail(exchange, reply->error() == QNetworkReply::NoError
                                  ? tr("The server answered with status %1 and no result.").arg(status)
                                  : reply->errorString());
    }
    if (exchange->listening) {
        exchanges_.removeAll(exchange);
        if (status != 405) // 405 says, in order, that there is no such stream
            emit logged(QString("Messages that the server sends by itself are not received: %1")
                            .arg(status ? QString("status %1").arg(status) : reply->errorString()));
        return;
    }
    if (status == 404 && !session_.isEmpty())
        return end(tr("The server has ended the session."));
    const QString why = refusal(status, reply, exchange->body.left(longest_refusal));
    if (status == 0 && exchange->reader && !exchange->reader->lastId().isEmpty())
        return resume(exchange);
    if (!begun_ || status == 401 || status == 403)
        return end(why);
    fail(exchange, why);
}

/// Goes on with a stream that ended before its answer, where the server can.
void HttpTransport::resume(const ExchangePtr& exchange) {
    const bool wanted = exchange->listening || exchange->request;
    const bool able = exchange->listening || (exchange->reader && !exchange->reader->lastId().isEmpty());
    if (!wanted || !able || ++exchange->failures > most_failures) {
        if (wanted && exchange->listening)
            emit logged(QString("The stream of messages that the server sends by itself has ended."));
        return fail(exchange, tr("The connection ended before the answer came."));
    }
    const int said = exchange->reader ? exchange->reader->retry() : -1;
    const int wait = std::clamp(said < 0 ? 1000 << (exchange->failures - 1) : said, 0, 30'000);
    QTimer::singleShot(wait, this, [this, exchange] {
        if (ended_ || !exchanges_.contains(exchange) || (!exchange->listening && !exchange->request))
            return;
        QNetworkRequest get = request("text/event-stream");
        if (exchange->reader && !exchange->reader->lastId().isEmpty())
            get.setRawHeader("Last-Event-ID", exchange->reader->lastId());
        watch(exchange, manager_->get(get));
    });
}

void HttpTransport::fail(const ExchangePtr& exchange, const QString& why) {
    exchanges_.removeAll(exchange);
    if (const auto request = std::exchange(exchange->request, std::nullopt))
        emit lost(*request, why);
}

QString HttpTransport::refusal(int status, QNetworkReply* reply, const QByteArray& body) const {
    if (status == 0)
        return tr("%1 cannot be reached: %2. Check the address and that the server runs.")
            .arg(url_.host(), reply->errorString());
    if (status == 401)
        return tr("The server asks for authorization. Add the header “Authorization” with a token, such as "
                  "“Bearer {{secret:NAME}}”. Signing in by a browser is not supported.");
    if (status == 403)
        return tr("The server refuses access (status 403). Check the token in the headers.");
    if (status / 100 == 3)
        return tr("The server redirects to %1, which is not followed. Enter that address if you trust it.")
            .arg(QString::fromUtf8(reply->rawHeader("Location")).left(200));
    if (!begun_ && (status == 400 || status == 404 || status == 405))
        return tr("There is no server for streamable HTTP at this address (status %1). Check the path, "
                  "often "
                  "/mcp. Servers that know only the older HTTP+SSE of 2024-11-05 are not supported.")
            .arg(status);
    const QString words = QString::fromUtf8(body).simplified().left(300);
    return words.isEmpty() ? tr("The server answered with status %1.").arg(status)
                           : tr("The server answered with status %1: %2").arg(QString::number(status), words);
}

void HttpTransport::end(const QString& why) {
    if (std::exchange(ended_, true))
        return;
    for (const ExchangePtr& exchange : std::exchange(exchanges_, {}))
        if (exchange->reply)
            exchange->reply->abort();
    emit ended(why);
}

} // namespace hadal::mcp
