// hadal-script: calls run(arguments) of a JavaScript text. Standard input holds the JSON of the arguments on
// one line, and the text after it. The result goes to standard output: a text as it is, all else as JSON. An
// exception goes to standard error, with its line, and ends with 1. The engine has the language and nothing
// besides: no modules, no files, no network, no timers; what it could do if it were broken, the sandbox
// bounds.

#include <QCoreApplication>
#include <QFile>
#include <QJSEngine>
#include <QJSValueIterator>

#include <cstdio>

namespace {

int fail(const QString& message) {
    const QByteArray text = message.toUtf8() + '\n';
    std::fwrite(text.data(), 1, static_cast<std::size_t>(text.size()), stderr);
    return 1;
}

/// "ReferenceError: x is not defined, at line 3"
QString describe(const QJSValue& error) {
    const QString line = error.isError() ? error.property("lineNumber").toString() : QString();
    return error.toString() + (line.isEmpty() ? QString() : ", at line " + line);
}

/// Lets promises go on until this one is settled or nothing moves any more.
QJSValue settled(QJSEngine& engine, const QJSValue& value, QString& problem) {
    if (!value.isObject() || !value.property("then").isCallable())
        return value;
    QJSValue wrap =
        engine.evaluate("(function (promise) { const state = {};"
                        "promise.then(v => { state.value = v; state.done = true; },"
                        "             e => { state.error = e; state.done = true; }); return state; })");
    const QJSValue state = wrap.call({value});
    for (int turn = 0; turn < 1000 && !state.property("done").toBool(); ++turn)
        QCoreApplication::processEvents();
    if (!state.property("done").toBool())
        problem = "run() returned a promise that nothing fulfils.";
    else if (state.hasProperty("error"))
        problem = describe(state.property("error"));
    return state.property("value");
}

} // namespace

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return fail("Nothing can be read.");
    const QString arguments = QString::fromUtf8(input.readLine());
    const QString source = QString::fromUtf8(input.readAll());

    QJSEngine engine;
    // Made before the script could put something else in the place of what it uses. A value that is thrown
    // cannot be told from one that is returned but within the language.
    QJSValue call = engine.evaluate("(function () { const parse = JSON.parse; return function (run, text) {"
                                    "try { return { value: run(parse(text)) }; }"
                                    "catch (error) { return { thrown: true, error: error }; } }; })()");
    QJSValue stringify = engine.globalObject().property("JSON").property("stringify");

    QStringList trace;
    QJSValue run =
        engine.evaluate(source + "\n;typeof run === 'function' ? run : undefined", "tool", 1, &trace);
    if (!trace.isEmpty() || run.isError())
        return fail(describe(run));
    if (!run.isCallable())
        return fail("The script has no function run(arguments).");
    const QJSValue outcome = call.call({run, arguments});
    if (outcome.isError()) // beyond what a script can catch
        return fail(describe(outcome));
    if (outcome.property("thrown").toBool())
        return fail(describe(outcome.property("error")));
    QJSValue result = outcome.property("value");
    QString problem;
    result = settled(engine, result, problem);
    if (!problem.isEmpty())
        return fail(problem);
    QString text;
    if (result.isString()) {
        text = result.toString();
    } else if (!result.isUndefined()) {
        const QJSValue written = stringify.call({result, QJSValue(), 2});
        if (written.isError())
            return fail(describe(written));
        text = written.isUndefined() ? QString() : written.toString();
    }
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.data(), 1, static_cast<std::size_t>(bytes.size()), stdout);
    return std::fflush(stdout) == 0 ? 0 : fail("Nothing can be written.");
}
