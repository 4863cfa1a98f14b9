// A tool, from the form in which it is made to the answer that it helped to give: the whole program, led by
// its window. With HADAL_PICTURES=FOLDER each step leaves a picture there.
#include "app/models/open_model.h"
#include "app/remote/shared_manager.h"
#include "app/tools/tool_json.h"
#include "engine/runtime/scripted_engine.h"
#include "tests/ui/hand.h"
#include "tests/ui/qml_modules.h"
#include "tests/ui/recording_data.h"
#include "ui/appearance.h"
#include "ui/program.h"
#include "ui/settings/language.h"

#include <QJsonDocument>
#include <QQmlApplicationEngine>
#include <QTemporaryDir>
#include <QTest>

using namespace hadal;
using namespace hadal::ui;
using namespace hadal::ui::test;

#define EVENTUALLY(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, Hand::patience)

class TestRecording : public QObject {
    Q_OBJECT

  private:
    std::unique_ptr<QTemporaryDir> folder;
    remote::SharedManager network; ///< of the remote model
    std::unique_ptr<remote::test::ScriptedEndpoint> server;
    std::unique_ptr<Preferences> preferences;
    std::unique_ptr<Program> program;
    std::unique_ptr<Language> language;
    std::unique_ptr<QQmlApplicationEngine> engine;
    QQuickWindow* window = nullptr;
    std::unique_ptr<Hand> hand;

    Chat* chat() const { return program->workspace()->chat(); }

    void begin(const host::Factory& model, const runtime::Sampling& sampling, bool builtIn,
               const QString& theme = "light", const QString& tongue = "en") {
        preferences = std::make_unique<Preferences>(folder->path() + "/preferences.ini");
        preferences->override("theme", theme);
        preferences->override("language", tongue);
        preferences->setReduceMotion(true);
        program = std::make_unique<Program>(
            ProgramSetup{folder->path() + "/data", model, sampling, "Test model", builtIn,
                         std::make_shared<secrets::MemoryKeyring>(), preferences.get()});
        language = std::make_unique<Language>();
        language->use(tongue);
        QObject::connect(language.get(), &Language::changed, program->desk(), &ToolDesk::retranslate);
        engine = std::make_unique<QQmlApplicationEngine>();
        engine->addImportPath("qrc:/qt/qml");
        engine->setInitialProperties(program->properties());
        engine->load(QUrl("qrc:/qt/qml/Hadal/Window/Main.qml"));
        QCOMPARE(engine->rootObjects().size(), 1);
        window = qobject_cast<QQuickWindow*>(engine->rootObjects().first());
        window->setVisibility(QWindow::Windowed);
        window->resize(1440, 900);
        window->requestActivate();
        QVERIFY(QTest::qWaitForWindowActive(window, Hand::patience));
        hand = std::make_unique<Hand>(window);
        EVENTUALLY(program->host()->state() == host::ModelHost::State::Ready);
    }

    /// A log that the tool is to read.
    QString makeLogs() const {
        const QString logs = folder->path() + "/logs";
        QDir().mkpath(logs);
        QFile log(logs + "/web.log");
        if (!log.open(QIODevice::WriteOnly))
            return {};
        for (int hour = 1; hour < 12; ++hour)
            log.write(qPrintable(QString("%1:00 backup started\n").arg(hour, 2, 10, QChar('0'))));
        log.write("12:00 backup finished\n");
        return logs;
    }

    void makeField(const QString& name, const QString& kind, const QString& description) {
        hand->press("Add a field");
        EVENTUALLY(hand->focused() == "Name");
        hand->type(name);
        hand->key(Qt::Key_Return);
        hand->choose("Type", kind);
        hand->press("Required");
        hand->fill("Description", description);
    }

    /// Whether the focus is in a call that waits.
    bool inCard() const {
        const QQuickItem* item = window->activeFocusItem();
        while (item && !(QAccessible::queryAccessibleInterface(const_cast<QQuickItem*>(item)) &&
                         QAccessible::queryAccessibleInterface(const_cast<QQuickItem*>(item))
                             ->text(QAccessible::Name)
                             .startsWith("Waits for you")))
            item = item->parentItem();
        return item != nullptr;
    }
    QString content(int row) const {
        return chat()->turns()->index(row).data(TurnModel::ContentRole).toString();
    }
    static host::Factory scripted(const Json& script) {
        return [script](const ProgressFn&, std::stop_token) {
            return std::make_unique<runtime::ScriptedEngine>(script);
        };
    }
    static mcp::ServerConfig serverOf(const QString& name) {
        mcp::ServerConfig config;
        config.id = name;
        config.command = "no-such-server";
        config.enabled = true;
        return config;
    }

  private slots:
    void initTestCase() {
        if (!qEnvironmentVariableIsSet("QT_QUICK_BACKEND"))
            qputenv("QT_QUICK_BACKEND", "software");
        setUpFonts();
    }
    void init() {
        QTest::failOnWarning(QRegularExpression("^(?!This plugin does not support)"));
        folder = std::make_unique<QTemporaryDir>();
    }
    void cleanup() {
        hand.reset();
        engine.reset();
        language.reset();
        program.reset();
        preferences.reset();
        server.reset();
        folder.reset();
    }

    void aToolIsMadeTriedAndUsedByTheBuiltInModel() {
        const models::ModelSource source = models::model_source("builtin");
        begin([source](const ProgressFn& progress,
                       std::stop_token stop) { return models::open_model(source, {}, progress, stop); },
              models::recommended_sampling(models::directory_of(source)), true);
        const QString logs = makeLogs();

        // Made in the form.
        hand->press("Chats > Tools");
        hand->press("New tool");
        EVENTUALLY(hand->focused() == "Name");
        hand->type("get_logs");
        hand->fill("What it is for", "Shows the last lines of a service's log.");
        makeField("service", "Text", "Service");
        makeField("lines", "Integer", "How many lines");
        hand->fill("At least", "1");
        hand->fill("At most", "100");
        hand->fill("Program", "tail");
        hand->press("Add an argument");
        hand->type("-n");
        hand->key(Qt::Key_Return);
        hand->type("{{lines}}");
        hand->key(Qt::Key_Return);
        hand->type("{{service}}.log");
        hand->fill("Working folder", logs);
        hand->press("Folder");
        hand->type(logs);
        if (!QTest::qWaitFor([this] { return program->desk()->form()->usable(); }, Hand::patience))
            QFAIL(QJsonDocument(QJsonObject::fromVariantMap(program->desk()->form()->problems().toMap()))
                      .toJson());
        hand->picture("tool-1-made");

        // Tried.
        hand->fill("Preview > service", "web");
        hand->fill("Preview > lines", "3");
        hand->press("Run");
        EVENTUALLY(program->desk()->trial()->done());
        QCOMPARE(program->desk()->trial()->status(), ToolTrial::Done);
        QCOMPARE(program->desk()->trial()->text(),
                 "10:00 backup started\n11:00 backup started\n12:00 backup finished\n");
        hand->press("Use in the new chat");
        hand->picture("tool-2-tried");

        // Asked for. The model's own words are not relied on, only that it calls the tool.
        hand->press("Tools > Chats");
        hand->press("Think");
        hand->press("Message");
        hand->type("Show the last 5 lines of the web log.");
        hand->key(Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(chat()->tools()->waiting(), 1, 5 * Hand::patience);
        QVERIFY(chat()->turns()->count() >= 3);
        const QString call = chat()->turns()->index(2).data(TurnModel::MessageIdRole).toString();
        QCOMPARE(chat()->tools()->card(call)->name(), "get_logs");
        hand->picture("tool-3-waits");

        // Allowed, with another argument than the model's. F6 goes to the card, and before that nothing takes
        // the focus from the message that is being written.
        QCOMPARE(hand->focused(), "Message");
        hand->key(Qt::Key_F6, Qt::ShiftModifier);
        QVERIFY2(inCard(), qPrintable(hand->focused()));
        hand->fill("Waits for you: get_logs > lines", "1");
        QVERIFY(hand->sees("Waits for you: get_logs"));
        hand->picture("tool-4-edited");
        hand->key(Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(!chat()->answering(), 5 * Hand::patience);
        QCOMPARE(chat()->turns()->index(2).data(TurnModel::ContentRole).toString(),
                 "12:00 backup finished\n");
        QVERIFY(chat()->turns()->count() == 4);
        QVERIFY(!chat()->turns()->index(3).data(TurnModel::ContentRole).toString().isEmpty());
        hand->picture("tool-5-answered");
    }

    void callsOfARemoteModelRunBesideEachOther() {
        server = std::make_unique<remote::test::ScriptedEndpoint>();
        server->answer = [](const auto& request) { return marathon(request); };
        remote::Endpoint endpoint;
        endpoint.name = "lab-01";
        endpoint.url = server->url();
        begin(
            [this, endpoint](const ProgressFn& progress, std::stop_token stop) {
                return remote::openEndpoint(endpoint, {}, &network, progress, stop);
            },
            {}, false);
        ToolChoices* choices = chat()->tools()->choices();
        for (int row = 0; row < choices->count(); ++row)
            choices->choose(row, QStringList{"convert_units", "calculator"}.contains(
                                     choices->index(row).data(ToolChoices::NameRole).toString()));
        hand->press("Message");
        hand->type("How many miles is a marathon, and how long does it take at a good pace?");
        hand->key(Qt::Key_Return);
        EVENTUALLY(chat()->tools()->waiting() == 2);
        hand->picture("remote-1-wait");
        hand->press("Waits for you: convert_units > This chat");
        hand->fill("Waits for you: calculator > expression", "42.195 / 10");
        hand->picture("remote-2-edited");
        hand->press("Waits for you: calculator > Run");
        hand->press("Waits for you: convert_units > Run");
        EVENTUALLY(!chat()->answering());
        QCOMPARE(chat()->turns()->count(), 5);
        QCOMPARE(chat()->tools()->chatRules(), 1);
        QVERIFY(content(2).contains("26.2"));
        QVERIFY2(content(3).contains("4.2195"), qPrintable(content(3)));
        QVERIFY(content(4).contains("26.2 miles"));
        hand->picture("remote-3-answered");

        // What the endpoint was told: both results, and the call as it ran.
        const Json told = server->requests.last().json().at("messages");
        QCOMPARE(told.size(), std::size_t(4));
        QCOMPARE(QString::fromStdString(told[1]["tool_calls"][1]["function"]["arguments"].get<std::string>()),
                 R"({"expression": "42.195 / 10"})");
        QCOMPARE(told[2]["tool_call_id"].get<std::string>(), std::string("call_miles"));
        QCOMPARE(told[3]["tool_call_id"].get<std::string>(), std::string("call_hours"));
    }

    void buildersInEveryLook_data() {
        QTest::addColumn<QString>("theme");
        QTest::addColumn<QString>("tongue");
        QTest::newRow("dark-zh") << "dark"
                                 << "zh";
        if (!qEnvironmentVariableIsSet("HADAL_PICTURES")) // the others are to be looked at
            return;
        QTest::newRow("light-en") << "light"
                                  << "en";
        QTest::newRow("dark-en") << "dark"
                                 << "en";
        QTest::newRow("light-zh") << "light"
                                  << "zh";
    }
    void buildersInEveryLook() {
        QFETCH(QString, theme);
        QFETCH(QString, tongue);
        const QString look = QString("-") + QTest::currentDataTag();
        const auto said = [](const char* context, const char* text) {
            return QCoreApplication::translate(context, text);
        };
        begin(scripted({{"model", "DeepSeek-V3.2"},
                        {"context_length", 131072},
                        {"answers", {{{"events", {{{"event", "content"}, {"text", paper_record}}}}}}}}),
              {}, false, theme, tongue);

        // A tool.
        const QString logs = makeLogs();
        program->library()->save(tools::toolFromJson(parse_json(QString(logs_tool).arg(logs).toStdString())));
        hand->shortcut(Qt::Key_2);
        hand->press("get_logs");
        hand->press("lines");
        hand->picture("tool-builder" + look);
        hand->fill(said("PreviewView", "Preview") + " > service", "web");
        hand->fill(said("PreviewView", "Preview") + " > lines", "3");
        hand->press(said("TryPane", "Run"));
        EVENTUALLY(program->desk()->trial()->done());
        hand->press(said("CommandForm", "Program"));
        hand->picture("tool-action" + look);

        // A schema.
        QCOMPARE(program->workspace()->schemas()->write("Paper record", paper_schema), QString());
        hand->shortcut(Qt::Key_3);
        hand->press("doi");
        hand->press(said("ExamplePane", "Generate an example"));
        EVENTUALLY(!program->workspace()->examples()->text().isEmpty());
        hand->picture("schema-builder" + look);

        // Servers of tools.
        const auto openServers = [&] {
            hand->shortcut(Qt::Key_K);
            EVENTUALLY(hand->focused() == said("SearchForm", "Search chats, messages and commands"));
            hand->type(said("Commands", "Servers of tools"));
            EVENTUALLY(program->workspace()->search()->count() > 0);
            hand->key(Qt::Key_Return);
            EVENTUALLY(hand->sees(said("ServersView", "Add a server")));
        };
        openServers();
        hand->picture("servers-empty" + look);
        hand->press(said("ServersView", "Add a server"));
        hand->picture("servers-form" + look);
        hand->key(Qt::Key_Escape);
        QCOMPARE(program->servers()->save(serverOf("clock")), QString());
        QCOMPARE(program->servers()->save(serverOf("a server with a rather long name")), QString());
        openServers();
        hand->picture("servers" + look);
        window->resize(560, 480);
        hand->picture("servers-small" + look);
    }
};

QTEST_MAIN(TestRecording)
#include "test_recording.moc"
