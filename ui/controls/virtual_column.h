// A column that builds only the rows near the view.
#pragma once

#include <QAbstractItemModel>
#include <QPointer>
#include <QQmlComponent>
#include <QQmlListProperty>
#include <QQuickItem>

#include <limits>
#include <map>
#include <vector>

namespace hadal::ui {

/// The delegate of the rows of one kind.
class RowKind : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(int kind MEMBER kind FINAL) ///< what the column's kindRole says
    Q_PROPERTY(QQmlComponent* delegate MEMBER delegate FINAL)
    Q_CLASSINFO("DefaultProperty", "delegate")

  public:
    using QObject::QObject;

    int kind = 0;
    QQmlComponent* delegate = nullptr;
};

/// Lays out the rows of a model one below the other. A row far from the view has a height, measured or
/// estimated, and no item: what a frame costs depends on what is in sight, not on how long the column is.
/// Columns may stand inside rows of columns. Work is done once a frame, when items are polished. What is in
/// sight or near is built at once; rows beyond are built ahead, one a frame, so that none has to do much.
///
/// A delegate declares the roles that it needs as required properties, and `index` if it wants its row. One
/// that has the focus, or a property `held` that is true, stays built wherever it is.
class VirtualColumn : public QQuickItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QAbstractItemModel* model READ model WRITE setModel NOTIFY modelChanged REQUIRED)
    Q_PROPERTY(QQmlListProperty<hadal::ui::RowKind> kinds READ kinds)
    Q_PROPERTY(QString kindRole MEMBER kindRole_)         ///< empty: all rows are of one kind
    Q_PROPERTY(QString estimateRole MEMBER estimateRole_) ///< pixels; empty: the mean of those measured
    Q_PROPERTY(int limit READ limit WRITE setLimit NOTIFY limitChanged) ///< rows at most; negative: all
    Q_PROPERTY(qreal viewTop READ viewTop WRITE setViewTop NOTIFY viewChanged) ///< in its own coordinates
    Q_PROPERTY(qreal viewBottom READ viewBottom WRITE setViewBottom NOTIFY viewChanged)
    Q_CLASSINFO("DefaultProperty", "kinds")

  public:
    explicit VirtualColumn(QQuickItem* parent = nullptr);
    ~VirtualColumn() override;

    QAbstractItemModel* model() const { return model_; }
    int limit() const { return limit_; }
    qreal viewTop() const { return top_; }
    qreal viewBottom() const { return bottom_; }
    void setModel(QAbstractItemModel* model);
    void setLimit(int limit);
    void setViewTop(qreal top);
    void setViewBottom(qreal bottom);

    Q_INVOKABLE int count() const { return int(heights_.size()); }
    /// The row at a height; the nearest one where there is none, -1 without rows.
    Q_INVOKABLE int rowAt(qreal y) const;
    Q_INVOKABLE qreal rowTop(int row) const;
    Q_INVOKABLE qreal rowHeight(int row) const;
    /// Null where it is not built.
    Q_INVOKABLE QQuickItem* itemOf(int row) const;
    /// Lays out now rather than with the next frame.
    Q_INVOKABLE void arrange();

    /// The columns inside a row, those that are hidden included.
    static QList<VirtualColumn*> inside(const QQuickItem* row);

  signals:
    void modelChanged();
    void limitChanged();
    void viewChanged();
    /// Rows of this column, or of one inside it, may stand elsewhere now.
    void arranged();

  protected:
    void componentComplete() override;
    void updatePolish() override { arrange(); }

  private:
    /// What a delegate takes from the model.
    struct Taken {
        int role; ///< -1: the row
        int property;
        QByteArray name;
    };

    QQmlListProperty<RowKind> kinds();
    VirtualColumn* outer() const;
    QQmlComponent* delegateOf(int row) const;
    int kindOf(int row) const;
    qreal estimate(int row) const;
    QQuickItem* build(int row);
    bool have(int row);
    bool buildAhead(int first, int last);
    void buildAheadLater();
    void measure(int row);
    void drop(std::map<int, QQuickItem*>::iterator item);
    void locate() const;
    int shown() const;
    void begin();
    void insertRows(int first, int last);
    void removeRows(int first, int last);
    void changeRows(int first, int last, const QList<int>& roles);
    QVariant value(const Taken& taken, int row) const;

    QPointer<QAbstractItemModel> model_;
    QList<RowKind*> kinds_;
    QString kindRole_;
    QString estimateRole_;
    int kindRoleId_ = -1;
    int estimateRoleId_ = -1;
    int limit_ = -1;
    qreal top_ = -std::numeric_limits<qreal>::infinity();
    qreal bottom_ = std::numeric_limits<qreal>::infinity();
    std::vector<qreal> heights_; ///< of every row, measured or estimated
    mutable std::vector<qreal> tops_;
    mutable size_t located_ = 0; ///< tops_ before this are right
    std::map<int, QQuickItem*> items_;
    QHash<QQmlComponent*, QList<Taken>> taken_;
    QHash<int, std::pair<qreal, int>> measured_; ///< by kind: the sum of heights, and of how many rows
    bool arranging_ = false;
    bool mayBuildAhead_ = true; ///< in this frame
};

} // namespace hadal::ui
