#include "ui/transcripts/drawn.h"

#include "ui/math/layout.h"
#include "ui/transcripts/paper.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace hadal::ui {
namespace {

QColor inkOf(const QTextCharFormat& format) {
    return format.foreground().style() == Qt::NoBrush ? kText : format.foreground().color();
}

/// Text that is read, searched and copied, but not seen, over what stands on the baseline at `origin`. Long
/// text over something short becomes low too: readers take equal letters that nearly lie on each other for
/// one.
void drawUnseen(QPainter& painter, const QString& text, QFont font, QPointF origin, qreal width) {
    font.setKerning(false);
    const qreal natural = QFontMetricsF(font).horizontalAdvance(text);
    if (natural <= 0)
        return;
    painter.save();
    painter.setFont(font);
    painter.setPen(QColor(0, 0, 0, 0));
    painter.translate(origin);
    painter.scale(width / natural, std::min(1.0, 3 * width / natural));
    painter.drawText(QPointF(), text);
    painter.restore();
}

} // namespace

void DrawnFormulas::drawObject(QPainter* painter, const QRectF& rectangle, QTextDocument*, int,
                               const QTextFormat& format) {
    const FormulaPiece piece = format.property(kPiece).value<FormulaPiece>();
    if (!piece.formula)
        return;
    const QTextCharFormat look = format.toCharFormat();
    const math::Box& box = piece.box();
    // Where intrinsicSize() has put the baseline.
    const double x = QFontMetricsF(look.font()).xHeight() / 2;
    const double ascent = look.verticalAlignment() == QTextCharFormat::AlignMiddle
                              ? (rectangle.height() + x) / 2
                              : rectangle.height();
    const QPointF origin(rectangle.left(), rectangle.top() + ascent);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->translate(origin);
    painter->fillPath(math::outline(box), inkOf(look));
    painter->restore();
    if (piece.index > 0) // the first one has said it all
        return;
    const QString mark = piece.formula->display ? QStringLiteral("$$") : QStringLiteral("$");
    drawUnseen(*painter, standIns_.in(mark + piece.formula->source.simplified() + mark),
               codeFont(look.font().pixelSize()), origin, box.width);
}

QSizeF DrawnCharacters::intrinsicSize(QTextDocument*, int, const QTextFormat& format) {
    const QFontMetricsF metrics(format.toCharFormat().font());
    return {metrics.horizontalAdvance(format.stringProperty(kCharacter)), metrics.ascent()};
}

void DrawnCharacters::drawObject(QPainter* painter, const QRectF& rectangle, QTextDocument*, int,
                                 const QTextFormat& format) {
    const QTextCharFormat look = format.toCharFormat();
    const QString character = look.stringProperty(kCharacter);
    QPainterPath outline;
    outline.addText(rectangle.bottomLeft(), look.font(), character);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (!outline.isEmpty()) {
        painter->fillPath(outline, inkOf(look));
    } else { // a face of pictures
        painter->setFont(look.font());
        painter->setPen(inkOf(look));
        painter->drawText(rectangle.bottomLeft(), character);
    }
    painter->restore();
    drawUnseen(*painter, standIns_.in(character), textFont(look.font().pixelSize()), rectangle.bottomLeft(),
               rectangle.width());
}

} // namespace hadal::ui
