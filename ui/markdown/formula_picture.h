// A displayed formula as a Quick item.
#pragma once

#include "ui/math/box.h"

#include <QColor>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// Draws a formula from outlines, at its implicit size, which may be 80 % of the size that is asked for where
/// it would be wider than its room. A formula that cannot be drawn has no size and says so.
class FormulaPicture : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString source READ source WRITE setSource NOTIFY changed REQUIRED) ///< TeX without dollars
    Q_PROPERTY(qreal size READ size WRITE setSize NOTIFY changed REQUIRED)         ///< pixels an em
    Q_PROPERTY(qreal room READ room WRITE setRoom NOTIFY changed)                  ///< pixels; 0: any
    Q_PROPERTY(QColor color READ color WRITE setColor NOTIFY colorChanged REQUIRED)
    Q_PROPERTY(qreal zoom READ zoom WRITE setZoom NOTIFY zoomChanged) ///< drawn this much finer, to be scaled
    Q_PROPERTY(bool drawn READ drawn NOTIFY changed)                  ///< false: the source must be shown

  public:
    explicit FormulaPicture(QQuickItem* parent = nullptr);

    QString source() const { return source_; }
    qreal size() const { return size_; }
    qreal room() const { return room_; }
    QColor color() const { return color_; }
    qreal zoom() const { return zoom_; }
    bool drawn() const { return drawn_; }
    void setSource(const QString& source);
    void setSize(qreal size);
    void setRoom(qreal room);
    void setColor(const QColor& color);
    void setZoom(qreal zoom);

    void paint(QPainter* painter) override;

  signals:
    void changed();
    void colorChanged();
    void zoomChanged();

  private:
    void layOut();

    QString source_;
    qreal size_ = 21;
    qreal room_ = 0;
    QColor color_;
    qreal zoom_ = 1;
    bool drawn_ = false;
    math::Box box_;
};

} // namespace hadal::ui
