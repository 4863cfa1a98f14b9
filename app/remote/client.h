// Requests to one endpoint.
#pragma once

#include "app/remote/endpoint.h"
#include "app/remote/exchange.h"
#include "app/remote/refusal.h"
#include "app/remote/shared_manager.h"
#include "app/secrets/redactor.h"

#include <chrono>
#include <functional>
#include <memory>

namespace hadal::remote {

/// A response with a status that is no success.
class StatusError : public Error {
  public:
    StatusError(const Error& error, int status) : Error(error), status_(status) {}
    int status() const { return status_; }

  private:
    int status_;
};

/// How long things may take, and how often they are tried.
struct Patience : Exchange::Patience {
    int retries = 2; ///< of a request that has not brought anything
    std::chrono::milliseconds firstPause{
        500}; ///< before a retry, where the server does not say; then twice that
    std::chrono::milliseconds longestPause{30'000}; ///< a server that asks for more is not waited for
};

/// Sends requests and waits for responses, on any thread but the manager's. A server that is too busy, or
/// closes the connection before it says anything, is asked again; nothing is repeated once a response has
/// begun. No text that it gives repeats a secret.
class Client {
  public:
    /// `manager` outlives it.
    Client(const Endpoint& endpoint, Access access, SharedManager* manager, const Patience& patience);

    /// Asks for `path`, relative to the endpoint's address, and waits for a response with status 2xx. Null
    /// where `stop` was requested. Throws StatusError, or Error where there is no response.
    std::unique_ptr<Exchange> get(const QString& path, const std::stop_token& stop) const;
    /// The same with a body. `adapt` is asked what to send instead of one that was refused for a field;
    /// nothing: the refusal stands.
    using Adapt = std::function<std::optional<QByteArray>(const std::string& field)>;
    std::unique_ptr<Exchange> post(const QString& path, QByteArray body, const Adapt& adapt,
                                   const std::stop_token& stop) const;

    /// The rest of the body of a response. Throws Error where it breaks off or has more than `most` bytes.
    QByteArray bodyOf(Exchange& exchange, qsizetype most, const std::stop_token& stop) const;

    const Speaker& speaker() const { return speaker_; }
    void setModel(const std::string& model) { speaker_.model = model; }
    const QUrl& base() const { return access_.base; }
    /// The error without secrets.
    Error redacted(const Error& error) const;

  private:
    std::unique_ptr<Exchange> send(Call call, const Adapt& adapt, const std::stop_token& stop) const;
    Call call(const QString& path) const;

    Access access_;
    SharedManager* manager_;
    Patience patience_;
    Speaker speaker_;
    secrets::Redactor redactor_;
};

} // namespace hadal::remote
