#include "ui/markdown/writers.h"

#include <algorithm>

namespace hadal::ui {
namespace {

QString formulaHtml(const QString& source, bool display, const HtmlParts& parts) {
    const QString dollars = display ? "$$" : "$";
    return parts.formula ? parts.formula(source, display) : dollars + source.toHtmlEscaped() + dollars;
}

QString inlineHtml(const InlineText& text, const HtmlParts& parts) {
    QString all;
    for (const Span& span : text.spans) {
        QString words = span.text.toHtmlEscaped().replace(QChar::LineSeparator, "<br>");
        if (span.styles & Span::Note)
            words = "<sup>" + words + "</sup>";
        if (span.styles & Span::Math)
            words = formulaHtml(span.text, false, parts);
        if (span.styles & Span::Code)
            words = "<code>" + words + "</code>";
        if (span.styles & Span::Italic)
            words = "<em>" + words + "</em>";
        if (span.styles & Span::Bold)
            words = "<strong>" + words + "</strong>";
        if (span.styles & Span::Strike)
            words = "<del>" + words + "</del>";
        if (!span.link.isEmpty())
            words = "<a href=\"" + span.link.toHtmlEscaped() + "\">" + words + "</a>";
        all += words;
    }
    return all;
}

QString tableHtml(const Table& table, const HtmlParts& parts) {
    QString all = "<table>";
    for (qsizetype i = 0; i < table.cells.size(); ++i) {
        const int column = int(i % table.columns);
        const QString tag = i < table.columns ? "th" : "td";
        const Qt::Alignment place = table.alignments.value(column, Qt::AlignLeft);
        const QString align = place == Qt::AlignRight     ? " align=\"right\""
                              : place == Qt::AlignHCenter ? " align=\"center\""
                                                          : "";
        all += (column == 0 ? "<tr>" : "") + ("<" + tag) + align + ">" +
               inlineHtml(table.cells.at(i), parts) + "</" + tag + ">";
        all += column == table.columns - 1 ? "</tr>" : "";
    }
    return all + "</table>";
}

QString blockHtml(const Block& block, const HtmlParts& parts) {
    switch (block.kind) {
    case Block::Heading:
        return QStringLiteral("<h%1>%2</h%1>").arg(block.level).arg(inlineHtml(block.text, parts));
    case Block::Code:
        return "<pre><code>" + (parts.code ? parts.code(block) : block.source.toHtmlEscaped()) +
               "</code></pre>";
    case Block::TableBlock:
        return tableHtml(block.table, parts);
    case Block::Rule:
        return QStringLiteral("<hr>");
    case Block::Formula:
        return "<p>" + formulaHtml(block.source, true, parts) + "</p>";
    case Block::Image: // its address, so that nothing is fetched where this is pasted
        return "<p>" + (block.text.plain() + " (" + block.source + ")").toHtmlEscaped() + "</p>";
    case Block::Note:
        return "<p><sup>" + block.marker.toHtmlEscaped() + "</sup> " + inlineHtml(block.text, parts) + "</p>";
    default:
        return block.listDepth > 0 ? inlineHtml(block.text, parts)
                                   : "<p>" + inlineHtml(block.text, parts) + "</p>";
    }
}

/// Opens and closes lists and quotes as blocks go in and out of them.
class HtmlWriter {
  public:
    explicit HtmlWriter(const HtmlParts& parts) : parts_(parts) {}

    QString write(const QList<Block>& blocks) {
        for (const Block& block : blocks) {
            closeTo(block);
            for (; quotes_ < block.quoteDepth; ++quotes_)
                all_ += "<blockquote>";
            item(block);
            all_ += blockHtml(block, parts_);
        }
        closeTo(Block());
        return all_;
    }

  private:
    void item(const Block& block) {
        if (block.marker.isEmpty() || block.kind == Block::Note)
            return;
        const QString tag = block.marker.at(0).isDigit() ? "ol" : "ul";
        if (lists_.size() == block.listDepth && lists_.constLast() == tag) {
            all_ += "</li><li>";
        } else {
            while (lists_.size() >= block.listDepth && !lists_.isEmpty())
                all_ += "</li></" + lists_.takeLast() + ">";
            while (lists_.size() < block.listDepth) {
                lists_ += tag;
                const QString number = block.marker.chopped(1);
                all_ +=
                    tag == "ol" && number != "1" ? "<ol start=\"" + number + "\"><li>" : "<" + tag + "><li>";
            }
        }
        if (tag == "ul" && block.marker != u"•")
            all_ += block.marker + ' ';
    }

    void closeTo(const Block& block) {
        while (lists_.size() > block.listDepth || (block.quoteDepth != quotes_ && !lists_.isEmpty()))
            all_ += "</li></" + lists_.takeLast() + ">";
        for (; quotes_ > block.quoteDepth; --quotes_)
            all_ += "</blockquote>";
    }

    const HtmlParts& parts_;
    QString all_;
    QStringList lists_;
    int quotes_ = 0;
};

} // namespace

QString toHtml(const QList<Block>& blocks, const HtmlParts& parts) {
    return HtmlWriter(parts).write(blocks);
}

} // namespace hadal::ui
