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

std::optional<OpenFence> OpenFence::begin(const QByteArray& text) {
    const qsizetype newline = text.indexOf('\n');
    if (newline < 0)
        return {};
    const QByteArrayView opening = QByteArrayView(text).first(newline);
    OpenFence fence;
    fence.indent_ = spaces(opening);
    if (fence.indent_ > 3 || fence.indent_ >= opening.size())
        return {};
    fence.mark_ = opening[fence.indent_];
    fence.length_ = run(opening, fence.indent_);
    const QByteArrayView info = opening.sliced(fence.indent_ + fence.length_).trimmed();
    if ((fence.mark_ != '`' && fence.mark_ != '~') || fence.length_ < 3 ||
        (fence.mark_ == '`' && std::find(info.begin(), info.end(), '`') != info.end()))
        return {};
    const auto space = std::find_if(info.begin(), info.end(), [](char c) { return c == ' ' || c == '\t'; });
    fence.language_ = QString::fromUtf8(info.first(space - info.begin()));
    fence.at_ = newline + 1;
    return fence;
}

/// The line end after the last line is not part of the code: it is given out with what follows it.
OpenFence::Growth OpenFence::read(const QByteArray& text) {
    Growth growth{std::min(settled_, shown_), shown_ < settled_ ? QStringLiteral("\n") : QString()};
    while (end_ == 0 && at_ < text.size()) {
        const qsizetype newline = text.indexOf('\n', at_);
        const qsizetype end = newline < 0 ? text.size() : newline;
        QByteArrayView line = QByteArrayView(text).sliced(at_, end - at_);
        const bool last = closes(line, mark_, length_);
        line = line.sliced(std::min(spaces(line), indent_));
        if (line.endsWith('\r'))
            line.chop(1);
        if (newline < 0) { // it may go on: a line of marks would then not end the fence
            if (!last)
                growth.added += QString::fromUtf8(line);
            break;
        }
        at_ = newline + 1;
        if (last) {
            end_ = at_;
            break;
        }
        growth.added += QString::fromUtf8(line) + '\n';
        settled_ = growth.keep + growth.added.size();
    }
    if (growth.added.endsWith('\n'))
        growth.added.chop(1);
    else if (growth.added.isEmpty() && growth.keep == settled_ && settled_ > 0)
        --growth.keep;
    shown_ = growth.keep + growth.added.size();
    return growth;
}

std::optional<Block> parseFence(const QByteArray& text) {
    // The first line of a fence is one before it ends.
    const QByteArray whole = text.contains('\n') ? text : text + '\n';
    std::optional<OpenFence> fence = OpenFence::begin(whole);
    if (!fence)
        return {};
    Block block;
    block.kind = Block::Code;
    block.language = fence->language();
    block.source = fence->read(whole).added;
    if (fence->end() > 0 && !QByteArrayView(whole).sliced(fence->end()).trimmed().isEmpty())
        return {}; // more than a fence
    return block;
}

} // namespace hadal::ui
