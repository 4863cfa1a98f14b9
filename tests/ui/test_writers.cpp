// Blocks written for other programs.
#include "ui/markdown/parser.h"
#include "ui/markdown/writers.h"

#include <QTest>

using namespace hadal::ui;

class TestWriters : public QObject {
    Q_OBJECT

  private slots:
    void markdownParsesToTheSameBlocks_data() {
        QTest::addColumn<QByteArray>("source");
        const auto row = [](const char* source) { QTest::newRow(source) << QByteArray(source); };
        row("words, **bold**, *slanted*, ***both***, ~~old~~, `code`, `` a`b ``");
        row("[words](https://example.org/a_b) and https://example.org");
        row("\\*not slanted\\* \\_ \\` \\[x\\] \\# a < b & c > d | e");
        row("\\# no heading\n\n\\- no item\n\n1\\. no item\n\n\\> no quote\n\n\\+ no\n\n2\\) no");
        row("# one\n\n### three");
        row("- a\n- b\n    - c\n        1. d\n        2. e\n- f");
        row("7. seven\n8. eight\n\n    still eight\n9. nine");
        row("- [ ] open\n- [x] done");
        row("- item\n\n    ```c\n    code\n    ```\n\n- next");
        row("> one\n>\n> two\n>\n> > deeper");
        row("> - item in a quote\n> - next");
        row("```cpp\nif (a < b) `x`;\n\n\tindent\n```");
        row("````\n```\nfence\n```\n````");
        row("| a | b | c |\n|:--|:-:|--:|\n| **1** | x\\|y | `z` |");
        row("with $x_1^2$ and\n\n$$\\frac{a}{b}$$");
        row("costs \\$5 and \\$6");
        row("line one  \nline two");
        row("Words[^1] here.\n\n[^1]: A *note*.\n\n[^2]: Another.");
        row("![a chart](<https://example.org/x y.png>)");
        row("***");
        row("第一行，**重点**，`代码`。");
    }
    void markdownParsesToTheSameBlocks() {
        QFETCH(QByteArray, source);
        const QList<Block> blocks = parseMarkdown(source).blocks;
        const QString written = toMarkdown(blocks);
        const QList<Block> again = parseMarkdown(written.toUtf8()).blocks;
        if (again != blocks)
            qWarning("%s", qPrintable(written));
        QVERIFY(again == blocks);
    }

    void plainTextHasNoMarks() {
        const QList<Block> blocks =
            parseMarkdown("# Head\n\nSome **bold** `code`.\n\n- a\n- b\n\n|x|y|\n|-|-|\n|1|2|\n\n$$z^2$$")
                .blocks;
        QCOMPARE(toPlainText(blocks),
                 QString::fromUtf8("Head\n\nSome bold code.\n\n• a\n• b\n\nx\ty\n1\t2\n\nz^2"));
    }

    void htmlIsWellNested() {
        QCOMPARE(toHtml(parseMarkdown("- a\n    1. b\n- c\n\nend").blocks),
                 QString("<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul><p>end</p>"));
        QCOMPARE(toHtml(parseMarkdown("> **a** <b>").blocks),
                 QString("<blockquote><p><strong>a</strong> &lt;b&gt;</p></blockquote>"));
        QCOMPARE(
            toHtml(parseMarkdown("|a|\n|-:|\n|1|").blocks),
            QString("<table><tr><th align=\"right\">a</th></tr><tr><td align=\"right\">1</td></tr></table>"));
        QCOMPARE(toHtml(parseMarkdown("```\n<&>\n```").blocks),
                 QString("<pre><code>&lt;&amp;&gt;</code></pre>"));
    }
};

QTEST_GUILESS_MAIN(TestWriters)
#include "test_writers.moc"
