#include "app/tools/output.h"

#include <QRegularExpression>

#include <algorithm>

namespace hadal::tools {
namespace {

/// Controls, and what is there without being seen: marks of direction, tags, separators of no width.
bool isDropped(char32_t c) {
    const auto category = QChar::category(c);
    const bool joins = c == 0x200C || c == 0x200D; // between letters of some scripts and parts of emoji
    return (category == QChar::Other_Control && c != '\n' && c != '\t') ||
           (category == QChar::Other_Format && !joins) || category == QChar::Other_Surrogate;
}

} // namespace

QString cleanText(const QByteArray& bytes) {
    return cleanText(QString::fromUtf8(bytes));
}

QString cleanText(const QString& text) {
    // ECMA-48: control sequences, then strings up to their terminator (one without an end reaches to the end
    // of its line), then escapes of a few characters.
    static const QRegularExpression escapes(
        "(?:\x1b\\[|\\x{9b})[0-?]*[ -/]*[@-~]?"
        "|(?:\x1b[\\]PX^_]|[\\x{90}\\x{98}\\x{9d}-\\x{9f}])[^\\x07\\x1b\\x{9c}\\n]*"
        "(?:\\x07|\x1b\\\\|\\x{9c})?"
        "|\x1b[ -/]*[0-~]?");
    QString plain = text;
    plain.replace("\r\n", "\n").replace(u'\r', u'\n').remove(escapes);
    QString out;
    out.reserve(plain.size());
    for (qsizetype i = 0; i < plain.size(); ++i) {
        char32_t c = plain[i].unicode();
        const bool pair = plain[i].isHighSurrogate() && i + 1 < plain.size() && plain[i + 1].isLowSurrogate();
        if (pair)
            c = QChar::surrogateToUcs4(plain[i], plain[i + 1]);
        if (!isDropped(c))
            out += plain.mid(i, pair ? 2 : 1);
        i += pair;
    }
    return out;
}

void Capture::add(const QByteArray& bytes) {
    total_ += bytes.size();
    const qsizetype first = std::min<qsizetype>(bytes.size(), most_ / 2 - head_.size());
    head_ += bytes.left(first);
    const qsizetype room = most_ - most_ / 2;
    tail_ += bytes.mid(std::max(first, bytes.size() - room));
    if (tail_.size() > room)
        tail_.remove(0, tail_.size() - room);
}

QByteArray Capture::end(qsizetype most) const {
    return tail_.size() >= most ? tail_.right(most) : (isCut() ? tail_ : (head_ + tail_).right(most));
}

QByteArray Capture::bytes(const QByteArray& gap) const {
    return isCut() ? head_ + gap + tail_ : head_ + tail_;
}

QString shortened(const QString& text, qint64 most, bool& cut) {
    const QByteArray bytes = text.toUtf8();
    if (bytes.size() <= most)
        return text;
    cut = true;
    // Whole characters on both sides.
    qsizetype head = most / 2, tail = bytes.size() - (most - most / 2);
    const auto within = [&](qsizetype at) { return (static_cast<unsigned char>(bytes[at]) & 0xC0) == 0x80; };
    while (head > 0 && within(head))
        --head;
    while (tail < bytes.size() && within(tail))
        ++tail;
    return QString::fromUtf8(bytes.left(head)) + u"\n[… %1 bytes left out …]\n"_qs.arg(tail - head) +
           QString::fromUtf8(bytes.mid(tail));
}

} // namespace hadal::tools
