// The whole window: keys, layouts, languages, names for assistive technology.
#include "app/transcripts/import.h"
#include "tests/ui/fixture.h"
#include "tests/ui/qml_modules.h"
#include "ui/appearance.h"
#include "ui/exchange/exporter.h"
#include "ui/exchange/importer.h"
#include "ui/mcp/server_desk.h"
#include "ui/settings/caret_rest.h"
#include "ui/settings/language.h"
#include "ui/settings/network_ledger.h"
#include "ui/settings/preferences.h"

#include <algorithm>

#include <QAccessible>
#include <QInputMethodEvent>
#include <QQmlApplicationEngine>
#include <QQuickItem>
#include <QQuickWindow>
#include <QStyleHints>

using namespace hadal::ui;
using namespace hadal::ui::test;

class TestWindow : public QObject {
    Q_OBJECT

  private:
    std::unique_ptr<Fixture> fixture;
    std::unique_ptr<Preferences> preferences;
    NetworkLedger network;
    std::unique_ptr<hadal::secrets::Secrets> secrets;
    std::unique_ptr<hadal::mcp::Servers> servers;
    std::unique_ptr<ServerDesk> desk;
    std::unique_ptr<QQmlApplicationEngine> engine;
    QQuickWindow* window = nullptr;

    Workspace* workspace() const { return fixture->workspace.get(); }
    void type(const QString& text) {
        for (const QChar c : text)
            QTest::keyClick(window, c.toLatin1());
    }
    QStringList visibleTexts() const {
        QStringList texts;
        QList<QQuickItem*> open = {window->contentItem()};
        while (!open.isEmpty()) {
            QQuickItem* item = open.takeLast();
            if (!item->isVisible())
                continue;
            const QVariant text = item->property("text");
            if (text.typeId() == QMetaType::QString && !text.toString().isEmpty())
                texts += text.toString();
            open += item->childItems();
        }
        return texts;
    }

  private slots:
    void initTestCase() {
        qputenv("QT_QUICK_BACKEND", "software");
        setUpFonts();
    }
    void init() {
        QTest::failOnWarning(QRegularExpression("^(?!This plugin does not support)"));
        fixture = std::make_unique<Fixture>();
        fixture->load();
        preferences = std::make_unique<Preferences>(fixture->folder.path() + "/preferences.ini");
        preferences->override("language", "en");
        secrets = std::make_unique<hadal::secrets::Secrets>(std::make_shared<hadal::secrets::MemoryKeyring>(),
                                                            fixture->folder.path());
        hadal::mcp::Services services{secrets.get(), network.manager()};
        services.sandboxProblem = [] { return QString("No sandbox here."); };
        servers = std::make_unique<hadal::mcp::Servers>(fixture->folder.path(), services);
        desk = std::make_unique<ServerDesk>(servers.get(), secrets.get());
        engine = std::make_unique<QQmlApplicationEngine>();
        engine->addImportPath("qrc:/qt/qml");
        engine->setInitialProperties({{"workspace", QVariant::fromValue(workspace())},
                                      {"preferences", QVariant::fromValue(preferences.get())},
                                      {"network", QVariant::fromValue(&network)},
                                      {"servers", QVariant::fromValue(desk.get())},
                                      {"desk", QVariant::fromValue(fixture->desk.get())}});
        engine->load(QUrl("qrc:/qt/qml/Hadal/Window/Main.qml"));
        QCOMPARE(engine->rootObjects().size(), 1);
        window = qobject_cast<QQuickWindow*>(engine->rootObjects().first());
        window->requestActivate();
        QVERIFY(QTest::qWaitForWindowActive(window));
        QTRY_COMPARE(fixture->host.state(), hadal::host::ModelHost::State::Ready);
    }
    void cleanup() {
        engine.reset();
        desk.reset();
        servers.reset();
        preferences.reset();
        fixture.reset();
    }

    void writingAndEnterAsk() {
        type("hello");
        QTest::keyClick(window, Qt::Key_Return);
        QTRY_VERIFY(!workspace()->chat()->answering());
        QCOMPARE(workspace()->chat()->turns()->count(), 2);
        QCOMPARE(window->title(), QStringLiteral(u"hello – Hadal"));
    }

    void escapeStops() {
        type("slow");
        QTest::keyClick(window, Qt::Key_Return);
        QVERIFY(workspace()->chat()->answering());
        QTest::keyClick(window, Qt::Key_Escape);
        QTRY_VERIFY(!workspace()->chat()->answering());
    }

    void controlNBeginsANewChat() {
        type("hello");
        QTest::keyClick(window, Qt::Key_Return);
        QTRY_VERIFY(!workspace()->chat()->answering());
        const QString before = workspace()->chat()->id();
        QTest::keyClick(window, Qt::Key_N, Qt::ControlModifier);
        QVERIFY(workspace()->chat()->id() != before);
        type("x");
        QCOMPARE(workspace()->chat()->draft(), "x");
    }

    void sixGoesRound() {
        type("hello");
        QTest::keyClick(window, Qt::Key_Return);
        QTRY_VERIFY(!workspace()->chat()->answering());
        QList<QQuickItem*> stops;
        for (int i = 0; i < 4; ++i) {
            stops += window->activeFocusItem();
            QVERIFY(stops.last());
            QTest::keyClick(window, Qt::Key_F6);
        }
        QCOMPARE(stops.at(0), stops.at(3));
        QCOMPARE(QSet<QQuickItem*>(stops.begin(), stops.end()).size(), 3);
    }

    void controlBHidesTheSidebar() {
        window->resize(1200, 800);
        QTRY_VERIFY(visibleTexts().contains("Hadal"));
        QTest::keyClick(window, Qt::Key_B, Qt::ControlModifier);
        QVERIFY(!visibleTexts().contains("Hadal"));
        QTest::keyClick(window, Qt::Key_B, Qt::ControlModifier);
        QVERIFY(visibleTexts().contains("Hadal"));
    }

    void compactLayoutOpensTheSidebarOver() {
        window->resize(560, 480);
        QTRY_VERIFY(!visibleTexts().contains("Hadal"));
        QTest::keyClick(window, Qt::Key_B, Qt::ControlModifier);
        QVERIFY(visibleTexts().contains("Hadal"));
        QTest::keyClick(window, Qt::Key_Escape);
        QVERIFY(!visibleTexts().contains("Hadal"));
    }

    // ---- what a person does, by keyboard alone ----

    void ask(const QString& text) {
        type(text);
        QTest::keyClick(window, Qt::Key_Return);
        QTRY_VERIFY(!workspace()->chat()->answering());
    }
    QString focusName() const {
        auto* item = window->activeFocusItem();
        auto* accessible = item ? QAccessible::queryAccessibleInterface(item) : nullptr;
        return accessible ? accessible->text(QAccessible::Name) : QString();
    }

    /// While a sheet or menu is there, if only fading, the window's own shortcuts rest.
    bool somethingIsOver() const {
        const auto items = window->contentItem()->childItems();
        return std::any_of(items.begin(), items.end(), [](const QQuickItem* item) {
            return item->inherits("QQuickOverlay") && item->isVisible();
        });
    }

    void aMessageIsEditedAndItsVersionsAreSwitched() {
        ask("hello");
        QTest::keyClick(window, Qt::Key_E, Qt::ControlModifier);
        QTRY_COMPARE(focusName(), "New version");
        type(" again");
        QTest::keyClick(window, Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(!workspace()->chat()->answering());
        auto* turns = workspace()->chat()->turns();
        QTRY_COMPARE(turns->index(0).data(TurnModel::ContentRole).toString(), "hello again");
        QVERIFY(visibleTexts().contains("2 / 2"));
        QTest::keyClick(window, Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(somethingIsOver());
        QTRY_VERIFY(focusName().startsWith("version 1 of 2"));
        QTest::keyClick(window, Qt::Key_Return); // the first one
        QTRY_COMPARE(turns->index(0).data(TurnModel::ContentRole).toString(), "hello");
        QTRY_VERIFY(!somethingIsOver());
    }

    void anEditIsLeftWithEscapeAndKeptWhenAnotherChatIsOpened() {
        ask("hello");
        const QString first = workspace()->chat()->id();
        QTest::keyClick(window, Qt::Key_E, Qt::ControlModifier);
        QTRY_COMPARE(focusName(), "New version");
        type(" more");
        QTest::keyClick(window, Qt::Key_N, Qt::ControlModifier);
        QVERIFY(workspace()->chat()->id() != first);
        QTRY_COMPARE(focusName(), "Message");
        workspace()->open(first);
        QTRY_VERIFY(workspace()->chat()->loaded());
        QTRY_VERIFY(visibleTexts().contains("hello more"));
        QTRY_COMPARE(focusName(), "Message"); // an edit box from before does not take the focus
        QTest::keyClick(window, Qt::Key_E, Qt::ControlModifier);
        QTRY_COMPARE(focusName(), "New version");
        QTest::keyClick(window, Qt::Key_Escape);
        QTRY_VERIFY(!visibleTexts().contains("hello more"));
    }

    void messagesQueueWhileItAnswers() {
        type("slow");
        QTest::keyClick(window, Qt::Key_Return);
        type("next");
        QTest::keyClick(window, Qt::Key_Return);
        QTRY_VERIFY(visibleTexts().contains("Next: next"));
        QTest::keyClick(window, Qt::Key_Escape);
        QTRY_VERIFY(!visibleTexts().contains("Next: next"));
        QTRY_VERIFY(!workspace()->chat()->answering());
        QCOMPARE(workspace()->chat()->turns()->count(), 4);
    }

    void aStoppedAnswerIsContinued() {
        type("slow");
        QTest::keyClick(window, Qt::Key_Return);
        auto* turns = workspace()->chat()->turns();
        QTRY_VERIFY(turns->index(1).data(TurnModel::ContentRole).toString().size() > 10);
        QTest::keyClick(window, Qt::Key_Escape);
        QTRY_VERIFY(visibleTexts().contains("Continue"));
        const auto length = turns->index(1).data(TurnModel::ContentRole).toString().size();
        QTest::keyClick(window, Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(turns->index(1).data(TurnModel::ContentRole).toString().size() > length);
        QTest::keyClick(window, Qt::Key_Escape);
        QTRY_VERIFY(!workspace()->chat()->answering());
    }

    void thePaletteSearchesAndOpens() {
        ask("whales");
        const QString first = workspace()->chat()->id();
        QTest::keyClick(window, Qt::Key_N, Qt::ControlModifier);
        QTest::keyClick(window, Qt::Key_K, Qt::ControlModifier);
        QTRY_COMPARE(focusName(), "Search chats, messages and commands");
        type("whal");
        QTRY_VERIFY(workspace()->search()->count() >= 2 && !workspace()->search()->searching());
        QTest::keyClick(window, Qt::Key_Down); // from the title to the message
        QTest::keyClick(window, Qt::Key_Return);
        QTRY_COMPARE(workspace()->chat()->id(), first);
        QTRY_VERIFY(!somethingIsOver()); // the palette has faded away
        QCOMPARE(focusName(), "Conversation");
        // And commands.
        QTest::keyClick(window, Qt::Key_K, Qt::ControlModifier);
        QTRY_COMPARE(focusName(), "Search chats, messages and commands");
        type("new chat");
        QTRY_VERIFY(workspace()->search()->count() >= 1);
        QTest::keyClick(window, Qt::Key_Return);
        QTRY_VERIFY(workspace()->chat()->id() != first);
        QTRY_COMPARE(focusName(), "Message");
    }

    void findCountsAndGoesRound() {
        ask("one and one");
        QTest::keyClick(window, Qt::Key_F, Qt::ControlModifier);
        QTRY_COMPARE(focusName(), "Find in this chat");
        type("one");
        QTRY_VERIFY(visibleTexts().contains("3 of 3"));
        QTest::keyClick(window, Qt::Key_Return);
        QTRY_VERIFY(visibleTexts().contains("1 of 3"));
        QTest::keyClick(window, Qt::Key_Return, Qt::ShiftModifier);
        QTRY_VERIFY(visibleTexts().contains("3 of 3"));
        type("x");
        QTRY_VERIFY(visibleTexts().contains("Nothing"));
        QTest::keyClick(window, Qt::Key_Escape);
        QTRY_COMPARE(focusName(), "Message");
    }

    void chatsAreDeletedAndBroughtBackFromTheList() {
        window->resize(1200, 800);
        ask("hello");
        const QString id = workspace()->chat()->id();
        QTest::keyClick(window, Qt::Key_F6);
        QTRY_COMPARE(focusName(), "Today");
        QTest::keyClick(window, Qt::Key_Down); // from the heading to the chat
        QTest::keyClick(window, Qt::Key_Delete);
        QTRY_COMPARE(workspace()->sidebar()->conversations(), 0);
        QTRY_VERIFY(visibleTexts().contains(QStringLiteral(u"“hello” moved to the bin")));
        QTest::keyClick(window, Qt::Key_F6); // away from the composer, whose own undo would be meant
        QTest::keyClick(window, Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(workspace()->sidebar()->conversations(), 1);
        QCOMPARE(workspace()->chat()->id(), id);
    }

    void aWordThatIsBeingComposedIsNotLost() {
        ask("hello");
        const QString first = workspace()->chat()->id();
        type("ab");
        QInputMethodEvent compose("nihao", {{QInputMethodEvent::Cursor, 5, 1, {}}});
        QCoreApplication::sendEvent(window->activeFocusItem(), &compose);
        QTest::keyClick(window, Qt::Key_N, Qt::ControlModifier);
        QVERIFY(workspace()->chat()->id() != first);
        workspace()->open(first);
        QCOMPARE(workspace()->chat()->draft(), "abnihao");
    }

    void everySheetOpensAndClosesByKeyboard_data() {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("title");
        QTest::newRow("shortcuts") << "keyboard sh"
                                   << "Keyboard shortcuts";
        QTest::newRow("bin") << "bin"
                             << "Bin";
        QTest::newRow("network") << "network"
                                 << "Network connections";
        QTest::newRow("export") << "export this"
                                << "Export";
        QTest::newRow("servers") << "servers of"
                                 << "Servers";
        QTest::newRow("settings") << "settings of"
                                  << "System prompt";
    }
    void everySheetOpensAndClosesByKeyboard() {
        QFETCH(QString, command);
        QFETCH(QString, title);
        const auto before = visibleTexts().count(title);
        QTest::keyClick(window, Qt::Key_K, Qt::ControlModifier);
        QTRY_COMPARE(focusName(), "Search chats, messages and commands");
        type(command);
        QTRY_VERIFY(workspace()->search()->count() >= 1);
        QTest::keyClick(window, Qt::Key_Return);
        QTRY_VERIFY(visibleTexts().count(title) > before);
        QTest::keyClick(window, Qt::Key_Escape);
        QTRY_COMPARE(visibleTexts().count(title), before);
        QTRY_COMPARE(focusName(), "Message");
    }

    QObject* part(const char* type) const {
        for (QObject* each : window->findChildren<QObject*>())
            if (each->inherits(type))
                return each;
        return nullptr;
    }

    void aChatIsExportedAndImportedAndTheImportUndone() {
        ask("think about it");
        QTest::keyClick(window, Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(part("hadal::ui::Exporter"));
        auto* exporter = qobject_cast<Exporter*>(part("hadal::ui::Exporter"));
        QTRY_VERIFY(exporter->sample().contains("I have thought."));
        QVERIFY(!exporter->sample().contains("Let me"));
        exporter->setThinking(true);
        QTRY_VERIFY(exporter->sample().contains("Let me"));
        exporter->setKind(Exporter::Pdf);
        QTRY_VERIFY(!exporter->page().isNull());
        QCOMPARE(exporter->suggestedName(), "think about it.pdf");
        exporter->setKind(Exporter::Json);
        QTRY_VERIFY(exporter->sample().contains("hadal-conversations"));
        const QString file = fixture->folder.filePath("out.json");
        exporter->write(QUrl::fromLocalFile(file));
        QTRY_VERIFY(visibleTexts().join("\n").contains(" exported"));
        QVERIFY(visibleTexts().contains("Open folder"));
        QTRY_VERIFY(!somethingIsOver());
        QCOMPARE(QFileInfo(file).size(), qint64(exporter->bytes()));

        // Gone, and back from the file; then not.
        const QString id = workspace()->chat()->id();
        workspace()->remove({id});
        fixture->store.purge(id);
        QTRY_COMPARE(workspace()->sidebar()->conversations(), 0);
        QVERIFY(QMetaObject::invokeMethod(window, "importFile", Q_ARG(QUrl, QUrl::fromLocalFile(file))));
        auto* importer = qobject_cast<Importer*>(part("hadal::ui::Importer"));
        QVERIFY(importer);
        QTRY_COMPARE(importer->state(), Importer::Ready);
        QCOMPARE(importer->fresh(), 1);
        QCOMPARE(importer->messages(), 2);
        QTRY_VERIFY(visibleTexts().contains("New, 2 messages"));
        importer->run();
        QTRY_COMPARE(workspace()->sidebar()->conversations(), 1);
        QTRY_VERIFY(visibleTexts().join("\n").contains(" imported"));
        workspace()->open(id);
        QTRY_COMPARE(workspace()->chat()->turns()->count(), 2);
        workspace()->acts()->undo();
        QTRY_COMPARE(workspace()->sidebar()->conversations(), 0);
        QCOMPARE(fixture->store.bin().result().size(), 1);
    }

    void anImportThatGrowsAChatIsTakenBack() {
        ask("hello");
        const QString id = workspace()->chat()->id();
        auto transcript = hadal::transcripts::collect(fixture->store, {id}).first();
        hadal::conversations::Message more = transcript.messages.first();
        more.id = "another";
        more.content = "Another way to ask";
        transcript.messages += more;
        const QString file = fixture->folder.filePath("more.json");
        exportTo(file, Format::Json, {transcript}, {});
        QVERIFY(QMetaObject::invokeMethod(window, "importFile", Q_ARG(QUrl, QUrl::fromLocalFile(file))));
        auto* importer = qobject_cast<Importer*>(part("hadal::ui::Importer"));
        QTRY_COMPARE(importer->state(), Importer::Ready);
        QCOMPARE(importer->grown(), 1);
        importer->run();
        const auto versions = [&] {
            return workspace()->chat()->turns()->index(0).data(TurnModel::VersionsRole).toInt();
        };
        QTRY_COMPARE(versions(), 2);
        workspace()->chat()->showVersion(transcript.messages.first().id, 2);
        QTRY_COMPARE(workspace()->chat()->turns()->count(), 1);
        workspace()->acts()->undo();
        QTRY_COMPARE(versions(), 0); // the version that was shown is gone: nothing is
        QCOMPARE(hadal::transcripts::collect(fixture->store, {id}).first().messages.size(), 2);
    }

    void whatIsNoExportIsRefused() {
        const QString file = fixture->folder.filePath("wrong.json");
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly) && out.write("{\"a\": 1}") > 0);
        out.close();
        QVERIFY(QMetaObject::invokeMethod(window, "importFile", Q_ARG(QUrl, QUrl::fromLocalFile(file))));
        auto* importer = qobject_cast<Importer*>(part("hadal::ui::Importer"));
        QTRY_VERIFY(!importer->problem().isEmpty());
        QTRY_VERIFY(visibleTexts().contains(importer->problem()));
        QTest::keyClick(window, Qt::Key_Escape);
        QTRY_VERIFY(!somethingIsOver());
    }

    void aServerIsAddedByKeyboard() {
        QTest::keyClick(window, Qt::Key_K, Qt::ControlModifier);
        QTRY_COMPARE(focusName(), "Search chats, messages and commands");
        type("servers of");
        QTRY_VERIFY(workspace()->search()->count() >= 1);
        QTest::keyClick(window, Qt::Key_Return);
        QTRY_COMPARE(focusName(), "Servers");
        QTest::keyClick(window, Qt::Key_Tab, Qt::ShiftModifier);
        QTRY_COMPARE(focusName(), "Import servers from JSON");
        QTest::keyClick(window, Qt::Key_Tab, Qt::ShiftModifier);
        QTRY_COMPARE(focusName(), "Add a server");
        QTest::keyClick(window, Qt::Key_Space);
        QTRY_COMPARE(focusName(), "Name");
        type("time");
        for (int i = 0; i < 6 && focusName() != "Command"; ++i)
            QTest::keyClick(window, Qt::Key_Tab);
        QCOMPARE(focusName(), "Command");
        type("mcp-server-time");
        QTest::keyClick(window, Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(desk->count(), 1);
        QCOMPARE(servers->all().first()->config().command, "mcp-server-time");
        QTRY_COMPARE(servers->all().first()->state(), hadal::mcp::Server::Failed);
        QTRY_VERIFY(visibleTexts().contains("No sandbox here."));
        QTRY_COMPARE(focusName(), "time, Failed"); // its row
        QTest::keyClick(window, Qt::Key_Space);    // switches it off
        QTRY_VERIFY(!servers->all().first()->config().enabled);
        QTest::keyClick(window, Qt::Key_Delete);
        QTRY_COMPARE(desk->count(), 0);
        QTRY_VERIFY(visibleTexts().contains("time removed"));
        QTest::keyClick(window, Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(desk->count(), 1);
        QCOMPARE(servers->all().first()->config().command, "mcp-server-time");
        QVERIFY(!servers->all().first()->config().enabled); // as it was
    }

    void aSecretIsRemovedAndComesBack() {
        desk->keepSecret("TOKEN", "a-long-secret-value", false);
        QTRY_COMPARE(desk->secrets(), QStringList{"TOKEN"});
        desk->removeSecret("TOKEN");
        QTRY_VERIFY(desk->secrets().isEmpty());
        QTRY_VERIFY(!desk->acts()->empty());
        desk->acts()->undo();
        QTRY_COMPARE(desk->secrets(), QStringList{"TOKEN"});
        const auto read = secrets->values({"TOKEN"});
        QTRY_VERIFY(read.isFinished());
        QCOMPARE(read.result().values.value("TOKEN"), "a-long-secret-value");
    }

    void theWindowComesBackWhereItWas() {
        window->resize(910, 610);
        QTRY_COMPARE(window->width(), 910);
        window->close();
        QTRY_COMPARE(preferences->windowArea().size(), QSize(910, 610));
    }

    void everyControlHasANameAndARole() {
        type("think");
        QTest::keyClick(window, Qt::Key_Return);
        QTRY_VERIFY(!workspace()->chat()->answering());
        QAccessible::setActive(true);
        int controls = 0;
        QList<QAccessibleInterface*> open = {QAccessible::queryAccessibleInterface(window)};
        while (!open.isEmpty()) {
            QAccessibleInterface* item = open.takeLast();
            if (!item || item->state().invisible)
                continue;
            for (int i = 0; i < item->childCount(); ++i)
                open += item->child(i);
            const QAccessible::Role role = item->role();
            if (role != QAccessible::Button && role != QAccessible::CheckBox &&
                role != QAccessible::EditableText)
                continue;
            ++controls;
            QVERIFY2(!item->text(QAccessible::Name).isEmpty(),
                     item->object() ? item->object()->metaObject()->className() : "?");
        }
        QVERIFY2(controls >= 8, qPrintable(QString::number(controls)));
    }

    void anIdleWindowDrawsNothing() {
        QTest::keyClick(window, Qt::Key_F6); // away from the composer, whose caret blinks
        QTest::qWait(600);
        int frames = 0;
        connect(
            window, &QQuickWindow::frameSwapped, this, [&] { ++frames; }, Qt::DirectConnection);
        QTest::qWait(800);
        QCOMPARE(frames, 0);
    }

    void aCaretThatNobodyMovesComesToRest() {
        type("x");
        QTRY_COMPARE(workspace()->sidebar()->conversations(), 1); // the draft is kept, and listed
        const CaretRest rest(std::chrono::milliseconds(1));
        QTRY_COMPARE(QGuiApplication::styleHints()->cursorFlashTime(), 0);
        QTest::qWait(600); // what is still to be drawn
        int frames = 0;
        connect(
            window, &QQuickWindow::frameSwapped, this, [&] { ++frames; }, Qt::DirectConnection);
        QTest::qWait(1500);
        QCOMPARE(frames, 0);
        type("y");
        QVERIFY(QGuiApplication::styleHints()->cursorFlashTime() > 0);
    }

    void loadFailureIsShownInPlace() {
        fixture->host.load(
            [](const hadal::ProgressFn&, std::stop_token) -> std::unique_ptr<hadal::runtime::ChatEngine> {
                throw hadal::Error(hadal::ErrorKind::InvalidFile, "No such folder.");
            });
        QTRY_VERIFY(visibleTexts().contains("No such folder."));
        QVERIFY(visibleTexts().contains("The model was not loaded"));
    }
};

QTEST_MAIN(TestWindow)
#include "test_window.moc"
