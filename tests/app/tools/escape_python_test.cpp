// Attempts of Python programs, which reach further than a shell: system calls by hand.
#include "tests/app/tools/escapes.h"

#include <QTcpServer>

using namespace hadal;
using namespace hadal::tools;
using namespace hadal::tools::testing;

class EscapePythonTest : public QObject {
    Q_OBJECT

    Place place_;

    Tool python(const QString& code) const {
        Tool out = place_.given(tool(CommandAction{.program = "python3",
                                                   .arguments = {"-I", "-S", "-"},
                                                   .shell = false,
                                                   .folder = {},
                                                   .input = code,
                                                   .environment = {}}));
        out.limits.memoryMiB = 128;
        return out;
    }

  private slots:
    void attempts_data() {
        QTest::addColumn<QString>("code");
        for (const Attempt& attempt : python_attempts)
            QTest::newRow(attempt.name) << codeOf(attempt, place_);
    }
    void attempts() {
        SKIP_WITHOUT_SANDBOX();
        QFETCH(QString, code);
        const RunResult result = run(python(code));
        QVERIFY2(result.status == RunResult::Failed || result.status == RunResult::Done,
                 qPrintable(result.text));
        QVERIFY2(!result.text.contains(prize), qPrintable(result.text));
        QVERIFY2(!result.text.contains("NameError") && !result.text.contains("SyntaxError"),
                 qPrintable(result.text)); // the attempt is one
        QVERIFY(place_.isUntouched());
    }

    void aLocalServerIsOutOfReachWithoutNetwork() {
        SKIP_WITHOUT_SANDBOX();
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        Tool attempt = python(
            u"import socket\ns = socket.create_connection(('127.0.0.1', %1), 2)\nprint('TOP-SECRET')"_qs.arg(
                server.serverPort()));
        RunResult result = run(attempt);
        QCOMPARE(result.status, RunResult::Failed);
        QVERIFY(!server.hasPendingConnections());
        attempt.limits.network = true;
        result = run(attempt);
        QVERIFY2(result.text.contains("TOP-SECRET"), qPrintable(result.text)); // the attempt is one
    }

    void socketsOfTheDesktopAreOutOfReachWithNetwork() {
        SKIP_WITHOUT_SANDBOX();
        Tool attempt = python("import socket\nsocket.socket(socket.AF_UNIX); print('TOP-SECRET')");
        attempt.limits.network = true;
        QVERIFY(!run(attempt).text.contains("TOP-SECRET"));
        attempt.limits.network = false; // its own namespace has its own
        QVERIFY(run(attempt).text.contains("TOP-SECRET"));
    }

    void bombs_data() {
        QTest::addColumn<Tool>("attempt");
        QTest::addColumn<RunResult::Status>("status");
        QTest::addColumn<QString>("says");
        Tool forks = python("import os\nwhile True: os.fork()");
        QTest::newRow("forks of Python") << forks << RunResult::Exceeded << "";
        QTest::newRow("memory") << python("a = []\nwhile True: a.append(bytearray(1 << 20))")
                                << RunResult::Exceeded << "memory";
        QTest::newRow("memory of many")
            << python("import os, time\nfor i in range(8):\n  if os.fork() == 0:\n    a = os.urandom(1 << "
                      "20) * 40\n    time.sleep(30)\ntime.sleep(30)")
            << RunResult::Exceeded << "memory";
        QTest::newRow("shared memory")
            << python("import mmap, time\na = []\nwhile True:\n  m = mmap.mmap(-1, 8 << 20)\n  "
                      "m.write(bytes(8 << 20))\n  a.append(m)")
            << RunResult::Exceeded << "memory";
        QTest::newRow("threads")
            << python("import threading, time\nwhile True:\n  "
                      "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()")
            << RunResult::Failed << "can't start new thread";
        QTest::newRow("output") << python("while True: print('x' * 10000)") << RunResult::Exceeded
                                << "wrote more than";
        Tool deaf =
            python("import signal\nfor s in range(1, 32):\n  try: signal.signal(s, signal.SIG_IGN)\n  "
                   "except (OSError, ValueError): pass\nwhile True: pass");
        deaf.limits.seconds = 1;
        QTest::newRow("deaf to signals") << deaf << RunResult::TimedOut << "";
    }
    void bombs() {
        SKIP_WITHOUT_SANDBOX();
        QFETCH(Tool, attempt);
        QFETCH(RunResult::Status, status);
        QFETCH(QString, says);
        testing::checkBomb(attempt, run(attempt), status, says);
    }
};

QTEST_GUILESS_MAIN(EscapePythonTest)
#include "escape_python_test.moc"
