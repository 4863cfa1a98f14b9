// Sampling by the CUDA kernels on the simulator: the tokens that the host's sampler chooses.
#include "engine/runtime/logprobs.h"
#include "engine/runtime/sampler.h"
#include "kernels/cuda/sampler.h"
#include "tests/kernels/cuda/cuda_test.h"

#include <numeric>

using namespace hadal;
using namespace hadal::test;

namespace {

constexpr int kPadding = 37; ///< ids at the end that mean nothing

struct Settings {
    int vocab = 300;
    int rows = 2;
    float temperature = 1.0f;
    int top_k = 0;
    float top_p = 1.0f;
    float min_p = 0.0f;
    float repetition = 1.0f;
    float presence = 0.0f;
    float frequency = 0.0f;
    int biases = 0;
    int allowed = 0; ///< ids that the grammar allows; 0: all
    float spread = 2.0f;
    bool ties = false;
    std::uint64_t seed = 0x123456789abcdef0u;
};

struct Outcome {
    std::vector<int> tokens;
    std::vector<cuda::SampleStatus> status;
    std::vector<float> logprobs, top_logprobs;
    std::vector<int> top_ids;
    bool operator==(const Outcome&) const = default;
};

std::vector<std::uint32_t> bits_of(const std::vector<std::int32_t>& ids, int vocab) {
    std::vector<std::uint32_t> words(static_cast<std::size_t>((vocab + 31) / 32));
    for (const std::int32_t id : ids)
        words[static_cast<std::size_t>(id / 32)] |= 1u << id % 32;
    return words;
}

} // namespace

Q_DECLARE_METATYPE(Settings)

class TestCudaSampler : public QObject {
    Q_OBJECT

  private slots:
    void choosesTheSameTokens_data() {
        QTest::addColumn<Settings>("settings");
        const auto row = [](const char* name, auto change) {
            Settings s;
            change(s);
            QTest::newRow(name) << s;
        };
        row("greedy", [](Settings& s) { s.temperature = 0.0f; });
        row("greedy, ties", [](Settings& s) {
            s.temperature = 0.0f;
            s.ties = true;
        });
        row("plain", [](Settings&) {});
        row("hot", [](Settings& s) { s.temperature = 3.0f; });
        row("top-k", [](Settings& s) { s.top_k = 5; });
        row("top-k, ties", [](Settings& s) {
            s.top_k = 20;
            s.ties = true;
        });
        row("top-k of more than all", [](Settings& s) { s.top_k = 1000; });
        row("top-p", [](Settings& s) { s.top_p = 0.9f; });
        row("top-p of nothing", [](Settings& s) { s.top_p = 0.0f; });
        row("top-p, flat", [](Settings& s) {
            s.top_p = 0.5f;
            s.spread = 0.01f;
        });
        row("min-p", [](Settings& s) { s.min_p = 0.2f; });
        row("all filters, penalties and biases", [](Settings& s) {
            s.temperature = 0.8f;
            s.top_k = 40;
            s.top_p = 0.8f;
            s.min_p = 0.05f;
            s.repetition = 1.3f;
            s.presence = 0.4f;
            s.frequency = 0.2f;
            s.biases = 7;
        });
        row("a grammar", [](Settings& s) {
            s.allowed = 30;
            s.top_p = 0.95f;
            s.repetition = 0.7f;
        });
        row("one token allowed", [](Settings& s) { s.allowed = 1; });
        row("fewer tokens than alternatives", [](Settings& s) { s.vocab = kPadding + 4; });
        // Three blocks and more. In the first of these the third has no token that is known.
        row("blocks, greedy, ties", [](Settings& s) {
            s.vocab = 4106;
            s.rows = 1;
            s.temperature = 0.0f;
            s.ties = true;
        });
        row("blocks, by id", [](Settings& s) {
            s.vocab = 4500;
            s.rows = 1;
            s.seed = 7; // draws from the second block
            s.min_p = 0.001f;
        });
        row("blocks, top-p", [](Settings& s) {
            s.vocab = 5000;
            s.top_p = 0.95f;
        });
        row("blocks, top-k, ties", [](Settings& s) {
            s.vocab = 4500;
            s.rows = 1;
            s.top_k = 1200; // those with 2 and some with 1
            s.ties = true;
        });
        row("blocks, top-p, ties", [](Settings& s) {
            s.vocab = 4500;
            s.rows = 1;
            s.top_p = 0.8f;
            s.ties = true;
        });
        row("blocks, top-p, flat", [](Settings& s) {
            s.vocab = 4096;
            s.rows = 1;
            s.top_p = 0.7f;
            s.spread = 0.001f;
        });
        row("blocks, top-p, most deeper than all bins", [](Settings& s) {
            s.vocab = 4500;
            s.rows = 1;
            s.temperature = 70.0f;
            s.top_p = 0.97f;
            s.spread = 100.0f;
        });
        row("blocks, top-k, most deeper than all bins", [](Settings& s) {
            s.vocab = 4500;
            s.rows = 1;
            s.temperature = 70.0f;
            s.top_k = 3000;
            s.spread = 100.0f;
        });
        row("blocks, all filters, penalties, biases and a grammar", [](Settings& s) {
            s.vocab = 4500;
            s.temperature = 0.8f;
            s.top_k = 300;
            s.top_p = 0.9f;
            s.min_p = 0.02f;
            s.repetition = 1.3f;
            s.presence = 0.4f;
            s.frequency = 0.2f;
            s.biases = 60;
            s.allowed = 2000;
        });
        row("blocks, one token allowed", [](Settings& s) {
            s.vocab = 4500;
            s.rows = 1;
            s.top_p = 0.9f;
            s.allowed = 1;
        });
        row("V3.2's vocabulary, by id", [](Settings& s) {
            s.vocab = 129'280;
            s.rows = 1;
        });
        row("V3.2's vocabulary, all filters", [](Settings& s) {
            s.vocab = 129'280;
            s.rows = 1;
            s.temperature = 0.7f;
            s.top_k = 200;
            s.top_p = 0.95f;
            s.min_p = 0.01f;
            s.repetition = 1.1f;
            s.presence = 0.1f;
            s.frequency = 0.1f;
            s.biases = 7;
            s.spread = 3.0f;
        });
    }
    void choosesTheSameTokens() {
        QFETCH(Settings, settings);
        constexpr int kTop = 4;
        const int rows = settings.rows;
        const int vocab = settings.vocab;
        Random random(61);
        std::vector<std::int32_t> known(static_cast<std::size_t>(vocab - kPadding));
        std::iota(known.begin(), known.end(), 0);
        known.erase(known.begin() + 3); // a hole
        std::vector<float> logits;
        for (int i = 0; i < rows * vocab; ++i)
            logits.push_back(settings.ties ? static_cast<float>(random.between(-2, 2))
                                           : settings.spread * random.normal());

        runtime::Sampling sampling;
        sampling.temperature = settings.temperature;
        sampling.top_k = settings.top_k;
        sampling.top_p = settings.top_p;
        sampling.min_p = settings.min_p;
        sampling.repetition_penalty = settings.repetition;
        sampling.presence_penalty = settings.presence;
        sampling.frequency_penalty = settings.frequency;
        sampling.seed = settings.seed;
        std::vector<cuda::TokenBias> biases;
        const int apart = vocab > 1000 ? 67 : 11; // 60 of them reach into the second block
        for (int i = 0; i < settings.biases; ++i) {
            biases.push_back({apart * i, random.normal()});
            sampling.logit_bias[apart * i] = biases.back().bias;
        }
        const std::vector<std::int32_t> prompt{1, 2, 5, 8};
        runtime::Sampler sampler(sampling, known, prompt);

        // The host goes first: what it has chosen makes the lists of the rows that follow.
        const int list_stride = 64;
        std::vector<cuda::SampleSettings> device;
        std::vector<cuda::TokenCount> counts(static_cast<std::size_t>(rows * list_stride));
        std::vector<cuda::TokenBias> bias_lists(counts.size());
        std::vector<std::uint32_t> masks;
        std::vector<int> expected;
        std::map<int, int> seen;
        if (settings.repetition != 1.0f)
            for (const int id : prompt)
                seen[id] = 0;
        for (int r = 0; r < rows; ++r) {
            std::vector<std::int32_t> allowed;
            for (int i = 0; i < settings.allowed; ++i)
                allowed.push_back(static_cast<std::int32_t>(random.between(0, vocab - 1)));
            if (settings.allowed > 0)
                allowed.push_back(known[static_cast<std::size_t>(10 + r)]);
            const auto mask = bits_of(allowed, vocab);
            masks.insert(masks.end(), mask.begin(), mask.end());
            std::vector<std::uint64_t> wide((mask.size() + 1) / 2);
            std::memcpy(wide.data(), mask.data(), mask.size() * 4);
            cuda::SampleSettings s{settings.temperature,
                                   settings.top_k,
                                   settings.top_p,
                                   settings.min_p,
                                   settings.repetition,
                                   settings.presence,
                                   settings.frequency,
                                   0,
                                   settings.biases,
                                   *sampling.seed,
                                   static_cast<std::uint64_t>(r)};
            for (const auto& [id, count] : seen)
                counts[static_cast<std::size_t>(r * list_stride + s.occurrences++)] = {id, count};
            std::copy(biases.begin(), biases.end(), bias_lists.begin() + r * list_stride);
            device.push_back(s);
            const std::span<const float> row{logits.data() + r * vocab, static_cast<std::size_t>(vocab)};
            expected.push_back(sampler.sample(row, settings.allowed > 0 ? std::span<const std::uint64_t>(wide)
                                                                        : std::span<const std::uint64_t>{}));
            ++seen[expected.back()];
        }

        const Outcome found = under_all_schedules([&](const SimtStream& stream) {
            const DeviceArray<float> dlogits(stream, logits);
            const DeviceArray<std::uint32_t> dknown(stream, bits_of(known, vocab));
            const DeviceArray<std::uint32_t> dallowed(stream, masks);
            const DeviceArray<cuda::SampleSettings> dsettings(stream, device);
            const DeviceArray<cuda::TokenCount> dcounts(stream, counts);
            const DeviceArray<cuda::TokenBias> dbiases(stream, bias_lists);
            const auto n = static_cast<std::size_t>(rows);
            const DeviceArray<int> tokens(n), top_ids(n * kTop);
            const DeviceArray<cuda::SampleStatus> status(n);
            const DeviceArray<float> logprobs(n), top_logprobs(n * kTop);
            cuda::Sample p;
            p.logits = dlogits.data();
            p.known = dknown.data();
            p.allowed = settings.allowed > 0 ? dallowed.data() : nullptr;
            p.settings = dsettings.data();
            p.occurrences = dcounts.data();
            p.biases = dbiases.data();
            p.tokens = tokens.data();
            p.status = status.data();
            p.logprobs = logprobs.data();
            p.top_ids = top_ids.data();
            p.top_logprobs = top_logprobs.data();
            p.rows = rows;
            p.vocab = vocab;
            p.stride = vocab;
            p.list_stride = list_stride;
            p.top = kTop;
            const DeviceArray<std::byte> scratch(p.scratch_bytes());
            p.scratch = scratch.data();
            cuda::sample(stream, p);
            return Outcome{tokens.values(stream), status.values(stream), logprobs.values(stream),
                           top_logprobs.values(stream), top_ids.values(stream)};
        });
        if (QTest::currentTestFailed())
            return;
        QCOMPARE(found.tokens, expected);
        for (int r = 0; r < rows; ++r) {
            const auto index = static_cast<std::size_t>(r);
            QVERIFY(found.status[index] == cuda::SampleStatus::Done);
            const runtime::Logprobs logprobs = runtime::read_logprobs(
                {logits.data() + r * vocab, static_cast<std::size_t>(vocab)}, known, expected[index], kTop);
            QVERIFY(std::abs(found.logprobs[index] - logprobs.chosen.logprob) < 1e-4f);
            for (std::size_t n = 0; n < kTop; ++n) {
                if (n >= known.size()) {
                    QCOMPARE(found.top_ids[index * kTop + n], -1);
                    continue;
                }
                QCOMPARE(found.top_ids[index * kTop + n], logprobs.top[n].id);
                QVERIFY(std::abs(found.top_logprobs[index * kTop + n] - logprobs.top[n].logprob) < 1e-4f);
            }
        }
    }

    void tellsWhatIsWrong_data() {
        QTest::addColumn<int>("vocab");
        QTest::addRow("one block") << 40;
        QTest::addRow("in the last of three blocks") << 4140;
    }
    void tellsWhatIsWrong() {
        QFETCH(int, vocab);
        std::vector<std::int32_t> known_ids(static_cast<std::size_t>(vocab - 1));
        std::iota(known_ids.begin(), known_ids.end(), 0);
        const std::vector<std::uint32_t> known = bits_of(known_ids, vocab);
        const std::vector<std::uint32_t> nothing = bits_of({vocab - 1}, vocab); // an unknown id
        std::vector<float> logits(static_cast<std::size_t>(3 * vocab), 1.0f);
        logits[static_cast<std::size_t>(vocab - 2)] = NAN;
        std::fill(logits.begin() + 2 * vocab, logits.end(), -INFINITY);
        logits.back() = 5.0f; // unknown
        const auto run = [&](const SimtStream& stream, int row, bool masked) {
            const DeviceArray<float> dlogits(stream, logits);
            const DeviceArray<std::uint32_t> dknown(stream, known);
            const DeviceArray<std::uint32_t> dallowed(stream, nothing);
            const DeviceArray<cuda::SampleSettings> settings(stream, std::vector<cuda::SampleSettings>(1));
            const DeviceArray<int> token(1);
            const DeviceArray<cuda::SampleStatus> status(1);
            cuda::Sample p;
            p.logits = dlogits.data() + row * vocab;
            p.known = dknown.data();
            p.allowed = masked ? dallowed.data() : nullptr;
            p.settings = settings.data();
            p.tokens = token.data();
            p.status = status.data();
            p.rows = 1;
            p.vocab = p.stride = vocab;
            const DeviceArray<std::byte> scratch(p.scratch_bytes());
            p.scratch = scratch.data();
            cuda::sample(stream, p);
            return std::pair{token.values(stream)[0], status.values(stream)[0]};
        };
        const auto expect = [&](int row, bool masked, cuda::SampleStatus status) {
            const auto found =
                under_all_schedules([&](const SimtStream& stream) { return run(stream, row, masked); });
            QVERIFY(found == std::pair(-1, status));
        };
        expect(0, false, cuda::SampleStatus::NotANumber);
        expect(1, true, cuda::SampleStatus::NothingAllowed);
        expect(2, false, cuda::SampleStatus::NothingPossible);
        const SimtStream stream(0);
        cuda::Sample p;
        p.rows = 1;
        p.vocab = 300'000;
        p.stride = 300'000;
        QVERIFY_EXCEPTION_THROWN(cuda::sample(stream, p), Error);
    }
};

QTEST_GUILESS_MAIN(TestCudaSampler)
#include "test_cuda_sampler.moc"
