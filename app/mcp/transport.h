// How messages of the Model Context Protocol travel:
// https://modelcontextprotocol.io/specification/2025-06-18/basic/transports.
#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>

#include <optional>

namespace hadal::mcp {

/// Longer messages are not read: a line or event is skipped, a response ends its request.
inline constexpr qsizetype longest_message = 8 << 20;

/// One connection with one server, used once. Lives on the interface thread; no call blocks. Deleting it ends
/// what it began.
class Transport : public QObject {
    Q_OBJECT

  public:
    using QObject::QObject;

    /// started() or ended() follows.
    virtual void start() = 0;
    /// Sends one message; `request` is its id where an answer is expected.
    virtual void send(const QByteArray& message, std::optional<qint64> request = {}) = 0;
    /// No answer to this request is waited for any more: it has come, or was given up.
    virtual void settle(qint64 request) { Q_UNUSED(request) }
    /// The handshake is done: messages that answer nothing may come from now on.
    virtual void listen(const QString& protocolVersion) { Q_UNUSED(protocolVersion) }
    /// Takes leave in the orderly way, and insists after a second or two. ended() follows.
    virtual void stop() = 0;

  signals:
    void started();
    /// Text of at most longest_message bytes.
    void received(const QByteArray& text);
    /// A line for the log: what the server wrote to its standard error, or what went wrong.
    void logged(const QString& line);
    /// No answer will come to this request.
    void lost(qint64 request, const QString& why);
    /// Emitted once, last. `why` is empty after stop().
    void ended(const QString& why);
};

} // namespace hadal::mcp
