// What a mapped file gives once its bytes have gone away, and that nobody else notices.
#include "engine/model/mapped_file.h"

#include "tests/engine/expect_error.h"

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <atomic>
#include <fcntl.h>
#include <fstream>
#include <memory>
#include <sys/mman.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace hadal;
using namespace hadal::model;

namespace {

const std::size_t kPage = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));

bool all_are(std::span<const std::byte> bytes, char value) {
    return std::all_of(bytes.begin(), bytes.end(), [&](std::byte b) { return b == std::byte(value); });
}

} // namespace

class MappedFileTest : public QObject {
    Q_OBJECT

  private slots:
    void what_is_missing_reads_as_zeros() {
        const std::filesystem::path path = written("a", 8 * kPage), other = written("b", 2 * kPage);
        const MappedFile file(path), neighbour(other);
        QVERIFY(all_are(file.bytes(), 'a'));
        file.require_intact();
        std::filesystem::resize_file(path, 3 * kPage);
        QVERIFY(all_are(file.bytes().first(3 * kPage), 'a'));
        QVERIFY(file.intact()); // nothing was read that is missing
        QVERIFY(all_are(file.bytes().subspan(3 * kPage), '\0'));
        QVERIFY(!file.intact());
        test::expect_error(ErrorKind::InvalidFile, {path.string(), "changed", "load the model again"},
                           [&] { file.require_intact(); });
        QVERIFY(all_are(file.bytes().first(3 * kPage), 'a'));
        QVERIFY(all_are(neighbour.bytes(), 'b') && neighbour.intact());
    }

    void a_place_is_taken_again() {
        for (int round = 0; round < 3; ++round) {
            const std::filesystem::path path = written("a", 2 * kPage);
            const MappedFile file(path);
            QVERIFY(file.intact());
            std::filesystem::resize_file(path, 0);
            QVERIFY(all_are(file.bytes(), '\0') && !file.intact());
        }
    }

    void many_threads_read_what_is_missing() {
        std::vector<std::filesystem::path> paths;
        std::vector<std::unique_ptr<MappedFile>> files;
        for (int i = 0; i < 4; ++i) {
            paths.push_back(written(std::string(1, static_cast<char>('a' + i)), 64 * kPage));
            files.push_back(std::make_unique<MappedFile>(paths.back()));
        }
        std::filesystem::resize_file(paths[1], kPage);
        std::filesystem::resize_file(paths[2], 0);
        std::vector<std::jthread> threads;
        std::atomic<int> right = 0;
        for (int thread = 0; thread < 4; ++thread)
            threads.emplace_back([&] {
                right += all_are(files[0]->bytes(), 'a') && all_are(files[1]->bytes().subspan(kPage), '\0') &&
                         all_are(files[2]->bytes(), '\0') && all_are(files[3]->bytes(), 'd');
                for (int i = 0; i < 20; ++i)
                    right += MappedFile(paths[3]).bytes().size() == 64 * kPage;
            });
        threads.clear();
        QCOMPARE(right.load(), 4 * 21);
        QVERIFY(files[0]->intact() && !files[1]->intact() && !files[2]->intact() && files[3]->intact());
    }

    /// Other memory that goes away still ends the program.
    void errors_of_others_stay_theirs() {
        const std::filesystem::path path = written("a", kPage), other = written("b", kPage);
        const MappedFile file(path);
        const pid_t child = ::fork();
        if (child == 0) {
            ::close(STDOUT_FILENO); // what others say of it
            ::close(STDERR_FILENO);
            const int descriptor = ::open(other.c_str(), O_RDONLY);
            const auto* bytes = static_cast<const volatile char*>(
                ::mmap(nullptr, kPage, PROT_READ, MAP_PRIVATE, descriptor, 0));
            std::filesystem::resize_file(other, 0);
            ::_exit(bytes[0]); // 0 if it were zeros
        }
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(WIFSIGNALED(status) || WEXITSTATUS(status) != 0); // a sanitizer exits
    }

    void what_cannot_be_mapped() {
        test::expect_error(ErrorKind::InvalidFile, {"nowhere", "cannot be opened"},
                           [&] { MappedFile(directory_.filePath("nowhere").toStdString()); });
        test::expect_error(ErrorKind::InvalidFile, {"is not a file"},
                           [&] { MappedFile(directory_.path().toStdString()); });
        const MappedFile empty(written("", 0));
        QVERIFY(empty.bytes().empty() && empty.intact());
    }

  private:
    /// A file of `size` times one letter.
    std::filesystem::path written(const std::string& letter, std::size_t size) {
        const std::filesystem::path path = directory_.filePath(QString("file%1").arg(++files_)).toStdString();
        std::ofstream(path, std::ios::binary) << std::string(size, letter.empty() ? ' ' : letter[0]);
        return path;
    }

    QTemporaryDir directory_;
    int files_ = 0;
};

QTEST_GUILESS_MAIN(MappedFileTest)
#include "mapped_file_test.moc"
