// What the sampler draws: how often, from which seed, and how long a draw takes.
#include "sampler_reference.h"

#include "engine/runtime/sampler.h"

#include <QTest>

#include <optional>

using namespace hadal;
using namespace hadal::runtime;
using reference::first_ids;
using reference::random_logits;

namespace {

using Ids = std::vector<std::int32_t>;

} // namespace

class SamplerDrawsTest : public QObject {
    Q_OBJECT

  private slots:
    void draws_follow_the_probabilities_data() {
        QTest::addColumn<float>("temperature");
        QTest::addColumn<int>("top_k");
        QTest::addColumn<float>("top_p");
        QTest::addColumn<float>("min_p");
        QTest::newRow("plain") << 1.0f << 0 << 1.0f << 0.0f;
        QTest::newRow("cold") << 0.5f << 0 << 1.0f << 0.0f;
        QTest::newRow("hot") << 3.0f << 0 << 1.0f << 0.0f;
        QTest::newRow("top-k") << 1.0f << 6 << 1.0f << 0.0f;
        QTest::newRow("top-p") << 1.0f << 0 << 0.8f << 0.0f;
        QTest::newRow("min-p") << 1.0f << 0 << 1.0f << 0.05f;
        QTest::newRow("all") << 1.2f << 9 << 0.95f << 0.02f;
    }
    void draws_follow_the_probabilities() {
        QFETCH(float, temperature);
        QFETCH(int, top_k);
        QFETCH(float, top_p);
        QFETCH(float, min_p);
        constexpr std::size_t vocab = 12;
        constexpr int draws = 100000;
        const auto logits = random_logits(vocab, 5, 1.5f);
        const Ids known = first_ids(vocab);
        Sampling s;
        s.temperature = temperature;
        s.top_k = top_k;
        s.top_p = top_p;
        s.min_p = min_p;
        s.seed = 20251201;
        const auto expected = reference::distribution(s, logits, std::vector<bool>(vocab, true), {}, {});
        QVERIFY(expected.size() > 2);
        Sampler sampler(s, known);
        std::map<std::int32_t, int> counts;
        for (int i = 0; i < draws; ++i)
            ++counts[sampler.sample(logits)];
        double chi_square = 0.0;
        int seen = 0;
        for (const auto& entry : expected) {
            const double mean = entry.probability * draws;
            QVERIFY(mean > 5.0); // or the statistic means nothing
            chi_square += (counts[entry.id] - mean) * (counts[entry.id] - mean) / mean;
            seen += counts[entry.id];
        }
        QCOMPARE(seen, draws);
        // The 99.9 % quantiles of the distribution for 1 to 11 degrees of freedom.
        const double quantiles[]{10.83, 13.82, 16.27, 18.47, 20.52, 22.46, 24.32, 26.12, 27.88, 29.59, 31.26};
        QVERIFY2(chi_square < quantiles[expected.size() - 2], qPrintable(QString::number(chi_square)));
    }

    void a_seed_fixes_the_tokens() {
        const auto logits = random_logits(50, 9, 1.0f);
        const Ids known = first_ids(50);
        const auto tokens = [&](std::optional<std::uint64_t> seed) {
            Sampling s;
            s.seed = seed;
            Sampler sampler(s, known);
            Ids ids;
            for (int i = 0; i < 24; ++i)
                ids.push_back(sampler.sample(logits));
            return ids;
        };
        QCOMPARE(tokens(1), tokens(1));
        QVERIFY(tokens(1) != tokens(2));
        QVERIFY(tokens(1) != tokens(1ull + (1ull << 32)));
        QVERIFY(tokens({}) != tokens({}));
    }

    // What one seed gives must not change between versions or machines: people write seeds down.
    void a_seed_gives_these_very_tokens() {
        std::vector<float> logits(16);
        for (std::size_t i = 0; i < logits.size(); ++i)
            logits[i] = static_cast<float>(i * 7 % 16) * 0.25f;
        const Ids known = first_ids(16);
        Sampling s;
        s.seed = 42;
        Sampler sampler(s, known);
        Ids plain;
        for (int i = 0; i < 12; ++i)
            plain.push_back(sampler.sample(logits));
        QCOMPARE(plain, (Ids{9, 4, 9, 9, 11, 4, 11, 6, 2, 6, 9, 8}));
        s.top_p = 0.8f;
        s.repetition_penalty = 1.5f;
        Sampler filtered_sampler(s, known);
        Ids filtered;
        for (int i = 0; i < 12; ++i)
            filtered.push_back(filtered_sampler.sample(logits));
        QCOMPARE(filtered, (Ids{2, 11, 6, 13, 8, 9, 13, 2, 4, 15, 13, 11}));
    }

    void real_vocabulary_costs_data() {
        QTest::addColumn<float>("temperature");
        QTest::addColumn<int>("top_k");
        QTest::addColumn<float>("top_p");
        QTest::newRow("greedy") << 0.0f << 0 << 1.0f;
        QTest::newRow("temperature") << 1.0f << 0 << 1.0f;
        QTest::newRow("top-k 50") << 1.0f << 50 << 1.0f;
        QTest::newRow("top-p 0.95") << 1.0f << 0 << 0.95f;
    }
    void real_vocabulary_costs() {
        QFETCH(float, temperature);
        QFETCH(int, top_k);
        QFETCH(float, top_p);
        const Ids known = first_ids(128815);
        const auto logits = random_logits(129280, 6, 4.0f);
        Sampling s;
        s.temperature = temperature;
        s.top_k = top_k;
        s.top_p = top_p;
        s.seed = 1;
        Sampler sampler(s, known);
        std::int32_t id = -1;
        QBENCHMARK {
            id = sampler.sample(logits);
        }
        QVERIFY(id >= 0 && id < 128815);
    }
};

QTEST_APPLESS_MAIN(SamplerDrawsTest)
#include "sampler_draws_test.moc"
