// Which experts a token was given to, layer by layer.
#pragma once

#include "ui/inside/inside.h"

#include <QColor>
#include <QQuickPaintedItem>

namespace hadal::ui {

/// A line or more for each layer with experts, a cell an expert: those of the token bright, those of the
/// tokens just before it by how often they were chosen. Drawn when the token or the layer changes, never
/// else.
class ExpertPicture : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(hadal::ui::Inside* inside READ inside WRITE setInside NOTIFY changed REQUIRED)
    Q_PROPERTY(QColor ground MEMBER ground_ NOTIFY changed REQUIRED) ///< of an expert that was not chosen
    Q_PROPERTY(QColor past MEMBER past_ NOTIFY changed REQUIRED)
    Q_PROPERTY(QColor now MEMBER now_ NOTIFY changed REQUIRED)
    Q_PROPERTY(QColor frame MEMBER frame_ NOTIFY changed REQUIRED) ///< around the layer that is chosen

  public:
    explicit ExpertPicture(QQuickItem* parent = nullptr);

    Inside* inside() const { return inside_; }
    void setInside(Inside* inside);
    void paint(QPainter* painter) override;

  signals:
    void changed();

  private:
    void layOut();

    QPointer<Inside> inside_;
    QColor ground_, past_, now_, frame_;
};

} // namespace hadal::ui
