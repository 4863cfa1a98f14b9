// The tools of one chat: which it may use, and those at work in its turn.
#pragma once

#include "app/approval/rule_book.h"
#include "app/toolloop/tool_loop.h"
#include "ui/chat/tool_card.h"
#include "ui/chat/tool_choices.h"

#include <QHash>

namespace hadal::host {
class ModelHost;
}

namespace hadal::ui {

/// What a chat needs to use tools; all null where there are none. They outlive it.
struct ToolServices {
    const toolloop::Shelf* shelf = nullptr;
    tools::Runner* runner = nullptr;
    approval::RuleBook* rules = nullptr;
    bool complete() const { return shelf && runner && rules; }
};

/// Between the loop and the screen.
class ToolTurn : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by Chat.")
    Q_PROPERTY(bool available READ available CONSTANT)
    Q_PROPERTY(hadal::ui::ToolChoices* choices READ choices CONSTANT)
    Q_PROPERTY(bool locked READ locked WRITE setLocked NOTIFY rulesChanged) ///< no "always", in any chat
    Q_PROPERTY(bool readsUnasked READ readsUnasked WRITE setReadsUnasked NOTIFY rulesChanged)
    Q_PROPERTY(int alwaysRules READ alwaysRules NOTIFY rulesChanged) ///< rules for all chats
    Q_PROPERTY(int chatRules READ chatRules NOTIFY rulesChanged)     ///< permissions for this chat
    Q_PROPERTY(int waiting READ waiting NOTIFY moved)                ///< calls that wait for the person
    Q_PROPERTY(bool paused READ paused NOTIFY moved)
    Q_PROPERTY(QString pauseText READ pauseText NOTIFY moved)
    Q_PROPERTY(bool canAnswerNow READ canAnswerNow NOTIFY moved)

  public:
    ToolTurn(const ToolServices& services, ChatSettings* settings, host::ModelHost* host, QObject* parent);
    ~ToolTurn() override;

    bool available() const { return services_.complete(); }
    ToolChoices* choices() const { return choices_; }
    bool locked() const { return services_.rules && services_.rules->locked(); }
    bool readsUnasked() const { return services_.rules && services_.rules->readsUnasked(); }
    int alwaysRules() const { return services_.rules ? services_.rules->count() : 0; }
    void setLocked(bool locked);
    void setReadsUnasked(bool unasked);
    int chatRules() const { return int(settings_->rules().size()); }
    toolloop::ToolLoop* loop() const { return loop_; } ///< null where not available
    bool working() const { return loop_ && loop_->isWorking(); }
    int waiting() const { return loop_ ? loop_->waiting() : 0; }
    bool paused() const { return loop_ && loop_->state() == toolloop::ToolLoop::Paused; }
    QString pauseText() const;
    bool canAnswerNow() const;
    /// The `tools` of a request; null where there are none.
    Json items() const;

    /// Of a call that waits or runs; null for others. Lives until the call has ended.
    Q_INVOKABLE hadal::ui::ToolCard* card(const QString& message);
    /// The message of the first call that waits for the person; empty: none does.
    Q_INVOKABLE QString firstWaiting() const;
    Q_INVOKABLE void goOn();
    Q_INVOKABLE void answerNow();
    /// What was allowed or refused for good counts no more: in this chat, in all.
    Q_INVOKABLE void forgetRules();

  signals:
    void moved();
    /// The call of this message waits, runs or has ended: its card() may be another.
    void callMoved(const QString& message);
    void itemsChanged();
    void rulesChanged();

  private:
    void follow(const QString& message);

    ToolServices services_;
    ChatSettings* settings_;
    ToolChoices* choices_;
    toolloop::ToolLoop* loop_ = nullptr;
    QHash<QString, ToolCard*> cards_;
};

} // namespace hadal::ui
