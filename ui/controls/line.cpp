#include "ui/controls/line.h"

#include <QQuickWindow>
#include <QSGRectangleNode>

namespace hadal::ui {

Line::Line(QQuickItem* parent) : QQuickItem(parent) {
    setFlag(ItemHasContents);
}

void Line::setColor(const QColor& color) {
    if (color_ == color)
        return;
    color_ = color;
    emit colorChanged();
    update();
}

QSGNode* Line::updatePaintNode(QSGNode* before, UpdatePaintNodeData*) {
    auto* node = static_cast<QSGRectangleNode*>(before);
    if (!node)
        node = window()->createRectangleNode();
    node->setRect(boundingRect());
    node->setColor(color_);
    return node;
}

} // namespace hadal::ui
