// What the page of tools works on.
#pragma once

#include "app/tools/library.h"
#include "ui/chat/undo_stack.h"
#include "ui/tools/tool_asking.h"
#include "ui/tools/tool_form.h"
#include "ui/tools/tool_preview.h"
#include "ui/tools/tool_rows.h"
#include "ui/tools/tool_trial.h"

namespace hadal::ui {

/// All outlive the desk; all but the first two may be null.
struct DeskServices {
    tools::Library* library = nullptr;
    host::ModelHost* host = nullptr;
    tools::Runner* runner = nullptr;
    const secrets::Redactor* redactor = nullptr;
    approval::RuleBook* rules = nullptr;
};

/// The library, the tool that is shown, and what can be done with both. Every edit is saved at once and can
/// be taken back.
class ToolDesk : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the program.")
    Q_PROPERTY(hadal::ui::ToolRows* rows READ rows CONSTANT)
    Q_PROPERTY(hadal::ui::ToolForm* form READ form CONSTANT)
    Q_PROPERTY(hadal::ui::ToolPreview* preview READ preview CONSTANT)
    Q_PROPERTY(hadal::ui::ToolTrial* trial READ trial CONSTANT)
    Q_PROPERTY(hadal::ui::ToolAsking* asking READ asking CONSTANT)
    Q_PROPERTY(hadal::ui::UndoStack* acts READ acts CONSTANT)
    Q_PROPERTY(QString current READ current NOTIFY currentChanged) ///< id of the tool; empty: none
    Q_PROPERTY(bool builtIn READ builtIn NOTIFY currentChanged)
    Q_PROPERTY(bool altered READ altered NOTIFY currentChanged) ///< built-in, and not as it came
    Q_PROPERTY(QStringList setNames READ setNames NOTIFY setsChanged)
    Q_PROPERTY(QStringList setIds READ setIds NOTIFY setsChanged)
    Q_PROPERTY(QString setsOfCurrent READ setsOfCurrent NOTIFY setsChanged) ///< names, as one text
    Q_PROPERTY(QStringList examples READ examples NOTIFY setsChanged)       ///< names of built-in tools
    Q_PROPERTY(QString problem READ problem NOTIFY problemChanged)          ///< of the library's file

  public:
    /// `folder` is that of the program's data.
    ToolDesk(const DeskServices& services, const QString& folder, QObject* parent = nullptr);

    ToolRows* rows() { return &rows_; }
    ToolForm* form() { return &form_; }
    ToolPreview* preview() { return &preview_; }
    ToolTrial* trial() { return &trial_; }
    ToolAsking* asking() { return &asking_; }
    UndoStack* acts() { return &acts_; }
    QString current() const { return current_; }
    bool builtIn() const { return services_.library->isBuiltIn(current_); }
    bool altered() const { return services_.library->isChanged(current_); }
    QStringList setNames() const;
    QStringList setIds() const;
    QString setsOfCurrent() const;
    QStringList examples() const;
    QString problem() const;

    Q_INVOKABLE void open(const QString& tool);
    /// A tool to begin with. Returns its id.
    Q_INVOKABLE QString create();
    /// A copy of a built-in tool, to be changed; `name` is one of examples().
    Q_INVOKABLE void addExample(const QString& name);
    Q_INVOKABLE void duplicate(const QString& tool);
    Q_INVOKABLE void remove(const QString& tool);
    /// A built-in tool as it came.
    Q_INVOKABLE void revert(const QString& tool);
    /// Among one's own, by one place up (-1) or down (1).
    Q_INVOKABLE void move(const QString& tool, int by);

    /// Returns its id. With `tool`, that is its first.
    Q_INVOKABLE QString createSet(const QString& name, const QString& tool = {});
    Q_INVOKABLE void renameSet(const QString& set, const QString& name);
    Q_INVOKABLE void setInSet(const QString& set, const QString& tool, bool in);
    Q_INVOKABLE bool isInSet(const QString& set, const QString& tool) const;
    Q_INVOKABLE void removeSet(const QString& set);

    /// Each returns what went wrong; empty: nothing.
    Q_INVOKABLE QString importText(const QString& text);
    Q_INVOKABLE QString importFile(const QUrl& file);
    Q_INVOKABLE QString exportFile(const QUrl& file, const QStringList& tools) const;
    /// Onto the clipboard, as JSON.
    Q_INVOKABLE void copy(const QStringList& tools) const;
    Q_INVOKABLE QStringList toolsOf(const QString& set) const;

    /// Says again what is wrong, in the language of now.
    void retranslate();

  signals:
    void currentChanged();
    void shown(); ///< another tool
    void setsChanged();
    void problemChanged();

  private:
    void edited(const tools::Tool& before, const QString& part);
    void showCurrent();
    void refresh();
    /// Runs what may throw and tells of it. Returns whether it went well.
    bool tried(const std::function<void()>& act);
    QString import(const QByteArray& text);
    void removeAll(const QStringList& tools);

    DeskServices services_;
    UndoStack acts_;
    ToolAsking asking_;
    ToolRows rows_;
    ToolForm form_;
    ToolPreview preview_;
    ToolTrial trial_;
    QString current_;
    QString lastPart_; ///< what was edited last, "id part": one step of undo for one field
    QString problem_;
};

} // namespace hadal::ui
