// Blocks as text for other programs.
#pragma once

#include "ui/markdown/block.h"

#include <functional>

namespace hadal::ui {

/// What is read, without marks: cells are parted by tabs, formulas are their source.
QString toPlainText(const QList<Block>& blocks);

/// Markdown that parses to the same blocks.
QString toMarkdown(const QList<Block>& blocks);

/// How a page of HTML shows what plain rich text has no means for.
struct HtmlParts {
    std::function<QString(const QString& source, bool display)> formula; ///< TeX to HTML; none: the source
    std::function<QString(const Block& code)> code; ///< what stands in <pre>; none: as it is
};

/// HTML without styles of its own, for programs that take rich text.
QString toHtml(const QList<Block>& blocks, const HtmlParts& parts = {});

} // namespace hadal::ui
