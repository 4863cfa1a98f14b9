// Whether a tool is asked about before it runs.
#pragma once

#include "app/approval/rule_book.h"
#include "ui/chat/undo_stack.h"

#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// What the book of rules says of the tool that is shown, as one choice. What decides when a model calls is
/// approval::decide().
class ToolAsking : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by ToolDesk.")
    Q_PROPERTY(bool available READ available NOTIFY changed) ///< there is a choice
    Q_PROPERTY(When when READ when NOTIFY changed)
    Q_PROPERTY(QString note READ note NOTIFY changed) ///< what else counts; empty: nothing

  public:
    enum When {
        Never,
        OnceAChat,
        EveryTime,
        Refused ///< it does not run at all
    };
    Q_ENUM(When)

    /// `rules` may be null: there is nothing to choose. Both outlive this.
    ToolAsking(approval::RuleBook* rules, UndoStack* acts, QObject* parent);

    void show(const tools::Tool& tool);

    bool available() const;
    When when() const;
    QString note() const;
    /// One of the first three; takes back what was said of the tool before. While permissions are locked,
    /// Never is not taken.
    Q_INVOKABLE void choose(int when);

  signals:
    void changed();

  private:
    QList<approval::Rule> said() const; ///< of the tool

    approval::RuleBook* rules_;
    UndoStack* acts_;
    tools::Tool tool_;
};

} // namespace hadal::ui
