// Server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html.
#pragma once

#include <QByteArray>

#include <functional>

namespace hadal {

/// Reads a stream of events piece by piece, wherever it is cut.
class SseReader {
  public:
    struct Event {
        QByteArray type; ///< empty: "message"
        QByteArray data;
    };

    /// Events whose data is longer than `longest` are skipped; `skipped` is called for each.
    SseReader(qsizetype longest, std::function<void(const Event&)> event, std::function<void()> skipped);

    void add(const QByteArray& bytes);

    const QByteArray& lastId() const { return lastId_; }
    /// Milliseconds that the server asks to wait before a new connection; negative: it has not said.
    int retry() const { return retry_; }

  private:
    void line(QByteArray text);
    void dispatch();

    qsizetype longest_;
    std::function<void(const Event&)> event_;
    std::function<void()> skipped_;
    QByteArray pending_; // a line without its end
    Event current_;
    bool hasData_ = false;
    bool tooLong_ = false;
    bool afterCr_ = false; // a line feed that comes next belongs to it
    bool first_ = true;    // a byte order mark may come
    QByteArray lastId_;
    int retry_ = -1;
};

} // namespace hadal
