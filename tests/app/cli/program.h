// Runs hadal-cli.
#pragma once

#include <QProcess>
#include <QStringList>
#include <QTest>

namespace hadal::test {

struct Outcome {
    int status = -1; ///< -1: crashed or hung
    QByteArray out, err;

    /// The lines of stdout.
    QList<QByteArray> lines() const {
        auto lines = out.split('\n');
        if (!lines.isEmpty() && lines.last().isEmpty())
            lines.removeLast();
        return lines;
    }
    /// Exactly one line on stderr, and that an error.
    bool one_error() const { return err.startsWith("error: ") && err.endsWith('\n') && err.count('\n') == 1; }
};

inline Outcome hadal_cli(const QStringList& arguments, const QByteArray& input = {}) {
    QProcess process;
    process.start(HADAL_CLI, arguments);
    process.write(input);
    process.closeWriteChannel();
    Outcome outcome;
    if (process.waitForFinished(300'000) && process.exitStatus() == QProcess::NormalExit)
        outcome.status = process.exitCode();
    process.kill();
    process.waitForFinished();
    outcome.out = process.readAllStandardOutput();
    outcome.err = process.readAllStandardError();
    return outcome;
}

} // namespace hadal::test
