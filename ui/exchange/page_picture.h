// A page as a Quick item.
#pragma once

#include "ui/exchange/exporter.h"

#include <QPainter>
#include <QQuickPaintedItem>

namespace hadal::ui {

/// Draws the first page of what would be exported, as wide as the item is, from its top.
class PagePicture : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(hadal::ui::Exporter* exporter READ exporter WRITE setExporter NOTIFY exporterChanged REQUIRED)

  public:
    using QQuickPaintedItem::QQuickPaintedItem;

    Exporter* exporter() const { return exporter_; }
    void setExporter(Exporter* exporter) {
        exporter_ = exporter;
        connect(exporter, &Exporter::previewed, this, [this] { update(); });
        emit exporterChanged();
    }
    void paint(QPainter* painter) override {
        const QImage page = exporter_ ? exporter_->page() : QImage();
        if (page.isNull())
            return;
        painter->setRenderHint(QPainter::SmoothPixmapTransform);
        painter->drawImage(QRectF(0, 0, width(), width() * page.height() / page.width()), page);
    }

  signals:
    void exporterChanged();

  private:
    QPointer<Exporter> exporter_;
};

} // namespace hadal::ui
