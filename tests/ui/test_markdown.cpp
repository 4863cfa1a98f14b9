// What Markdown becomes, above all what it must not become.
#include "ui/markdown/dialect.h"
#include "ui/markdown/han_justify.h"
#include "ui/markdown/han_runs.h"
#include "ui/markdown/parser.h"

#include <QAbstractTextDocumentLayout>
#include <QTest>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextLayout>

using namespace hadal::ui;

namespace {

Block only(const QByteArray& source) {
    const QList<Block> blocks = parseMarkdown(source).blocks;
    return blocks.size() == 1 ? blocks.first()
                              : Block{Block::Rule, {}, "not one block", {}, -1, 0, 0, {}, {}};
}

} // namespace

class TestMarkdown : public QObject {
    Q_OBJECT

  private slots:
    void blockKinds_data() {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<int>("kind");
        QTest::newRow("paragraph") << QByteArray("words") << int(Block::Paragraph);
        QTest::newRow("heading") << QByteArray("## words") << int(Block::Heading);
        QTest::newRow("underlined heading") << QByteArray("words\n===") << int(Block::Heading);
        QTest::newRow("fence") << QByteArray("```py\nx\n```") << int(Block::Code);
        QTest::newRow("open fence") << QByteArray("```py\nx") << int(Block::Code);
        QTest::newRow("table") << QByteArray("|a|b|\n|-|-|") << int(Block::TableBlock);
        QTest::newRow("rule") << QByteArray("***") << int(Block::Rule);
        QTest::newRow("formula") << QByteArray("$$x$$") << int(Block::Formula);
        QTest::newRow("TeX formula") << QByteArray("\\[ x \\]") << int(Block::Formula);
        QTest::newRow("indented text is no code") << QByteArray("    words") << int(Block::Paragraph);
    }
    void blockKinds() {
        QFETCH(QByteArray, source);
        QTEST(int(only(source).kind), "kind");
    }

    void codeKeepsItsTextAndLanguage() {
        const Block code = only("```c++ title=x\nif (a < b && \"c\")\n\n  \\(x\\) **y**\n```\n");
        QCOMPARE(code.language, "c++");
        QCOMPARE(code.source, "if (a < b && \"c\")\n\n  \\(x\\) **y**");
    }

    void htmlIsText() {
        const QByteArray source =
            "<script>alert(1)</script> <img src=\"https://evil.example/x.png\"> <b>x</b>";
        const Block block = only(source);
        QCOMPARE(block.text.plain(), QString(source));
        for (const Span& span : block.text.spans)
            QVERIFY(span.styles == 0);
    }

    void imagesBecomeTheirDescription() {
        const Block block = only("see ![a chart](https://evil.example/x.png) here");
        QCOMPARE(block.text.plain(), "see a chart here");
        QVERIFY(block.text.spans.size() == 1 && block.text.spans.first().link.isEmpty());
    }

    void anImageAloneIsACard() {
        const Block block = only("![a chart](https://example.org/x.png \"title\")");
        QCOMPARE(int(block.kind), int(Block::Image));
        QCOMPARE(block.text.plain(), "a chart");
        QCOMPARE(block.source, "https://example.org/x.png");
        const QList<Block> two = parseMarkdown("- ![a](x.png)\n  ![b](y.png)\n- words").blocks;
        QCOMPARE(two.size(), 3);
        QCOMPARE(two.at(1).source, "y.png");
        QCOMPARE(two.at(0).marker, u"•");
        QVERIFY(two.at(1).marker.isEmpty());
        QCOMPARE(int(two.at(2).kind), int(Block::Paragraph));
    }

    void footnotes() {
        const QList<Block> blocks =
            parseMarkdown(
                "Words[^1] and **more[^a-b]**.\n\n[^1]: The *first* note.\n[^a-b]: https://example.org\n")
                .blocks;
        QCOMPARE(blocks.size(), 3);
        QStringList labels;
        for (const Span& span : blocks.at(0).text.spans)
            if (span.styles & Span::Note)
                labels += span.text;
        QCOMPARE(labels, QStringList({"1", "a-b"}));
        QCOMPARE(int(blocks.at(1).kind), int(Block::Note));
        QCOMPARE(blocks.at(1).marker, "1");
        QCOMPARE(blocks.at(1).text.plain(), "The first note.");
        QCOMPARE(blocks.at(2).marker, "a-b");
        QCOMPARE(only("`[^1]` [^] [^x").text.plain(), "[^1] [^] [^x");
    }

    void onlyWebAndMailLinksAreKept_data() {
        QTest::addColumn<QByteArray>("address");
        QTest::addColumn<bool>("kept");
        QTest::newRow("https") << QByteArray("https://example.org/a?b=c#d") << true;
        QTest::newRow("http") << QByteArray("http://example.org") << true;
        QTest::newRow("mail") << QByteArray("mailto:a@example.org") << true;
        QTest::newRow("javascript") << QByteArray("javascript:alert(1)") << false;
        QTest::newRow("mixed case") << QByteArray("JaVaScRiPt:alert(1)") << false;
        QTest::newRow("file") << QByteArray("file:///etc/passwd") << false;
        QTest::newRow("data") << QByteArray("data:text/html,x") << false;
        QTest::newRow("relative") << QByteArray("../secret") << false;
        QTest::newRow("no host") << QByteArray("http:///x") << false;
    }
    void onlyWebAndMailLinksAreKept() {
        QFETCH(QByteArray, address);
        QFETCH(bool, kept);
        const Block block = only("[words](" + address + ")");
        QCOMPARE(block.text.plain(), "words");
        QCOMPARE(block.text.spans.first().link, kept ? QString(address) : QString());
    }

    void listsKeepDepthAndMarkers() {
        const QList<Block> blocks =
            parseMarkdown("9. nine\n   - inner\n10. ten\n- [x] done\n- [ ] open\n-\n").blocks;
        QStringList shown;
        for (const Block& block : blocks)
            shown += QString::number(block.listDepth) + block.marker;
        QCOMPARE(shown, QStringList({"19.", "2•", "110.", "1☑", "1☐", "1•"}));
    }

    void textAfterAHeadingStaysInItsItem() {
        const QList<Block> blocks = parseMarkdown("- # heading\n\n  text\n").blocks;
        QCOMPARE(blocks.size(), 2);
        QCOMPARE(blocks.at(1).listDepth, 1);
    }

    void quotesKeepDepth() {
        const QList<Block> blocks = parseMarkdown("> one\n>> two\n").blocks;
        QCOMPARE(blocks.size(), 2);
        QCOMPARE(blocks.at(0).quoteDepth, 1);
        QCOMPARE(blocks.at(1).quoteDepth, 2);
    }

    void tableCellsAndAlignment() {
        const Block block = only("| a | b | c |\n|:--|:-:|--:|\n| 1 | **2** |\n");
        QCOMPARE(block.table.columns, 3);
        QCOMPARE(block.table.cells.size(), 6);
        QCOMPARE(block.table.cells.at(4).plain(), "2");
        QCOMPARE(block.table.alignments,
                 QList<Qt::Alignment>({Qt::AlignLeft, Qt::AlignHCenter, Qt::AlignRight}));
    }

    void linesOfHanJoinWithoutASpace() {
        QCOMPARE(only("第一行\n第二行").text.plain(), "第一行第二行");
        QCOMPARE(only("one\ntwo").text.plain(), "one two");
        QCOMPARE(only("one  \ntwo").text.plain(), "one\ntwo");
    }

    void moneyIsNoFormula_data() {
        QTest::addColumn<QByteArray>("source");
        QTest::newRow("two prices") << QByteArray("It costs $5 and $6.");
        QTest::newRow("one price") << QByteArray("It costs $5.");
        QTest::newRow("a range") << QByteArray("Between $5-$10 a month.");
        QTest::newRow("spaces inside") << QByteArray("a $ b $ c");
    }
    void moneyIsNoFormula() {
        QFETCH(QByteArray, source);
        const Block block = only(source);
        QCOMPARE(block.text.plain(), QString(source));
        QCOMPARE(block.text.spans.size(), 1);
    }

    void formulasInRunningText() {
        const Block block = only("with $x_1$ and \\(y^2\\), of $a b$");
        QStringList formulas;
        for (const Span& span : block.text.spans)
            if (span.styles & Span::Math)
                formulas += span.text;
        QCOMPARE(formulas, QStringList({"x_1", "y^2", "a b"}));
    }

    void dialect_data() {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("inline") << QByteArray("a \\( x \\) b") << QByteArray("a $x$ b");
        QTest::newRow("display") << QByteArray("\\[x\\]") << QByteArray("$$x$$");
        QTest::newRow("open") << QByteArray("a \\( x") << QByteArray("a \\( x");
        QTest::newRow("over a blank line") << QByteArray("\\( x\n\ny \\)") << QByteArray("\\( x\n\ny \\)");
        QTest::newRow("in code") << QByteArray("`\\(x\\)` \\(y\\)") << QByteArray("`\\(x\\)` $y$");
        QTest::newRow("in a fence") << QByteArray("```\n\\(x\\)\n```\n\\(y\\)")
                                    << QByteArray("```\n\\(x\\)\n```\n$y$");
        QTest::newRow("short table rule") << QByteArray("|a|b|\n|-|:-:|") << QByteArray("|a|b|\n|---|:---:|");
        QTest::newRow("money") << QByteArray("$5 and $6") << QByteArray("\\$5 and \\$6");
        QTest::newRow("backslash at the end") << QByteArray("\\(x\\) \\") << QByteArray("$x$ \\");
    }
    void dialect() {
        QFETCH(QByteArray, source);
        QTEST(inDialect(source), "expected");
    }

    void gapsBetweenHanAndLatin() {
        const QList<HanRun> runs = hanRuns(QStringLiteral(u"用 FP8向量"), 0, {});
        QString joined;
        int gaps = 0;
        for (const HanRun& run : runs) {
            joined += run.text;
            gaps += run.gap != 0;
        }
        QCOMPARE(joined, QStringLiteral(u"用 FP8向量"));
        QCOMPARE(gaps, 2);
        QCOMPARE(hanRuns("plain words", 0, {}).size(), 1);
        const QList<HanRun> percent = hanRuns(QStringLiteral(u"约%"), 0, {});
        QVERIFY(std::all_of(percent.begin(), percent.end(), [](const HanRun& run) { return run.gap == 0; }));
    }

    void quotationMarksBesideHanAreWide() {
        const auto wide = [](const QString& text) {
            const QList<HanRun> runs = hanRuns(text, 0, {});
            return std::count_if(runs.begin(), runs.end(), [](const HanRun& run) { return run.wide; });
        };
        QCOMPARE(wide(QStringLiteral(u"而“漏掉”的")), 2);
        QCOMPARE(wide(QStringLiteral(u"say “so” now")), 0);
    }

    void hostileTextEnds_data() {
        QTest::addColumn<QByteArray>("source");
        QTest::newRow("brackets") << QByteArray(20000, '[');
        QTest::newRow("quotes") << QByteArray(5000, '>') + "words";
        QTest::newRow("stars") << QByteArray("*a **b ").repeated(5000);
        QTest::newRow("backticks") << QByteArray("` `` ``` ").repeated(3000);
        QTest::newRow("TeX") << QByteArray("\\( ").repeated(5000);
        QTest::newRow("pipes") << QByteArray("|").repeated(10000) + "\n" + QByteArray("|-").repeated(5000);
        QTest::newRow("no UTF-8") << QByteArray("\xff\xfe\x80 words\0more", 14);
    }
    void hostileTextEnds() {
        QFETCH(QByteArray, source);
        QVERIFY(!parseMarkdown(source).blocks.isEmpty());
    }

    void linesOfHanEndOnOneEdge() {
        QFont font;
        font.setFamilies({"Inter", "Noto Sans CJK SC"});
        font.setPixelSize(16);
        QTextDocument document;
        document.setDocumentMargin(0);
        document.setDefaultFont(font);
        document.setTextWidth(400);
        QTextCursor cursor(&document);
        QTextCharFormat look;
        look.setFont(font);
        const QString text = QStringLiteral(
            "稀疏注意力 (sparse attention) 先用很小的 FP8 向量给每个历史词元打分，再读取分数最高的 2,048 "
            "个，其余的都不读。DeepSeek-V3.2 这样做以后，长文本的费用 decreases "
            "considerably，而质量几乎不变。");
        cursor.insertText(text, look);
        const QTextBlock block = document.begin();
        const auto starts = [&] {
            document.documentLayout()->blockBoundingRect(block);
            QList<int> all;
            for (int line = 0; line < block.layout()->lineCount(); ++line)
                all += block.layout()->lineAt(line).textStart();
            return all;
        };
        const QList<int> before = starts();
        QVERIFY(before.size() >= 4);
        justifyHan(block);
        QCOMPARE(starts(), before); // no word has moved
        for (int line = 0; line + 1 < block.layout()->lineCount(); ++line) {
            const qreal spare = 400 - block.layout()->lineAt(line).naturalTextWidth();
            QVERIFY2(spare >= 0 && spare < 2, qPrintable(QString::number(spare)));
        }
        QCOMPARE(block.text(), text);
        // And no gap is wide: the space between two words is what a space is, and a little more.
        const int space = int(text.indexOf("sparse attention")) + 6;
        const QTextLine line = block.layout()->lineForTextPosition(space);
        QVERIFY(line.cursorToX(space + 1) - line.cursorToX(space) < 0.7 * 16);
    }
};

QTEST_MAIN(TestMarkdown)
#include "test_markdown.moc"
