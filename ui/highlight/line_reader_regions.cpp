// Strings and comments.
#include "ui/highlight/line_reader.h"

namespace hadal::ui::code {

void LineReader::heredocLine(const Frame& frame) {
    const bool ends = line_.trimmed() == frame.close;
    take(line_.size(), Token::String);
    if (ends)
        open_.removeLast();
}

bool LineReader::openRegion() {
    const auto candidates = language().regionsAt.constFind(peek());
    if (candidates == language().regionsAt.cend())
        return false;
    for (const int index : *candidates) {
        const Region& region = language().regions[size_t(index)];
        if (!here(region.open) || !standsRight(region))
            continue;
        if (region.raw == Region::Raw::No) {
            enter(index, region.open.size(), {});
            return true;
        }
        if (openRaw(region, index))
            return true;
    }
    return false;
}

bool LineReader::standsRight(const Region& region) const {
    switch (region.where) {
    case Region::Where::LineStart:
        return atStart();
    case Region::Where::Column0:
        return at_ == 0;
    case Region::Where::AfterSpace:
        return at_ == 0 || isBlank(line_[at_ - 1]) || line_[at_ - 1] == ';';
    default:
        return true;
    }
}

void LineReader::enter(int index, qsizetype length, const QString& close) {
    const Language* language = open_.constLast().language;
    const Region& region = language->regions[size_t(index)];
    const qsizetype from = at_;
    take(length, region.token);
    if (region.close.isEmpty() && close.isEmpty()) {
        take(line_.size() - at_, region.token);
        return;
    }
    if (open_.size() < State::kDeepest)
        open_.append({language, index, 0, close});
    stringFrom_ = from;
}

bool LineReader::openRaw(const Region& region, int index) {
    const QStringView rest = line_.sliced(at_ + region.open.size());
    const auto count = [&](QChar c) {
        qsizetype n = 0;
        while (n < rest.size() && n < kLongestMark && rest[n] == c)
            ++n;
        return n;
    };
    switch (region.raw) {
    case Region::Raw::Cpp: {
        const qsizetype bracket = rest.first(std::min<qsizetype>(rest.size(), 17)).indexOf('(');
        if (bracket < 0)
            return false;
        enter(index, region.open.size() + bracket + 1, ')' + rest.first(bracket).toString() + '"');
        return true;
    }
    case Region::Raw::Hashes: {
        const qsizetype hashes = count('#');
        if (hashes >= rest.size() || rest[hashes] != '"')
            return false;
        enter(index, region.open.size() + hashes + 1, '"' + QString(hashes, '#'));
        return true;
    }
    case Region::Raw::Long: {
        const qsizetype level = count('=');
        if (level >= rest.size() || rest[level] != '[')
            return false;
        enter(index, region.open.size() + level + 1, ']' + QString(level, '=') + ']');
        return true;
    }
    case Region::Raw::Dollar: {
        qsizetype end = 0;
        while (end < rest.size() && end < kLongestMark && (isLetter(rest[end]) || isDigit(rest[end])))
            ++end;
        if (end >= rest.size() || rest[end] != '$')
            return false;
        enter(index, end + 2, '$' + rest.first(end).toString() + '$');
        return true;
    }
    case Region::Raw::Heredoc:
        return openHeredoc(rest, region, index);
    case Region::Raw::Char: {
        const bool escaped = !rest.isEmpty() && rest[0] == '\\';
        const QStringView near = rest.first(std::min<qsizetype>(rest.size(), 12));
        const qsizetype surrogate = !near.isEmpty() && near[0].isHighSurrogate() ? 1 : 0;
        const qsizetype end = near.indexOf(region.close, escaped ? 2 : 1 + surrogate);
        if (end < 0 || (!escaped && end != 1 + surrogate))
            return false;
        take(region.open.size() + end + 1, region.token);
        return true;
    }
    case Region::Raw::No:
        break;
    }
    return false;
}

bool LineReader::openHeredoc(QStringView rest, const Region& region, int index) {
    qsizetype from = 0;
    while (from < rest.size() && from < 3 && (rest[from] == '-' || rest[from] == '~' || rest[from] == ' '))
        ++from;
    const QChar quote =
        from < rest.size() && (rest[from] == '\'' || rest[from] == '"') ? rest[from] : QChar();
    from += quote.isNull() ? 0 : 1;
    qsizetype end = from;
    while (end < rest.size() && end - from < kLongestMark && (isLetter(rest[end]) || isDigit(rest[end])))
        ++end;
    if (end == from || isDigit(rest[from]) || !waiting_.close.isEmpty())
        return false;
    waiting_ = {open_.constLast().language, index, 0, rest.sliced(from, end - from).toString()};
    take(region.open.size() + end + (quote.isNull() ? 0 : 1), region.token);
    return true;
}

void LineReader::inRegion() {
    Frame& frame = open_.last();
    const Region& region = language().regions[size_t(frame.region)];
    const QString& close = frame.close.isEmpty() ? region.close : frame.close;
    const qsizetype from = at_;
    // Characters with a meaning are few: the rest is taken in one go.
    while (at_ < line_.size()) {
        const QChar c = peek();
        if (region.escapes && c == '\\') {
            flush(from, region.token);
            if (!region.codeOpen.startsWith('\\') || !openCode(region))
                take(std::min<qsizetype>(2, line_.size() - at_), Token::Escape);
            return;
        }
        if (c == close.at(0) && here(close)) {
            flush(from, region.token);
            closeRegion(region, close);
            return;
        }
        if (region.nest && c == region.open.at(0) && here(region.open)) {
            ++frame.depth;
            at_ += region.open.size();
            continue;
        }
        if (!region.codeOpen.isEmpty() && c == region.codeOpen.at(0) && here(region.codeOpen)) {
            flush(from, region.token);
            if (!openCode(region))
                take(region.codeOpen.size(), region.token);
            return;
        }
        if (region.sigils) {
            const qsizetype length = sigilLength();
            if (length > 0) {
                flush(from, region.token);
                take(length, Token::Escape);
                return;
            }
        }
        ++at_;
    }
    flush(from, region.token);
}

void LineReader::flush(qsizetype from, Token token) {
    const qsizetype end = at_;
    at_ = from;
    take(end - from, token);
}

bool LineReader::openCode(const Region& region) {
    if (!here(region.codeOpen) || open_.size() >= State::kDeepest)
        return false;
    if (region.doubled && peek(1) == region.codeOpen.at(0) && region.codeOpen.size() == 1) {
        take(2, Token::Escape); // {{
        return true;
    }
    const Language* language = open_.constLast().language;
    take(region.codeOpen.size(), Token::Escape);
    open_.append({language, State::kCode, 0, region.codeClose});
    return true;
}

void LineReader::closeRegion(const Region& region, const QString& close) {
    Frame& frame = open_.last();
    if (region.doubled && region.codeOpen.isEmpty() && line_.sliced(at_ + close.size()).startsWith(close)) {
        take(2 * close.size(), Token::Escape);
        return;
    }
    take(close.size(), region.token);
    if (frame.depth > 0) {
        --frame.depth;
        return;
    }
    const bool key = language().stringKeys && region.token == Token::String && isKey();
    open_.removeLast();
    if (key)
        recolour(stringFrom_, Token::Function);
}

bool LineReader::isKey() const {
    qsizetype after = at_;
    while (after < line_.size() && isBlank(line_[after]))
        ++after;
    return stringFrom_ >= 0 && after < line_.size() && line_[after] == ':';
}

void LineReader::recolour(qsizetype from, Token token) {
    qsizetype length = at_ - from;
    at_ = from;
    for (qsizetype left = length; left > 0;) {
        const qsizetype last = spans_.constLast().length;
        if (last > left) {
            spans_.last().length -= left;
            break;
        }
        left -= last;
        spans_.removeLast();
    }
    take(length, token);
}

} // namespace hadal::ui::code
