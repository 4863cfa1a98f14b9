// A model that is larger than the memory of its simulated devices: the plan leaves experts to the host, and
// what they compute there is what they would have computed on the devices.
#include "kernels/simt/machine.h"

#include "tests/engine/expect_error.h"
#include "tests/engine/model/backends.h"
#include "tests/engine/parallel/planned_model.h"
#include "tests/engine/parallel/simulated_model.h"

#include <QtTest>

using namespace hadal;
using namespace hadal::parallel;
using test::PlannedModel;

namespace {

constexpr std::size_t kChunk = PlannedModel::kChunk;
constexpr std::size_t kPrompt = 2 * kChunk, kDecoded = 4; // beyond index_topk, which is 8

/// As in the tests of ranks whose weights are all on their devices: what falls on either side of a close call
/// differs visibly in a network this small, so tokens before the first other choice count.
constexpr double kGate = 1e-3, kQuantisedGate = 0.1;
constexpr std::size_t kFewestAlike = 8;

/// Logits after every token: a prompt in chunks, then tokens one by one.
std::vector<float> run(model::LanguageModel& model, const std::vector<std::int32_t>& tokens) {
    const auto cache = model.make_cache(PlannedModel::kContext);
    std::vector<float> logits;
    for (std::size_t begin = 0; begin < tokens.size();) {
        const std::size_t count = begin < kPrompt ? std::min(kChunk, kPrompt - begin) : 1;
        const model::SequenceInput input{cache.get(), std::span(tokens).subspan(begin, count), true};
        const auto part = model.forward({&input, 1}, {});
        logits.insert(logits.end(), part.begin(), part.end());
        begin += count;
    }
    return logits;
}

std::size_t alike(const std::map<std::int64_t, std::vector<std::int32_t>>& a,
                  const std::map<std::int64_t, std::vector<std::int32_t>>& b, std::size_t tokens) {
    const std::size_t all = tokens;
    for (const auto& [layer, choices] : a) {
        const auto& others = b.at(layer);
        const auto at = std::mismatch(choices.begin(), choices.end(), others.begin(), others.end()).first;
        tokens = std::min(tokens, static_cast<std::size_t>(at - choices.begin()) / (choices.size() / all));
    }
    return tokens;
}

/// The tokens of `found` that greedy decoding would take are, on the CPU, as good as its own but for
/// rounding.
void expect_tokens_of(std::span<const float> found, std::span<const float> cpu, std::size_t vocabulary) {
    for (std::size_t at = 0; at < cpu.size(); at += vocabulary) {
        const auto rows = [&](std::span<const float> logits) { return logits.subspan(at, vocabulary); };
        const auto token = std::max_element(rows(found).begin(), rows(found).end()) - rows(found).begin();
        const auto [least, most] = std::minmax_element(rows(cpu).begin(), rows(cpu).end());
        QVERIFY(*most - rows(cpu)[static_cast<std::size_t>(token)] <= 0.02f * (*most - *least));
    }
}

/// What the draft module makes of a prompt, pair after pair.
std::vector<float> guess(model::LanguageModel& model, std::span<const std::int32_t> prompt) {
    const auto cache = model.make_cache(PlannedModel::kContext),
               pairs = model.draft_module()->make_cache(PlannedModel::kContext);
    const model::SequenceInput input{cache.get(), prompt, false};
    model.forward({&input, 1}, {});
    std::vector<float> logits;
    for (std::size_t row = 0; row + 1 < prompt.size(); ++row) {
        const auto part = model.draft_module()->follow(*pairs, static_cast<std::int64_t>(row),
                                                       prompt.subspan(row + 1, 1), {});
        logits.insert(logits.end(), part.begin(), part.end());
    }
    return logits;
}

} // namespace

class SimulatedPlacementTest : public QObject {
    Q_OBJECT

  private slots:
    void experts_on_the_host_data() {
        QTest::addColumn<QString>("storage");
        QTest::addColumn<int>("ranks");
        const auto add = [](const char* storage, int ranks) {
            QTest::addRow("%s, %d ranks", storage, ranks) << QString(storage) << ranks;
        };
        add("fp8", PlannedModel::kMostRanks);
        if (test::kSanitized)
            return;
        add("fp8", 1);
        add("bf16", 2);
    }

    /// With the MTP module over the same tokens.
    void experts_on_the_host() {
        QFETCH(QString, storage);
        QFETCH(int, ranks);
        const PlannedModel planned(ranks, storage.toStdString());
        const test::TinyModel& tiny = planned.tiny;
        const auto tokens = test::random_tokens(6, kPrompt + kDecoded, tiny.vocab_size());
        const auto vocabulary = static_cast<std::size_t>(tiny.vocab_size());

        const auto alone = tiny.load(test::make_backend("cpu", test::simulated_numerics(planned.storage)),
                                     planned.options());
        test::Recorder expected;
        alone->set_trace(&expected);
        const auto cpu = run(*alone, tokens);
        alone->load_draft_module();
        const auto cpu_drafts = guess(*alone, std::span(tokens).first(kChunk));

        const std::int64_t bytes = planned.too_little();
        const MemoryPlan plan = planned.plan(bytes);
        QCOMPARE(plan.host_layers, std::vector<std::int64_t>{1});
        planned.start_machine(bytes);
        model::ModelOptions all_there = planned.options(plan);
        all_there.host_expert_layers.clear();
        test::expect_error(ErrorKind::OutOfMemory, {"GPU ", "are needed", "are missing"},
                           [&] { planned.load(all_there)->load_draft_module(); });

        planned.start_machine(bytes);
        std::vector<test::Recorder> found(static_cast<std::size_t>(ranks));
        std::vector<float> traced, repeated, drafts;
        {
            const auto model = planned.load(planned.options(plan));
            model->load_draft_module();
            for (int rank = 0; rank < ranks; ++rank)
                model->set_trace(rank, &found[static_cast<std::size_t>(rank)]);
            traced = run(*model, tokens);
            for (int rank = 0; rank < ranks; ++rank)
                model->set_trace(rank, nullptr);
            repeated = run(*model, tokens);
            drafts = guess(*model, std::span(tokens).first(kChunk));
        }
        QCOMPARE(test::simulator_findings(), std::string());
        QVERIFY(simt::host_calls().graphs > 0);
        // Steps that are recorded in pieces, and steps that are not.
        QVERIFY(repeated == traced);
        for (const test::Recorder& other : found) {
            QVERIFY(other.positions == found.front().positions);
            QVERIFY(other.experts == found.front().experts);
        }
        const std::size_t same = alike(found.front().experts, expected.experts,
                                       alike(found.front().positions, expected.positions, tokens.size()));
        const bool fp8 = planned.storage == "fp8";
        const std::size_t compared = (fp8 ? tokens.size() : same) * vocabulary;
        const double difference =
            test::cosine_difference(std::span(traced).first(compared), std::span(cpu).first(compared));
        const double guesses = test::cosine_difference(drafts, cpu_drafts);
        table_.append(QStringLiteral("%1 %2 %3 %4/%5 %6")
                          .arg(storage, -8)
                          .arg(ranks, 5)
                          .arg(difference, 12, 'e', 1)
                          .arg(same, 6)
                          .arg(tokens.size())
                          .arg(guesses, 8, 'e', 1));
        QVERIFY(fp8 || same >= kFewestAlike);
        QVERIFY2(difference < (fp8 ? kQuantisedGate : kGate), std::to_string(difference).c_str());
        if (!fp8) {
            expect_tokens_of(std::span(traced).first(compared), std::span(cpu).first(compared), vocabulary);
            QVERIFY(guesses < kQuantisedGate); // with choices of their own
        }
    }

    void cleanupTestCase() {
        qInfo("%-8s %5s %12s %9s %8s", "weights", "ranks", "from the CPU", "alike", "MTP");
        for (const QString& row : table_)
            qInfo().noquote() << row;
    }

  private:
    QStringList table_;
};

QTEST_GUILESS_MAIN(SimulatedPlacementTest)
#include "simulated_placement_test.moc"
