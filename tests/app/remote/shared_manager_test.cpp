#include "app/remote/shared_manager.h"

#include <QTest>
#include <QThread>

#include <memory>
#include <thread>
#include <vector>

namespace hadal::remote {

class SharedManagerTest : public QObject {
    Q_OBJECT

  private slots:
    void carriesOutWhatThreadsGiveInTheirOrder() {
        constexpr int threads = 4, tasks = 250;
        SharedManager manager;
        std::vector<std::vector<int>> done(threads);
        int elsewhere = 0, all = 0;
        std::vector<std::jthread> givers; // joined before what they use ends, also where a check fails
        for (int giver = 0; giver < threads; ++giver)
            givers.emplace_back([&, giver] {
                for (int number = 0; number < tasks; ++number)
                    manager.run([&, giver, number] {
                        done[giver].push_back(number);
                        elsewhere += QThread::currentThread() != manager.thread();
                        ++all;
                    });
            });
        QTRY_COMPARE(all, threads * tasks);
        QCOMPARE(elsewhere, 0);
        for (const auto& numbers : done)
            for (int number = 0; number < tasks; ++number)
                QCOMPARE(numbers[number], number);
    }

    /// A task may give the next one, which waits for its own turn.
    void takesWorkFromItsTasks() {
        SharedManager manager;
        QStringList said;
        manager.run([&] {
            manager.run([&] { said += "second"; });
            said += "first";
        });
        QTRY_COMPARE(said, (QStringList{"first", "second"}));
    }

    void forgetsWhatIsLeftAtItsEnd() {
        const auto held = std::make_shared<bool>(false);
        {
            SharedManager manager;
            std::thread([&] { manager.run([held] { *held = true; }); }).join();
        }
        QCoreApplication::processEvents();
        QVERIFY(!*held);
        QCOMPARE(held.use_count(), 1);
    }
};

} // namespace hadal::remote

QTEST_GUILESS_MAIN(hadal::remote::SharedManagerTest)
#include "shared_manager_test.moc"
