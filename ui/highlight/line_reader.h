// The reader behind highlightLine().
#pragma once

#include "ui/highlight/highlighter.h"

#include <algorithm>

namespace hadal::ui::code {

inline constexpr qsizetype kLongestMark = 64; ///< of a heredoc, of a variable in braces

inline bool isDigit(QChar c) {
    return c >= '0' && c <= '9';
}
inline bool isLetter(QChar c) {
    return c.isLetter() || c == '_';
}
inline bool isBlank(QChar c) {
    return c == ' ' || c == '\t';
}

/// Reads one line. Every step moves forward by at least one character, and looks ahead by a bounded distance
/// or to a mark whose absence it remembers.
class LineReader {
  public:
    LineReader(QStringView line, State& state) : line_(line), open_(state.open_) {}

    QList<Stretch> read();

  private:
    using Frame = State::Frame;
    const Language& language() const { return *open_.constLast().language; }
    QChar peek(qsizetype ahead = 0) const;
    bool here(const QString& mark) const;
    bool atStart() const { return line_.first(at_).trimmed().isEmpty(); }

    void take(qsizetype length, Token token);
    bool isWordStart(QChar c) const;
    bool isWordPart(QChar c) const;
    qsizetype wordEnd(qsizetype from) const;
    void wholeLine();
    void heredocLine(const Frame& frame);

    /// "key: value" and its like: the key is coloured and the rest read as ever.
    void lineKey();
    void step();

    /// The end of code that a string or a tag holds.
    bool leaveCode();
    bool openRegion();
    bool standsRight(const Region& region) const;
    void enter(int index, qsizetype length, const QString& close);
    bool openRaw(const Region& region, int index);
    bool openHeredoc(QStringView rest, const Region& region, int index);
    void inRegion();

    /// What has been walked over since `from` becomes a stretch.
    void flush(qsizetype from, Token token);
    bool openCode(const Region& region);
    void closeRegion(const Region& region, const QString& close);
    bool isKey() const;
    void recolour(qsizetype from, Token token);

    /// Length of the variable or directive here that a sigil begins; 0: none.
    qsizetype sigilLength() const;
    void code();
    void sigil(qsizetype length);
    void number();
    void word(bool first);

    /// A regular expression: to the next slash that nothing hides.
    bool regex();

    /// The opening of a tag in code, up to its attributes.
    bool tag();
    void openTag(qsizetype mark);
    void inTag();
    void text();

    /// Whatever ends with its line ends here, with all that it holds.
    void endLine();

    QStringView line_;
    QList<Frame>& open_;
    QList<Stretch> spans_;
    Frame waiting_; ///< a heredoc that begins with the next line
    qsizetype at_ = 0;
    qsizetype stringFrom_ = -1;
    Token next_ = Token::Plain; ///< of the next identifier, announced by a keyword
    bool afterValue_ = false;   ///< what stands before is an operand: a slash divides it
    bool atStartOfCode_ = true;
    bool noSlash_ = false;
};

} // namespace hadal::ui::code
