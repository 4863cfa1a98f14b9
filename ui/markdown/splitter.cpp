#include "ui/markdown/splitter.h"

#include <algorithm>
#include <utility>

namespace hadal::ui {

QList<QByteArray> Splitter::append(const QByteArray& text) {
    buffer_ += text;
    for (qsizetype end; (end = buffer_.indexOf('\n', scanned_)) >= 0;) {
        lineEnd_ = end + 1;
        take(read(buffer_.mid(scanned_, end - scanned_)));
        scanned_ = lineEnd_;
    }
    return std::exchange(parts_, {});
}

Splitter::Line Splitter::read(const QByteArray& raw) {
    Line line;
    qsizetype i = 0;
    for (; i < raw.size() && (raw[i] == ' ' || raw[i] == '\t'); ++i)
        line.indent += raw[i] == '\t' ? 4 - line.indent % 4 : 1;
    line.text = raw.mid(i).trimmed();
    return line;
}

Splitter::Marker Splitter::marker(const Line& line) {
    if (line.indent > 3 || line.blank() || isRule(line))
        return {};
    Marker item;
    qsizetype i = 0;
    while (i < line.text.size() && i < 9 && line.text[i] >= '0' && line.text[i] <= '9')
        item.number = item.number * 10 + (line.text[i++] - '0');
    if (i >= line.text.size())
        return {};
    const char type = line.text[i];
    const bool bullet = i == 0 && (type == '-' || type == '*' || type == '+');
    const bool ordered = i > 0 && (type == '.' || type == ')');
    if (!bullet && !ordered)
        return {};
    const qsizetype afterMark = i + 1;
    qsizetype content = afterMark;
    while (content < line.text.size() && (line.text[content] == ' ' || line.text[content] == '\t'))
        ++content;
    item.empty = content >= line.text.size();
    if (!item.empty && content == afterMark)
        return {}; // "-x" or "3.5" is no item
    const qsizetype gap = item.empty || content - afterMark > 4 ? 1 : content - afterMark;
    item.type = type;
    item.offset = line.indent + int(afterMark + gap);
    return item;
}

bool Splitter::isRule(const Line& line) {
    if (line.indent > 3 || line.blank() || !QByteArray("-*_").contains(line.text[0]))
        return false;
    int marks = 0;
    for (const char c : line.text) {
        if (c == line.text[0])
            ++marks;
        else if (c != ' ' && c != '\t')
            return false;
    }
    return marks >= 3;
}

/// Headings and quotes end whatever paragraph or list item comes before them without indentation.
bool Splitter::interrupts(const Line& line) {
    if (line.indent > 3 || line.blank())
        return false;
    if (line.text[0] == '>')
        return true;
    qsizetype level = 0;
    while (level < line.text.size() && line.text[level] == '#')
        ++level;
    return level >= 1 && level <= 6 && (level == line.text.size() || line.text[level] == ' ');
}

bool Splitter::opensFence(const Line& line) {
    if (line.indent > 3 || line.blank() || (line.text[0] != '`' && line.text[0] != '~'))
        return false;
    const char mark = line.text[0];
    qsizetype length = 0;
    while (length < line.text.size() && line.text[length] == mark)
        ++length;
    if (length < 3 || (mark == '`' && line.text.indexOf('`', length) >= 0))
        return false;
    fenceMark_ = mark;
    fenceLength_ = int(length);
    return true;
}

bool Splitter::closesFence(const Line& line) const {
    if (line.indent > 3 || line.text.size() < fenceLength_)
        return false;
    return std::all_of(line.text.begin(), line.text.end(), [this](char c) { return c == fenceMark_; });
}

/// Whether this line, which is not indented into the open item, certainly begins something of its own.
bool Splitter::cutsList(const Line& line, const Marker& item) {
    if (afterBlank_)
        return !item.empty || item.type != listType_;
    if (interrupts(line))
        return true;
    if (item.type == listType_ && !item.empty && !afterLazy_)
        return true;
    if (item.type)
        listOffset_ = std::min(listOffset_, item.offset); // stays in this part: nearer lines belong to it too
    afterLazy_ = true;
    return false;
}

void Splitter::take(const Line& line) {
    if (mode_ == Mode::Fence) {
        if (closesFence(line))
            cutAfter();
        return;
    }
    if (line.blank()) {
        if (mode_ != Mode::List)
            cutAfter();
        afterBlank_ = true;
        return;
    }
    const Marker item = marker(line);
    const bool inItem = mode_ == Mode::List && line.indent >= listOffset_;
    if (mode_ == Mode::Empty) {
        begin(line);
    } else if (!inItem && opensFence(line)) {
        cutBefore();
        begin(line);
    } else if (mode_ == Mode::Text) {
        const bool interruptsText =
            item.type && !item.empty && ((item.type != '.' && item.type != ')') || item.number == 1);
        if (interruptsText) {
            cutBefore();
            begin(line);
        } else if (item.type) {
            // A list after a quote or a table, or words of a paragraph: kept together until that does not
            // matter.
            mode_ = Mode::List;
            listType_ = item.type;
            listOffset_ = item.offset;
            afterLazy_ = true;
        }
    } else if (inItem) {
        afterLazy_ = false;
    } else if (cutsList(line, item)) {
        cutBefore();
        begin(line);
    }
    afterBlank_ = false;
}

void Splitter::begin(const Line& line) {
    const Marker item = marker(line);
    mode_ = opensFence(line) ? Mode::Fence : item.type ? Mode::List : Mode::Text;
    listType_ = item.type;
    listOffset_ = item.offset;
    afterLazy_ = false;
}

void Splitter::cutBefore() {
    parts_.append(buffer_.first(scanned_));
    buffer_.remove(0, scanned_);
    lineEnd_ -= scanned_;
    scanned_ = 0;
}

void Splitter::cutAfter() {
    if (mode_ != Mode::Empty)
        parts_.append(buffer_.first(lineEnd_));
    buffer_.remove(0, lineEnd_);
    lineEnd_ = 0;
    mode_ = Mode::Empty;
}

} // namespace hadal::ui
