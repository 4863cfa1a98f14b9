// From the Markdown that models write to the Markdown that md4c reads.
#pragma once

#include <QByteArray>

namespace hadal::ui {

/// Code stays as it is. Elsewhere:
/// - \( … \) becomes $…$ and \[ … \] becomes $$…$$; Markdown would eat the backslashes;
/// - dollars that mean money are escaped: a formula has no space inside its dollars and no digit after them,
///   and never reaches over a blank line;
/// - the labels of footnotes, [^1], are put between marks of the private use area, and a note, [^1]: …,
/// begins a
///   paragraph; Markdown would make links of them;
/// - a formula or code never reaches from one row of a table into another;
/// - the rule below a table's head gets three dashes a column, which md4c 0.4.8 asks for.
QByteArray inDialect(const QByteArray& source);

inline constexpr char16_t kNoteBegin = 0xE000; ///< before the label of a footnote in the text
inline constexpr char16_t kNoteText = 0xE001;  ///< before the label that begins a note
inline constexpr char16_t kNoteEnd = 0xE002;   ///< after either

} // namespace hadal::ui
