// The client's side of the Model Context Protocol, of 2025-06-18 and 2025-03-26:
// https://modelcontextprotocol.io/specification/2025-06-18.
#pragma once

#include "app/mcp/json_rpc.h"
#include "app/mcp/transport.h"

#include <QHash>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>

namespace hadal::mcp {

/// How a request ended.
struct Outcome {
    enum Kind {
        Result,
        Refused, ///< the server answered with an error
        TimedOut,
        Lost,     ///< the connection ended, or the request got no answer
        Cancelled ///< here
    } kind = Result;
    Json result;
    int code = 0; ///< of an error
    QString text; ///< what happened, for people
};

/// What a server says of itself in the handshake.
struct ServerInfo {
    QString name;
    QString title; ///< for people; may be empty
    QString version;
    QString protocol;
    QString instructions; ///< how to use it, for the model
    bool tools = false, resources = false, prompts = false, logging = false;
};

/// One session over one transport. Lives on the interface thread; no call blocks. What the server sends is
/// not trusted: whatever it is, it ends as an outcome or a line of the log.
class Client : public QObject {
    Q_OBJECT

  public:
    using Done = std::function<void(const Outcome&)>;
    using Progress = std::function<void(double progress, double total, const QString& message)>;

    struct Patience {
        std::chrono::milliseconds quiet{30'000};    ///< without answer or progress
        std::chrono::milliseconds longest{600'000}; ///< whatever progress comes
    };

    /// `roots`: file:// addresses of the folders that the server may use; none: it is not told of any.
    Client(std::unique_ptr<Transport> transport, const QStringList& roots, QObject* parent = nullptr);
    ~Client() override;

    /// Shakes hands: ready() or ended() follows. `patience` is for the handshake: a first start may download.
    void start(std::chrono::milliseconds patience);
    /// Takes leave; ended() follows.
    void stop();
    bool hasEnded() const { return ended_; }
    /// What the server said; meaningful from ready() on.
    const ServerInfo& info() const { return info_; }

    /// Sends a request. `done` is called once, not before this function has returned, and never after this
    /// object or cancel(). Returns the request's id.
    qint64 request(const QString& method, const Json& params, const Patience& patience, Done done,
                   Progress progress = {});
    /// Gives a request up and tells the server; its `done` is not called.
    void cancel(qint64 request, const QString& reason);
    /// Asks for all pages of a list; the result is one array.
    void list(const QString& method, const char* key, Done done);

  signals:
    void ready();
    /// Emitted once, last. `why` is empty after stop().
    void ended(const QString& why);
    void logged(const QString& line);
    /// A list is another now: "tools", "resources" or "prompts".
    void listChanged(const QString& what);

  private:
    struct Pending {
        QString method;
        Done done;
        Progress progress;
        Patience patience;
        std::chrono::steady_clock::time_point began;
        std::unique_ptr<QTimer> timer;
    };
    struct Pages;

    void receive(const QByteArray& text);
    void settle(qint64 id, const Outcome& outcome);
    void answer(const Message& request);
    void heed(const Message& notification);
    void initialize(std::chrono::milliseconds patience);
    void welcome(const Json& result);
    void giveUp(const QString& why);
    void nextPage(const std::shared_ptr<Pages>& pages);

    std::unique_ptr<Transport> transport_;
    QStringList roots_;
    ServerInfo info_;
    QString verdict_; // why it is being ended here
    qint64 lastId_ = 0;
    QHash<qint64, std::shared_ptr<Pending>> pending_;
    bool ended_ = false;
};

} // namespace hadal::mcp
