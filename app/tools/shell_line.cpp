#include "app/tools/shell_line.h"

namespace hadal::tools {
namespace {

enum class Quotes { None, Single, Double };

/// Within which quotes a text ends. It need not be right in every corner: a mistake makes a word of several,
/// or quotes that are seen, and no program of a value.
Quotes after(const QString& text, Quotes quotes) {
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (quotes == Quotes::Single) {
            quotes = c == u'\'' ? Quotes::None : Quotes::Single;
        } else if (c == u'\\') {
            ++i;
        } else if (c == u'"') {
            quotes = quotes == Quotes::Double ? Quotes::None : Quotes::Double;
        } else if (c == u'\'' && quotes == Quotes::None) {
            quotes = Quotes::Single;
        }
    }
    return quotes;
}

QString variable(qsizetype number) {
    return u"HADAL_VALUE_%1"_qs.arg(number);
}

} // namespace

ShellLine::ShellLine(const QString& line) {
    Quotes quotes = Quotes::None;
    const Template placeholders(line);
    for (const auto& part : placeholders.parts()) {
        if (part.kind == Template::Part::Text) {
            text_ += part.text;
            quotes = after(part.text, quotes);
            continue;
        }
        const QString value = u"${"_qs + variable(values_.size()) + u'}';
        values_ += part;
        text_ += quotes == Quotes::Double   ? value
                 : quotes == Quotes::Single ? u"'\""_qs + value + u"\"'"_qs
                                            : u'"' + value + u'"';
    }
}

QMap<QString, QString> ShellLine::variables(const Json& arguments,
                                            const QMap<QString, QString>& secrets) const {
    QMap<QString, QString> out;
    for (qsizetype i = 0; i < values_.size(); ++i) {
        const auto& part = values_[i];
        out[variable(i)] = part.kind == Template::Part::Secret
                               ? secrets.value(part.text)
                               : argumentText(arguments.value(part.text.toStdString(), Json()));
    }
    return out;
}

} // namespace hadal::tools
