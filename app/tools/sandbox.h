// A sandbox of bubblewrap for programs that are not trusted.
#pragma once

#include "app/tools/tool.h"

#include <QProcessEnvironment>

namespace hadal::tools {

/// What to run and what it may touch.
struct SandboxedProgram {
    QString program; ///< a path inside, or a name that is looked for in PATH
    QStringList arguments;
    QString folder;                     ///< works here; empty: an empty folder of its own
    QMap<QString, QString> environment; ///< besides a small fixed one
    Limits limits;                      ///< seconds and outputBytes are the caller's business
    QStringList readable;               ///< further files and folders that it sees, read only: our own
};

/// How to start it: a program of ours that makes the sandbox and runs the other inside.
struct SandboxCommand {
    QString program;
    QStringList arguments;
    QProcessEnvironment environment; ///< all of it: nothing of this process's own
};

/// Namespaces of its own for users, processes, IPC, host name and, unless the limits say otherwise, the
/// network; the system read only; private /tmp and home; no capabilities, no terminal, no descriptors besides
/// the three standard ones, an environment of its own; a filter of system calls. Memory, processes and the
/// size of files are limited. All that it begins ends with it, and when the process started here is killed.
/// Where a limit ends it, that is said on descriptor `status`, or where this is -1 on the standard error.
/// Only where unavailable() is empty. `dataFolder` is Hadal's own: a folder beside it may be granted, it may
/// not. Throws Error(InvalidInput) for a folder that cannot be granted and a program that is not there.
SandboxCommand sandboxCommand(const SandboxedProgram& program, const QString& dataFolder, int status = -1);

/// The path of a program that comes with this one; empty where it is missing.
QString ownProgram(const QString& name);

/// Empty, or why this computer can make no sandbox, with what to do. Found out once, within a few hundredths
/// of a second, by making one.
QString sandboxUnavailable();

/// "No files, no network, 512 MiB, 64 processes, 30 s" in the language of the interface.
QString describeLimits(const Limits& limits);

} // namespace hadal::tools
