// Attempts to read what lies outside the folders of a tool. Each ends with a clear result, and reaches
// nothing.
#include "tests/app/tools/escapes.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <thread>

using namespace hadal;
using namespace hadal::tools;
using namespace hadal::tools::testing;

class EscapeFilesTest : public QObject {
    Q_OBJECT

    Place place_;

    Tool files(FilesAction::Kind kind) const {
        return place_.given(tool(FilesAction{kind}, {{"path", text()}, {"query", text()}, {"glob", text()}}));
    }

  private slots:
    void initTestCase() {
        QCOMPARE(mkfifo(qPrintable(place_.granted.filePath("pipe")), 0600), 0);
        const int listening = socket(AF_UNIX, SOCK_STREAM, 0);
        sockaddr_un address{AF_UNIX, {}};
        qstrncpy(address.sun_path, qPrintable(place_.granted.filePath("socket")), sizeof address.sun_path);
        QCOMPARE(bind(listening, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
        close(listening);
    }

    void paths_data() {
        QTest::addColumn<QString>("path");
        for (const char* path : {"link.txt",
                                 "folder/secret.txt",
                                 "passwd",
                                 "../secret.txt",
                                 "OUTSIDE/secret.txt",
                                 "/etc/passwd",
                                 "GRANTED/../OTHER/secret.txt",
                                 "GRANTED/link.txt",
                                 "GRANTED//link.txt",
                                 "rootOUTSIDE/secret.txt",
                                 "root/etc/passwd",
                                 "folder/../folder/secret.txt",
                                 "./folder/./secret.txt",
                                 "own.txt/../link.txt",
                                 "own.txt/",
                                 "own.txt/..",
                                 "link.txt/.",
                                 "circle",
                                 "circle/x",
                                 "pipe",
                                 "socket",
                                 ".",
                                 "",
                                 "GRANTED",
                                 "folder",
                                 "/",
                                 "//etc/passwd",
                                 "/proc/self/environ",
                                 "/proc/self/rootOUTSIDE/secret.txt",
                                 "/proc/self/fd/0",
                                 "/dev/zero",
                                 "/dev/stdin",
                                 "file:///etc/passwd",
                                 "file://GRANTED/link.txt",
                                 "~/.profile",
                                 "~root/.profile",
                                 "$HOME/.profile",
                                 "%2e%2e/secret.txt",
                                 "..\\secret.txt",
                                 "C:\\secret.txt",
                                 "....//secret.txt",
                                 "{{secret:key}}",
                                 "GRANTEDx/own.txt",
                                 "*",
                                 "own.txt\n",
                                 "link.txt\xe2\x80\xae"})
            QTest::newRow(path) << QString::fromUtf8(path);
        QTest::newRow("a NUL") << QString::fromLatin1("own.txt\0/../link.txt", 20);
        QTest::newRow("long") << QString(5000, 'x');
        QTest::newRow("deep") << QString("x/").repeated(3000);
        QTest::newRow("dots") << QString("../").repeated(500) + "etc/passwd";
    }
    void paths() {
        QFETCH(QString, path);
        path = place_.filled(path).replace("OTHER", QFileInfo(place_.outside.path()).fileName());
        const RunResult result =
            run(files(FilesAction::Read), {{"path", path.toStdString()}}, secretsFrom({{"key", "own.txt"}}));
        QCOMPARE(result.status, RunResult::Failed);
        QVERIFY2(!result.text.contains(prize) && !result.text.contains("root:") &&
                     !result.text.contains("mine"),
                 qPrintable(result.text));
        QVERIFY2(!result.text.isEmpty(), "says why");
    }

    void lists_data() {
        QTest::addColumn<QString>("path");
        for (const char* path : {"..", "folder", "root", "root/", "/", "/etc", "OUTSIDE", "GRANTED/folder",
                                 "GRANTED/..", "circle", "/proc/self/fd", "own.txt"})
            QTest::newRow(path) << path;
    }
    void lists() {
        QFETCH(QString, path);
        const RunResult result = run(files(FilesAction::List), {{"path", place_.filled(path).toStdString()}});
        QCOMPARE(result.status, RunResult::Failed);
        QVERIFY2(!result.text.contains("secret.txt"), qPrintable(result.text));
    }

    void searches_data() {
        QTest::addColumn<QString>("glob");
        for (const char* glob : {"", "*", "**", "../**", "/etc/*", "folder/*", "root/**", "**/secret.txt",
                                 "{link,own}.txt", "(.*)", "*/*"})
            QTest::newRow(glob) << glob;
    }
    void searches() {
        QFETCH(QString, glob);
        const RunResult result =
            run(files(FilesAction::Search), {{"query", "TOP-SE"}, {"glob", glob.toStdString()}});
        QCOMPARE(result.status, RunResult::Done);
        QVERIFY2(result.text.startsWith("Nothing found in "), qPrintable(result.text));
        QVERIFY(run(files(FilesAction::Search), {{"query", "MINE"}}).text.contains("own.txt:1: mine"));
    }

    /// A folder that is put in the place of a link and back while it is read.
    void aPathThatChangesMeanwhile() {
        const QString turning = place_.granted.filePath("turning"), aside = place_.granted.filePath("aside");
        QVERIFY(QDir().mkdir(turning));
        QFile inside(turning + "/secret.txt");
        QVERIFY(inside.open(QIODevice::WriteOnly) && inside.write("harmless") > 0);
        inside.close();
        std::atomic<bool> over = false;
        std::thread swapping([&] {
            while (!over) {
                rename(qPrintable(turning), qPrintable(aside));
                if (symlink(qPrintable(place_.outside.path()), qPrintable(turning)) == 0)
                    unlink(qPrintable(turning));
                rename(qPrintable(aside), qPrintable(turning));
            }
        });
        for (int i = 0; i < 300; ++i) {
            const RunResult result = run(files(FilesAction::Read), {{"path", "turning/secret.txt"}});
            if (result.text.contains(prize)) {
                QTest::qFail("The secret was read.", __FILE__, __LINE__);
                break;
            }
        }
        over = true;
        swapping.join();
    }

    void foldersThatAreNeverGranted() {
        Tool attempt = files(FilesAction::List);
        QTemporaryDir data, link;
        QVERIFY(QFile::link("/", link.filePath("root")));
        QVERIFY(QFile::link(QDir::homePath(), link.filePath("home")));
        LocalRunner runner(data.path());
        for (const QString& path :
             {u"/"_qs, QDir::homePath(), u"/proc"_qs, u"/dev"_qs, u"/run"_qs, u"/sys"_qs, data.path(),
              u"/tmp"_qs, link.filePath("root"), link.filePath("home"), u"relative"_qs, u"/does/not/exist"_qs,
              QFileInfo(data.path()).path()}) {
            attempt.limits.folders = {{path, false}};
            const RunResult result = finish(runner.run(attempt, Json::object()));
            QVERIFY2(result.status == RunResult::NotStarted, qPrintable(path));
            QString problem;
            runner.sandbox(attempt, problem);
            QVERIFY2(!problem.isEmpty(), qPrintable(path));
        }
    }

    void whatIsReadStaysText() {
        QFile file(place_.granted.filePath("evil.txt"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("\x1b[31mred\x1b]52;c;ZXZpbA==\x07 <script>x</script> ![x](http://evil) a\xe2\x80\xae"
                   "b\xff");
        file.close();
        QCOMPARE(run(files(FilesAction::Read), {{"path", "evil.txt"}}).text,
                 u"red <script>x</script> ![x](http://evil) ab\uFFFD"_qs);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.resize(4ll << 30)); // takes no room
        file.seek(file.size() - 6);
        file.write("the end");
        file.close();
        const RunResult huge = run(files(FilesAction::Read), {{"path", "evil.txt"}});
        QVERIFY2(huge.status == RunResult::Failed && huge.text.contains("no text"), qPrintable(huge.text));
    }
};

QTEST_GUILESS_MAIN(EscapeFilesTest)
#include "escape_files_test.moc"
