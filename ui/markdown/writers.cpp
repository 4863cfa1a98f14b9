#include "ui/markdown/writers.h"

#include <algorithm>

namespace hadal::ui {
namespace {

bool continuesList(const Block& before, const Block& block) {
    return before.listDepth > 0 && block.listDepth > 0 && !block.marker.isEmpty();
}

QString cellsLine(const Table& table, qsizetype row, const QString& between,
                  QString (*write)(const InlineText&)) {
    QStringList cells;
    for (int column = 0; column < table.columns; ++column)
        cells += write(table.cells.value(row * table.columns + column));
    return cells.join(between);
}

qsizetype rowsOf(const Table& table) {
    return table.columns > 0 ? table.cells.size() / table.columns : 0;
}

/// The longest run of a character.
qsizetype longestRun(const QString& text, QChar c) {
    qsizetype longest = 0, run = 0;
    for (const QChar each : text) {
        run = each == c ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest;
}

QString escaped(const QString& text) {
    QString result;
    for (const QChar c : text) {
        if (QStringView(u"\\`*_[]<>$~|&").contains(c))
            result += '\\';
        result += c == QChar::LineSeparator ? QStringLiteral("\\\n") : QString(c);
    }
    return result;
}

QString inlineMarkdown(const InlineText& text) {
    QString result;
    for (const Span& span : text.spans) {
        if (span.styles & Span::Math) {
            result += '$' + span.text + '$';
            continue;
        }
        if (span.styles & Span::Note) {
            result += "[^" + span.text + "]";
            continue;
        }
        // Marks stand at words, never at the spaces around them.
        const QString core = span.text.trimmed();
        if (core.isEmpty()) {
            result += span.text;
            continue;
        }
        const qsizetype before = span.text.indexOf(core);
        QString words;
        if (span.styles & Span::Code) {
            const QString ticks(longestRun(core, '`') + 1, '`');
            const bool pad = core.startsWith('`') || core.endsWith('`');
            words = ticks + (pad ? " " : "") + core + (pad ? " " : "") + ticks;
        } else {
            words = escaped(core);
        }
        const QString marks = QString(span.styles & Span::Strike ? "~~" : "") +
                              (span.styles & Span::Bold ? "**" : "") +
                              (span.styles & Span::Italic ? "*" : "");
        QString closing = marks;
        std::reverse(closing.begin(), closing.end());
        words = marks + words + closing;
        if (!span.link.isEmpty())
            words = "[" + words + "](<" + span.link + ">)";
        result += span.text.first(before) + words + span.text.sliced(before + core.size());
    }
    return result;
}

/// What would make a block of something else at the beginning of a line.
QString protectedStart(QString line) {
    if (line.isEmpty())
        return line;
    if (QStringView(u"#+-=").contains(line.at(0)))
        return '\\' + line;
    qsizetype digits = 0;
    while (digits < line.size() && line.at(digits).isDigit())
        ++digits;
    if (digits > 0 && digits < line.size() && (line.at(digits) == '.' || line.at(digits) == ')'))
        line.insert(digits, '\\');
    return line;
}

QString tableMarkdown(const Table& table) {
    QStringList lines = {"| " + cellsLine(table, 0, " | ", inlineMarkdown) + " |"};
    QString rule = "|";
    for (int column = 0; column < table.columns; ++column) {
        const Qt::Alignment place = table.alignments.value(column, Qt::AlignLeft);
        rule += place == Qt::AlignRight ? " ---: |" : place == Qt::AlignHCenter ? " :---: |" : " --- |";
    }
    lines += rule;
    for (qsizetype row = 1; row < rowsOf(table); ++row)
        lines += "| " + cellsLine(table, row, " | ", inlineMarkdown) + " |";
    return lines.join('\n');
}

QString blockMarkdown(const Block& block) {
    switch (block.kind) {
    case Block::Heading:
        return QString(block.level, '#') + ' ' + inlineMarkdown(block.text);
    case Block::Code: {
        const QString fence(std::max<qsizetype>(3, longestRun(block.source, '`') + 1), '`');
        return fence + block.language + '\n' + block.source + '\n' + fence;
    }
    case Block::TableBlock:
        return tableMarkdown(block.table);
    case Block::Rule:
        return QStringLiteral("***");
    case Block::Formula:
        return "$$" + block.source + "$$";
    case Block::Image:
        return "![" + escaped(block.text.plain()) + "](<" + block.source + ">)";
    case Block::Note:
        return "[^" + block.marker + "]: " + inlineMarkdown(block.text);
    default:
        return protectedStart(inlineMarkdown(block.text));
    }
}

QString markdownMarker(const QString& marker) {
    return marker == u"•" ? "- " : marker == u"☐" ? "- [ ] " : marker == u"☑" ? "- [x] " : marker + ' ';
}

} // namespace

QString toPlainText(const QList<Block>& blocks) {
    QString all;
    for (qsizetype i = 0; i < blocks.size(); ++i) {
        const Block& block = blocks.at(i);
        if (i > 0)
            all += continuesList(blocks.at(i - 1), block) ? "\n" : "\n\n";
        if (!block.marker.isEmpty())
            all += QString(2 * std::max(0, block.listDepth - 1), ' ') + block.marker + ' ';
        if (block.kind == Block::Code || block.kind == Block::Formula) {
            all += block.source;
        } else if (block.kind == Block::TableBlock) {
            QStringList lines;
            for (qsizetype row = 0; row < rowsOf(block.table); ++row)
                lines +=
                    cellsLine(block.table, row, "\t", [](const InlineText& text) { return text.plain(); });
            all += lines.join('\n');
        } else if (block.kind == Block::Rule) {
            all += "———";
        } else if (block.kind == Block::Image) {
            all += block.text.plain() + " (" + block.source + ")";
        } else {
            all += block.text.plain();
        }
    }
    return all;
}

QString toMarkdown(const QList<Block>& blocks) {
    QString all;
    for (qsizetype i = 0; i < blocks.size(); ++i) {
        const Block& block = blocks.at(i);
        const QString quote = QStringLiteral("> ").repeated(block.quoteDepth);
        if (i > 0) {
            const Block& before = blocks.at(i - 1);
            all += '\n';
            if (!continuesList(before, block) || before.quoteDepth != block.quoteDepth)
                all += QStringLiteral("> ").repeated(std::min(before.quoteDepth, block.quoteDepth)) + '\n';
        }
        // Items stand four columns apart, which holds what is in them for every kind of marker.
        const QString outer(4 * std::max(0, block.listDepth - 1), ' ');
        const bool item = !block.marker.isEmpty() && block.kind != Block::Note;
        const QString marker = item ? markdownMarker(block.marker) : QString();
        const QString inner(4 * block.listDepth, ' ');
        bool first = true;
        for (const QString& line : blockMarkdown(block).split('\n')) {
            all += (first ? "" : "\n") + quote + (first && !marker.isEmpty() ? outer + marker : inner) + line;
            first = false;
        }
    }
    return all;
}

} // namespace hadal::ui
