// Formulas within running text.
#pragma once

#include "ui/math/box.h"

#include <QColor>
#include <QPointer>
#include <QQuickPaintedItem>
#include <QQuickTextDocument>
#include <QTextCharFormat>
#include <QTextObjectInterface>
#include <QtQml/qqmlregistration.h>

#include <memory>
#include <vector>

namespace hadal::ui {

/// A formula cut where a line may break in it. Each piece stands in the text as one object character.
struct InlineFormula {
    QString source;
    bool display = false;
    std::vector<math::Box> pieces;
};

/// What an object character stands for. A copy costs nothing.
struct FormulaPiece {
    std::shared_ptr<const InlineFormula> formula;
    int index = 0;
    const math::Box& box() const { return formula->pieces[size_t(index)]; }
};

/// Gives the object characters of a document their room. They are drawn by InlineFormulas, because the text
/// item would draw them as bitmaps without regard to the screen's scale.
class FormulaObjects : public QObject, public QTextObjectInterface {
    Q_OBJECT
    Q_INTERFACES(QTextObjectInterface)

  public:
    static constexpr int kType = QTextFormat::UserObject + 1;
    static constexpr int kPiece = QTextFormat::UserProperty + 1;

    using QObject::QObject;

    /// The formats of the pieces of a formula of `size` pixels an em, in a text that looks like `look`. Empty
    /// for what cannot be drawn.
    /// `display`: in one piece, as a displayed formula.
    static QList<QTextCharFormat> formats(const QString& source, double size, const QTextCharFormat& look,
                                          bool display = false);

    QSizeF intrinsicSize(QTextDocument*, int, const QTextFormat& format) override;
    void drawObject(QPainter*, const QRectF&, QTextDocument*, int, const QTextFormat&) override {}
};

/// Lies over a text item and draws the formulas of its document where the text leaves room for them.
class InlineFormulas : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QQuickTextDocument* document READ document WRITE setDocument NOTIFY changed REQUIRED)
    Q_PROPERTY(
        QColor color READ color WRITE setColor NOTIFY changed REQUIRED) ///< of formulas without their own
    Q_PROPERTY(qreal inset MEMBER inset_ NOTIFY changed)          ///< room on every side of the text, pixels
    Q_PROPERTY(qreal zoom READ zoom WRITE setZoom NOTIFY changed) ///< drawn this much finer, to be scaled

  public:
    explicit InlineFormulas(QQuickItem* parent = nullptr);

    QQuickTextDocument* document() const { return document_; }
    QColor color() const { return color_; }
    qreal zoom() const { return zoom_; }
    void setDocument(QQuickTextDocument* document);
    void setColor(const QColor& color);
    void setZoom(qreal zoom);

    void paint(QPainter* painter) override;

  signals:
    void changed();

  private:
    QPointer<QQuickTextDocument> document_;
    QColor color_;
    qreal inset_ = 0;
    qreal zoom_ = 1;
};

} // namespace hadal::ui

Q_DECLARE_METATYPE(hadal::ui::FormulaPiece)
