#include "ui/inside/passages.h"

#include <algorithm>

namespace hadal::ui {

namespace {

constexpr int kShortest = 12; ///< of a sentence; a Han character counts as two

bool endsSentence(const QString& text, int at) {
    const QChar c = text[at];
    if (c == u'\n' || c == QChar::LineSeparator || c == u'。' || c == u'！' || c == u'？')
        return true;
    const bool mark = c == u'.' || c == u'!' || c == u'?' || c == u'…' || c == u':';
    return mark && at + 1 < text.size() && text[at + 1].isSpace();
}

/// The ends of the sentences, the last is that of the text.
QList<int> ends(const QString& text) {
    QList<int> all;
    int begin = 0, length = 0;
    for (int at = 0; at < text.size(); ++at) {
        length += text[at].unicode() >= 0x2E80 ? 2 : 1;
        if (endsSentence(text, at) && length >= kShortest) {
            all += at + 1;
            begin = at + 1;
            length = 0;
        }
    }
    if (begin < text.size())
        all += int(text.size());
    return all;
}

/// How often each position was read, over the layers that are asked for, and by how many layers at most.
std::pair<std::vector<int>, int> readsOf(const runtime::Insight& insight, int layer) {
    std::vector<int> reads(insight.origins.size());
    int layers = 0;
    for (int number = 0; number < int(insight.layers.size()); ++number) {
        if (layer >= 0 && number != layer)
            continue;
        const auto& one = insight.layers[size_t(number)];
        ++layers;
        if (one.all)
            for (int& count : reads)
                ++count;
        for (const std::int32_t position : one.read)
            if (position >= 0 && size_t(position) < reads.size())
                ++reads[size_t(position)];
    }
    return {reads, layers};
}

} // namespace

QList<Passage> passagesOf(const TextPlace& text, const QString& source, const SourceMap& map,
                          const QStringList& words, int turn) {
    QList<int> bytes(source.size() + 1); // before each UTF-16 offset
    for (qsizetype at = 0, sum = 0; at < source.size(); ++at) {
        bytes[at] = int(sum);
        const char16_t c = source[at].unicode();
        // A pair of surrogates has four bytes: all of them are counted at its first half.
        sum += QChar::isHighSurrogate(c)  ? 4
               : QChar::isLowSurrogate(c) ? 0
               : c < 0x80                 ? 1
               : c < 0x800                ? 2
                                          : 3;
        bytes[at + 1] = int(sum);
    }
    QList<Passage> passages;
    for (int row = 0; row < words.size() && row < map.rows(); ++row) {
        int begin = 0;
        for (const int end : ends(words[row])) {
            while (begin < end && words[row][begin].isSpace())
                ++begin;
            const int from = map.toSource(row, begin), to = map.toSource(row, end);
            if (begin < end && from < to)
                passages += Passage{{text.message, text.reasoning, row},
                                    begin,
                                    end,
                                    words[row].sliced(begin, end - begin),
                                    {size_t(bytes[from]), size_t(bytes[to])},
                                    turn,
                                    double(from) / double(source.size())};
            begin = end;
        }
    }
    return passages;
}

QList<double> sharesRead(const QList<Passage>& passages, const runtime::Insight& insight,
                         const QList<Look::Source>& sources, int layer) {
    const auto [reads, layers] = readsOf(insight, layer);
    QList<double> shares(passages.size(), -1);
    if (layers == 0)
        return shares;
    // The origins of one text are in order, and so are its passages.
    QMap<std::pair<QString, bool>, std::vector<size_t>> tokens;
    for (size_t i = 0; i < insight.origins.size(); ++i) {
        const auto& origin = insight.origins[i];
        if (origin.message >= 0 && origin.message < sources.size())
            tokens[{sources[origin.message].message, origin.reasoning}].push_back(i);
    }
    QMap<QString, size_t> shifts;
    for (const Look::Source& source : sources)
        shifts[source.message] = size_t(source.shift);
    for (qsizetype i = 0; i < passages.size(); ++i) {
        const Passage& passage = passages[i];
        const auto& own = tokens[{passage.place.message, passage.place.reasoning}];
        const size_t shift = passage.place.reasoning ? 0 : shifts.value(passage.place.message);
        const size_t begin = passage.bytes.begin + shift, end = passage.bytes.end + shift;
        const auto first = std::partition_point(
            own.begin(), own.end(), [&](size_t token) { return insight.origins[token].bytes.end <= begin; });
        int count = 0, read = 0;
        for (auto token = first; token != own.end() && insight.origins[*token].bytes.begin < end; ++token) {
            ++count;
            read += reads[*token];
        }
        if (count > 0)
            shares[i] = double(read) / (double(count) * layers);
    }
    return shares;
}

} // namespace hadal::ui
