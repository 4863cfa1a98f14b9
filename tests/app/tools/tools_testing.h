// What the suites of tools share.
#pragma once

#include "app/tools/local_runner.h"
#include "app/tools/sandbox.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <memory>

namespace hadal::tools::testing {

inline Tool tool(const Action& action, const Json& properties = Json::object()) {
    Tool tool;
    tool.id = tool.name = "t";
    tool.purpose = "For a test.";
    tool.parameters = {{"type", "object"}, {"properties", properties}};
    tool.action = action;
    tool.limits.seconds = 20;
    if (std::holds_alternative<HttpAction>(action))
        tool.limits.network = true;
    return tool;
}

inline Json text() {
    return {{"type", "string"}};
}

/// A line of /bin/sh in the sandbox.
inline Tool shell(const QString& line, const Json& properties = Json::object()) {
    return tool(
        CommandAction{
            .program = line, .arguments = {}, .shell = true, .folder = {}, .input = {}, .environment = {}},
        properties);
}

inline Tool script(const QString& source, const Json& properties = Json::object()) {
    return tool(ScriptAction{source}, properties);
}

/// Runs to the end.
inline RunResult finish(Run* run) {
    const std::unique_ptr<Run> owned(run);
    QSignalSpy finished(run, &Run::finished);
    if (finished.isEmpty() && !finished.wait(60000))
        return {RunResult::NotStarted, "the run does not end", false, 0, 0, {}};
    return finished[0][0].value<RunResult>();
}

inline RunResult run(const Tool& tool, const Json& arguments = Json::object(),
                     const SecretSource& secrets = {}) {
    static const QTemporaryDir data;
    LocalRunner runner(data.path(), secrets);
    return finish(runner.run(tool, arguments));
}

/// A source of these secrets, for every tool.
inline SecretSource secretsFrom(const QMap<QString, QString>& values) {
    return [values](const QStringList& names) {
        secrets::Secrets::Values found;
        for (const QString& name : names) {
            if (!values.contains(name))
                found.problem = "There is no secret " + name + ".";
            found.values[name] = values.value(name);
        }
        QPromise<secrets::Secrets::Values> promise;
        promise.start();
        promise.addResult(found);
        promise.finish();
        return promise.future();
    };
}

} // namespace hadal::tools::testing

// Where no sandbox can be made, what needs one is not tested; that it is then refused is
// (no_sandbox_test.cpp).
#define SKIP_WITHOUT_SANDBOX()                                                                               \
    if (const QString problem = hadal::tools::sandboxUnavailable(); !problem.isEmpty())                      \
    QSKIP(qPrintable(problem))
