// Runs tst_*.qml.
#include "tests/ui/qml_fixture.h"
#include "tests/ui/qml_modules.h"
#include "ui/appearance.h"

#include <QQmlContext>
#include <QQmlEngine>
#include <QtQuickTest>

class Setup : public QObject {
    Q_OBJECT

  public slots:
    void applicationAvailable() { hadal::ui::setUpFonts(); }
    void qmlEngineAvailable(QQmlEngine* engine) {
        engine->addImportPath("qrc:/qt/qml");
        engine->rootContext()->setContextProperty(
            "Fixture", new hadal::ui::test::QmlFixture(engine)); // its threads end before the program
    }
};

QUICK_TEST_MAIN_WITH_SETUP(hadal_qml, Setup)
#include "moc_qml_fixture.cpp"
#include "test_qml.moc"
