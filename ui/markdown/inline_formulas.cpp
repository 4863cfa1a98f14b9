#include "ui/markdown/inline_formulas.h"

#include "ui/math/layout.h"

#include <QAbstractTextDocumentLayout>
#include <QFontMetricsF>
#include <QPainter>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

#include <algorithm>

namespace hadal::ui {

QList<QTextCharFormat> FormulaObjects::formats(const QString& source, double size,
                                               const QTextCharFormat& look, bool display) {
    const math::MathFont* font = math::MathFont::get();
    const std::optional<math::Formula> formula = font ? math::parse(source) : std::nullopt;
    if (!formula)
        return {};
    const math::Box whole = math::layOut(*formula, *font, size, display);
    auto cut = std::make_shared<InlineFormula>();
    cut->source = source;
    cut->display = display;
    double from = 0;
    for (const double at : whole.breaks) {
        if (!display && at > from && at < whole.width) {
            cut->pieces.push_back(whole.slice(from, at));
            from = at;
        }
    }
    cut->pieces.push_back(whole.slice(from, whole.width));
    QList<QTextCharFormat> all;
    for (int i = 0; i < int(cut->pieces.size()); ++i) {
        QTextCharFormat format = look;
        format.setObjectType(kType);
        // An object in the middle has room above and below the baseline; one on it has none below, and needs
        // none where the letters of the text reach as deep.
        if (cut->pieces[size_t(i)].descent > QFontMetricsF(look.font()).descent() + 1)
            format.setVerticalAlignment(QTextCharFormat::AlignMiddle);
        format.setProperty(kPiece, QVariant::fromValue(FormulaPiece{cut, i}));
        all += format;
    }
    return all;
}

/// In the middle, Qt gives (h + x) / 2 of the height to the ascent and (h - x) / 2 to the descent, where x is
/// half the height of the letter x: the height is chosen so that both are enough.
QSizeF FormulaObjects::intrinsicSize(QTextDocument*, int, const QTextFormat& format) {
    const FormulaPiece piece = format.property(kPiece).value<FormulaPiece>();
    if (!piece.formula)
        return {};
    const math::Box& box = piece.box();
    if (format.toCharFormat().verticalAlignment() != QTextCharFormat::AlignMiddle)
        return {box.width, std::max(box.ascent, 1.0)};
    const double x = QFontMetricsF(format.toCharFormat().font()).xHeight() / 2;
    return {box.width, std::max({2 * box.ascent - x, 2 * box.descent + x, 1.0})};
}

InlineFormulas::InlineFormulas(QQuickItem* parent) : QQuickPaintedItem(parent) {
    setAntialiasing(true);
    const auto fit = [this] {
        setTextureSize(zoom_ == 1 ? QSize() : (QSizeF(width(), height()) * zoom_).toSize());
        update();
    };
    connect(this, &InlineFormulas::changed, this, fit);
    connect(this, &QQuickItem::widthChanged, this, fit);
    connect(this, &QQuickItem::heightChanged, this, fit);
}

void InlineFormulas::setDocument(QQuickTextDocument* document) {
    if (document_ == document)
        return;
    document_ = document;
    if (document_)
        connect(document_->textDocument()->documentLayout(), &QAbstractTextDocumentLayout::update, this,
                [this] { update(); });
    emit changed();
}

void InlineFormulas::setColor(const QColor& color) {
    if (color_ == color)
        return;
    color_ = color;
    emit changed();
}

void InlineFormulas::setZoom(qreal zoom) {
    if (zoom_ == zoom)
        return;
    zoom_ = zoom;
    emit changed();
}

/// The interface's thread waits while this runs, so the document can be read.
void InlineFormulas::paint(QPainter* painter) {
    if (!document_)
        return;
    painter->setRenderHint(QPainter::Antialiasing);
    painter->translate(inset_, inset_);
    const QTextDocument* text = document_->textDocument();
    for (QTextBlock block = text->begin(); block.isValid(); block = block.next()) {
        const QPointF origin = text->documentLayout()->blockBoundingRect(block).topLeft();
        for (auto part = block.begin(); !part.atEnd(); ++part) {
            const QTextFragment fragment = part.fragment();
            const QTextCharFormat format = fragment.charFormat();
            const FormulaPiece piece = format.property(FormulaObjects::kPiece).value<FormulaPiece>();
            if (!piece.formula)
                continue;
            for (int at = fragment.position(); at < fragment.position() + fragment.length(); ++at) {
                const int within = at - block.position();
                const QTextLine line = block.layout()->lineForTextPosition(within);
                if (!line.isValid())
                    continue;
                painter->save();
                painter->setPen(format.foreground().style() == Qt::NoBrush ? color_
                                                                           : format.foreground().color());
                painter->translate(origin.x() + line.cursorToX(within),
                                   origin.y() + line.y() + line.ascent());
                piece.box().paint(*painter);
                painter->restore();
            }
        }
    }
}

} // namespace hadal::ui
