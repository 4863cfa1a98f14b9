// What is found in all chats and in one.
#include "tests/ui/chat_test.h"

#include "ui/chat/find_model.h"

using namespace hadal;
using namespace hadal::ui;
using namespace hadal::ui::test;

class TestChatSearch : public ChatTest {
    Q_OBJECT

  private slots:
    void thePaletteFindsChatsAndMessages() {
        makeChats({"whales sing", "显存不足怎么办"});
        auto* search = workspace->search();
        QAbstractItemModelTester tester(search, QAbstractItemModelTester::FailureReportingMode::QtTest);
        search->addCommand("new", "New chat", "Ctrl N", "edit");
        const auto found = [&](const QString& text, int kind) {
            search->setText(text);
            if (!QTest::qWaitFor([&] { return !search->searching(); }))
                return -1;
            int rows = 0;
            for (int row = 0; row < search->count(); ++row)
                rows += at(search, row, SearchModel::KindRole).toInt() == kind;
            return rows;
        };
        QCOMPARE(found("whales", SearchModel::ChatKind), 1);
        QCOMPARE(found("显存", SearchModel::MessageKind), 1);
        QCOMPARE(at(search, search->count() - 1, SearchModel::SnippetRole).toString(),
                 "<b>显存</b>不足怎么办");
        QCOMPARE(found("new ch", SearchModel::CommandKind), 1);
        QCOMPARE(found("answer", SearchModel::MessageKind), 2);
        search->setWho(SearchModel::Person);
        QCOMPARE(found("answer", SearchModel::MessageKind), 0);
        search->setWho(SearchModel::Anyone);
        workspace->remove({idOf("whales sing")});
        QCOMPARE(found("whales", SearchModel::MessageKind), 0);
        QCOMPARE(found("whales", SearchModel::ChatKind), 0);
    }

    void aMessageThatWasFoundIsShownOnItsBranch() {
        chat()->send("first");
        QVERIFY(answered());
        const QString id = chat()->id(), first = messageAt(1);
        chat()->edit(messageAt(0), "another beginning");
        QVERIFY(answered());
        workspace->newChat();
        QSignalSpy shown(workspace, &Workspace::messageShown);
        workspace->openMessage(id, first);
        QTRY_COMPARE(shown.size(), 1);
        QCOMPARE(chat()->turns()->rowOf(first), 1);
        workspace->openMessage(id, "nobody");
        workspace->openMessage("nowhere", "nobody");
        QCOMPARE(shown.size(), 1);
    }

    void findGoesThroughTheChat() {
        chat()->send("one and one");
        QVERIFY(answered());
        FindModel find;
        QAbstractItemModelTester tester(&find, QAbstractItemModelTester::FailureReportingMode::QtTest);
        find.setChat(chat());
        find.setText("ONE");
        QCOMPARE(find.count(), 3); // twice in the question, once in the answer
        QCOMPARE(find.turn(), 1);  // the nearest to the end
        find.go(1);
        QCOMPARE(find.turn(), 0);
        QCOMPARE(find.place(), 0.0);
        find.go(-1);
        QCOMPARE(find.turn(), 1);
        find.setText("nowhere");
        QCOMPARE(find.current(), -1);
        find.go(1);
        QCOMPARE(find.current(), -1);
    }
};

QTEST_MAIN(TestChatSearch)
#include "moc_chat_test.cpp"
#include "test_chat_search.moc"
