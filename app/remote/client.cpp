#include "app/remote/client.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace hadal::remote {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t longestRefusal = 64 * 1024; // of a body that is read for its words

/// False where it was stopped.
bool sleep(milliseconds time, const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop, time, [] { return false; });
    return !stop.stop_requested();
}

bool isPassing(int status) {
    return status == 408 || status == 429 || (status >= 500 && status != 501 && status != 505);
}

/// What a Retry-After header asks for: seconds, or a date. Negative: nothing.
milliseconds askedPause(const QByteArray& header) {
    bool isNumber = false;
    if (const double seconds = header.trimmed().toDouble(&isNumber); isNumber && seconds >= 0)
        return milliseconds(qint64(std::min(seconds, 1e6) * 1000));
    const QDateTime date = QDateTime::fromString(QString::fromLatin1(header.trimmed()), Qt::RFC2822Date);
    return date.isValid() ? milliseconds(std::max(qint64{0}, QDateTime::currentDateTimeUtc().msecsTo(date)))
                          : milliseconds(-1);
}

/// With the status of the response, where there is one.
[[noreturn]] void fail(const Error& error, const Head* head) {
    if (head)
        throw StatusError(error, head->status);
    throw error;
}

} // namespace

Client::Client(const Endpoint& endpoint, Access access, SharedManager* manager, const Patience& patience)
    : access_(std::move(access)), manager_(manager),
      patience_(patience), speaker_{endpoint.name.toStdString(), endpoint.model.toStdString(),
                                    hostOf(endpoint).toStdString()} {
    for (const QString& secret : access_.secrets)
        redactor_.add(secret);
}

Error Client::redacted(const Error& error) const {
    return Error(error.kind(), redactor_(QString::fromUtf8(error.what())).toStdString());
}

Call Client::call(const QString& path) const {
    QUrl base = access_.base;
    base.setPath(base.path() + '/');
    return {base.resolved(QUrl(path)),
            access_.headers,
            {},
            QString("endpoint %1").arg(QString::fromStdString(speaker_.name))};
}

std::unique_ptr<Exchange> Client::get(const QString& path, const std::stop_token& stop) const {
    return send(call(path), {}, stop);
}

std::unique_ptr<Exchange> Client::post(const QString& path, QByteArray body, const Adapt& adapt,
                                       const std::stop_token& stop) const {
    Call post = call(path);
    post.body = std::move(body);
    return send(std::move(post), adapt, stop);
}

std::unique_ptr<Exchange> Client::send(Call call, const Adapt& adapt, const std::stop_token& stop) const {
    milliseconds pause = patience_.firstPause;
    for (int left = patience_.retries;; pause *= 2) {
        auto exchange = std::make_unique<Exchange>(manager_, call, patience_);
        const Head* head = exchange->head(stop);
        if (stop.stop_requested())
            return nullptr;
        if (head && head->status / 100 == 2)
            return exchange;
        milliseconds wait = pause;
        Error error(ErrorKind::Internal, "");
        bool passing = false;
        if (head) {
            std::string body;
            for (QByteArray more = exchange->read(stop); !more.isEmpty() && body.size() < longestRefusal;
                 more = exchange->read(stop))
                body += more.toStdString();
            const ServerError said = errorOf(body);
            if (adapt && (head->status == 400 || head->status == 422))
                if (auto other = adapt(fieldOf(said))) {
                    call.body = std::move(other);
                    continue;
                }
            error = refusal(speaker_, *head, body);
            passing = isPassing(head->status) && said.code != "insufficient_quota";
            if (const milliseconds asked = askedPause(head->retryAfter); asked.count() >= 0)
                wait = asked;
        } else {
            error = failure(speaker_, exchange->problem(), false);
            passing = exchange->problem().kind == NetworkProblem::Closed;
        }
        if (!passing || left-- == 0 || wait > patience_.longestPause)
            fail(redacted(error), head);
        if (!sleep(wait, stop))
            return nullptr;
    }
}

QByteArray Client::bodyOf(Exchange& exchange, qsizetype most, const std::stop_token& stop) const {
    QByteArray body;
    for (QByteArray more = exchange.read(stop); !more.isEmpty(); more = exchange.read(stop)) {
        body += more;
        if (body.size() > most)
            throw redacted(failure(speaker_, {NetworkProblem::TooMuch, {}}, false));
    }
    if (const NetworkProblem problem = exchange.problem(); problem.kind != NetworkProblem::None)
        throw redacted(failure(speaker_, problem, false));
    return body;
}

} // namespace hadal::remote
