// What happens to a group of ranks when one fails, stops or hangs.
#include "engine/parallel/host_group.h"
#include "engine/parallel/rank_threads.h"
#include "kernels/reference/backend.h"

#include "tests/engine/expect_error.h"

#include <atomic>
#include <future>

using namespace hadal;
using namespace hadal::parallel;
using namespace std::chrono_literals;
using ops::DType;
using test::expect_error;

namespace {

constexpr auto kLong = 5min; ///< a deadline that no test reaches

/// A rank with a vector of its own to add up.
struct Rank {
    Rank(RankGroup& group, int rank, const ops::Numerics& numerics = {})
        : backend(reference::make_backend(numerics)), communicator(group.join(rank, *backend)) {}

    std::vector<float> sum(std::vector<float> values) {
        const auto buffer = backend->allocate(DType::F32, 1, static_cast<std::int64_t>(values.size()));
        backend->upload(buffer.view(), values.data());
        communicator->all_reduce(buffer.view());
        backend->download(values.data(), buffer.view());
        return values;
    }

    std::unique_ptr<ops::Backend> backend;
    std::shared_ptr<model::Communicator> communicator;
};

} // namespace

class RankThreadsTest : public QObject {
    Q_OBJECT

  private slots:
    void sums_have_one_order() {
        // In any other order these sums have other bits.
        const std::vector<float> parts{1e8f, 3.0f, -1e8f, 1.0f / 3, 7e-3f};
        float expected = 0;
        for (const float part : parts)
            expected += part;
        const auto group = std::make_shared<HostGroup>(5, kLong);
        RankThreads threads(group, kLong);
        std::array<std::vector<float>, 5> sums;
        threads.run([&](int rank) {
            Rank self(*group, rank);
            for (int round = 0; round < 50; ++round) {
                if ((round + rank) % 3 == 0)
                    std::this_thread::yield();
                sums[static_cast<std::size_t>(rank)] =
                    self.sum({parts[static_cast<std::size_t>(rank)], static_cast<float>(round)});
                if (sums[static_cast<std::size_t>(rank)][1] != 5.0f * static_cast<float>(round))
                    throw Error(ErrorKind::Internal, "a part of another round");
            }
        });
        for (const auto& sum : sums)
            QCOMPARE(sum, (std::vector<float>{expected, 245.0f}));
    }

    void sums_are_rounded_once() {
        const auto group = std::make_shared<HostGroup>(3, kLong);
        RankThreads threads(group, kLong);
        float sum = 0;
        threads.run([&](int rank) {
            Rank self(*group, rank, {.round_bf16 = true, .activation_quant = ops::ActivationQuant::None});
            // 1 + 3·2^-9 rounds up; added one by one to a rounded sum, each would be lost.
            const float mine = self.sum({rank == 0 ? 1.0f : 0x1.8p-9f})[0];
            if (rank == 2)
                sum = mine;
        });
        QCOMPARE(sum, 1.0f + 0x1p-7f);
    }

    void columns_come_together_on_the_first() {
        const auto group = std::make_shared<HostGroup>(3, kLong);
        RankThreads threads(group, kLong);
        std::vector<float> whole(2 * 6);
        std::atomic<int> asked = 0;
        threads.run([&](int rank) {
            Rank self(*group, rank);
            const std::int64_t width = rank + 1; // 1, 2 and 3 columns
            const auto part = self.backend->allocate(DType::F32, 2, width);
            const std::vector<float> values(static_cast<std::size_t>(2 * width), static_cast<float>(rank));
            self.backend->upload(part.view(), values.data());
            const auto all = rank == 0 ? self.backend->allocate(DType::F32, 2, 6) : ops::Buffer{};
            self.communicator->gather(rank == 0 ? all.view() : ops::Tensor{}, part.view(), [&] { ++asked; });
            if (rank == 0)
                self.backend->download(whole.data(), all.view());
        });
        QCOMPARE(asked.load(), 3);
        QCOMPARE(whole, (std::vector<float>{0, 1, 1, 2, 2, 2, 0, 1, 1, 2, 2, 2}));
    }

    void a_failure_ends_the_step_for_all() {
        const auto group = std::make_shared<HostGroup>(4, kLong);
        RankThreads threads(group, kLong);
        std::atomic<int> ended = 0;
        expect_error(ErrorKind::OutOfMemory, {"device 2 is full"}, [&] {
            threads.run([&](int rank) {
                Rank self(*group, rank);
                self.sum({1.0f});
                if (rank == 2)
                    throw Error(ErrorKind::OutOfMemory, "device 2 is full");
                try {
                    self.sum({1.0f});
                } catch (const Error& error) {
                    ended += error.kind() == ErrorKind::OutOfMemory;
                    throw;
                }
            });
        });
        QCOMPARE(ended.load(), 3);
        // And the next step is a new one.
        std::atomic<int> right = 0;
        threads.run([&](int rank) { right += Rank(*group, rank).sum({1.0f})[0] == 4.0f; });
        QCOMPARE(right.load(), 4);
    }

    void other_exceptions_name_their_rank() {
        const auto group = std::make_shared<HostGroup>(2, kLong);
        RankThreads threads(group, kLong);
        expect_error(ErrorKind::Internal, {"Rank 1", "odd"}, [&] {
            threads.run([&](int rank) {
                if (rank == 1)
                    throw std::runtime_error("odd");
                Rank(*group, rank).sum({1.0f});
            });
        });
        expect_error(ErrorKind::OutOfMemory, {"Rank 0"}, [&] {
            threads.run([&](int rank) {
                if (rank == 0)
                    throw std::bad_alloc();
                Rank(*group, rank).sum({1.0f});
            });
        });
    }

    void different_sizes_are_an_error() {
        const auto group = std::make_shared<HostGroup>(2, kLong);
        RankThreads threads(group, kLong);
        expect_error(ErrorKind::Internal, {"different sizes"}, [&] {
            threads.run([&](int rank) {
                Rank(*group, rank).sum(std::vector<float>(static_cast<std::size_t>(rank + 1)));
            });
        });
    }

    void a_rank_that_does_not_come_is_named() {
        const auto group = std::make_shared<HostGroup>(3, 50ms);
        RankThreads threads(group, kLong);
        expect_error(ErrorKind::DeviceLost, {"Rank 1 did not answer"}, [&] {
            threads.run([&](int rank) {
                if (rank != 1)
                    Rank(*group, rank).sum({1.0f});
            });
        });
        threads.run([](int) {});
        QVERIFY(!threads.is_lost());
    }

    void a_rank_that_hangs_is_given_up() {
        // What hangs may end at last, after everything else is gone.
        const auto release = std::make_shared<std::promise<void>>();
        const auto ended = std::make_shared<std::promise<void>>();
        {
            const auto group = std::make_shared<HostGroup>(2, 20ms);
            RankThreads threads(group, 20ms);
            expect_error(ErrorKind::DeviceLost, {"Rank 0 does not answer any more", "did not answer within"},
                         [&] {
                             threads.run([group, release, ended](int rank) {
                                 if (rank == 0) {
                                     release->get_future().wait();
                                     ended->set_value();
                                     return;
                                 }
                                 Rank(*group, rank).sum({1.0f});
                             });
                         });
            QVERIFY(threads.is_lost());
            expect_error(ErrorKind::DeviceLost, {"does not answer"}, [&] { threads.run([](int) {}); });
        }
        release->set_value();
        ended->get_future().wait();
    }

    void a_failure_ends_long_jobs_of_others() {
        const auto group = std::make_shared<HostGroup>(2, kLong);
        RankThreads threads(group, kLong);
        const std::stop_source end;
        expect_error(ErrorKind::OutOfMemory, {"device 1 is too small"}, [&] {
            threads.run(
                [&](int rank) {
                    if (rank == 1)
                        throw Error(ErrorKind::OutOfMemory, "device 1 is too small");
                    while (!end.stop_requested())
                        std::this_thread::yield();
                    throw Error(ErrorKind::Cancelled, "loading was cancelled");
                },
                end);
        });
    }

    /// Nobody waits for anybody then, so nothing has to begin anew.
    void stopping_together_is_no_failure() {
        const auto group = std::make_shared<HostGroup>(2, kLong);
        RankThreads threads(group, kLong);
        std::stop_source stop;
        stop.request_stop();
        const auto job = [&](int rank) {
            Rank self(*group, rank);
            if (self.communicator->stops(0, stop.get_token()))
                throw Error(ErrorKind::Cancelled, "The step was cancelled.");
        };
        expect_error(ErrorKind::Cancelled, {}, [&] { threads.run(job); });
        QVERIFY(!group->failure());
        // By itself a rank may not: the other one waits for its part.
        expect_error(ErrorKind::Cancelled, {"by itself"}, [&] {
            threads.run([&](int rank) {
                if (rank == 1)
                    throw Error(ErrorKind::Cancelled, "by itself");
                Rank(*group, rank).sum({1.0f});
            });
        });
        QVERIFY(group->failure());
    }

    void all_ranks_stop_at_the_same_layer() {
        for (int round = 0; round < 20; ++round) {
            const auto group = std::make_shared<HostGroup>(4, kLong);
            RankThreads threads(group, kLong);
            std::stop_source stop;
            std::array<std::int64_t, 4> last{};
            threads.run([&](int rank) {
                Rank self(*group, rank);
                for (std::int64_t layer = 0; layer < 30; ++layer) {
                    if (self.communicator->stops(layer, stop.get_token()))
                        return;
                    last[static_cast<std::size_t>(rank)] = layer;
                    if (rank == round % 4 && layer == round)
                        stop.request_stop();
                    self.sum({1.0f});
                }
            });
            QVERIFY(last[0] >= round && last[0] <= round + 1);
            for (const std::int64_t other : last)
                QCOMPARE(other, last[0]);
        }
    }

    void a_request_before_the_step_stops_it_at_once() {
        const auto group = std::make_shared<HostGroup>(1, kLong);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(group->stops(0, stop.get_token()));
        group->begin_step();
        QVERIFY(!group->stops(0, {}));
    }
};

QTEST_GUILESS_MAIN(RankThreadsTest)
#include "rank_threads_test.moc"
