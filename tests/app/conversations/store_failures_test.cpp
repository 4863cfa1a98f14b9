// What goes wrong while a store is used: the disk, the process, the caller.
#include "app/conversations/store.h"
#include "tests/app/conversations/records.h"

#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace hadal;
using namespace hadal::conversations;
using hadal::test::conversation;
using hadal::test::errorOf;
using hadal::test::message;

namespace {

/// No file of this process can grow while it lives, as on a full disk.
class FullDisk {
  public:
    FullDisk() {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit none{0, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &none);
    }
    ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }

  private:
    rlimit before_{};
};

/// Writes an answer word by word until it is killed; tells each saved length on stdout.
int streamUntilKilled(const QString& folder) {
    Store store(folder);
    store.open().waitForFinished();
    const auto talk = conversation("killed");
    store.add(talk);
    auto answer = message(talk, "", "", Role::Assistant);
    answer.state = MessageState::Streaming;
    store.append(answer);
    for (int i = 0;; ++i) {
        answer.content += QString("word%1 ").arg(i);
        store.save(answer).waitForFinished();
        std::printf("%lld\n", static_cast<long long>(answer.content.size()));
        std::fflush(stdout);
    }
}

} // namespace

class StoreFailuresTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    QString path() const { return folder_->path(); }

  private slots:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void whatTheDiskRefusedIsSavedLater() {
        const auto talk = conversation("long");
        const auto question = message(talk, "", "Why?");
        auto answer = message(talk, question.id, "", Role::Assistant);
        answer.state = MessageState::Streaming;
        {
            Store store(path());
            store.open();
            store.add(talk).waitForFinished();
            QSignalSpy failures(&store, &Store::writeFailed), recoveries(&store, &Store::caughtUp);
            {
                const FullDisk full;
                store.append(question);
                store.append(answer);
                answer.content = "Be";
                store.save(answer);
                answer.content = "Because.";
                const auto error = errorOf(store.save(answer));
                QVERIFY(error && error->kind() == ErrorKind::InvalidFile);
            }
            QCOMPARE(recoveries.count(), 0);
            QVERIFY(failures.count() > 0);
            store.setDraft(talk.id, {"and then?", {}}).waitForFinished();
            QCOMPARE(recoveries.count(), 1);
            const auto saved = store.messages(talk.id).result();
            QCOMPARE(saved.size(), 2);
            QCOMPARE(saved[1].content, QString("Because."));
            const FullDisk full;
            QVERIFY(errorOf(store.rename(talk.id, "longer")));
        }
        Store store(path());
        store.open();
        QCOMPARE(store.messages(talk.id).result().size(), 2);
    }

    void theLastAttemptIsAtTheEnd() {
        const auto talk = conversation("short");
        {
            Store store(path());
            store.open().waitForFinished();
            const FullDisk full;
            QVERIFY(errorOf(store.add(talk)));
            // The disk has room again before the store closes.
        }
        Store store(path());
        store.open();
        QCOMPARE(store.conversations().result().size(), 1);
    }

    void wrongCallsAreRefused() {
        Store store(path());
        QVERIFY(errorOf(store.conversations())); // not open yet
        store.open();
        const auto one = conversation("one"), two = conversation("two");
        store.add(one);
        store.add(two);
        const auto mine = message(one, "", "mine");
        store.append(mine);
        QSignalSpy failures(&store, &Store::writeFailed);
        const QList<QFuture<void>> wrong = {
            store.append(message(one, "nobody", "orphan")),
            store.append(message(two, mine.id, "parent elsewhere")),
            store.append(message(conversation("unknown"), "", "nowhere")),
            store.append(mine), // the same id again
            store.append(message({}, "", "no conversation")),
            store.setLeaf(two.id, mine.id),
            store.rename("unknown", "x"),
            store.save(message(one, "", "never appended")),
            store.add(one),
            store.add(Conversation()),
            store.add(Folder()),
        };
        for (const auto& future : wrong)
            QVERIFY(errorOf(future));
        QTRY_COMPARE(failures.size(), wrong.size());
        QCOMPARE(store.messages(one.id).result().size(), 1);
        QCOMPARE(store.messages(two.id).result().size(), 0);
        QCOMPARE(store.conversations().result().size(), 2);
    }

    void killedWhileStreaming() {
        for (const int lines : {1, 20, 60}) {
            init();
            QProcess child;
            child.start(QCoreApplication::applicationFilePath(), {"--stream-until-killed", path()});
            QByteArray said;
            while (said.count('\n') < lines && child.waitForReadyRead(30000))
                said += child.readAll();
            QVERIFY2(said.count('\n') >= lines, child.readAllStandardError());
            QVERIFY(child.processId() > 0); // 0 would be this whole process group
            ::kill(static_cast<pid_t>(child.processId()), SIGKILL);
            QVERIFY(child.waitForFinished(30000));
            said += child.readAll();
            said.truncate(said.lastIndexOf('\n'));
            const auto saved = said.mid(said.lastIndexOf('\n') + 1).toLongLong();

            Store store(path());
            const auto report = store.open().result(); // the lock of the dead process does not hold
            QVERIFY(report.movedAside.isEmpty());
            QCOMPARE(report.cutMessages, 1);
            const auto talk = store.conversations().result().at(0);
            const auto answer = store.messages(talk.id).result().at(0);
            QCOMPARE(answer.state, MessageState::Cut);
            QVERIFY2(answer.content.size() >= saved, "text that was saved is lost");
            QVERIFY(answer.content.startsWith("word0 "));
            QVERIFY(errorOf(store.save(answer))); // it is history now
        }
    }

    void oneProcessOwnsTheFolder() {
        Store first(path());
        first.open().waitForFinished();
        Store second(path());
        const auto error = errorOf(second.open());
        QVERIFY(error);
        QCOMPARE(error->kind(), ErrorKind::InvalidInput);
        QVERIFY(QString(error->what()).contains(path()));
        const auto later = errorOf(second.conversations());
        QVERIFY(later);
        QCOMPARE(std::string(later->what()), std::string(error->what()));
        QVERIFY(!errorOf(first.conversations()));
    }

    void unusableFolderSaysSo() {
        QFile file(path() + "/file");
        QVERIFY(file.open(QIODevice::WriteOnly));
        Store store(path() + "/file/below");
        const auto error = errorOf(store.open());
        QVERIFY(error);
        QCOMPARE(error->kind(), ErrorKind::InvalidFile);
        QVERIFY(QString(error->what()).contains("HADAL_DATA_DIR"));
    }
};

int main(int argc, char** argv) {
    QCoreApplication app(argc, argv);
    const auto arguments = app.arguments();
    if (arguments.size() == 3 && arguments[1] == "--stream-until-killed")
        return streamUntilKilled(arguments[2]);
    StoreFailuresTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "store_failures_test.moc"
