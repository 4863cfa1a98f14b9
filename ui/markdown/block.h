// What Markdown becomes: a flat list of blocks, each with the lists and quotes it stands in.
#pragma once

#include <QList>
#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// A run of text with one look. A line break inside a paragraph is U+2028.
struct Span {
    enum Style { Bold = 1, Italic = 2, Code = 4, Strike = 8, Math = 16, Drawn = 32, Note = 64 };
    QString text;
    int styles = 0; ///< of Style, or-ed. Drawn: mathematics that can be; else it is
                    ///< shown as its source. Note: the label of a footnote
    QString link;   ///< where it leads; empty: nowhere. Only http, https and mailto are kept
    bool operator==(const Span&) const = default;
};

/// The words of one block. A value, so that QML can hand it from a model to a formatter.
class InlineText {
    Q_GADGET
    QML_VALUE_TYPE(inlineText)
    Q_PROPERTY(QString plain READ plain CONSTANT)
    Q_PROPERTY(bool han READ han CONSTANT)           ///< whether there is a Han character
    Q_PROPERTY(bool formulas READ formulas CONSTANT) ///< whether one is drawn

  public:
    InlineText() = default;
    explicit InlineText(const QString& text) {
        if (!text.isEmpty())
            spans.append({text, 0, {}});
    }

    QString plain() const;
    bool han() const;
    bool formulas() const;
    bool operator==(const InlineText&) const = default;

    QList<Span> spans;
};

struct Table {
    int columns = 0;
    QList<Qt::Alignment> alignments; ///< one a column; none given: left
    QList<InlineText> cells;         ///< row by row, the first row is the head
    bool operator==(const Table&) const = default;
};

struct Block {
    enum Kind { Paragraph, Heading, Code, TableBlock, Rule, Formula, Image, Note };
    Kind kind = Paragraph;
    InlineText text;  ///< Paragraph, Heading, Note; of an Image what it shows
    QString source;   ///< Code, Formula: as written. Image: its address, which nothing fetches
    QString language; ///< Code: first word of its info string
    int level = 0;    ///< Heading: 1 to 6
    int listDepth = 0;
    int quoteDepth = 0;
    QString marker; ///< on the first block of a list item: a bullet, "3." or a tick box; on a Note its label
    Table table;
    bool operator==(const Block&) const = default;
};

} // namespace hadal::ui
