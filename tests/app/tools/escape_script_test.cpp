// Attempts of scripts to get out of the language. Each ends with a clear result, and reaches nothing.
#include "tests/app/tools/escapes.h"

using namespace hadal;
using namespace hadal::tools;
using namespace hadal::tools::testing;

class EscapeScriptTest : public QObject {
    Q_OBJECT

    static Tool body(const char* body) { return script(u"function run(args) { %1 }"_qs.arg(QString(body))); }

  private slots:
    /// What is not there is said not to be.
    void attempts_data() {
        QTest::addColumn<QString>("body");
        const auto add = [](const char* name, const char* body) { QTest::newRow(name) << QString(body); };
        add("Qt", "return Qt.openUrlExternally('file:///etc/passwd') + 'TOP-SECRET';");
        add("Qt's files", "return Qt.include('file:///etc/passwd') + 'TOP-SECRET';");
        add("objects of Qt", "return Qt.createQmlObject('import QtQuick; Item {}', null) + 'TOP-SECRET';");
        add("the program", "return Qt.application.arguments + 'TOP-SECRET';");
        add("quitting", "Qt.quit(); Qt.exit(0); return 'TOP-SECRET';");
        add("a file by request",
            "const r = new XMLHttpRequest(); r.open('GET', 'file:///etc/passwd'); return 'TOP-SECRET';");
        add("a request", "return fetch('http://127.0.0.1/') + 'TOP-SECRET';");
        add("a socket", "return new WebSocket('ws://127.0.0.1/') + 'TOP-SECRET';");
        add("a worker", "return new Worker('x.js') + 'TOP-SECRET';");
        add("a worker of Qt", "return new WorkerScript() + 'TOP-SECRET';");
        add("storage", "return localStorage.getItem('x') + 'TOP-SECRET';");
        add("modules", "return require('fs') + 'TOP-SECRET';");
        add("modules of Qt", "return module.paths + 'TOP-SECRET';");
        add("process", "return process.env + 'TOP-SECRET';");
        add("the system", "return os.getenv('HADAL_TEST_SECRET') + std.open('/etc/passwd') + 'TOP-SECRET';");
        add("Deno", "return Deno.readTextFileSync('/etc/passwd') + 'TOP-SECRET';");
        add("loading", "load('/etc/passwd'); return 'TOP-SECRET';");
        add("reading", "return read('/etc/passwd') + readFile('/etc/passwd') + 'TOP-SECRET';");
        add("printing", "console.log('x'); print('x'); return 'TOP-SECRET';");
        add("alerts", "alert('x'); return 'TOP-SECRET';");
        add("timers", "setTimeout(() => 1, 1); return 'TOP-SECRET';");
        add("the collector", "gc(); return 'TOP-SECRET';");
        add("translations", "return qsTr('x') + 'TOP-SECRET';");
        add("a window", "return window.location + document.cookie + 'TOP-SECRET';");
        add("constructor of constructors",
            "return (function(){}).constructor('return process')().env + 'TOP-SECRET';");
        add("the caller", "'use strict'; return arguments.callee.caller.toString() + 'TOP-SECRET';");
        add("indirect evaluation", "return (0, eval)('process.env') + 'TOP-SECRET';");
        add("a generator's constructor",
            "return (function*(){}).constructor('yield process.env')().next().value + 'TOP-SECRET';");
        add("endless recursion", "return run(args) + 'TOP-SECRET';");
        add("recursion by an accessor",
            "const o = { get x() { return this.x; } }; return o.x + 'TOP-SECRET';");
        add("recursion by turning into text",
            "const a = []; let b = a; for (let i = 0; i < 200000; ++i) { const c = []; b.push(c); b = c; } "
            "return a.toString() + 'TOP-SECRET';");
        add("a promise for ever", "return new Promise(() => 0);");
        add("a promise that fails", "return Promise.reject(new Error('no'));");
        add("a proxy that throws", "return new Proxy({}, { ownKeys() { throw new Error('no'); }, get() { "
                                   "throw new Error('no'); } });");
        add("a cycle", "const a = {}; a.a = a; return a;");
        add("an accessor", "return { toJSON() { throw new Error('no'); } };");
        add("what thenables do", "return { then() { throw new Error('no'); } };");
        add("throwing what has no text", "throw { toString() { throw 1; } };");
        add("throwing nothing", "throw undefined;");
        add("a list too long", "return new Array(-1) + 'TOP-SECRET';");
        add("promises without end", "const f = () => Promise.resolve().then(f); return f();");
    }
    void attempts() {
        SKIP_WITHOUT_SANDBOX();
        QFETCH(QString, body);
        const RunResult result = run(EscapeScriptTest::body(qPrintable(body)));
        QVERIFY2(result.status == RunResult::Failed || result.status == RunResult::Exceeded,
                 qPrintable(result.text));
        QVERIFY2(!result.text.contains(prize), qPrintable(result.text));
        QVERIFY(!result.text.isEmpty());
    }

    void imports_data() {
        QTest::addColumn<QString>("source");
        QTest::newRow("import") << "import * as fs from 'file:///etc/passwd'; function run() { return 1; }";
        QTest::newRow("import within") << "function run() { return import('file:///etc/passwd'); }";
        QTest::newRow("export") << "export function run() { return 1; }";
        QTest::newRow("a line of Qt") << ".import QtQuick 2.0 as Q\nfunction run() { return Q; }";
        QTest::newRow("a library of Qt") << ".pragma library\nfunction run() { return XMLHttpRequest; }";
        QTest::newRow("no function") << "'TOP-SECRET'";
        QTest::newRow("an end too early") << "function run() { return 1; } } {";
    }
    void imports() {
        SKIP_WITHOUT_SANDBOX();
        QFETCH(QString, source);
        const RunResult result = run(script(source));
        QVERIFY2(result.status == RunResult::Failed, qPrintable(result.text));
        QVERIFY(!result.text.isEmpty() && !result.text.contains(prize));
    }

    /// Nothing is there but the language.
    void theGlobalObjectHoldsTheLanguage() {
        SKIP_WITHOUT_SANDBOX();
        const RunResult result =
            run(body("return Object.getOwnPropertyNames((function() { return this; })()).sort().join(' ');"));
        const QStringList language =
            QString(
                "Array ArrayBuffer Atomics Boolean DataView Date Error EvalError Float32Array Float64Array "
                "Function Infinity Int16Array Int32Array Int8Array JSON Map Math NaN Number Object Promise "
                "Proxy RangeError ReferenceError Reflect RegExp Set SharedArrayBuffer String Symbol "
                "SyntaxError TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap "
                "WeakSet decodeURI decodeURIComponent encodeURI encodeURIComponent escape eval globalThis "
                "isFinite isNaN parseFloat parseInt undefined unescape run "
                "URL URLSearchParams") // parse texts
                .split(' ');
        for (const QString& name : result.text.split(' '))
            QVERIFY2(language.contains(name), qPrintable(name));
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

    void argumentsStayData_data() {
        QTest::addColumn<QString>("value");
        for (const char* value : {"'); process.exit(", "${1 + 1}", "\\u0027", "\u2028alert(1)", "</script>",
                                  "\"}", "{\"__proto__\": 1}", "{{secret:key}}", "\n}; function run() {"})
            QTest::newRow(value) << QString::fromUtf8(value);
    }
    void argumentsStayData() {
        SKIP_WITHOUT_SANDBOX();
        QFETCH(QString, value);
        const RunResult result = run(script("function run(args) { return Array.from(args.x).map(c => "
                                            "c.codePointAt(0)).join(); }",
                                            {{"x", text()}}),
                                     {{"x", value.toStdString()}}, secretsFrom({{"key", "TOP-SECRET"}}));
        QStringList numbers;
        for (const uint c : value.toUcs4())
            numbers += QString::number(c);
        QCOMPARE(result.text, numbers.join(','));
    }

    void resultsStayText_data() {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("shown");
        QTest::newRow("escapes") << R"(\u001b[31mred\u001b]0;evil\u0007\u009b2J)"
                                 << "red";
        QTest::newRow("hidden") << R"(a\u202eb\u200b\ufeff\udb40\udc41c)"
                                << "abc";
        QTest::newRow("HTML") << "<img src=x onerror=y>"
                              << "<img src=x onerror=y>";
        QTest::newRow("Markdown") << "![x](http://evil/?q=1)"
                                  << "![x](http://evil/?q=1)";
        QTest::newRow("half a character") << R"(a\ud800b)"
                                          << "a?b";
    }
    void resultsStayText() {
        SKIP_WITHOUT_SANDBOX();
        QFETCH(QString, written);
        QFETCH(QString, shown);
        QCOMPARE(run(body(qPrintable("return '" + written + "';"))).text, shown);
    }

    void bombs_data() {
        QTest::addColumn<QString>("body");
        QTest::addColumn<RunResult::Status>("status");
        const auto add = [](const char* name, const char* body, RunResult::Status status) {
            QTest::newRow(name) << QString(body) << status;
        };
        add("endless loop", "for (;;);", RunResult::TimedOut);
        add("endless generator", "function* g() { for (;;) yield 1; } for (const x of g());",
            RunResult::TimedOut);
        add("memory", "const a = []; for (;;) a.push(new Array(100000).fill(1.5));", RunResult::Exceeded);
        add("long texts",
            "const all = []; let a = 'x'; for (;;) { a += a; if (a.length > 1e6) { "
            "all.push(a.split('').join('-')); a = 'y'; } }",
            RunResult::Exceeded);
        add("buffers", "const a = []; for (;;) a.push(new Uint8Array(1 << 20).fill(1));",
            RunResult::Exceeded);
    }
    void bombs() {
        SKIP_WITHOUT_SANDBOX();
        QFETCH(QString, body);
        QFETCH(RunResult::Status, status);
        Tool attempt = EscapeScriptTest::body(qPrintable(body));
        attempt.limits.memoryMiB = 64;
        if (status == RunResult::TimedOut)
            attempt.limits.seconds = 1;
        const RunResult result = run(attempt);
        QVERIFY2(result.status == status,
                 qPrintable(QString::number(result.status) + ": " + result.text.right(500)));
        QVERIFY(!result.text.isEmpty());
    }

    void aLongResultIsCut() {
        SKIP_WITHOUT_SANDBOX();
        const RunResult result = run(body("return 'x'.repeat(3e6);"));
        QCOMPARE(result.status, RunResult::Done);
        QVERIFY(result.cut && result.text.contains("left out") && result.text.size() < 70000);
    }
};

QTEST_GUILESS_MAIN(EscapeScriptTest)
#include "escape_script_test.moc"
