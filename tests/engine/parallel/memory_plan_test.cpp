// Plans against the arithmetic of published shapes, and against what loading really takes.
#include "engine/parallel/memory_plan.h"

#include "tests/engine/expect_error.h"
#include "tests/engine/parallel/published_config.h"

#include <algorithm>
#include <numeric>

using namespace hadal;
using namespace hadal::parallel;

namespace {

constexpr std::int64_t kGiB = std::int64_t{1} << 30;

MemoryPlan plan(const Machine& machine, std::int64_t context, bool mtp = false) {
    const model::Config config = test::v32_config();
    return plan_memory(config, published_dtypes(config), machine,
                       {.context = context, .mtp = mtp, .model = {}});
}

bool near(double found, double expected, double share) {
    return std::abs(found - expected) <= share * expected;
}

} // namespace

class MemoryPlanTest : public QObject {
    Q_OBJECT

  private slots:
    void eight_workstation_cards_hold_v32() {
        const MemoryPlan found = plan({8, 95 * kGiB, 64 * kGiB}, 131072);
        QCOMPARE(found.ranks, 8);
        QVERIFY(found.host_layers.empty());
        QVERIFY(found.unpacked_tensors.empty());
        // 674 GB of weights, of which attention latents, indexer and routers are on every card.
        std::int64_t all = 0;
        for (const PlannedTensors& tensors : found.tensors)
            all += tensors.bytes;
        QVERIFY(near(static_cast<double>(all), 674e9, 0.005));
        QVERIFY(near(static_cast<double>(found.devices[0].weights), 86.0e9, 0.01));
        QCOMPARE(found.devices[0].cache, std::int64_t{131072} * 788 * 61);
        for (const PlannedDevice& device : found.devices)
            QVERIFY(device.total() <= 95 * kGiB);
        // Published arithmetic: 153 tokens/s at 2K, 119 at 128K.
        QVERIFY(near(1 / plan({8, 95 * kGiB, 64 * kGiB}, 2048).token.total(), 153, 0.15));
        QVERIFY(near(1 / found.token.total(), 119, 0.2));
    }

    void tensors_and_devices_agree() {
        for (const int gpus : {1, 2, 4, 8, 16}) {
            const MemoryPlan found = plan({gpus, 1200 * kGiB, 64 * kGiB}, 4096, true);
            const auto sum = std::accumulate(
                found.tensors.begin(), found.tensors.end(), std::int64_t{0},
                [](std::int64_t bytes, const PlannedTensors& t) { return bytes + t.per_device; });
            QCOMPARE(static_cast<int>(found.devices.size()), gpus);
            QVERIFY(near(static_cast<double>(sum), static_cast<double>(found.devices[0].weights), 0.001));
            QVERIFY(found.token.collectives > 0 || gpus == 1);
        }
    }

    /// Half of the memory: experts of about half of the layers stay in RAM.
    void experts_go_to_ram() {
        const MemoryPlan found = plan({4, 95 * kGiB, 512 * kGiB}, 8192);
        QVERIFY(found.host_layers.size() > 15 && found.host_layers.size() < 45);
        QCOMPARE(found.host_layers.back(), 60);
        QVERIFY(found.token.host_experts > found.token.weights);
        // No layer more than necessary.
        const std::int64_t layer = 256 * 3 * std::int64_t{2048} * 7168 / 4;
        QVERIFY(found.devices[0].total() <= 95 * kGiB);
        QVERIFY(found.devices[0].total() + layer > 94 * kGiB);
        std::int64_t on_host = 0;
        for (const PlannedTensors& tensors : found.tensors)
            on_host += tensors.on_host;
        QVERIFY(found.host_bytes > on_host && found.host_bytes <= 512 * kGiB);
        // One card with all experts in RAM.
        const MemoryPlan one = plan({1, 48 * kGiB, 700 * kGiB}, 8192);
        QCOMPARE(one.ranks, 1);
        QVERIFY(one.host_layers.size() > 50);
        QCOMPARE(one.token.collectives, 0.0);
    }

    /// When all others are there.
    void the_drafting_modules_experts_go_last() {
        const MemoryPlan without = plan({1, 48 * kGiB, 700 * kGiB}, 8192);
        const auto drafting = [](const MemoryPlan& plan) {
            return *std::find_if(plan.tensors.begin(), plan.tensors.end(),
                                 [](const PlannedTensors& t) { return t.what == "drafting module"; });
        };
        const MemoryPlan some = plan({1, 60 * kGiB, 700 * kGiB}, 8192, true);
        QVERIFY(some.host_layers.size() > 50 && some.host_layers.back() == 60);
        QCOMPARE(drafting(some).on_host, std::int64_t{0});
        const MemoryPlan all = plan({1, 32 * kGiB, 700 * kGiB}, 8192, true);
        QCOMPARE(all.host_layers.size(), std::size_t{59});
        QCOMPARE(all.host_layers.back(), std::int64_t{61});
        QVERIFY(near(static_cast<double>(drafting(all).on_host), 11.3e9, 0.01));
        QVERIFY(near(static_cast<double>(drafting(all).per_device), 0.35e9, 0.5));
        // Nothing of what a token without drafts takes.
        QVERIFY(
            near(all.token.host_experts, plan({1, 32 * kGiB, 700 * kGiB}, 8192).token.host_experts, 0.001));
        QVERIFY(without.host_layers.back() == 60);
    }

    void the_cpu_alone() {
        const MemoryPlan found = plan({0, 0, 800 * kGiB, 0, 400e9}, 8192);
        QVERIFY(found.devices.empty());
        QVERIFY(near(static_cast<double>(found.host_bytes), 680e9, 0.02));
        // 39.5 GB a token.
        QVERIFY(near(found.token.weights, 39.5e9 / (0.8 * 400e9), 0.06));
    }

    void refusals_say_what_is_missing_and_what_fits() {
        test::expect_error(ErrorKind::OutOfMemory, {"missing are", "of RAM", "It fits with"}, [] {
            plan({4, 95 * kGiB, 128 * kGiB}, 8192);
        });
        test::expect_error(ErrorKind::OutOfMemory, {"each GPU", "even with all experts in RAM", "GPUs"}, [] {
            plan({1, 8 * kGiB, 1000 * kGiB}, 8192);
        });
        test::expect_error(ErrorKind::OutOfMemory, {"163840", "context of up to"}, [] {
            plan({1, 24 * kGiB, 700 * kGiB}, 163840);
        });
        test::expect_error(ErrorKind::OutOfMemory, {"RAM"}, [] { plan({0, 0, 64 * kGiB}, 8192); });
        test::expect_error(ErrorKind::InvalidInput, {"163840"}, [] {
            plan({8, 95 * kGiB, 64 * kGiB}, 200000);
        });
        test::expect_error(ErrorKind::InvalidInput, {"1 to 128"}, [] {
            plan({129, 95 * kGiB, 64 * kGiB}, 8192);
        });
    }

    /// Where the whole context is not insisted on, it is as long as fits.
    void a_shorter_context_where_it_may_be() {
        const model::Config config = test::v32_config();
        const Machine machine{8, 83 * kGiB, 4 * kGiB};
        PlanOptions options;
        options.or_less = true;
        const MemoryPlan found = plan_memory(config, published_dtypes(config), machine, options);
        QVERIFY(found.context > 2048 && found.context < config.max_position_embeddings);
        test::expect_error(ErrorKind::OutOfMemory, {}, [&] { plan(machine, found.context + 64); });
        options.context = 1024;
        QCOMPARE(plan_memory(config, published_dtypes(config), machine, options).context, 1024);
    }

    /// Dense models keep their latents in bf16, and dense attention needs no keys to choose by.
    void caches_have_the_formats_that_they_are_run_with() {
        model::Config config = test::v32_config();
        const Machine machine{8, 1200 * kGiB, 64 * kGiB};
        PlanOptions options;
        options.context = 4096;
        const auto cache = [&] {
            return plan_memory(config, published_dtypes(config), machine, options).devices[0].cache;
        };
        QCOMPARE(cache(), 4096 * (656 + 132) * 61);
        options.model.sparse_attention = false;
        QCOMPARE(cache(), 4096 * 656 * 61);
        config.index_topk = 0;
        QCOMPARE(cache(), 4096 * 576 * 2 * 61);
    }

    /// A plan that the refusal names does fit.
    void the_named_context_fits() {
        std::string message;
        try {
            plan({8, 83 * kGiB, 4 * kGiB}, 163840);
        } catch (const Error& error) {
            message = error.what();
        }
        const std::string before = "context of up to ";
        const auto at = message.find(before);
        QVERIFY2(at != std::string::npos, message.c_str());
        const std::int64_t context = std::stoll(message.substr(at + before.size()));
        QVERIFY(context > 0 && context < 163840);
        plan({8, 83 * kGiB, 4 * kGiB}, context);
        test::expect_error(ErrorKind::OutOfMemory, {}, [&] { plan({8, 83 * kGiB, 4 * kGiB}, context + 64); });
    }
};

QTEST_GUILESS_MAIN(MemoryPlanTest)
#include "memory_plan_test.moc"
