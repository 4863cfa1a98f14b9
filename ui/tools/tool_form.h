// A tool as it is being edited.
#pragma once

#include "app/tools/problems.h"
#include "ui/tools/row_list.h"

#include <QVariantMap>

namespace hadal::ui {

/// Every part of a tool as a property. Each edit is told at once; what is wrong stands in problems(), by the
/// part's name ("url", "arguments.2").
class ToolForm : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by ToolDesk.")
    Q_PROPERTY(QString id READ id NOTIFY changed) ///< empty: no tool is shown
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY changed)
    Q_PROPERTY(QString purpose READ purpose WRITE setPurpose NOTIFY changed)
    Q_PROPERTY(int effect READ effect WRITE setEffect NOTIFY changed)                 ///< tools::Effect
    Q_PROPERTY(QString parameters READ parameters WRITE setParameters NOTIFY changed) ///< JSON text
    Q_PROPERTY(int parametersLine READ parametersLine NOTIFY changed) ///< of what is no JSON in it; 0: none
    Q_PROPERTY(QList<QString> parameterNames READ parameterNames NOTIFY changed)
    Q_PROPERTY(Action action READ action WRITE setAction NOTIFY changed)
    Q_PROPERTY(QString program READ program WRITE setProgram NOTIFY changed)
    Q_PROPERTY(bool shell READ shell WRITE setShell NOTIFY changed)
    Q_PROPERTY(QString folder READ folder WRITE setFolder NOTIFY changed)
    Q_PROPERTY(QString input READ input WRITE setInput NOTIFY changed)
    Q_PROPERTY(QString method READ method WRITE setMethod NOTIFY changed)
    Q_PROPERTY(QString url READ url WRITE setUrl NOTIFY changed)
    Q_PROPERTY(QString body READ body WRITE setBody NOTIFY changed)
    Q_PROPERTY(QString source READ source WRITE setSource NOTIFY changed)
    Q_PROPERTY(int files READ files WRITE setFiles NOTIFY changed) ///< tools::FilesAction::Kind
    Q_PROPERTY(QString question READ question WRITE setQuestion NOTIFY changed)
    Q_PROPERTY(QString server READ server NOTIFY changed)
    Q_PROPERTY(hadal::ui::RowList* arguments READ arguments CONSTANT)     ///< values
    Q_PROPERTY(hadal::ui::RowList* environment READ environment CONSTANT) ///< names and values
    Q_PROPERTY(hadal::ui::RowList* headers READ headers CONSTANT)         ///< names and values
    Q_PROPERTY(hadal::ui::RowList* folders READ folders CONSTANT)         ///< value: path, flag: may write
    Q_PROPERTY(bool network READ network WRITE setNetwork NOTIFY changed)
    Q_PROPERTY(int memory READ memory WRITE setMemory NOTIFY changed) ///< MiB
    Q_PROPERTY(int processes READ processes WRITE setProcesses NOTIFY changed)
    Q_PROPERTY(int seconds READ seconds WRITE setSeconds NOTIFY changed)
    Q_PROPERTY(int output READ output WRITE setOutput NOTIFY changed) ///< KiB
    Q_PROPERTY(QStringList secrets READ secrets NOTIFY changed)       ///< that the texts name
    Q_PROPERTY(QList<QString> given READ given NOTIFY changed)        ///< those of them that it was given
    Q_PROPERTY(QVariant problems READ problems NOTIFY changed)
    Q_PROPERTY(QVariant warnings READ warnings NOTIFY changed)
    Q_PROPERTY(bool usable READ usable NOTIFY changed) ///< nothing is wrong

  public:
    enum Action { Command, Http, Script, Files, Ask, Mcp };
    Q_ENUM(Action)

    explicit ToolForm(const QString& dataFolder, QObject* parent = nullptr);

    /// Shows a tool; `taken` are the names of the others.
    void show(const tools::Tool& tool, const QStringList& taken);
    const tools::Tool& tool() const { return tool_; }

    QString id() const { return tool_.id; }
    QString name() const { return tool_.name; }
    void setName(const QString& name);
    QString purpose() const { return tool_.purpose; }
    void setPurpose(const QString& purpose);
    int effect() const { return int(tool_.effect); }
    void setEffect(int effect);
    QString parameters() const { return parameters_; }
    /// What is no JSON stays as it was typed and is not taken.
    void setParameters(const QString& text);
    int parametersLine() const { return parametersLine_; }
    QStringList parameterNames() const;
    Action action() const { return Action(tool_.action.index()); }
    /// What the other kinds had is remembered while this tool is shown.
    void setAction(Action action);
    QString program() const { return get<tools::CommandAction>().program; }
    void setProgram(const QString& program);
    bool shell() const { return get<tools::CommandAction>().shell; }
    void setShell(bool shell);
    QString folder() const { return get<tools::CommandAction>().folder; }
    void setFolder(const QString& folder);
    QString input() const { return get<tools::CommandAction>().input; }
    void setInput(const QString& input);
    QString method() const { return get<tools::HttpAction>().method; }
    void setMethod(const QString& method);
    QString url() const { return get<tools::HttpAction>().url; }
    void setUrl(const QString& url);
    QString body() const { return get<tools::HttpAction>().body; }
    void setBody(const QString& body);
    QString source() const { return get<tools::ScriptAction>().source; }
    void setSource(const QString& source);
    int files() const { return int(get<tools::FilesAction>().kind); }
    void setFiles(int kind);
    QString question() const { return get<tools::AskAction>().question; }
    void setQuestion(const QString& question);
    QString server() const { return get<tools::McpAction>().server; }
    RowList* arguments() { return &arguments_; }
    RowList* environment() { return &environment_; }
    RowList* headers() { return &headers_; }
    RowList* folders() { return &folders_; }
    bool network() const { return tool_.limits.network; }
    void setNetwork(bool network);
    int memory() const { return tool_.limits.memoryMiB; }
    void setMemory(int memory);
    int processes() const { return tool_.limits.processes; }
    void setProcesses(int processes);
    int seconds() const { return tool_.limits.seconds; }
    void setSeconds(int seconds);
    int output() const { return int(tool_.limits.outputBytes / 1024); }
    void setOutput(int kibibytes);
    QStringList secrets() const;
    QStringList given() const { return tool_.secrets; }
    QVariant problems() const { return problems_; } ///< a map of texts
    QVariant warnings() const { return warnings_; }
    bool usable() const { return problems_.isEmpty(); }

    /// A folder as a dialog gives it: as a path. Also for a working folder.
    Q_INVOKABLE static QString pathOf(const QUrl& folder);
    /// Lets runs have one of `secrets`, or no more.
    Q_INVOKABLE void giveSecret(const QString& name, bool given);
    /// Gives the command, by lines, one argument each, that a shell would make of `line`.
    Q_INVOKABLE void splitLine(const QString& line);

  signals:
    void changed();
    /// By the person: `before` is the tool before it, `part` what was edited.
    void edited(const hadal::tools::Tool& before, const QString& part);

  private:
    /// The action, or an empty one of another kind.
    template <typename Kind>
    Kind get() const {
        const Kind* kind = std::get_if<Kind>(&tool_.action);
        return kind ? *kind : Kind();
    }
    template <typename Kind>
    void act(const QString& part, const std::function<void(Kind&)>& change);
    void edit(const QString& part, const std::function<void(tools::Tool&)>& change);
    void check();
    void list();

    QString dataFolder_;
    tools::Tool tool_;
    QStringList taken_;
    QString parameters_;
    QString parametersProblem_;
    int parametersLine_ = 0;
    QMap<int, tools::Action> others_; ///< by kind
    RowList arguments_, environment_, headers_, folders_;
    QVariantMap problems_, warnings_;
};

} // namespace hadal::ui
