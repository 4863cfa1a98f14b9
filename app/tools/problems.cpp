#include "app/tools/problems.h"

#include "app/tools/http_template.h"
#include "app/tools/templates.h"
#include "app/tools/text.h"
#include "engine/grammar/formulas.h"
#include "engine/grammar/grammar.h"
#include "engine/schema/validator.h"
#include "kernels/error.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>

namespace hadal::tools {
namespace {

/// `path` is `folder` or lies in it. Both are clean.
bool isWithin(const QString& path, const QString& folder) {
    return path == folder || folder == u"/" || path.startsWith(folder + u'/');
}

/// Without links and dots as far as the path exists.
QString resolved(const QString& path) {
    const QString canonical = QFileInfo(path).canonicalFilePath();
    return canonical.isEmpty() ? QDir::cleanPath(path) : canonical;
}

class Checker {
  public:
    Checker(const Tool& tool, const QString& dataFolder) : tool_(tool), dataFolder_(dataFolder) {
        const auto properties = tool.parameters.find("properties");
        if (properties != tool.parameters.end() && properties->is_object())
            for (const auto& property : properties->items())
                parameters_ += QString::fromStdString(property.key());
        // A schema may let further arguments in.
        const auto further = tool.parameters.find("additionalProperties");
        open_ = further != tool.parameters.end() && *further != Json(false);
    }

    QList<Problem> problems(const QStringList& taken) {
        checkName(taken);
        if (tool_.purpose.trimmed().isEmpty())
            warn(Field::Purpose, {},
                 Text::tr("Say what the tool is for: the model decides by that when to call it."));
        checkParameters();
        std::visit([&](const auto& action) { check(action); }, tool_.action);
        checkLimits();
        std::stable_sort(found_.begin(), found_.end(),
                         [](const Problem& a, const Problem& b) { return a.field < b.field; });
        return found_;
    }

  private:
    void wrong(Field field, const QString& at, const QString& text) {
        found_.append({Problem::Wrong, field, at, text});
    }
    void warn(Field field, const QString& at, const QString& text) {
        found_.append({Problem::Warning, field, at, text});
    }

    void checkName(const QStringList& taken) {
        if (tool_.name.isEmpty())
            wrong(Field::Name, {}, Text::tr("A name is missing."));
        else if (!isToolName(tool_.name))
            wrong(Field::Name, {},
                  Text::tr("A name has letters a to z, digits, _ and -, at most 64 of them."));
        else if (taken.contains(tool_.name))
            wrong(Field::Name, {}, Text::tr("Another tool has this name."));
    }

    void checkParameters() {
        if (tool_.parameters.empty())
            return; // no arguments
        const auto type = tool_.parameters.find("type");
        if (type != tool_.parameters.end() && *type != Json("object"))
            return wrong(Field::Parameters, "/type", Text::tr("The arguments of a tool are an object."));
        try {
            const schema::Validator validator(tool_.parameters);
            const auto grammar = grammar::compile_schema(tool_.parameters, {.leave_to_validator = true});
            for (const auto& part : grammar->unenforced)
                warn(Field::Parameters, pointer(part.pointer),
                     Text::tr("“%1” cannot be held to while a call is written; it is checked before the tool "
                              "runs. %2")
                         .arg(QString::fromStdString(part.keyword), QString::fromStdString(part.reason)));
        } catch (const grammar::SchemaError& error) {
            wrong(Field::Parameters, pointer(error.pointer()), QString::fromUtf8(error.what()));
        } catch (const Error& error) {
            wrong(Field::Parameters, {}, QString::fromUtf8(error.what()));
        }
        for (const QString& required : requiredNames())
            if (!parameters_.contains(required) && !open_ && tool_.parameters.contains("properties"))
                warn(Field::Parameters, "/required",
                     Text::tr("“%1” is required, but not among the parameters.").arg(required));
    }

    QStringList requiredNames() const {
        QStringList names;
        const auto required = tool_.parameters.find("required");
        if (required != tool_.parameters.end() && required->is_array())
            for (const Json& name : *required)
                if (name.is_string())
                    names += QString::fromStdString(name.get<std::string>());
        return names;
    }

    static QString pointer(const std::string& fragment) {
        return QString::fromStdString(fragment.starts_with('#') ? fragment.substr(1) : fragment);
    }

    void checkTemplate(Field field, const QString& at, const QString& text) {
        for (const QString& name : Template(text).argumentNames())
            if (!parameters_.contains(name) && !open_)
                wrong(field, at, Text::tr("There is no parameter “%1”.").arg(name));
    }

    void check(const CommandAction& command) {
        if (command.program.trimmed().isEmpty())
            wrong(Field::Program, {},
                  command.shell ? Text::tr("A command line is missing.") : Text::tr("A program is missing."));
        if (command.shell)
            checkTemplate(Field::Program, {}, command.program);
        else if (!Template(command.program).argumentNames().isEmpty())
            wrong(Field::Program, {}, Text::tr("The program cannot be left to an argument."));
        else if (command.program.contains(u'/') && !QDir::isAbsolutePath(command.program))
            wrong(Field::Program, {}, Text::tr("A program is a name, or a path that begins with /."));
        bool optionsEnd = false;
        for (qsizetype i = 0; i < command.arguments.size(); ++i) {
            const Template argument(command.arguments[i]);
            const QString at = QString::number(i);
            checkTemplate(Field::Arguments, at, command.arguments[i]);
            optionsEnd |= command.arguments[i] == u"--";
            if (!argument.loneArgument().isEmpty() && !optionsEnd && !command.shell &&
                mayBeginWithDash(argument.loneArgument()))
                warn(Field::Arguments, at,
                     Text::tr("A value that begins with - may be taken for an option. Where the program "
                              "knows it, put -- before."));
            if (!argument.secretNames().isEmpty())
                warn(Field::Arguments, at,
                     Text::tr("Other programs can see a secret in an argument. Give it in the environment or "
                              "the input."));
        }
        if (!command.folder.isEmpty()) {
            if (!QDir::isAbsolutePath(command.folder))
                wrong(Field::WorkFolder, {}, Text::tr("A folder's path begins with /."));
            else if (std::none_of(tool_.limits.folders.begin(), tool_.limits.folders.end(),
                                  [&](const FolderGrant& grant) {
                                      return isWithin(QDir::cleanPath(command.folder),
                                                      QDir::cleanPath(grant.path));
                                  }))
                wrong(Field::WorkFolder, {},
                      Text::tr("The command sees this folder only when it is among its folders."));
        }
        checkTemplate(Field::Input, {}, command.input);
        static const QRegularExpression variable(u"^[A-Za-z_][A-Za-z0-9_]*$"_qs);
        for (auto it = command.environment.begin(); it != command.environment.end(); ++it) {
            if (!variable.match(it.key()).hasMatch())
                wrong(Field::Environment, it.key(), Text::tr("A variable has letters, digits and _."));
            checkTemplate(Field::Environment, it.key(), it.value());
        }
    }

    /// Whether the argument may be a text, or a list of them, at all.
    bool mayBeginWithDash(const QString& name) const {
        const auto properties = tool_.parameters.find("properties");
        if (properties == tool_.parameters.end() || !properties->contains(name.toStdString()))
            return true;
        const Json& property = (*properties)[name.toStdString()];
        if (!property.is_object() || property.contains("enum") || property.contains("const"))
            return false;
        const auto type = property.find("type");
        return type == property.end() || (*type != "boolean" && *type != "integer" && *type != "number");
    }

    void check(const HttpAction& http) {
        static const QRegularExpression method(u"^[A-Z]{1,20}$"_qs);
        if (!method.match(http.method).hasMatch() || http.method == u"CONNECT" || http.method == u"TRACE")
            wrong(Field::Method, {}, Text::tr("A method is a word such as GET or POST."));
        if (const QString problem = urlProblem(http.url); !problem.isEmpty())
            wrong(Field::Url, {}, problem);
        checkTemplate(Field::Url, {}, http.url);
        const bool secret = !secretsOf(tool_.action).isEmpty();
        if (secret && takesAnyHost(http.url))
            wrong(Field::Url, {},
                  Text::tr("A secret would go wherever an argument says. Write the host into the address."));
        else if (secret && http.url.trimmed().startsWith(u"http:", Qt::CaseInsensitive))
            warn(Field::Url, {}, Text::tr("A secret would go unencrypted. Use https."));
        for (auto it = http.headers.begin(); it != http.headers.end(); ++it) {
            if (!isHeaderName(it.key()))
                wrong(Field::Headers, it.key(), Text::tr("“%1” cannot be set as a header.").arg(it.key()));
            checkTemplate(Field::Headers, it.key(), it.value());
        }
        checkTemplate(Field::Body, {}, http.body);
        if (!http.body.isEmpty() && (http.method == u"GET" || http.method == u"HEAD"))
            warn(Field::Body, {}, Text::tr("A request with %1 sends no body.").arg(http.method));
        if (!tool_.limits.network)
            wrong(Field::Network, {}, Text::tr("A request needs the network."));
    }

    void check(const ScriptAction& script) {
        if (script.source.trimmed().isEmpty())
            wrong(Field::Source, {}, Text::tr("A function run(arguments) is missing."));
    }

    void check(const FilesAction& files) {
        if (tool_.limits.folders.isEmpty())
            wrong(Field::Folders, {}, Text::tr("Choose a folder."));
        const QStringList needed = files.kind == FilesAction::Read     ? QStringList{"path"}
                                   : files.kind == FilesAction::Search ? QStringList{"query"}
                                                                       : QStringList{};
        for (const QString& name : needed)
            if (!parameters_.contains(name))
                wrong(Field::Parameters, {}, Text::tr("A parameter “%1” is needed.").arg(name));
    }

    void check(const AskAction& ask) { checkTemplate(Field::Question, {}, ask.question); }

    void check(const McpAction& mcp) {
        if (mcp.server.isEmpty() || mcp.tool.isEmpty())
            wrong(Field::Server, {}, Text::tr("The server, or the tool's name there, is missing."));
    }

    void checkLimits() {
        const Limits& limits = tool_.limits;
        for (qsizetype i = 0; i < limits.folders.size(); ++i) {
            const FolderGrant& grant = limits.folders[i];
            const QString at = QString::number(i);
            if (const QString refusal = refusalOfFolder(grant.path, dataFolder_); !refusal.isEmpty()) {
                wrong(Field::Folders, at, refusal);
                continue;
            }
            const QString path = resolved(grant.path);
            for (const char* system : {"/usr", "/etc", "/bin", "/sbin", "/lib", "/lib64", "/boot", "/opt"})
                if (grant.write && isWithin(path, QLatin1String(system)))
                    wrong(Field::Folders, at, Text::tr("A tool cannot write to folders of the system."));
            const QString home = resolved(QDir::homePath());
            if (isWithin(path, home) && path.mid(home.size()).startsWith(u"/."))
                warn(Field::Folders, at, Text::tr("Hidden folders often hold keys and passwords."));
        }
        const auto bounded = [&](Field field, qint64 value, qint64 least, qint64 most) {
            if (value < least || value > most)
                wrong(field, {}, Text::tr("A number from %1 to %2.").arg(least).arg(most));
        };
        bounded(Field::Memory, limits.memoryMiB, 16, 1 << 20);
        bounded(Field::Processes, limits.processes, 1, 100000);
        bounded(Field::Seconds, limits.seconds, 1, 24 * 3600);
        bounded(Field::Output, limits.outputBytes, 256, 16 << 20);
    }

    const Tool& tool_;
    QString dataFolder_;
    QStringList parameters_;
    bool open_ = false;
    QList<Problem> found_;
};

} // namespace

bool isToolName(const QString& name) {
    static const QRegularExpression valid(u"\\A[A-Za-z0-9_-]{1,64}\\z"_qs);
    return valid.match(name).hasMatch();
}

QString refusalOfFolder(const QString& path, const QString& dataFolder) {
    if (!QDir::isAbsolutePath(path))
        return Text::tr("A folder's path begins with /.");
    const QFileInfo info(path);
    if (!info.isDir())
        return Text::tr("There is no folder %1.").arg(path);
    const QString folder = info.canonicalFilePath();
    if (folder == u"/")
        return Text::tr("The whole computer cannot be shown to a tool. Choose a folder in it.");
    const QString home = resolved(QDir::homePath());
    if (isWithin(home, folder))
        return Text::tr("Your whole home cannot be shown to a tool. Choose a folder in it.");
    if (!dataFolder.isEmpty()) {
        const QString data = resolved(dataFolder);
        if (isWithin(data, folder) || isWithin(folder, data))
            return Text::tr("Hadal's own files, your chats among them, cannot be shown to a tool.");
    }
    for (const char* hidden : {"/proc", "/sys", "/dev", "/run"})
        if (isWithin(folder, QLatin1String(hidden)))
            return Text::tr("%1 cannot be shown to a tool: programs and devices are reached through it.")
                .arg(folder);
    for (const char* hidden : {"/tmp", "/var", "/var/tmp", "/var/run"})
        if (folder == QLatin1String(hidden))
            return Text::tr("%1 holds files of many programs. Choose a folder in it.").arg(folder);
    return {};
}

bool isUsable(const QList<Problem>& problems) {
    return std::none_of(problems.begin(), problems.end(),
                        [](const Problem& problem) { return problem.severity == Problem::Wrong; });
}

QList<Problem> problemsOf(const Tool& tool, const QStringList& taken, const QString& dataFolder) {
    return Checker(tool, dataFolder).problems(taken);
}

QString argumentProblems(const Tool& tool, const Json& arguments) {
    if (!arguments.is_object())
        return u"The arguments must be an object."_qs;
    if (tool.parameters.empty())
        return {};
    try {
        QStringList lines;
        for (const auto& error : schema::Validator(tool.parameters).validate(arguments))
            lines += QString::fromStdString(
                (error.instance_pointer.empty() ? "arguments" : error.instance_pointer) + ": " +
                error.message);
        return lines.join(u'\n');
    } catch (const Error& error) {
        return u"The tool's parameters cannot be checked: "_qs + QString::fromUtf8(error.what());
    }
}

} // namespace hadal::tools
