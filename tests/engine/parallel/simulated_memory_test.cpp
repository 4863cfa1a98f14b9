// What a model on simulated devices takes of their memory: no more is moved than it needs, what its plan
// promised is there from load on, and where it does not fit, loading says so.
#include "engine/parallel/shard_plan.h"
#include "kernels/simt/cuda_runtime.h"
#include "kernels/simt/machine.h"

#include "tests/engine/expect_error.h"
#include "tests/engine/parallel/planned_model.h"
#include "tests/engine/parallel/simulated_model.h"

#include <QtTest>

using namespace hadal;
using namespace hadal::parallel;
using test::PlannedModel;

namespace {

std::int64_t mtp_bytes(const MemoryPlan& plan) {
    for (const PlannedTensors& tensors : plan.tensors)
        if (tensors.what == "drafting module")
            return tensors.per_device;
    return 0;
}

/// Has all memory of all devices that is free when it starts.
class OtherProgram {
  public:
    explicit OtherProgram(int devices) {
        for (int device = 0; device < devices; ++device) {
            cudaSetDevice(device);
            std::size_t free = 0, total = 0;
            cudaMemGetInfo(&free, &total);
            void* data = nullptr;
            if (free > 0 && cudaMalloc(&data, free) != cudaSuccess)
                throw std::runtime_error("no memory to take");
            taken_.push_back(data);
        }
    }
    ~OtherProgram() {
        for (void* data : taken_)
            cudaFree(data);
    }
    OtherProgram(const OtherProgram&) = delete;
    OtherProgram& operator=(const OtherProgram&) = delete;

  private:
    std::vector<void*> taken_;
};

} // namespace

class SimulatedMemoryTest : public QObject {
    Q_OBJECT

  private slots:
    /// What goes to a device is its part of the model, once.
    void loading_moves_no_byte_twice_data() {
        QTest::addColumn<int>("ranks");
        for (const int ranks : {1, PlannedModel::kMostRanks})
            QTest::addRow("%d ranks", ranks) << ranks;
    }
    void loading_moves_no_byte_twice() {
        QFETCH(int, ranks);
        const PlannedModel planned(ranks);
        const test::TinyModel& tiny = planned.tiny;
        const model::Config& c = tiny.checkpoint()->config();
        const ShardPlan shards(c, ranks);
        const std::int64_t frequencies = ranks * c.qk_rope_head_dim / 2 * 4;
        const std::int64_t tried = ranks * c.hidden_size * 2; // a row, to see whether GPUs reach each other
        std::int64_t bytes = frequencies + tried, experts = 0;
        model::visit_required_tensors(c, [&](const model::TensorSpec& spec) {
            const auto dtype = tiny.checkpoint()->tensor(spec.name).dtype;
            for (int rank = 0; rank < ranks; ++rank) {
                const TensorShard part = shards.shard(spec.name, spec.rows, spec.cols, dtype, rank);
                const std::int64_t own = spec.vector ? 0 : shard_bytes(part, dtype);
                const std::int64_t both = spec.vector ? 6 * spec.cols : 0; // in f32 and bf16
                bytes += own + both;
                if (spec.name.starts_with("model.layers.1.mlp.experts."))
                    experts += own + both;
            }
        });
        for (const bool on_host : {false, true}) {
            planned.start_machine(std::int64_t{64} << 20);
            model::ModelOptions options = planned.options();
            if (on_host)
                options.host_expert_layers = {1};
            const auto model = planned.load(options);
            for (int rank = 0; rank < ranks; ++rank) {
                cudaSetDevice(rank);
                cudaDeviceSynchronize();
            }
            const simt::HostTraffic& moved = simt::host_traffic();
            QCOMPARE(static_cast<std::int64_t>(moved.to_devices), bytes - (on_host ? experts : 0));
            QCOMPARE(static_cast<std::int64_t>(moved.from_devices), tried);
        }
    }

    /// Another program takes all that is left when the model is loaded: the whole context still fits, with
    /// guesses, and then no more.
    void what_was_planned_is_there_data() {
        QTest::addColumn<int>("ranks");
        QTest::addRow("two ranks") << 2;
        if (!test::kSanitized)
            QTest::addRow("one rank") << 1;
    }
    void what_was_planned_is_there() {
        QFETCH(int, ranks);
        const PlannedModel planned(ranks);
        const auto tokens = test::random_tokens(6, PlannedModel::kContext, planned.tiny.vocab_size());
        const std::int64_t bytes = planned.too_little();
        planned.start_machine(bytes);
        const auto model = planned.load(planned.options(planned.plan(bytes)));
        model->load_draft_module();
        const OtherProgram greedy(ranks);
        const auto cache = model->make_cache(PlannedModel::kContext);
        const auto draft_cache = model->draft_module()->make_cache(PlannedModel::kContext);
        for (std::size_t at = 0; at < tokens.size();) {
            const std::size_t count = at + PlannedModel::kChunk < tokens.size() ? PlannedModel::kChunk : 1;
            const auto part = std::span(tokens).subspan(at, count);
            const model::SequenceInput input{cache.get(), part, false};
            model->forward({&input, 1}, {});
            model->draft_module()->follow(*draft_cache, 0, part, {});
            at += count;
        }
        QCOMPARE(cache->length(), PlannedModel::kContext);

        const auto other = model->make_cache(PlannedModel::kContext);
        const model::SequenceInput more{other.get(), std::span(tokens).first(1), false};
        test::expect_error(ErrorKind::OutOfMemory, {"64 tokens", "reserved"}, [&] {
            model->forward({&more, 1}, {});
        });
        cache->truncate(0);
        model->forward({&more, 1}, {});
        QCOMPARE(test::simulator_findings(), std::string());
    }

    void too_little_memory_shows_at_load() {
        const PlannedModel planned(1);
        const MemoryPlan plan = planned.plan(std::int64_t{1} << 40);
        const PlannedDevice& device = plan.devices[0];
        const auto load_with = [&](std::int64_t bytes, std::int64_t context) {
            planned.start_machine(bytes);
            model::ModelOptions options = planned.options(plan);
            options.reserved_context = context;
            planned.load(options);
        };
        test::expect_error(ErrorKind::OutOfMemory,
                           {"A context of 65536 tokens does not fit", "GPU 0", "are missing"},
                           [&] { load_with(device.total(), 65536); });
        test::expect_error(ErrorKind::OutOfMemory, {"GPU 0", "the work space of steps", "are missing"}, [&] {
            load_with(device.weights - mtp_bytes(plan) + device.cache + device.workspace / 4,
                      PlannedModel::kContext);
        });
    }

    void neither_device_nor_ram_suffices() {
        const PlannedModel planned(1);
        test::expect_error(ErrorKind::OutOfMemory, {"of RAM", "It fits with"},
                           [&] { planned.plan(planned.too_little(), std::int64_t{1} << 20); });
    }
};

QTEST_GUILESS_MAIN(SimulatedMemoryTest)
#include "simulated_memory_test.moc"
