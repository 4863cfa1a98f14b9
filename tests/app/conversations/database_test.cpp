#include "app/conversations/database.h"
#include "kernels/error.h"
#include "tests/app/conversations/records.h"

#include <QDir>
#include <QFile>
#include <QSqlError>
#include <QTemporaryDir>
#include <QTest>

using namespace hadal;
using namespace hadal::conversations;
using hadal::test::conversation;
using hadal::test::message;

namespace {

/// Runs statements on the bare file, as another program would.
void runRaw(const QString& path, const QStringList& statements) {
    {
        auto db = QSqlDatabase::addDatabase("QSQLITE", "raw");
        db.setDatabaseName(path);
        QVERIFY(db.open());
        for (const auto& statement : statements) {
            QSqlQuery query(db);
            QVERIFY2(query.exec(statement), qPrintable(query.lastError().text() + ": " + statement));
        }
        db.close();
    }
    QSqlDatabase::removeDatabase("raw");
}

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void overwrite(const QString& path, qint64 at, const QByteArray& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(at));
    file.write(bytes);
}

} // namespace

class DatabaseTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    QString path() const { return folder_->path(); }
    QString file() const { return folder_->filePath("conversations.sqlite3"); }
    QStringList files(const QString& pattern) const { return QDir(path()).entryList({pattern}, QDir::Files); }

    /// The first released version, as it was written then.
    void writeVersion1() {
        QFile script(HADAL_TEST_DATA "/conversations-v1.sql");
        QVERIFY(script.open(QIODevice::ReadOnly));
        auto statements = QString::fromUtf8(script.readAll()).split(";\n", Qt::SkipEmptyParts);
        statements.removeIf([](const QString& statement) { return statement.trimmed().isEmpty(); });
        runRaw(file(), statements);
    }

    void fill() {
        Database db(path());
        db.open();
        const auto talk = conversation("kept");
        db.add(talk);
        QString parent;
        for (int i = 0; i < 60; ++i) {
            const auto m = message(talk, parent, QString("line %1 ").arg(i).repeated(150));
            parent = m.id;
            db.append(m);
        }
    }

  private slots:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void usesWriteAheadLog() {
        Database db(path());
        db.open();
        db.add(conversation("x"));
        QVERIFY(!files("*-wal").isEmpty());
    }

    void opensTheFirstVersion() {
        writeVersion1();
        Database db(path());
        const auto report = db.open();
        QCOMPARE(report.created, false);
        QVERIFY(QFile::exists(report.backup)); // before it was brought up to date
        QCOMPARE(report.cutMessages, 1);
        const auto list = db.conversations();
        QCOMPARE(list.size(), 1);
        QCOMPARE(list[0].title, QString("Odd sums 和"));
        QCOMPARE(list[0].settings["unknown key"].toInt(), 7);
        const auto messages = db.messages(list[0].id);
        QCOMPARE(messages.size(), 3);
        QCOMPARE(messages[1].reasoning, QString("2a+1 + 2b+1"));
        QCOMPARE(messages[1].numbers.tokensPerSecond, 31.5);
        QCOMPARE(messages[2].state, MessageState::Cut);
        QCOMPARE(list[0].leaf, messages[2].id);
        QCOMPARE(list[0].draft.text, QString("and then"));
        // What was said before there was an index is found as well.
        SearchQuery query;
        query.text = "integers";
        QVERIFY(!db.search(query).complete);
        while (db.indexSome())
            ;
        const auto found = db.search(query);
        QVERIFY(found.complete);
        QCOMPARE(found.hits.size(), 1);
        QCOMPARE(found.hits[0].message, messages[0].id);
    }

    void theBinIsEmptiedAfterItsTime() {
        const auto old = conversation("old"), fresh = conversation("fresh");
        {
            Database db(path());
            db.open();
            for (const auto& c : {old, fresh}) {
                db.add(c);
                db.append(message(c, "", "something"));
                const int days = c.id == old.id ? bin_days + 1 : bin_days - 1;
                db.set(c.id, "removed", QDateTime::currentDateTimeUtc().addDays(-days).toMSecsSinceEpoch());
            }
        }
        Database db(path());
        QCOMPARE(db.open().purged, 1);
        QCOMPARE(db.bin().size(), 1);
        QCOMPARE(db.bin()[0].title, QString("fresh"));
        QVERIFY(db.messages(old.id).isEmpty());
    }

    void migratesStepByStepAfterABackup() {
        writeVersion1();
        auto steps = migrations();
        steps.push_back({"ALTER TABLE conversations ADD COLUMN starred INTEGER NOT NULL DEFAULT 0",
                         "UPDATE conversations SET title = title || '!'"});
        steps.push_back({"UPDATE conversations SET title = title || '?', starred = 1"});
        {
            Database db(path());
            const auto report = db.open(steps);
            QVERIFY(QFile::exists(report.backup));
            QCOMPARE(db.conversations().at(0).title, QString("Odd sums 和!?"));
            QCOMPARE(db.messages(db.conversations().at(0).id).size(), 3);
        }
        {
            Database db(path()); // now up to date: no second backup
            QVERIFY(db.open(steps).backup.isEmpty());
            QCOMPARE(db.conversations().at(0).title, QString("Odd sums 和!?"));
        }
        // The backup is the old database, whole.
        const auto backups = files("conversations-version1-*.sqlite3");
        QCOMPARE(backups.size(), 1);
        QTemporaryDir other;
        QVERIFY(QFile::copy(folder_->filePath(backups[0]), other.filePath("conversations.sqlite3")));
        Database old(other.path());
        old.open();
        QCOMPARE(old.conversations().at(0).title, QString("Odd sums 和"));
    }

    void failedMigrationLeavesTheOldVersion() {
        writeVersion1();
        auto steps = migrations();
        steps.push_back(
            {"UPDATE conversations SET title = 'half done'", "INSERT INTO no_such_table VALUES (1)"});
        QVERIFY_EXCEPTION_THROWN(Database(path()).open(steps), Error);
        Database db(path());
        db.open();
        QCOMPARE(db.conversations().at(0).title, QString("Odd sums 和"));
    }

    void newerVersionIsLeftAlone() {
        writeVersion1();
        runRaw(file(), {"PRAGMA user_version = 99"});
        const auto before = contentOf(file());
        try {
            Database(path()).open();
            QFAIL("a newer database was opened");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Unsupported);
            QVERIFY(QString(error.what()).contains("99"));
        }
        QCOMPARE(contentOf(file()), before);
        QVERIFY(files("*damaged*").isEmpty());
    }

    void damagedDatabaseIsPutAside_data() {
        QTest::addColumn<int>("kind");
        QTest::newRow("not a database") << 0;
        QTest::newRow("page overwritten") << 1;
        QTest::newRow("truncated") << 2;
    }
    void damagedDatabaseIsPutAside() {
        QFETCH(int, kind);
        fill();
        if (kind == 0)
            overwrite(file(), 0, "This is no database at all, it only has its name.");
        if (kind == 1)
            for (qint64 page = 1; page < 12; ++page)
                overwrite(file(), page * 4096, QByteArray(4096, '\xa5'));
        if (kind == 2)
            QVERIFY(QFile::resize(file(), QFile(file()).size() / 2));
        const auto before = contentOf(file());
        {
            Database db(path());
            const auto report = db.open();
            QVERIFY(report.created);
            QCOMPARE(contentOf(report.movedAside), before); // every byte is kept
            QVERIFY(db.conversations().isEmpty());
            db.add(conversation("new"));
        }
        Database again(path());
        QVERIFY(again.open().movedAside.isEmpty());
        QCOMPARE(again.conversations().size(), 1);
    }

    void oneBadRowDoesNotHideTheOthers() {
        writeVersion1();
        runRaw(file(), {"UPDATE messages SET role = 'oracle', tool_calls = 'not json' WHERE seq = 2",
                        "UPDATE conversations SET settings = '{broken'"});
        Database db(path());
        db.open();
        const auto list = db.conversations();
        QCOMPARE(list.size(), 1);
        QVERIFY(list[0].settings.isEmpty());
        const auto messages = db.messages(list[0].id);
        QCOMPARE(messages.size(), 3);
        QCOMPARE(messages[1].state, MessageState::Failed);
        QVERIFY(messages[1].error.contains("damaged"));
        QVERIFY(!messages[1].content.isEmpty());
        QCOMPARE(messages[0].state, MessageState::Complete);
    }

    void emptyFileBecomesADatabase() {
        QFile empty(file());
        QVERIFY(empty.open(QIODevice::WriteOnly));
        empty.close();
        Database db(path());
        db.open();
        db.add(conversation("x"));
        QCOMPARE(db.conversations().size(), 1);
    }
};

QTEST_GUILESS_MAIN(DatabaseTest)
#include "database_test.moc"
