#include "app/conversations/search_text.h"

#include <QTest>

using namespace hadal::conversations;

class SearchTextTest : public QObject {
    Q_OBJECT

  private slots:
    void neighboursAreWords() {
        QCOMPARE(wordsOf("显存不").simplified(), QString("显存 存不 不"));
        QCOMPARE(wordsOf("用FP8量").simplified(), QString("用 FP8 量"));
        QCOMPARE(wordsOf("plain words"), QString("plain words"));
        QCOMPARE(wordsOf(""), QString());
        // Beyond the basic plane, and half of such a character.
        QCOMPARE(wordsOf("𠮷野").simplified(), QString("𠮷野 野"));
        QCOMPARE(wordsOf(QString("a") + QChar(0xd842) + "b").simplified(), QString("a b"));
    }

    void queriesAreAlwaysValid() {
        QCOMPARE(matchOf("显存"), QString("\"显存\" *"));
        QCOMPARE(matchOf("a b"), QString("\"a\" * AND \"b\" *"));
        QCOMPARE(matchOf("\"a b\" c"), QString("\"a b\" * AND \"c\" *"));
        QCOMPARE(matchOf("“一个 词”"), QString("\"一个 个 词\" *"));
        QCOMPARE(matchOf("\"open"), QString("\"open\" *"));
        for (const char* empty : {"", "  ", "\"\"", "* ( ) -", "…"})
            QCOMPARE(matchOf(empty), QString());
    }

    void marksIgnoreCaseAndAccents() {
        QCOMPARE(marksOf("Sparse, SPARSE", {"sparse"}), (QList<Mark>{{0, 6}, {8, 6}}));
        QCOMPARE(marksOf("Mon résumé", {"resume"}), (QList<Mark>{{4, 6}}));
        QCOMPARE(marksOf("拆分模型", {"分模"}), (QList<Mark>{{1, 2}}));
        // Where two overlap the first and longer one counts.
        QCOMPARE(marksOf("abcd", {"abc", "bcd", "ab"}), (QList<Mark>{{0, 3}}));
        QCOMPARE(marksOf("abc", {"x"}), QList<Mark>());
    }

    void snippetsShowTheFirstOccurrence() {
        const QString text =
            QString("word ").repeated(2000) + "whale\nand more " + QString("word ").repeated(2000);
        const Snippet snippet = snippetOf(text, {"whale"});
        QVERIFY(snippet.text.size() < 200);
        QVERIFY(snippet.text.startsWith(u'…'));
        QVERIFY(!snippet.text.contains(u'\n'));
        QCOMPARE(snippet.marks.size(), 1);
        QCOMPARE(snippet.text.mid(snippet.marks[0].begin, snippet.marks[0].length), QString("whale"));
        QCOMPARE(snippetOf("short", {"x"}).text, QString("short"));
        // At the border of the pieces in which long texts are looked through.
        const QString border = QString(65530, u' ') + "x borderword";
        QCOMPARE(snippetOf(border, {"borderword"}).marks.size(), 1);
    }
};

QTEST_APPLESS_MAIN(SearchTextTest)
#include "search_text_test.moc"
