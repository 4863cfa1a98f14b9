#include "ui/markdown/message_blocks.h"

#include "ui/markdown/fence.h"

namespace hadal::ui {
namespace {

Parsed parsePart(const QByteArray& part, OpenList before) {
    if (const std::optional<Block> code = parseFence(part))
        return {{*code}, {}};
    return parseMarkdown(part, before);
}

} // namespace

int MessageBlocks::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(blocks_.size());
}

QVariant MessageBlocks::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Block& block = blocks_.at(index.row());
    switch (role) {
    case KindRole:
        return block.kind;
    case WordsRole:
        return QVariant::fromValue(block.text);
    case SourceRole:
        return block.source;
    case LanguageRole:
        return block.language;
    case LevelRole:
        return block.level;
    case ListDepthRole:
        return block.listDepth;
    case QuoteDepthRole:
        return block.quoteDepth;
    case QuotesBeforeRole:
        return index.row() == 0 ? 0 : blocks_.at(index.row() - 1).quoteDepth;
    case MarkerRole:
        return block.marker;
    case CellsRole:
        return QVariant::fromValue(parts_[size_t(index.row())].cells.get());
    case CodeRole:
        return QVariant::fromValue(parts_[size_t(index.row())].code.get());
    case GapRole:
        return gap(index.row());
    default:
        return {};
    }
}

QHash<int, QByteArray> MessageBlocks::roleNames() const {
    return {{KindRole, "kind"},
            {WordsRole, "words"},
            {SourceRole, "source"},
            {LanguageRole, "language"},
            {LevelRole, "level"},
            {ListDepthRole, "listDepth"},
            {QuoteDepthRole, "quoteDepth"},
            {QuotesBeforeRole, "quotesBefore"},
            {MarkerRole, "marker"},
            {CellsRole, "cells"},
            {CodeRole, "code"},
            {GapRole, "gap"}};
}

void MessageBlocks::append(const QString& text) {
    QList<Block> settled;
    for (const QByteArray& part : splitter_.append(text.toUtf8())) {
        Parsed parsed = parsePart(part, open_);
        open_ = parsed.open;
        settled += parsed.blocks;
    }
    replaceTail(settled + parsePart(splitter_.tail(), open_).blocks);
    settled_ += int(settled.size());
}

void MessageBlocks::clear() {
    beginResetModel();
    splitter_ = {};
    open_ = {};
    blocks_.clear();
    parts_.clear();
    settled_ = 0;
    endResetModel();
}

/// Rows keep their delegates while their kind stays, so text grows in place and nothing flickers.
void MessageBlocks::replaceTail(const QList<Block>& blocks) {
    int same = 0;
    while (settled_ + same < blocks_.size() && same < blocks.size() &&
           blocks_.at(settled_ + same).kind == blocks.at(same).kind)
        ++same;
    for (int i = 0; i < same; ++i) {
        const int row = settled_ + i;
        if (blocks_.at(row) == blocks.at(i))
            continue;
        blocks_[row] = blocks.at(i);
        if (const auto& table = parts_[size_t(row)].cells)
            table->assign(blocks.at(i).table);
        if (const auto& code = parts_[size_t(row)].code)
            code->assign(blocks.at(i).source, blocks.at(i).language);
        emit dataChanged(index(row), index(row));
    }
    if (const int keep = settled_ + same; keep < blocks_.size()) {
        beginRemoveRows({}, keep, int(blocks_.size()) - 1);
        blocks_.resize(keep);
        parts_.resize(size_t(keep));
        endRemoveRows();
    }
    if (same < blocks.size()) {
        beginInsertRows({}, int(blocks_.size()), settled_ + int(blocks.size()) - 1);
        for (int i = same; i < blocks.size(); ++i) {
            const Block& block = blocks_.emplace_back(blocks.at(i));
            Parts& parts = parts_.emplace_back();
            if (block.kind == Block::TableBlock)
                parts.cells = std::make_unique<TableCells>(block.table, this);
            if (block.kind == Block::Code)
                parts.code = std::make_unique<CodeLines>(block.source, block.language, this);
        }
        endInsertRows();
    }
}

int MessageBlocks::gap(int row) const {
    if (row == 0)
        return 0;
    const Block& block = blocks_.at(row);
    const Block& before = blocks_.at(row - 1);
    if (block.kind == Block::Heading)
        return block.level == 1 ? 24 : 20;
    if (before.kind == Block::Heading)
        return 4;
    if (!block.marker.isEmpty() && (before.listDepth > 0 || before.kind == Block::Note))
        return 2;
    if (block.kind == Block::Code || before.kind == Block::Code)
        return 12;
    return 10;
}

} // namespace hadal::ui
