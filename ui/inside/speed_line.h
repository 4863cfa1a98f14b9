// A line over time.
#pragma once

#include <QColor>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// Values from left to right, zero at the bottom, the highest near the top; `room` of them fill the width,
/// the newest stands at the right.
class SpeedLine : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QList<qreal> values MEMBER values_ NOTIFY changed REQUIRED)
    Q_PROPERTY(int room MEMBER room_ NOTIFY changed)
    Q_PROPERTY(QColor color MEMBER color_ NOTIFY changed REQUIRED)
    Q_PROPERTY(QColor ground MEMBER ground_ NOTIFY changed REQUIRED) ///< of the line at zero

  public:
    explicit SpeedLine(QQuickItem* parent = nullptr);
    void paint(QPainter* painter) override;

  signals:
    void changed();

  private:
    QList<qreal> values_;
    int room_ = 120;
    QColor color_, ground_;
};

} // namespace hadal::ui
