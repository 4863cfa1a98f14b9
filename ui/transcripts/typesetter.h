// Blocks on paper.
#pragma once

#include "app/transcripts/transcript.h"
#include "ui/markdown/block.h"
#include "ui/transcripts/drawn.h"

#include <QTextCursor>
#include <QTextDocument>

namespace hadal::ui {

/// Writes passages of a conversation into a document, as they look on the screen, in black on white.
/// Formulas are vectors, code is coloured, Chinese is justified. Lengths are pixels of 1/96 inch.
class Typesetter {
  public:
    /// Both outlive this.
    Typesetter(QTextDocument& document, StandIns& standIns);

    void title(const QString& text);
    void passage(const transcripts::Passage& passage);
    /// To be called once, when all is there and the document has its page size.
    void finish();

  private:
    void blocks(const QList<Block>& blocks);
    void block(const Block& block);
    void put(QTextCursor& cursor, const QString& text, const QTextCharFormat& format);
    void words(QTextCursor& cursor, const InlineText& text, const QFont& font, const QColor& ink);
    void code(const QString& source, const QString& language);
    void table(const Table& table);
    void formula(const Block& block);
    void paragraph(const QTextBlockFormat& format);
    void note(const QString& text);
    QTextBlockFormat placed(const Block& block) const;

    QTextDocument& document_;
    QTextCursor cursor_;
    StandIns& standIns_;
    DrawnFormulas formulas_{standIns_};
    DrawnCharacters characters_{standIns_};
    bool begun_ = false;
};

} // namespace hadal::ui
