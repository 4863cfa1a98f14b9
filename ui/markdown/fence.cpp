#include "ui/markdown/fence.h"

#include <algorithm>

namespace hadal::ui {
namespace {

qsizetype spaces(QByteArrayView line) {
    qsizetype n = 0;
    while (n < line.size() && line[n] == ' ')
        ++n;
    return n;
}

qsizetype run(QByteArrayView line, qsizetype from) {
    qsizetype end = from;
    while (end < line.size() && line[end] == line[from])
        ++end;
    return end - from;
}

bool closes(QByteArrayView line, char mark, qsizetype length) {
    const qsizetype indent = spaces(line);
    const QByteArrayView rest = line.sliced(indent).trimmed();
    return indent <= 3 && rest.size() >= length &&
           std::all_of(rest.begin(), rest.end(), [mark](char c) { return c == mark; });
}

} // namespace

std::optional<Block> parseFence(const QByteArray& text) {
    const qsizetype newline = text.indexOf('\n');
    const QByteArrayView opening = QByteArrayView(text).first(newline < 0 ? text.size() : newline);
    const qsizetype indent = spaces(opening);
    if (indent > 3 || indent >= opening.size() || (opening[indent] != '`' && opening[indent] != '~'))
        return {};
    const char mark = opening[indent];
    const qsizetype length = run(opening, indent);
    const QByteArrayView info = opening.sliced(indent + length).trimmed();
    if (length < 3 || (mark == '`' && std::find(info.begin(), info.end(), '`') != info.end()))
        return {};

    Block block;
    block.kind = Block::Code;
    const auto space = std::find_if(info.begin(), info.end(), [](char c) { return c == ' ' || c == '\t'; });
    block.language = QString::fromUtf8(info.first(space - info.begin()));
    if (newline < 0)
        return block;
    QByteArray source;
    source.reserve(text.size() - newline);
    for (qsizetype at = newline + 1; at < text.size();) {
        const qsizetype next = text.indexOf('\n', at);
        const qsizetype end = next < 0 ? text.size() : next;
        QByteArrayView line = QByteArrayView(text).sliced(at, end - at);
        at = end + 1;
        if (closes(line, mark, length)) {
            if (!QByteArrayView(text).sliced(std::min(at, text.size())).trimmed().isEmpty())
                return {}; // more than a fence
            break;
        }
        line = line.sliced(std::min(spaces(line), indent));
        if (line.endsWith('\r'))
            line.chop(1);
        source += line;
        source += '\n';
    }
    source.chop(1);
    block.source = QString::fromUtf8(source);
    return block;
}

} // namespace hadal::ui
