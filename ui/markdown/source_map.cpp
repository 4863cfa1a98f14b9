#include "ui/markdown/source_map.h"

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

SourceMap::SourceMap(const QString& source, const QList<Block>& blocks) {
    qsizetype at = 0;
    places_.reserve(size_t(blocks.size()));
    for (const Block& block : blocks) {
        places_.push_back(placesOf(block.text.plain(), source, at));
        placesOf(block.source, source, at);
        for (const InlineText& cell : block.table.cells)
            placesOf(cell.plain(), source, at);
    }
}

SourceMap::SourceMap(const QString& source) {
    qsizetype at = 0;
    places_.push_back(placesOf(source, source, at));
}

int SourceMap::toSource(int row, int position) const {
    const auto& places = places_[size_t(row)];
    return places[size_t(std::clamp(position, 0, int(places.size()) - 1))];
}

int SourceMap::toShown(int row, int source) const {
    const auto& places = places_[size_t(row)];
    const auto found = std::lower_bound(places.begin(), places.end() - 1, source);
    return int(found - places.begin());
}

} // namespace hadal::ui
