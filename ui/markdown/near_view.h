// Leaves out of a frame what is far from the view.
#pragma once

#include <QPointer>
#include <QQuickItem>

namespace hadal::ui {

/// Makes the children of a column that are far from the view transparent, which the renderer skips, so that a
/// frame costs what is in sight. They stay visible: visibility would take their place in the column and the
/// focus.
class NearView : public QQuickItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QQuickItem* column READ column WRITE setColumn NOTIFY changed REQUIRED)
    Q_PROPERTY(qreal viewTop MEMBER top_ NOTIFY changed REQUIRED) ///< of the view, as the column counts
    Q_PROPERTY(qreal viewBottom MEMBER bottom_ NOTIFY changed REQUIRED)

  public:
    explicit NearView(QQuickItem* parent = nullptr);

    QQuickItem* column() const { return column_; }
    void setColumn(QQuickItem* column);

  signals:
    void changed();

  protected:
    void updatePolish() override;

  private:
    QPointer<QQuickItem> column_;
    qreal top_ = 0;
    qreal bottom_ = 0;
};

} // namespace hadal::ui
