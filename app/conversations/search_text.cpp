#include "app/conversations/search_text.h"

#include <algorithm>

namespace hadal::conversations {
namespace {

constexpr qsizetype snippet_before = 24;
constexpr qsizetype snippet_length = 160;

/// Written without spaces between words.
bool isUnspaced(char32_t c) {
    switch (QChar::script(c)) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Bopomofo:
        return true;
    default:
        return false;
    }
}

/// A run of characters without spaces in between, as words.
void appendRun(QString& out, const QList<char32_t>& run, bool withLast) {
    const auto put = [&out](char32_t c) { out += QChar::fromUcs4(c); };
    for (qsizetype i = 0; i + 1 < run.size(); ++i) {
        out += u' ';
        put(run[i]);
        put(run[i + 1]);
    }
    if (withLast || run.size() == 1) {
        out += u' ';
        put(run.last());
    }
    out += u' ';
}

/// `open`: the text may go on behind its end, so the last run is not closed by its last character.
QString cut(const QString& text, bool open) {
    QString out;
    out.reserve(text.size() * 2);
    QList<char32_t> run;
    qsizetype i = 0;
    while (i < text.size()) {
        const bool pair = i + 1 < text.size() && text[i].isHighSurrogate() && text[i + 1].isLowSurrogate();
        const char32_t c = pair ? QChar::surrogateToUcs4(text[i], text[i + 1]) : text[i].unicode();
        if (isUnspaced(c)) {
            run += c;
        } else {
            if (!run.isEmpty())
                appendRun(out, std::exchange(run, {}), true);
            out += QChar::isSurrogate(c) ? QChar(u' ') : text[i];
            if (pair)
                out += text[i + 1];
        }
        i += pair ? 2 : 1;
    }
    if (!run.isEmpty())
        appendRun(out, run, !open);
    return out;
}

/// One character for one, so that places stay the same.
QChar fold(QChar c) {
    const QString parts = c.decomposition();
    const QChar base = parts.isEmpty() || c.decompositionTag() != QChar::Canonical ? c : parts[0];
    return base.toCaseFolded();
}

QString fold(const QString& text) {
    QString folded = text;
    for (QChar& c : folded)
        c = c.unicode() < 128 ? c.toLower() : fold(c);
    return folded;
}

bool hasWord(const QString& part) {
    return std::any_of(part.begin(), part.end(),
                       [](QChar c) { return c.isLetterOrNumber() || c.isSurrogate(); });
}

} // namespace

QString wordsOf(const QString& text) {
    return cut(text, false);
}

QStringList partsOf(const QString& query) {
    QStringList parts;
    QString part;
    bool quoted = false;
    const auto end = [&] {
        if (hasWord(part))
            parts += part.trimmed();
        part.clear();
    };
    for (const QChar c : query) {
        if (c == u'"' || c == u'“' || c == u'”') {
            end();
            quoted = !quoted;
        } else if (c.isSpace() && !quoted) {
            end();
        } else {
            part += c;
        }
    }
    end();
    return parts;
}

QString matchOf(const QString& query) {
    QStringList matches;
    for (const QString& part : partsOf(query)) {
        QString words = cut(part, true);
        // Within the quotes of FTS5 nothing but a quote has a meaning, and parts have none.
        words.remove(QChar(0));
        matches += QString("\"%1\" *").arg(words.simplified());
    }
    return matches.join(" AND ");
}

QList<Mark> marksOf(const QString& text, const QStringList& parts) {
    QList<Mark> found;
    const QString folded = fold(text);
    for (const QString& part : parts) {
        const QString wanted = fold(part);
        for (qsizetype at = folded.indexOf(wanted); at >= 0 && !wanted.isEmpty();
             at = folded.indexOf(wanted, at + wanted.size()))
            found += Mark{int(at), int(wanted.size())};
    }
    std::sort(found.begin(), found.end(), [](const Mark& a, const Mark& b) {
        return a.begin != b.begin ? a.begin < b.begin : a.length > b.length;
    });
    QList<Mark> apart;
    for (const Mark& mark : found)
        if (apart.isEmpty() || mark.begin >= apart.last().begin + apart.last().length)
            apart += mark;
    return apart;
}

Snippet snippetOf(const QString& text, const QStringList& parts) {
    // Long texts are looked through in pieces: the first occurrence is usually near.
    constexpr qsizetype piece = 1 << 16;
    qsizetype first = 0;
    for (qsizetype at = 0; at < text.size(); at += piece) {
        const auto marks = marksOf(text.sliced(at, std::min(piece + 256, text.size() - at)), parts);
        if (!marks.isEmpty()) {
            first = at + marks.first().begin;
            break;
        }
    }
    qsizetype begin = std::max<qsizetype>(0, first - snippet_before);
    // Not within a word, nor within a character.
    for (int i = 0;
         begin > 0 && i < 16 && !text[begin - 1].isSpace() && text[begin].script() == QChar::Script_Latin;
         ++i)
        --begin;
    if (begin > 0 && text[begin].isLowSurrogate())
        --begin;
    QString shown = text.sliced(begin, std::min(snippet_length, text.size() - begin)).simplified();
    if (!shown.isEmpty() && shown.back().isHighSurrogate())
        shown.chop(1);
    if (begin > 0)
        shown.prepend(u'…');
    return {shown, marksOf(shown, parts)};
}

} // namespace hadal::conversations
