#include "ui/tools/template_ink.h"

#include "app/tools/templates.h"

#include <QTextDocument>

namespace hadal::ui {

TemplateInk::TemplateInk(QObject* parent) : QSyntaxHighlighter(parent) {
    connect(this, &TemplateInk::inkChanged, this, &TemplateInk::rehighlight);
}

void TemplateInk::setItem(QQuickTextDocument* item) {
    item_ = item;
    setDocument(item ? item->textDocument() : nullptr);
}

void TemplateInk::highlightBlock(const QString& text) {
    using Part = tools::Template::Part;
    const tools::Template parsed(text);
    qsizetype from = 0;
    for (const Part& part : parsed.parts()) {
        if (part.kind == Part::Text) {
            from += part.text.size();
            continue;
        }
        // The part holds the name alone; the braces, and blanks within them, are found in the text.
        const qsizetype end = text.indexOf(QLatin1String("}}"), from) + 2;
        const bool secret = part.kind == Part::Secret;
        const bool known = secret || names_.contains(part.text);
        QTextCharFormat format;
        format.setForeground(secret ? secretInk_ : known ? knownInk_ : wrongInk_);
        format.setBackground(secret ? secretGround_ : known ? knownGround_ : wrongGround_);
        if (!known)
            format.setFontUnderline(true);
        setFormat(int(from), int(end - from), format);
        from = end;
    }
}

} // namespace hadal::ui
