// The generator against the known answers of its authors, and what is built on it.
#include "engine/runtime/exponential.h"
#include "engine/runtime/random.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <set>

using namespace hadal::runtime;

class RandomTest : public QObject {
    Q_OBJECT

  private slots:
    // Vectors of the Random123 library, philox4x32 with 10 rounds.
    void philox_gives_the_known_answers() {
        using Block = std::array<std::uint32_t, 4>;
        QCOMPARE(philox({0, 0, 0, 0}, {0, 0}), (Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
        constexpr std::uint32_t ones = 0xffffffff;
        QCOMPARE(philox({ones, ones, ones, ones}, {ones, ones}),
                 (Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
        QCOMPARE(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
                 (Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
    }

    void uniform_uses_all_of_seed_and_position() {
        std::set<double> values;
        for (const std::uint64_t seed : {0ull, 1ull, 1ull << 32, ~0ull})
            for (const std::uint64_t position : {0ull, 1ull, 1ull << 32, ~0ull})
                values.insert(uniform_at(seed, position));
        QCOMPARE(values.size(), std::size_t{16});
    }

    void uniform_fills_the_interval_evenly() {
        std::array<int, 16> bins{};
        double sum = 0.0;
        constexpr int draws = 64000;
        for (int i = 0; i < draws; ++i) {
            const double value = uniform_at(7, static_cast<std::uint64_t>(i));
            QVERIFY(value >= 0.0 && value < 1.0);
            sum += value;
            ++bins[static_cast<std::size_t>(value * 16)];
        }
        QVERIFY(std::abs(sum / draws - 0.5) < 0.005);
        double chi_square = 0.0;
        for (const int count : bins)
            chi_square += (count - 4000.0) * (count - 4000.0) / 4000.0;
        QVERIFY2(chi_square < 44.3, qPrintable(QString::number(chi_square))); // 15 degrees, p = 1e-4
    }

    void exponential_is_accurate() {
        QCOMPARE(exp_nonpositive(0.0), 1.0);
        QCOMPARE(exp_nonpositive(-std::numeric_limits<double>::infinity()), 0.0);
        QCOMPARE(exp_nonpositive(-1e300), 0.0);
        for (int i = 0; i < 200000; ++i) {
            const double x = -700.0 * std::pow(uniform_at(1, static_cast<std::uint64_t>(i)), 3);
            const double expected = std::exp(x);
            QVERIFY2(std::abs(exp_nonpositive(x) - expected) <= 2e-15 * expected,
                     qPrintable(QString::number(x, 'g', 17)));
        }
    }

    void call_ids_do_not_repeat() {
        std::set<std::string> ids;
        for (int i = 0; i < 100; ++i) {
            const std::string id = fresh_call_id();
            QVERIFY(id.starts_with("call_"));
            QCOMPARE(id.size(), std::size_t{29});
            ids.insert(id);
        }
        QCOMPARE(ids.size(), std::size_t{100});
    }
};

QTEST_APPLESS_MAIN(RandomTest)
#include "random_test.moc"
