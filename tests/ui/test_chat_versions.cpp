// Versions of messages: asked again, edited, gone on with, and the outline of them.
#include "tests/ui/chat_test.h"

using namespace hadal;
using namespace hadal::ui;
using namespace hadal::ui::test;

class TestChatVersions : public ChatTest {
    Q_OBJECT

  private slots:
    void regeneratingMakesAVersionAndEarlierOnesStay() {
        chat()->send("first");
        QVERIFY(answered());
        const QString first = at(chat()->turns(), 1, TurnModel::MessageIdRole).toString();
        chat()->regenerate(first);
        QVERIFY(answered());
        QCOMPARE(chat()->turns()->count(), 2);
        QCOMPARE(at(chat()->turns(), 1, TurnModel::VersionRole).toInt(), 2);
        QCOMPARE(at(chat()->turns(), 1, TurnModel::VersionsRole).toInt(), 2);
        chat()->showVersion(at(chat()->turns(), 1, TurnModel::MessageIdRole).toString(), 1);
        QCOMPARE(at(chat()->turns(), 1, TurnModel::MessageIdRole).toString(), first);
    }

    void editingAMessageBranchesAndAnswersAgain() {
        chat()->send("first");
        QVERIFY(answered());
        chat()->send("think");
        QVERIFY(answered());
        chat()->edit(at(chat()->turns(), 0, TurnModel::MessageIdRole).toString(), "first, again");
        QVERIFY(answered());
        QCOMPARE(chat()->turns()->count(), 2);
        QCOMPARE(at(chat()->turns(), 0, TurnModel::VersionsRole).toInt(), 2);
        chat()->showVersion(at(chat()->turns(), 0, TurnModel::MessageIdRole).toString(), 1);
        QCOMPARE(chat()->turns()->count(), 4);
        QCOMPARE(at(chat()->turns(), 3, TurnModel::ContentRole).toString(), "I have thought.");
    }

    void editingAnAnswerKeepsItsThinking() {
        chat()->send("think");
        QVERIFY(answered());
        chat()->edit(at(chat()->turns(), 1, TurnModel::MessageIdRole).toString(), "Better words.");
        QVERIFY(!chat()->answering());
        QCOMPARE(at(chat()->turns(), 1, TurnModel::ContentRole).toString(), "Better words.");
        QVERIFY(at(chat()->turns(), 1, TurnModel::HasThoughtsRole).toBool());
        QCOMPARE(at(chat()->turns(), 1, TurnModel::VersionRole).toInt(), 2);
    }

    void whatIsTypedInAnEditBoxStays() {
        chat()->send("first");
        QVERIFY(answered());
        const QString id = chat()->id(), question = messageAt(0);
        chat()->beginEdit(question);
        QCOMPARE(chat()->editText(question), "first");
        QVERIFY(at(chat()->turns(), 0, TurnModel::EditingRole).toBool());
        chat()->setEditText(question, "first, with more words");
        workspace->newChat();
        workspace->open(id);
        QTRY_VERIFY(chat()->loaded());
        QVERIFY(at(chat()->turns(), 0, TurnModel::EditingRole).toBool());
        QCOMPARE(chat()->editText(question), "first, with more words");
        chat()->edit(question, chat()->editText(question));
        QVERIFY(answered());
        QVERIFY(!at(chat()->turns(), 0, TurnModel::EditingRole).toBool());
        QCOMPARE(at(chat()->turns(), 0, TurnModel::ContentRole).toString(), "first, with more words");
        QCOMPARE(at(chat()->turns(), 0, TurnModel::VersionsRole).toInt(), 2);
    }

    void branchesAreAnOutline() {
        chat()->send("first");
        QVERIFY(answered());
        QCOMPARE(chat()->branches()->count(), 0); // what does not fork is left out
        chat()->send("second");
        QVERIFY(answered());
        chat()->regenerate(messageAt(3));
        QVERIFY(answered());
        auto* branches = chat()->branches();
        QCOMPARE(branches->count(), 2);
        QVERIFY(at(branches, 1, BranchModel::ShownRole).toBool());
        QVERIFY(!at(branches, 0, BranchModel::ShownRole).toBool());
        const QString older = at(branches, 0, BranchModel::MessageIdRole).toString();
        chat()->setBranchName(older, "the short one");
        chat()->setStarred(older, true);
        QCOMPARE(at(branches, 0, BranchModel::NameRole).toString(), "the short one");
        QVERIFY(chat()->showMessage(older));
        QVERIFY(at(chat()->turns(), 3, TurnModel::StarredRole).toBool());
        QVERIFY(!chat()->showMessage("nobody"));
        chat()->edit(messageAt(0), "first, again");
        QVERIFY(answered());
        QCOMPARE(branches->count(), 4);
        QCOMPARE(at(branches, 1, BranchModel::DepthRole).toInt(), 1);
        QCOMPARE(fixture->store.messages(chat()->id()).result().at(3).name, "the short one");
    }

    void aCutAnswerGoesOnInItsPlace() {
        chat()->send("slow please");
        QTRY_VERIFY(at(chat()->turns(), 1, TurnModel::ContentRole).toString().size() > 20);
        chat()->stop();
        QVERIFY(answered());
        const QString message = messageAt(1);
        const QString before = at(chat()->turns(), 1, TurnModel::ContentRole).toString();
        chat()->continueAnswer(message);
        QVERIFY(chat()->answering());
        QTRY_VERIFY(at(chat()->turns(), 1, TurnModel::ContentRole).toString().size() > before.size() + 10);
        chat()->stop();
        QVERIFY(answered());
        QCOMPARE(chat()->turns()->count(), 2);
        QCOMPARE(at(chat()->turns(), 1, TurnModel::VersionsRole).toInt(), 1);
        QVERIFY(at(chat()->turns(), 1, TurnModel::ContentRole).toString().startsWith(before));
        const auto stored = fixture->store.messages(chat()->id()).result();
        QCOMPARE(stored.size(), 2);
        QCOMPARE(stored[1].content, at(chat()->turns(), 1, TurnModel::ContentRole).toString());
    }
};

QTEST_MAIN(TestChatVersions)
#include "moc_chat_test.cpp"
#include "test_chat_versions.moc"
