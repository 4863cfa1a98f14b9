// Sets of numbers against arithmetic.
#include "engine/grammar/numbers.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace hadal;
using namespace hadal::grammar;

namespace {

NumberSet::Bound bound(const char* text, bool exclusive) {
    return {Decimal(parse_json(text)), exclusive};
}

bool contains(const NumberSet& set, std::string_view text) {
    Work work;
    return number_language(set, work)->match(text) != 0;
}

} // namespace

class NumbersTest : public QObject {
    Q_OBJECT

  private slots:
    void decimalsCompareByValue() {
        const auto decimal = [](const char* text) { return Decimal(parse_json(text)); };
        QVERIFY(decimal("1") == decimal("1.0"));
        QVERIFY(decimal("-0") == decimal("0"));
        QVERIFY(decimal("1e2") == decimal("100"));
        QVERIFY(decimal("-2") < decimal("-1.5"));
        QVERIFY(decimal("0.1") < decimal("0.11"));
        QVERIFY(decimal("99999999999999999999999") > decimal("9e22"));
        QVERIFY_THROWS_EXCEPTION(Error, Decimal(parse_json("NaN")));
    }

    /// All integers and many decimals around random bounds.
    void boundsAndMultiplesAreExact() {
        std::mt19937 random(11);
        for (int round = 0; round < 120; ++round) {
            // In hundredths, so that everything here is exact.
            const int low = static_cast<int>(random() % 4000) - 2000;
            const int high = low + static_cast<int>(random() % 2500);
            const bool low_open = random() % 2, high_open = random() % 2;
            const int multiple = random() % 3 ? 0 : 1 + static_cast<int>(random() % 300);
            const auto text = [](int hundredths) {
                std::string digits = std::to_string(std::abs(hundredths) / 100) + "." +
                                     std::to_string(100 + std::abs(hundredths) % 100).substr(1);
                return (hundredths < 0 ? "-" : "") + digits;
            };
            NumberSet set;
            if (random() % 4)
                set.low = bound(text(low).c_str(), low_open);
            if (random() % 4)
                set.high = bound(text(high).c_str(), high_open);
            if (multiple)
                set.multiples = {Decimal(parse_json(text(multiple)))};
            set.kind = static_cast<NumberSet::Kind>(random() % 3);
            if (set.unbounded())
                continue;
            Work work;
            const Language language = number_language(set, work);
            for (int value = -2600; value <= 5100; value += 1 + static_cast<int>(random() % 20)) {
                const bool integer = value % 100 == 0;
                const bool expected = (!set.low || (low_open ? value > low : value >= low)) &&
                                      (!set.high || (high_open ? value < high : value <= high)) &&
                                      (!multiple || value % multiple == 0) &&
                                      (set.kind != NumberSet::Integer || integer) &&
                                      (set.kind != NumberSet::Fractional || !integer);
                if (set.is_point()) // spelled as it stands in the schema
                    continue;
                std::string spelling = text(value);
                if (integer && value != 0) {
                    QCOMPARE(language->match(spelling.substr(0, spelling.size() - 3)) != 0, expected);
                }
                if (set.kind != NumberSet::Integer && value != 0)
                    QVERIFY2((language->match(spelling) != 0) == expected, spelling.c_str());
            }
        }
    }

    void spellings() {
        NumberSet integer;
        integer.kind = NumberSet::Integer;
        for (const char* good : {"0", "7", "-12", "100"})
            QVERIFY(contains(integer, good));
        for (const char* bad : {"-0", "01", "1.0", "1e2", "", "-", "+1"})
            QVERIFY2(!contains(integer, bad), bad);
        for (const char* good : {"0", "-0.5", "1e5", "1.25E-3", "10"})
            QVERIFY(contains(NumberSet(), good));
        for (const char* bad : {"01", ".5", "1.", "1e", "--1", "0x1"})
            QVERIFY2(!contains(NumberSet(), bad), bad);
        NumberSet point;
        point.low = point.high = bound("3.0", false);
        QVERIFY(contains(point, "3"));
        QVERIFY(contains(point, "3.0"));
        QVERIFY(!contains(point, "3.1"));
        NumberSet large;
        large.low = bound("123456789012345678901234567890", false);
        QVERIFY(contains(large, "123456789012345678901234567890"));
        QVERIFY(!contains(large, "123456789012345678901234567889"));
    }

    void complementsAreExact() {
        NumberSet set;
        set.low = bound("1", false);
        set.high = bound("5", true);
        Work work;
        const Language outside = number_language(complement(set), work);
        QVERIFY(outside->match("0.99") && outside->match("5") && outside->match("-3"));
        QVERIFY(!outside->match("1") && !outside->match("4.99"));
    }
};

QTEST_APPLESS_MAIN(NumbersTest)
#include "numbers_test.moc"
