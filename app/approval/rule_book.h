// The rules for all conversations, in the data folder.
#pragma once

#include "app/approval/decide.h"
#include "app/base/json_file.h"

#include <QObject>
#include <QStringList>

namespace hadal::approval {

/// Plain JSON in FOLDER/approval.json, written at every change:
///
///   {"locked": false, "reads_unasked": false, "once_a_chat": [ID],
///    "rules": [{"tool": ID, "run": "always" | "never", "definition": SHA-256,
///               "where": [{"argument": NAME, "kind": "is" | "within", "value": JSON text}]}]}
///
/// A file that cannot be used allows nothing. Lives on the interface thread.
class RuleBook : public QObject {
    Q_OBJECT

  public:
    explicit RuleBook(const QString& folder, QObject* parent = nullptr);

    bool locked() const { return locked_; }
    bool readsUnasked() const { return readsUnasked_; }
    const QList<Rule>& rules() const { return rules_; }
    int count() const { return int(rules_.size()); }
    QString problem() const { return file_.problem(); }
    /// The person wants to be asked of this tool once in a chat: what they allow is offered to be for the
    /// whole chat. It allows nothing by itself.
    bool onceAChat(const QString& tool) const { return onceAChat_.contains(tool); }
    void setOnceAChat(const QString& tool, bool once);

    /// Locking takes all permissions away for good: they do not come back with the lock gone.
    void setLocked(bool locked);
    void setReadsUnasked(bool unasked);
    /// A permission is not taken while locked.
    void add(const Rule& rule);
    /// What was said of a tool counts no more.
    void forget(const QString& tool);
    void clear();

    Policy policyWith(const QList<Rule>& chat) const;

  signals:
    void changed();

  private:
    void read();
    void write();

    JsonFile file_;
    bool locked_ = false;
    bool readsUnasked_ = false;
    QList<Rule> rules_;
    QStringList onceAChat_;
};

} // namespace hadal::approval
