// Puts the words of a block into the document of a text item.
#pragma once

#include "ui/markdown/block.h"
#include "ui/markdown/inline_formulas.h"

#include <QColor>
#include <QFont>
#include <QPointer>
#include <QQuickTextDocument>
#include <QTextCharFormat>
#include <QTextCursor>

namespace hadal::ui {

/// Writes formatted text piece by piece, never as HTML: whatever a model or a person wrote stays text.
/// Chinese is set as Chinese: a taller line, justified, a small gap between Han and Latin, wide quotation
/// marks. None of this changes the text that is copied.
class InlineFormatter : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QQuickTextDocument* document MEMBER document_ NOTIFY changed REQUIRED)
    /// Nothing is written before: a text item empties its document when it is completed.
    Q_PROPERTY(bool ready MEMBER ready_ NOTIFY changed)
    Q_PROPERTY(hadal::ui::InlineText words MEMBER words_ NOTIFY changed)
    Q_PROPERTY(QFont font MEMBER font_ NOTIFY changed)
    Q_PROPERTY(QFont codeFont MEMBER codeFont_ NOTIFY changed) ///< whose face code is set in
    Q_PROPERTY(QColor codeGround MEMBER codeGround_ NOTIFY changed)
    Q_PROPERTY(QColor linkColor MEMBER linkColor_ NOTIFY changed)
    Q_PROPERTY(qreal formulaSize MEMBER formulaSize_ NOTIFY changed)     ///< pixels an em
    Q_PROPERTY(qreal lineHeight MEMBER lineHeight_ NOTIFY changed)       ///< pixels
    Q_PROPERTY(qreal hanLineHeight MEMBER hanLineHeight_ NOTIFY changed) ///< of a text with Han characters
    Q_PROPERTY(qreal firstBaseline READ firstBaseline NOTIFY laidOut)    ///< pixels from the top
    Q_PROPERTY(int alignment MEMBER alignment_ NOTIFY changed)           ///< Qt::Alignment
    Q_PROPERTY(bool justifyHan MEMBER justifyHan_ NOTIFY changed)
    Q_PROPERTY(qreal width READ width WRITE setWidth NOTIFY widthChanged) ///< of the text item

  public:
    explicit InlineFormatter(QObject* parent = nullptr);

    qreal firstBaseline() const { return firstBaseline_; }
    qreal width() const { return width_; }
    void setWidth(qreal width);

    /// The words between two positions of the document; a formula of which any piece is in between is there
    /// whole.
    InlineText slice(int from, int to) const;

    /// From a position of the document to one of words.plain(), and back: a formula is one object or some in
    /// the document, and its source in the words. `end`: behind the formula that a position is in, else
    /// before it.
    int toPlain(int position) const;
    int toDocument(int position, bool end) const;

  signals:
    void changed();
    void laidOut();
    void widthChanged();
    void written();

  private:
    void write();
    void justify();
    void measure();
    /// Calls visit(fragment, plain position of its first character, plain length) until it returns false. All
    /// pieces of a formula have the same position and length.
    template <class Visit>
    void eachFragment(Visit visit) const;
    QList<QTextCharFormat> formula(qsizetype index) const;
    bool fits(const QList<QTextCharFormat>& pieces, qreal line) const;
    QTextCharFormat format(const Span& span) const;

    static constexpr int kSpan =
        QTextFormat::UserProperty + 2; ///< index of the span that a piece of text shows

    QPointer<QQuickTextDocument> document_;
    InlineText words_;
    QFont font_;
    QFont codeFont_;
    QColor codeGround_;
    QColor linkColor_;
    FormulaObjects objects_;
    qreal firstBaseline_ = 0;
    qreal formulaSize_ = 17;
    qreal lineHeight_ = 26;
    qreal hanLineHeight_ = 28;
    int alignment_ = Qt::AlignLeft;
    bool justifyHan_ = false;
    qreal width_ = 0;
    qreal justifiedAt_ = -1; ///< the width of the document then; negative: it is not
    bool ready_ = false;
};

} // namespace hadal::ui
