// What is wanted of files is read once, in order, for everyone; and what goes wrong is said to everyone.
#include "engine/model/shard_reader.h"

#include "tests/engine/expect_error.h"
#include "tests/engine/model/shard_files.h"

#include <algorithm>
#include <fcntl.h>
#include <filesystem>
#include <set>
#include <unistd.h>

using namespace hadal;
using namespace hadal::model;
using test::expect_error;
using test::ShardFile;

namespace {

std::shared_ptr<void> heap(std::size_t bytes) {
    return {::operator new(bytes), [](void* p) { ::operator delete(p); }};
}

ReadingOptions small(bool direct = true) {
    ReadingOptions options;
    options.block_bytes = 8192;
    options.ring_blocks = 3;
    options.threads = 2;
    options.direct = direct;
    return options;
}

/// Takes all blocks, comparing them; returns where they lay.
std::vector<FileBytes> consume(ShardReader& reader, const std::vector<const ShardFile*>& files, bool& same) {
    std::vector<FileBytes> all;
    for (std::size_t i = 0; i < reader.blocks(); ++i) {
        const ShardReader::Block block = reader.wait(i, {});
        const auto of = std::find_if(files.begin(), files.end(), [&](const ShardFile* file) {
            return file->opened.get() == block.bytes.file;
        });
        const auto* expected = reinterpret_cast<const std::byte*>((*of)->bytes().data());
        same = same && std::equal(expected + block.bytes.first, expected + block.bytes.end, block.data);
        all.push_back(block.bytes);
        reader.release(i);
    }
    return all;
}

} // namespace

class ShardReaderTest : public QObject {
    Q_OBJECT

  private slots:
    void reads_every_byte_once_data() {
        QTest::addColumn<bool>("direct");
        QTest::addColumn<bool>("cached");
        QTest::addRow("past the cache") << true << false;
        QTest::addRow("what the cache has") << true << true;
        QTest::addRow("through the cache") << false << false;
    }
    void reads_every_byte_once() {
        QFETCH(bool, direct);
        QFETCH(bool, cached);
        const ShardFile a(directory_, "a", 70000), b(directory_, "b", 20001);
        if (!cached)
            for (const ShardFile* file : {&a, &b}) { // as far as the system obeys
                ::fdatasync(file->opened->descriptor());
                ::posix_fadvise(file->opened->descriptor(), 0, 0, POSIX_FADV_DONTNEED);
            }
        // Neighbours, a gap of several blocks, the end of a file, in any order.
        const std::vector<FileBytes> wanted{{b.opened.get(), 9000, b.bytes().size()},
                                            {a.opened.get(), 100, 5000},
                                            {a.opened.get(), 60000, 65000},
                                            {a.opened.get(), 5000, 17000}};
        ShardReader reader(wanted, 2, small(direct), heap);
        bool same = true, other_same = true;
        std::vector<FileBytes> blocks;
        std::thread other([&] { consume(reader, {&a, &b}, other_same); });
        blocks = consume(reader, {&a, &b}, same);
        other.join();
        QVERIFY(same && other_same);

        std::int64_t bytes = 0;
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            bytes += static_cast<std::int64_t>(blocks[i].end - blocks[i].first);
            QVERIFY(i == 0 || blocks[i].file != blocks[i - 1].file || blocks[i].first >= blocks[i - 1].end);
        }
        for (const FileBytes& range : wanted)
            for (std::uint64_t at = range.first; at < range.end; ++at)
                QVERIFY(std::any_of(blocks.begin(), blocks.end(), [&](const FileBytes& block) {
                    return block.file == range.file && block.first <= at && at < block.end;
                }));
        QCOMPARE(reader.total_bytes(), bytes);
        QCOMPARE(reader.read_bytes(), bytes);
        QVERIFY(bytes < 17000 + 5000 + 11100 + 3 * 4096); // not the gaps
    }

    void wants_nothing() {
        ShardReader reader({}, 1, small(), heap);
        QCOMPARE(reader.blocks(), std::size_t{0});
    }

    /// No more is read than there are slots, and a slot is free when all have released it.
    void waits_for_all_consumers() {
        const ShardFile a(directory_, "a", 70000);
        ShardReader reader({{a.opened.get(), 0, 70000}}, 2, small(), heap);
        QVERIFY(reader.blocks() > 4);
        for (const std::size_t block : {0, 1, 2})
            reader.wait(block, {});
        reader.release(0);
        std::stop_source stop;
        std::thread impatient([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            stop.request_stop();
        });
        expect_error(ErrorKind::Cancelled, {"cancelled"}, [&] { reader.wait(3, stop.get_token()); });
        impatient.join();
        QCOMPARE(reader.read_bytes(), std::int64_t{3 * 8192});
        reader.release(0);
        const ShardReader::Block next = reader.wait(3, {});
        QCOMPARE(next.bytes.first, std::uint64_t{3 * 8192});
    }

    void says_that_a_file_became_shorter() {
        const ShardFile a(directory_, "a", 70000);
        std::filesystem::resize_file(a.path(), 40000);
        ShardReader reader({{a.opened.get(), 0, 70000}}, 1, small(), heap);
        expect_error(ErrorKind::InvalidFile, {a.path(), "ends at byte 40000", "Load the model again"}, [&] {
            for (std::size_t i = 0; i < reader.blocks(); ++i) {
                reader.wait(i, {});
                reader.release(i);
            }
        });
        // From then on, for everyone.
        expect_error(ErrorKind::InvalidFile, {"ends at byte 40000"}, [&] { reader.wait(0, {}); });
    }

    void a_renamed_file_stays_the_one_that_was_opened() {
        const ShardFile a(directory_, "a", 30000);
        std::filesystem::rename(a.path(), a.path() + ".old");
        std::ofstream(a.path()) << "another";
        ShardReader reader({{a.opened.get(), 0, 30000}}, 1, small(), heap);
        bool same = true;
        consume(reader, {&a}, same);
        QVERIFY(same);
    }

    /// Of a process's own memory nothing can be read where nothing is mapped: the system reports EIO.
    void names_errors_of_the_disk() {
        const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
        QVERIFY(memory >= 0);
        std::byte to[16];
        expect_error(ErrorKind::InvalidFile, {"shard 7", "from byte 4096 on", "Input/output error"},
                     [&] { read_exactly(memory, to, sizeof to, 4096, "shard 7"); });
        ::close(memory);
    }

    void others_fail_too() {
        const ShardFile a(directory_, "a", 70000);
        ShardReader reader({{a.opened.get(), 0, 70000}}, 2, small(), heap);
        std::thread other([&] { reader.fail(Error(ErrorKind::OutOfMemory, "GPU 1 is full")); });
        expect_error(ErrorKind::OutOfMemory, {"GPU 1 is full"}, [&] {
            for (std::size_t i = 0; i < reader.blocks(); ++i)
                reader.wait(i, {});
        });
        other.join();
    }

  private:
    QTemporaryDir directory_;
};

QTEST_GUILESS_MAIN(ShardReaderTest)
#include "shard_reader_test.moc"
