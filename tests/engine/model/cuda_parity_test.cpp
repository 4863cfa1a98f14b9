// The forward pass on the CUDA backend against the CPU backend with the same numerics, and against the
// oracles of the parity test where a case's numerics are a GPU's: on the simulator, or on the GPU of this
// machine.
#include "tests/kernels/cuda/platform.h"
#include "tiny_model.h"

#include "engine/model/mtp.h"
#include "engine/model/safetensors.h"
#include "kernels/cuda/backend/backend.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <cstring>
#include <fstream>
#include <set>

using namespace hadal;
using nlohmann::json;

namespace {

const std::filesystem::path kFixtures = std::filesystem::path(HADAL_TEST_DATA) / "oracle";
constexpr std::size_t kMostTokens = 12; // more than index_topk

/// Sums in another order round to other bf16 now and then, and a near tie of positions or experts may then
/// fall the other way, which tiny random networks amplify. So logits are compared up to the first token with
/// another choice, on which no later one has any influence.
constexpr double kLogits = 1e-3; ///< cosine difference
constexpr double kQuantisedLogits =
    1e-2;                           ///< where inputs of linears are FP8: another rounding is a step of 2^-3
constexpr double kAgreement = 0.75; ///< of the choices, all tokens counted

struct Case {
    test::TinyCheckpoint checkpoint;
    ops::Numerics numerics;
    model::ModelOptions options;
    std::vector<std::int32_t> tokens;
    std::vector<float> oracle; ///< logits; empty where the checkpoint had to be stored otherwise
};

/// With FP8 activations rounding to bf16 by itself decides choices in most random networks, on the CPU too:
/// seeds of two in which it decides none.
const std::map<std::string, std::uint64_t> kSeeds{{"fp8_activations_scaled", 74}, {"fp8_everywhere", 10}};

Case read_case(const json& all, const std::string& name) {
    const json& spec = all[name];
    const model::SafetensorsFile file(kFixtures / (name + ".safetensors"));
    const auto values = [&](const std::string& tensor, auto& to) {
        const auto& entry = file.entries().at(tensor);
        to.resize((entry.end - entry.begin) / sizeof to[0]);
        std::memcpy(to.data(), file.data(entry), entry.end - entry.begin);
    };
    Case c;
    const std::string storage = spec["storage"];
    c.checkpoint = {spec["config"].dump(), storage == "f32" ? "bf16" : storage, spec["power_of_two_scales"],
                    kSeeds.contains(name) ? kSeeds.at(name) : spec["seed"].get<std::uint64_t>()};
    const json& numerics = spec["numerics"];
    c.numerics.round_bf16 = true;
    if (!numerics["activation_quant"].is_null())
        c.numerics.activation_quant = numerics["activation_quant"] == "scaled"
                                          ? ops::ActivationQuant::Scaled
                                          : ops::ActivationQuant::PowerOfTwo;
    c.options.hadamard = numerics["hadamard"];
    if (numerics["fp8_latents"])
        c.options.latent_format = ops::LatentFormat::FP8;
    if (numerics["fp8_index_keys"])
        c.options.index_key_format = ops::IndexKeyFormat::FP8;
    values("tokens", c.tokens);
    if (kSeeds.contains(name))
        c.tokens = test::random_tokens(c.checkpoint.seed, kMostTokens, spec["config"]["vocab_size"]);
    else if (storage != "f32")
        values("logits", c.oracle);
    if (c.tokens.size() > kMostTokens)
        c.tokens.resize(kMostTokens);
    c.oracle.resize(
        std::min(c.oracle.size(), c.tokens.size() * spec["config"]["vocab_size"].get<std::size_t>()));
    return c;
}

struct Result {
    std::vector<float> logits, mtp;
    test::Recorder recorder;
};

/// `chunk` 0: all at once. The MTP module, where there is one, goes over the same tokens.
void run_model(Result& result, const Case& c, const test::TinyModel& tiny,
               std::unique_ptr<ops::Backend> backend, std::size_t chunk) {
    const auto model = tiny.load(std::move(backend), c.options);
    model->set_trace(&result.recorder);
    result.logits = test::run(*model, c.tokens, chunk);
    const auto mtp = chunk == 0 ? model::MtpModule::load(*model) : nullptr;
    if (!mtp)
        return;
    const auto pairs = static_cast<std::int64_t>(c.tokens.size()) - 1;
    const auto cache = mtp->make_cache(pairs);
    const model::MtpInput input{cache.get(), model->hidden_states(0).slice_rows(0, pairs),
                                std::span(c.tokens).subspan(1), true};
    const auto logits = mtp->forward({&input, 1}, {});
    result.mtp.assign(logits.begin(), logits.end());
}

/// How much two runs chose alike, as sets.
struct Agreement {
    std::size_t rows = 0, same = 0;
    std::size_t first = SIZE_MAX; ///< the first token with another choice
    double fraction() const { return rows ? static_cast<double>(same) / static_cast<double>(rows) : 1.0; }
};

using Choices = std::map<std::int64_t, std::vector<std::int32_t>>;

Agreement agreement(Choices a, Choices b, std::int64_t choices) {
    const auto width = static_cast<std::ptrdiff_t>(choices);
    Agreement result;
    for (auto& [layer, ours] : a) {
        auto& theirs = b.at(layer);
        QTest::qCompare(ours.size(), theirs.size(), "ours", "theirs", __FILE__, __LINE__);
        auto other = theirs.begin();
        std::size_t token = 0;
        for (auto own = ours.begin(); own != ours.end();
             own += width, other += width, ++token, ++result.rows) {
            std::sort(own, own + width);
            std::sort(other, other + width);
            if (std::equal(own, own + width, other))
                ++result.same;
            else
                result.first = std::min(result.first, token);
        }
    }
    return result;
}

} // namespace

class CudaParityTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        std::ifstream in(kFixtures / "cases.json");
        cases_ = json::parse(in);
        QVERIFY(cases_.size() >= 12);
    }

    void agrees_with_the_cpu_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("chunk");
        const std::set<std::string> some{"fp8_everywhere", "v32_bf16_rounded", "v3_fp8", "v2_greedy"};
        for (const auto& [name, spec] : cases_.items())
            if (!test::kSanitized || some.contains(name))
                QTest::addRow("%s", name.c_str()) << QString::fromStdString(name) << 0;
        for (const std::string& name : some) {
            if (test::kSanitized && name != "fp8_everywhere")
                continue;
            QTest::addRow("%s, chunks of 5", name.c_str()) << QString::fromStdString(name) << 5;
            QTest::addRow("%s, token by token", name.c_str()) << QString::fromStdString(name) << 1;
        }
    }

    void agrees_with_the_cpu() {
        QFETCH(QString, name);
        QFETCH(int, chunk);
        const Case c = read_case(cases_, name.toStdString());
        const test::TinyModel tiny(c.checkpoint);
        Result cpu, gpu;
        run_model(cpu, c, tiny, cpu::make_backend({.threads = 1, .numerics = c.numerics}),
                  static_cast<std::size_t>(chunk));
        test::on_platform([&] {
            run_model(gpu, c, tiny, cuda::make_backend({.activation_quant = c.numerics.activation_quant}),
                      static_cast<std::size_t>(chunk));
        });
        if (QTest::currentTestFailed())
            return;
        const auto& config = tiny.checkpoint()->config();
        const Agreement positions =
            agreement(gpu.recorder.positions, cpu.recorder.positions, config.index_topk);
        const Agreement experts =
            agreement(gpu.recorder.experts, cpu.recorder.experts, config.num_experts_per_tok);
        const auto vocabulary = static_cast<std::size_t>(config.vocab_size);
        const std::size_t alike = std::min({positions.first, experts.first, c.tokens.size()});
        const auto difference = [&](const std::vector<float>& to, std::size_t tokens) {
            const std::size_t count = tokens * vocabulary;
            return count == 0 ? 0.0
                              : test::cosine_difference(std::span(gpu.logits).first(count),
                                                        std::span(to).first(count));
        };
        const double logits = difference(cpu.logits, alike);
        const auto cell = [](double value, bool there) {
            return there ? QString::number(value, 'e', 1) : QStringLiteral("-");
        };
        const std::size_t all = c.tokens.size();
        table_.append(
            QStringLiteral("%1 %2 %3/%4 %5 %6 %7 %8 %9% %10%")
                .arg(QString::fromLatin1(QTest::currentDataTag()), -34)
                .arg(QString::fromStdString(c.checkpoint.storage), -4)
                .arg(alike, 5)
                .arg(all, -4)
                .arg(cell(logits, alike > 0), 9)
                .arg(cell(difference(cpu.logits, all), true), 9)
                .arg(cell(cpu.mtp.empty() ? 0 : test::cosine_difference(gpu.mtp, cpu.mtp), !cpu.mtp.empty()),
                     9)
                .arg(cell(c.oracle.empty() ? 0 : difference(c.oracle, all), !c.oracle.empty()), 9)
                .arg(100 * positions.fraction(), 9, 'f', 1)
                .arg(100 * experts.fraction(), 9, 'f', 1));
        QVERIFY(alike > 0);
        const bool quantised = c.numerics.activation_quant != ops::ActivationQuant::None;
        QVERIFY(logits < (quantised ? kQuantisedLogits : kLogits));
        QVERIFY(positions.fraction() > kAgreement);
        QVERIFY(experts.fraction() > kAgreement);
    }

    /// A prefill, a decode step and a short sequence below index_topk, together and each alone.
    void sequences_of_a_step_do_not_touch_each_other() {
        const Case c = read_case(cases_, "fp8_everywhere");
        const test::TinyModel tiny(c.checkpoint);
        test::on_platform([&] {
            const auto model =
                tiny.load(cuda::make_backend({.activation_quant = c.numerics.activation_quant}), c.options);
            const std::vector<std::vector<std::int32_t>> past{{}, c.tokens, {}};
            const std::vector<std::vector<std::int32_t>> added{c.tokens, {5}, {7, 8, 9}};
            const auto feed = [&](std::span<const std::size_t> which) {
                std::vector<std::unique_ptr<model::Cache>> caches;
                std::vector<model::SequenceInput> inputs;
                for (const std::size_t i : which) {
                    caches.push_back(model->make_cache(200));
                    if (!past[i].empty()) {
                        const model::SequenceInput first{caches.back().get(), past[i], false};
                        model->forward({&first, 1}, {});
                    }
                    inputs.push_back({caches.back().get(), added[i], i == 0});
                }
                const auto logits = model->forward(inputs, {});
                return std::vector<float>(logits.begin(), logits.end());
            };
            std::vector<float> alone;
            for (const std::size_t i : {0u, 1u, 2u}) {
                const auto logits = feed(std::array{i});
                alone.insert(alone.end(), logits.begin(), logits.end());
            }
            const auto together = feed(std::array<std::size_t, 3>{0, 1, 2});
            QVERIFY(test::cosine_difference(together, alone) < kQuantisedLogits);
        });
    }

    void cleanupTestCase() {
        qInfo("%-34s %-4s %-10s %9s %9s %9s %9s %10s %10s", "configuration", "", "alike", "logits", "all",
              "MTP", "oracle", "positions", "experts");
        for (const QString& row : table_)
            qInfo("%s", qPrintable(row));
    }

  private:
    json cases_;
    QStringList table_;
};

QTEST_GUILESS_MAIN(CudaParityTest)
#include "cuda_parity_test.moc"
