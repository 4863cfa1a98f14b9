// What went wrong, for whoever has to find out why.
#pragma once

#include <QString>

namespace hadal::ui {

/// Writes what Qt and the program report to log/hadal.log in `folder`, as well as to the terminal. At 1 MiB
/// it begins anew and keeps the file before. Nothing that a person or a model wrote is reported there: texts
/// in quotes longer than a name are cut.
void beginLog(const QString& folder);

/// The text of a report as the log keeps it.
QString logged(const QString& message);

} // namespace hadal::ui
