// Prefills of a model whose experts stay in the host's memory: sent to the devices, they give the bits that
// experts on the devices give, and what goes wrong on the way leaves the model as it was.
#include "engine/model/draft_module.h"
#include "kernels/cpu/backend.h"

#include "tests/engine/expect_error.h"
#include "tests/engine/parallel/simulated_model.h"

#include <nlohmann/json.hpp>

#include <QtTest>

using namespace hadal;
using namespace hadal::parallel;

namespace {

constexpr std::size_t kChunk = 9;                   ///< more rows than index_topk
constexpr ExpertStreaming kStreaming{6, 150 << 10}; ///< some of the experts at a time

/// Asks the model to stop when the first layer's experts are chosen.
class Stopping final : public model::Trace {
  public:
    void selected(std::int64_t, std::span<const std::int32_t>) override {}
    void routed(std::int64_t layer, std::span<const std::int32_t>, std::span<const float>) override {
        if (layer == 0)
            source.request_stop();
    }
    std::stop_source source;
};

/// Two layers with experts.
std::string config() {
    auto config = nlohmann::json::parse(test::simulated_config(2, "fp8", 2));
    config["first_k_dense_replace"] = 0;
    config["moe_intermediate_size"] = 256; // 128 channels for each rank
    config["num_nextn_predict_layers"] = 1;
    return config.dump();
}

class Prompt {
  public:
    Prompt(model::LanguageModel& model, const std::vector<std::int32_t>& tokens)
        : model_(model), cache_(model.make_cache(100)), tokens_(tokens) {}

    std::vector<float> read(std::size_t count, std::stop_token stop = {}) {
        const auto at = static_cast<std::size_t>(cache_->length());
        const model::SequenceInput input{cache_.get(), std::span(tokens_).subspan(at, count), true};
        const auto logits = model_.forward({&input, 1}, std::move(stop));
        return {logits.begin(), logits.end()};
    }

  private:
    model::LanguageModel& model_;
    std::unique_ptr<model::Cache> cache_;
    const std::vector<std::int32_t>& tokens_;
};

} // namespace

class SimulatedStreamingTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        tiny_ = std::make_unique<test::TinyModel>(test::TinyCheckpoint{config(), "fp8", true, 7});
        tokens_ = test::random_tokens(8, kChunk + 1, tiny_->vocab_size());
        simt::start(test::simulated_machine(2));
        const auto resident = test::SimulatedRanks().load(*tiny_);
        expected_ = Prompt(*resident, tokens_).read(kChunk);
    }
    void init() { simt::start(test::simulated_machine(2)); }
    void cleanup() { QVERIFY2(test::simulator_findings().empty(), test::simulator_findings().c_str()); }

    void prefills_as_with_resident_experts() {
        test::SimulatedRanks simulated;
        stream(simulated);
        const auto model = simulated.load(*tiny_);
        Prompt prompt(*model, tokens_);
        QVERIFY(prompt.read(kChunk) == expected_);
        // A token is the host's, in between too.
        const std::uint64_t before = simt::host_traffic().to_devices;
        prompt.read(1);
        QVERIFY(simt::host_traffic().to_devices - before < 64 << 10);
        Prompt other(*model, tokens_);
        QVERIFY(other.read(kChunk) == expected_);
    }

    void stops_between_layers() {
        test::SimulatedRanks simulated;
        stream(simulated);
        const auto model = simulated.load(*tiny_);
        Prompt prompt(*model, tokens_);
        Stopping trace;
        for (const int rank : {0, 1}) // so that none begins the second layer before the request
            model->set_trace(rank, &trace);
        test::expect_error(ErrorKind::Cancelled, {"cancelled"},
                           [&] { prompt.read(kChunk, trace.source.get_token()); });
        for (const int rank : {0, 1})
            model->set_trace(rank, nullptr);
        QVERIFY(prompt.read(kChunk) == expected_);
    }

    void a_device_fails_on_the_way() {
        test::SimulatedRanks simulated;
        stream(simulated);
        const auto model = simulated.load(*tiny_);
        Prompt prompt(*model, tokens_);
        prompt.read(1);
        simt::plan(simt::Trouble::Fails, 1, 40);
        test::expect_error(ErrorKind::DeviceLost, {"GPU 1", "Load the model again"},
                           [&] { prompt.read(kChunk); });
    }

    void lacks_memory_for_it() {
        test::SimulatedRanks simulated;
        stream(simulated);
        simulated.streaming.buffer_bytes = std::int64_t{1} << 40;
        const auto model = simulated.load(*tiny_);
        Prompt prompt(*model, tokens_);
        test::expect_error(ErrorKind::OutOfMemory, {"GPU ", "two buffers for experts", "1.0 TiB are needed"},
                           [&] { prompt.read(kChunk); });
        QVERIFY(!prompt.read(1).empty()); // few rows do not need it
    }

    /// The MTP module's layer is the third.
    void drafts_as_with_resident_experts() {
        const auto drafts = [&](std::vector<std::int64_t> host_layers) {
            cuda::Options device;
            device.activation_quant = test::simulated_numerics("fp8").activation_quant;
            device.host = cpu::make_backend({.threads = 1, .numerics = test::simulated_numerics("fp8")});
            device.streamed_rows = kStreaming.rows;
            device.stream_buffer_bytes = static_cast<std::size_t>(kStreaming.buffer_bytes);
            model::ModelOptions options = test::simulated_options("fp8");
            options.host_expert_layers = std::move(host_layers);
            const auto model = tiny_->load(cuda::make_backend(device), options);
            model->load_draft_module();
            Prompt(*model, tokens_).read(kChunk);
            model::DraftModule& module = *model->draft_module();
            const auto cache = module.make_cache(100);
            const auto first = module.follow(*cache, 0, std::span(tokens_).subspan(1, kChunk), {});
            std::vector<float> logits(first.begin(), first.end());
            const std::uint64_t before = simt::host_traffic().to_devices;
            module.go_on(*cache, tokens_.front(), {});
            used_ = simt::host_traffic().to_devices - before;
            return logits;
        };
        const auto expected = drafts({});
        const std::uint64_t used = used_;
        QVERIFY(drafts({2}) == expected);
        QVERIFY(used_ > used); // a sum over experts on the host
    }

  private:
    static void stream(test::SimulatedRanks& simulated) {
        simulated.host_layers = {0, 1};
        simulated.streaming = kStreaming;
    }

    std::unique_ptr<test::TinyModel> tiny_;
    std::vector<std::int32_t> tokens_;
    std::vector<float> expected_; ///< with all experts on the devices
    std::uint64_t used_ = 0;      ///< bytes that went to the device for a draft
};

QTEST_GUILESS_MAIN(SimulatedStreamingTest)
#include "simulated_streaming_test.moc"
