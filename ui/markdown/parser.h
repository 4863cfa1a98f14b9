// Markdown to blocks.
#pragma once

#include "ui/markdown/block.h"

#include <QByteArray>

namespace hadal::ui {

/// An ordered list that a text ends with: what its next item would be numbered.
struct OpenList {
    char delimiter = 0; ///< '.' or ')'; 0: none
    int next = 0;
    bool operator==(const OpenList&) const = default;
};

struct Parsed {
    QList<Block> blocks;
    OpenList open;
};

/// Parses CommonMark with tables, strike-through, task lists, bare links and TeX ($, $$, \( and \[). HTML is
/// text like any other, an image becomes its description: nothing is ever fetched. `source` is UTF-8;
/// `before` continues the numbering of a list that ended the text before.
Parsed parseMarkdown(const QByteArray& source, OpenList before = {});

} // namespace hadal::ui
