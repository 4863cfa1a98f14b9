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

    void pdfTextIsTheSource() {
        if (QStandardPaths::findExecutable("pdftotext").isEmpty())
            QSKIP("pdftotext (poppler-utils) is not installed.");
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
                                   "The indexer ranks all tokens: 索引器给每个词元打分。",

                                   "see the page and",
                                   "1.",
                                   "one",
                                   "done",
                                   "quoted words",
                                   "Context",
                                   "8,192",
                                   "2.2×",
                                   "def gain(n):",
                                   "return n < 2  # 注释",
                                   "a chart (https://example.org/x.png)",
                                   "The first note.",
                                   "388 tokens"};
        for (const QString& each : words)
            QVERIFY2(text.contains(squeezed(each)),
                     qPrintable(each + "\n" + textOf(pdf(sample(), kEverything))));
    }

    void pdfKeepsTheOrderOfLongText() {
        if (QStandardPaths::findExecutable("pdftotext").isEmpty())
            QSKIP("pdftotext (poppler-utils) is not installed.");
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
