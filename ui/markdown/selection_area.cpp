#include "ui/markdown/selection_area.h"

#include "ui/markdown/writers.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QMouseEvent>

#include <algorithm>
#include <limits>
#include <utility>

namespace hadal::ui {
namespace {

constexpr int kEnd = std::numeric_limits<int>::max();

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
    return (wide_ && anchor_.order() != head_.order()) ||
           std::any_of(parts_.begin(), parts_.end(),
                       [](const SelectionPart* part) { return part->start() < part->end(); });
}

void SelectionArea::clear() {
    wide_ = false;
    for (SelectionPart* part : std::as_const(parts_))
        part->select(0, 0);
}

void SelectionArea::selectAll() {
    if (current() && current() != this)
        current()->clear();
    current() = this;
    wide_ = true;
    anchor_ = {};
    head_ = {kEnd, kEnd, kEnd};
    for (SelectionPart* part : std::as_const(parts_))
        apply(part);
}

void SelectionArea::apply(SelectionPart* part) const {
    if (!wide_)
        return;
    const auto here = std::pair(part->row(), part->place());
    if (here < first().part() || here > last().part())
        part->select(0, 0);
    else
        part->select(here == first().part() ? first().position : 0,
                     here == last().part() ? last().position : part->length());
}

void SelectionArea::begin(QPointF scene) {
    if (current() && current() != this)
        current()->clear();
    current() = this;
    wide_ = false;
    pressed_ = nearest(scene);
    if (!pressed_)
        return;
    anchor_ = spot(pressed_, pressed_->positionAt(scene));
    for (SelectionPart* part : std::as_const(parts_))
        if (part != pressed_)
            part->select(0, 0);
}

SelectionArea::Spot SelectionArea::spot(const SelectionPart* part, int position) const {
    return {part->row(), part->place(), position, part->words(0, position),
            part->words(position, part->length())};
}

/// Returns whether the selection is this item's business: it is not while it stays in one text.
bool SelectionArea::drag(QPointF scene) {
    SelectionPart* here = pressed_ ? nearest(scene) : nullptr;
    if (!here || (here == pressed_ && !wide_))
        return false;
    wide_ = true;
    head_ = spot(here, here->positionAt(scene));
    between_ = here == pressed_ ? here->words(first().position, last().position) : InlineText();
    for (SelectionPart* part : std::as_const(parts_))
        apply(part);
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
        if ((move->buttons() & Qt::LeftButton) && pressed_ && item == pressed_->text())
            return drag(move->scenePosition());
        break;
    }
    case QEvent::MouseButtonRelease: {
        const bool taken = wide_ && pressed_;
        QClipboard* clipboard = QGuiApplication::clipboard();
        if (taken && clipboard->supportsSelection())
            clipboard->setText(toPlainText(selected()), QClipboard::Selection);
        pressed_ = nullptr;
        // The text item would take the release for the end of a selection of its own.
        if (taken)
            item->ungrabMouse();
        return taken;
    }
    default:
        break;
    }
    return false;
}

/// The cells from the first to the last one, in whole rows; what is not selected in them is empty.
Block SelectionArea::cutTable(int row) const {
    Block block = blocks_->blocks().at(row);
    const int columns = block.table.columns;
    const int cells = int(block.table.cells.size());
    const int from = row == first().row ? first().place : 0;
    const int to = row == last().row ? std::min(last().place, cells - 1) : cells - 1;
    QList<InlineText> kept;
    for (int cell = from - from % columns; cell < cells && cell <= to - to % columns + columns - 1; ++cell) {
        const bool begins = row == first().row && cell == first().place;
        const bool ends = row == last().row && cell == last().place;
        kept += cell < from || cell > to ? InlineText()
                : begins && ends         ? between_
                : begins                 ? first().after
                : ends                   ? last().before
                                         : block.table.cells.at(cell);
    }
    const auto filled = [](const InlineText& cell) { return !cell.spans.isEmpty(); };
    block.table.cells = kept;
    if (std::count_if(kept.begin(), kept.end(), filled) == 1) { // words of one cell
        block.text = *std::find_if(kept.begin(), kept.end(), filled);
        block.table = {};
        block.kind = Block::Paragraph;
    }
    return block;
}

/// A block in which the selection begins or ends.
Block SelectionArea::cut(int row) const {
    Block block = blocks_->blocks().at(row);
    const bool begins = row == first().row && first().order() > std::tuple(row, 0, 0);
    const bool ends = row == last().row;
    if (begins)
        block.marker.clear();
    if (block.kind == Block::TableBlock)
        return cutTable(row);
    if (block.kind == Block::Code) {
        const auto offset = [&](const Spot& spot) {
            qsizetype at = 0;
            for (int line = 0; line < spot.place * CodeLines::kPart && at >= 0; ++line)
                at = block.source.indexOf('\n', at) + 1;
            return std::min(at + spot.position, block.source.size());
        };
        const qsizetype from = begins ? offset(first()) : 0;
        block.source = block.source.mid(from, ends ? offset(last()) - from : -1);
    } else if (begins && ends) {
        block.text = between_;
    } else if (begins) {
        block.text = first().after;
    } else if (ends) {
        block.text = last().before;
    }
    return block;
}

QList<Block> SelectionArea::selected() const {
    QList<Block> all;
    if (!blocks_)
        return all;
    if (!wide_) { // at most one text has selected by itself
        for (const SelectionPart* part : ordered()) {
            if (part->start() >= part->end() || part->row() >= blocks_->blocks().size())
                continue;
            Block block = blocks_->blocks().at(part->row());
            const InlineText words = part->words(part->start(), part->end());
            if (block.kind == Block::Code)
                block.source = words.plain();
            else
                block.text = words;
            if (block.kind == Block::TableBlock)
                block.kind = Block::Paragraph;
            if (part->start() > 0)
                block.marker.clear();
            all.append(block);
        }
        return all;
    }
    const int end = std::min(last().row, int(blocks_->blocks().size()) - 1);
    for (int row = first().row; row <= end; ++row)
        all.append(row == first().row || row == last().row ? cut(row) : blocks_->blocks().at(row));
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
