// A line that parts things.
#pragma once

#include <QColor>
#include <QQuickItem>

namespace hadal::ui {

/// A filled rectangle with soft edges where it lies between pixels of the screen. Those of a Rectangle are
/// hard where the software renderer draws: at a zoom below 1 a line of one pixel would be lost between two.
class Line : public QQuickItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QColor color READ color WRITE setColor NOTIFY colorChanged REQUIRED)

  public:
    explicit Line(QQuickItem* parent = nullptr);

    QColor color() const { return color_; }
    void setColor(const QColor& color);

  signals:
    void colorChanged();

  protected:
    QSGNode* updatePaintNode(QSGNode* before, UpdatePaintNodeData*) override;

  private:
    QColor color_;
};

} // namespace hadal::ui
