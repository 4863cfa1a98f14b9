// The text of one message as a list model of blocks.
#pragma once

#include "ui/markdown/code_lines.h"
#include "ui/markdown/fence.h"
#include "ui/markdown/parser.h"
#include "ui/markdown/splitter.h"
#include "ui/markdown/table_cells.h"

#include <QAbstractListModel>

#include <memory>
#include <vector>

namespace hadal::ui {

/// Grows at its end. Adding text parses only the part that is not settled yet, and changes, adds or removes
/// only rows of that part; rows before it never change again. Lines of code and rows of a table that are
/// whole are settled too, so that neither costs more the longer it gets.
class MessageBlocks : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the models of a conversation.")

  public:
    enum Kind {
        Paragraph = Block::Paragraph,
        Heading = Block::Heading,
        Code = Block::Code,
        Table = Block::TableBlock,
        Rule = Block::Rule,
        Formula = Block::Formula,
        Image = Block::Image,
        Note = Block::Note,
    };
    Q_ENUM(Kind)

    enum Role {
        KindRole = Qt::UserRole + 1, ///< Kind
        WordsRole,                   ///< InlineText of a paragraph, heading or note, or what an image shows
        SourceRole,                  ///< text of a formula, address of an image
        LanguageRole,                ///< of code; may be empty
        LevelRole,                   ///< of a heading, 1 to 6
        ListDepthRole,               ///< 0: in no list
        QuoteDepthRole,              ///< 0: in no quote
        QuotesBeforeRole,            ///< how many the block before stands in
        MarkerRole,                  ///< of the list item that begins here; empty: none
        RowsRole,                    ///< TableRows of a table, else null
        CodeRole,                    ///< CodeLines of code, else null
        GapRole,                     ///< logical pixels above the block
    };

    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    void append(const QString& text);
    void clear();
    const QList<Block>& blocks() const { return blocks_; }
    /// How many blocks at the beginning will never change.
    int settledCount() const { return settled_; }

  private:
    /// The models of what a block consists of, where it has one.
    struct Parts {
        std::unique_ptr<TableRows> rows;
        std::unique_ptr<CodeLines> code;
    };

    /// A table that the text ends with, of which most rows are settled.
    struct OpenTable {
        QByteArray head;  ///< its first two lines
        qsizetype at = 0; ///< lines of the open part before this offset have been read
        int rows = 1;     ///< made of them
        bool read(const QByteArray& text, ui::Table& rows);
    };

    bool growCode();
    bool growTable();
    bool growItems();
    void openTail(const QList<Block>& blocks);
    void replace(int first, const QList<Block>& blocks);
    int gap(int row) const;

    Splitter splitter_;
    OpenList open_;
    std::optional<OpenFence> openCode_;
    std::optional<OpenTable> openTable_;
    QList<Block> blocks_;
    std::vector<Parts> parts_; ///< one a block
    int settled_ = 0;
};

} // namespace hadal::ui
