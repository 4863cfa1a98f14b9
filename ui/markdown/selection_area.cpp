#include "ui/markdown/selection_area.h"

#include "ui/markdown/writers.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QMouseEvent>

#include <algorithm>
#include <utility>

namespace hadal::ui {
namespace {

QPointer<SelectionArea>& current() {
    static QPointer<SelectionArea> area;
    return area;
}

} // namespace

SelectionArea::SelectionArea(QQuickItem* parent) : QQuickItem(parent) {
    setFiltersChildMouseEvents(true);
}

void SelectionArea::add(SelectionPart* part) {
    parts_.append(part);
}

void SelectionArea::remove(SelectionPart* part) {
    parts_.removeOne(part);
}

/// Those in sight, in reading order.
QList<SelectionPart*> SelectionArea::ordered() const {
    QList<SelectionPart*> all;
    std::copy_if(parts_.begin(), parts_.end(), std::back_inserter(all),
                 [](const SelectionPart* part) { return part->text() && part->text()->isVisible(); });
    std::sort(all.begin(), all.end(), [](const auto* a, const auto* b) { return a->before(*b); });
    return all;
}

SelectionPart* SelectionArea::nearest(QPointF scene) const {
    SelectionPart* best = nullptr;
    double least = 0;
    for (SelectionPart* part : ordered()) {
        const QRectF place = part->text()->mapRectToScene(part->text()->boundingRect());
        const double down = std::max({place.top() - scene.y(), scene.y() - place.bottom(), 0.0});
        const double aside = std::max({place.left() - scene.x(), scene.x() - place.right(), 0.0});
        const double distance = 1'000 * down + aside; // lines first, then cells within a row
        if (!best || distance < least) {
            best = part;
            least = distance;
        }
    }
    return best;
}

bool SelectionArea::hasSelection() const {
    return std::any_of(parts_.begin(), parts_.end(),
                       [](const SelectionPart* part) { return part->start() < part->end(); });
}

void SelectionArea::clear() {
    for (SelectionPart* part : parts_)
        part->select(0, 0);
    wide_ = false;
}

void SelectionArea::selectAll() {
    if (current() && current() != this)
        current()->clear();
    current() = this;
    for (SelectionPart* part : ordered())
        part->select(0, part->length());
}

void SelectionArea::begin(QPointF scene) {
    if (current() && current() != this)
        current()->clear();
    current() = this;
    wide_ = false;
    anchor_ = nearest(scene);
    if (!anchor_)
        return;
    anchorPosition_ = anchor_->positionAt(scene);
    for (SelectionPart* part : parts_)
        if (part != anchor_)
            part->select(0, 0);
}

/// Returns whether the selection is this item's business: it is not while it stays in one text.
bool SelectionArea::drag(QPointF scene) {
    SelectionPart* here = anchor_ ? nearest(scene) : nullptr;
    if (!here || (here == anchor_ && !wide_))
        return false;
    wide_ = true;
    const bool down = anchor_->before(*here) || here == anchor_;
    SelectionPart* first = down ? anchor_.data() : here;
    SelectionPart* last = down ? here : anchor_.data();
    const int position = here->positionAt(scene);
    for (SelectionPart* part : ordered()) {
        if (here == anchor_ && part == here)
            part->select(anchorPosition_, position);
        else if (part->before(*first) || last->before(*part))
            part->select(0, 0);
        else if (part == first)
            part->select(down ? anchorPosition_ : position, part->length());
        else if (part == last)
            part->select(0, down ? position : anchorPosition_);
        else
            part->select(0, part->length());
    }
    return true;
}

bool SelectionArea::childMouseEventFilter(QQuickItem* item, QEvent* event) {
    switch (event->type()) {
    case QEvent::MouseButtonPress: {
        const auto* press = static_cast<QMouseEvent*>(event);
        if (press->button() == Qt::LeftButton && !(press->modifiers() & Qt::ShiftModifier))
            begin(press->scenePosition());
        break;
    }
    case QEvent::MouseMove: {
        const auto* move = static_cast<QMouseEvent*>(event);
        if ((move->buttons() & Qt::LeftButton) && anchor_ && item == anchor_->text())
            return drag(move->scenePosition());
        break;
    }
    case QEvent::MouseButtonRelease: {
        QClipboard* clipboard = QGuiApplication::clipboard();
        if (wide_ && clipboard->supportsSelection())
            clipboard->setText(toPlainText(selected()), QClipboard::Selection);
        // The text item would take the release for the end of a selection of its own.
        const bool taken = std::exchange(wide_, false);
        anchor_ = nullptr;
        if (taken)
            item->ungrabMouse();
        return taken;
    }
    default:
        break;
    }
    return false;
}

void SelectionArea::take(QList<Block>& all, const SelectionPart& part) const {
    const Block& block = blocks_->blocks().at(part.row());
    Block cut = block;
    if (part.start() > 0 && part.place() == 0)
        cut.marker.clear();
    switch (block.kind) {
    case Block::Code:
        cut.source = part.plain();
        break;
    case Block::TableBlock: {
        // Rows that are touched stay rows; what is not selected in them is left empty.
        const int row = part.place() / block.table.columns;
        cut.table.cells = QList<InlineText>(block.table.columns);
        cut.table.cells[part.place() % block.table.columns] = part.words();
        cut.level = row; // told apart below
        break;
    }
    default:
        cut.text = part.words();
        break;
    }
    all.append(cut);
}

QList<Block> SelectionArea::selected() const {
    QList<Block> all;
    if (!blocks_)
        return all;
    int last = -1;
    for (const SelectionPart* part : ordered()) {
        if (part->start() >= part->end() || part->row() >= blocks_->blocks().size())
            continue;
        // Formulas and rules between selected texts are selected with them.
        for (int row = last + 1; last >= 0 && row < part->row(); ++row)
            all.append(blocks_->blocks().at(row));
        const bool goesOn = part->row() == last;
        last = part->row();
        take(all, *part);
        if (!goesOn)
            continue;
        const Block next = all.takeLast();
        Block& before = all.last();
        if (next.kind == Block::Code) {
            before.source += '\n' + next.source;
        } else if (next.kind == Block::TableBlock && next.level == before.level) {
            const int column = part->place() % next.table.columns;
            before.table.cells[before.table.cells.size() - next.table.columns + column] =
                next.table.cells.at(column);
        } else if (next.kind == Block::TableBlock) {
            before.table.cells += next.table.cells;
            before.level = next.level;
        }
    }
    for (Block& block : all) {
        if (block.kind != Block::TableBlock)
            continue;
        block.level = 0;
        const auto filled = [](const InlineText& cell) { return !cell.spans.isEmpty(); };
        if (std::count_if(block.table.cells.begin(), block.table.cells.end(), filled) ==
            1) { // words of one cell
            block.text = *std::find_if(block.table.cells.begin(), block.table.cells.end(), filled);
            block.table = {};
            block.kind = Block::Paragraph;
        }
    }
    return all;
}

void SelectionArea::copy() const {
    const QList<Block> blocks = selected();
    if (blocks.isEmpty())
        return;
    auto* data = new QMimeData;
    data->setText(toPlainText(blocks));
    data->setHtml(toHtml(blocks));
    QGuiApplication::clipboard()->setMimeData(data);
}

void SelectionArea::copyMarkdown() const {
    if (const QList<Block> blocks = selected(); !blocks.isEmpty())
        QGuiApplication::clipboard()->setText(toMarkdown(blocks));
}

} // namespace hadal::ui
