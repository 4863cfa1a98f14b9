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
    // Taken before the script could put something else in their place.
    QJSValue json = engine.globalObject().property("JSON");
    QJSValue parse = json.property("parse"), stringify = json.property("stringify");

    QStringList trace;
    const QJSValue loaded = engine.evaluate(source, "tool", 1, &trace);
    if (!trace.isEmpty() || loaded.isError())
        return fail(describe(loaded));
    QJSValue run = engine.evaluate("typeof run === 'function' ? run : undefined");
    if (!run.isCallable())
        return fail("The script has no function run(arguments).");
    QJSValue result = run.call({parse.call({arguments})});
    // Qt 6.4 has no other way to tell a thrown text from a returned one.
    if (engine.hasError())
        return fail(describe(engine.catchError()));
    if (result.isError())
        return fail(describe(result));
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
