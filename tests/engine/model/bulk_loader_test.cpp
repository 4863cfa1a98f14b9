// Parts of matrices find their places, whatever blocks a file is read in and however late copies happen.
#include "engine/model/bulk_loader.h"

#include "tests/engine/expect_error.h"
#include "tests/engine/model/shard_files.h"

#include <cstring>
#include <deque>

using namespace hadal;
using namespace hadal::model;
using parallel::TensorShard;
using test::expect_error;
using test::ShardFile;

namespace {

/// A device that copies as late as it may.
class LateUploads final : public ops::Uploads {
  public:
    ~LateUploads() override { wait(marked_); }
    std::shared_ptr<void> memory(std::size_t bytes) override {
        if (!has_memory)
            throw Error(ErrorKind::OutOfMemory, "no pinned memory");
        return {::operator new(bytes), [](void* p) { ::operator delete(p); }};
    }
    void copy(ops::Tensor to, std::int64_t first, const std::byte* from, std::int64_t row_bytes,
              std::int64_t rows, std::int64_t stride) override {
        ++copies;
        queue_.push_back({marked_ + 1, [=] {
                              for (std::int64_t r = 0; r < rows; ++r)
                                  std::memcpy(static_cast<std::byte*>(to.data) + first + r * row_bytes,
                                              from + r * stride, static_cast<std::size_t>(row_bytes));
                          }});
    }
    std::uint64_t mark() override { return ++marked_; }
    void wait(std::uint64_t mark) override {
        for (; !queue_.empty() && queue_.front().first <= mark; queue_.pop_front())
            queue_.front().second();
    }
    int copies = 0;
    bool has_memory = true;

  private:
    std::deque<std::pair<std::uint64_t, std::function<void()>>> queue_;
    std::uint64_t marked_ = 0;
};

struct Case {
    std::int64_t rows, cols;
    TensorShard part;
};

/// A file's 50,000 bytes as 100 rows.
CheckpointTensor tensor_of(const ShardFile& file) {
    return {file.opened->data(file.opened->entries().at("all")), ops::DType::U8, 100, 500, file.opened.get()};
}

/// So that a file goes round it several times.
ReadingOptions small_ring() {
    ReadingOptions options;
    options.block_bytes = 4096;
    options.ring_blocks = 4;
    return options;
}

} // namespace

class BulkLoaderTest : public QObject {
    Q_OBJECT

  private slots:
    void places_parts_data() {
        QTest::addColumn<int>("block_bytes");
        QTest::addColumn<int>("ring_blocks");
        QTest::addRow("one at a time") << 4096 << 1;
        QTest::addRow("some") << 8192 << 5;
        QTest::addRow("one block") << (1 << 20) << 16;
    }
    void places_parts() {
        QFETCH(int, block_bytes);
        QFETCH(int, ring_blocks);
        const ShardFile file(directory_, "a", 60000);
        const ShardFile other(directory_, "b", 9000);
        const auto header = static_cast<std::int64_t>(file.header_bytes());
        std::vector<std::vector<std::byte>> places;
        std::vector<std::vector<std::byte>> expected;
        ReadingOptions options;
        options.block_bytes = static_cast<std::size_t>(block_bytes);
        options.ring_blocks = static_cast<std::size_t>(ring_blocks);
        auto device = std::make_unique<LateUploads>();
        const int& copies = device->copies;
        BulkLoader loader(std::move(device), nullptr, options);
        std::int64_t at = 13; // as tensors follow each other, unaligned
        const auto add = [&](const ShardFile& of, const Case& c, std::int64_t begin) {
            const CheckpointTensor tensor{of.opened->data(of.opened->entries().at("all")) + begin,
                                          ops::DType::BF16, c.rows, c.cols, of.opened.get()};
            loader.read(tensor);
            QVERIFY(loader.reads(tensor));
            auto& place =
                places.emplace_back(static_cast<std::size_t>(2 * c.part.rows.count * c.part.cols.count));
            auto& values = expected.emplace_back();
            for (std::int64_t r = c.part.rows.first; r < c.part.rows.end(); ++r) {
                const std::byte* row = tensor.data + 2 * (r * c.cols + c.part.cols.first);
                values.insert(values.end(), row, row + 2 * c.part.cols.count);
            }
            loader.take(
                tensor, c.part,
                {place.data(), ops::DType::BF16, c.part.rows.count, c.part.cols.count, c.part.cols.count});
        };
        places.reserve(8);
        add(other, {50, 80, {{0, 50}, {0, 80}, false}}, 0);
        for (const Case& c : {Case{20, 100, {{0, 20}, {0, 100}, false}},    // whole
                              Case{40, 60, {{11, 20}, {0, 60}, false}},     // rows
                              Case{30, 120, {{0, 30}, {40, 40}, false}},    // columns
                              Case{2, 5000, {{0, 2}, {2500, 2500}, false}}, // longer than a block
                              Case{100, 3, {{7, 90}, {1, 1}, false}}}) {
            add(file, c, at);
            at += 2 * c.rows * c.cols;
        }
        QVERIFY(at + header < static_cast<std::int64_t>(file.bytes().size()));
        double last = 0;
        loader.run(
            [&](double share) {
                QVERIFY(share >= last && share <= 1);
                last = share;
            },
            {});
        QCOMPARE(last, 1.0);
        for (std::size_t i = 0; i < places.size(); ++i)
            QVERIFY2(places[i] == expected[i], std::to_string(i).c_str());
        if (ring_blocks == 16)
            QCOMPARE(copies, int{6});
    }

    /// Each rank takes a half; the file is read once.
    void ranks_read_together() {
        const ShardFile file(directory_, "a", 50000);
        const CheckpointTensor tensor = tensor_of(file);
        const auto reading = std::make_shared<SharedReading>(2);
        const ReadingOptions options = small_ring();
        std::array<std::vector<std::byte>, 2> halves;
        const auto load = [&](int rank) {
            auto& half = halves[static_cast<std::size_t>(rank)];
            half.assign(25000, {});
            BulkLoader loader(std::make_unique<LateUploads>(), reading, options);
            loader.read(tensor);
            loader.take(tensor, {{0, 100}, {250 * rank, 250}, false},
                        {half.data(), ops::DType::U8, 100, 250, 250});
            loader.run([](double) {}, {});
        };
        for (int round = 0; round < 2; ++round) {
            std::thread other([&] { load(1); });
            load(0);
            other.join();
            for (int row = 0; row < 100; ++row)
                for (int rank = 0; rank < 2; ++rank)
                    QVERIFY(std::memcmp(halves[static_cast<std::size_t>(rank)].data() + 250 * row,
                                        tensor.data + 500 * row + 250 * rank, 250) == 0);
        }
    }

    void a_rank_that_gives_up_ends_the_others_data() {
        QTest::addColumn<bool>("before");
        QTest::addRow("before they read") << true;
        QTest::addRow("while they read") << false;
    }
    void a_rank_that_gives_up_ends_the_others() {
        QFETCH(bool, before);
        const ShardFile file(directory_, "a", 50000);
        const CheckpointTensor tensor = tensor_of(file);
        const auto reading = std::make_shared<SharedReading>(2);
        const ReadingOptions options = small_ring();
        const auto gives_up = [&] {
            BulkLoader(std::make_unique<LateUploads>(), reading, options)
                .give_up(Error(ErrorKind::OutOfMemory, "GPU 1 is full"));
        };
        std::thread other;
        if (before)
            gives_up();
        else
            other = std::thread([&] {
                std::this_thread::sleep_for(std::chrono::milliseconds(20));
                gives_up();
            });
        BulkLoader loader(std::make_unique<LateUploads>(), reading, options);
        loader.read(tensor);
        expect_error(ErrorKind::OutOfMemory, {"GPU 1 is full"}, [&] { loader.run([](double) {}, {}); });
        if (other.joinable())
            other.join();
        loader.give_up(Error(ErrorKind::OutOfMemory, "GPU 1 is full"));

        // The next load knows nothing of that.
        const auto loads = [&] {
            BulkLoader next(std::make_unique<LateUploads>(), reading, options);
            next.read(tensor);
            next.run([](double) {}, {});
        };
        other = std::thread(loads);
        loads();
        other.join();
    }

    /// Both learn of it, and the next load begins anew.
    void no_memory_to_read_into() {
        const ShardFile file(directory_, "a", 50000);
        const CheckpointTensor tensor = tensor_of(file);
        const auto reading = std::make_shared<SharedReading>(2);
        const auto load = [&](bool has_memory) {
            auto uploads = std::make_unique<LateUploads>();
            uploads->has_memory = has_memory;
            BulkLoader loader(std::move(uploads), reading, {});
            loader.read(tensor);
            try {
                loader.run([](double) {}, {});
            } catch (const Error& error) {
                loader.give_up(error);
                throw;
            }
        };
        for (int rank = 0; rank < 2; ++rank)
            expect_error(ErrorKind::OutOfMemory, {"no pinned memory"}, [&] { load(rank != 0); });
        std::thread other([&] { load(true); });
        load(true);
        other.join();
    }

  private:
    QTemporaryDir directory_;
};

QTEST_GUILESS_MAIN(BulkLoaderTest)
#include "bulk_loader_test.moc"
