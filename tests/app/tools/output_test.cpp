#include "app/tools/html_text.h"
#include "app/tools/output.h"

#include <QtTest>

using namespace hadal::tools;

class OutputTest : public QObject {
    Q_OBJECT

  private slots:
    void whatIsKept_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        QTest::newRow("plain") << QByteArray("a\tb\n中文 🙂") << u"a\tb\n中文 🙂"_qs;
        QTest::newRow("carriage returns") << QByteArray("a\r\nb\rc") << "a\nb\nc";
        QTest::newRow("sequences") << QByteArray("\x1b[1;31mred\x1b[0m\x1b[38;2;1;2;3mx") << "redx";
        QTest::newRow("strings") << QByteArray("\x1b]0;t\x07"
                                               "a\x1bPq\x1b\\b\x1b_x\x1b\\c")
                                 << "abc";
        QTest::newRow("a string without end") << QByteArray("a\x1b]0;evil\nb") << "a\nb";
        QTest::newRow("charsets") << QByteArray("\x1b(0x\x1b=y\x1b") << "xy";
        QTest::newRow("controls") << QByteArray("a\x00\x01\x08\x7f"
                                                "b",
                                                6)
                                  << "ab";
        QTest::newRow("C1") << QByteArray("a\xc2\x9b"
                                          "31mb\xc2\x85"
                                          "c")
                            << "abc";
        QTest::newRow("directions") << QByteArray("a\xe2\x80\xae"
                                                  "b\xe2\x81\xa6"
                                                  "c")
                                    << "abc";
        QTest::newRow("joiners stay") << QByteArray("👩\xe2\x80\x8d💻") << u"👩\u200d💻"_qs;
    }
    void whatIsKept() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, text);
        QCOMPARE(cleanText(bytes), text);
        QCOMPARE(cleanText(cleanText(bytes)), text);
    }

    void captureInAnyPieces() {
        QByteArray all;
        for (int i = 0; i < 1000; ++i)
            all += QByteArray::number(i) + ' ';
        for (const int piece : {1, 7, 64, 1000, 100000}) {
            Capture capture(100);
            for (qsizetype at = 0; at < all.size(); at += piece)
                capture.add(all.mid(at, piece));
            QCOMPARE(capture.total(), all.size());
            QVERIFY(capture.isCut());
            QCOMPARE(capture.bytes("|"), all.left(50) + "|" + all.right(50));
            QCOMPARE(capture.end(10), all.right(10));
        }
        Capture all100(100);
        all100.add(all.left(60));
        all100.add(all.mid(60, 40));
        QVERIFY(!all100.isCut());
        QCOMPARE(all100.bytes("|"), all.left(100));
        QCOMPARE(all100.end(70), all.left(100).right(70));
    }

    void shorteningKeepsCharacters() {
        bool cut = false;
        QCOMPARE(shortened("abc", 3, cut), u"abc"_qs);
        QVERIFY(!cut);
        const QString text = u"中"_qs.repeated(100);
        for (int most = 1; most < 40; ++most) {
            cut = false;
            const QString shorter = shortened(text, most, cut);
            QVERIFY(cut);
            QVERIFY(!shorter.contains(QChar::ReplacementCharacter));
            const QString number = shorter.section("[… ", 1).section(' ', 0, 0);
            QCOMPARE(number.toInt() + shorter.count(u'中') * 3, 300);
        }
    }

    void pagesAsText_data() {
        QTest::addColumn<QString>("html");
        QTest::addColumn<QString>("text");
        QTest::newRow("blocks")
            << "<!doctype html><title>T</title><script>evil()</script><h2>Head</h2><p>one\n "
               "two<p>three<style>x{}</style>"
            << "T\n## Head\none two\nthree";
        QTest::newRow("lists and links") << "<ul><li>a</li><li><a href='https://x.org/'>b</a></li></ul>"
                                         << "- a\n- b [https://x.org/]";
        QTest::newRow("entities") << "a &amp;&lt;b&gt; &#x4e2d;&#20013; &nope; &#0;"
                                  << u"a &<b> 中中 &nope; \uFFFD"_qs;
        QTest::newRow("no tags") << "1 < 2 and 3 > 2"
                                 << "1 < 2 and 3 > 2";
        QTest::newRow("comments") << "a<!-- <p>x --> b"
                                  << "a b";
        QTest::newRow("unfinished") << "a<p"
                                    << "a";
        QTest::newRow("script without end") << "a<script>b"
                                            << "a";
        QTest::newRow("preformatted") << "<pre>a\n  b</pre>c"
                                      << "a\n  b\nc";
        QTest::newRow("no scripts in links") << "<a href='javascript:x'>a</a>"
                                             << "a";
    }
    void pagesAsText() {
        QFETCH(QString, html);
        QFETCH(QString, text);
        QCOMPARE(htmlText(html), text);
    }
};

QTEST_GUILESS_MAIN(OutputTest)
#include "output_test.moc"
