// What tools write, made fit to be read by a model and shown to people.
#pragma once

#include <QByteArray>
#include <QString>

namespace hadal::tools {

/// Text without what could act on a terminal or deceive a reader: escape sequences, control characters but
/// tab and line feed, and characters that are not seen but those that join letters. Bytes that are not UTF-8
/// become U+FFFD; a carriage return becomes a line feed.
QString cleanText(const QByteArray& bytes);
QString cleanText(const QString& text);

/// Keeps the beginning and the end of what is written, and counts the rest.
class Capture {
  public:
    explicit Capture(qint64 most) : most_(most) {}

    void add(const QByteArray& bytes);
    qint64 total() const { return total_; }
    bool isCut() const { return total_ > head_.size() + tail_.size(); }
    /// The last of it, at most `most` bytes.
    QByteArray end(qsizetype most) const;
    /// Beginning and end as they are; where the middle is missing, `gap` stands between.
    QByteArray bytes(const QByteArray& gap) const;

  private:
    qint64 most_, total_ = 0;
    QByteArray head_, tail_;
};

/// `text`, or its beginning and end with a line between that says how much is missing, at most `most` bytes
/// of UTF-8 besides that line. `cut` becomes true where something is left out.
QString shortened(const QString& text, qint64 most, bool& cut);

} // namespace hadal::tools
