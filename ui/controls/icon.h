// An icon as a Quick item.
#pragma once

#include <QColor>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// Draws one of iconPath()'s icons, stroked 1.4 wide on its grid of 16 and scaled to the item. Painted rather
/// than a Shape, so it has smooth edges with every renderer; where the software renderer would scale the
/// picture it is drawn as vectors in its place. QML takes Icon, which follows the window's zoom.
class Icon : public QQuickPaintedItem {
    Q_OBJECT
    QML_NAMED_ELEMENT(IconPicture)
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY nameChanged REQUIRED)
    Q_PROPERTY(QColor color READ color WRITE setColor NOTIFY colorChanged REQUIRED)
    Q_PROPERTY(bool filled READ filled WRITE setFilled NOTIFY filledChanged)
    Q_PROPERTY(qreal zoom READ zoom WRITE setZoom NOTIFY zoomChanged) ///< drawn this much finer, to be scaled

  public:
    explicit Icon(QQuickItem* parent = nullptr);

    QString name() const { return name_; }
    QColor color() const { return color_; }
    bool filled() const { return filled_; }
    void setName(const QString& name);
    void setColor(const QColor& color);
    void setFilled(bool filled);
    qreal zoom() const { return zoom_; }
    void setZoom(qreal zoom);

    void paint(QPainter* painter) override;

  signals:
    void nameChanged();
    void colorChanged();
    void filledChanged();
    void zoomChanged();

  protected:
    QSGNode* updatePaintNode(QSGNode* before, UpdatePaintNodeData* data) override;

  private:
    void fit();
    bool scaledBySoftware() const;

    QString name_;
    QColor color_;
    bool filled_ = false;
    qreal zoom_ = 1;
    bool asVectors_ = false; ///< the node that is there
};

} // namespace hadal::ui
