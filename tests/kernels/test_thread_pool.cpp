// The pool that shares loops: every task once, short lives, tasks that throw, more threads than cores.
#include "kernels/cpu/thread_pool.h"
#include "kernels/error.h"

#include <QTest>

#include <fstream>
#include <memory>
#include <numeric>
#include <sys/resource.h>
#include <unistd.h>

using namespace hadal;
using cpu::ThreadPool;

class TestThreadPool : public QObject {
    Q_OBJECT

  private slots:
    void runsEveryTaskOnce_data() {
        QTest::addColumn<int>("threads");
        for (const int threads : {1, 2, 3, 16}) // 16 are more than most machines that test have cores
            QTest::addRow("%d threads", threads) << threads;
    }
    void runsEveryTaskOnce() {
        QFETCH(int, threads);
        ThreadPool pool(threads);
        QCOMPARE(pool.threads(), threads);
        for (const std::int64_t count : {0, 1, 2, 5, 64, 1000})
            for (int repeat = 0; repeat < 20; ++repeat) {
                std::vector<std::atomic<int>> times(static_cast<std::size_t>(count));
                std::atomic<int> strangers{0};
                pool.run(count, [&](std::int64_t task, int worker) {
                    times[static_cast<std::size_t>(task)].fetch_add(1);
                    strangers.fetch_add(worker < 0 || worker >= threads);
                });
                QCOMPARE(strangers.load(), 0);
                for (const std::atomic<int>& n : times)
                    QCOMPARE(n.load(), 1);
            }
    }

    /// One worker index is never in two tasks at once: it stands for scratch memory.
    void workersHaveTheirIndexForThemselves() {
        ThreadPool pool(4);
        std::vector<int> plain(4); // not atomic: ThreadSanitizer looks on
        for (int repeat = 0; repeat < 50; ++repeat)
            pool.run(64, [&](std::int64_t, int worker) { ++plain[static_cast<std::size_t>(worker)]; });
        QCOMPARE(std::accumulate(plain.begin(), plain.end(), 0), 50 * 64);
    }

    /// A worker may be anywhere in its loop when the pool ends; none may sleep through it.
    void endsWhereverItsWorkersAre() {
        for (int life = 0; life < 3000; ++life) {
            ThreadPool pool(3);
            if (life % 3 != 0)
                pool.run(life % 7, [](std::int64_t, int) {});
        }
    }

    void passesOnWhatTasksThrow_data() { runsEveryTaskOnce_data(); }
    void passesOnWhatTasksThrow() {
        QFETCH(int, threads);
        ThreadPool pool(threads);
        for (int repeat = 0; repeat < 50; ++repeat) {
            std::atomic<int> running{0};
            // On the heap, so that a task which outlives run() is a use after free.
            auto limit = std::make_unique<std::int64_t>(repeat);
            const auto fails = [&] {
                pool.run(100, [&, bound = limit.get()](std::int64_t task, int) {
                    running.fetch_add(1);
                    const bool late = task >= *bound;
                    running.fetch_sub(1);
                    if (late)
                        throw Error(ErrorKind::OutOfMemory, "task " + std::to_string(task));
                });
            };
            QVERIFY_EXCEPTION_THROWN(fails(), Error);
            QCOMPARE(running.load(), 0);
            limit.reset();
            std::atomic<int> done{0};
            pool.run(100, [&](std::int64_t, int) { done.fetch_add(1); });
            QCOMPARE(done.load(), 100);
        }
    }

    void saysThatThreadsCouldNotBeStarted() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        QSKIP("sanitizers need the address space that this test takes away");
#else
        std::int64_t pages = 0;
        std::ifstream("/proc/self/statm") >> pages;
        QVERIFY(pages > 0);
        rlimit before{};
        QCOMPARE(getrlimit(RLIMIT_AS, &before), 0);
        rlimit tight = before;
        tight.rlim_cur = static_cast<rlim_t>(pages * sysconf(_SC_PAGESIZE) + (std::int64_t{96} << 20));
        QCOMPARE(setrlimit(RLIMIT_AS, &tight), 0);
        std::string message;
        ErrorKind kind = ErrorKind::Internal;
        try {
            ThreadPool pool(4096); // the stacks of which do not fit
        } catch (const Error& error) {
            kind = error.kind();
            message = error.what();
        }
        setrlimit(RLIMIT_AS, &before);
        QCOMPARE(kind, ErrorKind::OutOfMemory);
        QVERIFY2(message.find("4095 threads could not be started") != message.npos, message.c_str());
#endif
    }
};

QTEST_GUILESS_MAIN(TestThreadPool)
#include "test_thread_pool.moc"
