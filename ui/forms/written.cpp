#include "ui/forms/written.h"

namespace hadal::ui {

QStringList writtenLines(const QString& text) {
    QStringList lines;
    for (const QString& line : text.split('\n'))
        if (!line.trimmed().isEmpty())
            lines += line.trimmed();
    return lines;
}

QString linesOf(const QMap<QString, QString>& pairs) {
    QStringList lines;
    for (auto it = pairs.cbegin(); it != pairs.cend(); ++it)
        lines += it.key() + '=' + it.value();
    return lines.join('\n');
}

QMap<QString, QString> writtenPairs(const QString& text) {
    QMap<QString, QString> pairs;
    for (const QString& line : writtenLines(text))
        pairs.insert(line.section('=', 0, 0).trimmed(), line.section('=', 1).trimmed());
    return pairs;
}

std::optional<int> writtenNumber(const QString& text, int least, int most) {
    bool ok = false;
    const int number = text.trimmed().toInt(&ok);
    return ok && number >= least && number <= most ? std::optional(number) : std::nullopt;
}

} // namespace hadal::ui
