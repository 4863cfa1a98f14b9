// Runs of every kind of action, and how they end.
#include "tests/app/tools/tools_testing.h"

#include "app/tools/library.h"
#include "app/tools/problems.h"
#include "app/tools/sandboxed_process.h"

#include <QElapsedTimer>
#include <QFile>

using namespace hadal;
using namespace hadal::tools;
using namespace hadal::tools::testing;

class RunTest : public QObject {
    Q_OBJECT

    static const Tool& builtIn(const QString& id) {
        for (const Tool& tool : hadal::tools::builtInTools())
            if (tool.id == id)
                return tool;
        qFatal("no such tool");
    }

    /// Processes of this computer whose command line holds the text.
    static int processesWith(const QByteArray& mark) {
        int found = 0;
        for (const QString& name : QDir("/proc").entryList(QDir::Dirs)) {
            QFile file("/proc/" + name + "/cmdline");
            if (name[0].isDigit() && file.open(QIODevice::ReadOnly) && file.readAll().contains(mark))
                ++found;
        }
        return found;
    }

  private slots:
    void commands() {
        SKIP_WITHOUT_SANDBOX();
        const RunResult result = run(shell("cat; echo err >&2; exit 3"));
        QCOMPARE(result.status, RunResult::Failed);
        QCOMPARE(result.text, u"err\nExit status 3."_qs);
        QVERIFY(result.seconds > 0);
        QVERIFY(!result.sandbox.isEmpty());
        QCOMPARE(result.outputBytes, 4);

        const RunResult both = run(shell("echo out; echo err >&2"));
        QCOMPARE(both.status, RunResult::Done);
        QCOMPARE(both.text, u"out\n[standard error]\nerr\n"_qs);

        QCOMPARE(run(shell("kill -SEGV $$")).text, u"Ended by signal 11 (Segmentation fault)."_qs);
    }

    void programsThatAreNotThere() {
        SKIP_WITHOUT_SANDBOX();
        const auto command = [](const QString& program) {
            return tool(CommandAction{.program = program,
                                      .arguments = {},
                                      .shell = false,
                                      .folder = {},
                                      .input = {},
                                      .environment = {}});
        };
        const RunResult result = run(command("no-such-program"));
        QCOMPARE(result.status, RunResult::NotStarted);
        QVERIFY2(result.text.contains("no-such-program"), qPrintable(result.text));
        QVERIFY(result.sandbox.isEmpty());
        QTemporaryDir folder;
        QFile file(folder.filePath("own"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("#!/bin/sh\necho own\n");
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
        Tool own = command(file.fileName());
        QCOMPARE(run(own).status, RunResult::NotStarted);
        own.limits.folders = {{folder.path(), false}};
        QCOMPARE(run(own).text, u"own\n"_qs);
    }

    void inputAndEnvironment() {
        SKIP_WITHOUT_SANDBOX();
        Tool echo = tool(CommandAction{.program = "sh",
                                       .arguments = {"-c", "cat; echo \"$A,$B\"; env | grep -c '^B='"},
                                       .shell = false,
                                       .folder = {},
                                       .input = "<{{x}}>",
                                       .environment = {{"A", "a{{x}}"}, {"B", "{{y}}"}}},
                         {{"x", text()}, {"y", text()}});
        QCOMPARE(run(echo, {{"x", "1"}, {"y", "2"}}).text, u"<1>a1,2\n1\n"_qs);
        QVERIFY(run(echo, {{"x", "1"}}).text.startsWith(u"<1>a1,\n0\n"_qs));
    }

    void foldersAsGranted() {
        SKIP_WITHOUT_SANDBOX();
        QTemporaryDir folder;
        Tool write = shell("pwd; echo hello > made.txt");
        write.limits.folders = {{folder.path(), true}};
        std::get<CommandAction>(write.action).folder = folder.path();
        const RunResult result = run(write);
        QVERIFY2(result.status == RunResult::Done, qPrintable(result.text));
        QCOMPARE(result.text, folder.path() + "\n");
        QFile made(folder.filePath("made.txt"));
        QVERIFY(made.open(QIODevice::ReadOnly));
        QCOMPARE(made.readAll(), "hello\n");
        write.limits.folders[0].write = false;
        QCOMPARE(run(write).status, RunResult::Failed);
    }

    void argumentsAreChecked() {
        Tool checked = shell("echo ran", {{"n", {{"type", "integer"}, {"maximum", 3}}}});
        checked.parameters["required"] = {"n"};
        for (const Json& wrong :
             {Json::object(), Json({{"n", "1"}}), Json({{"n", 4}}), Json::array(), Json(1)}) {
            const RunResult result = run(checked, wrong);
            QCOMPARE(result.status, RunResult::NotStarted);
            QVERIFY(!result.text.contains("ran\n"));
        }
        QVERIFY(run(checked, {{"n", 4}}).text.contains("/n"));
    }

    void longOutputIsCutInTheMiddle() {
        SKIP_WITHOUT_SANDBOX();
        Tool longOne = shell("seq 1 100000");
        longOne.limits.outputBytes = 1000;
        const RunResult result = run(longOne);
        QCOMPARE(result.status, RunResult::Done);
        QVERIFY(result.cut);
        QCOMPARE(result.outputBytes, 588895);
        QVERIFY(result.text.startsWith("1\n2\n"));
        QVERIFY(result.text.endsWith("100000\n"));
        QVERIFY(result.text.contains("left out"));
        QVERIFY(result.text.toUtf8().size() < 1100);
    }

    void progressShowsATail() {
        SKIP_WITHOUT_SANDBOX();
        Tool slow = shell("echo begun; sleep 100");
        LocalRunner runner({});
        const std::unique_ptr<Run> run(runner.run(slow, Json::object()));
        QSignalSpy progress(run.get(), &Run::progress), finished(run.get(), &Run::finished);
        QVERIFY(progress.wait(10000));
        QCOMPARE(progress[0][0].toString(), u"begun\n"_qs);
        run->stop();
        QVERIFY(finished.wait(5000));
        const auto result = finished[0][0].value<RunResult>();
        QCOMPARE(result.status, RunResult::Stopped);
        QCOMPARE(result.text, u"begun\nStopped by the person."_qs);
    }

    void stopEndsTheWholeTree_data() {
        QTest::addColumn<bool>("deleted");
        QTest::newRow("stop") << false;
        QTest::newRow("delete") << true;
    }
    void stopEndsTheWholeTree() {
        SKIP_WITHOUT_SANDBOX();
        QFETCH(bool, deleted);
        const QByteArray mark = "mark" + QByteArray::number(QRandomGenerator::global()->generate64());
        // Four deep, the last in a session of its own, and one that its parent has left.
        Tool tree = shell(
            u"sh -c 'sh -c \"setsid sh -c \\\"trap \\\\\\\"\\\\\\\" TERM HUP; sleep 1000; : %1\\\" & sleep 1001; : %1\" & wait; : %1' & (setsid sleep 1002 &) ; echo ready; wait; : %1"_qs
                .arg(QString(mark)));
        LocalRunner runner({});
        std::unique_ptr<Run> run(runner.run(tree, Json::object()));
        QSignalSpy progress(run.get(), &Run::progress), finished(run.get(), &Run::finished);
        QTRY_VERIFY_WITH_TIMEOUT(processesWith(mark) >= 4, 10000);
        QElapsedTimer time;
        time.start();
        if (deleted) {
            run.reset();
        } else {
            run->stop();
            QVERIFY(finished.wait(1000));
            QCOMPARE(finished[0][0].value<RunResult>().status, RunResult::Stopped);
        }
        QTRY_COMPARE_WITH_TIMEOUT(processesWith(mark), 0, 1000);
    }

    void whatIsLeftBehindEndsWithTheCommand() {
        SKIP_WITHOUT_SANDBOX();
        const QByteArray mark = "mark" + QByteArray::number(QRandomGenerator::global()->generate64());
        const RunResult result =
            run(shell(u"setsid sh -c 'sleep 1000; : %1' >/dev/null 2>&1 & echo done"_qs.arg(QString(mark))));
        QCOMPARE(result.text, u"done\n"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(processesWith(mark), 0, 1000);
    }

    void scripts_data() {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("works");
        QTest::newRow("text") << "function run(a) { return a.x + '!'; }"
                              << "y!" << true;
        QTest::newRow("arrow") << "const run = ({x}) => x"
                               << "y" << true;
        QTest::newRow("object") << "function run(a) { return {a: 1}; }"
                                << "{\n  \"a\": 1\n}" << true;
        QTest::newRow("nothing") << "function run(a) {}"
                                 << "" << true;
        QTest::newRow("promise") << "function run(a) { return Promise.resolve(a.x); }"
                                 << "y" << true;
        QTest::newRow("exception") << "function run(a) {\n throw new Error('bad'); }"
                                   << "Error: bad, at line 2\n"
                                   << false;
        QTest::newRow("thrown text") << "function run(a) { throw 'bad'; }"
                                     << "bad\n"
                                     << false;
        QTest::newRow("rejected") << "function run(a) { return Promise.reject(new Error('bad')); }"
                                  << "Error: bad, at line 1\n"
                                  << false;
        QTest::newRow("syntax") << "function run(a) {"
                                << "" << false;
        QTest::newRow("none") << "1"
                              << "The script has no function run(arguments).\n"
                              << false;
    }
    void scripts() {
        SKIP_WITHOUT_SANDBOX();
        QFETCH(QString, source);
        QFETCH(QString, text);
        QFETCH(bool, works);
        const RunResult result = run(script(source, {{"x", testing::text()}}), {{"x", "y"}});
        QCOMPARE(result.status, works ? RunResult::Done : RunResult::Failed);
        if (works || !text.isEmpty())
            QCOMPARE(result.text, text);
    }

    void thePersonAnswers() {
        Tool ask = tool(AskAction{"Which {{x}}?"}, {{"x", text()}});
        LocalRunner runner({});
        const std::unique_ptr<Run> run(runner.run(ask, {{"x", "one"}}));
        QSignalSpy asks(run.get(), &Run::asks), finished(run.get(), &Run::finished);
        QVERIFY(asks.wait(5000));
        QCOMPARE(asks[0][0].toString(), u"Which one?"_qs);
        QVERIFY(finished.isEmpty());
        run->answer("this one");
        QCOMPARE(finished.count(), 1);
        QCOMPARE(finished[0][0].value<RunResult>().text, u"this one"_qs);
        run->answer("again"); // too late
        run->stop();
        QCOMPARE(finished.count(), 1);
    }

    void stoppedBeforeItBegins() {
        LocalRunner runner({});
        const std::unique_ptr<Run> run(runner.run(shell("echo ran"), Json::object()));
        QSignalSpy finished(run.get(), &Run::finished);
        run->stop();
        QVERIFY(finished.isEmpty()); // never before
        QVERIFY(finished.wait(5000));
        QCOMPARE(finished[0][0].value<RunResult>().status, RunResult::Stopped);
    }

    void files() {
        QTemporaryDir folder;
        const auto put = [&](const QString& name, const QByteArray& bytes) {
            QDir(folder.path()).mkpath(QFileInfo(name).path());
            QFile file(folder.filePath(name));
            return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
        };
        QVERIFY(put("a.txt", "one\ntwo Three\n") && put("sub/b.md", "three\n\nTHREE three\n") &&
                put("c.bin", QByteArray("\0three", 6)));
        Tool files =
            tool(FilesAction{FilesAction::Read}, {{"path", text()}, {"query", text()}, {"glob", text()}});
        files.limits.folders = {{folder.path(), false}};
        QCOMPARE(run(files, {{"path", "a.txt"}}).text, u"one\ntwo Three\n"_qs);
        QCOMPARE(run(files, {{"path", folder.filePath("sub/b.md").toStdString()}}).status, RunResult::Done);
        QCOMPARE(run(files, {{"path", "c.bin"}}).status, RunResult::Failed);
        QCOMPARE(run(files, {{"path", "none"}}).status, RunResult::Failed);
        files.action = FilesAction{FilesAction::List};
        QCOMPARE(run(files).text, u"a.txt  14 bytes\nc.bin  6 bytes\nsub/\n"_qs);
        files.action = FilesAction{FilesAction::Search};
        QCOMPARE(run(files, {{"query", "three"}}).text,
                 u"a.txt:2: two Three\nsub/b.md:1: three\nsub/b.md:3: THREE three\n"_qs);
        QCOMPARE(run(files, {{"query", "three"}, {"glob", "*.txt"}}).text, u"a.txt:2: two Three\n"_qs);
        QCOMPARE(run(files, {{"query", "three"}, {"glob", "sub/**"}}).text,
                 u"sub/b.md:1: three\nsub/b.md:3: THREE three\n"_qs);
        QCOMPARE(run(files, {{"query", "nowhere"}}).text, u"Nothing found in 2 files."_qs);
    }

    void aSearchCanBeStopped() {
        QTemporaryDir folder;
        for (int i = 0; i < 300; ++i) {
            QFile file(folder.filePath(QString::number(i)));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(QByteArray(100000, 'x'));
        }
        Tool search = tool(FilesAction{FilesAction::Search}, {{"query", text()}});
        search.limits.folders = {{folder.path(), false}};
        LocalRunner runner({});
        std::unique_ptr<Run> one(runner.run(search, {{"query", "y"}}));
        QSignalSpy finished(one.get(), &Run::finished);
        QCoreApplication::processEvents(); // it begins
        one->stop();
        QVERIFY(finished.wait(5000));
        QCOMPARE(finished[0][0].value<RunResult>().status, RunResult::Stopped);
        std::unique_ptr<Run> two(runner.run(search, {{"query", "y"}}));
        QCoreApplication::processEvents();
        two.reset(); // in the middle of it
    }

    // Built-in tools, as they come.

    void builtInTools_data() {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("works");
        const auto sum = [](const char* name, const char* expression, const char* value, bool works = true) {
            QTest::newRow(name) << "calculator"
                                << QString::fromStdString(Json({{"expression", expression}}).dump()) << value
                                << works;
        };
        sum("order", "2 + 3 * 4^2 / 6", "10");
        sum("powers from the right", "2^3^2", "512");
        sum("minus and powers", "-2^2", "-4");
        sum("decimals", "0.1 + 0.2", "0.3");
        sum("functions", "sqrt(16) + max(1, 5, 3) + 5!", "129");
        sum("constants", "cos(pi)", "-1");
        sum("brackets", "((1 + 2) * (3 + 4))", "21");
        sum("no zero", "1 / 0", "Division by zero", false);
        sum("no program", "run.constructor('return 1')()", "", false);
        sum("no members", "constructor(1)", "Unknown", false);
        sum("incomplete", "1 +", "missing", false);
        const auto unit = [](const char* name, double value, const char* from, const char* to,
                             const char* expected, bool works = true) {
            QTest::newRow(name) << "units"
                                << QString::fromStdString(
                                       Json({{"value", value}, {"from", from}, {"to", to}}).dump())
                                << expected << works;
        };
        unit("lengths", 1, "mi", "km", "1 mi = 1.609344 km");
        unit("temperatures", 100, "°C", "°F", "100 °C = 212 °F");
        unit("mega and milli", 1, "MW", "mW", "1 MW = 1000000000 mW");
        unit("areas", 1, "ha", "m²", "1 ha = 10000 m²");
        unit("ambiguous", 1, "mw", "W", "may mean", false);
        unit("different things", 1, "kg", "km", "different things", false);
        unit("unknown", 1, "foo", "km", "not known", false);
        QTest::newRow("clock") << "clock"
                               << "{}"
                               << "UTC" << true;
        QTest::newRow("clock elsewhere") << "clock"
                                         << "{\"zone\": \"Asia/Shanghai\"}"
                                         << "UTC+08:00" << true;
        QTest::newRow("clock nowhere") << "clock"
                                       << "{\"zone\": \"Mars/Base\"}"
                                       << "no time zone" << false;
        QTest::newRow("python") << "run_python"
                                << "{\"code\": \"print(sum(range(10)))\"}"
                                << "45\n"
                                << true;
        QTest::newRow("python that fails") << "run_python"
                                           << "{\"code\": \"1/0\"}"
                                           << "ZeroDivisionError" << false;
    }
    void builtInTools() {
        SKIP_WITHOUT_SANDBOX();
        QFETCH(QString, id);
        QFETCH(QString, arguments);
        QFETCH(QString, text);
        QFETCH(bool, works);
        const RunResult result = run(builtIn(id), Json::parse(arguments.toStdString()));
        QVERIFY2(result.status == (works ? RunResult::Done : RunResult::Failed), qPrintable(result.text));
        if (works && id != u"clock")
            QCOMPARE(result.text, text);
        else
            QVERIFY2(result.text.contains(text), qPrintable(result.text));
    }

    void builtInFilesAndPages() {
        QTemporaryDir folder;
        QFile file(folder.filePath("note.md"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("the needle\n");
        file.close();
        Tool search = builtIn("find_in_files");
        search.limits.folders = {{folder.path(), false}};
        QCOMPARE(run(search, {{"query", "Needle"}}).text, u"note.md:1: the needle\n"_qs);
        // The web is not at hand in a test; http_test.cpp fetches. What it refuses:
        const RunResult local = run(builtIn("fetch_page"), {{"url", "http://127.0.0.1:1/"}});
        QCOMPARE(local.status, RunResult::NotStarted);
    }

    void builtInToolsAreRight() {
        QCOMPARE(hadal::tools::builtInTools().size(), 6);
        for (const Tool& tool : hadal::tools::builtInTools())
            for (const Problem& problem : problemsOf(tool))
                QVERIFY2(problem.field == Field::Folders, qPrintable(tool.name + ": " + problem.text));
    }
};

QTEST_GUILESS_MAIN(RunTest)
#include "run_test.moc"
