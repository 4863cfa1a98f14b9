#include "app/conversations/store.h"
#include "kernels/error.h"
#include "tests/app/conversations/records.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

#include <csignal>
#include <sys/resource.h>

using namespace hadal;
using namespace hadal::conversations;
using hadal::test::conversation;
using hadal::test::message;

namespace {

/// What a future failed with; nothing when it did not.
template <typename Result>
std::optional<Error> errorOf(QFuture<Result> future) {
    try {
        future.waitForFinished();
    } catch (const Error& error) {
        return error;
    }
    return std::nullopt;
}

SearchQuery looking(const QString& text) {
    SearchQuery query;
    query.text = text;
    return query;
}

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

class StoreTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    QString path() const { return folder_->path(); }

  private slots:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void folderFollowsTheEnvironment() {
        qputenv("HADAL_DATA_DIR", "/somewhere/else");
        QCOMPARE(dataFolder(), QString("/somewhere/else"));
        qunsetenv("HADAL_DATA_DIR");
        QVERIFY(!dataFolder().isEmpty());
        QVERIFY(dataFolder() != "/somewhere/else");
    }

    void everythingComesBackAfterReopening() {
        auto first = conversation("First");
        first.settings = {{"temperature", 0.5}, {"from a later program", QJsonArray{1, 2}}};
        first.draft = {"half a thou", {{"notes.txt", "a\nb"}}};
        first.queue = {{"next", {}}, {"after that", {{"b.csv", "1;2"}}}};
        first.folder = "some folder";
        first.archived = true;
        auto question = message(first, "", "Why?");
        auto answer = message(first, question.id, "Because.", Role::Assistant);
        answer.reasoning = "Hm.";
        answer.toolCalls = {QJsonObject{{"id", "call_1"}, {"name", "f"}, {"arguments", "{}"}}};
        answer.model = "tiny";
        answer.state = MessageState::Failed;
        answer.error = "GPU 3 stopped answering.";
        answer.numbers = {100, 60, 20, 5, 0.25, 1.5, 33.25};
        auto result = message(first, answer.id, "42", Role::Tool);
        result.toolCallId = "call_1";
        result.run = {{"tool", "f"}, {"arguments", "{}"}};
        {
            Store store(path());
            QVERIFY(store.open().result().created);
            store.add(first);
            for (const auto& m : {question, answer, result})
                store.append(m);
        } // the destructor finishes what was asked for
        Store store(path());
        const auto report = store.open().result();
        QVERIFY(!report.created);
        QVERIFY(report.movedAside.isEmpty() && report.backup.isEmpty());
        const auto list = store.conversations().result();
        QCOMPARE(list.size(), 1);
        QVERIFY(list[0].updated > first.updated);
        first.updated = list[0].updated;
        first.leaf = result.id;
        QVERIFY(list[0] == first);
        QVERIFY(store.messages(first.id).result() == (QList<Message>{question, answer, result}));
    }

    void editsKeepOldVersions() {
        Store store(path());
        store.open();
        const auto talk = conversation("Edited");
        store.add(talk);
        const auto first = message(talk, "", "first wording");
        const auto answer = message(talk, first.id, "answer", Role::Assistant);
        const auto second = message(talk, "", "second wording");
        for (const auto& m : {first, answer, second})
            store.append(m);
        QCOMPARE(store.conversations().result().at(0).leaf, second.id);
        store.setLeaf(talk.id, answer.id);
        QCOMPARE(store.conversations().result().at(0).leaf, answer.id);
        QCOMPARE(store.messages(talk.id).result().size(), 3);
    }

    void finishedMessagesNeverChange() {
        Store store(path());
        store.open();
        const auto talk = conversation("");
        store.add(talk);
        auto answer = message(talk, "", "", Role::Assistant);
        answer.state = MessageState::Streaming;
        store.append(answer);
        answer.content = "growing";
        QVERIFY(!errorOf(store.save(answer)));
        answer.state = MessageState::Complete;
        QVERIFY(!errorOf(store.save(answer)));
        auto changed = answer;
        changed.content = "something else";
        const auto error = errorOf(store.save(changed));
        QVERIFY(error);
        QCOMPARE(error->kind(), ErrorKind::InvalidArgument);
        QCOMPARE(store.messages(talk.id).result().at(0).content, QString("growing"));
    }

    void listIsPinnedThenNewest() {
        Store store(path());
        store.open();
        QList<Conversation> made;
        for (int i = 0; i < 4; ++i) {
            made.append(conversation(QString::number(i)));
            made.last().updated = made.last().updated.addSecs(i);
            store.add(made.last());
        }
        store.setPinned(made[1].id, true);
        store.rename(made[2].id, "renamed");
        store.remove(made[3].id);
        QStringList titles;
        for (const auto& c : store.conversations().result())
            titles.append(c.title);
        QCOMPARE(titles, (QStringList{"1", "renamed", "0"}));
        store.restore(made[3].id);
        store.setPinned(made[1].id, false);
        store.setSettings(made[0].id, {{"a", 1}});
        store.setDraft(made[0].id, {"typed", {{"f", "t"}}});
        const auto list = store.conversations().result();
        QCOMPARE(list.at(0).title, QString("3"));
        QCOMPARE(list.at(3).settings, (QJsonObject{{"a", 1}}));
        QVERIFY(list.at(3).draft == (Draft{"typed", {{"f", "t"}}}));
    }

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

    void hostileContentComesBack_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const QString nul = QString("a") + QChar(0) + "b" + QChar(0);
        QTest::newRow("nul") << nul << nul;
        QTest::newRow("emoji") << "👩‍👩‍👧‍👦🏳️‍🌈 e\u0301 \u202e"
                               << "👩‍👩‍👧‍👦🏳️‍🌈 e\u0301 \u202e";
        QTest::newRow("quotes") << "'; DROP TABLE messages; --\""
                                << "'; DROP TABLE messages; --\"";
        QTest::newRow("empty") << QString() << QString("");
        // Not text, so replaced: by SQLite and by the conversion to UTF-8.
        QTest::newRow("noncharacter") << QString(QChar(0xffff)) + "x" << QString(QChar(0xfffd)) + "x";
        QTest::newRow("lone surrogates") << QString("a") + QChar(0xd800) + "b" + QChar(0xdc00) << "a?b?";
        QString megabytes;
        for (int i = 0; i < 300'000; ++i)
            megabytes += QString("龍%1\n").arg(i);
        QTest::newRow("megabytes") << megabytes << megabytes;
    }
    void hostileContentComesBack() {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        auto talk = conversation(text);
        talk.draft = {text, {{text, text}}};
        talk.settings = {{"system", expected}};
        auto said = message(talk, "", text, Role::Assistant);
        said.reasoning = text;
        said.toolCalls = {QJsonObject{{"arguments", expected}}};
        {
            Store store(path());
            store.open();
            store.add(talk);
            store.append(said).waitForFinished();
        }
        Store store(path());
        store.open();
        const auto read = store.messages(talk.id).result().at(0);
        QVERIFY(read.content == expected); // not QCOMPARE: megabytes
        QVERIFY(read.reasoning == expected);
        QVERIFY(read.toolCalls == said.toolCalls);
        const auto listed = store.conversations().result().at(0);
        QVERIFY(listed.title == expected && listed.draft.text == expected &&
                listed.draft.files.at(0).text == expected && listed.settings == talk.settings);
    }

    void manyThreadsMayCall() {
        constexpr int threads = 4, each = 50;
        Store store(path());
        store.open();
        const auto talk = conversation("busy");
        store.add(talk);
        std::vector<std::thread> callers;
        std::atomic<int> failed{0};
        for (int t = 0; t < threads; ++t)
            callers.emplace_back([&, t] {
                QString parent;
                for (int i = 0; i < each; ++i) {
                    const auto m = message(talk, parent, QString("%1.%2").arg(t).arg(i));
                    parent = m.id;
                    auto appended = store.append(m);
                    if (i % 10 == 0 && errorOf(appended))
                        ++failed;
                    if (i % 7 == 0 && store.messages(talk.id).result().isEmpty())
                        ++failed;
                }
            });
        for (auto& caller : callers)
            caller.join();
        QCOMPARE(failed.load(), 0);
        const auto all = store.messages(talk.id).result();
        QCOMPARE(all.size(), threads * each);
        // Each thread's messages are there in the order it added them.
        for (int t = 0; t < threads; ++t) {
            int next = 0;
            for (const auto& m : all)
                if (m.content.startsWith(QString("%1.").arg(t)))
                    QCOMPARE(m.content, QString("%1.%2").arg(t).arg(next++));
            QCOMPARE(next, each);
        }
    }

    void anAnswerThatWasCutGoesOn() {
        Store store(path());
        store.open();
        const auto talk = conversation("cut");
        store.add(talk);
        auto answer = message(talk, "", "One two", Role::Assistant);
        answer.state = MessageState::Streaming;
        store.append(answer);
        QVERIFY(errorOf(store.resume(answer.id))); // it is being written
        answer.state = MessageState::Truncated;
        store.save(answer);
        QVERIFY(!errorOf(store.resume(answer.id)));
        QCOMPARE(store.messages(talk.id).result().at(0).state, MessageState::Streaming);
        answer.content = "One two three";
        answer.state = MessageState::Complete;
        QVERIFY(!errorOf(store.save(answer)));
        QVERIFY(errorOf(store.resume(answer.id))); // it is whole
        QCOMPARE(store.search(looking("three")).result().hits.size(), 1);
        QCOMPARE(store.search(looking("two")).result().hits.size(), 1); // not twice
    }

    void branchesHaveNamesAndStars() {
        Store store(path());
        store.open();
        const auto talk = conversation("marked");
        store.add(talk);
        const auto first = message(talk, "", "x");
        store.append(first);
        store.setMark(first.id, "the good one", true);
        const auto read = store.messages(talk.id).result().at(0);
        QCOMPARE(read.name, QString("the good one"));
        QVERIFY(read.starred);
        QVERIFY(errorOf(store.setMark("nobody", "", true)));
    }

    void copiesAreConversationsOfTheirOwn() {
        Store store(path());
        store.open();
        auto talk = conversation("original");
        store.add(talk);
        auto question = message(talk, "", "why");
        question.files = {{"a.txt", "text"}};
        const auto answer = message(talk, question.id, "because", Role::Assistant);
        auto other = message(talk, question.id, "no idea", Role::Assistant);
        other.state = MessageState::Streaming;
        for (const auto& m : {question, answer, other})
            store.append(m);
        auto all = talk;
        all.id = newId();
        all.leaf = answer.id;
        const auto copied = store.copy(talk.id, all, {}).result();
        const auto messages = store.messages(all.id).result();
        QCOMPARE(messages.size(), 3);
        QVERIFY(messages[0].id != question.id && messages[0].files == question.files);
        QCOMPARE(messages[1].parent, messages[0].id);
        QCOMPARE(messages[2].state, MessageState::Cut);
        QCOMPARE(copied.leaf, messages[1].id);
        auto fork = talk;
        fork.id = newId();
        fork.leaf = answer.id;
        store.copy(talk.id, fork, answer.id).waitForFinished();
        QCOMPARE(store.messages(fork.id).result().size(), 2);
        QCOMPARE(store.messages(talk.id).result().size(), 3);
        QVERIFY(errorOf(store.copy(talk.id, fork, {}))); // the id is taken
        QCOMPARE(store.messages(fork.id).result().size(), 2);
    }

    void theBinKeepsAndPurges() {
        Store store(path());
        store.open();
        const auto kept = conversation("kept"), gone = conversation("gone");
        for (const auto& c : {kept, gone}) {
            store.add(c);
            store.append(message(c, "", "about whales"));
        }
        QVERIFY(errorOf(store.purge(gone.id))); // not in the bin
        store.remove(gone.id);
        QCOMPARE(store.bin().result().size(), 1);
        QVERIFY(store.bin().result().at(0).removed.isValid());
        QCOMPARE(store.search(looking("whales")).result().hits.size(), 1);
        store.restore(gone.id);
        QCOMPARE(store.search(looking("whales")).result().hits.size(), 2);
        store.remove(gone.id);
        QVERIFY(!errorOf(store.purge(gone.id)));
        QCOMPARE(store.bin().result().size(), 0);
        QCOMPARE(store.messages(gone.id).result().size(), 0);
        QVERIFY(errorOf(store.restore(gone.id)));
    }

    void foldersComeAndGo() {
        Store store(path());
        store.open();
        const Folder papers{newId(), "Papers", QDateTime::fromMSecsSinceEpoch(5, Qt::UTC), true};
        store.add(papers);
        store.renameFolder(papers.id, "论文");
        store.setFolderOpen(papers.id, false);
        auto folders = store.folders().result();
        QCOMPARE(folders.size(), 1);
        QVERIFY(folders[0] == (Folder{papers.id, "论文", papers.created, false}));
        store.removeFolder(papers.id);
        QVERIFY(store.folders().result().isEmpty());
        store.restoreFolder(papers.id);
        QCOMPARE(store.folders().result().size(), 1);
        QVERIFY(errorOf(store.renameFolder("nobody", "x")));
    }

    void searchFindsWordsInEveryLanguage_data() {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QStringList>("found");
        QTest::newRow("a word") << "attention" << QStringList{"en"};
        QTest::newRow("the beginning of one") << "atten" << QStringList{"en"};
        QTest::newRow("not its end") << "tention" << QStringList{};
        QTest::newRow("other case") << "SPARSE" << QStringList{"en"};
        QTest::newRow("without the accent") << "resume" << QStringList{"fr"};
        QTest::newRow("two words anywhere") << "cost sparse" << QStringList{"en"};
        QTest::newRow("one of two") << "cost whale" << QStringList{};
        QTest::newRow("together in order") << "\"sparse attention\"" << QStringList{"en"};
        QTest::newRow("not in this order") << "\"attention sparse\"" << QStringList{};
        QTest::newRow("two characters") << "显存" << QStringList{"zh"};
        QTest::newRow("the reverse") << "存显" << QStringList{};
        QTest::newRow("one character") << "拆" << QStringList{"zh"};
        QTest::newRow("the last character") << "卡" << QStringList{"zh"};
        QTest::newRow("four characters") << "拆分模型" << QStringList{"zh"};
        QTest::newRow("with Latin beside it") << "用FP8" << QStringList{"mixed"};
        QTest::newRow("across both scripts") << "FP8向量" << QStringList{"mixed"};
        QTest::newRow("kana") << "ひらがな" << QStringList{"ja"};
        QTest::newRow("in a file") << "quicksort" << QStringList{"file"};
        QTest::newRow("nothing") << "  " << QStringList{};
        QTest::newRow("marks only") << "\"\" ( ) * ^ -" << QStringList{};
        QTest::newRow("operators are words") << "NEAR(sparse" << QStringList{};
        QTest::newRow("a column is no column") << "text:sparse" << QStringList{};
    }
    void searchFindsWordsInEveryLanguage() {
        QFETCH(QString, query);
        QFETCH(QStringList, found);
        Store store(path());
        store.open();
        const auto talk = conversation("t");
        store.add(talk);
        const auto say = [&](const QString& id, const QString& text, const QList<Attachment>& files = {}) {
            auto m = message(talk, "", text);
            m.id = id;
            m.files = files;
            store.append(m);
        };
        say("en", "What does sparse attention cost?");
        say("zh", "显存不足时如何拆分模型到多个显卡");
        say("fr", "Mon résumé est prêt.");
        say("ja", "これはひらがなです");
        say("file", "Look at this.", {{"sort.py", "def quicksort(a): pass"}});
        say("mixed", "索引器用FP8向量打分");
        const auto result = store.search(looking(query)).result();
        QStringList ids;
        for (const auto& hit : result.hits) {
            ids += hit.message;
            QVERIFY2(!hit.snippet.marks.isEmpty() || query == "resume", qPrintable(hit.snippet.text));
        }
        QCOMPARE(ids, found);
        QVERIFY(result.complete && !result.more);
    }

    void searchKeepsToItsFilters() {
        Store store(path());
        store.open();
        auto one = conversation("one"), two = conversation("two");
        two.folder = "f";
        store.add(one);
        store.add(two);
        auto old = message(one, "", "whale one");
        old.created = QDateTime::currentDateTimeUtc().addDays(-40);
        store.append(old);
        auto answer = message(one, old.id, "whale two", Role::Assistant);
        answer.created = QDateTime::currentDateTimeUtc();
        store.append(answer);
        store.append(message(two, "", "whale three"));
        const auto count = [&](SearchQuery query) {
            query.text = "whale";
            return store.search(query).result().hits.size();
        };
        QCOMPARE(count({}), 3);
        SearchQuery query;
        query.conversation = one.id;
        QCOMPARE(count(query), 2);
        query.role = Role::Assistant;
        QCOMPARE(count(query), 1);
        query = {};
        query.folder = "f";
        QCOMPARE(count(query), 1);
        query = {};
        query.since = QDateTime::currentDateTimeUtc().addDays(-7);
        QCOMPARE(count(query), 1);
        query = {};
        query.limit = 2;
        query.text = "whale";
        const auto cut = store.search(query).result();
        QCOMPARE(cut.hits.size(), 2);
        QVERIFY(cut.more);
        QCOMPARE(cut.hits[0].title, QString("two")); // the newest first
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
    StoreTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "store_test.moc"
