// The CUDA engine on 1 to 16 simulated devices, whole: every rank decides alike to the last bit, and all of
// them together give what the CPU gives with the same roundings.
#include "engine/runtime/sampler.h"

#include "tests/engine/expect_error.h"
#include "tests/engine/model/backends.h"
#include "tests/engine/parallel/simulated_model.h"
#include "tests/sanitized.h"

#include "kernels/cuda/launch.h"

#include <QtTest>

#include <numeric>

using namespace hadal;
using namespace hadal::parallel;

namespace {

constexpr std::size_t kPrompt = 18, kDecoded = 2; // beyond index_topk, which is 8

/// How far a simulated result may be from the CPU's with the same roundings. What falls on either side of a
/// close call (an FP8 code, a position, an expert) differs visibly in a network this small, so with bf16
/// weights the tokens before the first other choice count, and have to agree closely. A lost part is far
/// beyond either.
constexpr double kFp8Gate = 0.1, kBf16Gate = 1e-3;
constexpr std::size_t kFewestAlike = 8;

/// Tokens before the first whose choices differ in some layer.
std::size_t alike(const std::map<std::int64_t, std::vector<std::int32_t>>& a,
                  const std::map<std::int64_t, std::vector<std::int32_t>>& b, std::size_t tokens) {
    for (const auto& [layer, choices] : a) {
        const auto& others = b.at(layer);
        const auto at = std::mismatch(choices.begin(), choices.end(), others.begin(), others.end()).first;
        const auto width = choices.size() / (kPrompt + kDecoded);
        tokens = std::min(tokens, static_cast<std::size_t>(at - choices.begin()) / width);
    }
    return tokens;
}

std::atomic<int> own_products = 0;

/// Fails a rank in the middle of a step.
class Failing final : public model::Trace {
  public:
    void selected(std::int64_t layer, std::span<const std::int32_t>) override {
        if (layer == 0)
            throw Error(ErrorKind::OutOfMemory, "device 1 has no memory left");
    }
    void routed(std::int64_t, std::span<const std::int32_t>, std::span<const float>) override {}
};

} // namespace

class SimulatedRanksTest : public QObject {
    Q_OBJECT

  private slots:
    void ranks_agree_data() {
        QTest::addColumn<QString>("storage");
        QTest::addColumn<int>("ranks");
        const auto add = [](const char* storage, int ranks) {
            QTest::addRow("%s, %d ranks", storage, ranks) << QString(storage) << ranks;
        };
        add("fp8", 2);
        if (test::kSanitized)
            return;
        for (const int ranks : {1, 4, 8, 16})
            add("fp8", ranks);
        for (const int ranks : {1, 2, 4, 8})
            add("bf16", ranks);
    }

    void ranks_agree() {
        QFETCH(QString, storage);
        QFETCH(int, ranks);
        const std::string stored = storage.toStdString();
        const std::uint64_t seed = stored == "fp8" ? 6 : 11; // with 6, four ranks meet a near tie at once
        const test::TinyModel tiny({test::simulated_config(ranks, stored), stored, true, seed});
        const auto tokens = test::random_tokens(6, kPrompt + kDecoded, tiny.vocab_size());
        const auto alone = tiny.load(test::make_backend("cpu", test::simulated_numerics(stored)),
                                     test::simulated_options(stored));
        test::Recorder expected;
        alone->set_trace(&expected);
        const auto cpu = test::run_steps(*alone, tokens, kPrompt);

        std::vector<test::Recorder> found(static_cast<std::size_t>(ranks));
        std::vector<float> simulated;
        {
            simt::start(test::simulated_machine(ranks));
            const auto model = test::SimulatedRanks{.ranks = ranks, .storage = stored}.load(tiny);
            for (int rank = 0; rank < ranks; ++rank)
                model->set_trace(rank, &found[static_cast<std::size_t>(rank)]);
            simulated = test::run_steps(*model, tokens, kPrompt);
        }
        QVERIFY2(test::simulator_findings().empty(), test::simulator_findings().c_str());
        const std::size_t same = alike(found.front().experts, expected.experts,
                                       alike(found.front().positions, expected.positions, tokens.size()));
        const std::size_t compared = stored == "fp8" ? tokens.size() : same;
        QVERIFY(stored == "fp8" || compared >= kFewestAlike);
        const auto count = compared * static_cast<std::size_t>(tiny.vocab_size());
        const double difference =
            test::cosine_difference(std::span(simulated).first(count), std::span(cpu).first(count));
        table_.append(QStringLiteral("%1 %2 %3 %4/%5")
                          .arg(storage, -8)
                          .arg(ranks, 5)
                          .arg(difference, 12, 'e', 1)
                          .arg(same, 6)
                          .arg(tokens.size()));
        for (const test::Recorder& other : found) {
            QVERIFY(!other.positions.empty() && !other.experts.empty());
            QVERIFY(other.positions == found.front().positions);
            QVERIFY(other.experts == found.front().experts);
            QVERIFY(other.weights == found.front().weights);
        }
        QVERIFY2(difference < (stored == "fp8" ? kFp8Gate : kBf16Gate), std::to_string(difference).c_str());
    }

    void long_prompts_by_the_library_data() {
        QTest::addColumn<int>("version");
        for (const int version : {90, 120})
            QTest::addRow("architecture %d", version) << version;
    }

    /// With the rows of the prompt in cuBLASLt's hands the model is the same, on all ranks.
    void long_prompts_by_the_library() {
        QFETCH(int, version);
        constexpr int kRanks = 2;
        constexpr std::size_t kRows = 16;
        const test::TinyModel tiny({test::simulated_config(kRanks, "fp8", 1), "fp8", true, 6});
        const auto tokens = test::random_tokens(6, kRows + 1, tiny.vocab_size());
        const auto alone = tiny.load(test::make_backend("cpu", test::simulated_numerics("fp8")),
                                     test::simulated_options("fp8"));
        const auto cpu = test::run_steps(*alone, tokens, kRows);
        std::vector<int> own; ///< products by our kernel
        for (const int rows : {16, 1000}) {
            simt::Options machine = test::simulated_machine(kRanks);
            for (simt::DeviceSpec& device : machine.devices) {
                device.major = version / 10;
                device.minor = version % 10;
            }
            simt::start(machine);
            const auto model = test::SimulatedRanks{.ranks = kRanks, .library_rows = rows}.load(tiny);
            std::array<test::Recorder, kRanks> ranks;
            for (int rank = 0; rank < kRanks; ++rank)
                model->set_trace(rank, &ranks[static_cast<std::size_t>(rank)]);
            own_products = 0;
            cuda::detail::launch_observer = [](const std::string& kernel, const cuda::Grid&) {
                own_products += kernel.find("gemm_kernel") != std::string::npos;
            };
            const auto found = test::run_steps(*model, tokens, kRows);
            cuda::detail::launch_observer = nullptr;
            own.push_back(own_products);
            QVERIFY2(test::simulator_findings().empty(), test::simulator_findings().c_str());
            QVERIFY(ranks[0].positions == ranks[1].positions && ranks[0].experts == ranks[1].experts);
            const double difference = test::cosine_difference(found, cpu);
            QVERIFY2(difference < kFp8Gate, std::to_string(difference).c_str());
        }
        QCOMPARE(own[1] - own[0], kRanks * 7); // q_a, q_b, kv_a, o_proj, the indexer's two in FP8; the head
    }

    /// Sums that kernels push, that NCCL carries and that go by way of the host, chosen or measured; and
    /// after a failure each goes on.
    void every_way_gives_the_same_bits() {
        constexpr int ranks = 3; // which do not share the sums evenly
        struct Way {
            const char* name;
            std::optional<std::int64_t> push_rows;
            bool nccl, peers, graphs;
        };
        const test::TinyModel tiny({test::simulated_config(ranks, "fp8", 1), "fp8", true, 7});
        const auto tokens = test::random_tokens(8, kPrompt + kDecoded, tiny.vocab_size());
        std::vector<float> first;
        for (const Way& way :
             {Way{"pushed, many rows by NCCL", 16, true, true, true},
              Way{"two rows pushed at a time", 2, false, true, true}, Way{"NCCL alone", 0, true, true, true},
              Way{"NCCL, without peers", 16, true, false, true}, Way{"the host alone", 0, false, true, false},
              Way{"as measured", {}, true, true, true}}) {
            simt::Options machine = test::simulated_machine(ranks);
            machine.peer_access = way.peers;
            simt::start(machine);
            test::SimulatedRanks simulated{.ranks = ranks};
            simulated.group.push_rows = way.push_rows;
            simulated.group.nccl = way.nccl;
            const auto model = simulated.load(tiny);
            if (way.push_rows)
                QCOMPARE(simulated.made->push_rows(), way.peers ? *way.push_rows : 0);
            QCOMPARE(simulated.made->uses_nccl(), way.nccl);
            Failing trace;
            model->set_trace(1, &trace);
            test::expect_error(ErrorKind::OutOfMemory, {"device 1"},
                               [&] { test::run_steps(*model, tokens, kPrompt); });
            model->set_trace(1, nullptr);
            const auto logits = test::run_steps(*model, tokens, kPrompt);
            if (first.empty())
                first = logits;
            QVERIFY2(logits == first, way.name);
            // Sums that take the host no more than to queue them are part of the steps that ranks repeat.
            QVERIFY2((simt::host_calls().graphs > 0) == way.graphs, way.name);
            QVERIFY2(test::simulator_findings().empty(), test::simulator_findings().c_str());
        }
    }

    void tokens_are_chosen_on_a_device_data() {
        QTest::addColumn<int>("ranks");
        QTest::addColumn<bool>("peers");
        QTest::newRow("2 ranks") << 2 << true;
        if (!test::kSanitized)
            QTest::newRow("4 ranks that do not reach each other") << 4 << false;
    }

    /// Those that the host would choose from the same logits, and one rank.
    void tokens_are_chosen_on_a_device() {
        QFETCH(int, ranks);
        QFETCH(bool, peers);
        constexpr int kSteps = 5;
        const test::TinyModel tiny({test::simulated_config(4, "bf16"), "bf16", true, 11});
        const auto prompt = test::random_tokens(6, 4, tiny.vocab_size());
        std::vector<std::int32_t> known(static_cast<std::size_t>(tiny.vocab_size()) - 5);
        std::iota(known.begin(), known.end(), 0);
        runtime::Sampling sampling;
        sampling.temperature = 0.7f;
        sampling.top_p = 0.8f;
        sampling.seed = 4711;

        /// The tokens that a model's device chooses, and what the host does with the same model's logits.
        const auto choose = [&](model::LanguageModel& model, std::vector<std::int32_t>& by_host) {
            const auto chooser = model.make_chooser(known);
            runtime::Sampler sampler(sampling, known, prompt);
            const auto cache = model.make_cache(50), other = model.make_cache(50);
            std::vector<std::int32_t> tokens;
            for (int step = 0; step < kSteps; ++step) {
                const auto given = step == 0 ? std::span(prompt) : std::span(std::as_const(tokens)).last(1);
                const model::SequenceInput for_host{other.get(), given, false};
                const auto logits = model.forward({&for_host, 1}, {});
                by_host.push_back(sampler.sample(logits, {}));
                std::array<ops::TokenRule, 1> rule;
                rule[0].temperature = sampling.temperature;
                rule[0].top_p = sampling.top_p;
                rule[0].seed = *sampling.seed;
                rule[0].position = static_cast<std::uint64_t>(step);
                rule[0].top_logprobs = 2;
                const model::SequenceInput input{cache.get(), given, false};
                const auto choices = chooser->forward(
                    {&input, 1}, [&]() -> std::span<const ops::TokenRule> { return rule; }, {});
                if (choices.size() != 1 || choices[0].top.size() != 2)
                    return std::vector<std::int32_t>{};
                tokens.push_back(choices[0].id);
            }
            return tokens;
        };
        simt::Options machine = test::simulated_machine(ranks);
        machine.peer_access = peers;
        simt::start(machine);
        std::vector<std::int32_t> by_host, by_host_of_one;
        const auto model = test::SimulatedRanks{.ranks = ranks, .storage = "bf16"}.load(tiny);
        const auto tokens = choose(*model, by_host);
        QCOMPARE(tokens.size(), std::size_t{kSteps});
        QVERIFY(tokens == by_host);
        const auto alone =
            tiny.load(cuda::make_backend({.device = 0, .activation_quant = ops::ActivationQuant::None}),
                      test::simulated_options("bf16"));
        QVERIFY(choose(*alone, by_host_of_one) == tokens);
        QVERIFY2(test::simulator_findings().empty(), test::simulator_findings().c_str());
    }

    void cleanupTestCase() {
        qInfo("%-8s %5s %12s %8s", "weights", "ranks", "from the CPU", "alike");
        for (const QString& row : table_)
            qInfo().noquote() << row;
    }

  private:
    QStringList table_;
};

QTEST_GUILESS_MAIN(SimulatedRanksTest)
#include "simulated_ranks_test.moc"
