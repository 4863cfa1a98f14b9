// The whole window: keys, layouts, languages, names for assistive technology.
#include "tests/ui/fixture.h"
#include "tests/ui/qml_modules.h"
#include "ui/appearance.h"
#include "ui/settings/language.h"
#include "ui/settings/preferences.h"

#include <QAccessible>
#include <QQmlApplicationEngine>
#include <QQuickItem>
#include <QQuickWindow>

using namespace hadal::ui;
using namespace hadal::ui::test;

class TestWindow : public QObject {
    Q_OBJECT

  private:
    std::unique_ptr<Fixture> fixture;
    std::unique_ptr<Preferences> preferences;
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
        engine = std::make_unique<QQmlApplicationEngine>();
        engine->addImportPath("qrc:/qt/qml");
        engine->setInitialProperties({{"workspace", QVariant::fromValue(workspace())},
                                      {"preferences", QVariant::fromValue(preferences.get())}});
        engine->load(QUrl("qrc:/qt/qml/Hadal/Window/Main.qml"));
        QCOMPARE(engine->rootObjects().size(), 1);
        window = qobject_cast<QQuickWindow*>(engine->rootObjects().first());
        window->requestActivate();
        QVERIFY(QTest::qWaitForWindowActive(window));
        QTRY_COMPARE(fixture->host.state(), hadal::host::ModelHost::State::Ready);
    }
    void cleanup() {
        engine.reset();
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
