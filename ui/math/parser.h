// From TeX to a tree.
#pragma once

#include "ui/math/node.h"

#include <optional>

namespace hadal::ui::math {

struct Formula {
    Node root;
    QString tag; ///< of \tag, without parentheses; empty: none
};

/// Reads a formula without its dollars. Nothing where it holds what is not known here (`problem` says what),
/// so that it can be shown as its source: a formula is drawn whole or not at all. Time and depth are bounded.
std::optional<Formula> parse(const QString& source, QString* problem = nullptr);

inline constexpr qsizetype kLongestFormula = 10'000;

} // namespace hadal::ui::math
