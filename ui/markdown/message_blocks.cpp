#include "ui/markdown/message_blocks.h"

#include <algorithm>
#include <utility>

namespace hadal::ui {
namespace {

Parsed parsePart(const QByteArray& part, OpenList before) {
    if (const std::optional<Block> code = parseFence(part))
        return {{*code}, {}};
    return parseMarkdown(part, before);
}

struct InnerList {
    int items = 0;      ///< lines behind the first one; 0: the text is something else
    qsizetype head = 0; ///< bytes of the first line
    qsizetype from = 0; ///< where the item that was asked for begins
};

/// A line "- words" and behind it only lines of the same depth, deeper than it, each "- words" too: what they
/// become does not depend on each other. Where that is in doubt it says no.
InnerList innerList(const QByteArray& text, int wanted) {
    const auto bullet = [&](qsizetype at) { // begins an item with words
        if (at + 2 >= text.size() || !QByteArrayView("-*+").contains(text[at]) || text[at + 1] != ' ')
            return false;
        const char c = text[at + 2];
        const bool bold = text.mid(at + 2, 2) == "**" && text.mid(at + 2, 3) != "***";
        return bold || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               static_cast<unsigned char>(c) >= 0x80;
    };
    InnerList list;
    list.head = text.indexOf('\n') + 1;
    if (list.head == 0 || !bullet(0))
        return {};
    for (const char* spans : {"$$", "\\[", "\\begin", "]:", "[^"}) // lines depend on each other
        if (text.contains(spans))
            return {};
    qsizetype indent = 0;
    for (qsizetype line = list.head; line < text.size(); ++list.items) {
        qsizetype at = line;
        while (at < text.size() && text[at] == ' ')
            ++at;
        if (list.items == 0)
            indent = at - line;
        if (at - line != indent || indent < 2 || indent > 5 || !bullet(at))
            return {};
        if (list.items == wanted)
            list.from = line;
        const qsizetype end = text.indexOf('\n', at);
        line = end < 0 ? text.size() : end + 1;
    }
    return list;
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
    case RowsRole:
        return QVariant::fromValue(parts_[size_t(index.row())].rows.get());
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
            {RowsRole, "rows"},
            {CodeRole, "code"},
            {GapRole, "gap"}};
}

void MessageBlocks::append(const QString& text) {
    const QList<QByteArray> parts = splitter_.append(text.toUtf8());
    if (parts.isEmpty() && (growCode() || growTable() || growItems()))
        return;
    QList<Block> settled;
    for (const QByteArray& part : parts) {
        Parsed parsed = parsePart(part, open_);
        open_ = parsed.open;
        settled += parsed.blocks;
    }
    const QList<Block> tail = parsePart(splitter_.tail(), open_).blocks;
    replace(settled_, settled + tail);
    settled_ += int(settled.size());
    openTail(tail);
}

/// Notes how far the open part has been read, where it can be read on from there.
void MessageBlocks::openTail(const QList<Block>& blocks) {
    openCode_.reset();
    openTable_.reset();
    if (blocks.size() != 1)
        return;
    const QByteArray& text = splitter_.tail();
    if (blocks.first().kind == Block::Code) {
        openCode_ = OpenFence::begin(text);
        if (openCode_)
            openCode_->read(text);
    } else if (const qsizetype first = text.indexOf('\n') + 1; blocks.first().kind == Block::TableBlock) {
        const qsizetype second = text.indexOf('\n', first) + 1;
        ui::Table rows;
        OpenTable table{text.first(second), second, 1};
        if (first > 0 && second > 0 && blocks.first().listDepth == 0 && blocks.first().quoteDepth == 0 &&
            table.read(text, rows) && rows.columns == blocks.first().table.columns)
            openTable_ = table;
    }
}

bool MessageBlocks::growCode() {
    if (!openCode_)
        return false;
    const OpenFence::Growth growth = openCode_->read(splitter_.tail());
    Block& block = blocks_.last();
    block.source.truncate(growth.keep);
    block.source += growth.added;
    parts_.back().code->grow(growth.keep, growth.added);
    return true;
}

bool MessageBlocks::growTable() {
    if (!openTable_)
        return false;
    const int first = openTable_->rows;
    ui::Table rows;
    if (!openTable_->read(splitter_.tail(), rows))
        return false;
    ui::Table& table = blocks_.last().table;
    table.cells.resize(qsizetype(first) * table.columns);
    table.cells += rows.cells.mid(table.columns); // behind the head
    parts_.back().rows->replace(first, rows.cells.mid(table.columns));
    return true;
}

/// Reads the lines that are new. False where one of them may be something else than a row.
bool MessageBlocks::OpenTable::read(const QByteArray& text, ui::Table& table) {
    int whole = 0, begun = 0;
    qsizetype end = at;
    for (qsizetype line = at; line < text.size();) {
        if (text[line] != '|')
            return false;
        const qsizetype newline = text.indexOf('\n', line);
        ++(newline < 0 ? begun : whole);
        line = newline < 0 ? text.size() : newline + 1;
        end = newline < 0 ? end : line;
    }
    const QList<Block> blocks = parseMarkdown(head + text.sliced(at)).blocks;
    if (blocks.size() != 1 || blocks.first().kind != Block::TableBlock)
        return false;
    table = blocks.first().table;
    if (table.cells.size() != qsizetype(1 + whole + begun) * table.columns)
        return false;
    at = end;
    rows += whole;
    return true;
}

void MessageBlocks::clear() {
    beginResetModel();
    splitter_ = {};
    open_ = {};
    openCode_.reset();
    openTable_.reset();
    blocks_.clear();
    parts_.clear();
    settled_ = 0;
    endResetModel();
}

/// Items of one line each, within an item of one line: only the last of those that are known is read anew.
bool MessageBlocks::growItems() {
    const QByteArray& text = splitter_.tail();
    const int first = settled_ + 1; // behind the words of the outer item
    const int known = int(blocks_.size()) - first;
    if (known < 2)
        return false;
    const InnerList list = innerList(text, known - 1);
    const auto inner = [](const Block& block) {
        return block.kind == Block::Paragraph && block.listDepth == 2 && block.quoteDepth == 0 &&
               !block.marker.isEmpty();
    };
    if (list.items < known || !std::all_of(blocks_.begin() + first, blocks_.end(), inner))
        return false;
    QList<Block> blocks = parseMarkdown(text.first(list.head) + text.sliced(list.from)).blocks;
    if (blocks.size() != list.items - known + 2)
        return false;
    blocks.removeFirst();
    if (!std::all_of(blocks.begin(), blocks.end(), inner))
        return false;
    replace(first + known - 1, blocks);
    return true;
}

/// Replaces the rows from `first` on. They keep their delegates while their kind stays, so text grows in
/// place and nothing flickers.
void MessageBlocks::replace(int first, const QList<Block>& blocks) {
    int same = 0;
    while (first + same < blocks_.size() && same < blocks.size() &&
           blocks_.at(first + same).kind == blocks.at(same).kind)
        ++same;
    for (int i = 0; i < same; ++i) {
        const int row = first + i;
        if (blocks_.at(row) == blocks.at(i))
            continue;
        blocks_[row] = blocks.at(i);
        if (const auto& rows = parts_[size_t(row)].rows)
            rows->assign(blocks.at(i).table);
        if (const auto& code = parts_[size_t(row)].code)
            code->assign(blocks.at(i).source, blocks.at(i).language);
        emit dataChanged(index(row), index(row));
    }
    if (const int keep = first + same; keep < blocks_.size()) {
        beginRemoveRows({}, keep, int(blocks_.size()) - 1);
        blocks_.resize(keep);
        parts_.resize(size_t(keep));
        endRemoveRows();
    }
    if (same < blocks.size()) {
        beginInsertRows({}, int(blocks_.size()), first + int(blocks.size()) - 1);
        for (int i = same; i < blocks.size(); ++i) {
            const Block& block = blocks_.emplace_back(blocks.at(i));
            Parts& parts = parts_.emplace_back();
            if (block.kind == Block::TableBlock)
                parts.rows = std::make_unique<TableRows>(block.table, this);
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
