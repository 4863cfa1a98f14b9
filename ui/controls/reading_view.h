// Where a reader stands in a long column.
#pragma once

#include "ui/controls/virtual_column.h"

#include <QHash>
#include <QPointer>
#include <QQuickItem>

namespace hadal::ui {

/// Shows a column. It either follows the column's end or stays at what is being read; only the reader changes
/// which. The place is kept as a row and a distance from its top, not in pixels from the beginning: rows
/// above may be measured, grow or go, and what is read does not move. Each subject keeps its own place.
class ReadingView : public QQuickItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(hadal::ui::VirtualColumn* column READ column WRITE setColumn NOTIFY columnChanged REQUIRED)
    Q_PROPERTY(QString subject READ subject WRITE setSubject NOTIFY subjectChanged) ///< what is shown
    Q_PROPERTY(qreal above MEMBER above_)                                           ///< room over the column
    Q_PROPERTY(qreal below MEMBER below_)
    Q_PROPERTY(qreal position READ position NOTIFY moved) ///< pixels that are hidden above
    Q_PROPERTY(qreal contentHeight READ contentHeight NOTIFY moved)
    Q_PROPERTY(bool following READ following NOTIFY followingChanged)

  public:
    explicit ReadingView(QQuickItem* parent = nullptr);

    VirtualColumn* column() const { return column_; }
    QString subject() const { return subject_; }
    qreal position() const { return position_; }
    qreal contentHeight() const;
    bool following() const { return following_; }
    void setColumn(VirtualColumn* column);
    /// Goes to where the reader left the subject, or to its end. Set it before the column's model.
    void setSubject(const QString& subject);

    // What the reader does.
    Q_INVOKABLE void scrollTo(qreal position);
    Q_INVOKABLE void scrollBy(qreal distance) { scrollTo(position_ + distance); }
    Q_INVOKABLE void toEnd();
    /// Shows a row whole, or its beginning where it is higher than the view.
    Q_INVOKABLE void show(int row);
    /// The reader changes the size of something in sight: the view stays where it is.
    Q_INVOKABLE void hold();

  signals:
    void columnChanged();
    void subjectChanged();
    void moved();
    void followingChanged();

  protected:
    void geometryChange(const QRectF& now, const QRectF& before) override;

  private:
    struct Step {
        int column; ///< which of those inside the row before; 0 at first
        int row;
    };
    struct Place {
        QList<Step> steps; ///< from the column inwards
        qreal offset = 0;  ///< from the top of the last row
        bool following = true;
    };

    qreal end() const;
    Place here() const;
    qreal positionOf(const Place& place);
    void keep();
    void move(qreal position);
    void follow(bool following);

    QPointer<VirtualColumn> column_;
    QString subject_;
    QHash<QString, Place> places_;
    Place place_;
    qreal above_ = 0;
    qreal below_ = 0;
    qreal position_ = 0;
    qreal shownHeight_ = -1;
    bool following_ = true;
    bool passed_ = false; ///< the place that was last asked for lies below its row
};

} // namespace hadal::ui
