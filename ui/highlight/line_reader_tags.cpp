// Tags of markup.
#include "ui/highlight/line_reader.h"

namespace hadal::ui::code {

bool LineReader::tag() {
    const qsizetype mark = peek(1) == '/' ? 2 : 1;
    if (!isLetter(peek(mark)) || open_.size() >= State::kDeepest)
        return false;
    openTag(mark);
    return true;
}

void LineReader::openTag(qsizetype mark) {
    qsizetype end = at_ + mark;
    while (end < line_.size() && (line_[end].isLetterOrNumber() || QStringView(u"-_:.").contains(line_[end])))
        ++end;
    const QStringView name = line_.sliced(at_ + mark, end - at_ - mark);
    const Language* language = open_.constLast().language;
    const bool script = mark == 1 && name.compare(u"script", Qt::CaseInsensitive) == 0;
    const bool style = mark == 1 && name.compare(u"style", Qt::CaseInsensitive) == 0;
    const Language* inner = language->markup && language->nocase && (script || style)
                                ? findLanguage(script ? "javascript" : "css")
                                : nullptr;
    if (inner) // waits below its own opening tag
        open_.append({inner, State::kCode, 0, script ? "</script" : "</style"});
    take(mark, Token::Plain);
    take(end - at_, Token::Keyword);
    open_.append({language, State::kTag, 0, {}});
}

void LineReader::inTag() {
    const QChar c = peek();
    if (c == '>' || (c == '/' && peek(1) == '>')) {
        take(c == '>' ? 1 : 2, Token::Plain);
        open_.removeLast();
        afterValue_ = true;
    } else if (c == '"' || c == '\'') {
        const qsizetype end = line_.indexOf(c, at_ + 1);
        take((end < 0 ? line_.size() : end + 1) - at_, Token::String);
    } else if (c == '{' && open_.size() < State::kDeepest) {
        const Language* language = open_.constLast().language;
        take(1, Token::Escape);
        open_.append({language, State::kCode, 0, "}"});
    } else if (isLetter(c)) {
        qsizetype end = at_ + 1;
        while (end < line_.size() &&
               (line_[end].isLetterOrNumber() || QStringView(u"-_:.@").contains(line_[end])))
            ++end;
        take(end - at_, Token::Function);
    } else {
        take(1, Token::Plain);
    }
}

void LineReader::text() {
    const QChar c = peek();
    const qsizetype mark = peek(1) == '/' || peek(1) == '!' || peek(1) == '?' ? 2 : 1;
    if (c == '<' && isLetter(peek(mark)) && open_.size() + 1 < State::kDeepest) {
        openTag(mark);
        return;
    }
    if (c == '&') {
        const QStringView near = line_.sliced(at_, std::min<qsizetype>(line_.size() - at_, 12));
        const qsizetype end = near.indexOf(';');
        if (end > 1 && !near.first(end).contains(' ')) {
            take(end + 1, Token::Escape);
            return;
        }
    }
    take(1, Token::Plain);
}

} // namespace hadal::ui::code
