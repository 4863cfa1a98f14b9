// From the Markdown that models write to the Markdown that md4c reads.
#pragma once

#include <QByteArray>

namespace hadal::ui {

/// Code stays as it is. Elsewhere:
/// - \( … \) becomes $…$ and \[ … \] becomes $$…$$; Markdown would eat the backslashes;
/// - dollars that mean money are escaped: a formula has no space inside its dollars and no digit after them,
///   and never reaches over a blank line;
/// - the rule below a table's head gets three dashes a column, which md4c 0.4.8 asks for.
QByteArray inDialect(const QByteArray& source);

} // namespace hadal::ui
