#include "engine/base/utf8.h"

#include <QtTest>

using namespace hadal;

namespace {

std::string joined(std::string_view bytes, std::size_t piece) {
    Utf8Joiner joiner;
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += piece)
        joiner.push(bytes.substr(i, piece), out);
    joiner.finish(out);
    return out;
}

} // namespace

class TestUtf8 : public QObject {
    Q_OBJECT

  private slots:
    void joins_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char* name, const char* bytes, const char* text) {
            QTest::newRow(name) << QByteArray(bytes) << QByteArray(text);
        };
        row("ascii", "plain", "plain");
        row("two to four bytes", "\u00e9\uFF5C\xF0\x9F\x98\x80", "\u00e9\uFF5C\xF0\x9F\x98\x80");
        row("stray continuation",
            "a\x80"
            "b",
            "a\uFFFDb");
        row("cut character", "a\xE2\x82", "a\uFFFD");
        row("cut and followed", "\xE2\x82!", "\uFFFD!");
        row("overlong", "\xC0\xAF", "\uFFFD\uFFFD");
        row("overlong of three", "\xE0\x80\xAF", "\uFFFD\uFFFD\uFFFD");
        row("surrogate", "\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD");
        row("past Unicode", "\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD");
        row("truncated sequences", "\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", "\uFFFD\uFFFD\uFFFD\uFFFD\x41");
    }
    void joins() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, text);
        for (std::size_t piece = 1; piece <= 6; ++piece)
            QCOMPARE(QByteArray::fromStdString(joined(bytes.toStdString(), piece)), text);
    }

    void agrees_with_qt_on_what_is_utf8() {
        // Four bytes from a set that reaches every rule. Qt replaces some broken ends byte by byte, so only
        // whether something was replaced is compared.
        const std::string set = "\x41\x80\x8F\x90\x9F\xA0\xBF\xC1\xC2\xE0\xED\xEF\xF0\xF4\xF5";
        int valid = 0;
        for (const char a : set)
            for (const char b : set)
                for (const char c : set)
                    for (const char d : set) {
                        const std::string bytes{a, b, c, d};
                        const bool qt = QString::fromUtf8(bytes.data(), 4).toStdString() == bytes;
                        const bool ours = joined(bytes, 1) == bytes;
                        valid += ours;
                        QVERIFY2(qt == ours, QByteArray::fromStdString(bytes).toHex());
                    }
        QVERIFY(valid > 10);
    }

    void appends_every_length() {
        std::string out;
        for (const char32_t c : {U'A', U'\u00e9', U'\uFF5C', U'\U0001F600'})
            append_utf8(out, c);
        QCOMPARE(out, std::string("A\u00e9\uFF5C\xF0\x9F\x98\x80"));
    }
};

QTEST_APPLESS_MAIN(TestUtf8)
#include "test_utf8.moc"
