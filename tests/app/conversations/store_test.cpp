#include "app/conversations/store.h"
#include "tests/app/conversations/records.h"

#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace hadal;
using namespace hadal::conversations;
using hadal::test::conversation;
using hadal::test::errorOf;
using hadal::test::looking;
using hadal::test::message;

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
};

QTEST_GUILESS_MAIN(StoreTest)
#include "store_test.moc"
