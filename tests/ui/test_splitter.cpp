// Answers cut into parts while they stream.
#include "ui/markdown/message_blocks.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace hadal::ui;

namespace {

QString pick(QRandomGenerator& random, const QStringList& choices) {
    return choices.at(random.bounded(int(choices.size())));
}

QString words(QRandomGenerator& random) {
    QStringList all;
    for (int i = 1 + random.bounded(6); i > 0; --i)
        all += pick(random, {"plain", "**bold**", "*slanted*", "`code`", "汉字", "$x_1$", "~~old~~", "3.5",
                             "-x", "[link](https://example.org)", "\\(a+b\\)", "&amp;", "#tag", "a|b",
                             "**open", "note[^1]", "![image](a.png)"});
    return all.join(' ');
}

/// Ordinary Markdown of every kind of block, often without the blank lines that would make cutting easy.
QString document(QRandomGenerator& random) {
    QString text;
    for (int blocks = 1 + random.bounded(12); blocks > 0; --blocks) {
        switch (random.bounded(12)) {
        case 0:
            text += QString(1 + random.bounded(3), '#') + ' ' + words(random) + '\n';
            break;
        case 1:
            text += words(random) + '\n' + words(random) + '\n';
            break;
        case 2: {
            const QString mark = pick(random, {"-", "*", "+"});
            for (int i = 1 + random.bounded(4); i > 0; --i) {
                text += mark + ' ' + words(random) + '\n';
                if (random.bounded(3) == 0)
                    text +=
                        "  " + pick(random, {"- nested\n", "more\n", "\n  second paragraph\n", "1. inner\n"});
                if (random.bounded(4) == 0)
                    text += '\n';
            }
            break;
        }
        case 3: {
            int number = 1 + random.bounded(20);
            const QString mark = pick(random, {".", ")"});
            for (int i = 1 + random.bounded(4); i > 0; --i) {
                text += QString::number(number++) + mark + ' ' + words(random) + '\n';
                if (random.bounded(4) == 0)
                    text += "\n    still in the item\n\n";
            }
            break;
        }
        case 4:
            text += "> " + words(random) + "\n> " + words(random) + '\n';
            break;
        case 5:
            text += pick(random, {"```cpp\nint main() {\n\n  return 0;\n}\n```\n", "```\n\n``\n\n\n````\n",
                                  "# code\n  ```py x\n    deep\n ```` no end\n  ``` \n"});
            break;
        case 6:
            text += "~~~~\n# no heading\n```\n\n~~~~\n";
            break;
        case 7: // md4c takes lists and fences right below a table for its rows; the splitter ends the table
                // there
            text += "\n| a | b |\n|:--|--:|\n";
            for (int i = random.bounded(5); i > 0; --i)
                text += "| " + words(random).remove('|') +
                        pick(random, {" | 2 |\n", " | $5 `\n", "\n", " | \\(x | ` more |\n"});
            text += '\n';
            break;
        case 8:
            text += pick(random, {"---\n", "\n***\n", "\n- - -\n"});
            break;
        case 9:
            text += "- item\n  ```\n  in the item\n\n  more\n  ```\n";
            break;
        case 11:
            text += "[^1]: " + words(random) + "\n[^2]: more\n";
            break;
        case 10:
            text += "\n$$ E = mc^2 $$\n\n\\[ a < b \\]\n";
            break;
        }
        if (random.bounded(3) > 0)
            text += '\n';
    }
    return text;
}

QString print(const QList<Block>& blocks) {
    QString all;
    for (const Block& block : blocks)
        all += QStringLiteral("%1|%2|%3|%4|%5|%6|%7\n")
                   .arg(block.kind)
                   .arg(block.level)
                   .arg(block.listDepth)
                   .arg(block.quoteDepth)
                   .arg(block.marker, block.text.plain(), block.source);
    return all;
}

void compare(const QList<Block>& actual, const QList<Block>& expected, const QString& source) {
    if (actual != expected)
        qWarning("%s\nactual:\n%s\nexpected:\n%s", qPrintable(source), qPrintable(print(actual)),
                 qPrintable(print(expected)));
    QVERIFY(actual == expected);
}

} // namespace

class TestSplitter : public QObject {
    Q_OBJECT

  private slots:
    void anyChunkingGivesTheWholeParse_data() {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 0; seed < 400; ++seed)
            QTest::addRow("%u", seed) << seed;
    }

    void anyChunkingGivesTheWholeParse() {
        QFETCH(quint32, seed);
        QRandomGenerator random(seed);
        const QString text = document(random);
        MessageBlocks blocks;
        for (qsizetype at = 0; at < text.size();) {
            const qsizetype size = 1 + random.bounded(random.bounded(2) ? 3 : 40);
            blocks.append(text.mid(at, size));
            at += size;
        }
        compare(blocks.blocks(), parseMarkdown(text.toUtf8()).blocks, text);
    }

    void modelStaysConsistentCharacterByCharacter() {
        MessageBlocks blocks;
        QAbstractItemModelTester tester(&blocks, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QRandomGenerator random(7);
        for (const QChar c : document(random) + document(random))
            blocks.append(QString(c));
        QVERIFY(blocks.rowCount() > 0);
    }

    void everyPrefixIsTheParseOfThatPrefix() {
        QRandomGenerator random(11);
        const QString text = document(random) + document(random);
        MessageBlocks blocks;
        for (qsizetype i = 0; i < text.size(); ++i) {
            blocks.append(text.mid(i, 1));
            compare(blocks.blocks(), parseMarkdown(text.first(i + 1).toUtf8()).blocks, text.first(i + 1));
        }
    }

    /// Parsing what has come must not begin anew with every line of a table or of code.
    void longBlocksGrowByTheirNewLines() {
        const QString rows = QStringLiteral("| 1 | *two* |\n");
        MessageBlocks blocks;
        blocks.append("| a | b |\n|---|---|\n");
        for (int i = 0; i < 300; ++i)
            for (const QChar c : rows)
                blocks.append(QString(c));
        compare(blocks.blocks(),
                parseMarkdown(("| a | b |\n|---|---|\n" + rows.repeated(300)).toUtf8()).blocks, {});
        const auto* table = blocks.data(blocks.index(0), MessageBlocks::RowsRole).value<TableRows*>();
        QCOMPARE(table->count(), 301);
        QCOMPARE(table->row(300).cells().at(1).plain(), "two");

        const QString line = QStringLiteral("    x = \"text\"; // ``\n");
        blocks.append("\n```c\n");
        for (int i = 0; i < 300; ++i)
            for (const QChar c : line)
                blocks.append(QString(c));
        const auto* code = blocks.data(blocks.index(1), MessageBlocks::CodeRole).value<CodeLines*>();
        QCOMPARE(code->text(), line.repeated(300).chopped(1));
        QCOMPARE(blocks.blocks().at(1).source, code->text());
        QCOMPARE(code->lineCount(), 300);
        blocks.append("``");
        QCOMPARE(code->text(), line.repeated(300) + "``");
        blocks.append("`\nafter");
        QCOMPARE(blocks.rowCount(), 3);
        QCOMPARE(blocks.blocks().at(1).source, line.repeated(300).chopped(1));
    }

    void innerItemsAreReadAloneAsTheyAreTogether() {
        QString all = "- all of **it**\n";
        for (int i = 0; i < 12; ++i)
            all += QStringLiteral("  - item %1 with *words*\n").arg(i);
        // What the lines may turn into, at the end and before more of them.
        for (const QString& more :
             {QString("  - one more\n"), QString("  -"), QString("  - 3. number\n"), QString("  - a\n  - "),
              QString("    - deeper\n"), QString("  * other\n"), QString("  ---\n"),
              QString("  - [a]: http://x.org\n"), QString("  - [x] done\n"), QString("\n  - loose\n"),
              QString("lazy words\n"), QString("  - $$a\n  b$$\n"),
              QString("  - ![one](http://x.org) ![two](http://y.org)\n"), QString("  - `a\n  - b`\n"),
              QString("- outer\n")}) {
            MessageBlocks blocks;
            const QString source = all + more + "  - after\n  - [a] too";
            for (qsizetype at = 0; at < source.size(); ++at) {
                blocks.append(source.mid(at, 1));
                compare(blocks.blocks(), parseMarkdown(source.first(at + 1).toUtf8()).blocks,
                        source.first(at + 1));
            }
        }
    }

    void settledBlocksNeverChange() {
        MessageBlocks blocks;
        QList<int> changed;
        connect(&blocks, &MessageBlocks::dataChanged, this,
                [&](const QModelIndex& from) { QVERIFY(from.row() >= blocks.settledCount()); });
        connect(&blocks, &MessageBlocks::rowsAboutToBeRemoved, this,
                [&](const QModelIndex&, int first) { QVERIFY(first >= blocks.settledCount()); });
        for (int i = 0; i < 50; ++i)
            blocks.append(QStringLiteral("Paragraph %1 with words.\n\n- item\n- item\n\n").arg(i));
        QVERIFY(blocks.settledCount() > 140);
    }

    /// The open part is all that is parsed again: it must stay small however long an answer grows.
    void openPartStaysSmall() {
        Splitter splitter;
        qsizetype largest = 0;
        for (int i = 0; i < 2000; ++i) {
            splitter.append(QByteArray("1. an item of a long list\n"));
            largest = qMax(largest, splitter.tail().size());
        }
        for (int i = 0; i < 2000; ++i) {
            splitter.append(QByteArray("\nA paragraph.\n"));
            largest = qMax(largest, splitter.tail().size());
        }
        QVERIFY(largest < 100);
    }

    void numbersGoOnAcrossParts() {
        MessageBlocks blocks;
        for (const QChar c :
             QStringLiteral("3. three\n3. four\n\n   more of four\n3. five\n\ntext\n\n3. again three\n"))
            blocks.append(QString(c));
        QStringList markers;
        for (const Block& block : blocks.blocks())
            if (!block.marker.isEmpty())
                markers += block.marker;
        QCOMPARE(markers, QStringList({"3.", "4.", "5.", "3."}));
    }
};

QTEST_GUILESS_MAIN(TestSplitter)
#include "test_splitter.moc"
