// Where the words that are shown stand in the Markdown that they came from.
#pragma once

#include "ui/markdown/block.h"

#include <vector>

namespace hadal::ui {

/// Finds the words of each block again in their source, one after another. Positions are UTF-16 offsets: of
/// the words of a block (InlineText::plain()), and of the source. Markup has no words, so a place in it
/// counts to the words after it. Blocks that have no words of their own (code, tables, formulas) are only
/// passed over.
class SourceMap {
  public:
    SourceMap(const QString& source, const QList<Block>& blocks);
    /// A text that is shown as it is: one block.
    explicit SourceMap(const QString& source);

    int rows() const { return int(places_.size()); }
    /// How many characters the words of a block have; 0: it has none.
    int length(int row) const { return int(places_[size_t(row)].size()) - 1; }
    int toSource(int row, int position) const;
    /// The first position of a block's words whose place in the source is not before that; its length where
    /// all are.
    int toShown(int row, int source) const;

  private:
    std::vector<std::vector<int>> places_; ///< of each character of a block's words, and of their end
};

} // namespace hadal::ui
