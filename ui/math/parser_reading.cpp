// Characters, names, groups as they are written, lengths.
#include "ui/math/scanner.h"

#include <algorithm>

namespace hadal::ui::math {

void Parser::skipBlanks() {
    while (!atEnd()) {
        if (QChar::isSpace(peek()))
            ++at_;
        else if (peek() == '%')
            while (!atEnd() && source_.at(at_++) != '\n') {
            }
        else
            break;
    }
}

QString Parser::command() {
    if (peek() != '\\' || at_ + 1 >= source_.size())
        return {};
    qsizetype end = at_ + 1;
    const auto letter = [&](qsizetype i) {
        return i < source_.size() && ((source_.at(i) >= 'a' && source_.at(i) <= 'z') ||
                                      (source_.at(i) >= 'A' && source_.at(i) <= 'Z'));
    };
    while (letter(end))
        ++end;
    if (end == at_ + 1)
        ++end; // \, and the like
    const QString name =
        QString::fromUcs4(reinterpret_cast<const char32_t*>(source_.constData()) + at_ + 1, end - at_ - 1);
    at_ = end;
    if (end < source_.size() && source_.at(end) == '*' &&
        (name == "operatorname" || name == "tag" || name == "hspace"))
        ++at_;
    return name;
}

QString Parser::lookCommand() {
    const qsizetype from = at_;
    const QString name = command();
    at_ = from;
    return name;
}

QString Parser::rawGroup() {
    skipBlanks();
    if (peek() != '{')
        throw Trouble{QStringLiteral("{ expected")};
    int depth = 0;
    QString text;
    for (; !atEnd(); ++at_) {
        const char32_t c = peek();
        if (c == '\\' && at_ + 1 < source_.size()) {
            text += toText(c) + toText(source_.at(++at_));
            continue;
        }
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        if (depth == 0) {
            ++at_;
            return text.sliced(1);
        }
        text += toText(c);
    }
    throw Trouble{QStringLiteral("} expected")};
}

QString Parser::rawOptional() {
    skipBlanks();
    if (peek() != '[')
        return {};
    QString text;
    for (++at_; !atEnd() && peek() != ']'; ++at_)
        text += toText(peek());
    if (atEnd())
        throw Trouble{QStringLiteral("] expected")};
    ++at_;
    return text;
}

double Parser::dimension(const QString& text) const {
    static const struct {
        const char* unit;
        double em;
    } units[] = {{"em", 1},    {"ex", 0.43}, {"mu", 1.0 / 18}, {"pt", 0.1},
                 {"px", 0.06}, {"cm", 2.85}, {"mm", 0.285},    {"in", 7.2}};
    const QString trimmed = text.trimmed();
    bool ok = false;
    for (const auto& each : units) {
        if (!trimmed.endsWith(QLatin1String(each.unit)))
            continue;
        const double number = trimmed.chopped(2).trimmed().toDouble(&ok);
        if (ok)
            return std::clamp(number * each.em, -4.0, 40.0);
    }
    throw Trouble{"a length expected, found " + text};
}

} // namespace hadal::ui::math
