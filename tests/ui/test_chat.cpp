// The view models over a real store and a scripted model.
#include "tests/ui/fixture.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace hadal;
using namespace hadal::ui;
using namespace hadal::ui::test;

namespace {

QVariant at(const QAbstractItemModel* model, int row, int role) {
    return model->index(row, 0).data(role);
}

MessageBlocks* blocks(Chat* chat, int row) {
    return at(chat->turns(), row, TurnModel::BlocksRole).value<MessageBlocks*>();
}

} // namespace

class TestChat : public QObject {
    Q_OBJECT

  private:
    std::unique_ptr<Fixture> fixture;
    Workspace* workspace = nullptr;
    Chat* chat() const { return workspace->chat(); }
    bool answered() const {
        return QTest::qWaitFor([this] { return !chat()->answering(); }, 20000);
    }

  private slots:
    void init() {
        QTest::failOnWarning(QRegularExpression("."));
        fixture = std::make_unique<Fixture>();
        workspace = fixture->workspace.get();
        fixture->load();
    }
    void cleanup() { fixture.reset(); }

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
        QCOMPARE(workspace->conversations()->count(), 1);
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

    void conversationsComeBackFromTheStore() {
        chat()->send("first");
        QVERIFY(answered());
        const QString id = chat()->id();
        workspace->newChat();
        QVERIFY(chat()->id() != id);
        workspace->open(id);
        QTRY_COMPARE(chat()->turns()->count(), 2);
        QCOMPARE(blocks(chat(), 1)->rowCount(), 5);
    }

    void draftsAreKeptPerChat() {
        chat()->send("first");
        QVERIFY(answered());
        const QString first = chat()->id();
        chat()->setDraft("half a thought");
        workspace->newChat();
        QCOMPARE(chat()->draft(), QString());
        chat()->setDraft("not yet asked");
        const QString second = chat()->id();
        workspace->open(first);
        QCOMPARE(chat()->draft(), "half a thought");
        QCOMPARE(workspace->conversations()->count(), 2);
        workspace->open(second);
        QCOMPARE(chat()->draft(), "not yet asked");
    }

    void answeringGoesOnInTheBackground() {
        chat()->send("slow please");
        const QString id = chat()->id();
        workspace->newChat();
        QCOMPARE(at(workspace->conversations(), 0, ConversationListModel::AnsweringRole).toBool(), true);
        workspace->open(id);
        QVERIFY(chat()->answering());
        chat()->stop();
        QVERIFY(answered());
        QCOMPARE(at(workspace->conversations(), 0, ConversationListModel::AnsweringRole).toBool(), false);
    }

    void removingCanBeUndone() {
        chat()->send("first");
        QVERIFY(answered());
        const QString id = chat()->id();
        QSignalSpy removed(workspace, &Workspace::removed);
        workspace->remove(id);
        QCOMPARE(removed.size(), 1);
        QCOMPARE(workspace->conversations()->count(), 0);
        QVERIFY(chat()->id() != id);
        workspace->undoRemove();
        QCOMPARE(workspace->conversations()->count(), 1);
        QCOMPARE(chat()->id(), id);
        QTRY_COMPARE(chat()->turns()->count(), 2);
    }

    void removedChatsStayAway() {
        chat()->send("slow please");
        chat()->send("and then this");
        const QString first = chat()->id();
        QCOMPARE(chat()->queue().size(), 1);
        QPointer<Chat> answering = chat();
        workspace->newChat();
        chat()->send("second");
        const QString second = chat()->id();
        workspace->remove(first);
        workspace->remove(second);
        QTRY_VERIFY(!answering || !answering->answering()); // and what waited is not asked
        QVERIFY(!answering || answering->queue().isEmpty());
        QTRY_COMPARE(workspace->conversations()->count(), 0);
        workspace->undoRemove();
        QCOMPARE(workspace->conversations()->count(), 1);
        QCOMPARE(chat()->id(), second);
    }

    void undoBringsTheLastDraftBack() {
        chat()->send("first");
        QVERIFY(answered());
        chat()->setDraft("typed just now");
        workspace->remove(chat()->id());
        workspace->undoRemove();
        QCOMPARE(chat()->draft(), "typed just now");
    }

    void renamingAndPinningReorder() {
        for (const char* title : {"one", "two", "three"}) {
            workspace->newChat();
            chat()->send(title);
            QVERIFY(answered());
        }
        auto* list = workspace->conversations();
        QAbstractItemModelTester tester(list, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QString oldest = at(list, 2, ConversationListModel::IdRole).toString();
        QCOMPARE(at(list, 2, ConversationListModel::TitleRole).toString(), "one");
        workspace->setPinned(oldest, true);
        QCOMPARE(at(list, 0, ConversationListModel::IdRole).toString(), oldest);
        workspace->rename(oldest, "  renamed ");
        QCOMPARE(at(list, 0, ConversationListModel::TitleRole).toString(), "renamed");
        workspace->rename(oldest, "  ");
        QCOMPARE(at(list, 0, ConversationListModel::TitleRole).toString(), "renamed");
        workspace->setPinned(oldest, false);
        QCOMPARE(at(list, 2, ConversationListModel::IdRole).toString(), oldest);
        QCOMPARE(list->neighbour(oldest, -1), at(list, 1, ConversationListModel::IdRole).toString());
        QCOMPARE(list->neighbour(oldest, 1), QString());
    }

    void theMeterCountsHistoryAndDraft() {
        QTRY_COMPARE(fixture->host.state(), host::ModelHost::State::Ready);
        ContextMeter* meter = chat()->meter();
        QCOMPARE(meter->length(), 4096);
        QCOMPARE(meter->reserve(), 1024);
        chat()->setDraft("A draft of a few words");
        QTRY_VERIFY(meter->draft() > 0);
        chat()->setDraft("");
        QTRY_COMPARE(meter->draft(), 0);
        chat()->send("think");
        QVERIFY(answered());
        QTRY_VERIFY(meter->history() > 5); // the answer's 5 tokens and the message
        QCOMPARE(meter->thinking(), 4);
        QCOMPARE(meter->used(), meter->history() + 4 + 1024);
    }
};

QTEST_MAIN(TestChat)
#include "test_chat.moc"
