// A server that is a program: messages are lines of its standard input and output.
#pragma once

#include "app/mcp/transport.h"

#include <QProcess>
#include <QProcessEnvironment>
#include <QStringList>
#include <QTimer>

namespace hadal::mcp {

/// What is started, sandbox included.
struct Launch {
    QString program;
    QStringList arguments;
    QProcessEnvironment environment;
    QString folder; ///< works here; empty: where this program does
};

/// Cuts what a program writes into lines of a bounded length.
class LineReader {
  public:
    explicit LineReader(qsizetype longest) : longest_(longest) {}
    /// Calls `line` for each complete line without its end, `skipped` once for each that is too long.
    template <typename Line, typename Skipped>
    void add(const QByteArray& bytes, Line line, Skipped skipped) {
        qsizetype from = 0;
        while (from < bytes.size()) {
            const qsizetype end = bytes.indexOf('\n', from);
            const qsizetype until = end < 0 ? bytes.size() : end;
            if (!skipping_ && pending_.size() + until - from > longest_) {
                pending_.clear();
                skipping_ = true;
                skipped();
            }
            if (!skipping_)
                pending_ += bytes.mid(from, until - from);
            if (end < 0)
                return;
            if (!skipping_)
                line(pending_.endsWith('\r') ? pending_.chopped(1) : pending_);
            pending_.clear();
            skipping_ = false;
            from = end + 1;
        }
    }
    /// A last line without an end.
    const QByteArray& rest() const { return pending_; }

  private:
    qsizetype longest_;
    QByteArray pending_;
    bool skipping_ = false; // the rest of a line that is too long
};

class StdioTransport : public Transport {
    Q_OBJECT

  public:
    explicit StdioTransport(const Launch& launch, QObject* parent = nullptr);
    ~StdioTransport() override;

    void start() override;
    void send(const QByteArray& message, std::optional<qint64> request = {}) override;
    void stop() override;

  private:
    void readOutput();
    void readErrors();
    void end(const QString& why);
    void insist();

    QProcess process_;
    QTimer patience_; // between closing its input, asking it to end, and ending it
    LineReader output_{longest_message};
    LineReader errors_;
    QString lastWords_; // of its standard error
    QString verdict_;   // why it is being ended by us
    bool stopping_ = false;
    bool asked_ = false; // to end, by SIGTERM
    bool ended_ = false;
};

} // namespace hadal::mcp
