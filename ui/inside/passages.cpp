#include "ui/inside/passages.h"

#include "ui/markdown/sentences.h"

#include <algorithm>

namespace hadal::ui {

namespace {

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

/// The bytes before each UTF-16 offset.
std::vector<size_t> byteOffsets(const QString& text) {
    std::vector<size_t> bytes(size_t(text.size()) + 1);
    for (qsizetype at = 0; at < text.size(); ++at) {
        const char16_t c = text[at].unicode();
        // A pair of surrogates has four bytes: all of them are counted at its first half.
        const size_t length = QChar::isHighSurrogate(c)  ? 4
                              : QChar::isLowSurrogate(c) ? 0
                              : c < 0x80                 ? 1
                              : c < 0x800                ? 2
                                                         : 3;
        bytes[size_t(at) + 1] = bytes[size_t(at)] + length;
    }
    return bytes;
}

void cut(const PassageSource& source, QList<Passage>& passages) {
    MessageBlocks blocks; // as the conversation has them: the rows are the same
    if (source.markdown)
        blocks.append(source.text);
    const QList<QStringList> texts =
        source.markdown ? shownTexts(blocks.blocks()) : QList<QStringList>{{source.text}};
    const SourceMap map(source.text, texts);
    const std::vector<size_t> bytes = byteOffsets(source.text);
    for (int row = 0; row < map.rows(); ++row) {
        for (int place = 0; place < map.texts(row); ++place) {
            const QString& text = texts[row][place];
            int begin = 0;
            for (const int end : sentenceEnds(text)) {
                while (begin < end && text[begin].isSpace())
                    ++begin;
                const int from = map.toSource(row, place, begin), to = map.toSource(row, place, end);
                if (begin < end && from < to)
                    passages += Passage{{source.message, source.reasoning, row, place},
                                        begin,
                                        end,
                                        text.sliced(begin, end - begin),
                                        {bytes[size_t(from)], bytes[size_t(to)]},
                                        source.turn,
                                        double(from) / double(source.text.size())};
                begin = end;
            }
        }
    }
}

} // namespace

QList<Passage> passagesOf(const QList<PassageSource>& sources) {
    QList<Passage> passages;
    for (const PassageSource& source : sources)
        cut(source, passages);
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
