#include "app/base/sse_reader.h"

#include <algorithm>

namespace hadal {

SseReader::SseReader(qsizetype longest, std::function<void(const Event&)> event,
                     std::function<void()> skipped)
    : longest_(longest), event_(std::move(event)), skipped_(std::move(skipped)) {}

void SseReader::add(const QByteArray& bytes) {
    qsizetype from = 0;
    if (afterCr_ && bytes.startsWith('\n'))
        from = 1;
    if (!bytes.isEmpty())
        afterCr_ = false;
    while (from < bytes.size()) {
        qsizetype end = from;
        while (end < bytes.size() && bytes[end] != '\n' && bytes[end] != '\r')
            ++end;
        // Room for the field's name. The length of what is kept is bounded, whatever comes.
        if (pending_.size() + end - from <= longest_ + 64)
            pending_ += bytes.mid(from, end - from);
        else
            tooLong_ = true;
        if (end == bytes.size())
            return;
        line(std::exchange(pending_, {}));
        from = end + 1;
        if (bytes[end] != '\r')
            continue;
        if (from == bytes.size())
            afterCr_ = true;
        else if (bytes[from] == '\n')
            ++from;
    }
}

void SseReader::line(QByteArray text) {
    if (std::exchange(first_, false) && text.startsWith("\xEF\xBB\xBF"))
        text.remove(0, 3);
    if (text.isEmpty())
        return dispatch();
    const qsizetype colon = text.indexOf(':');
    if (colon == 0)
        return; // a comment, which keeps the connection open
    const QByteArray field = text.left(colon < 0 ? text.size() : colon);
    QByteArray value = colon < 0 ? QByteArray() : text.mid(colon + 1);
    if (value.startsWith(' '))
        value.remove(0, 1);
    if (field == "data") {
        if (current_.data.size() + value.size() > longest_)
            tooLong_ = true;
        if (tooLong_)
            return;
        if (std::exchange(hasData_, true))
            current_.data += '\n';
        current_.data += value;
    } else if (field == "event") {
        current_.type = value;
    } else if (field == "id" && !value.contains('\0') && value.size() <= 1024) {
        lastId_ = value;
    } else if (field == "retry" && !value.isEmpty() &&
               std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; })) {
        bool fits = false;
        const int milliseconds = value.toInt(&fits);
        retry_ = fits ? milliseconds : retry_;
    }
}

void SseReader::dispatch() {
    const Event event = std::exchange(current_, {});
    const bool hasData = std::exchange(hasData_, false);
    if (std::exchange(tooLong_, false))
        return skipped_();
    if (hasData)
        event_(event);
}

} // namespace hadal
