#include "app/remote/exchange.h"

#include "app/remote/shared_manager.h"

#include "kernels/error.h"

#include <QNetworkReply>
#include <QPointer>
#include <QSslError>
#include <QThread>
#include <QTimer>

#include <condition_variable>
#include <mutex>

namespace hadal::remote {
namespace {

constexpr qsizetype mostWaiting = 1 << 20;      // bytes that nobody has taken
constexpr qint64 mostBytes = qint64{512} << 20; // of a whole response

NetworkProblem::Kind kindOf(QNetworkReply::NetworkError error) {
    switch (error) {
    case QNetworkReply::NoError:
        return NetworkProblem::None;
    case QNetworkReply::ConnectionRefusedError:
        return NetworkProblem::Refused;
    case QNetworkReply::HostNotFoundError:
        return NetworkProblem::NoHost;
    case QNetworkReply::RemoteHostClosedError:
        return NetworkProblem::Closed;
    case QNetworkReply::SslHandshakeFailedError:
        return NetworkProblem::Tls;
    case QNetworkReply::TimeoutError:
        return NetworkProblem::TimedOut;
    default:
        return error >= QNetworkReply::ProxyConnectionRefusedError &&
                       error <= QNetworkReply::UnknownProxyError
                   ? NetworkProblem::Proxy
                   : NetworkProblem::Other;
    }
}

QNetworkRequest requestOf(const Call& call) {
    QNetworkRequest request(call.url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false); // one stream, read as it comes
    request.setAttribute(QNetworkRequest::User, call.purpose);
    request.setRawHeader("User-Agent", "Hadal");
    request.setRawHeader("Accept", call.body ? "text/event-stream, application/json" : "application/json");
    request.setRawHeader("Accept-Encoding", "identity"); // compressed streams come in lumps
    for (const auto& [name, value] : call.headers)
        request.setRawHeader(name, value);
    if (call.body)
        request.setHeader(QNetworkRequest::ContentTypeHeader, "application/json");
    return request;
}

} // namespace

struct Exchange::State {
    mutable std::mutex mutex; // guards all below but `reply`
    std::condition_variable_any changed;
    std::optional<Head> head;
    QByteArray bytes;
    bool sent = false;
    bool ended = false;
    bool full = false; ///< bytes were left in the reply
    NetworkProblem problem;
    std::uint64_t steps = 0; ///< signs of life

    // The manager's thread only.
    QPointer<QNetworkReply> reply;
    QString tls; ///< what is wrong with the certificate
    qint64 received = 0;

    template <typename Change>
    void tell(Change change) {
        {
            std::lock_guard lock(mutex);
            change();
            ++steps;
        }
        changed.notify_all();
    }

    void readHead() {
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (status < 200)
            return;
        const Head read{status, reply->header(QNetworkRequest::ContentTypeHeader).toByteArray(),
                        reply->rawHeader("Retry-After"),
                        reply->attribute(QNetworkRequest::RedirectionTargetAttribute).toUrl()};
        tell([&] { head = read; });
    }

    /// Moves what has arrived to where it is waited for, as far as there is room.
    void move() {
        if (!reply || !reply->isReadable())
            return;
        qsizetype room = 0;
        {
            std::lock_guard lock(mutex);
            room = mostWaiting - bytes.size();
            full = room <= 0;
        }
        if (room <= 0)
            return;
        const QByteArray more = reply->read(room);
        received += more.size();
        const bool tooMuch = received > mostBytes;
        if (!more.isEmpty())
            tell([&] {
                bytes += more;
                full = reply->bytesAvailable() > 0;
                if (tooMuch)
                    problem = {NetworkProblem::TooMuch, {}};
            });
        if (tooMuch)
            reply->abort();
    }

    void finish() {
        if (const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
            status >= 200 && !head)
            readHead();
        const NetworkProblem::Kind kind = kindOf(reply->error());
        const QString text = tls.isEmpty() ? reply->errorString() : tls;
        const QByteArray rest =
            reply->isReadable() ? reply->readAll() : QByteArray(); // at most its read buffer
        reply->deleteLater();
        tell([&] {
            bytes += rest;
            ended = true;
            full = false;
            // Statuses of 400 and more are errors to the manager, but responses to us.
            const bool response = head && head->status >= 300;
            if (problem.kind == NetworkProblem::None && !response)
                problem = {tls.isEmpty() ? kind : NetworkProblem::Tls,
                           kind == NetworkProblem::None ? QString() : text};
        });
    }
};

Exchange::Exchange(SharedManager* manager, Call call, Patience patience)
    : manager_(manager), patience_(patience), state_(std::make_shared<State>()) {
    if (manager->thread() == QThread::currentThread())
        throw Error(ErrorKind::InvalidArgument, "A thread that carries out requests cannot wait for one.");
    manager->run([manager, call = std::move(call), state = state_] {
        const QNetworkRequest request = requestOf(call);
        QNetworkReply* reply = call.body ? manager->post(request, *call.body) : manager->get(request);
        state->reply = reply;
        reply->setReadBufferSize(mostWaiting);
        QObject::connect(reply, &QNetworkReply::requestSent, reply,
                         [state] { state->tell([&] { state->sent = true; }); });
        QObject::connect(reply, &QNetworkReply::metaDataChanged, reply, [state] { state->readHead(); });
        QObject::connect(reply, &QNetworkReply::readyRead, reply, [state] { state->move(); });
        QObject::connect(reply, &QNetworkReply::sslErrors, reply, [state](const QList<QSslError>& errors) {
            if (!errors.isEmpty())
                state->tls = errors.first().errorString();
        });
        QObject::connect(reply, &QNetworkReply::finished, reply, [state] { state->finish(); });
        QObject::connect(reply, &QObject::destroyed, [state] { state->tell([&] { state->ended = true; }); });
    });
}

Exchange::~Exchange() {
    manager_->run([state = state_, wait = leaving_ ? patience_.silence : std::chrono::milliseconds(0)] {
        if (!state->reply || state->reply->isFinished())
            return;
        if (wait.count() > 0)
            QTimer::singleShot(wait, state->reply.data(), &QNetworkReply::abort);
        else
            state->reply->abort();
    });
}

/// Until `ready`, or the end, or no sign of life for too long.
bool Exchange::wait(const std::stop_token& stop, bool (*ready)(const State&)) {
    State& state = *state_;
    std::unique_lock lock(state.mutex);
    while (!ready(state) && !state.ended && state.problem.kind == NetworkProblem::None) {
        const auto before = state.steps;
        const auto limit = state.sent || state.head ? patience_.silence : patience_.connect;
        if (!state.changed.wait_for(lock, stop, limit, [&] { return state.steps != before; })) {
            if (!stop.stop_requested())
                state.problem = {NetworkProblem::TimedOut, {}};
            return false;
        }
    }
    return ready(state);
}

const Head* Exchange::head(const std::stop_token& stop) {
    return wait(stop, [](const State& state) { return state.head.has_value(); }) ? &*state_->head : nullptr;
}

QByteArray Exchange::read(const std::stop_token& stop) {
    if (!wait(stop, [](const State& state) { return !state.bytes.isEmpty(); }))
        return {};
    QByteArray bytes;
    bool more = false;
    {
        std::lock_guard lock(state_->mutex);
        bytes = std::exchange(state_->bytes, {});
        more = state_->full;
    }
    if (more)
        manager_->run([state = state_] { state->move(); });
    return bytes;
}

void Exchange::leave(std::chrono::milliseconds silence) {
    patience_.silence = silence;
    leaving_ = true;
}

NetworkProblem Exchange::problem() const {
    std::lock_guard lock(state_->mutex);
    return state_->problem;
}

} // namespace hadal::remote
