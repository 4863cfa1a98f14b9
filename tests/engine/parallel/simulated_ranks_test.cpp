// The CUDA engine on 1 to 16 simulated devices, whole: every rank decides alike to the last bit, and all of
// them together give what the CPU gives with the same roundings.
#include "engine/parallel/cuda_group.h"
#include "engine/parallel/parallel_model.h"
#include "kernels/cuda/backend/backend.h"
#include "kernels/simt/machine.h"

#include "tests/engine/expect_error.h"
#include "tests/engine/model/backends.h"
#include "tests/engine/model/tiny_model.h"

#include <nlohmann/json.hpp>

#include <QtTest>

using namespace hadal;
using namespace hadal::parallel;

namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr int kMostRanks = 4; // more run the same code, for minutes
#else
constexpr int kMostRanks = 16;
#endif
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

/// Two heads, and 128 channels of each MLP, for each of `ranks`.
/// `layers` is one with many ranks, for the time it takes, and with bf16 weights, so that no close call in
/// one layer moves what the next one chooses from.
std::string config_for(int ranks, const std::string& storage) {
    const int layers = ranks < 8 && storage == "fp8" ? 2 : 1;
    auto config = nlohmann::json::parse(test::tiny_v32_config());
    const int shares = std::max(ranks, 4);
    config["vocab_size"] = 256;
    config["hidden_size"] = 128;
    config["num_hidden_layers"] = layers;
    config["first_k_dense_replace"] = layers - 1;
    config["num_nextn_predict_layers"] = 0;
    config["num_attention_heads"] = 2 * shares;
    config["q_lora_rank"] = 128;
    config["kv_lora_rank"] = 128;
    config["qk_nope_head_dim"] = 64;
    config["qk_rope_head_dim"] = 64;
    config["v_head_dim"] = 64;
    config["index_head_dim"] = 128;
    config["intermediate_size"] = 128 * shares;
    config["moe_intermediate_size"] = 128 * shares;
    config["quantization_config"] = {{"quant_method", "fp8"},
                                     {"fmt", "e4m3"},
                                     {"activation_scheme", "dynamic"},
                                     {"scale_fmt", "ue8m0"},
                                     {"weight_block_size", {128, 128}}};
    return config.dump();
}

/// A prefill step, then tokens one by one: logits after every token.
std::vector<float> run(model::LanguageModel& model, const std::vector<std::int32_t>& tokens) {
    const auto cache = model.make_cache(100);
    std::vector<float> logits;
    for (std::size_t begin = 0; begin < tokens.size();) {
        const std::size_t count = begin == 0 ? kPrompt : 1;
        const model::SequenceInput input{cache.get(), std::span(tokens).subspan(begin, count), true};
        const auto part = model.forward({&input, 1}, {});
        logits.insert(logits.end(), part.begin(), part.end());
        begin += count;
    }
    return logits;
}

ops::Numerics numerics_for(const std::string& storage) {
    return {true, storage == "fp8" ? ops::ActivationQuant::PowerOfTwo : ops::ActivationQuant::None};
}

model::ModelOptions caches_for(const std::string& storage) {
    model::ModelOptions options;
    if (storage == "fp8") {
        options.latent_format = ops::LatentFormat::FP8;
        options.index_key_format = ops::IndexKeyFormat::FP8;
    }
    return options;
}

/// A fresh machine, and the model on its devices.
std::unique_ptr<ParallelModel> load(const test::TinyModel& tiny, const std::string& storage, int ranks,
                                    bool peers = true) {
    simt::Options machine;
    machine.devices.assign(static_cast<std::size_t>(ranks), {std::size_t{256} << 20, 9, 0});
    machine.schedule = static_cast<std::uint64_t>(ranks);
    machine.peer_access = peers;
    machine.patience = std::chrono::minutes(10);
    simt::start(machine);
    const auto make_backend = [&](int rank) {
        cuda::Options device;
        device.device = rank;
        device.activation_quant = numerics_for(storage).activation_quant;
        return cuda::make_backend(device);
    };
    const auto make_group = [&](int count) {
        return std::make_shared<CudaGroup>(
            count, CudaGroup::Options{128, true, std::chrono::minutes(10), std::chrono::minutes(10)});
    };
    return ParallelModel::load(tiny.checkpoint(), ranks, make_backend, caches_for(storage), {}, make_group);
}

/// Fails a rank in the middle of a step.
class Failing final : public model::Trace {
  public:
    void selected(std::int64_t layer, std::span<const std::int32_t>) override {
        if (layer == 1)
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
        for (const int ranks : {1, 2, 4, 8, 16})
            if (ranks <= kMostRanks)
                QTest::addRow("fp8, %d ranks", ranks) << QString("fp8") << ranks;
        for (const int ranks : {1, 2, 4})
            QTest::addRow("bf16, %d ranks", ranks) << QString("bf16") << ranks;
    }

    void ranks_agree() {
        QFETCH(QString, storage);
        QFETCH(int, ranks);
        const std::string stored = storage.toStdString();
        const std::uint64_t seed = stored == "fp8" ? 6 : 11; // with 6, four ranks meet a near tie at once
        const test::TinyModel tiny({config_for(ranks, stored), stored, true, seed});
        const auto tokens = test::random_tokens(6, kPrompt + kDecoded, tiny.vocab_size());
        const auto alone = tiny.load(test::make_backend("cpu", numerics_for(stored)), caches_for(stored));
        test::Recorder expected;
        alone->set_trace(&expected);
        const auto cpu = run(*alone, tokens);

        std::vector<test::Recorder> found(static_cast<std::size_t>(ranks));
        std::vector<float> simulated;
        {
            const auto model = load(tiny, stored, ranks);
            for (int rank = 0; rank < ranks; ++rank)
                model->set_trace(rank, &found[static_cast<std::size_t>(rank)]);
            simulated = run(*model, tokens);
        }
        for (const simt::Finding& finding : simt::findings())
            QFAIL(finding.text().c_str());
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

    /// Kernels that push, and the host in between, add up alike; and after a failure both go on.
    void without_peers_the_same_bits() {
        const test::TinyModel tiny({config_for(2, "fp8"), "fp8", true, 7});
        const auto tokens = test::random_tokens(8, kPrompt + kDecoded, tiny.vocab_size());
        std::vector<std::vector<float>> results;
        for (const bool peers : {true, false}) {
            const auto model = load(tiny, "fp8", 2, peers);
            Failing trace;
            model->set_trace(1, &trace);
            test::expect_error(ErrorKind::OutOfMemory, {"device 1"}, [&] { run(*model, tokens); });
            model->set_trace(1, nullptr);
            results.push_back(run(*model, tokens));
            // Sums that kernels make are part of the steps that ranks repeat.
            QCOMPARE(simt::host_calls().graphs > 0, peers);
            for (const simt::Finding& finding : simt::findings())
                QFAIL(finding.text().c_str());
        }
        QCOMPARE(results[0], results[1]);
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
