// Conversations out of Hadal and into it.
#include "app/transcripts/import.h"
#include "app/transcripts/json.h"
#include "app/transcripts/markdown.h"
#include "kernels/error.h"
#include "tests/app/transcripts/golden.h"
#include "tests/app/transcripts/sample.h"

#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace hadal;
using namespace hadal::transcripts;
using conversations::Message;
using conversations::Role;
using conversations::Store;

namespace {

QByteArray data(const QString& name) {
    QFile file(QStringLiteral(HADAL_TEST_DATA "/transcripts/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray json(const QList<Transcript>& all) {
    return QJsonDocument(toJson(all)).toJson();
}

QStringList contents(const Transcript& transcript) {
    QStringList all;
    for (const Message& message : transcript.messages)
        all += message.content;
    return all;
}

} // namespace

class TestTranscripts : public QObject {
    Q_OBJECT

  private slots:
    void markdownIsTheGoldenFile() {
        const QString written = toMarkdown(test::sample(), {{}, false, true, true, true, true});
        QCOMPARE(written, test::golden("sample.md", written));
    }

    void jsonIsTheGoldenFile() {
        const QString written = QString::fromUtf8(json({test::sample()}));
        QCOMPARE(written, test::golden("sample.json", written));
    }

    void choicesLeaveOut() {
        const QString bare = toMarkdown(test::sample(), {{}, false, false, false, false});
        QVERIFY(!bare.contains("look_up") && !bare.contains("I look it up") && !bare.contains("UTC"));
        QVERIFY(bare.contains("indexer ranks"));
        const QString other = toMarkdown(test::sample(), {"m6", false, false, false, false});
        QVERIFY(other.contains("Another version") && !other.contains("indexer ranks"));
    }

    void aCallThatWasChangedIsWrittenAsItRanToo() {
        Transcript transcript = test::sample();
        transcript.messages[3].run["arguments"] = "{\"word\": \"another\"}";
        const QList<Passage> all = passages(transcript, {});
        const auto changed = std::find_if(all.begin(), all.end(), [](const Passage& passage) {
            return passage.heading == "Call of look_up, changed before it ran";
        });
        QVERIFY(changed != all.end());
        QCOMPARE(changed->kind, Passage::Call);
        QCOMPARE(changed->text, "{\"word\": \"another\"}");
        QCOMPARE((changed - 1)->text, "{\"word\": \"索引器\"}"); // as the model wrote it
        QCOMPARE((changed + 1)->kind, Passage::Result);
        Choice without;
        without.tools = false;
        for (const Passage& passage : passages(transcript, without))
            QVERIFY(passage.kind != Passage::Call);
    }

    void codeIsNotEscapedAndAnOpenFenceIsClosed() {
        Transcript transcript = test::sample();
        transcript.messages[4].content = "```c\nif (a < b && *p)\n";
        transcript.messages.append(test::sample_message("m7", "m5", Role::User, "next"));
        transcript.conversation.leaf = "m7";
        QVERIFY(toMarkdown(transcript, {}).contains("```c\nif (a < b && *p)\n```\n\n## You\n\nnext"));
    }

    void jsonReadsBackTheSame() {
        QStringList problems;
        const QList<Transcript> read =
            fromJson(QJsonDocument::fromJson(json({test::sample()})).object(), problems);
        QCOMPARE(problems, QStringList());
        QCOMPARE(read.size(), 1);
        QVERIFY(read.first() == test::sample());
    }

    void importIntoAnEmptyStoreIsIdentical() {
        QTemporaryDir folder;
        Store store(folder.path());
        store.open();
        const Imported imported = readImport(json({test::sample()}));
        QCOMPARE(int(imported.source), int(Source::Hadal));
        const Preview before = previewImport(imported, store);
        QCOMPARE(before.count(Change::Fresh), 1);
        QCOMPARE(before.messages(), 6);
        QVERIFY(collect(store, {}).isEmpty());
        importInto(imported, store);
        const QList<Transcript> all = collect(store, {});
        QCOMPARE(all.size(), 1);
        QVERIFY(all.first() == test::sample());
        QCOMPARE(json(all), json({test::sample()}));
    }

    void importMergesById() {
        QTemporaryDir folder;
        Store store(folder.path());
        store.open();
        importInto(readImport(json({test::sample()})), store);
        const Imported again = readImport(json({test::sample()}));
        const Preview same = importInto(again, store);
        QCOMPARE(same.count(Change::Same), 1);
        QCOMPARE(same.messages(), 0);

        Transcript more = test::sample();
        more.conversation.title = "Renamed elsewhere";
        more.messages[4].content = "changed elsewhere";
        more.messages.append(test::sample_message("m7", "m5", Role::User, "next"));
        const Preview grown = importInto(readImport(json({more})), store);
        QCOMPARE(grown.count(Change::Grown), 1);
        QCOMPARE(grown.messages(), 1);
        const Transcript now = collect(store, {"c1"}).first();
        QCOMPARE(now.conversation.title, test::sample().conversation.title);
        QCOMPARE(now.conversation.leaf, "m5");
        QCOMPARE(now.messages.at(4).content, test::sample().messages.at(4).content);
        QCOMPARE(now.messages.last().content, "next");
        QVERIFY_EXCEPTION_THROWN(collect(store, {"nowhere"}), Error);
    }

    void everyVersionIsWrittenOnce() {
        Transcript transcript = test::sample();
        transcript.messages.append(test::sample_message("m7", "m6", Role::User, "And then?"));
        transcript.messages.last().name = "The other way";
        Choice choice;
        choice.versions = true;
        QStringList written;
        for (const Passage& passage : passages(transcript, choice))
            written += passage.kind == Passage::Version ? passage.heading : passage.text.left(12);
        QCOMPARE(written, QStringList({"Be short.", "How does it ", "first ``` li", "Version 1 of 2",
                                       "{\"word\": \"索引", "top 2048 ```", "## First, ro", "Version 2 of 2",
                                       "Another vers", "And then?"}));
        transcript.messages.last().parent = "m2";
        QCOMPARE(passages(transcript, choice).at(9).heading,
                 QStringLiteral(u"Version 3 of 3 · The other way"));
        QVERIFY(toMarkdown(transcript, choice).contains("\n\n---\n\n**Version 2 of 3**\n\n## Answer"));
    }

    void everyVersionOfADamagedTreeEnds() {
        Transcript transcript = test::sample();
        for (int i = 0; i < 20'000; ++i)
            transcript.messages.append(test::sample_message(
                QString("n%1").arg(i), i == 0 ? QString("m5") : QString("n%1").arg(i - 1), Role::User, "x"));
        transcript.messages.append(test::sample_message("a", "b", Role::User, "circle"));
        transcript.messages.append(test::sample_message("b", "a", Role::User, "circle"));
        Choice choice;
        choice.versions = true;
        QCOMPARE(passages(transcript, choice).size(), 20'009);
    }

    void importStopsWhereItIsTold() {
        QTemporaryDir folder;
        Store store(folder.path());
        store.open();
        Transcript second = test::sample();
        second.conversation.id = "c2";
        for (Message& message : second.messages) {
            message.id += "-2";
            message.conversation = "c2";
            message.parent += message.parent.isEmpty() ? "" : "-2";
        }
        second.conversation.leaf += "-2";
        const Imported both = readImport(json({test::sample(), second}));
        QCOMPARE(importInto(both, store, [](int done) { return done < 1; }).count(Change::Fresh), 1);
        QCOMPARE(collect(store, {}).size(), 1);
    }

    void whatIsInTheBinComesBack() {
        QTemporaryDir folder;
        Store store(folder.path());
        store.open();
        const Imported imported = readImport(json({test::sample()}));
        importInto(imported, store);
        store.remove("c1");
        QCOMPARE(previewImport(imported, store).count(Change::Restored), 1);
        QCOMPARE(collect(store, {}).size(), 0);
        importInto(imported, store);
        QCOMPARE(collect(store, {}).size(), 1);
    }

    void addedMessagesAreWithdrawn() {
        QTemporaryDir folder;
        Store store(folder.path());
        store.open();
        importInto(readImport(json({test::sample()})), store);
        Transcript more = test::sample();
        for (const auto& [id, parent] : {std::pair{"m7", "m5"}, {"m8", "m7"}, {"m9", "m5"}})
            more.messages.append(test::sample_message(id, parent, Role::User, "zebra"));
        const Preview done = importInto(readImport(json({more})), store);
        QCOMPARE(done.changes.first().messages, QStringList({"m7", "m8", "m9"}));
        store.setLeaf("c1", "m8");
        // Something has been said after one of them, which stays.
        store.merge(more.conversation, {test::sample_message("own", "m9", Role::User, "mine")});
        store.withdraw("c1", done.changes.first().messages);
        const Transcript now = collect(store, {"c1"}).first();
        QCOMPARE(now.messages.size(), 8);
        QCOMPARE(now.messages.at(6).id, "m9");
        QCOMPARE(now.conversation.leaf, "m5");
        conversations::SearchQuery query;
        query.text = "zebra";
        QCOMPARE(store.search(query).result().hits.size(), 1);
    }

    void chatGptKeepsVersions() {
        const Imported imported = readImport(data("chatgpt.json"));
        QCOMPARE(int(imported.source), int(Source::ChatGpt));
        QCOMPARE(imported.transcripts.size(), 1);
        const Transcript& chat = imported.transcripts.first();
        QCOMPARE(chat.conversation.title, "Two answers");
        QCOMPARE(contents(chat), QStringList({"Why is the sea salty?", "Because of rivers.",
                                              "Because of rocks.", "And lakes?"}));
        QCOMPARE(chat.messages.at(0).parent, "");
        QCOMPARE(chat.messages.at(1).parent, chat.messages.at(0).id);
        QCOMPARE(chat.messages.at(2).parent, chat.messages.at(0).id);
        QCOMPARE(chat.messages.at(2).reasoning, "Rocks dissolve.");
        QCOMPARE(chat.messages.at(1).model, "gpt-4o");
        QCOMPARE(chat.messages.at(3).parent, chat.messages.at(2).id);
        QCOMPARE(chat.conversation.leaf, chat.messages.at(3).id);
        QCOMPARE(imported.problems.size(), 1); // the empty one
        // Ids are made anew, and always the same.
        QCOMPARE(readImport(data("chatgpt.json")).transcripts.first().messages.at(0).id,
                 chat.messages.at(0).id);
    }

    void deepSeekKeepsThoughts() {
        const Imported imported = readImport(data("deepseek.json"));
        QCOMPARE(int(imported.source), int(Source::DeepSeek));
        QCOMPARE(imported.transcripts.size(), 2);
        const Transcript& chat = imported.transcripts.first();
        QCOMPARE(contents(chat), QStringList({"你好", "你好！有什么可以帮忙？"}));
        QCOMPARE(int(chat.messages.at(0).role), int(Role::User));
        QCOMPARE(int(chat.messages.at(1).role), int(Role::Assistant));
        QCOMPARE(chat.messages.at(1).reasoning, "The person greets.");
        QCOMPARE(chat.messages.at(1).model, "deepseek-reasoner");
        QCOMPARE(chat.conversation.created,
                 QDateTime::fromString("2025-03-29T20:49:36.505Z", Qt::ISODateWithMs));
        const Transcript& older = imported.transcripts.at(1);
        QCOMPARE(int(older.messages.at(0).role), int(Role::User));
        QCOMPARE(older.messages.at(1).reasoning, "Old thoughts.");
        QTemporaryDir folder;
        Store store(folder.path());
        store.open();
        QCOMPARE(importInto(imported, store).count(Change::Fresh), 2);
        QCOMPARE(collect(store, {chat.conversation.id}).first().messages, chat.messages);
    }

    void badFilesAreRefused_data() {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("no JSON") << QByteArray("hello") << QByteArray("not JSON");
        QTest::newRow("empty") << QByteArray() << QByteArray("not JSON");
        QTest::newRow("other array") << QByteArray("[1, 2]") << QByteArray("no conversations");
        QTest::newRow("other object")
            << QByteArray("{\"format\": \"x\"}") << QByteArray("expected \"hadal-conversations\"");
        QTest::newRow("newer") << QByteArray("{\"format\": \"hadal-conversations\", \"version\": 2}")
                               << QByteArray("version 2");
        QTest::newRow("deep") << QByteArray(5000, '[') << QByteArray("not JSON");
    }
    void badFilesAreRefused() {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, says);
        try {
            readImport(file);
            QFAIL("It was taken.");
        } catch (const Error& error) {
            QVERIFY2(QByteArray(error.what()).contains(says), error.what());
        }
    }

    /// What is damaged is named and left out; the rest comes in.
    void damagedPartsAreLeftOut() {
        QByteArray file = json({test::sample()});
        file.replace("\"role\": \"system\"", "\"role\": \"wizard\"");
        const Imported imported = readImport(file);
        QVERIFY(imported.problems.first().contains("wizard"));
        QVERIFY(imported.transcripts.first().messages.isEmpty()); // all others answered it
        QVERIFY(readImport("{\"format\":\"hadal-conversations\",\"version\":1,\"conversations\":[{},5,null]}")
                    .transcripts.isEmpty());
        QVERIFY(
            readImport("[{\"mapping\":{\"a\":{\"parent\":\"b\",\"children\":[\"b\"]},\"b\":{\"parent\":\"a\","
                       "\"children\":[\"a\"]}},\"create_time\":1,\"id\":\"x\"}]")
                .transcripts.isEmpty()); // a circle
    }

    void fileNamesAreSafe() {
        const auto name = [](const QString& title) {
            conversations::Conversation conversation;
            conversation.id = "id";
            conversation.title = title;
            return fileName(conversation);
        };
        QCOMPARE(name("a/b\\c: d?"), "a-b-c- d-");
        QCOMPARE(name("../.."), "-");
        QCOMPARE(name(" \n "), "id");
        QVERIFY(name(QStringLiteral("汉").repeated(200)).toUtf8().size() <= 120);
    }
};

QTEST_GUILESS_MAIN(TestTranscripts)
#include "transcripts_test.moc"
