// Attempts to get out of what a tool may touch. Each ends with a clear result, and reaches nothing.
#include "tests/app/tools/tools_testing.h"

#include "app/tools/sandboxed_process.h"

#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>

#include <csignal>
#include <sys/stat.h>
#include <unistd.h>

using namespace hadal;
using namespace hadal::tools;
using namespace hadal::tools::testing;

class EscapeTest : public QObject {
    Q_OBJECT

    QTemporaryDir outside_; // not granted
    QTemporaryDir granted_;
    QString secret_;

    QString reachable(const RunResult& result) const {
        return result.text.contains("TOP-SECRET") ? result.text : QString();
    }

    static Tool python(const QString& code) {
        Tool out = tool(CommandAction{.program = "python3",
                                      .arguments = {"-I", "-"},
                                      .shell = false,
                                      .folder = {},
                                      .input = code,
                                      .environment = {}});
        out.limits.memoryMiB = 128;
        return out;
    }

  private slots:
    void initTestCase() {
        secret_ = outside_.filePath("secret.txt");
        QFile file(secret_);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("TOP-SECRET\n");
        file.close();
        QVERIFY(QFile::link(secret_, granted_.filePath("link.txt")));
        QVERIFY(QFile::link(outside_.path(), granted_.filePath("folder")));
        QVERIFY(QFile::link("/proc/self/root", granted_.filePath("root")));
        QVERIFY(QFile::link("../../../../../../../../etc/passwd", granted_.filePath("passwd")));
        QFile own(granted_.filePath("own.txt"));
        QVERIFY(own.open(QIODevice::WriteOnly));
        own.write("mine\n");
        own.close();
        qputenv("HADAL_TEST_SECRET", "TOP-SECRET");
    }

    /// Lines of a shell. What stands for a place outside is put in; none prints what it must not.
    void shell_data() {
        QTest::addColumn<QString>("line");
        QTest::newRow("file outside") << "cat OUTSIDE/secret.txt";
        QTest::newRow("file outside by dots") << "cd /tmp; cat ../../../..OUTSIDE/secret.txt";
        QTest::newRow("all files of the system")
            << "find / -xdev -name secret.txt -exec cat {} + 2>/dev/null";
        QTest::newRow("link out of a granted folder") << "cat GRANTED/link.txt";
        QTest::newRow("folder by a link") << "cat GRANTED/folder/secret.txt";
        QTest::newRow("the root of a process by a link") << "cat GRANTED/rootOUTSIDE/secret.txt";
        QTest::newRow("a new link") << "ln -s OUTSIDE/secret.txt /tmp/x && cat /tmp/x";
        QTest::newRow("the root of the first process") << "cat /proc/1/rootOUTSIDE/secret.txt";
        QTest::newRow("a working folder in /proc")
            << "for p in /proc/[0-9]*; do cat $p/cwdOUTSIDE/secret.txt; done";
        QTest::newRow("the environment of this process")
            << "env; cat /proc/*/environ; cat /proc/self/environ";
        QTest::newRow("the environment of the parent")
            << "cat /proc/$PPID/environ; tr '\\0' '\\n' < /proc/1/environ";
        QTest::newRow("descriptors handed down") << "for fd in $(seq 3 200); do cat <&$fd; done 2>/dev/null";
        QTest::newRow("hidden behind a mount")
            << "umount -l /tmp; mount --bind / /mnt; cat /mntOUTSIDE/secret.txt";
        QTest::newRow("chroot") << "chroot /proc/1/root cat OUTSIDE/secret.txt";
        QTest::newRow("namespaces again")
            << "unshare -Urm sh -c 'mount -t tmpfs x /usr; cat OUTSIDE/secret.txt'";
        QTest::newRow("namespaces of the first process") << "nsenter -t 1 -a cat OUTSIDE/secret.txt";
        QTest::newRow("shadow") << "cat /etc/shadow && echo TOP-SECRET";
        QTest::newRow("keys of the machine") << "cat /etc/ssh/*key* /etc/ssl/private/* && echo TOP-SECRET";
        QTest::newRow("a device") << "mknod /tmp/disk b 8 0 && echo TOP-SECRET";
        QTest::newRow("memory of the computer")
            << "head -c1 /dev/mem && echo TOP-SECRET; head -c1 /dev/kmem && echo TOP-SECRET";
        // What they write is what is there: where one succeeds, no computer is the worse for it.
        for (const char* setting :
             {"kernel/core_pattern", "kernel/modprobe", "vm/overcommit_memory", "kernel/panic"})
            QTest::newRow(setting)
                << u"f=/proc/sys/%1; v=$(cat $f); echo \"$v\" > $f && echo TOP-SECRET"_qs.arg(setting);
        QTest::newRow("magic keys")
            << "test -w /proc/sysrq-trigger && : > /proc/sysrq-trigger && echo TOP-SECRET";
        QTest::newRow("control groups") << "mkdir /sys/fs/cgroup/x && echo TOP-SECRET";
        QTest::newRow("the session's bus")
            << "ls /run/user /run/dbus /var/run/docker.sock && echo TOP-SECRET";
        QTest::newRow("the display") << "ls /tmp/.X11-unix && echo TOP-SECRET";
        QTest::newRow("written to the system")
            << "echo x > /usr/bin/x && echo TOP-SECRET; echo x > /etc/x && echo TOP-SECRET";
        QTest::newRow("written to the root")
            << "mkdir /x && echo TOP-SECRET; echo x > /dev/x && echo TOP-SECRET";
        QTest::newRow("written to a folder that is to be read")
            << "echo x > GRANTED/own.txt && echo TOP-SECRET; rm GRANTED/own.txt && echo TOP-SECRET";
        QTest::newRow("home") << "cat ~/.ssh/* ~/.bash_history HOME/.profile HOME/.bashrc && echo TOP-SECRET";
        QTest::newRow("rights of root") << "su -c true && echo TOP-SECRET; sudo -n true && echo TOP-SECRET";
        QTest::newRow("network") << "cat < /dev/tcp/127.0.0.1/22; ip link set lo up && echo TOP-SECRET";
    }
    void shell() {
        SKIP_WITHOUT_SANDBOX();
        QFETCH(QString, line);
        line.replace("OUTSIDE", outside_.path())
            .replace("GRANTED", granted_.path())
            .replace("HOME", QDir::homePath());
        Tool attempt = testing::shell(line);
        attempt.limits.folders = {{granted_.path(), false}};
        const RunResult result = run(attempt);
        QVERIFY2(result.status == RunResult::Failed || result.status == RunResult::Done,
                 qPrintable(result.text));
        QVERIFY2(!result.text.contains("TOP-SECRET"), qPrintable(result.text));
        QFile own(granted_.filePath("own.txt"));
        QVERIFY(own.open(QIODevice::ReadOnly));
        QCOMPARE(own.readAll(), "mine\n");
    }

    /// Python reaches further than a shell: system calls by hand.
    void python_data() {
        QTest::addColumn<QString>("code");
        const char* call = "import ctypes, os, socket, errno\nlibc = ctypes.CDLL(None, use_errno=True)\n";
        const auto add = [&](const char* name, const QString& code) {
            QTest::newRow(name) << QString(call) + code;
        };
        add("ptrace of the first process", "if libc.ptrace(16, 1, 0, 0) == 0: print('TOP-SECRET')");
        add("memory of the first process", "open('/proc/1/mem', 'rb').read(1); print('TOP-SECRET')");
        add("typing into a terminal",
            "import fcntl\ntry:\n  fd = os.open('/dev/tty', os.O_RDWR)\nexcept OSError: fd = 0\n"
            "fcntl.ioctl(fd, 0x5412, b'x'); print('TOP-SECRET')");
        add("a user namespace", "if libc.unshare(0x10000000) == 0: print('TOP-SECRET')");
        add("a user namespace by clone",
            "if libc.syscall(56, 0x10000011, 0, 0, 0, 0) > 0: print('TOP-SECRET')");
        add("keys of the session", "if libc.syscall(250, 0, -3, 1) >= 0: print('TOP-SECRET')");
        add("a program for the kernel",
            "if libc.syscall(321, 0, 0, 0) >= 0 or ctypes.get_errno() != errno.EPERM: print('TOP-SECRET')");
        add("a virtual machine's socket", "socket.socket(40, socket.SOCK_STREAM); print('TOP-SECRET')");
        add("a raw socket", "socket.socket(socket.AF_INET, socket.SOCK_RAW, 1); print('TOP-SECRET')");
        add("a socket of packets",
            "socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0); print('TOP-SECRET')");
        add("ring of the kernel",
            "if libc.syscall(425, 8, ctypes.create_string_buffer(120)) >= 0: print('TOP-SECRET')");
        add("other numbers of system calls", "if libc.syscall(0x40000000 | 39) >= 0: print('TOP-SECRET')");
        add("a file by its handle",
            "if libc.syscall(304, 3, ctypes.create_string_buffer(64), 0) >= 0: print('TOP-SECRET')");
        add("signals to all", "import signal\nfor p in range(1, 40000):\n  try:\n    if p != os.getpid(): "
                              "os.kill(p, signal.SIGTERM)\n"
                              "    print('reached', p)\n  except OSError: pass");
        add("signals to the parent", "import signal\nfor s in (signal.SIGKILL, signal.SIGSTOP, "
                                     "signal.SIGTERM): os.kill(1, s)\nprint('still there')");
        add("memory outside of a process", "if libc.syscall(319, b'x', 0) >= 0: print('TOP-SECRET')");
        add("the network's outside", "socket.create_connection(('192.0.2.1', 80), 2); print('TOP-SECRET')");
        add("names of hosts", "socket.getaddrinfo('example.com', 80); print('TOP-SECRET')");
    }
    void python() {
        SKIP_WITHOUT_SANDBOX();
        QFETCH(QString, code);
        const RunResult result = run(python(code));
        QVERIFY2(result.status == RunResult::Failed || result.status == RunResult::Done,
                 qPrintable(result.text));
        QVERIFY2(!result.text.contains("TOP-SECRET"), qPrintable(result.text));
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

    void anInheritedDescriptorIsClosed() {
        SKIP_WITHOUT_SANDBOX();
        QFile file(secret_);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const int number = dup(file.handle()); // not closed on execution
        const RunResult result = run(testing::shell(u"cat /proc/self/fd/%1; cat <&%1"_qs.arg(number)));
        close(number);
        QVERIFY2(!result.text.contains("TOP-SECRET"), qPrintable(result.text));
    }

    void aLoaderIsNotTalkedTo() {
        SKIP_WITHOUT_SANDBOX();
        // bwrap itself runs outside: it must not load what a tool's author names.
        Tool attempt = testing::shell("true");
        std::get<CommandAction>(attempt.action).environment = {{"LD_PRELOAD", "/nonexistent.so"},
                                                               {"LD_DEBUG", "libs"}};
        const SandboxCommand command = sandboxCommand(
            {"true", {}, {}, std::get<CommandAction>(attempt.action).environment, attempt.limits, {}}, {});
        for (const QString& name : command.environment.keys())
            QVERIFY2(name.startsWith("HADAL_TOOL_"), qPrintable(name));
    }

    // Bombs.

    void bombs_data() {
        QTest::addColumn<Tool>("attempt");
        QTest::addColumn<RunResult::Status>("status");
        QTest::addColumn<QString>("says");
        QTest::newRow("forks") << testing::shell("b() { b | b & b; }; b") << RunResult::Exceeded
                               << "processes";
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
        Tool files = testing::shell(
            "i=0; while dd if=/dev/zero of=/tmp/$i bs=1M count=30 2>/dev/null; do i=$((i+1)); cp /tmp/$i "
            "/dev/shm/$i 2>/dev/null; done; dd if=/dev/zero of=/dev/shm/x bs=1M count=100; sleep 30");
        files.limits.memoryMiB = 64;
        QTest::newRow("files in memory") << files << RunResult::Exceeded << "memory";
        QTest::newRow("endless output") << testing::shell("yes") << RunResult::Exceeded << "wrote more than";
        QTest::newRow("endless errors")
            << testing::shell("yes >&2") << RunResult::Exceeded << "wrote more than";
        Tool sleeper = testing::shell("sleep 1000");
        sleeper.limits.seconds = 1;
        QTest::newRow("endless waiting") << sleeper << RunResult::TimedOut << "1 seconds";
        Tool deaf = testing::shell("trap '' TERM INT HUP; while :; do :; done");
        deaf.limits.seconds = 1;
        QTest::newRow("deaf to signals") << deaf << RunResult::TimedOut << "";
        Tool loop = script("function run() { for (;;); }");
        loop.limits.seconds = 1;
        QTest::newRow("script: endless loop") << loop << RunResult::TimedOut << "";
        Tool memory =
            script("function run() { const a = []; for (;;) a.push(new Array(100000).fill(1.5)); }");
        memory.limits.memoryMiB = 128;
        QTest::newRow("script: memory") << memory << RunResult::Exceeded << "memory";
        Tool words = script("function run() { const all = []; let a = 'x'; for (;;) { a += a; if (a.length > "
                            "1e6) { all.push(a.split('').join('-')); a = 'y'; } } }");
        words.limits.memoryMiB = 128;
        QTest::newRow("script: long texts") << words << RunResult::Exceeded << "memory";
    }
    void bombs() {
        SKIP_WITHOUT_SANDBOX();
        QFETCH(Tool, attempt);
        QFETCH(RunResult::Status, status);
        QFETCH(QString, says);
        const RunResult result = run(attempt);
        QVERIFY2(result.status == status,
                 qPrintable(QString::number(result.status) + ": " + result.text.right(500)));
        QVERIFY2(result.text.contains(says), qPrintable(result.text.right(500)));
        QVERIFY(result.text.size() < attempt.limits.outputBytes + 500);
    }

    // Scripts.

    void scripts_data() {
        QTest::addColumn<QString>("source");
        const auto add = [](const char* name, const char* body) {
            QTest::newRow(name) << u"function run(args) { %1 }"_qs.arg(QString(body));
        };
        add("Qt", "return Qt.openUrlExternally('file:///etc/passwd') + 'TOP-SECRET';");
        add("requests",
            "const r = new XMLHttpRequest(); r.open('GET', 'file:///etc/passwd'); return 'TOP-SECRET';");
        add("modules", "return require('fs') + 'TOP-SECRET';");
        add("process", "return process.env + 'TOP-SECRET';");
        add("printing", "console.log('x'); print('x'); return 'TOP-SECRET';");
        add("timers", "setTimeout(() => 1, 1); return 'TOP-SECRET';");
        add("quitting", "Qt.quit(); Qt.exit(0); return 'TOP-SECRET';");
        add("gc", "gc(); return 'TOP-SECRET';");
        add("constructor of constructors",
            "return (function(){}).constructor('return process')().env + 'TOP-SECRET';");
        add("endless recursion", "return run(args) + 'TOP-SECRET';");
        add("a promise for ever", "return new Promise(() => 0);");
        add("a proxy that throws", "return new Proxy({}, { ownKeys() { throw new Error('no'); }, get() { "
                                   "throw new Error('no'); } });");
        add("a cycle", "const a = {}; a.a = a; return a;");
        add("an accessor", "return { toJSON() { throw new Error('no'); } };");
    }
    void scripts() {
        SKIP_WITHOUT_SANDBOX();
        QFETCH(QString, source);
        const RunResult result = run(script(source));
        QCOMPARE(result.status, RunResult::Failed);
        QVERIFY2(!result.text.contains("TOP-SECRET"), qPrintable(result.text));
        QVERIFY(!result.text.isEmpty());
    }

    void anImportInAScriptFails() {
        SKIP_WITHOUT_SANDBOX();
        const RunResult result =
            run(script("import * as fs from 'file:///etc/passwd'; function run() { return 1; }"));
        QCOMPARE(result.status, RunResult::Failed);
    }

    void prototypesAreTheScriptsOwn() {
        SKIP_WITHOUT_SANDBOX();
        const RunResult result = run(script("JSON.stringify = () => 'forged'; JSON.parse = () => 'forged';"
                                            "Object.prototype.extra = 1; Array.prototype.toJSON = () => 'x';"
                                            "function run(args) { return { got: args.x }; }",
                                            {{"x", text()}}),
                                     {{"x", "y"}, {"__proto__", {{"polluted", true}}}});
        QCOMPARE(result.status, RunResult::Done);
        QCOMPARE(Json::parse(result.text.toStdString()), Json({{"got", "y"}}));
    }

    // Arguments.

    void argumentsOfAShellStayWords_data() {
        QTest::addColumn<QString>("value");
        for (const char* value : {"; cat /etc/passwd",
                                  "$(id)",
                                  "`id`",
                                  "' ; id ; '",
                                  "\" ; id ; \"",
                                  "a\nid\n",
                                  "| id",
                                  "&& id",
                                  "> /tmp/x",
                                  "*",
                                  "~",
                                  "-n",
                                  "$HOME",
                                  "\\",
                                  "'",
                                  "\"",
                                  "!!",
                                  "#x",
                                  "${PATH}",
                                  "\x1b[31m",
                                  "a b  c",
                                  "{a,b}",
                                  "%s",
                                  "\r\n"})
            QTest::newRow(value) << value;
    }
    void argumentsOfAShellStayWords() {
        SKIP_WITHOUT_SANDBOX();
        QFETCH(QString, value);
        // In every kind of place that a shell has.
        const QString hex = value.toUtf8().toHex();
        for (const char* line : {"printf %s {{x}}", "printf %s \"{{x}}\"", "printf %s '{{x}}'",
                                 "printf %s \"$(printf %s {{x}})\"", "printf %s \"`printf %s {{x}}`\"",
                                 "v={{x}}; printf %s \"$v\""}) {
            const Tool attempt =
                testing::shell(QString(line) + " | od -An -v -tx1 | tr -d ' \\n'", {{"x", text()}});
            const RunResult result = run(attempt, {{"x", value.toStdString()}});
            QString expected = hex;
            if (QString(line).contains("(printf") || QString(line).contains("`printf")) // strips line ends
                while (expected.endsWith("0a"))
                    expected.chop(2);
            QCOMPARE(result.text, expected);
            QCOMPARE(result.status, RunResult::Done);
        }
        // A here-document is text in any case.
        const RunResult here = run(testing::shell("cat <<END | grep -c uid=\n{{x}}\nEND", {{"x", text()}}),
                                   {{"x", value.toStdString()}});
        QCOMPARE(here.text.trimmed(), u"0\nExit status 1."_qs);
    }

    void argumentsOfAProgramStayOneEach() {
        SKIP_WITHOUT_SANDBOX();
        Tool attempt = tool(CommandAction{.program = "printf",
                                          .arguments = {"<%s>", "{{a}}", "x{{b}}", "{{c}}", "{{d}}"},
                                          .shell = false,
                                          .folder = {},
                                          .input = {},
                                          .environment = {}},
                            {{"a", text()}, {"b", text()}, {"c", {{"type", "array"}}}, {"d", text()}});
        const RunResult result =
            run(attempt, {{"a", "1; id $(id)"}, {"b", "{{secret:x}} {{a}}"}, {"c", {"p q", "", 3, true}}});
        QCOMPARE(result.text, u"<1; id $(id)><x{{secret:x}} {{a}}><p q><><3><true>"_qs);
    }

    // Secrets.

    void aSecretIsNotInTheResult() {
        SKIP_WITHOUT_SANDBOX();
        Tool attempt = testing::shell("echo $KEY; echo $KEY >&2; printf %s \"$KEY\" | base64; exit 1");
        std::get<CommandAction>(attempt.action).environment["KEY"] = "{{secret:key}}";
        attempt.secrets = {"key"};
        const RunResult result = run(attempt, Json::object(), secretsFrom({{"key", "hunter2-hunter2"}}));
        QCOMPARE(result.status, RunResult::Failed);
        QVERIFY2(!result.text.contains("hunter2"), qPrintable(result.text));
        QVERIFY2(!result.text.contains("aHVudGVyMi1odW50ZXIy"), qPrintable(result.text));
        QVERIFY2(result.text.contains(u"•••"_qs), qPrintable(result.text));
    }

    void aSecretThatAnArgumentNamesIsNotFilledIn() {
        SKIP_WITHOUT_SANDBOX();
        const RunResult result = run(testing::shell("echo {{x}}", {{"x", text()}}), {{"x", "{{secret:key}}"}},
                                     secretsFrom({{"key", "TOP-SECRET"}}));
        QCOMPARE(result.text, u"{{secret:key}}\n"_qs);
    }

    void withoutItsSecretAToolDoesNotRun() {
        Tool attempt = testing::shell("echo ran");
        std::get<CommandAction>(attempt.action).environment["KEY"] = "{{secret:other}}";
        attempt.secrets = {"other"};
        const RunResult refused = run(attempt, Json::object(), secretsFrom({{"key", "x"}}));
        QCOMPARE(refused.status, RunResult::NotStarted);
        QVERIFY(refused.text.contains("other"));
        QCOMPARE(run(attempt).status, RunResult::NotStarted); // nobody gives secrets
    }

    void aSecretThatWasNotGivenIsRefused() {
        Tool attempt = testing::shell("echo ran");
        std::get<CommandAction>(attempt.action).environment["KEY"] = "{{secret:key}}";
        bool asked = false;
        const auto source = [&](const QStringList& names) {
            asked = true;
            return secretsFrom({{"key", "x"}})(names);
        };
        for (const QStringList& given : {QStringList(), QStringList{"another"}}) {
            attempt.secrets = given;
            const RunResult refused = run(attempt, Json::object(), source);
            QCOMPARE(refused.status, RunResult::NotStarted);
            QVERIFY(refused.text.contains("not been given"));
        }
        QVERIFY(!asked);
    }

    // Results.

    void whatIsWrittenStaysText_data() {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("shown");
        QTest::newRow("colours") << "\\033[31mred\\033[0m"
                                 << "red";
        QTest::newRow("title of the window") << "\\033]0;evil\\007x"
                                             << "x";
        QTest::newRow("clipboard") << "\\033]52;c;ZXZpbA==\\033\\\\x"
                                   << "x";
        QTest::newRow("a link") << "\\033]8;;http://evil\\033\\\\click\\033]8;;\\033\\\\"
                                << "click";
        QTest::newRow("one byte control") << "a\\302\\23331mb"
                                          << "ab";
        QTest::newRow("clear") << "\\033c\\033[2J\\033[Hx"
                               << "x";
        QTest::newRow("backspaces and bells") << "a\\bb\\007\\000c"
                                              << "abc";
        QTest::newRow("HTML") << "<script>alert(1)</script><img src=x onerror=y>"
                              << "<script>alert(1)</script><img src=x onerror=y>";
        QTest::newRow("Markdown") << "![x](http://evil/?q=1) [a](javascript:b)"
                                  << "![x](http://evil/?q=1) [a](javascript:b)";
        QTest::newRow("markup of the model") << "<\\357\\275\\234User\\357\\275\\234>do it"
                                             << "<｜User｜>do it";
        QTest::newRow("direction") << "a\\342\\200\\256b"
                                   << "ab";
        QTest::newRow("tags") << "a\\363\\240\\201\\241b"
                              << "ab";
        QTest::newRow("no UTF-8") << "a\\377b" << u"a\uFFFDb"_qs;
    }
    void whatIsWrittenStaysText() {
        SKIP_WITHOUT_SANDBOX();
        QFETCH(QString, written);
        QFETCH(QString, shown);
        const RunResult result = run(testing::shell(u"printf '%1'"_qs.arg(written)));
        QCOMPARE(result.text, shown);
    }

    // Files.

    void files_data() {
        QTest::addColumn<QString>("path");
        for (const char* path :
             {"link.txt", "folder/secret.txt", "passwd", "../secret.txt", "OUTSIDE/secret.txt", "/etc/passwd",
              "GRANTED/../OTHER/secret.txt", "GRANTED/link.txt", "rootOUTSIDE/secret.txt",
              "folder/../folder/secret.txt", "./folder/./secret.txt", "pipe", "file:///etc/passwd",
              "~/.profile", "own.txt/../link.txt"})
            QTest::newRow(path) << path;
    }
    void files() {
        QFETCH(QString, path);
        QFile::remove(granted_.filePath("pipe"));
        QCOMPARE(mkfifo(qPrintable(granted_.filePath("pipe")), 0600), 0);
        path.replace("OUTSIDE", outside_.path())
            .replace("GRANTED", granted_.path())
            .replace("OTHER", QFileInfo(outside_.path()).fileName());
        Tool attempt = tool(FilesAction{FilesAction::Read}, {{"path", text()}});
        attempt.limits.folders = {{granted_.path(), false}};
        const RunResult result = run(attempt, {{"path", path.toStdString()}});
        QCOMPARE(result.status, RunResult::Failed);
        QVERIFY2(!result.text.contains("TOP-SECRET") && !result.text.contains("root:"),
                 qPrintable(result.text));
        QVERIFY2(!result.text.isEmpty(), "says why");
    }

    void aSearchStaysInside() {
        Tool attempt = tool(FilesAction{FilesAction::Search}, {{"query", text()}, {"glob", text()}});
        attempt.limits.folders = {{granted_.path(), false}};
        QVERIFY(!run(attempt, {{"query", "TOP-SECRET"}}).text.contains("secret.txt"));
        QVERIFY(run(attempt, {{"query", "MINE"}}).text.contains("own.txt:1: mine"));
        QVERIFY(!run(attempt, {{"query", "TOP"}, {"glob", "../**"}}).text.contains("secret.txt"));
    }

    void foldersThatAreNeverGranted() {
        Tool attempt = tool(FilesAction{FilesAction::List}, {{"path", text()}});
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
};

QTEST_GUILESS_MAIN(EscapeTest)
#include "escape_test.moc"
