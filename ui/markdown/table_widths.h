// How wide the columns of a table are.
#pragma once

#include "ui/markdown/table_cells.h"

#include <QFont>
#include <QPointer>

namespace hadal::ui {

/// Gives each column what its widest cell needs, within bounds, and shares out what is left. Cells are
/// measured as they come, whether or not they are built, and a column never becomes narrower while its table
/// grows.
class TableWidths : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(hadal::ui::TableRows* rows READ rows WRITE setRows NOTIFY rowsChanged REQUIRED)
    Q_PROPERTY(QFont font MEMBER font_ NOTIFY measuresChanged REQUIRED)
    Q_PROPERTY(QFont headFont MEMBER headFont_ NOTIFY measuresChanged REQUIRED)
    Q_PROPERTY(qreal formulaSize MEMBER formulaSize_ NOTIFY measuresChanged REQUIRED) ///< pixels an em
    Q_PROPERTY(qreal room MEMBER room_ NOTIFY roomChanged REQUIRED)  ///< of the table, pixels
    Q_PROPERTY(QList<qreal> widths READ widths NOTIFY widthsChanged) ///< one a column
    Q_PROPERTY(qreal total READ total NOTIFY widthsChanged)

  public:
    static constexpr qreal kPadding = 12; ///< at the inner sides of cells

    explicit TableWidths(QObject* parent = nullptr);

    TableRows* rows() const { return rows_; }
    void setRows(TableRows* rows);
    const QList<qreal>& widths() const { return widths_; }
    qreal total() const { return total_; }

  signals:
    void rowsChanged();
    void measuresChanged();
    void roomChanged();
    void widthsChanged();

  private:
    void begin();
    void measure(int first, int last);
    void share();
    qreal widthOf(const InlineText& words, const QFont& font) const;

    QPointer<TableRows> rows_;
    QFont font_;
    QFont headFont_;
    qreal formulaSize_ = 17;
    qreal room_ = 0;
    QList<qreal> natural_;
    QList<qreal> widths_;
    qreal total_ = 0;
};

} // namespace hadal::ui
