#include "ui/transcripts/glyph_names.h"

#include "ui/transcripts/paper.h"

#include <QRegularExpression>
#include <QTextBoundaryFinder>

#include <algorithm>
#include <utility>

namespace hadal::ui {
namespace {

// Syllables that hardly anybody writes, each with a glyph of its own in the Chinese face.
constexpr char16_t kFirst = 0xD7A3, kLast = 0xAC00; // downwards

bool cannotBeNamed(QStringView character) {
    return std::any_of(character.begin(), character.end(), [](QChar c) {
        return c.isSurrogate() || c == QChar(0xFE0F) || c == QChar(0x200D) || c == QChar(0x20E3);
    });
}

QByteArray hex(const QString& text) {
    QByteArray all;
    for (const QChar c : text)
        all += QByteArray::number(c.unicode(), 16).rightJustified(4, '0').toUpper();
    return all;
}

} // namespace

StandIns::StandIns(const QString& text)
    : taken_(text.begin(), text.end()), next_(kFirst),
      face_(QRawFont::fromFont(QFont(QFont::substitute(textFont(14).family())))) {
    for (const QChar character : std::as_const(taken_))
        looks_[glyphOf(character)] = character;
}

/// In the Chinese face; 0: it has none.
quint32 StandIns::glyphOf(QChar character) const {
    return face_.glyphIndexesForString(QString(character)).value(0);
}

void StandIns::split(const QString& text, const std::function<void(const QString&)>& plain,
                     const std::function<void(const QString&)>& other) {
    if (!cannotBeNamed(text)) {
        plain(text);
        return;
    }
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    QString waiting;
    for (qsizetype from = 0, to = finder.toNextBoundary(); to > from;
         from = to, to = finder.toNextBoundary()) {
        const QString character = text.sliced(from, to - from);
        if (!cannotBeNamed(character)) {
            waiting += character;
            continue;
        }
        if (!waiting.isEmpty())
            plain(std::exchange(waiting, {}));
        other(character);
    }
    if (!waiting.isEmpty())
        plain(waiting);
}

QString StandIns::in(const QString& text) {
    QString all;
    split(
        text, [&](const QString& plain) { all += plain; },
        [&](const QString& other) {
            if (!known_.contains(other)) {
                while (next_ > kLast && taken_.contains(next_))
                    --next_;
                if (next_ == kLast) // thousands of them: the rest is drawn all the same
                    return;
                known_[other] = next_;
                meanings_[next_--] = other;
            }
            all += known_.value(other);
        });
    return all;
}

/// Where a face has one glyph for several characters, Qt names the lowest: the radical ⽂ for 文, 戶 for 户,
/// a tabulator for a space. What the text has of them is meant.
QString StandIns::meaning(QChar character) const {
    if (const auto found = meanings_.constFind(character); found != meanings_.cend())
        return *found;
    if (character == '\t')
        return QStringLiteral(" ");
    const quint32 glyph = taken_.contains(character) ? 0 : glyphOf(character);
    return glyph == 0 ? character : looks_.value(glyph, character);
}

/// A line of a table of names is "<glyph> <glyph> <name>" or "<glyph> <glyph> [<name> <name> ]".
QByteArray StandIns::lineOf(const QByteArray& line) const {
    constexpr qsizetype kGlyphs = 14;
    if (line.size() <= kGlyphs || line.at(0) != '<' || line.at(7) != '<')
        return line;
    QByteArray all = line.first(kGlyphs);
    for (qsizetype at = kGlyphs; at < line.size();) {
        if (line.at(at) != '<') {
            all += line.at(at++);
            continue;
        }
        all += '<' + hex(meaning(QChar(line.mid(at + 1, 4).toUShort(nullptr, 16)))) + '>';
        at = line.indexOf('>', at) + 1;
        if (at == 0)
            return line;
    }
    return all;
}

QByteArray StandIns::named(const QByteArray& file) const {
    static const QRegularExpression object("\\n(\\d+) 0 obj\\n<< /Length \\d+ >>\\nstream\\n$");
    QByteArray objects, places;
    for (qsizetype at = file.indexOf("/CIDInit"); at >= 0; at = file.indexOf("/CIDInit", at + 1)) {
        const auto head = object.match(QString::fromLatin1(file.first(at).last(std::min<qsizetype>(at, 80))));
        const qsizetype end = file.indexOf("\nendstream", at);
        if (!head.hasMatch() || end < 0)
            continue;
        const QByteArray table = file.sliced(at, end - at);
        QByteArrayList lines = table.split('\n');
        for (QByteArray& line : lines)
            line = lineOf(line);
        const QByteArray put = lines.join('\n');
        if (put == table)
            continue;
        const QByteArray number = head.captured(1).toLatin1();
        places += number + " 1\n" + QByteArray::number(file.size() + objects.size()).rightJustified(10, '0') +
                  " 00000 n \n";
        objects += number + " 0 obj\n<< /Length " + QByteArray::number(put.size()) + " >>\nstream\n" + put +
                   "\nendstream\nendobj\n";
    }
    const qsizetype trailer = file.lastIndexOf("trailer"), start = file.lastIndexOf("startxref");
    if (objects.isEmpty() || trailer < 0 || start < trailer)
        return file;
    const QByteArray before = file.sliced(start).split('\n').value(1).trimmed();
    QByteArray last = file.sliced(trailer, start - trailer);
    last.replace(last.lastIndexOf(">>"), 2, "/Prev " + before + "\n>>");
    return file + objects + "xref\n" + places + last + "startxref\n" +
           QByteArray::number(file.size() + objects.size()) + "\n%%EOF\n";
}

} // namespace hadal::ui
