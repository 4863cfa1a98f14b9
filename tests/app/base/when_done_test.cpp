#include "app/base/task_thread.h"
#include "app/base/when_done.h"
#include "kernels/error.h"

#include <QElapsedTimer>
#include <QTest>

#include <atomic>

using namespace hadal;

class WhenDoneTest : public QObject {
    Q_OBJECT

    TaskThread thread_;

  private slots:
    void hearsResultsAndFailuresOnItsThread() {
        int result = 0;
        QString problem;
        QThread* heardOn = nullptr;
        whenDone(
            thread_.run([] { return 7; }), this,
            [&](int value) {
                result = value;
                heardOn = QThread::currentThread();
            },
            [&](const QString& text) { problem = text; });
        QTRY_COMPARE(result, 7);
        QCOMPARE(heardOn, QThread::currentThread());
        QCOMPARE(problem, QString());

        whenDone(
            thread_.run([]() -> int { throw Error(ErrorKind::InvalidFile, "expected ü"); }), this,
            [&](int value) { result = value; }, [&](const QString& text) { problem = text; });
        QTRY_COMPARE(problem, QStringLiteral("expected ü"));
        QCOMPARE(result, 7);
    }

    void hearsNothingOfCancelledFutures() {
        QFuture<int> future;
        {
            QPromise<int> promise;
            promise.start();
            future = promise.future();
        }
        bool heard = false;
        whenDone(
            future, this, [&](int) { heard = true; }, [&](const QString&) { heard = true; });
        QCoreApplication::processEvents();
        QVERIFY(!heard);
    }

    void listenersMayGoAtAnyTime() {
        // The future finishes on its thread while the listener is being destroyed on this one.
        for (int round = 0; round < 20'000; ++round) {
            std::atomic<bool> going = false;
            auto listener = std::make_unique<QObject>();
            bool gone = false;
            bool heardLate = false;
            const auto future = thread_.run([&going, round] {
                while (!going.load())
                    std::this_thread::yield();
                return round;
            });
            whenDone(
                future, listener.get(), [&](int) { heardLate = gone; }, [](const QString&) {});
            going = true;
            QElapsedTimer wait; // a little longer each round, so that the two meet at every point
            wait.start();
            while (wait.nsecsElapsed() < round % 400 * 5)
                ;
            listener.reset();
            gone = true;
            QCoreApplication::processEvents();
            QVERIFY(!heardLate);
            QFuture<int>(future).waitForFinished();
        }
    }
};

QTEST_GUILESS_MAIN(WhenDoneTest)
#include "when_done_test.moc"
