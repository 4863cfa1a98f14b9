// The list of chats: folders, the bin, and what undo brings back.
#include "tests/ui/chat_test.h"

using namespace hadal;
using namespace hadal::ui;
using namespace hadal::ui::test;

class TestChatList : public ChatTest {
    Q_OBJECT

  private:
    /// Titles of the list, headings and folders in brackets.
    QStringList listed() const {
        QStringList rows;
        auto* list = workspace->sidebar();
        for (int row = 0; row < list->rowCount(); ++row) {
            const int kind = at(list, row, SidebarModel::KindRole).toInt();
            const QString title = at(list, row, SidebarModel::TitleRole).toString();
            rows += kind == SidebarModel::ChatKind
                        ? (at(list, row, SidebarModel::InsideRole).toBool() ? "  " : "") + title
                    : kind == SidebarModel::FolderKind ? "[" + title + "]"
                    : kind == SidebarModel::ArchiveKind
                        ? "[archive]"
                        : QString("-%1").arg(at(list, row, SidebarModel::GroupRole).toInt());
        }
        return rows;
    }

  private slots:
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
        QCOMPARE(workspace->sidebar()->conversations(), 2);
        workspace->open(second);
        QCOMPARE(chat()->draft(), "not yet asked");
    }

    void answeringGoesOnInTheBackground() {
        chat()->send("slow please");
        const QString id = chat()->id();
        workspace->newChat();
        QCOMPARE(at(workspace->sidebar(), 1, SidebarModel::AnsweringRole).toBool(), true);
        workspace->open(id);
        QVERIFY(chat()->answering());
        chat()->stop();
        QVERIFY(answered());
        QCOMPARE(at(workspace->sidebar(), 1, SidebarModel::AnsweringRole).toBool(), false);
    }

    void removingCanBeUndone() {
        chat()->send("first");
        QVERIFY(answered());
        const QString id = chat()->id();
        QSignalSpy removed(workspace->acts(), &UndoStack::happened);
        workspace->remove({id});
        QCOMPARE(removed.size(), 1);
        QCOMPARE(workspace->sidebar()->conversations(), 0);
        QVERIFY(chat()->id() != id);
        workspace->acts()->undo();
        QCOMPARE(workspace->sidebar()->conversations(), 1);
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
        workspace->remove({first});
        workspace->remove({second});
        QTRY_VERIFY(!answering || !answering->answering()); // and what waited is not asked
        QVERIFY(!answering || answering->queue().isEmpty());
        QTRY_COMPARE(workspace->sidebar()->conversations(), 0);
        workspace->acts()->undo();
        QCOMPARE(workspace->sidebar()->conversations(), 1);
        QCOMPARE(chat()->id(), second);
    }

    void undoBringsTheLastDraftBack() {
        chat()->send("first");
        QVERIFY(answered());
        chat()->setDraft("typed just now");
        workspace->remove({chat()->id()});
        workspace->acts()->undo();
        QCOMPARE(chat()->draft(), "typed just now");
    }

    void renamingAndPinningReorder() {
        makeChats({"one", "two", "three"});
        auto* list = workspace->sidebar();
        QAbstractItemModelTester tester(list, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(listed(), (QStringList{"-1", "three", "two", "one"}));
        const QString oldest = idOf("one");
        workspace->setPinned({oldest}, true);
        QCOMPARE(listed(), (QStringList{"-0", "one", "-1", "three", "two"}));
        workspace->rename(oldest, "  renamed ");
        workspace->rename(oldest, "  ");
        QCOMPARE(listed().at(1), "renamed");
        workspace->setPinned({oldest}, false);
        QCOMPARE(listed(), (QStringList{"-1", "three", "two", "renamed"}));
        QCOMPARE(list->neighbour(oldest, -1), idOf("two"));
        QCOMPARE(list->neighbour(oldest, 1), QString());
    }

    void foldersHoldChatsAndEverythingCanBeUndone() {
        makeChats({"one", "two", "three"});
        auto* list = workspace->sidebar();
        QAbstractItemModelTester tester(list, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QString folder = workspace->makeFolder(" Papers ", {idOf("one"), idOf("two")});
        QCOMPARE(listed(), (QStringList{"[Papers]", "  two", "  one", "-1", "three"}));
        workspace->setFolderOpen(folder, false);
        QCOMPARE(listed(), (QStringList{"[Papers]", "-1", "three"}));
        workspace->setFolderOpen(folder, true);
        workspace->move({idOf("three")}, folder);
        QCOMPARE(listed().size(), 4);
        workspace->acts()->undo();
        QCOMPARE(listed(), (QStringList{"[Papers]", "  two", "  one", "-1", "three"}));
        workspace->removeFolder(folder);
        QCOMPARE(listed(), (QStringList{"-1", "three", "two", "one"}));
        workspace->acts()->undo();
        QCOMPARE(listed(), (QStringList{"[Papers]", "  two", "  one", "-1", "three"}));
        workspace->setArchived({idOf("two"), idOf("three")}, true);
        QCOMPARE(listed(), (QStringList{"[Papers]", "  one", "[archive]"}));
        workspace->setFolderOpen("archive", true);
        QCOMPARE(listed().last(), "  two");
        workspace->acts()->undo();
        workspace->remove({idOf("one"), idOf("three")});
        QCOMPARE(listed(), (QStringList{"[Papers]", "  two"}));
        workspace->acts()->undo();
        QCOMPARE(list->conversations(), 3);
        workspace->acts()->undo(); // nothing is left: nothing happens
        // Another run finds it as it was.
        Workspace again(
            {&fixture->store, &fixture->host, {}}, fixture->folder.path(), [] {}, true);
        QTRY_COMPARE(again.sidebar()->conversations(), 3);
        QTRY_COMPARE(again.sidebar()->rowCount(), list->rowCount());
    }

    void severalArePickedAtOnce() {
        makeChats({"one", "two", "three"});
        auto* list = workspace->sidebar();
        list->toggleSelected(idOf("one"), chat()->id()); // with the one that is shown
        QCOMPARE(list->selection().size(), 2);
        list->toggleSelected(idOf("one"), chat()->id());
        QVERIFY(list->selection().isEmpty());
        list->selectTo(idOf("one"), chat()->id());
        QCOMPARE(list->selection().size(), 3);
        workspace->remove(list->selection());
        QCOMPARE(list->conversations(), 0);
        QVERIFY(list->selection().isEmpty());
        QVERIFY(!chat()->isStored());
        workspace->acts()->undo();
        QCOMPARE(list->conversations(), 3);
    }

    void duplicatesAndForksAreTheirOwn() {
        makeChats({"one"});
        const QString first = chat()->id();
        chat()->send("think");
        QVERIFY(answered());
        workspace->duplicate(first);
        QTRY_VERIFY(chat()->id() != first && chat()->loaded());
        QCOMPARE(chat()->turns()->count(), 4);
        QCOMPARE(chat()->title(), "one (copy)");
        workspace->open(first);
        QTRY_VERIFY(chat()->loaded());
        workspace->fork(messageAt(1));
        QTRY_VERIFY(chat()->id() != first && chat()->loaded());
        QCOMPARE(chat()->turns()->count(), 2);
        chat()->send("other");
        QVERIFY(answered());
        workspace->open(first);
        QTRY_VERIFY(chat()->loaded());
        QCOMPARE(chat()->turns()->count(), 4);
    }

    void theBinBringsBackAndPurges() {
        makeChats({"one", "two"});
        const QString one = idOf("one"), two = idOf("two");
        workspace->remove({one, two});
        workspace->bin()->read();
        QTRY_COMPARE(workspace->bin()->count(), 2);
        QCOMPARE(at(workspace->bin(), 0, BinModel::DaysLeftRole).toInt(), 30);
        workspace->restore(one);
        QCOMPARE(chat()->id(), one);
        QTRY_COMPARE(chat()->turns()->count(), 2);
        workspace->bin()->purge(two);
        QCOMPARE(workspace->bin()->count(), 0);
        workspace->bin()->read();
        QTRY_VERIFY(fixture->store.bin().result().isEmpty());
    }
};

QTEST_MAIN(TestChatList)
#include "moc_chat_test.cpp"
#include "test_chat_list.moc"
