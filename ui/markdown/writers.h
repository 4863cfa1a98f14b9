// Blocks as text for other programs.
#pragma once

#include "ui/markdown/block.h"

namespace hadal::ui {

/// What is read, without marks: cells are parted by tabs, formulas are their source.
QString toPlainText(const QList<Block>& blocks);

/// Markdown that parses to the same blocks.
QString toMarkdown(const QList<Block>& blocks);

/// HTML without styles of its own, for programs that take rich text.
QString toHtml(const QList<Block>& blocks);

} // namespace hadal::ui
