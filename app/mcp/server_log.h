// The last lines that a server and its connection have written.
#pragma once

#include <QDateTime>
#include <QList>
#include <QString>

namespace hadal::mcp {

/// Bounded in lines and in the length of each. Lives on the interface thread.
class ServerLog {
  public:
    static constexpr int most_lines = 500;
    static constexpr qsizetype longest_line = 2000;

    struct Line {
        QDateTime time; ///< local
        QString text;   ///< without control characters
    };

    /// `text` holds no secrets.
    void add(const QString& text);
    const QList<Line>& lines() const { return lines_; }
    /// How many were ever added.
    qint64 count() const { return count_; }
    /// All lines with their times, for copying.
    QString text() const;

  private:
    QList<Line> lines_;
    qint64 count_ = 0;
};

} // namespace hadal::mcp
