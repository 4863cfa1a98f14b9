#include "ui/markdown/dialect.h"

#include <QString>

#include <cctype>

namespace hadal::ui {
namespace {

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n';
}

qsizetype run(const QByteArray& text, qsizetype at) {
    qsizetype length = 0;
    while (at + length < text.size() && text[at + length] == text[at])
        ++length;
    return length;
}

/// Length of the fence that a line begins with, at any indentation and in any list item; 0: none.
qsizetype fence(const QByteArray& line, char& mark) {
    qsizetype at = 0;
    while (at < line.size() && (isSpace(line[at]) || (line[at] >= '0' && line[at] <= '9') ||
                                QByteArray("-*+.)>").contains(line[at])))
        ++at;
    if (at >= line.size() || (line[at] != '`' && line[at] != '~'))
        return 0;
    mark = line[at];
    const qsizetype length = run(line, at);
    const bool closedAgain = mark == '`' && line.indexOf('`', at + length) >= 0;
    return length >= 3 && !closedAgain ? length : 0;
}

bool isTableRule(const QByteArray& line) {
    bool bar = false, dash = false;
    for (const char c : line) {
        if (!isSpace(c) && c != '|' && c != ':' && c != '-')
            return false;
        bar |= c == '|';
        dash |= c == '-';
    }
    return bar && dash;
}

QByteArray widened(const QByteArray& rule) {
    QByteArray result;
    for (qsizetype at = 0; at < rule.size();) {
        const qsizetype length = run(rule, at);
        result += rule[at] == '-' && length < 3 ? QByteArray("---") : rule.mid(at, length);
        at += length;
    }
    return result;
}

/// Length of the label "[^1]" here; 0: none.
qsizetype noteLabel(const QByteArray& text, qsizetype at) {
    if (at + 1 >= text.size() || text[at] != '[' || text[at + 1] != '^')
        return 0;
    qsizetype end = at + 2;
    while (end < text.size() && end - at < 34 &&
           (isalnum(uchar(text[end])) || text[end] == '-' || text[end] == '_'))
        ++end;
    return end > at + 2 && end < text.size() && text[end] == ']' ? end + 1 - at : 0;
}

QByteArray marked(char16_t mark, const QByteArray& label) {
    return QString(QChar(mark)).toUtf8() + label.mid(2, label.size() - 3) + QString(QChar(kNoteEnd)).toUtf8();
}

/// A line that begins a note, as a paragraph of its own; any other line as it is.
QByteArray noteLine(const QByteArray& line) {
    const qsizetype length = noteLabel(line, 0);
    if (length == 0 || length >= line.size() || line[length] != ':')
        return line;
    return '\n' + marked(kNoteText, line.first(length)) + line.sliced(length + 1);
}

/// The text between blank lines and fences.
class Paragraph {
  public:
    explicit Paragraph(const QByteArray& text) : text_(text) {}

    QByteArray convert() {
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '`')
                copyCode();
            else if (c == '\\' && at_ + 1 < text_.size())
                backslash();
            else if (c == '$')
                dollar();
            else if (const qsizetype label = noteLabel(text_, at_)) {
                result_ += marked(kNoteBegin, text_.mid(at_, label));
                at_ += label;
            } else
                copy(1);
        }
        return result_;
    }

  private:
    void copy(qsizetype length) {
        result_ += text_.mid(at_, length);
        at_ += length;
    }

    void copyCode() {
        const qsizetype ticks = run(text_, at_);
        for (qsizetype end = text_.indexOf('`', at_ + ticks); end >= 0;) {
            const qsizetype length = run(text_, end);
            if (length == ticks) {
                copy(end + length - at_);
                return;
            }
            end = text_.indexOf('`', end + length);
        }
        copy(ticks);
    }

    void backslash() {
        const char open = text_[at_ + 1];
        const qsizetype end = open == '(' && anyRound_    ? text_.indexOf("\\)", at_ + 2)
                              : open == '[' && anySquare_ ? text_.indexOf("\\]", at_ + 2)
                                                          : -1;
        if (end < 0) {
            (open == '(' ? anyRound_ : anySquare_) = open != '(' && open != '[';
            copy(2);
            return;
        }
        const QByteArray dollars = open == '(' ? "$" : "$$";
        result_ += dollars + text_.mid(at_ + 2, end - at_ - 2).trimmed() + dollars;
        at_ = end + 2;
    }

    void dollar() {
        const qsizetype dollars = run(text_, at_);
        const qsizetype end = dollars <= 2 ? closing(at_ + dollars, dollars) : -1;
        if (end >= 0) {
            copy(end + dollars - at_);
            return;
        }
        for (qsizetype i = 0; i < dollars; ++i)
            result_ += "\\$";
        at_ += dollars;
    }

    /// Where the dollars are that end a formula whose text begins at `from`; -1: nowhere.
    qsizetype closing(qsizetype from, qsizetype dollars) {
        if (from >= text_.size() || (dollars == 1 && isSpace(text_[from])))
            return -1;
        for (qsizetype at = text_.indexOf('$', from); at >= 0; at = text_.indexOf('$', at + run(text_, at))) {
            const bool tight = dollars == 2 || !isSpace(text_[at - 1]);
            const char after = at + dollars < text_.size() ? text_[at + dollars] : ' ';
            if (run(text_, at) == dollars && at > from && text_[at - 1] != '\\')
                return tight && !(after >= '0' && after <= '9') ? at : -1;
        }
        return -1;
    }

    const QByteArray& text_;
    QByteArray result_;
    qsizetype at_ = 0;
    bool anyRound_ =
        true; ///< false once no closing one can follow, so that a hostile text is not searched again
    bool anySquare_ = true;
};

} // namespace

QByteArray inDialect(const QByteArray& source) {
    QByteArray result, paragraph;
    const auto flush = [&] {
        result += Paragraph(paragraph).convert();
        paragraph.clear();
    };
    char fenceMark = 0;
    qsizetype fenceLength = 0;
    bool inTable = false;
    for (qsizetype at = 0; at < source.size();) {
        const qsizetype newline = source.indexOf('\n', at);
        const QByteArray line = source.mid(at, newline < 0 ? -1 : newline + 1 - at);
        at += line.size();
        char mark = 0;
        const qsizetype length = fence(line, mark);
        if (fenceLength > 0) {
            result += line;
            const bool closes = mark == fenceMark && length >= fenceLength &&
                                line.trimmed().endsWith(QByteArray(int(length), mark)) &&
                                line.sliced(line.indexOf(mark)).trimmed().size() == length;
            if (closes)
                fenceLength = 0;
        } else if (length > 0) {
            flush();
            result += line;
            inTable = false;
            fenceMark = mark;
            fenceLength = length;
        } else if (line.trimmed().isEmpty()) {
            flush();
            result += line;
            inTable = false;
        } else if (isTableRule(line)) {
            inTable = inTable || !paragraph.isEmpty();
            paragraph += widened(line);
        } else {
            paragraph += noteLine(line);
        }
        if (inTable)
            flush();
    }
    flush();
    return result;
}

} // namespace hadal::ui
