// One HTTP request, made on one thread and read on another.
#pragma once

#include <QByteArray>
#include <QList>
#include <QPair>
#include <QString>
#include <QUrl>

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>

namespace hadal::remote {

class SharedManager;

/// A GET, or a POST of JSON where there is a body.
struct Call {
    QUrl url;
    QList<QPair<QByteArray, QByteArray>> headers;
    std::optional<QByteArray> body;
    QString purpose; ///< a few words, the attribute QNetworkRequest::User, by which connections are listed
};

/// The beginning of a response.
struct Head {
    int status = 0;
    QByteArray contentType;
    QByteArray retryAfter;
    QUrl location; ///< where it has moved to; empty: nowhere
};

/// What a network gives when it does not give a response.
struct NetworkProblem {
    enum Kind { None, Refused, NoHost, Closed, Tls, Proxy, TimedOut, TooMuch, Other } kind = None;
    QString text; ///< in the network's own words
};

/// Sends a request with the manager, on the manager's thread, which must have an event loop and not be the
/// caller's; the manager outlives it. Everything else is for one other thread, which may wait. Redirects are
/// not followed, and cookies not kept: headers hold keys. Destroying it ends the connection.
///
/// Backpressure: what arrives while nobody takes it stays in the socket after a megabyte.
class Exchange {
  public:
    /// How long a step may take.
    struct Patience {
        std::chrono::milliseconds connect{20'000};  ///< until the request has been sent
        std::chrono::milliseconds silence{600'000}; ///< between any two signs of life
    };

    Exchange(SharedManager* manager, Call call, Patience patience);
    ~Exchange();
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    /// Waits for the beginning of the response. Null where there is none: problem() says why, or `stop` was
    /// requested.
    const Head* head(const std::stop_token& stop);
    /// Waits for bytes of the body. Empty at its end, after a problem, or where `stop` was requested.
    QByteArray read(const std::stop_token& stop);
    /// All that matters has come: from now on silence may last this long only, and the connection is given as
    /// long to end in order, so that the next request can use it.
    void leave(std::chrono::milliseconds silence);
    /// What has gone wrong so far.
    NetworkProblem problem() const;

  private:
    struct State;

    bool wait(const std::stop_token& stop, bool (*ready)(const State&));

    SharedManager* manager_;
    Patience patience_;
    bool leaving_ = false;
    std::shared_ptr<State> state_; ///< shared with what runs on the manager's thread
};

} // namespace hadal::remote
