// The built-in model on simulated GPUs, large and small: what stays in the machine's memory, how long the
// context becomes, and that it then answers as on the CPU.
#include "app/models/open_model.h"
#include "app/models/placement.h"
#include "engine/model/inspectable_model.h"
#include "kernels/simt/machine.h"
#include "kernels/simt/nccl.h"

#include "tests/engine/expect_error.h"
#include "tests/engine/model/tiny_model.h"

#include <QtTest>

#include <utility>

using namespace hadal;
using namespace hadal::models;

namespace {

/// About three times what roundings come to: of the experts alone, and of all that a GPU rounds and the CPU
/// does not.
constexpr double kGate = 5e-3, kCpuGate = 3e-2;

void start_machine(std::int64_t bytes) {
    simt::start({.devices = {{.memory = static_cast<std::size_t>(bytes)}}});
}

/// Logits after a prompt, and after each of some tokens that follow.
std::vector<float> logits(BackendKind backend) {
    const auto model = load_model({}, {.backend = backend, .threads = 1, .context = 128});
    const auto cache = model->make_cache(128);
    std::vector<std::int32_t> tokens{0, 17, 230, 41, 9};
    std::vector<float> all;
    for (const std::int32_t next : {33, 512, 7, 0}) {
        const model::SequenceInput input{cache.get(), tokens, false};
        const auto logits = model->forward({&input, 1}, {});
        all.insert(all.end(), logits.begin(), logits.end());
        tokens.assign(1, next);
    }
    return all;
}

} // namespace

class PlacementTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { checkpoint_ = model::Checkpoint::open(directory_of({})); }

    void sums_over_gpus_are_tried() {
        start_machine(std::int64_t{1} << 28);
        QVERIFY(!try_gpu_sums());
        for (const bool refused : {false, true}) {
            simt::start({.devices = std::vector<simt::DeviceSpec>(2)});
            if (refused)
                simt::nccl::refuse_communicators(1, ncclSystemError);
            const auto sums = try_gpu_sums();
            QVERIFY(sums && sums->pushed_rows > 0);
            QCOMPARE(sums->nccl, !refused);
            QCOMPARE(sums->notice.empty(), !refused);
        }
    }

    void the_cpu_needs_no_plan() {
        QVERIFY(!place(BackendKind::Cpu, *checkpoint_, 1, {}).plan);
        const Placement unasked = place(BackendKind::Auto, *checkpoint_, 1, {});
        QVERIFY(unasked.backend == BackendKind::Cpu && !unasked.plan);
    }

    void a_large_gpu_has_all() {
        start_machine(std::int64_t{1} << 30);
        const auto plan = place(BackendKind::Gpu, *checkpoint_, 1, {}).plan;
        QVERIFY(plan && plan->host_layers.empty());
        QCOMPARE(plan->context, checkpoint_->config().max_position_embeddings);
    }

    /// Of the context, a part is left where nobody asked for all of it.
    void a_small_gpu_has_a_part() {
        start_machine(least_bytes(4096) - (1 << 20));
        const auto plan = place(BackendKind::Gpu, *checkpoint_, 1, {}).plan;
        QVERIFY(plan && !plan->host_layers.empty());
        QVERIFY(plan->context > 128 && plan->context < 4096);
        test::expect_error(ErrorKind::OutOfMemory, {"4096", "context of up to"},
                           [&] { place(BackendKind::Gpu, *checkpoint_, 1, {.context = 4096, .model = {}}); });
    }

    void answers_with_experts_on_the_host() {
        start_machine(std::int64_t{1} << 28);
        const auto whole = logits(BackendKind::Gpu);
        const std::int64_t bytes = least_bytes(128) + (1 << 20);
        start_machine(bytes);
        const auto plan = place(BackendKind::Gpu, *checkpoint_, 1, {.context = 128, .model = {}}).plan;
        const model::Config& config = checkpoint_->config();
        const auto with_experts =
            static_cast<std::size_t>(config.num_hidden_layers - config.first_k_dense_replace);
        QVERIFY(plan && !plan->host_layers.empty() && plan->host_layers.size() < with_experts);
        const auto parted = logits(BackendKind::Gpu);
        for (const auto& [other, gate] :
             {std::pair{whole, kGate}, std::pair{logits(BackendKind::Cpu), kCpuGate}}) {
            const double difference = test::cosine_difference(parted, other);
            QVERIFY2(difference < gate, std::to_string(difference).c_str());
        }
        QVERIFY(simt::findings().empty());
    }

  private:
    /// Of a GPU that the model fits on with all experts in the machine's memory.
    std::int64_t least_bytes(std::int64_t context) const {
        const auto fits = [&](std::int64_t bytes) {
            start_machine(bytes);
            try {
                return place(BackendKind::Gpu, *checkpoint_, 1, {.context = context, .model = {}})
                    .plan.has_value();
            } catch (const Error&) {
                return false;
            }
        };
        std::int64_t bytes = std::int64_t{1} << 30;
        for (std::int64_t step = bytes / 2; step >= 4096; step /= 2)
            if (fits(bytes - step))
                bytes -= step;
        return bytes;
    }

    std::shared_ptr<const model::Checkpoint> checkpoint_;
};

QTEST_GUILESS_MAIN(PlacementTest)
#include "placement_test.moc"
