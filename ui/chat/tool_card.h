// A call that waits for the person, or runs.
#pragma once

#include "app/toolloop/tool_loop.h"
#include "ui/forms/argument_form.h"

#include <QElapsedTimer>
#include <QTimer>

namespace hadal::ui {

/// What its card in the turn shows and does. What the person has changed, chosen or typed is kept here, so it
/// stays when the card leaves the view.
class ToolCard : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by ToolTurn.")
    Q_PROPERTY(State state READ state NOTIFY moved)
    Q_PROPERTY(QString name READ name CONSTANT)
    Q_PROPERTY(QString purpose READ purpose CONSTANT)
    Q_PROPERTY(int effect READ effect CONSTANT) ///< 0 reads, 1 writes, 2 deletes
    Q_PROPERTY(QString sandbox READ sandbox CONSTANT)
    Q_PROPERTY(QString note READ note CONSTANT) ///< why it is asked about although something was allowed
    Q_PROPERTY(hadal::ui::ArgumentForm* form READ form CONSTANT) ///< the arguments
    Q_PROPERTY(bool canAlways READ canAlways NOTIFY chosen)      ///< false: locked
    Q_PROPERTY(Scope scope READ scope WRITE setScope NOTIFY chosen)
    Q_PROPERTY(QList<QString> limits READ limits NOTIFY chosen)   ///< that a permission can have, in words
    Q_PROPERTY(int limit READ limit WRITE setLimit NOTIFY chosen) ///< of `limits`
    Q_PROPERTY(QString words MEMBER words_ NOTIFY chosen)         ///< for the model, with a refusal
    Q_PROPERTY(bool refusing MEMBER refusing_ NOTIFY chosen)
    Q_PROPERTY(QString question READ question NOTIFY moved)
    Q_PROPERTY(QString reply MEMBER reply_ NOTIFY chosen) ///< to the question
    Q_PROPERTY(QString tail READ tail NOTIFY moved)
    Q_PROPERTY(int seconds READ seconds NOTIFY ticked)

  public:
    enum State { Held, Waiting, Running, Asking, Ended };
    Q_ENUM(State)
    enum Scope { Once, Chat, Always, Never };
    Q_ENUM(Scope)

    /// `scope` is the one that is chosen at first.
    ToolCard(toolloop::ToolLoop* loop, const QString& message, bool canAlways, Scope scope, QObject* parent);

    State state() const;
    QString name() const { return tool_.name; }
    QString purpose() const { return tool_.purpose; }
    int effect() const { return int(tool_.effect); }
    QString sandbox() const { return sandbox_; }
    QString note() const;
    ArgumentForm* form() const { return form_; }
    bool canAlways() const { return canAlways_; }
    Scope scope() const { return scope_; }
    void setScope(Scope scope);
    QStringList limits() const;
    int limit() const { return limit_; }
    void setLimit(int limit);
    QString question() const;
    QString tail() const;
    int seconds() const { return int(since_.isValid() ? since_.elapsed() / 1000 : 0); }

    /// Does what is chosen. Nothing happens while the arguments do not fit.
    Q_INVOKABLE void run();
    Q_INVOKABLE void refuse();
    Q_INVOKABLE void answer();

    /// The loop knows something new of the call.
    void follow();

  signals:
    void moved();
    void chosen();
    void ticked();

  private:
    const toolloop::ToolLoop::Job* job() const { return loop_->job(message_); }
    /// Permissions from the narrowest useful one to any arguments.
    QList<QList<approval::Constraint>> constraints() const;

    toolloop::ToolLoop* loop_;
    QString message_;
    tools::Tool tool_;
    QString sandbox_;
    approval::Reason reason_;
    ArgumentForm* form_;
    bool canAlways_;
    Scope scope_;
    int limit_ = 0;
    QString words_;
    bool refusing_ = false;
    QString reply_;
    QElapsedTimer since_;
    QTimer tick_;
};

} // namespace hadal::ui
