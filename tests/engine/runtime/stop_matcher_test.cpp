// Stop strings: the same result however the text is cut, and nothing held back for longer than needed.
#include "engine/runtime/stop_matcher.h"

#include <QTest>

#include <optional>

using hadal::runtime::StopMatcher;

namespace {

/// What must come out, by trying every end in turn.
std::pair<std::string, bool> expected(const std::string& text, const std::vector<std::string>& stops) {
    for (std::size_t end = 0; end <= text.size(); ++end) {
        std::optional<std::size_t> begin;
        for (const std::string& stop : stops)
            if (end >= stop.size() && text.compare(end - stop.size(), stop.size(), stop) == 0)
                begin = std::min(begin.value_or(end), end - stop.size());
        if (begin)
            return {text.substr(0, *begin), true};
    }
    return {text, false};
}

bool whole_characters(const std::string& text) {
    return QString::fromUtf8(text.data(), static_cast<int>(text.size())).toUtf8().toStdString() == text;
}

} // namespace

class StopMatcherTest : public QObject {
    Q_OBJECT

  private slots:
    void any_cut_gives_the_same_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("stops");
        QTest::newRow("none") << "abcabc" << QStringList{};
        QTest::newRow("one letter") << "abcabc" << QStringList{"c"};
        QTest::newRow("at the very beginning") << "stop it" << QStringList{"stop"};
        QTest::newRow("at the very end") << "please stop" << QStringList{"stop"};
        QTest::newRow("false starts") << "ststostop!" << QStringList{"stop"};
        QTest::newRow("overlaps itself") << "xaabaabaac" << QStringList{"aabaac"};
        QTest::newRow("never complete") << "aabaabaab" << QStringList{"aabaac"};
        QTest::newRow("inner one completes first") << "xabcdx" << QStringList{"abcd", "bc"};
        QTest::newRow("same end, longer wins") << "xabcx" << QStringList{"c", "bc", "abc"};
        QTest::newRow("blank lines") << "one\n\n\ntwo" << QStringList{"\n\n"};
        QTest::newRow("characters") << QStringLiteral("né 終わ終わり")
                                    << QStringList{QStringLiteral("終わり")};
        QTest::newRow("shared lead bytes") << QStringLiteral("éèê") << QStringList{QStringLiteral("ê")};
        QTest::newRow("emoji") << QStringLiteral("a😀😁b") << QStringList{QStringLiteral("😁"), "b"};
    }
    void any_cut_gives_the_same() {
        QFETCH(QString, text);
        QFETCH(QStringList, stops);
        const std::string whole = text.toStdString();
        std::vector<std::string> strings;
        for (const QString& stop : stops)
            strings.push_back(stop.toStdString());
        const auto [kept, stopped] = expected(whole, strings);

        // All ways to cut it between characters, as bits.
        std::vector<std::string> characters;
        for (const char byte : whole)
            if ((static_cast<unsigned char>(byte) & 0xC0) == 0x80)
                characters.back() += byte;
            else
                characters.emplace_back(1, byte);
        QVERIFY(characters.size() <= 12);
        for (std::uint32_t cuts = 0; cuts < 1u << (characters.size() - 1); ++cuts) {
            StopMatcher matcher(strings);
            std::string out, piece;
            for (std::size_t i = 0; i < characters.size(); ++i) {
                piece += characters[i];
                if (i + 1 < characters.size() && !(cuts >> i & 1u))
                    continue;
                const std::string now = matcher.push(piece);
                QVERIFY(whole_characters(now));
                out += now;
                QVERIFY(kept.starts_with(out));
                piece.clear();
            }
            out += matcher.flush();
            QCOMPARE(out, kept);
            QCOMPARE(matcher.stopped(), stopped);
        }
    }

    void random_texts_agree_with_trying_every_end() {
        std::uint32_t state = 1;
        const auto next = [&](std::uint32_t below) {
            state = state * 1664525u + 1013904223u;
            return (state >> 16) % below;
        };
        const auto text_of = [&](std::size_t length) {
            std::string text;
            while (text.size() < length)
                text += static_cast<char>('a' + next(2));
            return text;
        };
        int stopped_cases = 0;
        for (int round = 0; round < 2000; ++round) {
            std::vector<std::string> stops;
            for (std::uint32_t i = 0; i <= next(3); ++i)
                stops.push_back(text_of(2 + next(6)));
            const std::string text = text_of(30);
            const auto [kept, stopped] = expected(text, stops);
            StopMatcher matcher(stops);
            std::string out;
            for (std::size_t at = 0, length = 0; at < text.size(); at += length) {
                length = 1 + next(4);
                out += matcher.push(std::string_view(text).substr(at, length));
            }
            out += matcher.flush();
            QCOMPARE(out, kept);
            QCOMPARE(matcher.stopped(), stopped);
            stopped_cases += stopped;
        }
        QVERIFY(stopped_cases > 200 && stopped_cases < 1980);
    }

    void holds_back_only_a_possible_beginning() {
        StopMatcher matcher({"stop"});
        QCOMPARE(matcher.push("word"), std::string("word"));
        QCOMPARE(matcher.push("first"), std::string("fir"));
        QCOMPARE(matcher.push(" st"), std::string("st "));
        QCOMPARE(matcher.push("one s"), std::string("stone "));
        QCOMPARE(matcher.push("to"), std::string());
        QCOMPARE(matcher.flush(), std::string("sto"));
        QCOMPARE(matcher.push("p"), std::string("p")); // a flush ends what was held
        QVERIFY(!matcher.stopped());
    }

    void after_the_stop_nothing_comes() {
        StopMatcher matcher({"\n\n"});
        QCOMPARE(matcher.push("a\n"), std::string("a"));
        QCOMPARE(matcher.push("\nb"), std::string());
        QVERIFY(matcher.stopped());
        QCOMPARE(matcher.push("c"), std::string());
        QCOMPARE(matcher.flush(), std::string());
    }
};

QTEST_APPLESS_MAIN(StopMatcherTest)
#include "stop_matcher_test.moc"
