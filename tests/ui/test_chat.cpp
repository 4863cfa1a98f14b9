// A chat: what is sent, answered, queued and attached.
#include "tests/ui/chat_test.h"

using namespace hadal;
using namespace hadal::ui;
using namespace hadal::ui::test;

class TestChat : public ChatTest {
    Q_OBJECT

  private slots:
    void anAnswerStreamsIntoBlocks() {
        QAbstractItemModelTester tester(chat()->turns(),
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        chat()->send("Hello there");
        QVERIFY(chat()->answering());
        QCOMPARE(chat()->title(), "Hello there");
        QVERIFY(answered());
        QCOMPARE(chat()->turns()->count(), 2);
        QCOMPARE(at(chat()->turns(), 0, TurnModel::FromPersonRole).toBool(), true);
        QCOMPARE(at(chat()->turns(), 1, TurnModel::StateRole).toInt(), int(TurnModel::Complete));
        QCOMPARE(blocks(chat(), 1)->rowCount(), 5);
        QCOMPARE(workspace->sidebar()->conversations(), 1);
    }

    void aChatIsCalledLikeItsFirstMessage() {
        chat()->setDraft("What is sp");
        QTRY_COMPARE(chat()->title(), "What is sp"); // kept as a draft
        chat()->setDraft("What is sparse attention?");
        QTRY_COMPARE(chat()->title(), "What is sparse attention?");
        chat()->send("What is sparse attention, in short?");
        QCOMPARE(chat()->title(), "What is sparse attention, in short?");
        chat()->setDraft("more");
        chat()->keep();
        QCOMPARE(chat()->title(), "What is sparse attention, in short?");
        QVERIFY(answered());
        workspace->newChat();
        chat()->setDraft("one");
        chat()->keep();
        workspace->rename(chat()->id(), "My name for it");
        chat()->send("two");
        QCOMPARE(chat()->title(), "My name for it");
        QVERIFY(answered());
    }

    void blankTextIsNotSent() {
        chat()->send("  \n ");
        QCOMPARE(chat()->turns()->count(), 0);
        QVERIFY(!chat()->isStored());
    }

    void thinkingIsKeptApartAndStaysAsItWasLeft() {
        chat()->send("think about it");
        QTRY_VERIFY(chat()->turns()->count() == 2);
        chat()->turns()->setThoughtsOpen(1, true);
        QVERIFY(answered());
        QVERIFY(at(chat()->turns(), 1, TurnModel::ThoughtsOpenRole).toBool());
        QVERIFY(at(chat()->turns(), 1, TurnModel::HasThoughtsRole).toBool());
        QCOMPARE(at(chat()->turns(), 1, TurnModel::ContentRole).toString(), "I have thought.");
        QCOMPARE(at(chat()->turns(), 1, TurnModel::ReasoningTokensRole).toInt(), 4);
        QCOMPARE(at(chat()->turns(), 1, TurnModel::TokensRole).toInt(), 9);
    }

    void stopKeepsTheTextSoFar() {
        chat()->send("slow please");
        QTRY_VERIFY(at(chat()->turns(), 1, TurnModel::ContentRole).toString().size() > 20);
        chat()->stop();
        QVERIFY(answered());
        QCOMPARE(at(chat()->turns(), 1, TurnModel::StateRole).toInt(), int(TurnModel::Cancelled));
        QVERIFY(at(chat()->turns(), 1, TurnModel::ContentRole).toString().startsWith("slow "));
    }

    void messagesSentMeanwhileWaitInTheQueue() {
        chat()->send("slow please");
        chat()->send("second");
        chat()->send("third");
        QCOMPARE(chat()->queue(), QStringList({"second", "third"}));
        chat()->dropQueued(1);
        chat()->stop();
        QTRY_COMPARE(chat()->turns()->count(), 4);
        QVERIFY(answered());
        QVERIFY(chat()->queue().isEmpty());
        QCOMPARE(at(chat()->turns(), 2, TurnModel::ContentRole).toString(), "second");
    }

    void aFailureIsATurnThatSaysWhy() {
        chat()->send("break it");
        QVERIFY(answered());
        QCOMPARE(at(chat()->turns(), 1, TurnModel::StateRole).toInt(), int(TurnModel::Failed));
        QCOMPARE(at(chat()->turns(), 1, TurnModel::ErrorRole).toString(), "It broke.");
    }

    void theQueueOutlivesTheProgram() {
        chat()->send("slow please");
        chat()->send("second");
        chat()->send("third");
        chat()->moveQueued(1, 0);
        QCOMPARE(chat()->queue(), QStringList({"third", "second"}));
        chat()->takeQueued(1);
        QCOMPARE(chat()->draft(), "second");
        const QString id = chat()->id();
        QCOMPARE(fixture->store.conversations().result().at(0).queue.size(), 1);
        chat()->dropQueued(0);
        QVERIFY(chat()->queue().isEmpty());
        workspace->acts()->undo();
        QCOMPARE(chat()->queue(), QStringList({"third"}));
        fixture->workspace.reset(); // the program ends while it answers
        fixture->workspace = std::make_unique<Workspace>(
            ChatServices{&fixture->store, &fixture->host, {}}, fixture->folder.path(), [] {}, true);
        workspace = fixture->workspace.get();
        QTRY_COMPARE(workspace->sidebar()->conversations(), 1);
        workspace->open(id);
        QTRY_VERIFY(chat()->loaded());
        QVERIFY(!chat()->answering());
        QCOMPARE(chat()->queue(), QStringList({"third"}));
        chat()->sendQueued();
        QVERIFY(answered());
        QVERIFY(chat()->queue().isEmpty());
        QCOMPARE(chat()->turns()->count(), 4);
    }

    void filesGoWithTheirMessage() {
        QTRY_COMPARE(fixture->host.state(), host::ModelHost::State::Ready);
        const auto write = [&](const QString& name, const QByteArray& bytes) {
            QFile file(fixture->folder.filePath(name));
            const bool written = file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
            return written ? QUrl::fromLocalFile(file.fileName()) : QUrl();
        };
        auto* files = chat()->files();
        QCOMPARE(files->addFiles({write("notes.txt", "one\r\ntwo"),
                                  write("wide.txt", QByteArray("\xff\xfe\x41\x00", 4))}),
                 QString());
        QCOMPARE(files->count(), 2);
        QCOMPARE(files->files().at(0).text, "one\ntwo");
        QCOMPARE(files->files().at(1).text, "A");
        QTRY_VERIFY(files->tokens() > 0);
        const QString refused = files->addFiles(
            {write("picture.png", "\x89PNG\r\n\x1a\n"), write("data.bin", QByteArray("a\0b", 3)),
             write("broken.txt", "\xff\xff\xff"), QUrl::fromLocalFile("/no/such/file.txt"),
             QUrl::fromLocalFile(fixture->folder.path()), QUrl("https://example.org/x.txt")});
        QCOMPARE(refused.split('\n').size(), 6);
        QVERIFY(refused.contains("picture.png") && refused.contains("text only"));
        QCOMPARE(files->count(), 2);
        files->addPaste(QString("long ").repeated(600));
        QCOMPARE(files->files().at(2).name, "Pasted text 1.txt");
        files->remove(1);
        chat()->send("about these");
        QCOMPARE(files->count(), 0);
        QVERIFY(answered());
        QCOMPARE(at(chat()->turns(), 0, TurnModel::FileNamesRole).toStringList(),
                 QStringList({"notes.txt", "Pasted text 1.txt"}));
        const auto stored = fixture->store.messages(chat()->id()).result().at(0);
        QCOMPARE(stored.files.size(), 2);
        chat()->edit(stored.id, "about these, again"); // a new version keeps them
        QVERIFY(answered());
        QCOMPARE(at(chat()->turns(), 0, TurnModel::FileNamesRole).toStringList().size(), 2);
    }
};

QTEST_MAIN(TestChat)
#include "moc_chat_test.cpp"
#include "test_chat.moc"
