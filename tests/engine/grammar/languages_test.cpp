// Regular expressions, formats and automata against plain ways to decide the same.
#include "engine/base/utf8.h"
#include "engine/grammar/formats.h"
#include "engine/grammar/regex.h"
#include "engine/grammar/text_automaton.h"
#include "engine/schema/formats.h"
#include "engine/tokenizer/utf8.h"

#include <QTest>

#include <random>

using namespace hadal;
using namespace hadal::grammar;

namespace {

bool holds(const BoundedLanguage& set, std::string_view text) {
    std::uint32_t length = 0;
    for (std::size_t i = 0; i < text.size(); ++length)
        i += tokenizer::decode_character(text, i).length;
    return set.language->match(text) && length >= set.least && length <= set.most;
}

bool found(const char* pattern, std::string_view text) {
    Work work;
    return holds(search_language(pattern, work), text);
}

/// Reads the text as the body of a JSON string.
bool spells(TextAutomaton& automaton, std::string_view body) {
    TextAutomaton::State state = TextAutomaton::start;
    for (const char byte : body)
        state = automaton.next(state, static_cast<std::uint8_t>(byte));
    return automaton.label(state) != 0;
}

} // namespace

class LanguagesTest : public QObject {
    Q_OBJECT

  private slots:
    void patternsAreSearched_data() {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("expected");
        const auto row = [](const char* pattern, const char* text, bool expected) {
            QTest::addRow("%s in '%s'", pattern, text)
                << QString::fromUtf8(pattern) << QString::fromUtf8(text) << expected;
        };
        row("b", "abc", true);
        row("^b", "abc", false);
        row("c$", "abc", true);
        row("b$", "abc", false);
        row("^$", "", true);
        row("^$", "a", false);
        row("", "anything", true);
        row("a|^b$", "b", true);
        row("a|^b$", "bb", false);
        row("(^a|b)c", "xbc", true);
        row("(^a|b)c", "xac", false);
        row("a(b|$)", "xa", true);
        row("a(b|$)", "xac", false);
        row("a^b", "ab", false);
        row("^[a-c]{2,3}$", "abc", true);
        row("^[a-c]{2,3}$", "abca", false);
        row("^[^-]+$", "ab", true);
        row("^[^-]+$", "a-b", false);
        row("^\\d{3}-\\w\\W\\s\\S$", "123-a- x", true);
        row("^.$", "\n", false);
        row("^.$", "😀", true);
        row("^[😀-😎]{1,3}$", "😁😂", true);
        row("^[😀-😎]{1,3}$", "😏", false);
        row("^\\u{1F600}\\x41\\u0042$", "😀AB", true);
        row("^\\uD83D\\uDE00$", "😀", true);
        row("^\\p{Lu}\\P{Lu}$", "Éé", true);
        row("^[\\w-.]+$", "a-b.c", true);
        row("^a{,2}$", "a{,2}", true);
        row("^(?!ab)a.*$", "ac", true);
        row("^(?!ab)a.*$", "abc", false);
        row("^(?=.*\\d)(?=.*[a-z]).{4,}$", "ab12", true);
        row("^(?=.*\\d)(?=.*[a-z]).{4,}$", "abcd", false);
        row("a(?=b)", "ab", true);
        row("a(?=b)", "ac", false);
        row("a(?=b)b", "ab", true);
        row("a(?=b)c", "abc", false);
        row("a(?!b)", "ab", false);
        row("a(?!b)", "aba", true);
        row("^(?:(?!end).)*$", "the en", true);
        row("^(?:(?!end).)*$", "the end.", false);
        row("(?<=a)b", "ab", true);
        row("(?<=a)b", "cb", false);
        row("(?<!a)b", "ab", false);
        row("(?<!a)b", "abb", true);
        row("^(?<!a)b", "b", true);
        row("(?<=^a)b", "ab", true);
        row("(?<=^a)b", "cab", false);
        row("\\bword", "a word", true);
        row("\\bword", "sword", false);
        row("word\\b", "word", true);
        row("word\\b", "words", false);
        row("word\\B", "words", true);
        row("^\\b$", "", false);
        row("^\\B$", "", true);
        row("^(?=.*\\d$)a", "ab1", true);
        row("^(?=.*\\d$)a", "a1b", false);
        row("x(?=(?!ab)a)", "xac", true);
        row("x(?=(?!ab)a)", "xab", false);
        row("\\p{Script=Greek}", "xαy", true);
        row("^\\P{Greek}$", "α", false);
        row("^[\\p{Lu}\\d_]+$", "É3_", true);
        row("^(?<year>\\d{4})$", "2024", true);
        row("^a+?b*?$", "aab", true);
        row("^[a-z][a-z0-9]{0,62}$", "a23456789", true);
        row("^[a-z][a-z0-9]{0,9}$", "a2345678901", false);
        row("^x{9,}$", "xxxxxxxx", false);
        row("^x{9,}$", "xxxxxxxxxx", true);
    }
    void patternsAreSearched() {
        QFETCH(QString, pattern);
        QFETCH(QString, text);
        QFETCH(bool, expected);
        QCOMPARE(found(pattern.toUtf8().constData(), text.toStdString()), expected);
    }

    void whatCannotBeExactIsRefused() {
        for (const char* pattern :
             {"(a)\\1", "(?<n>a)\\k<n>", "\\p{Klingon}", "a(?=b^)", "(?<=a$)b", "(?=\\ba)", "(?<=a(?=b))"}) {
            Work work;
            try {
                search_language(pattern, work);
                QFAIL(pattern);
            } catch (const Error& error) {
                QCOMPARE(int(error.kind()), int(ErrorKind::Unsupported));
            }
        }
        for (const char* pattern : {"(", "a)", "[a", "*a", "a{2,1}", "\\", "[z-a]", "(?*a)", "\\q", "^*",
                                    "(?=a)*", "{2}", "\\p{l u}", "\\1"}) {
            Work work;
            try {
                search_language(pattern, work);
                QFAIL(pattern);
            } catch (const Error& error) {
                QVERIFY2(error.kind() == ErrorKind::InvalidInput, pattern);
            }
        }
        Work little(1000);
        QVERIFY_THROWS_EXCEPTION(Error, search_language("^(.{0,500}x){0,500}$", little));
    }

    void formatsKnowTheirRanges_data() {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("expected");
        const auto rows = [](const char* format, std::initializer_list<const char*> good,
                             std::initializer_list<const char*> bad) {
            for (const char* text : good)
                QTest::addRow("%s '%s'", format, text) << format << QString::fromUtf8(text) << true;
            for (const char* text : bad)
                QTest::addRow("%s not '%s'", format, text) << format << QString::fromUtf8(text) << false;
        };
        rows(
            "date", {"2024-02-29", "2000-02-29", "2023-12-31"},
            {"2023-02-29", "1900-02-29", "2024-02-30", "2024-13-01", "2024-04-31", "24-01-01", "2024-00-10"});
        rows("time", {"23:59:59Z", "00:00:00.123+05:30", "23:59:60Z"},
             {"24:00:00Z", "12:60:00Z", "12:00:60Z", "12:00:00"});
        rows("date-time", {"2024-02-29T12:00:00Z", "2024-01-01t00:00:00.5-08:00"},
             {"2023-02-29T12:00:00Z", "2024-01-01 00:00:00Z", "2024-01-01T00:00:00"});
        rows("duration", {"P1Y2M3D", "PT1H30M", "P4W", "P1DT12H", "PT36H"},
             {"P", "PT", "P1Y2W", "1D", "P1YT", "P2S"});
        rows("ipv4", {"0.0.0.0", "255.255.255.255", "192.168.1.1"},
             {"256.1.1.1", "1.2.3", "01.2.3.4", "1.2.3.4.5"});
        rows("ipv6",
             {"::", "::1", "1::", "1:2:3:4:5:6:7:8", "2001:db8::1", "::ffff:192.168.1.1",
              "1:2:3:4:5:6:1.2.3.4", "1::8", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8"},
             {"1:2:3:4:5:6:7", "1::2::3", "12345::", ":1", "1:2:3:4:5:6:7:8:9", "::1.2.3",
              "1:2:3:4:5:6:7:1.2.3.4", ":"});
        rows("uuid", {"2f1c9f0e-8c3a-4f7e-9b1a-0d5c6e7f8a9b"},
             {"2f1c9f0e8c3a4f7e9b1a0d5c6e7f8a9b", "2f1c9f0e-8c3a-4f7e-9b1a-0d5c6e7f8a9"});
        rows("hostname", {"a", "www.example.com", "a-b.c1"}, {"-a", "a-", "a..b", "a_b", "", "ab--c.d"});
        rows("email", {"joe@example.com", "a.b+c@d.org", "\"joe bloggs\"@example.com", "joe@[127.0.0.1]"},
             {"joe", "@x", "a@", ".a@b.c", "a..b@c.d", "joe@-x.com", "joe@ab--c.d",
              "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklm@x.org"});
        rows("uri", {"http://a/b?c#d", "urn:a:b", "mailto:x@y.z", "http://[::1]:80/", "a:"},
             {"/a", "a b:c", "//x/y", "http://a b", "\\\\x", "http://[1"});
        rows("uri-reference", {"", "a/b", "/a", "#x", "http://a", "?q"}, {"a b", "\\", ":a", "%zz"});
        rows("iri", {"http://ƒøø.ßår/?∂éœ=πîx#πîüx"}, {"/abc", "ƒøø bar"});
        rows("json-pointer", {"", "/", "/a~0b/c~1"}, {"a", "/~2", "/~"});
        rows("relative-json-pointer", {"0", "1/a", "2#"}, {"-1", "01", "/a"});
        rows("regex", {"^[a-z]+$", "(a|b)*\\d{2}"}, {"(", "[a", "*"});
        rows("uri-template", {"/a/{b}", "{?x,y*}"}, {"{", "a}"});
    }
    void formatsKnowTheirRanges() {
        QFETCH(QString, format);
        QFETCH(QString, text);
        QFETCH(bool, expected);
        const auto language = format_language(format.toStdString());
        QVERIFY(language);
        QCOMPARE(holds(*language, text.toStdString()), expected);
    }

    /// Long texts too: a part may have a bound of its own.
    void formatsAreNoWiderThanTheValidators() {
        std::mt19937 random(5);
        for (const char* name : {"date", "date-time", "time", "duration", "ipv4", "ipv6", "uuid", "hostname",
                                 "idn-hostname", "email", "idn-email", "uri", "uri-reference", "iri",
                                 "iri-reference", "uri-template", "json-pointer", "relative-json-pointer"}) {
            const auto bounded = format_language(name);
            QVERIFY2(bounded, name);
            const Dfa& dfa = *bounded->language;
            const auto shortest = shortest_words(dfa);
            const auto check = schema::find_format(name);
            QVERIFY2(check, name);
            for (int i = 0; i < 300; ++i) {
                std::string text;
                std::uint32_t state = 0, length = 0;
                const std::uint32_t most = std::min<std::uint32_t>(bounded->most, 300);
                for (const std::uint32_t wanted = random() % 200; shortest[state] || length < wanted;
                     ++length) {
                    std::vector<Dfa::Edge> edges;
                    for (const Dfa::Edge& edge : dfa.edges_of(state))
                        if (length + 1 + shortest[edge.to] <= most &&
                            (length < wanted || shortest[edge.to] < shortest[state]))
                            edges.push_back(edge);
                    if (edges.empty())
                        break;
                    const Dfa::Edge edge = edges[random() % edges.size()];
                    append_utf8(text, edge.first + random() % (edge.last - edge.first + 1));
                    state = edge.to;
                }
                if (shortest[state] == 0)
                    QVERIFY2(check(text), (std::string(name) + ": " + text).c_str());
            }
        }
    }

    void bodiesAreUtf8AndEscapes() {
        TextAutomaton any(any_string());
        for (const char* good :
             {"", "a", "é", "名", "😀", "\\n", "\\u0041", "\\ud83d\\ude00", "\\\"", "a\\\\b", "\\/"})
            QVERIFY2(spells(any, good), good);
        for (const char* bad : {"\\", "\\x", "\\u12", "\\ud83d", "\\ude00", "\\ud83d\\u0041", "\n", "\x80",
                                "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE4\xB8"})
            QVERIFY2(!spells(any, bad), bad);
        Work work;
        TextAutomaton emoji(search_language("^[😀-😎]$", work).language);
        QVERIFY(spells(emoji, "😀"));
        QVERIFY(spells(emoji, "\\uD83D\\uDE0E"));
        QVERIFY(!spells(emoji, "\\uD83D\\uDE0F"));
        QVERIFY(!spells(emoji, "😏"));
    }

    /// Boolean operations and minimisation against membership, on random words over three letters.
    void algebraAgreesWithMembership() {
        std::mt19937 random(7);
        const char* pieces[] = {"a", "b", "[ab]", "c*", "(a|bc)+", ".", "b?", "(ab){1,2}", "^", "$"};
        for (int round = 0; round < 200; ++round) {
            const auto pattern = [&] {
                std::string text;
                for (unsigned n = 1 + random() % 4; n > 0; --n)
                    text += pieces[random() % 10];
                return text;
            };
            Work work;
            const Language a = search_language(pattern(), work).language,
                           b = search_language(pattern(), work).language;
            const Language both = intersection(a, b, work), not_a = complement(a, work);
            const Language parts[] = {a, b};
            const Language either = union_of(parts, work);
            std::uint64_t members = 0;
            for (int word = 0; word < 60; ++word) {
                std::string text;
                for (unsigned n = random() % 7; n > 0; --n)
                    text += static_cast<char>('a' + random() % 3);
                const bool in_a = a->match(text) != 0, in_b = b->match(text) != 0;
                members += in_a;
                QCOMPARE(both->match(text) != 0, in_a && in_b);
                QCOMPARE(either->match(text) != 0, in_a || in_b);
                QCOMPARE(not_a->match(text) != 0, !in_a);
            }
            QVERIFY(members == 0 || !a->empty());
        }
    }

    void wordsAreCounted() {
        Work work;
        QCOMPARE(count_words(*whole_language("[ab]{2}c?", work), 100), std::uint64_t{8});
        QCOMPARE(count_words(*whole_language("a*", work), 100), std::uint64_t{100});
        QCOMPARE(count_words(Dfa(), 100), std::uint64_t{0});
        // Whatever the limit.
        const std::pair<const char*, std::uint64_t> known[] = {{"[3-7]", 5},
                                                               {"x|[3-7]", 6},
                                                               {"[a-e][0-2]?", 20},
                                                               {"[0-9]{3}|ab", 1001},
                                                               {"-([4-6]|[3-5]\\.5)", 6}};
        for (const auto& [pattern, words] : known)
            for (const std::uint64_t limit :
                 {0, 1, 4, 5, 6, 7, 8, 9, 19, 20, 21, 999, 1000, 1001, 1002, 5000})
                QCOMPARE(count_words(*whole_language(pattern, work), limit), std::min(words, limit));
        QCOMPARE(count_words(*whole_language("[3-7]", work), ~std::uint64_t{0}), std::uint64_t{5});
    }
};

QTEST_APPLESS_MAIN(LanguagesTest)
#include "languages_test.moc"
