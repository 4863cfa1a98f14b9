#include "ui/markdown/notes.h"

#include "ui/markdown/dialect.h"

namespace hadal::ui {

void markNotes(InlineText& text) {
    QList<Span> spans;
    for (const Span& span : text.spans) {
        QStringView rest = span.text;
        for (qsizetype begin; (begin = rest.indexOf(QChar(kNoteBegin))) >= 0;) {
            const qsizetype end = rest.indexOf(QChar(kNoteEnd), begin);
            if (end < 0)
                break;
            if (begin > 0)
                spans.append({rest.first(begin).toString(), span.styles, span.link});
            spans.append({rest.sliced(begin + 1, end - begin - 1).toString(), Span::Note, {}});
            rest = rest.sliced(end + 1);
        }
        if (!rest.isEmpty())
            spans.append({rest.toString(), span.styles, span.link});
    }
    text.spans = spans;
}

void takeNote(Block& paragraph) {
    if (paragraph.kind != Block::Paragraph || paragraph.text.spans.isEmpty())
        return;
    QString& first = paragraph.text.spans.first().text;
    const qsizetype end = first.indexOf(QChar(kNoteEnd));
    if (!first.startsWith(QChar(kNoteText)) || end < 0)
        return;
    paragraph.kind = Block::Note;
    paragraph.marker = first.sliced(1, end - 1);
    paragraph.listDepth = 0;
    first.remove(0, end + 1);
    while (first.startsWith(' '))
        first.remove(0, 1);
    if (first.isEmpty())
        paragraph.text.spans.removeFirst();
}

} // namespace hadal::ui
