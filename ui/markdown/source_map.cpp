#include "ui/markdown/source_map.h"

#include "ui/markdown/code_lines.h"

#include <algorithm>

namespace hadal::ui {

namespace {

/// How far ahead a word is looked for: over the address of a link, not over paragraphs.
constexpr qsizetype kReach = 600;

bool isOfWord(QChar c) {
    return c.isLetterOrNumber() || c.isSurrogate();
}

/// Han is written without spaces: there each character is a word.
bool isHan(QChar c) {
    return c.unicode() >= 0x2E80 && !c.isSurrogate();
}

qsizetype wordEnd(const QString& text, qsizetype begin) {
    qsizetype end = begin + 1;
    if (!isOfWord(text[begin]) || isHan(text[begin]))
        return end;
    while (end < text.size() && isOfWord(text[end]) && !isHan(text[end]))
        ++end;
    return end;
}

qsizetype find(const QString& source, QStringView word, qsizetype from) {
    const auto near = QStringView(source).mid(from, kReach + word.size());
    const qsizetype at = near.indexOf(word);
    return at < 0 ? -1 : from + at;
}

/// The place of each character, and `at` moved behind the last. What cannot be found, as a quotation mark
/// that was made from &quot;, stands where the word before it ends.
std::vector<int> placesOf(const QString& words, const QString& source, qsizetype& at) {
    std::vector<int> places;
    places.reserve(size_t(words.size()) + 1);
    for (qsizetype begin = 0; begin < words.size();) {
        const qsizetype end = wordEnd(words, begin);
        const auto word = QStringView(words).mid(begin, end - begin);
        // Marks and spaces may be markup as well: they count only where they come next.
        const bool certain = isOfWord(word[0]);
        const qsizetype found = certain                                       ? find(source, word, at)
                                : at < source.size() && source[at] == word[0] ? at
                                                                              : -1;
        for (qsizetype i = begin; i < end; ++i)
            places.push_back(int(found < 0 ? at : found + (i - begin)));
        if (found >= 0)
            at = found + word.size();
        begin = end;
    }
    places.push_back(int(at));
    return places;
}

} // namespace

QList<QStringList> shownTexts(const QList<Block>& blocks) {
    QList<QStringList> all;
    for (const Block& block : blocks) {
        QStringList& texts = all.emplace_back();
        if (block.kind == Block::TableBlock) {
            for (const InlineText& cell : block.table.cells)
                texts += cell.plain();
        } else if (block.kind == Block::Code) {
            const QStringList lines = block.source.split(u'\n');
            for (qsizetype first = 0; first < lines.size(); first += CodeLines::kPart)
                texts += lines.mid(first, CodeLines::kPart).join(u'\n');
        } else {
            texts += block.kind == Block::Formula ? block.source : block.text.plain();
        }
    }
    return all;
}

SourceMap::SourceMap(const QString& source, const QList<QStringList>& texts) {
    qsizetype at = 0;
    places_.reserve(size_t(texts.size()));
    for (const QStringList& block : texts) {
        auto& places = places_.emplace_back();
        for (const QString& text : block)
            places.push_back(placesOf(text, source, at));
    }
}

int SourceMap::length(int row, int place) const {
    if (row < 0 || row >= rows() || place < 0 || place >= texts(row))
        return 0;
    return int(places_[size_t(row)][size_t(place)].size()) - 1;
}

int SourceMap::toSource(int row, int place, int position) const {
    const Places& places = places_[size_t(row)][size_t(place)];
    return places[size_t(std::clamp(position, 0, int(places.size()) - 1))];
}

int SourceMap::toShown(int row, int place, int source) const {
    const Places& places = places_[size_t(row)][size_t(place)];
    const auto found = std::lower_bound(places.begin(), places.end() - 1, source);
    return int(found - places.begin());
}

} // namespace hadal::ui
