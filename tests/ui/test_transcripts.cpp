// Conversations as pages: HTML and PDF.
#include "app/transcripts/json.h"
#include "kernels/error.h"
#include "tests/app/transcripts/golden.h"
#include "tests/app/transcripts/sample.h"
#include "ui/appearance.h"
#include "ui/transcripts/export.h"
#include "ui/transcripts/html.h"
#include "ui/transcripts/pdf.h"

#include <QBuffer>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace hadal;
using namespace hadal::ui;
using transcripts::Choice;
using transcripts::Transcript;
using transcripts::test::sample;

namespace {

const Choice kEverything{{}, false, true, true, true, true};

QByteArray pdf(const Transcript& transcript, const Choice& choice) {
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    writePdf(buffer, transcript, choice);
    return buffer.data();
}

/// What a reader of the PDF finds in it.
QString textOf(const QByteArray& file) {
    QTemporaryDir folder;
    const QString path = folder.filePath("x.pdf");
    QFile out(path);
    if (!out.open(QIODevice::WriteOnly) || out.write(file) != file.size())
        return {};
    out.close();
    QProcess reader;
    reader.start("pdftotext", {"-enc", "UTF-8", "-nopgbrk", path, "-"});
    reader.waitForFinished();
    return QString::fromUtf8(reader.readAllStandardOutput());
}

QString squeezed(const QString& text) {
    QString all = text;
    return all.remove(QRegularExpression("\\s|\\x{00AD}"));
}

Transcript withAnswer(const QString& answer) {
    Transcript transcript = sample();
    transcript.messages = {transcript.messages.at(4)};
    transcript.messages[0].parent.clear();
    transcript.messages[0].content = answer;
    return transcript;
}

} // namespace

class TestTranscripts : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { setUpFonts(); }

    void htmlIsTheGoldenFile() {
        // The outlines of formulas depend on the version of the face: only that there are some is compared.
        QString page = toHtmlPage(sample(), kEverything);
        page.replace(QRegularExpression("<svg class=\"formula\" role=\"img\" aria-label=\"([^\"]*)\"[^>]*>"
                                        "<path d=\"M[-0-9. MLC]+\"/></svg>"),
                     "<svg>\\1</svg>");
        page.remove(QRegularExpression("<style>.*</style>", QRegularExpression::DotMatchesEverythingOption));
        QCOMPARE(page, transcripts::test::golden("sample.html", page));
    }

    void htmlAsksNothingOfTheNetwork() {
        const QString page = toHtmlPage(sample(), kEverything);
        QVERIFY(page.contains("default-src 'none'"));
        QVERIFY(!page.contains("<script") && !page.contains("<img") && !page.contains("<link"));
        QVERIFY(!page.contains("url(") && !page.contains("@import"));
        QVERIFY(page.contains("&lt;script&gt;"));
    }

    void pdfTextIsTheSource_data() {
        QTest::addColumn<QString>("source"); // of an answer
        QTest::addColumn<QString>("shown");  // all of it that a reader of the PDF is to find, in order
        const auto row = [](const char* name, const QString& source, const QString& shown) {
            QTest::newRow(name) << source << shown;
        };
        row("words", "One **bold** and *slanted* word, `a != b`, ~~gone~~: 10-20 (at 3:1), “fine” & 1/2.",
            "One bold and slanted word, a != b, gone: 10-20 (at 3:1), “fine” & 1/2.");
        row("headings", "# One\n\nfirst\n\n### Two, 2.2×\n\nsecond", "One first Two, 2.2× second");
        const QString han = QStringLiteral(
            "稀疏注意力先给每个词元打分：取分数最高的 2,048 个；“漏掉”的词元在 FP8 "
            "里仍可能被选中……文字、用户、日期、力量、山水、見出，繁體中文「顯存不足」時，如何拆分？");
        row("Chinese", han, han);
        const QString emoji = QString::fromUtf8(
            "Done ✅ and 😀, a family 👩‍👩‍👧, a flag 🇩🇪, a key 1️⃣, "
            "☀️ 𠮷野家 𝑥.");
        row("emoji", emoji, emoji);
        row("emoji in code", "```c\nint a; // 😀 𠮷 a\n```", QString::fromUtf8("int a; // 😀 𠮷 a"));
        row("formulas in words", "With $x_{1} = \\frac{a}{b}$ and \\(y != 2\\), for $5 and $6.",
            "With $x_{1} = \\frac{a}{b}$ and $y != 2$, for $5 and $6.");
        row("formulas",
            "$$\\sum_{i=0}^{n} x_i$$\n\n\\[\n\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}\n\\]",
            "$$\\sum_{i=0}^{n} x_i$$ $$\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}$$");
        row("formulas with Chinese", "为 $\\text{速度} = 5$。", "为 $\\text{速度} = 5$。");
        row("formulas that are not drawn", "$$\\nosuchthing{x}$$", "\\nosuchthing{x}");
        const QString code =
            "def gain(n):\n    return n != 2 and fi->ffl >= \"===\"  # 注释 ``\n\tx |= 0b1 << 3";
        row("code", "```python\n" + code + "\n```", code);
        row("a table",
            "| Context 上下文 | Gain | $x$ |\n|:--|--:|:-:|\n| 8,192 | **2.2×** | a \\| b |\n| 词元 | `n/a` "
            "| 😀 |",
            QString::fromUtf8("Context 上下文 Gain $x$ 8,192 2.2× a | b 词元 n/a 😀"));
        row("lists", "1. one\n2. two\n   - inner\n   - [x] done\n   - [ ] open\n\nafter",
            "1. one 2. two • inner ☑ done ☐ open after");
        row("quotes", "> quoted words\n>\n> > deeper 引用", "quoted words deeper 引用");
        row("notes", "A claim[^1], another[^b].\n\n[^1]: The *first* note.\n[^b]: 第二条。",
            "A claim1, anotherb. 1 The first note. b 第二条。");
        row("links and pictures",
            "See [the page](https://example.org/a).\n\n---\n\n![a chart](https://e.org/x.png)",
            "See the page. a chart (https://e.org/x.png)");
    }
    void pdfTextIsTheSource() {
        if (QStandardPaths::findExecutable("pdftotext").isEmpty())
            QFAIL("pdftotext is not installed; packaging/install-packages brings it with poppler-utils.");
        QFETCH(QString, source);
        QFETCH(QString, shown);
        const Transcript transcript = withAnswer("before\n\n" + source + "\n\nbehind");
        const QString title = transcript.conversation.title + transcript.messages[0].model;
        const QString read = squeezed(textOf(pdf(transcript, {})));
        const QString wanted = squeezed(title + "before" + shown + "behind 1/1");
        const auto same = std::mismatch(read.begin(), read.end(), wanted.begin(), wanted.end()).first;
        const auto at =
            std::distance(read.begin(), same); // what is told of two long texts is their beginning
        QVERIFY2(read == wanted, qPrintable(read.sliced(at) + "\n" + wanted.mid(at)));
    }

    void everyPassageIsOnThePages() {
        if (QStandardPaths::findExecutable("pdftotext").isEmpty())
            QFAIL("pdftotext is not installed; packaging/install-packages brings it with poppler-utils.");
        const QString text = squeezed(textOf(pdf(sample(), kEverything)));
        const QStringList words = {"Sparse attention: 稀疏注意力 <b>",
                                   "How does it choose?",
                                   "<script>alert(1)</script>",
                                   "File plan <1>.txt",
                                   "first ``` line",
                                   "第二行",
                                   "The person asks about selection.",
                                   "look_up",
                                   "{\"word\": \"索引器\"}",
                                   "top 2048 ``` of all",
                                   "First, roughly",
                                   "388 tokens"};
        for (const QString& each : words)
            QVERIFY2(text.contains(squeezed(each)),
                     qPrintable(each + "\n" + textOf(pdf(sample(), kEverything))));
    }

    void pdfKeepsTheOrderOfLongText() {
        if (QStandardPaths::findExecutable("pdftotext").isEmpty())
            QFAIL("pdftotext is not installed; packaging/install-packages brings it with poppler-utils.");
        QString source;
        for (int i = 0; i < 300; ++i)
            source += QStringLiteral("Line %1 of many words, 第 %1 行有中文。\n\n").arg(i);
        const QByteArray file = pdf(withAnswer(source), {});
        QString text = textOf(file);
        text.remove(QRegularExpression("^\\d+ / \\d+$", QRegularExpression::MultilineOption)); // page numbers
        const QString read = squeezed(text);
        QVERIFY2(read.endsWith(squeezed(source)), qPrintable(text.right(500)));
    }

    void pdfHasNoPictures() {
        const QByteArray file = pdf(sample(), kEverything);
        QVERIFY(file.startsWith("%PDF"));
        QVERIFY(!file.contains("/Subtype /Image"));
        QVERIFY(file.contains("/FontFile"));
    }

    void severalGoIntoAFolder() {
        QTemporaryDir folder;
        Transcript second = sample();
        second.conversation.id = "c2";
        const QStringList files = exportTo(folder.filePath("all"), Format::Markdown, {sample(), second}, {});
        QCOMPARE(files.size(), 2);
        QVERIFY(files.at(0) != files.at(1));
        for (const QString& file : files)
            QVERIFY(QFile::exists(file));
        QCOMPARE(exportTo(folder.filePath("all.json"), Format::Json, {sample(), second}, {}).size(), 1);
        QVERIFY_EXCEPTION_THROWN(exportTo("/proc/nowhere/x.md", Format::Markdown, {sample()}, {}), Error);
    }
};

QTEST_MAIN(TestTranscripts)
#include "test_transcripts.moc"
