// The sampler against a plain implementation and against exact probabilities.
#include "sampler_reference.h"

#include "engine/runtime/logprobs.h"
#include "engine/runtime/random.h"
#include "engine/runtime/sampler.h"

#include <QTest>

#include <limits>

using namespace hadal;
using namespace hadal::runtime;

using reference::first_ids;
using reference::random_logits;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

std::vector<std::int32_t> candidate_ids(const Sampler& sampler) {
    std::vector<std::int32_t> ids;
    for (const auto& candidate : sampler.candidates())
        ids.push_back(candidate.id);
    return ids;
}

/// Ids that remain after one sampling step.
std::vector<std::int32_t> remaining(const Sampling& sampling, const std::vector<float>& logits) {
    const auto known = first_ids(logits.size());
    Sampler sampler(sampling, known);
    sampler.sample(logits);
    auto ids = candidate_ids(sampler);
    std::sort(ids.begin(), ids.end());
    return ids;
}

/// Logits whose softmax at temperature 1 has these probabilities.
std::vector<float> logits_of(const std::vector<double>& probabilities) {
    std::vector<float> logits;
    for (const double p : probabilities)
        logits.push_back(static_cast<float>(std::log(p)));
    return logits;
}

using Ids = std::vector<std::int32_t>;

} // namespace

class SamplerTest : public QObject {
    Q_OBJECT

  private slots:
    void greedy_takes_the_best_and_the_lower_id_of_equals() {
        const Ids known = first_ids(4);
        Sampling greedy;
        greedy.temperature = 0.0f;
        Sampler sampler(greedy, known);
        QCOMPARE(sampler.sample(std::vector<float>{1.0f, 3.0f, 2.0f, 3.0f}), 1);
        QCOMPARE(sampler.sample(std::vector<float>{-1.0f, -3.0f, -0.5f, -0.5f}), 2);
        QCOMPARE(sampler.candidates().size(), std::size_t{1});
    }

    void never_samples_an_id_that_the_tokenizer_does_not_know() {
        // The padded ids are by far the best, or not even numbers.
        const Ids known{0, 2, 3, 6};
        const std::vector<float> logits{0.0f, 90.0f, 0.1f, 0.2f, std::nanf(""), infinity, 0.0f, 90.0f};
        for (const float temperature : {0.0f, 1.0f, 50.0f}) {
            Sampling sampling;
            sampling.temperature = temperature;
            sampling.seed = 3;
            Sampler sampler(sampling, known);
            for (int i = 0; i < 200; ++i) {
                const std::int32_t id = sampler.sample(logits);
                QVERIFY2(std::find(known.begin(), known.end(), id) != known.end(),
                         qPrintable(QString::number(id)));
            }
        }
        const Logprobs logprobs = read_logprobs(logits, known, 3, 8);
        QCOMPARE(logprobs.top.size(), known.size());
    }

    void random_settings_agree_with_the_reference() {
        constexpr std::size_t vocab = 700;
        std::vector<bool> is_known(vocab);
        Ids known;
        for (std::size_t id = 0; id < vocab; ++id)
            if (id % 13 != 5) {
                is_known[id] = true;
                known.push_back(static_cast<std::int32_t>(id));
            }
        std::size_t smallest = vocab, largest = 0;
        for (std::uint64_t round = 0; round < 150; ++round) {
            const auto choose = [&](std::uint64_t what, std::initializer_list<float> values) {
                return values.begin()[static_cast<std::size_t>(uniform_at(round, what) * values.size())];
            };
            Sampling s;
            s.seed = round;
            s.temperature = choose(0, {0.0f, 0.3f, 0.7f, 1.0f, 2.5f});
            s.top_k = static_cast<std::int32_t>(choose(1, {0, 0, 1, 5, 40, 300, 10000}));
            s.top_p = choose(2, {1.0f, 1.0f, 0.0f, 0.2f, 0.9f, 0.95f, 0.9999f});
            s.min_p = choose(3, {0.0f, 0.0f, 0.01f, 0.1f, 1.0f});
            s.repetition_penalty = choose(4, {1.0f, 1.0f, 1.3f, 0.8f});
            s.presence_penalty = choose(5, {0.0f, 0.6f, -0.4f});
            s.frequency_penalty = choose(6, {0.0f, 0.5f, -0.2f});
            if (choose(7, {0, 1}) > 0)
                s.logit_bias = {{0, 3.0f}, {17, -100.0f}, {699, 2.0f}};
            const Ids prompt{1, 2, 3, 3, 17, 400};
            Sampler sampler(s, known, prompt);
            Ids answer;
            for (std::uint64_t step = 0; step < 12; ++step) {
                auto logits = random_logits(vocab, round * 100 + step, choose(8, {1.0f, 3.0f}));
                logits[3] = logits[4]; // equals
                const auto expected = reference::distribution(s, logits, is_known, prompt, answer);
                const std::int32_t chosen = sampler.sample(logits);
                answer.push_back(chosen);

                const auto found = sampler.candidates();
                QCOMPARE(found.size(), expected.size());
                double total = 0.0;
                std::map<std::int32_t, double> weights;
                for (const auto& [weight, id] : found) {
                    weights[id] = weight;
                    total += weight;
                }
                for (const auto& entry : expected) {
                    QVERIFY(weights.contains(entry.id));
                    QVERIFY(std::abs(weights[entry.id] / total - entry.probability) < 1e-12);
                }
                QVERIFY(weights.contains(chosen));
                smallest = std::min(smallest, found.size());
                largest = std::max(largest, found.size());
            }
        }
        QCOMPARE(smallest, std::size_t{1});
        QCOMPARE(largest, known.size());
    }

    void filters_data() {
        QTest::addColumn<QVector<double>>("probabilities");
        QTest::addColumn<int>("top_k");
        QTest::addColumn<float>("top_p");
        QTest::addColumn<float>("min_p");
        QTest::addColumn<QVector<int>>("remain");
        using P = QVector<double>;
        using R = QVector<int>;
        const P p{0.05, 0.40, 0.10, 0.30, 0.15};
        QTest::newRow("all off") << p << 0 << 1.0f << 0.0f << R{0, 1, 2, 3, 4};
        QTest::newRow("top-k 2") << p << 2 << 1.0f << 0.0f << R{1, 3};
        QTest::newRow("top-k of all") << p << 9 << 1.0f << 0.0f << R{0, 1, 2, 3, 4};
        QTest::newRow("top-p reaches it with the third") << p << 0 << 0.80f << 0.0f << R{1, 3, 4};
        QTest::newRow("top-p within the first") << p << 0 << 0.39f << 0.0f << R{1};
        QTest::newRow("top-p 0 is greedy") << p << 0 << 0.0f << 0.0f << R{1};
        QTest::newRow("min-p is relative to the best") << p << 0 << 1.0f << 0.3f << R{1, 3, 4};
        QTest::newRow("min-p 1 keeps the best") << p << 0 << 1.0f << 1.0f << R{1};
        // Of 0.40 and 0.30 alone, 0.40 has 0.571: enough for 0.56, though not of the whole.
        QTest::newRow("top-k before top-p") << p << 2 << 0.56f << 0.0f << R{1};
        QTest::newRow("top-p without top-k") << p << 0 << 0.56f << 0.0f << R{1, 3};
        // min-p first would leave 0.40, 0.30 and 0.15, of which 0.40 and 0.30 reach 0.82.
        QTest::newRow("top-p before min-p") << p << 0 << 0.82f << 0.3f << R{1, 3, 4};
        QTest::newRow("equal ones: lower ids") << P{0.2, 0.2, 0.2, 0.2, 0.2} << 2 << 1.0f << 0.0f << R{0, 1};
        QTest::newRow("equal ones under top-p")
            << P{0.2, 0.2, 0.2, 0.2, 0.2} << 0 << 0.5f << 0.0f << R{0, 1, 2};
    }
    void filters() {
        QFETCH(QVector<double>, probabilities);
        QFETCH(int, top_k);
        QFETCH(float, top_p);
        QFETCH(float, min_p);
        QFETCH(QVector<int>, remain);
        Sampling s;
        s.top_k = top_k;
        s.top_p = top_p;
        s.min_p = min_p;
        QCOMPARE(remaining(s, logits_of({probabilities.begin(), probabilities.end()})),
                 Ids(remain.begin(), remain.end()));
    }

    void temperature_comes_before_the_filters_and_after_the_bias() {
        // At temperature 2 the probabilities 0.81, 0.09, 0.10 even out to 0.598, 0.199, 0.210 (rounded).
        Sampling s;
        s.temperature = 2.0f;
        s.top_p = 0.7f;
        QCOMPARE(remaining(s, logits_of({0.81, 0.09, 0.10})), (Ids{0, 2}));
        s.temperature = 1.0f;
        QCOMPARE(remaining(s, logits_of({0.81, 0.09, 0.10})), (Ids{0}));

        Sampling biased;
        biased.temperature = 0.5f;
        biased.logit_bias = {{1, -1.0f}};
        const Ids known = first_ids(2);
        Sampler sampler(biased, known);
        sampler.sample(std::vector<float>{0.0f, 0.0f});
        QVERIFY(std::abs(sampler.candidates()[1].weight - std::exp(-2.0)) < 1e-15);
    }

    void penalties_change_logits_by_the_documented_amounts() {
        const Ids known = first_ids(5);
        const std::vector<float> logits{2.0f, -2.0f, 1.0f, 0.5f, 0.0f};
        Sampling s;
        s.repetition_penalty = 1.25f;
        s.frequency_penalty = 0.5f;
        s.presence_penalty = 0.25f;
        s.top_k = 5; // sorts, so that equal settings list candidates in one order
        s.logit_bias = {{4, 50.0f}};
        Sampler sampler(s, known, Ids{0, 1, 1});
        const auto adjusted = [&](std::int32_t id) {
            for (const auto& [weight, candidate] : sampler.candidates())
                if (candidate == id)
                    return std::log(weight);
            return std::nan("");
        };
        // The biased token 4 always wins and is the zero of the scale.
        QCOMPARE(sampler.sample(logits), 4);
        QVERIFY(std::abs(adjusted(0) - (1.6 - 50.0)) < 1e-9);  // once, positive: divided
        QVERIFY(std::abs(adjusted(1) - (-2.5 - 50.0)) < 1e-9); // twice in the prompt: once multiplied
        QVERIFY(std::abs(adjusted(2) - (1.0 - 50.0)) < 1e-9);  // not seen
        QCOMPARE(sampler.sample(logits), 4);
        QVERIFY(std::abs(adjusted(2) - (1.0 - (50.0 - 0.75))) < 1e-9); // 4 was said once
        QCOMPARE(sampler.sample(logits), 4);
        QVERIFY(std::abs(adjusted(2) - (1.0 - (50.0 - 1.25))) < 1e-9); // and twice
    }

    void repetition_penalty_comes_before_the_bias() {
        // (1 - 2) * 2 = -2 would lose against -1.75; 1 / 2 - 2 = -1.5 wins.
        const Ids known = first_ids(2);
        Sampling s;
        s.temperature = 0.0f;
        s.repetition_penalty = 2.0f;
        s.logit_bias = {{0, -2.0f}};
        Sampler sampler(s, known, Ids{0});
        QCOMPARE(sampler.sample(std::vector<float>{1.0f, -1.75f}), 0);
    }

    void extreme_settings_stay_finite() {
        const Ids known = first_ids(3);
        Sampling s;
        s.temperature = std::numeric_limits<float>::denorm_min();
        Sampler cold(s, known);
        QCOMPARE(cold.sample(std::vector<float>{-3e38f, 3e38f, 2.9e38f}), 1);
        s.temperature = 1e6f;
        Sampler hot(s, known);
        hot.sample(std::vector<float>{-3e38f, 3e38f, -infinity});
        QCOMPARE(hot.candidates()[1].weight, 1.0);
        QCOMPARE(hot.candidates()[2].weight, 0.0);
    }

    void logits_that_are_no_numbers_are_refused_data() {
        QTest::addColumn<QVector<float>>("logits");
        QTest::newRow("NaN") << QVector<float>{0.0f, std::nanf(""), 1.0f};
        QTest::newRow("+infinity") << QVector<float>{0.0f, 1.0f, infinity};
        QTest::newRow("nothing possible") << QVector<float>{-infinity, -infinity, -infinity};
    }
    void logits_that_are_no_numbers_are_refused() {
        QFETCH(QVector<float>, logits);
        const Ids known = first_ids(3);
        for (const float temperature : {0.0f, 1.0f}) {
            Sampling s;
            s.temperature = temperature;
            Sampler sampler(s, known);
            try {
                sampler.sample(std::vector<float>(logits.begin(), logits.end()));
                QFAIL("accepted");
            } catch (const Error& error) {
                QCOMPARE(error.kind(), ErrorKind::Internal);
                QVERIFY(QString(error.what()).contains("checkpoint"));
            }
        }
    }

    void too_few_logits_are_refused() {
        const Ids known = first_ids(4);
        Sampler sampler({}, known);
        QVERIFY_EXCEPTION_THROWN(sampler.sample(std::vector<float>{1.0f, 2.0f}), Error);
    }

    void settings_out_of_range_are_refused_data() {
        QTest::addColumn<QString>("field");
        for (const char* field : {"temperature", "temperature NaN", "top_k", "top_p", "min_p",
                                  "repetition_penalty", "presence_penalty", "frequency_penalty",
                                  "logit_bias id", "logit_bias value", "max_tokens", "top_logprobs", "stop"})
            QTest::newRow(field) << field;
    }
    void settings_out_of_range_are_refused() {
        QFETCH(QString, field);
        Sampling s;
        validate(s, 10);
        if (field == "temperature")
            s.temperature = -0.1f;
        else if (field == "temperature NaN")
            s.temperature = std::nanf("");
        else if (field == "top_k")
            s.top_k = -1;
        else if (field == "top_p")
            s.top_p = 1.1f;
        else if (field == "min_p")
            s.min_p = -0.5f;
        else if (field == "repetition_penalty")
            s.repetition_penalty = 0.0f;
        else if (field == "presence_penalty")
            s.presence_penalty = infinity;
        else if (field == "frequency_penalty")
            s.frequency_penalty = -infinity;
        else if (field == "logit_bias id")
            s.logit_bias = {{10, 1.0f}};
        else if (field == "logit_bias value")
            s.logit_bias = {{1, std::nanf("")}};
        else if (field == "max_tokens")
            s.max_tokens = -5;
        else if (field == "top_logprobs")
            s.top_logprobs = -2;
        else if (field == "stop")
            s.stop = {"a", ""};
        try {
            validate(s, 10);
            QFAIL("accepted");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::InvalidInput);
            QVERIFY2(QString(error.what()).contains(field.section(' ', 0, 0)), error.what());
        }
    }

    void logprobs_are_those_of_the_raw_model() {
        auto logits = random_logits(300, 4, 4.0f);
        logits[7] = -infinity;
        logits[8] = logits[9];
        Ids known = first_ids(300);
        known.erase(known.begin() + 100, known.begin() + 120);
        const Logprobs all = read_logprobs(logits, known, 8, 1000);
        QCOMPARE(all.top.size(), known.size());
        double sum = 0.0;
        for (const TokenLogprob& token : all.top)
            sum += std::exp(static_cast<double>(token.logprob));
        QVERIFY2(std::abs(sum - 1.0) < 1e-6, qPrintable(QString::number(sum, 'g', 12)));

        const auto reference =
            reference::distribution({}, logits,
                                    [&] {
                                        std::vector<bool> is_known(300, true);
                                        std::fill(is_known.begin() + 100, is_known.begin() + 120, false);
                                        return is_known;
                                    }(),
                                    {}, {});
        for (std::size_t i = 0; i < reference.size(); ++i) {
            QCOMPARE(all.top[i].id, reference[i].id);
            if (reference[i].probability > 0.0)
                QVERIFY(std::abs(all.top[i].logprob - std::log(reference[i].probability)) < 1e-5);
            if (reference[i].id == 8)
                QCOMPARE(all.chosen.logprob, all.top[i].logprob);
        }
        QCOMPARE(all.top.back().logprob, -infinity);
        QVERIFY(read_logprobs(logits, known, 8, 0).top.empty());
        QCOMPARE(read_logprobs(logits, known, 8, 3).top[2].id, reference[2].id);
    }
};

QTEST_APPLESS_MAIN(SamplerTest)
#include "sampler_test.moc"
