#include "ui/highlight/line_reader.h"

namespace hadal::ui::code {

QList<Stretch> LineReader::read() {
    wholeLine();
    while (at_ < line_.size())
        step();
    endLine();
    return spans_;
}

QChar LineReader::peek(qsizetype ahead) const {
    return at_ + ahead < line_.size() ? line_[at_ + ahead] : QChar();
}

bool LineReader::here(const QString& mark) const {
    return !mark.isEmpty() &&
           line_.sliced(at_).startsWith(mark, language().nocase ? Qt::CaseInsensitive : Qt::CaseSensitive);
}

bool LineReader::isWordStart(QChar c) const {
    return isLetter(c) || (!c.isNull() && language().wordStart.contains(c)) || c.isSurrogate();
}

bool LineReader::isWordPart(QChar c) const {
    return isWordStart(c) || isDigit(c) || (!c.isNull() && language().wordPart.contains(c));
}

void LineReader::take(qsizetype length, Token token) {
    if (length <= 0)
        return;
    at_ += length;
    if (!spans_.isEmpty() && spans_.constLast().token == token)
        spans_.last().length += length;
    else
        spans_.append({length, token});
}

qsizetype LineReader::wordEnd(qsizetype from) const {
    while (from < line_.size() && isWordPart(line_[from]))
        ++from;
    return from;
}

void LineReader::wholeLine() {
    const Frame& frame = open_.constLast();
    if (frame.region != State::kCode) {
        if (frame.region >= 0 && language().regions[size_t(frame.region)].raw == Region::Raw::Heredoc)
            heredocLine(frame);
        return;
    }
    for (const Language::Mark& mark : language().lines) {
        if (line_.startsWith(mark.prefix)) {
            take(line_.size(), mark.token);
            return;
        }
    }
    if (!language().lineKey.isEmpty())
        lineKey();
}

void LineReader::lineKey() {
    qsizetype from = 0;
    while (from < line_.size() && (isBlank(line_[from]) || (line_[from] == '-' && from + 1 < line_.size() &&
                                                            isBlank(line_[from + 1]))))
        ++from;
    qsizetype end = from;
    while (end < line_.size() && !language().lineKey.contains(line_[end])) {
        if (QStringView(u"#\"'{[(<;@").contains(line_[end]))
            return;
        ++end;
    }
    if (end == line_.size() || end == from)
        return;
    const bool colon = line_[end] == ':' && end + 1 < line_.size();
    if (colon && !isBlank(line_[end + 1]) && line_[end + 1] != '=')
        return; // a time, an address
    take(from, Token::Plain);
    take(end - from, Token::Function);
}

void LineReader::step() {
    const Frame& frame = open_.constLast();
    if (frame.region >= 0)
        inRegion();
    else if (frame.region == State::kTag)
        inTag();
    else if (!leaveCode() && !openRegion())
        language().markup ? text() : code();
}

bool LineReader::leaveCode() {
    Frame& frame = open_.last();
    if (frame.close.isEmpty())
        return false;
    if (frame.close.size() > 1) { // a host language: </script
        if (peek() != '<' || !line_.sliced(at_).startsWith(frame.close, Qt::CaseInsensitive))
            return false;
        open_.removeLast();
        return true;
    }
    const QChar close = frame.close.at(0);
    const QChar opening = close == '}' ? u'{' : u'(';
    if (peek() == opening) {
        ++frame.depth;
        take(1, Token::Plain);
        return true;
    }
    if (peek() != close)
        return false;
    if (frame.depth > 0) {
        --frame.depth;
        take(1, Token::Plain);
    } else {
        open_.removeLast();
        take(1, Token::Escape);
    }
    return true;
}

void LineReader::code() {
    const QChar c = peek();
    if (isBlank(c)) {
        take(1, Token::Plain);
        return;
    }
    const bool first = atStartOfCode_;
    atStartOfCode_ = false;
    if (language().numbers && (isDigit(c) || (c == '.' && isDigit(peek(1)) && !afterValue_)))
        number();
    else if (const qsizetype length = sigilLength(); length > 0)
        sigil(length);
    else if (isWordStart(c))
        word(first);
    else if (c == '/' && language().regex && !afterValue_ && regex())
        return;
    else if (c == '<' && language().tags && (!afterValue_ || peek(1) == '/') && tag())
        return;
    else {
        afterValue_ = c == ')' || c == ']' || c == '}';
        next_ = Token::Plain;
        take(1, Token::Plain);
    }
}

qsizetype LineReader::sigilLength() const {
    const auto& sigils = language().sigils;
    const auto sigil = std::find_if(sigils.begin(), sigils.end(),
                                    [&](const Language::Sigil& each) { return each.mark == peek(); });
    if (sigil == sigils.end() || (at_ > 0 && sigil->mark == ':' && line_[at_ - 1] == ':'))
        return 0;
    if (sigil->mark == '$' && peek(1) == '{') {
        const QStringView near = line_.sliced(at_, std::min(line_.size() - at_, kLongestMark));
        return near.indexOf('}') + 1;
    }
    if (sigil->mark == '$' && (isDigit(peek(1)) || QStringView(u"?!#@*").contains(peek(1))))
        return peek(1).isNull() ? 0 : 2;
    const bool hexColour = sigil->mark == '#' && isDigit(peek(1));
    return isWordStart(peek(1)) || hexColour ? wordEnd(at_ + 1) - at_ : 0;
}

void LineReader::sigil(qsizetype length) {
    const auto& sigils = language().sigils;
    const auto which = std::find_if(sigils.begin(), sigils.end(),
                                    [&](const Language::Sigil& each) { return each.mark == peek(); });
    take(length, which->token);
    afterValue_ = true;
}

void LineReader::number() {
    const qsizetype from = at_;
    const bool hex = peek() == '0' && (peek(1) == 'x' || peek(1) == 'X');
    qsizetype end = at_ + 1;
    for (; end < line_.size(); ++end) {
        const QChar c = line_[end], before = line_[end - 1];
        const QChar after = end + 1 < line_.size() ? line_[end + 1] : QChar();
        const bool exponent = (c == '+' || c == '-') &&
                              (hex ? before == 'p' || before == 'P' : before == 'e' || before == 'E') &&
                              isDigit(after);
        const bool dot = c == '.' && (isDigit(after) || !(isLetter(after) || after == '.'));
        const bool quote = language().quoteInNumbers && c == '\'' && after.isLetterOrNumber();
        const bool per = c == '%' && language().wordPart.contains('%');
        if (!c.isLetterOrNumber() && c != '_' && !exponent && !dot && !quote && !per)
            break;
    }
    take(end - from, Token::Number);
    afterValue_ = true;
}

void LineReader::word(bool first) {
    const qsizetype end = wordEnd(at_);
    const QString text = line_.sliced(at_, end - at_).toString();
    const Language& language = this->language();
    const QString key = language.nocase ? text.toLower() : text;
    Token token = language.words.value(key);
    const Token announced = std::exchange(next_, Token::Plain);
    const bool member = at_ > 0 && line_[at_ - 1] == '.';
    if (member && token == Token::Keyword)
        token = Token::Plain;
    if (token == Token::Plain && first && language.first != Token::Plain)
        token = language.first;
    if (token == Token::Plain && announced != Token::Plain)
        token = announced;
    qsizetype length = end - at_;
    if (token == Token::Plain) {
        const QChar follows = end < line_.size() ? line_[end] : QChar();
        if (!language.macro.isNull() && follows == language.macro &&
            (end + 1 >= line_.size() || line_[end + 1] != '=')) {
            token = Token::Function;
            ++length;
        } else if ((language.calls && follows == '(') || (language.wordKeys && follows == ':')) {
            token = Token::Function;
        } else if (language.capitals && text.at(0).isUpper()) {
            token = Token::Type;
        }
    }
    take(length, token);
    next_ = language.after.value(key);
    afterValue_ = token != Token::Keyword;
}

bool LineReader::regex() {
    if (noSlash_)
        return false;
    bool inClass = false;
    for (qsizetype end = at_ + 1; end < line_.size(); ++end) {
        const QChar c = line_[end];
        if (c == '\\') {
            ++end;
        } else if (c == '[' || c == ']') {
            inClass = c == '[';
        } else if (c == '/' && !inClass && end > at_ + 1) {
            take(end + 1 - at_, Token::String);
            while (isLetter(peek()))
                take(1, Token::String);
            afterValue_ = true;
            return true;
        }
    }
    noSlash_ = true;
    return false;
}

void LineReader::endLine() {
    for (qsizetype i = 0; i < open_.size(); ++i) {
        const Frame& frame = open_.at(i);
        if (frame.region < 0)
            continue;
        const Region& region = frame.language->regions[size_t(frame.region)];
        const bool goesOn = region.multi || !frame.close.isEmpty() ||
                            (region.escapes && line_.endsWith('\\') && region.token == Token::String);
        if (goesOn)
            continue;
        open_.resize(i);
        break;
    }
    if (!waiting_.close.isEmpty() && open_.size() < State::kDeepest)
        open_.append(waiting_);
}

QList<Stretch> highlightLine(QStringView line, State& state) {
    if (line.isEmpty() && state == State())
        return {};
    if (state == State() || line.size() > kLongestLine)
        return {{line.size(), Token::Plain}};
    return LineReader(line, state).read();
}

} // namespace hadal::ui::code
