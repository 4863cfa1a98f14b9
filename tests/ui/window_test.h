// The whole window over a script, and what a person does in it.
#pragma once

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
#include <QPointer>
#include <QQmlApplicationEngine>
#include <QQuickItem>
#include <QQuickWindow>
#include <QStyleHints>

namespace hadal::ui::test {

/// The base of a test of the window; init() opens it for each test function.
class WindowTest : public QObject {
    Q_OBJECT

  protected:
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

    void ask(const QString& text) {
        type(text);
        QTest::keyClick(window, Qt::Key_Return);
        QTRY_VERIFY(!workspace()->chat()->answering());
    }
    void pointAtTurn(int row) {
        const QString message =
            workspace()->chat()->turns()->index(row).data(TurnModel::MessageIdRole).toString();
        QList<QPointer<QQuickItem>> found; // what is pointed at may take others away
        for (QQuickItem* item : window->findChildren<QQuickItem*>())
            if (item->property("messageId").toString() == message)
                found.append(item);
        for (const QPointer<QQuickItem>& item : found)
            if (item)
                QTest::mouseMove(window, item->mapToScene({item->width() / 2, 20}).toPoint());
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

    QObject* part(const char* type) const {
        for (QObject* each : window->findChildren<QObject*>())
            if (each->inherits(type))
                return each;
        return nullptr;
    }

  protected slots:
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
};

} // namespace hadal::ui::test
