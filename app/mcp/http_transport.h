// A server at an address: messages are POST requests, answers are JSON or streams of events.
#pragma once

#include "app/base/sse_reader.h"
#include "app/mcp/transport.h"

#include <QHash>
#include <QList>
#include <QNetworkAccessManager>
#include <QNetworkRequest>
#include <QPair>
#include <QUrl>

#include <memory>

namespace hadal::mcp {

/// Streamable HTTP, with sessions and resumed streams. Redirects are not followed: headers may hold secrets.
class HttpTransport : public Transport {
    Q_OBJECT

  public:
    using Headers = QList<QPair<QByteArray, QByteArray>>;

    /// `manager` outlives this object. `purpose`, a few words, is the attribute QNetworkRequest::User of
    /// every request, by which the program lists its connections.
    HttpTransport(QNetworkAccessManager* manager, const QUrl& url, const Headers& headers,
                  const QString& purpose, QObject* parent = nullptr);
    ~HttpTransport() override;

    void start() override;
    void send(const QByteArray& message, std::optional<qint64> request = {}) override;
    void settle(qint64 request) override;
    void listen(const QString& protocolVersion) override;
    void stop() override;

    /// What is wrong with an address; empty for nothing. Secrets travel only where nobody on the way reads
    /// them: over TLS, or within this computer.
    static QString urlProblem(const QUrl& url, bool withSecrets);

  private:
    /// One response, and the streams that go on from where it broke.
    struct Exchange {
        QNetworkReply* reply = nullptr;
        std::optional<qint64> request; ///< waits for an answer
        bool listening = false;        ///< the stream of messages that answer nothing
        bool events = false;           ///< it is a stream of events
        bool beganSession = false;     ///< it carries the answer to `initialize`
        int failures = 0;              ///< in a row, to resume
        QByteArray body;
        std::unique_ptr<SseReader> reader;
    };
    using ExchangePtr = std::shared_ptr<Exchange>;

    QNetworkRequest request(const char* accept) const;
    void watch(const ExchangePtr& exchange, QNetworkReply* reply);
    void heed(const ExchangePtr& exchange);
    void read(const ExchangePtr& exchange);
    void finish(const ExchangePtr& exchange);
    void resume(const ExchangePtr& exchange);
    void fail(const ExchangePtr& exchange, const QString& why);
    QString refusal(int status, QNetworkReply* reply, const QByteArray& body) const;
    void end(const QString& why);

    QNetworkAccessManager* manager_;
    QUrl url_;
    Headers headers_;
    QString purpose_;
    QByteArray session_;
    QByteArray version_;
    QList<ExchangePtr> exchanges_;
    bool begun_ = false; // an answer has come: what this address is, is known
    bool ended_ = false;
};

} // namespace hadal::mcp
