#include "engine/tokenizer/code_point_set.h"
#include "engine/tokenizer/deepseek_scanner.h"
#include "engine/tokenizer/oniguruma.h"
#include "engine/tokenizer/pre_tokenizer.h"
#include "engine/tokenizer/utf8.h"
#include "kernels/error.h"

#include <QtTest>

#include <random>

using namespace hadal::tokenizer;
using Steps = std::vector<PreTokenizerStep>;

namespace {

std::string utf8(char32_t c) {
    return QString::fromUcs4(&c, 1).toStdString();
}

std::vector<std::string> split(const Steps& steps, std::string_view text) {
    PreTokenizer::Scratch scratch;
    const PreTokenizer pre_tokenizer(steps);
    const auto& words = pre_tokenizer.split(text, scratch);
    return {words.begin(), words.end()};
}

QString shown(const std::vector<std::string>& words) {
    QStringList list;
    for (const std::string& word : words)
        list << QString::fromStdString(word);
    return list.join('|');
}

std::vector<std::string_view> scan(std::string_view text) {
    std::vector<std::string_view> words;
    DeepSeekScanner scanner(text);
    for (std::string_view word = scanner.next(); !word.empty(); word = scanner.next())
        words.push_back(word);
    return words;
}

} // namespace

class TestPreTokenizer : public QObject {
    Q_OBJECT
  private slots:
    // Expected words are those of Hugging Face's `tokenizers` 0.23.3 (as are those of all cases below).
    void behaviors_data() {
        QTest::addColumn<int>("behavior");
        QTest::addColumn<bool>("invert");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* name, SplitBehavior behavior, bool invert, const char* words) {
            QTest::newRow(name) << static_cast<int>(behavior) << invert << words;
        };
        row("Removed", SplitBehavior::Removed, false, "a|b|c");
        row("Isolated", SplitBehavior::Isolated, false, "-|a|-|-|b|-|c|-");
        row("MergedWithPrevious", SplitBehavior::MergedWithPrevious, false, "-|a-|-|b-|c-");
        row("MergedWithNext", SplitBehavior::MergedWithNext, false, "-a|-|-b|-c|-");
        row("Contiguous", SplitBehavior::Contiguous, false, "-|a|--|b|-|c|-");
        row("Removed, inverted", SplitBehavior::Removed, true, "-|-|-|-|-");
        row("MergedWithPrevious, inverted", SplitBehavior::MergedWithPrevious, true, "-a|-|-b|-c|-");
        row("MergedWithNext, inverted", SplitBehavior::MergedWithNext, true, "-|a-|-|b-|c-");
    }
    void behaviors() {
        QFETCH(int, behavior);
        QFETCH(bool, invert);
        QFETCH(QString, words);
        const SplitStep step{"-", false, static_cast<SplitBehavior>(behavior), invert};
        QCOMPARE(shown(split({step}, "-a--b-c-")), words);
    }

    void patterns_data() {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* pattern, const char* text, const char* words) {
            QTest::newRow(pattern) << pattern << text << words;
        };
        row("b+?", "abbbc", "a|b|b|b|c");
        row("b{2}", "abbbc", "a|bb|bc");
        row("b{,2}c", "abbbc", "ab|bbc");
        row("(?:ab){2}+", "abababab.", "abababab|.");
        row("a{1,2}+", "aaaaa.", "aaaaa|.");
        row("[a-c&&[^b]]+", "aabcc", "aa|b|cc");
        row("[^a-c]", "abxc", "ab|x|c");
        row("\\p{^L}", "a1b", "a|1|b");
        row("\\P{L}", "a1b", "a|1|b");
        row("\\x41|\\u0042|\\x{43}", "xABCx", "x|A|B|C|x");
        row("(?<=a)b|c(?!d)", "abbcdc", "a|b|bcd|c");
        row("(?i:'s|'re)", "x'S'\u017F'rE's", "x|'S|'\u017F|'rE|'s");
        row("(?>a+)b|\\.", "aab.", "aab|.");
        row("a++b?", "aaab", "aaab");
        row(".", "a\nb", "a|\n|b");
        row("[\\s-]", "a b-c", "a| |b|-|c");
        row("\\w+", "a\u00B2 b_\u200C!",
            "a\u00B2| |b_|\u200C!"); // Oniguruma counts superscript two as a word
        row("\\p{Han}", "a\u4E00\u3042", "a|\u4E00|\u3042");
    }
    void patterns() {
        QFETCH(QString, pattern);
        QFETCH(QString, text);
        QFETCH(QString, words);
        QCOMPARE(shown(split({SplitStep{.pattern = pattern.toStdString()}}, text.toStdString())), words);
    }

    void refusals_data() {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<bool>("malformed");
        QTest::addColumn<QString>("named");
        const auto row = [](const char* pattern, bool malformed, const char* named) {
            QTest::newRow(pattern) << pattern << malformed << named;
        };
        row("^a", false, "anchor '^'");
        row("a$", false, "anchor '$'");
        row("\\bx", false, "'\\b'");
        row("(a)\\1", false, "'\\1'");
        row("(?<name>a)", false, "'(?<'");
        row("(?m:a)", false, "'(?m'");
        row("[[:alpha:]]", false, "POSIX");
        row("\\p{Greek}", false, "'Greek'");
        row("a{2}?", false, "{n}?");
        row("a**", false, "quantifier of a quantifier");
        row("(?i:ss)", false, "ligature");
        row("(?i:\u00E9)", false, "ASCII");
        row("\\xE9", false, "above 7F");
        row("(?=a)*", false, "look-around");
        row("a{", false, "'{'");
        row("[a-\\d]", false, "range between classes");
        row("(a", true, "not closed");
        row("a)", true, "closes nothing");
        row("[a", true, "too early");
        row("*a", true, "nothing to repeat");
        row("[b-a]", true, "reversed");
        row("a{3,2}", true, "reversed");
        row("\\p{L", true, "braces");
        row("\\x{110000}", true, "hexadecimal");
        row("\\x{D800}", true, "hexadecimal");
        row("\\", true, "too early");
    }
    void refusals() {
        QFETCH(QString, pattern);
        QFETCH(bool, malformed);
        QFETCH(QString, named);
        try {
            PreTokenizer({SplitStep{.pattern = pattern.toStdString()}});
            QFAIL("accepted");
        } catch (const hadal::Error& error) {
            QCOMPARE(error.kind(), malformed ? hadal::ErrorKind::InvalidFile : hadal::ErrorKind::Unsupported);
            QVERIFY2(QString(error.what()).contains(named), error.what());
        }
    }

    void deepNestingIsRefused() {
        const std::string open(100000, '('), classes(100000, '[');
        QVERIFY_EXCEPTION_THROWN(pcre2_from_oniguruma(open), hadal::Error);
        QVERIFY_EXCEPTION_THROWN(pcre2_from_oniguruma(classes), hadal::Error);
    }

    void literalsAreNotPatterns() {
        QCOMPARE(shown(split({SplitStep{".*[", true}}, "a.*[b")), QString("a|.*[|b"));
    }

    void digits() {
        QCOMPARE(shown(split({DigitsStep{true}}, "a12\u00BDb3")), QString("a|1|2|\u00BD|b|3"));
        QCOMPARE(shown(split({DigitsStep{false}}, "a12\u00BDb3")), QString("a|12\u00BD|b|3"));
    }

    void prefixSpaceGoesBeforeEveryPiece() {
        QCOMPARE(shown(split({DigitsStep{false}, ByteLevelStep{true, false}}, "a12 b")),
                 QString(" a| 12| b"));
        QCOMPARE(shown(split({ByteLevelStep{true, true}}, "it's 5")), QString(" it|'s| 5"));
        QVERIFY(split({ByteLevelStep{true, true}}, "").empty());
    }

    void deepseek_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* text, const char* words) { QTest::newRow(text) << text << words; };
        row("12345 6", "123|45| |6");
        row("a\u4E00\u3042b", "a|\u4E00\u3042|b");
        row("(foo) _bar9", "(foo|)| _|bar|9");
        row("a  b \n\n c  ", "a| | b| \n\n| c|  ");
        row("x;\r\n\r\ny", "x|;\r\n\r\n|y");
        row("e\u0301 \u0301", "e\u0301| \u0301");
        row("\u200D\u200Da\u200D", "\u200D|\u200Da|\u200D");
        row("  1", "  |1");
        row("\u30FB\u4E00aa", "\u30FB|\u4E00|aa"); // the third pattern cuts what the second cut out
        row("\u304B\u309B\u304D\u3099\u3040\u304B\u3097", "\u304B|\u309B|\u304D\u3099|\u3040\u304B|\u3097");
    }
    void deepseek() {
        QFETCH(QString, text);
        QFETCH(QString, words);
        const std::string bytes = text.toStdString();
        const auto scanned = scan(bytes);
        QCOMPARE(shown({scanned.begin(), scanned.end()}), words);
        QCOMPARE(shown(split(deepseek_steps(), bytes)), words);
    }

    // Both sides take their classes from the same table, whose origin is the library itself; what is compared
    // here is the hand-written control flow, for a character of every class beside characters of every other.
    void scannerEqualsPatternsOnEveryCodePoint() {
        const PreTokenizer patterns(deepseek_steps());
        PreTokenizer::Scratch scratch;
        const std::string contexts[] = {"a",      " ",      "\n",     ".",      "1",
                                        "\u4E00", "\u0301", "\u00A0", "\u200D", "\u2014"};
        std::size_t context = 0;
        for (char32_t first = 0; first < 0x110000; first += 64) {
            std::string text;
            for (char32_t c = first; c < first + 64; ++c) {
                if (c >= 0xD800 && c <= 0xDFFF)
                    continue;
                text += utf8(c) + contexts[context++ % std::size(contexts)];
            }
            QVERIFY2(patterns.split(text, scratch) == scan(text), qPrintable(QString::number(first, 16)));
        }
    }

    void scannerEqualsPatternsOnEveryPairOfClasses() {
        const PreTokenizer patterns(deepseek_steps());
        PreTokenizer::Scratch scratch;
        const std::string members[] = {"a", "Z",      "\u00E9", "\u0301", ".",      "\u2014", "\u20AC",
                                       " ", "\t",     "\n",     "\r",     "\u3000", "\u200D", "\x01",
                                       "7", "\u00BD", "\u4E00", "\u30FB", "\u9FA6"};
        const std::size_t count = std::size(members);
        for (std::size_t n = 0; n < count * count * count * count; ++n) {
            const std::string text = members[n % count] + members[n / count % count] +
                                     members[n / count / count % count] + members[n / count / count / count];
            QVERIFY2(patterns.split(text, scratch) == scan(text), text.c_str());
        }
    }

    void scannerEqualsPatternsOnRandomText() {
        const PreTokenizer patterns(deepseek_steps());
        PreTokenizer::Scratch scratch;
        std::mt19937 random(11);
        const std::pair<char32_t, char32_t> ranges[] = {{0, 0x7F},        {' ', ' '},        {'\n', '\r'},
                                                        {'a', 'z'},       {'0', '9'},        {0x80, 0x2FF},
                                                        {0x300, 0x36F},   {0x2000, 0x206F},  {0x3000, 0x3110},
                                                        {0x9F80, 0x9FFF}, {0x1F000, 0x1FFFF}};
        for (int round = 0; round < 4000; ++round) {
            std::string text;
            for (std::size_t left = 1 + random() % 80; left > 0; --left) {
                const auto [low, high] = ranges[random() % std::size(ranges)];
                const std::string character = utf8(low + random() % (high - low + 1));
                for (std::size_t repeat = random() % 4 ? 1 : 4; repeat > 0; --repeat)
                    text += character;
            }
            QVERIFY2(patterns.split(text, scratch) == scan(text), text.c_str());
        }
    }

    void longRunsAreOneWord() {
        for (const std::string unit : {"a", " ", "\u4E00", ".", "\n", "\u200D"}) {
            std::string text;
            for (int i = 0; i < 1 << 18; ++i)
                text += unit;
            QCOMPARE(scan(text).size(), std::size_t(1));
            QVERIFY(split(deepseek_steps(), text) == std::vector<std::string>{text});
        }
    }

    void sets() {
        CodePointSet set;
        set.add('c', 'e');
        set.add('a', 'b');
        QCOMPARE(set.ranges().size(), std::size_t(1));
        QVERIFY(set.contains('a') && set.contains('e') && !set.contains('f') && !set.contains('A'));
        QVERIFY(set.complement().complement().ranges() == set.ranges());
        QVERIFY(set.intersection(set.complement()).empty());
        QVERIFY(!CodePointSet().complement().contains(0xD800));
        QVERIFY(property_set("L")->contains(0x4E00) && !property_set("Lu")->contains('a'));
        QVERIFY(!property_set("Lx") && !property_set("") && !property_set("u"));
    }
};

QTEST_APPLESS_MAIN(TestPreTokenizer)
#include "test_pre_tokenizer.moc"
