#include "app/tools/sandbox.h"

#include "app/tools/problems.h"
#include "app/tools/text.h"
#include "kernels/error.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>

#include <unistd.h>

#include <algorithm>
#include <mutex>

namespace hadal::tools {
namespace {

constexpr qint64 mebibyte = 1 << 20;
/// A tool writes no larger file into a folder that it may write to.
constexpr qint64 largestFile = 1024 * mebibyte;

constexpr auto helper = "/run/hadal/sandbox";
constexpr auto path = "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin";

/// What of /etc programs need to run, and says nothing of the person beyond what a program may know. Not all
/// of it: for root, as whom Hadal may run, its passwords and keys are readable.
const char* const ofEtc[] = {"alternatives",  "ca-certificates", "ca-certificates.conf",
                             "fonts",         "gai.conf",        "group",
                             "host.conf",     "hosts",           "java",
                             "ld.so.cache",   "ld.so.conf",      "ld.so.conf.d",
                             "localtime",     "magic",           "mime.types",
                             "nsswitch.conf", "passwd",          "pki/tls",
                             "pki/ca-trust",  "protocols",       "resolv.conf",
                             "services",      "ssl/certs",       "ssl/openssl.cnf",
                             "timezone"};
const char* const systemFolders[] = {"/usr",    "/bin", "/sbin", "/lib", "/lib32", "/lib64",
                                     "/libx32", "/opt", "/nix",  "/gnu", "/snap"};

QString bubblewrap() {
    return QStandardPaths::findExecutable("bwrap");
}

QStringList systemOptions() {
    QStringList options;
    for (const char* folder : systemFolders) {
        const QFileInfo info{QString(folder)};
        if (info.isSymLink()) // /bin, where it is usr/bin
            options << "--symlink" << QFile::symLinkTarget(folder) << folder;
        else if (info.isDir())
            options << "--ro-bind" << folder << folder;
    }
    for (const char* name : ofEtc) {
        const QString file = u"/etc/"_qs + name;
        if (QFileInfo::exists(file))
            options << "--ro-bind" << file << file;
    }
    return options;
}

QStringList grantOptions(const Limits& limits, const QString& dataFolder) {
    QStringList options;
    for (const FolderGrant& grant : limits.folders) {
        if (const QString refusal = refusalOfFolder(grant.path, dataFolder); !refusal.isEmpty())
            throw Error(ErrorKind::InvalidInput, refusal.toStdString());
        // What a link leads to is what was judged.
        options << (grant.write ? "--bind" : "--ro-bind") << QFileInfo(grant.path).canonicalFilePath()
                << QDir::cleanPath(grant.path);
    }
    return options;
}

bool isInside(const QString& file, const SandboxedProgram& program) {
    const auto within = [&](const QString& folder) {
        return file == folder || file.startsWith(folder.endsWith(u'/') ? folder : folder + u'/');
    };
    return std::any_of(std::begin(systemFolders), std::end(systemFolders),
                       [&](const char* folder) { return within(QLatin1String(folder)); }) ||
           std::any_of(program.limits.folders.begin(), program.limits.folders.end(),
                       [&](const FolderGrant& grant) { return within(QDir::cleanPath(grant.path)); }) ||
           std::any_of(program.readable.begin(), program.readable.end(), within);
}

void checkProgram(const SandboxedProgram& program) {
    if (!program.program.contains(u'/')) {
        if (QStandardPaths::findExecutable(program.program, QString(path).split(u':')).isEmpty())
            throw Error(
                ErrorKind::InvalidInput,
                Text::tr("There is no program “%1” on this computer. Install it, or give its path and choose "
                         "the folder that it is in.")
                    .arg(program.program)
                    .toStdString());
        return;
    }
    if (!QFileInfo(program.program).isExecutable())
        throw Error(ErrorKind::InvalidInput,
                    Text::tr("%1 is no program that can be run.").arg(program.program).toStdString());
    if (!isInside(QDir::cleanPath(program.program), program))
        throw Error(ErrorKind::InvalidInput,
                    Text::tr("The program %1 lies outside what the tool may see. Choose its folder.")
                        .arg(program.program)
                        .toStdString());
}

QString probe() {
    if (bubblewrap().isEmpty())
        return Text::tr(
            "Tools run in a sandbox, and bubblewrap, which makes it, is not installed. Install the package "
            "“bubblewrap” and start Hadal again.");
    if (ownProgram("hadal-sandbox").isEmpty())
        return Text::tr(
            "Tools run in a sandbox, and a part of Hadal is missing: hadal-sandbox. Install Hadal again.");
    SandboxCommand command;
    try {
        command = sandboxCommand({.program = "true",
                                  .arguments = {},
                                  .folder = {},
                                  .environment = {},
                                  .limits = {},
                                  .readable = {}},
                                 {});
    } catch (const Error& error) {
        return QString::fromUtf8(error.what());
    }
    QProcess process;
    process.setProcessEnvironment(command.environment);
    process.start(command.program, command.arguments);
    if (process.waitForFinished(5000) && process.exitStatus() == QProcess::NormalExit &&
        process.exitCode() == 0)
        return {};
    const QString said = QString::fromUtf8(process.readAllStandardError()).trimmed().section(u'\n', -1);
    process.kill();
    process.waitForFinished(1000);
    return Text::
        tr("No sandbox can be made on this computer, and tools do not run without one (%1). On Ubuntu, allow "
           "bwrap in AppArmor, or set kernel.apparmor_restrict_unprivileged_userns to 0; elsewhere, set "
           "kernel.unprivileged_userns_clone to 1; in a container, let it make namespaces.")
            .arg(said.isEmpty() ? Text::tr("bwrap does not answer") : said);
}

} // namespace

// Beside this program, or where an installation has what people do not start.
QString ownProgram(const QString& name) {
    const QDir here(QCoreApplication::applicationDirPath());
    for (const char* place : {".", "../libexec/hadal", "../bin"}) {
        const QFileInfo file(here.filePath(QLatin1String(place) + u'/' + name));
        if (file.isExecutable() && file.isFile())
            return file.canonicalFilePath();
    }
    return {};
}

SandboxCommand sandboxCommand(const SandboxedProgram& program, const QString& dataFolder, int status) {
    checkProgram(program);
    const Limits& limits = program.limits;
    const QString memory = QString::number(limits.memoryMiB * mebibyte);
    QStringList options{
        "--unshare-user",    "--unshare-ipc", "--unshare-pid", "--unshare-uts", "--unshare-cgroup-try",
        "--die-with-parent", "--new-session", "--as-pid-1",    "--cap-drop",    "ALL",
        "--hostname",        "hadal"};
    if (!limits.network)
        options << "--unshare-net";
    if (getuid() == 0) // a program that believes to be root may refuse to work, or try what it cannot
        options << "--uid"
                << "1000"
                << "--gid"
                << "1000";
    options += systemOptions();
    // All that can be written to without a grant is memory, of a bounded size.
    // /proc is read only: where Hadal runs as root, the kernel's settings in it are root's to change.
    options << "--proc"
            << "/proc"
            << "--remount-ro"
            << "/proc"
            << "--dev"
            << "/dev"
            << "--size" << memory << "--tmpfs"
            << "/dev/shm"
            << "--remount-ro"
            << "/dev"
            << "--size" << memory << "--tmpfs"
            << "/tmp"
            << "--dir"
            << "/tmp/home"
            << "--dir"
            << "/tmp/folder";
    options += grantOptions(limits, dataFolder);
    for (const QString& file : program.readable)
        options << "--ro-bind" << file << file;
    options << "--ro-bind" << ownProgram("hadal-sandbox") << helper << "--remount-ro"
            << "/"
            << "--chdir" << (program.folder.isEmpty() ? u"/tmp/folder"_qs : program.folder) << "--" << helper
            << QString::number(status) << memory << QString::number(limits.processes)
            << QString::number(largestFile) << (limits.network ? "1" : "0") << "--" << program.program;
    SandboxCommand command{bubblewrap(), options + program.arguments, {}};
    QMap<QString, QString> environment = program.environment;
    const auto preset = [&](const QString& name, const QString& value) {
        if (!environment.contains(name))
            environment[name] = value;
    };
    preset("PATH", path);
    preset("HOME", "/tmp/home");
    preset("TMPDIR", "/tmp");
    preset("LANG", "C.UTF-8");
    preset("TERM", "dumb");
    for (auto it = environment.begin(); it != environment.end(); ++it)
        command.environment.insert("HADAL_TOOL_" + it.key(), it.value());
    return command;
}

QString sandboxUnavailable() {
    static std::once_flag once;
    static QString problem;
    std::call_once(once, [] { problem = probe(); });
    return problem;
}

QString describeLimits(const Limits& limits) {
    QStringList parts;
    for (const FolderGrant& grant : limits.folders)
        parts += grant.write ? Text::tr("reads and writes %1").arg(grant.path)
                             : Text::tr("reads %1").arg(grant.path);
    if (parts.isEmpty())
        parts += Text::tr("no files of yours");
    parts += limits.network ? Text::tr("network") : Text::tr("no network");
    parts += Text::tr("%1 MiB").arg(limits.memoryMiB);
    parts += Text::tr("%1 s").arg(limits.seconds);
    return parts.join(Text::tr(" · "));
}

} // namespace hadal::tools
