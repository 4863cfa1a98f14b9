// Looking inside: from a word on the screen to a token and back, what was read, and going on from another
// token.
#include "app/models/open_model.h"
#include "tests/ui/fixture.h"
#include "ui/inside/inside.h"
#include "ui/markdown/inline_formatter.h"
#include "ui/markdown/parser.h"
#include "ui/markdown/passage_marks.h"

#include <QQmlComponent>
#include <QQmlEngine>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextLayout>

#include <cmath>

using namespace hadal;
using namespace hadal::ui;

namespace {

/// One token a byte of two messages: the first, "Ä one. Two is longer now. ", is read in part.
runtime::Insight insightOf(const QString& text, int readFrom, int readTo) {
    runtime::Insight insight;
    insight.layers.resize(2);
    const int size = int(text.toUtf8().size());
    for (int at = 0; at < size; ++at)
        insight.origins.push_back({1, false, {size_t(at) + 5, size_t(at) + 6}}); // five bytes of files before
    insight.layers[0].all = false;
    for (int at = readFrom; at < readTo; ++at)
        insight.layers[0].read.push_back(at);
    return insight;
}

} // namespace

class TestInside : public QObject {
    Q_OBJECT

  private slots:
    void nothingIsDrawnTwiceUnderAMark() {
        QQmlEngine engine;
        QQmlComponent component(&engine);
        component.setData("import QtQuick; TextEdit { width: 400; textFormat: TextEdit.RichText }", QUrl());
        const std::unique_ptr<QObject> text(component.create());
        auto* document = text->property("textDocument").value<QQuickTextDocument*>();
        QTextCursor cursor(document->textDocument());
        QTextCharFormat plain, bold;
        bold.setFontWeight(QFont::Bold);
        cursor.insertText("one ", plain);
        cursor.insertText("two ", bold);
        cursor.insertText("three", plain);
        PassageMarks marks;
        PassagePainter painter;
        painter.setProperty("message", "m");
        painter.setProperty("row", 0);
        painter.setProperty("document", QVariant::fromValue(document));
        painter.setProperty("heat", QVariant::fromValue(QList<QColor>(4, Qt::cyan)));
        painter.setMarks(&marks);
        marks.set({{{"m", false, 0, 0}, {{2, 10, 3}}}});
        const QTextBlock block = document->textDocument()->begin();
        QList<std::pair<int, int>> ranges;
        for (const QTextLayout::FormatRange& range : block.layout()->formats())
            ranges += {range.start, range.start + range.length};
        // A text item draws what a range begins with again for each format that the range goes on into.
        QCOMPARE(ranges, (QList<std::pair<int, int>>{{2, 4}, {4, 8}, {8, 10}}));
        marks.set({});
        QVERIFY(block.layout()->formats().isEmpty());
    }

    void wordsAreFoundInTheirSource_data() {
        QTest::addColumn<QString>("source");
        QTest::newRow("plain") << "One two three.";
        QTest::newRow("marks") << "A **bold** and *slanted* word, `code` too.";
        QTest::newRow("the same word twice") << "is **is** this *is* it";
        QTest::newRow("link") << "See [the guide](https://example.org/the/guide?a=b) for the rest of it.";
        QTest::newRow("lists") << "1. first thing\n2. second thing\n   - inner thing\n\n> quoted thing";
        QTest::newRow("heading, code, paragraph")
            << "# Head\n\n```c\nint words = 3;\n```\n\nwords after code";
        QTest::newRow("table between") << "before\n\n|a|b|\n|-|-|\n|one|two|\n\nafter one two";
        QTest::newRow("formulas") << "Where $x_1 = y$ holds:\n\n$$\\frac{a}{b}$$\n\nand then ends";
        QTest::newRow("long code in a list")
            << "- item:\n\n  ```c\n" + QString("  int a = 1;\n").repeated(45) + "  ```\n\n- next one";
        QTest::newRow("Chinese") << QStringLiteral("索引器**选择**要读的词元，然后 attention 只读这些。");
        QTest::newRow("entities") << "a &amp; b &lt;tag&gt; then words";
        QTest::newRow("emoji") << QStringLiteral("😀 smile **😀** again");
        QTest::newRow("escapes") << "2 \\* 3 is \\_six\\_ here";
    }
    void wordsAreFoundInTheirSource() {
        QFETCH(QString, source);
        const QList<QStringList> texts = shownTexts(parseMarkdown(source.toUtf8()).blocks);
        const SourceMap map(source, texts);
        QCOMPARE(map.rows(), int(texts.size()));
        int found = 0, before = 0;
        for (int row = 0; row < map.rows(); ++row) {
            for (int text = 0; text < map.texts(row); ++text) {
                const QString& words = texts[row][text];
                QCOMPARE(map.length(row, text), int(words.size()));
                for (int at = 0; at < words.size(); ++at) {
                    const int place = map.toSource(row, text, at);
                    QVERIFY(place >= before && place <= source.size()); // never back
                    before = place;
                    if (!words[at].isLetterOrNumber())
                        continue;
                    QCOMPARE(source[place], words[at]);
                    QCOMPARE(map.toShown(row, text, place), at);
                    ++found;
                }
            }
        }
        QVERIFY(found > 4);
    }

    void placesInWordsWithFormulas() {
        QQmlEngine engine;
        QQmlComponent component(&engine);
        component.setData("import QtQuick; TextEdit { width: 400; textFormat: TextEdit.RichText }", QUrl());
        const std::unique_ptr<QObject> item(component.create());
        QVERIFY(item);
        const InlineText words = parseMarkdown("Where $x = a + b$ and $y$ hold.").blocks.first().text;
        if (!words.formulas())
            QSKIP("The face of formulas is not installed.");
        InlineFormatter writer;
        writer.setProperty("words", QVariant::fromValue(words));
        writer.setProperty("document", item->property("textDocument"));
        writer.setProperty("ready", true);
        const QString plain = words.plain();
        QCOMPARE(plain, "Where x = a + b and y hold.");
        const int begin = 6, end = 15, other = 20;
        for (int at = 0; at < plain.size(); ++at) {
            const int expected = at >= begin && at < end ? begin : at;
            QCOMPARE(writer.toPlain(writer.toDocument(at, false)), expected);
        }
        QVERIFY(writer.toDocument(begin + 3, true) > writer.toDocument(begin, false)); // all of its pieces
        QCOMPARE(writer.toDocument(end, true), writer.toDocument(end, false));
        QCOMPARE(writer.toDocument(other + 1, true), writer.toDocument(other, false) + 1);
    }

    void sentences() {
        const QString source = QStringLiteral("**Ä** one sentence here. Short. And the second "
                                              "one!\n\n第一句话在这里写得长。第二句也够长了吧。");
        const auto passages = passagesOf({{"m", false, source, true, 3}});
        QCOMPARE(passages.size(), 4);
        QCOMPARE(passages[0].text, QStringLiteral("Ä one sentence here."));
        QCOMPARE(passages[1].text, QStringLiteral("Short. And the second one!"));
        QCOMPARE(passages[2].place.row, 1);
        QCOMPARE(passages[0].turn, 3);
        const QByteArray bytes = source.toUtf8();
        const auto said = [&](const Passage& p) {
            return QString::fromUtf8(bytes.mid(int(p.bytes.begin), int(p.bytes.end - p.bytes.begin)));
        };
        QVERIFY(said(passages[0]).endsWith("one sentence here."));
        QVERIFY(said(passages[1]).startsWith("Short."));
        QCOMPARE(said(passages[2]), QStringLiteral("第一句话在这里写得长。"));
        QCOMPARE(said(passages[3]), QStringLiteral("第二句也够长了吧。"));
    }

    void linesOfCodeAndCellsArePassages() {
        const auto passages = passagesOf({{"m", false,
                                           "|one cell with words|two|\n|-|-|\n|a|b|\n\n```c\nint "
                                           "first_line = 1;\nint second_line = 2;\n```",
                                           true, 0}});
        QCOMPARE(passages.size(), 6);
        QCOMPARE(passages[1].place.place, 1);
        QCOMPARE(passages[4].text, "int first_line = 1;\n");
        QCOMPARE(passages[5].place.row, 1);
        QCOMPARE(passages[5].begin, 20);
    }

    void sharesOfWhatWasRead() {
        const QString text = QStringLiteral("Ä one sentence. Two is longer now.");
        const auto passages = passagesOf({{"m", false, text, false, 0}});
        QCOMPARE(passages.size(), 2);
        const int first = int(passages[0].bytes.end),
                  second = int(passages[1].bytes.end - passages[1].bytes.begin);
        const runtime::Insight insight = insightOf(text, 0, first);
        const QList<Look::Source> sources{{"", 0}, {"m", 5}};
        const auto one = sharesRead(passages, insight, sources, 0);
        QCOMPARE(one[0], 1.0);
        QCOMPARE(one[1], 0.0);
        const auto other = sharesRead(passages, insight, sources, 1); // reads all
        QCOMPARE(other[1], 1.0);
        const auto both = sharesRead(passages, insight, sources, -1);
        QCOMPARE(both[0], 1.0);
        QCOMPARE(both[1], 0.5);
        QVERIFY(second > 0);
        const auto unknown = sharesRead(passages, insight, {{"", 0}, {"another", 0}}, -1);
        QVERIFY(unknown[0] < 0);
    }

    void tokensAsTheyAreShown() {
        QCOMPARE(AlternativeList::shown(" the"), QStringLiteral("·the"));
        QCOMPARE(AlternativeList::shown("\n"), QStringLiteral("↵"));
        QCOMPARE(AlternativeList::shown("\xe4\xbd"), QStringLiteral("e4 bd"));
    }

    void whatATokenCouldHaveBeen() {
        runtime::Logprobs token;
        token.chosen = {7, " rare", std::log(0.05f)};
        token.top = {{1, " one", std::log(0.6f)}, {2, "\xe4", std::log(0.2f)}, {3, "END", std::log(0.1f)}};
        AlternativeList list;
        list.set(token, "END");
        QCOMPARE(list.rowCount(), 4); // the chosen one is among them
        QVERIFY(list.rows()[0].usable && !list.rows()[1].usable && !list.rows()[2].usable);
        QVERIFY(list.rows()[3].chosen && !list.rows()[3].usable);
        QVERIFY(std::abs(list.others() - 0.05) < 1e-6);
    }

    void fromAWordToAnotherAnswer() {
        ui::test::Fixture fixture;
        fixture.host.load([](const ProgressFn&, std::stop_token stop) {
            return models::open_model(models::model_source("builtin"), {.context = 2048}, {}, stop);
        });
        QTRY_COMPARE(fixture.host.state(), host::ModelHost::State::Ready);
        Chat* chat = fixture.workspace->chat();
        chat->settings()->setThinking(false);
        QVERIFY(chat->send("What is an expert?"));
        QTRY_VERIFY_WITH_TIMEOUT(!chat->answering() && chat->turns()->count() == 2, 30000);
        const QString answer = chat->turns()->lastMessage(false);
        const QString content = chat->turns()->contentOf(answer);
        QVERIFY(content.size() > 10);

        Inside inside;
        inside.setChat(chat);
        inside.setOpen(true);
        QVERIFY(inside.marks()->isActive());
        inside.marks()->press({answer, false, 0}, 5, nullptr);
        QCOMPARE(inside.state(), Inside::Looking);
        QTRY_COMPARE(inside.state(), Inside::Shown);
        QVERIFY(inside.problem().isEmpty());
        QVERIFY(inside.position() > 10 && inside.layers() > 1 && inside.experts() > 0);
        QVERIFY(inside.alternatives()->rowCount() >= 3);
        const auto marked = inside.marks()->at({answer, false, 0});
        QVERIFY(std::any_of(marked.begin(), marked.end(), [](const PassageMark& mark) {
            return mark.level == 0 && mark.begin <= 5 && mark.end > 5;
        }));
        // By keyboard: from nothing to the first token, and to the next.
        inside.clear();
        inside.step(1);
        QTRY_COMPARE(inside.state(), Inside::Shown);
        QCOMPARE(inside.insight().bytes.begin, 0u);
        inside.marks()->press({answer, false, 0}, 5, nullptr);
        QTRY_COMPARE(inside.state(), Inside::Shown);
        QSignalSpy found(&inside, &Inside::found);
        inside.marks()->press({answer, false, 0}, 5, nullptr, {}, true); // the same token, hovered
        QCOMPARE(found.size(), 1);
        QVERIFY(found.takeFirst().at(2).toBool());
        const int position = inside.position();
        inside.step(1);
        QTRY_COMPARE(inside.state(), Inside::Shown);
        QCOMPARE(inside.position(), position + 1);
        inside.step(-1);
        QTRY_COMPARE(inside.state(), Inside::Shown);
        QCOMPARE(inside.position(), position);

        int row = 0;
        while (row < inside.alternatives()->rowCount() && !inside.alternatives()->rows()[row].usable)
            ++row;
        QVERIFY(row < inside.alternatives()->rowCount());
        const QString other = QString::fromUtf8(inside.alternatives()->rows()[row].bytes);
        const QString kept = QString::fromUtf8(content.toUtf8().first(int(inside.insight().bytes.begin)));
        inside.goOn(row);
        QTRY_VERIFY_WITH_TIMEOUT(!chat->answering(), 30000);
        QCOMPARE(inside.state(), Inside::Empty); // an answer was written: what was looked at is gone
        const QString version = chat->turns()->lastMessage(false);
        QVERIFY(version != answer);
        QVERIFY2(chat->turns()->contentOf(version).startsWith(kept + other),
                 qPrintable(chat->turns()->contentOf(version)));
        chat->showVersion(version, 1);
        QCOMPARE(chat->turns()->contentOf(answer), content); // the first one is as it was
    }

    void whereNobodyCanLookInside() {
        ui::test::Fixture fixture;
        fixture.load();
        Chat* chat = fixture.workspace->chat();
        QTRY_COMPARE(fixture.host.state(), host::ModelHost::State::Ready);
        QVERIFY(chat->send("hello"));
        QTRY_VERIFY(!chat->answering() && chat->turns()->count() == 2);
        Inside inside;
        inside.setChat(chat);
        inside.setOpen(true);
        inside.marks()->press({chat->turns()->lastMessage(false), false, 0}, 1, nullptr);
        QTRY_COMPARE(inside.state(), Inside::Failed);
        QVERIFY(inside.problem().contains("does not run in this program"));
        // What a person wrote was decided by no model.
        inside.clear();
        inside.marks()->press({chat->turns()->lastMessage(true), false, 0}, 1, nullptr);
        QCOMPARE(inside.state(), Inside::Empty);
    }
};

QTEST_MAIN(TestInside)
#include "test_inside.moc"
