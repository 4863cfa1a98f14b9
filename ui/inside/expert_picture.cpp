#include "ui/inside/expert_picture.h"

#include <QPainter>

#include <algorithm>

namespace hadal::ui {

namespace {

constexpr int kCells = 128; ///< in a line, at most
constexpr int kGroup = 32;  ///< cells between gaps
constexpr double kGap = 1;

/// Where the cells of the picture are.
struct Grid {
    int experts, cells, lines; ///< of a layer
    double width, height;      ///< of a cell

    Grid(int experts, double room)
        : experts(experts), cells(std::min(experts, kCells)), lines((experts + cells - 1) / cells),
          width(std::min((room - (cells - 1) / kGroup * kGap) / cells, 22.0)),
          height(std::clamp(width, 2.0, 12.0)) {}

    double layerHeight() const { return lines * height + kGap; }
    QRectF cell(int layer, int expert) const {
        const int column = expert % cells;
        return {column * width + column / kGroup * kGap, layer * layerHeight() + expert / cells * height,
                width > 3 ? width - 1 : width, height > 3 ? height - 1 : height};
    }
};

} // namespace

ExpertPicture::ExpertPicture(QQuickItem* parent) : QQuickPaintedItem(parent) {
    connect(this, &ExpertPicture::changed, this, &ExpertPicture::layOut);
    connect(this, &QQuickItem::widthChanged, this, &ExpertPicture::layOut);
}

void ExpertPicture::setInside(Inside* inside) {
    if (inside == inside_)
        return;
    if (inside_)
        inside_->disconnect(this);
    inside_ = inside;
    if (inside_)
        connect(inside_, &Inside::changed, this, &ExpertPicture::layOut);
    emit changed();
}

void ExpertPicture::layOut() {
    double height = 0;
    if (inside_ && inside_->experts() > 0 && width() > 0) {
        const Grid grid(inside_->experts(), width());
        for (const auto& layer : inside_->insight().layers)
            height += layer.experts.empty() ? 0 : grid.layerHeight();
    }
    setImplicitHeight(height);
    update();
}

void ExpertPicture::paint(QPainter* painter) {
    if (!inside_ || inside_->experts() == 0)
        return;
    const Grid grid(inside_->experts(), width());
    int line = 0;
    for (int number = 0; number < inside_->layers(); ++number) {
        const auto& layer = inside_->insight().layers[size_t(number)];
        if (layer.experts.empty())
            continue;
        const int most = layer.experts_before.empty()
                             ? 0
                             : *std::max_element(layer.experts_before.begin(), layer.experts_before.end());
        for (int expert = 0; expert < grid.experts; ++expert) {
            QColor colour = ground_;
            const int before = most == 0 ? 0 : layer.experts_before[size_t(expert)];
            if (std::find(layer.experts.begin(), layer.experts.end(), expert) != layer.experts.end()) {
                colour = now_;
            } else if (before > 0) {
                colour = past_;
                colour.setAlphaF(0.35f + 0.65f * float(before) / float(most));
                painter->fillRect(grid.cell(line, expert), ground_);
            }
            painter->fillRect(grid.cell(line, expert), colour);
        }
        if (number == inside_->layer()) {
            const QRectF first = grid.cell(line, 0), last = grid.cell(line, grid.cells - 1);
            painter->setPen(frame_);
            painter->drawRect(QRectF(first.left(), first.top() - 0.5, last.right() - first.left() - 1,
                                     grid.layerHeight() - 1));
        }
        ++line;
    }
}

} // namespace hadal::ui
