#include "ui/controls/icon.h"

#include "ui/controls/icon_paths.h"

#include <QPainter>
#include <QQuickWindow>
#include <QSGRenderNode>
#include <QSGRendererInterface>

#include <utility>

namespace hadal::ui {
namespace {

void draw(QPainter& painter, const QString& name, const QColor& color, bool filled, const QSizeF& size) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(size.width() / 16, size.height() / 16);
    painter.setPen(QPen(color, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(filled ? QBrush(color) : QBrush(Qt::NoBrush));
    painter.drawPath(iconPath(name));
}

/// Draws with the painter of the software renderer, wherever on its pixels the icon lies.
class VectorNode : public QSGRenderNode {
  public:
    explicit VectorNode(QQuickWindow* window) : window_(window) {}

    void set(const QString& name, const QColor& color, bool filled, const QSizeF& size) {
        name_ = name;
        color_ = color;
        filled_ = filled;
        size_ = size;
        markDirty(DirtyMaterial);
    }
    void render(const RenderState* state) override {
        auto* painter = static_cast<QPainter*>(
            window_->rendererInterface()->getResource(window_, QSGRendererInterface::PainterResource));
        if (const QRegion* clip = state->clipRegion(); clip && !clip->isEmpty())
            painter->setClipRegion(*clip, Qt::ReplaceClip); // of the window: before the transformation
        painter->setTransform(matrix()->toTransform());
        painter->setOpacity(inheritedOpacity());
        draw(*painter, name_, color_, filled_, size_);
    }
    RenderingFlags flags() const override { return BoundedRectRendering; }
    QRectF rect() const override { return {QPointF(), size_}; }

  private:
    QQuickWindow* window_;
    QString name_;
    QColor color_;
    bool filled_ = false;
    QSizeF size_;
};

} // namespace

Icon::Icon(QQuickItem* parent) : QQuickPaintedItem(parent) {
    setImplicitSize(16, 16);
    setAntialiasing(true);
    connect(this, &QQuickItem::widthChanged, this, &Icon::fit);
    connect(this, &QQuickItem::heightChanged, this, &Icon::fit);
}

void Icon::setName(const QString& name) {
    if (name_ == name)
        return;
    name_ = name;
    if (!name_.isEmpty() && iconPath(name_).isEmpty())
        qWarning("No icon has the name \"%s\".", qPrintable(name_));
    emit nameChanged();
    update();
}

void Icon::setColor(const QColor& color) {
    if (color_ == color)
        return;
    color_ = color;
    emit colorChanged();
    update();
}

void Icon::setFilled(bool filled) {
    if (filled_ == filled)
        return;
    filled_ = filled;
    emit filledChanged();
    update();
}

void Icon::setZoom(qreal zoom) {
    if (zoom_ == zoom)
        return;
    zoom_ = zoom;
    fit();
    emit zoomChanged();
}

void Icon::fit() {
    setTextureSize(zoom_ == 1 ? QSize() : (QSizeF(width(), height()) * zoom_).toSize());
    update();
}

void Icon::paint(QPainter* painter) {
    draw(*painter, name_, color_, filled_, size());
}

bool Icon::scaledBySoftware() const {
    return zoom_ != 1 && window()->rendererInterface()->graphicsApi() == QSGRendererInterface::Software;
}

QSGNode* Icon::updatePaintNode(QSGNode* before, UpdatePaintNodeData* data) {
    if (std::exchange(asVectors_, scaledBySoftware()) != asVectors_) {
        delete before;
        before = nullptr;
    }
    if (!asVectors_)
        return QQuickPaintedItem::updatePaintNode(before, data);
    auto* node = static_cast<VectorNode*>(before);
    if (!node)
        node = new VectorNode(window());
    node->set(name_, color_, filled_, size());
    return node;
}

} // namespace hadal::ui
