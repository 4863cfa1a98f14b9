// From how many rows on a plan sends experts to the GPUs, and what it keeps free for that.
#include "engine/parallel/memory_plan.h"

#include "tests/engine/parallel/published_config.h"

#include <QtTest>

#include <cmath>

using namespace hadal;
using namespace hadal::parallel;

namespace {

constexpr std::int64_t kGiB = std::int64_t{1} << 30;

std::int64_t layer_bytes(const model::Config& c) {
    return c.n_routed_experts * 3 * c.hidden_size * c.moe_intermediate_size;
}

Machine workstation(int gpus = 1) {
    Machine machine;
    machine.gpus = gpus;
    machine.gpu_bytes = 48 * kGiB;
    machine.ram_bytes = 800 * kGiB;
    machine.ram_bytes_per_s = 500e9;
    machine.gpu_link_bytes_per_s = 50e9;
    machine.cpu_flops = 3e12;
    return machine;
}

std::int64_t rows_of(const Machine& machine, std::int64_t chunk = 4096) {
    return expert_streaming(test::v32_config(), machine, layer_bytes(test::v32_config()), chunk).rows;
}

} // namespace

class ExpertStreamingTest : public QObject {
    Q_OBJECT

  private slots:
    /// 11.3 GB take 225 ms over the link, and a row 0.7 GFLOP.
    void rows_follow_from_rates() {
        const Machine machine = workstation();
        const std::int64_t rows = rows_of(machine);
        const double seconds = 11.27e9 / 50e9;
        const double expected = seconds * 3e12 / (6 * 8 * 7168 * 2048.0);
        QVERIFY2(std::abs(static_cast<double>(rows) - expected) < 0.01 * expected,
                 qPrintable(QString("%1, expected %2").arg(rows).arg(expected)));

        Machine other = machine;
        other.cpu_flops /= 2; // a slower CPU gives up sooner
        QVERIFY(std::abs(rows_of(other) - rows / 2) <= 1);
        other = machine;
        other.gpu_link_bytes_per_s /= 2; // a slower link is worth it later
        QVERIFY(std::abs(rows_of(other) - 2 * rows) <= 1);
        other.gpus = 2; // two of them are one of twice the rate
        QVERIFY(std::abs(rows_of(other) - rows) <= 1);
        // Copies within the memory limit what links can carry.
        other.gpus = 16;
        const std::int64_t many = rows_of(other);
        other.gpus = 8;
        QCOMPARE(rows_of(other), many);
    }

    void never_where_no_chunk_is_long_enough() {
        const Machine machine = workstation();
        const std::int64_t rows = rows_of(machine);
        QCOMPARE(rows_of(machine, rows), rows);
        QCOMPARE(rows_of(machine, rows - 1), std::int64_t{0});
    }

    void plans_have_room_for_it() {
        const model::Config config = test::v32_config();
        const Machine machine = workstation();
        const auto plan = [&](const Machine& m, std::int64_t chunk) {
            return plan_memory(config, published_dtypes(config), m,
                               {.context = 8192, .streamed_chunk = chunk, .model = {}});
        };
        const MemoryPlan streams = plan(machine, 4096);
        QVERIFY(std::abs(streams.streaming.rows - rows_of(machine)) <= 1); // scales are sent too
        QCOMPARE(streams.streaming.buffer_bytes, kGiB / 2);
        QCOMPARE(streams.prefill_chunk, std::int64_t{4096});
        QVERIFY(streams.devices[0].total() <= machine.gpu_bytes);

        const MemoryPlan plain = plan(machine, 0);
        QCOMPARE(plain.streaming, ExpertStreaming{});
        QCOMPARE(plain.prefill_chunk, model::ModelOptions{}.prefill_chunk);
        model::ModelOptions long_chunks;
        long_chunks.prefill_chunk = 4096;
        const MemoryPlan same_chunks =
            plan_memory(config, published_dtypes(config), machine,
                        {.context = 8192, .streamed_chunk = 0, .model = long_chunks});
        QCOMPARE(streams.devices[0].workspace, same_chunks.devices[0].workspace + kGiB);

        // Nothing to stream.
        Machine large = machine;
        large.gpu_bytes = 1000 * kGiB;
        QCOMPARE(plan(large, 4096).streaming, ExpertStreaming{});
        QCOMPARE(plan(large, 4096).prefill_chunk, plain.prefill_chunk);
        // A GPU on which all else just fits does without.
        Machine small = machine;
        std::int64_t least = plain.devices[0].total() - plain.devices[0].weights;
        const auto fits = [&](std::int64_t bytes) {
            small.gpu_bytes = bytes;
            try {
                plan(small, 0);
                return true;
            } catch (const Error&) {
                return false;
            }
        };
        for (std::int64_t step = 32 * kGiB; step >= kGiB / 64; step /= 2)
            least += fits(least + step) ? 0 : step;
        QVERIFY(fits(least + kGiB / 32));
        QCOMPARE(plan(small, 4096).streaming, ExpertStreaming{});
    }
};

QTEST_GUILESS_MAIN(ExpertStreamingTest)
#include "expert_streaming_test.moc"
