// A computer on which no sandbox can be made: nothing runs unprotected instead.
#include "tests/app/tools/tools_testing.h"

#include <QFile>

using namespace hadal::tools;

class NoSandboxTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        // Whether there is a sandbox is found out once, by the first who asks.
        qputenv("PATH", folder_.path().toUtf8());
        QVERIFY(!sandboxUnavailable().isEmpty());
    }

    void whatNeedsOneIsRefusedWithAdvice_data() {
        QTest::addColumn<bool>("script");
        QTest::newRow("command") << false;
        QTest::newRow("script") << true;
    }
    void whatNeedsOneIsRefusedWithAdvice() {
        QFETCH(bool, script);
        const QString trace = folder_.filePath("ran");
        Tool tool = script ? testing::script("function run() { return 1; }")
                           : testing::tool(CommandAction{.program = "/usr/bin/touch",
                                                         .arguments = {trace},
                                                         .shell = false,
                                                         .folder = {},
                                                         .input = {},
                                                         .environment = {}});
        tool.limits.folders = {{folder_.path(), true}};
        const RunResult result = testing::run(tool);
        QCOMPARE(result.status, RunResult::NotStarted);
        QVERIFY2(result.text.contains("bubblewrap"), qPrintable(result.text));
        QVERIFY(!QFile::exists(trace));
    }

    void theCardSaysSo() {
        LocalRunner runner(folder_.path());
        QString problem;
        runner.sandbox(testing::shell("true"), problem);
        QVERIFY2(problem.contains("bubblewrap"), qPrintable(problem));
    }

    void whatNeedsNoneRuns() {
        Tool tool = testing::tool(FilesAction{FilesAction::List}, {{"path", testing::text()}});
        QTemporaryDir folder;
        QFile file(folder.filePath("a.txt"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        tool.limits.folders = {{folder.path(), false}};
        const RunResult result = testing::run(tool, {{"path", folder.path().toStdString()}});
        QCOMPARE(result.status, RunResult::Done);
        QVERIFY2(result.text.contains("a.txt"), qPrintable(result.text));
    }

  private:
    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(NoSandboxTest)
#include "no_sandbox_test.moc"
