#include "ui/markdown/table_widths.h"

#include "ui/math/layout.h"
#include "ui/math/parser.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace hadal::ui {
namespace {

constexpr qreal kWidest = 320;   // before a cell is wrapped
constexpr qreal kNarrowest = 96; // to which a column may be pressed before the table scrolls
constexpr qreal kStep = 8;       // a table that grows is not laid out again for each wider digit

} // namespace

TableWidths::TableWidths(QObject* parent) : QObject(parent) {
    connect(this, &TableWidths::measuresChanged, this, &TableWidths::begin);
    connect(this, &TableWidths::roomChanged, this, &TableWidths::share);
}

void TableWidths::setRows(TableRows* rows) {
    if (rows_ == rows)
        return;
    if (rows_)
        rows_->disconnect(this);
    rows_ = rows;
    if (rows_) {
        connect(rows_, &TableRows::rowsInserted, this,
                [this](const QModelIndex&, int first, int last) { measure(first, last); });
        connect(
            rows_, &TableRows::dataChanged, this,
            [this](const QModelIndex& first, const QModelIndex& last) { measure(first.row(), last.row()); });
        connect(rows_, &TableRows::columnsChanged, this, &TableWidths::begin);
    }
    begin();
    emit rowsChanged();
}

void TableWidths::begin() {
    natural_.clear();
    if (rows_ && rows_->count() > 0)
        measure(0, rows_->count() - 1);
}

qreal TableWidths::widthOf(const InlineText& words, const QFont& font) const {
    qreal width = 0;
    const math::MathFont* mathFont = math::MathFont::get();
    for (const Span& span : words.spans) {
        if (span.styles & Span::Drawn && mathFont) {
            if (const auto formula = math::parse(span.text))
                width += math::layOut(*formula, *mathFont, formulaSize_, false).width;
            continue;
        }
        QFont look = font;
        if (span.styles & Span::Bold)
            look.setWeight(QFont::DemiBold);
        const QFontMetricsF metrics(look);
        for (const QString& line : span.text.split(QChar::LineSeparator))
            width += metrics.horizontalAdvance(line);
    }
    return width;
}

void TableWidths::measure(int first, int last) {
    const int columns = rows_->columns();
    natural_.resize(columns);
    for (int row = first; row <= last; ++row) {
        const QList<InlineText>& cells = rows_->row(row).cells();
        for (int column = 0; column < columns; ++column) {
            const qreal sides = (column > 0 ? kPadding : 0) + (column < columns - 1 ? kPadding : 0);
            const qreal width = widthOf(cells.value(column), row == 0 ? headFont_ : font_) + sides + 2;
            natural_[column] =
                std::max(natural_[column], std::min(kWidest, std::ceil(width / kStep) * kStep));
        }
    }
    share();
}

/// What is left goes to all alike. What is missing is taken from the wide ones, in proportion.
void TableWidths::share() {
    QList<qreal> widths = natural_;
    const qreal wanted = std::accumulate(widths.begin(), widths.end(), 0.0);
    if (wanted <= room_) {
        for (qreal& width : widths)
            width += (room_ - wanted) / qreal(widths.size());
    } else {
        qreal spare = 0;
        for (const qreal width : widths)
            spare += std::max(0.0, width - kNarrowest);
        const qreal part = spare > 0 ? std::min(1.0, (wanted - room_) / spare) : 0;
        for (qreal& width : widths)
            width -= part * std::max(0.0, width - kNarrowest);
    }
    if (widths == widths_)
        return;
    widths_ = widths;
    total_ = std::accumulate(widths_.begin(), widths_.end(), 0.0);
    emit widthsChanged();
}

} // namespace hadal::ui
