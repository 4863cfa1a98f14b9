// The view models over a real store and a scripted model.
#include "tests/ui/fixture.h"

#include "ui/chat/find_model.h"

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
    QString messageAt(int row) const { return at(chat()->turns(), row, TurnModel::MessageIdRole).toString(); }
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
    QString idOf(const QString& title) const {
        for (const auto& conversation : workspace->sidebar()->all())
            if (conversation.title == title)
                return conversation.id;
        return {};
    }
    void makeChats(const QStringList& titles) {
        for (const QString& title : titles) {
            workspace->newChat();
            chat()->send(title);
            QVERIFY(answered());
        }
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

    void settingsAreKeptWithTheChat() {
        chat()->settings()->setSystem("Be brief.");
        chat()->settings()->setThinking(false);
        chat()->settings()->sampling()->set(SamplingModel::Temperature, 0.3);
        chat()->settings()->sampling()->set(SamplingModel::TopP, 7); // brought into its range
        chat()->send("first");
        QVERIFY(answered());
        const QString id = chat()->id();
        QTRY_COMPARE(fixture->store.conversations().result().at(0).settings.value("system").toString(),
                     "Be brief.");
        workspace->newChat();
        QCOMPARE(chat()->settings()->system(), QString());
        workspace->open(id);
        QVERIFY(!chat()->settings()->thinking());
        const auto sampling = chat()->settings()->sampling()->sampling();
        QCOMPARE(sampling.temperature, 0.3f);
        QCOMPARE(sampling.top_p, 1.0f);
        chat()->settings()->sampling()->reset(SamplingModel::Temperature);
        QCOMPARE(chat()->settings()->sampling()->sampling().temperature, 1.0f);
    }

    void presetsAreFiles() {
        auto* presets = workspace->presets();
        chat()->settings()->setSystem("You review code.");
        QCOMPARE(presets->save("Review: C++/Qt", chat()->settings()), QString());
        QCOMPARE(presets->names(), QStringList("Review: C++/Qt"));
        workspace->newChat("other"); // a fresh one
        chat()->settings()->merge({{"mine", 1}});
        QCOMPARE(presets->apply("Review: C++/Qt", chat()->settings()), QString());
        QCOMPARE(chat()->settings()->system(), "You review code.");
        QCOMPARE(chat()->settings()->json().value("mine").toInt(), 1);
        QFile broken(presets->folder() + "/broken.json");
        QVERIFY(broken.open(QIODevice::WriteOnly) && broken.write("{\"system\": ") > 0);
        broken.close();
        QTRY_COMPARE(presets->names().size(), 2); // a file made by hand is noticed
        QVERIFY(presets->apply("broken", chat()->settings()).contains("broken.json"));
        QVERIFY(!presets->apply("none", chat()->settings()).isEmpty());
        workspace->removePreset("Review: C++/Qt");
        QCOMPARE(presets->names(), QStringList("broken"));
        workspace->acts()->undo();
        QCOMPARE(presets->names().size(), 2);
    }

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

    void whatDoesNotFitIsLeftOutOrRefused() {
        QTRY_COMPARE(fixture->host.state(), host::ModelHost::State::Ready);
        const QString filler = QString("word ").repeated(1200); // 1500 tokens of the script's four bytes
        for (int i = 0; i < 3; ++i) {
            chat()->send(filler);
            QVERIFY(answered());
        }
        ContextMeter* meter = chat()->meter();
        QTRY_COMPARE(meter->leftOutTurns(), 2); // 1 would do, but a quarter of the context goes at once
        QVERIFY(meter->fits());
        QVERIFY(at(chat()->turns(), 0, TurnModel::LeftOutRole).toBool());
        QVERIFY(!at(chat()->turns(), 4, TurnModel::LeftOutRole).toBool());
        chat()->settings()->setOverflow(ChatSettings::LeaveOutMiddle);
        QVERIFY(!at(chat()->turns(), 0, TurnModel::LeftOutRole).toBool());
        QVERIFY(at(chat()->turns(), 2, TurnModel::LeftOutRole).toBool());
        chat()->settings()->setOverflow(ChatSettings::Refuse);
        QVERIFY(!meter->fits());
        const int turns = chat()->turns()->count();
        chat()->setDraft("more");
        QVERIFY(!chat()->send("more"));
        QCOMPARE(chat()->turns()->count(), turns);
        QCOMPARE(chat()->draft(), "more"); // nothing is lost
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
        chat()->settings()->setSystem("Be brief and exact.");
        QTRY_VERIFY(meter->system() > 0);
        QCOMPARE(meter->used(), meter->system() + meter->history() + 4 + 1024);
    }
};

QTEST_MAIN(TestChat)
#include "test_chat.moc"
