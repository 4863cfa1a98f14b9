// What comes over the window: export and import, servers of tools, secrets.
#include "tests/ui/window_test.h"

using namespace hadal::ui;
using namespace hadal::ui::test;

class TestWindowSheets : public WindowTest {
    Q_OBJECT

  private slots:
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
};

QTEST_MAIN(TestWindowSheets)
#include "moc_window_test.cpp"
#include "test_window_sheets.moc"
