// What stands in the fields of a form, as values.
#pragma once

#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

namespace hadal::ui {

/// The lines that hold something, without the blanks around them.
QStringList writtenLines(const QString& text);

/// NAME=VALUE, one a line, and back.
QString linesOf(const QMap<QString, QString>& pairs);
QMap<QString, QString> writtenPairs(const QString& text);

/// A whole number in [least, most]; no value for anything else.
std::optional<int> writtenNumber(const QString& text, int least, int most);

} // namespace hadal::ui
