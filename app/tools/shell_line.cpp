#include "app/tools/shell_line.h"

namespace hadal::tools {
namespace {

enum class Quotes { None, Single, Double, Backticks };

/// Knows within which quotes a place of a line is. It need not be right in every corner: a mistake makes a
/// word of several, or quotes that are seen, and no program of a value.
class Scanner {
  public:
    Quotes quotes() const { return within_.last() == Quotes::Backticks ? Quotes::None : within_.last(); }

    void read(const QString& text) {
        for (qsizetype i = 0; i < text.size(); ++i) {
            const QChar c = text[i];
            if (within_.last() == Quotes::Single) {
                if (c == u'\'')
                    within_.removeLast();
            } else if (c == u'\\') {
                ++i;
            } else if (c == u'"') {
                toggle(Quotes::Double);
            } else if (c == u'`') {
                toggle(Quotes::Backticks);
            } else if (c == u'\'' && quotes() == Quotes::None) {
                within_.append(Quotes::Single);
            } else if (c == u'(' && (quotes() == Quotes::None || (i > 0 && text[i - 1] == u'$'))) {
                within_.append(Quotes::None);
            } else if (c == u')' && within_.last() == Quotes::None && within_.size() > 1) {
                within_.removeLast();
            }
        }
    }

  private:
    void toggle(Quotes quotes) {
        if (within_.last() == quotes)
            within_.removeLast();
        else
            within_.append(quotes);
    }

    QList<Quotes> within_{Quotes::None}; // the innermost last
};

QString variable(qsizetype number) {
    return u"HADAL_VALUE_%1"_qs.arg(number);
}

} // namespace

ShellLine::ShellLine(const QString& line) {
    Scanner scanner;
    const Template placeholders(line);
    for (const auto& part : placeholders.parts()) {
        if (part.kind == Template::Part::Text) {
            text_ += part.text;
            scanner.read(part.text);
            continue;
        }
        const QString value = u"${"_qs + variable(values_.size()) + u'}';
        values_ += part;
        text_ += scanner.quotes() == Quotes::Double   ? value
                 : scanner.quotes() == Quotes::Single ? u"'\""_qs + value + u"\"'"_qs
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
