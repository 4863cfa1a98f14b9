#include "app/cli/arguments.h"

#include <QTest>

using namespace hadal::cli;

namespace {

const std::vector<Option> options = {
    {"text", "T", "", "default"}, {"count", "N", "", "3"},       {"ratio", "R", "", "0.5"},
    {"list", "N,…", "", "1,2"},   {"many", "T", "", {}, true},   {"switch", "", ""},
    {"mode", "a|b", "", "a"},     {"unset", "T", "no fallback"},
};

Arguments given(std::vector<std::string> words) {
    return Arguments(options, words);
}

} // namespace

class ArgumentsTest : public QObject {
    Q_OBJECT

  private slots:
    void fallbacks() {
        const auto none = given({});
        QCOMPARE(none.text("text"), std::string("default"));
        QCOMPARE(none.integer("count", 0, 10), 3);
        QCOMPARE(none.number("ratio", 0, 1), 0.5);
        QCOMPARE(none.integers("list", 0, 10), (std::vector<std::int64_t>{1, 2}));
        QCOMPARE(none.choice("mode", {"a", "b"}), std::string("a"));
        QVERIFY(!none.has("text") && !none.has("switch"));
        QVERIFY(none.all("many").empty());
        QCOMPARE(none.text("unset"), std::string());
    }

    void valuesInBothForms() {
        const auto some = given({"--text", "--looks-like-an-option", "--count=7", "--list=5", "--many", "x",
                                 "--switch", "--many=a=b", "--ratio", "1e-1"});
        QCOMPARE(some.text("text"), std::string("--looks-like-an-option"));
        QCOMPARE(some.integer("count", 0, 10), 7);
        QCOMPARE(some.integers("list", 0, 10), (std::vector<std::int64_t>{5}));
        QCOMPARE(some.all("many"), (std::vector<std::string>{"x", "a=b"}));
        QCOMPARE(some.number("ratio", 0, 1), 0.1);
        QVERIFY(some.has("switch"));
        QCOMPARE(given({"--text="}).text("text"), std::string());
    }

    void wrongWords_data() {
        QTest::addColumn<QStringList>("words");
        QTest::newRow("unknown") << QStringList{"--nothing"};
        QTest::newRow("abbreviated") << QStringList{"--tex", "a"};
        QTest::newRow("twice") << QStringList{"--text", "a", "--text", "b"};
        QTest::newRow("no value") << QStringList{"--text"};
        QTest::newRow("value of a switch") << QStringList{"--switch=yes"};
        QTest::newRow("stray word") << QStringList{"stray"};
        QTest::newRow("one dash") << QStringList{"-t"};
        QTest::newRow("dashes only") << QStringList{"--"};
        QTest::newRow("empty word") << QStringList{""};
    }
    void wrongWords() {
        QFETCH(QStringList, words);
        std::vector<std::string> strings;
        for (const auto& word : words)
            strings.push_back(word.toStdString());
        QVERIFY_EXCEPTION_THROWN(given(strings), UsageError);
    }

    void wrongNumbers() {
        for (const auto* text : {"", "x", "3x", " 3", "3.0", "11", "-1", "99999999999999999999"})
            QVERIFY_EXCEPTION_THROWN(given({"--count", text}).integer("count", 0, 10), UsageError);
        for (const auto* text : {"", "x", "1.5", "nan", "inf", "0.5x"})
            QVERIFY_EXCEPTION_THROWN(given({"--ratio", text}).number("ratio", 0, 1), UsageError);
        for (const auto* text : {"", "1,", ",1", "1,,2", "1,x", "1,11"})
            QVERIFY_EXCEPTION_THROWN(given({"--list", text}).integers("list", 0, 10), UsageError);
        for (const auto* text : {"", "-1", "18446744073709551616"})
            QVERIFY_EXCEPTION_THROWN(given({"--count", text}).seed("count"), UsageError);
        QCOMPARE(given({"--count", "18446744073709551615"}).seed("count"), UINT64_MAX);
        QVERIFY_EXCEPTION_THROWN(given({"--mode", "c"}).choice("mode", {"a", "b"}), UsageError);
    }
};

QTEST_APPLESS_MAIN(ArgumentsTest)
#include "arguments_test.moc"
