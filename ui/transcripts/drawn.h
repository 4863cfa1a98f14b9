// What stands on a page without being text, and is found as text all the same.
#pragma once

#include "ui/markdown/inline_formulas.h"
#include "ui/transcripts/glyph_names.h"

namespace hadal::ui {

/// Formulas are outlines. Their source lies over them, unseen.
class DrawnFormulas : public FormulaObjects {
    Q_OBJECT

  public:
    explicit DrawnFormulas(StandIns& standIns) : standIns_(standIns) {}
    void drawObject(QPainter* painter, const QRectF& rectangle, QTextDocument*, int,
                    const QTextFormat& format) override;

  private:
    StandIns& standIns_;
};

/// A character that a PDF cannot name is an outline too, with its stand-in over it.
class DrawnCharacters : public QObject, public QTextObjectInterface {
    Q_OBJECT
    Q_INTERFACES(QTextObjectInterface)

  public:
    static constexpr int kType = FormulaObjects::kType + 1;
    static constexpr int kCharacter = FormulaObjects::kPiece + 1;

    explicit DrawnCharacters(StandIns& standIns) : standIns_(standIns) {}
    QSizeF intrinsicSize(QTextDocument*, int, const QTextFormat& format) override;
    void drawObject(QPainter* painter, const QRectF& rectangle, QTextDocument*, int,
                    const QTextFormat& format) override;

  private:
    StandIns& standIns_;
};

} // namespace hadal::ui
