// Where the words that are shown stand in the Markdown that they came from.
#pragma once

#include "ui/markdown/block.h"

#include <QStringList>

#include <vector>

namespace hadal::ui {

/// The texts that each block is shown as: the words of a paragraph, each cell of a table, code in parts of
/// CodeLines::kPart lines, the source of a formula.
QList<QStringList> shownTexts(const QList<Block>& blocks);

/// Finds the words of each text again in their source, one after another. Positions are UTF-16 offsets: of a
/// text (`row` of its block, `place` in that), and of the source. Markup has no words, so a place in it
/// counts to the words after it.
class SourceMap {
  public:
    SourceMap(const QString& source, const QList<QStringList>& texts);

    int rows() const { return int(places_.size()); }
    int texts(int row) const { return int(places_[size_t(row)].size()); }
    /// How many characters a text has; 0: it is empty, or there is none.
    int length(int row, int place) const;
    int toSource(int row, int place, int position) const;
    /// The first position of a text whose place in the source is not before that; its length where all are.
    int toShown(int row, int place, int source) const;

  private:
    using Places = std::vector<int>; ///< of each character of a text, and of its end

    std::vector<std::vector<Places>> places_;
};

} // namespace hadal::ui
