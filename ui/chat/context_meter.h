// How the context is used, in tokens.
#pragma once

#include "app/conversations/message.h"
#include "engine/base/json.h"
#include "ui/chat/context_plan.h"

#include <QHash>
#include <QObject>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

namespace hadal::host {
class ModelHost;
}

namespace hadal::ui {

class Attachments;

/// Counts off the interface thread and only what has changed. All numbers are tokens of what the next request
/// would hold; 0 while unknown.
class ContextMeter : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by Chat.")
    Q_PROPERTY(int system READ system NOTIFY changed)
    Q_PROPERTY(int tools READ tools NOTIFY changed)       ///< what the model is told of them
    Q_PROPERTY(int history READ history NOTIFY changed)   ///< what was said, both sides
    Q_PROPERTY(int thinking READ thinking NOTIFY changed) ///< that is sent back or is part of this turn
    Q_PROPERTY(int draft READ draft NOTIFY changed)       ///< its files included
    Q_PROPERTY(int reserve READ reserve NOTIFY changed)   ///< kept free for the answer
    Q_PROPERTY(int used READ used NOTIFY changed)         ///< the sum of the above
    Q_PROPERTY(int length READ length NOTIFY changed)     ///< of the whole context
    Q_PROPERTY(int leftOutTurns READ leftOutTurns NOTIFY changed)
    Q_PROPERTY(int leftOutTokens READ leftOutTokens NOTIFY changed)
    Q_PROPERTY(bool fits READ fits NOTIFY changed)           ///< false: the next message cannot be sent
    Q_PROPERTY(bool estimated READ estimated NOTIFY changed) ///< the tokenizer is not at hand

  public:
    /// Of a chat's parts, which outlive it.
    ContextMeter(host::ModelHost* host, const ChatSettings* settings, const Attachments* files,
                 QObject* parent);

    int system() const { return system_; }
    int tools() const { return tools_; }
    int history() const { return history_; }
    int thinking() const { return thinking_; }
    int draft() const;
    int reserve() const;
    int used() const { return system_ + tools_ + history_ + thinking_ + draft() + reserve(); }
    int length() const;
    int leftOutTurns() const { return plan_.turns; }
    int leftOutTokens() const { return plan_.tokens; }
    bool fits() const { return plan_.fits; }
    bool estimated() const;

    void setPath(const QList<conversations::Message>& path);
    void setDraft(const QString& draft);
    /// Of the request's `tools`; null: none.
    void setTools(const Json& items);
    const ContextPlan& plan() const { return plan_; }
    /// For a request that ends with the last question of `path`.
    ContextPlan planFor(const QList<conversations::Message>& path) const;

  signals:
    void changed();

  private:
    void countDraft();
    void countSystem();
    void countTools();
    void countMessages();
    void draftCounted();
    int tokensOf(const conversations::Message& message) const;
    PlanInput inputFor(const QList<conversations::Message>& path) const;
    void sum();

    host::ModelHost* host_;
    const ChatSettings* settings_;
    const Attachments* files_;
    QList<conversations::Message> path_;
    QHash<QString, int> counts_; ///< by message id
    bool counting_ = false;
    QString draftText_;
    QHash<QString, int> draftPieces_; ///< of the draft as it is; -1: being counted
    QTimer draftTimer_;
    QString systemText_;
    QString toolsText_;
    ContextPlan plan_;
    int system_ = 0;
    int tools_ = 0;
    int history_ = 0;
    int thinking_ = 0;
    int draft_ = 0;
};

} // namespace hadal::ui
