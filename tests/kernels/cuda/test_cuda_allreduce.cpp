// The one-shot all-reduce between kernels of several devices that run at the same time: sums, norms, buffers
// that take turns, ranks that do not come.
#include "kernels/cuda/allreduce.h"
#include "kernels/cuda/norm.h"
#include "tests/kernels/cuda/cuda_test.h"

#include <thread>

using namespace hadal;
using namespace hadal::cuda;
using namespace hadal::test;

namespace {

constexpr unsigned long long kLong = 120'000'000'000; ///< a deadline that no test reaches

/// One rank's device, stream and memory.
struct Rank {
    cudaStream_t stream = nullptr;
    AllReduce call;
    std::vector<std::uint16_t> parts, residual;
};

/// `ranks` devices that reach each other's exchange memory.
class Group {
  public:
    Group(int ranks, int width, std::uint64_t schedule, bool peers = true) : layout_{ranks, width} {
        simt::Options options;
        options.devices.assign(static_cast<std::size_t>(ranks), {std::size_t{8} << 20, 8, 9});
        options.schedule = schedule;
        simt::start(options);
        std::vector<std::byte*> exchange;
        for (int r = 0; r < ranks; ++r) {
            Rank& rank = ranks_.emplace_back();
            check(cudaSetDevice(r), "a device");
            check(cudaStreamCreateWithFlags(&rank.stream, cudaStreamNonBlocking), "a stream");
            for (int peer = 0; peers && peer < ranks; ++peer)
                if (peer != r)
                    check(cudaDeviceEnablePeerAccess(peer, 0), "a peer");
            exchange.push_back(zeroed<std::byte>(rank, layout_.bytes()));
            rank.call.epochs = zeroed<unsigned>(rank, kMaxAllReduceRows + 1);
            check(cudaMallocHost(reinterpret_cast<void**>(&rank.call.status), sizeof(AllReduceStatus)),
                  "status");
            *rank.call.status = {};
            rank.call.layout = layout_;
            rank.call.rank = r;
            rank.call.deadline_ns = kLong;
            rank.call.eps = 1e-6f;
        }
        for (Rank& rank : ranks_)
            std::copy(exchange.begin(), exchange.end(), rank.call.exchange);
        for (int r = 0; r < ranks; ++r) {
            cudaSetDevice(r);
            check(cudaStreamSynchronize(ranks_[static_cast<std::size_t>(r)].stream), "zeroing");
        }
    }

    Rank& operator[](int rank) { return ranks_[static_cast<std::size_t>(rank)]; }
    int size() const { return static_cast<int>(ranks_.size()); }

    template <typename T>
    static T* uploaded(const Rank& rank, const std::vector<T>& values) {
        T* data = nullptr;
        check(cudaMalloc(reinterpret_cast<void**>(&data), values.size() * sizeof(T)), "memory");
        check(cudaMemcpyAsync(data, values.data(), values.size() * sizeof(T), cudaMemcpyHostToDevice,
                              rank.stream),
              "an upload");
        return data;
    }
    template <typename T>
    static T* zeroed(const Rank& rank, std::size_t count) {
        T* data = nullptr;
        check(cudaMalloc(reinterpret_cast<void**>(&data), count * sizeof(T)), "memory");
        check(cudaMemsetAsync(data, 0, count * sizeof(T), rank.stream), "zeros");
        return data;
    }
    template <typename T>
    static std::vector<T> downloaded(const Rank& rank, const T* data, std::size_t count) {
        std::vector<T> values(count);
        check(cudaMemcpyAsync(values.data(), data, count * sizeof(T), cudaMemcpyDeviceToHost, rank.stream),
              "a download");
        if (cudaStreamSynchronize(rank.stream) != cudaSuccess)
            throw Error(ErrorKind::Internal, findings());
        return values;
    }
    static std::string findings() {
        std::string text;
        for (const simt::Finding& finding : simt::findings())
            text += finding.text() + "\n";
        return text;
    }

  private:
    ExchangeLayout layout_;
    std::vector<Rank> ranks_;
};

std::vector<float> random_values(std::uint64_t seed, std::size_t count, float largest) {
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<float> value(-largest, largest);
    std::vector<float> values(count);
    std::generate(values.begin(), values.end(), [&] { return value(random); });
    return values;
}

std::vector<std::uint16_t> part_of(int rank, int round, std::size_t count) {
    return to_bf16(random_values(static_cast<std::uint64_t>(100 * round + rank), count, 3.0f));
}

/// Every rank's parts added in the order of ranks, rounded once.
std::vector<std::uint16_t> expected_sum(int ranks, int round, std::size_t count) {
    std::vector<float> sum(count);
    for (int r = 0; r < ranks; ++r) {
        const auto part = from_bf16(part_of(r, round, count));
        for (std::size_t i = 0; i < count; ++i)
            sum[i] = r == 0 ? part[i] : sum[i] + part[i];
    }
    return to_bf16(sum);
}

} // namespace

class TestCudaAllReduce : public QObject {
    Q_OBJECT

  private slots:
    void sums_data() {
        QTest::addColumn<int>("ranks");
        QTest::addColumn<int>("width");
        for (const int ranks : {1, 2, 4, 8})
            QTest::addRow("%d ranks", ranks) << ranks << 264;
        QTest::addRow("two at the width of V3.2") << 2 << 7168;
    }

    /// Several sums in a row, of one row and of three, while all devices run at once.
    void sums() {
        QFETCH(int, ranks);
        QFETCH(int, width);
        for (const std::uint64_t schedule : kSchedules) {
            Group group(ranks, width, schedule);
            constexpr int kRounds = 5;
            std::vector<std::vector<const Bf16*>> results(static_cast<std::size_t>(kRounds));
            for (int round = 0; round < kRounds; ++round)
                for (int r = 0; r < ranks; ++r) {
                    check(cudaSetDevice(r), "a device");
                    Rank& rank = group[r];
                    rank.call.rows = round % 2 ? 3 : 1;
                    const auto count = static_cast<std::size_t>(rank.call.rows * width);
                    rank.call.part = Group::uploaded(rank, part_of(r, round, count));
                    rank.call.out = Group::zeroed<Bf16>(rank, count);
                    all_reduce(rank.stream, rank.call);
                    results[static_cast<std::size_t>(round)].push_back(rank.call.out);
                }
            for (int r = ranks; r-- > 0;)
                for (int round = 0; round < kRounds; ++round) {
                    check(cudaSetDevice(r), "a device");
                    const auto count = static_cast<std::size_t>((round % 2 ? 3 : 1) * width);
                    const auto found = Group::downloaded(
                        group[r], results[static_cast<std::size_t>(round)][static_cast<std::size_t>(r)],
                        count);
                    QVERIFY2(Group::findings().empty(), Group::findings().c_str());
                    QCOMPARE(found, expected_sum(ranks, round, count));
                }
        }
    }

    /// Residual, norm and quantisation give what the sum and then the norm's own kernel give.
    void fused_with_the_norm() {
        constexpr int kRanks = 4, kRows = 2, kWidth = 1536;
        for (const std::uint64_t schedule : kSchedules) {
            Group group(kRanks, kWidth, schedule);
            const std::size_t count = kRows * kWidth;
            const auto residual = to_bf16(random_values(7, count, 2.0f));
            const auto weight = to_bf16(random_values(8, kWidth, 1.0f));
            for (int r = 0; r < kRanks; ++r) {
                check(cudaSetDevice(r), "a device");
                Rank& rank = group[r];
                AllReduce& p = rank.call;
                p.rows = kRows;
                p.part = Group::uploaded(rank, part_of(r, 0, count));
                p.residual = Group::uploaded(rank, residual);
                p.weight = Group::uploaded(rank, weight);
                p.out = Group::zeroed<Bf16>(rank, count);
                p.codes = Group::zeroed<E4m3>(rank, count);
                p.scales = Group::zeroed<float>(rank, kRows * kWidth / 128);
                all_reduce(rank.stream, p);
            }
            check(cudaSetDevice(3), "a device");
            const AllReduce& last = group[3].call;
            const auto fused = Group::downloaded(group[3], last.out, count);
            const auto fused_codes = Group::downloaded(group[3], last.codes, count);
            const auto fused_residual = Group::downloaded(group[3], last.residual, count);

            RmsNorm norm;
            norm.x = Group::uploaded(group[3], residual);
            norm.delta = Group::uploaded(group[3], from_bf16(expected_sum(kRanks, 0, count)));
            norm.weight = last.weight;
            norm.out = Group::zeroed<Bf16>(group[3], count);
            norm.codes = Group::zeroed<E4m3>(group[3], count);
            norm.scales = Group::zeroed<float>(group[3], kRows * kWidth / 128);
            norm.rows = kRows;
            norm.width = kWidth;
            norm.eps = last.eps;
            rms_norm(group[3].stream, norm);
            QCOMPARE(Group::downloaded(group[3], norm.out, count), fused);
            QCOMPARE(Group::downloaded(group[3], norm.codes, count), fused_codes);
            QCOMPARE(Group::downloaded(group[3], norm.x, count), fused_residual);
            check(cudaSetDevice(0), "a device");
            QCOMPARE(Group::downloaded(group[0], group[0].call.out, count), fused);
            QVERIFY2(Group::findings().empty(), Group::findings().c_str());
        }
    }

    /// As in the engine: each device has a thread of the host, and nobody knows who comes first.
    void threads_of_the_host() {
        constexpr int kRanks = 4, kWidth = 64, kRounds = 12;
        Group group(kRanks, kWidth, 5);
        std::array<int, kRanks> right{};
        std::vector<std::jthread> threads;
        for (int r = 0; r < kRanks; ++r)
            threads.emplace_back([&, r] {
                check(cudaSetDevice(r), "a device");
                Rank& rank = group[r];
                rank.call.rows = 1;
                for (int round = 0; round < kRounds; ++round) {
                    if ((round * 7 + r * 3) % 4 == 0)
                        std::this_thread::yield();
                    rank.call.part = Group::uploaded(rank, part_of(r, round, kWidth));
                    rank.call.out = Group::zeroed<Bf16>(rank, kWidth);
                    all_reduce(rank.stream, rank.call);
                    right[static_cast<std::size_t>(r)] +=
                        Group::downloaded(rank, rank.call.out, kWidth) == expected_sum(kRanks, round, kWidth);
                }
            });
        threads.clear();
        QVERIFY2(Group::findings().empty(), Group::findings().c_str());
        for (const int count : right)
            QCOMPARE(count, kRounds);
        check(cudaSetDevice(0), "a device");
    }

    void a_rank_that_does_not_come() {
        constexpr int kRanks = 3, kWidth = 64;
        Group group(kRanks, kWidth, 0);
        for (const int r : {0, 2}) {
            check(cudaSetDevice(r), "a device");
            Rank& rank = group[r];
            rank.call.rows = 1;
            rank.call.deadline_ns = r == 0 ? 20'000'000 : kLong;
            rank.call.part = Group::uploaded(rank, part_of(r, 0, kWidth));
            rank.call.out = Group::zeroed<Bf16>(rank, kWidth);
            all_reduce(rank.stream, rank.call);
            rank.call.deadline_ns = kLong; // the step is over: what follows does not wait
            all_reduce(rank.stream, rank.call);
        }
        for (const int r : {0, 2}) {
            check(cudaSetDevice(r), "a device");
            QCOMPARE(Group::downloaded(group[r], group[r].call.out, kWidth), part_of(r, 0, kWidth));
            QCOMPARE(group[r].call.status->missing, 1u);
            QCOMPARE(group[r].call.status->epoch, 1u);
            QCOMPARE(group[r].call.status->failed, r == 0 ? 1u : 2u);
        }
        QVERIFY2(Group::findings().empty(), Group::findings().c_str());
    }

    /// If one buffer served every sum, a rank could overwrite what another still reads.
    void one_buffer_would_race() {
        bool seen = false;
        for (const std::uint64_t schedule : kSchedules) {
            constexpr int kRanks = 3, kWidth = 512;
            Group group(kRanks, kWidth, schedule);
            for (int round = 0; round < 3; ++round)
                for (int r = 0; r < kRanks; ++r) {
                    check(cudaSetDevice(r), "a device");
                    Rank& rank = group[r];
                    rank.call.rows = 1;
                    if (round == 0) {
                        rank.call.part = Group::uploaded(rank, part_of(r, 0, kWidth));
                        rank.call.out = Group::zeroed<Bf16>(rank, kWidth);
                    }
                    // Every second epoch only: always the same buffer.
                    check(cudaMemsetAsync(rank.call.epochs, 2 * round, 1, rank.stream), "an epoch");
                    all_reduce(rank.stream, rank.call);
                }
            for (int r = 0; r < kRanks; ++r) {
                check(cudaSetDevice(r), "a device");
                cudaStreamSynchronize(group[r].stream);
            }
            for (const simt::Finding& finding : simt::findings())
                seen = seen || finding.fault == simt::Fault::Race;
        }
        QVERIFY(seen);
    }

    void peers_must_be_enabled() {
        Group group(2, 64, 0, false);
        for (int r = 0; r < 2; ++r) {
            check(cudaSetDevice(r), "a device");
            group[r].call.rows = 1;
            group[r].call.deadline_ns = 1'000'000;
            group[r].call.part = Group::uploaded(group[r], part_of(r, 0, 64));
            group[r].call.out = Group::zeroed<Bf16>(group[r], 64);
            all_reduce(group[r].stream, group[r].call);
        }
        for (int r = 0; r < 2; ++r) {
            check(cudaSetDevice(r), "a device");
            QVERIFY(cudaStreamSynchronize(group[r].stream) != cudaSuccess);
        }
        QCOMPARE(simt::findings().front().fault, simt::Fault::WrongDevice);
        cudaSetDevice(0);
    }

    void refuses_what_it_cannot_do() {
        const SimtStream stream(0);
        AllReduce call;
        call.layout = {2, 12};
        call.rows = 1;
        QVERIFY_EXCEPTION_THROWN(all_reduce(stream, call), Error);
        call.layout = {17, 64};
        QVERIFY_EXCEPTION_THROWN(all_reduce(stream, call), Error);
        call.layout = {2, 64};
        call.rows = kMaxAllReduceRows + 1;
        QVERIFY_EXCEPTION_THROWN(all_reduce(stream, call), Error);
    }
};

QTEST_GUILESS_MAIN(TestCudaAllReduce)
#include "test_cuda_allreduce.moc"
