// One conversation at work.
#pragma once

#include "app/conversations/message_tree.h"
#include "app/host/reply.h"
#include "engine/runtime/insight.h"
#include "ui/chat/answer_format.h"
#include "ui/chat/attachments.h"
#include "ui/chat/branch_model.h"
#include "ui/chat/chat_settings.h"
#include "ui/chat/context_meter.h"
#include "ui/chat/prompt_progress.h"
#include "ui/chat/tool_turn.h"
#include "ui/chat/turn_model.h"

#include <QFuture>
#include <QPointer>
#include <QStringList>
#include <QTimer>

namespace hadal::conversations {
class AnswerRecorder;
class Store;
} // namespace hadal::conversations
namespace hadal::host {
class ModelHost;
} // namespace hadal::host

namespace hadal::ui {

/// What a conversation needs from the program. The pointers outlive it.
struct ChatServices {
    conversations::Store* store = nullptr;
    host::ModelHost* host = nullptr;
    runtime::Sampling sampling; ///< what this computer's model recommends
    ToolServices tools = {};
    schemas::Library* schemas = nullptr; ///< null: there are none
};

/// A look inside an answer, and the messages that the model reads for it.
struct Look {
    /// What a message of the request holds of a message of the conversation.
    struct Source {
        QString message; ///< empty: the system prompt, or nothing that the conversation shows
        int shift = 0;   ///< bytes before its text: files
    };
    QFuture<runtime::Insight> insight;
    QList<Source> sources; ///< one a message, the answer last
};

/// What the chat page shows and does. A conversation is written to the store with its first message or draft.
/// It goes on answering when another one is shown.
class Chat : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by Workspace.")
    Q_PROPERTY(QString id READ id CONSTANT)
    Q_PROPERTY(QString title READ title NOTIFY titleChanged)
    Q_PROPERTY(hadal::ui::TurnModel* turns READ turns CONSTANT)
    Q_PROPERTY(hadal::ui::BranchModel* branches READ branches CONSTANT)
    Q_PROPERTY(hadal::ui::ChatSettings* settings READ settings CONSTANT)
    Q_PROPERTY(hadal::ui::AnswerFormat* format READ format CONSTANT)
    Q_PROPERTY(hadal::ui::Attachments* files READ files CONSTANT) ///< of the draft
    Q_PROPERTY(hadal::ui::ContextMeter* meter READ meter CONSTANT)
    Q_PROPERTY(hadal::ui::PromptProgress* prompt READ prompt CONSTANT)
    Q_PROPERTY(hadal::ui::ToolTurn* tools READ tools CONSTANT)
    Q_PROPERTY(bool loaded READ loaded NOTIFY loadedChanged)      ///< its messages have been read
    Q_PROPERTY(QString problem READ problem NOTIFY loadedChanged) ///< why they could not be
    Q_PROPERTY(QString draft READ draft WRITE setDraft NOTIFY draftChanged)
    Q_PROPERTY(QStringList queue READ queue NOTIFY queueChanged) ///< messages that wait, a line each
    Q_PROPERTY(bool answering READ answering NOTIFY answeringChanged)
    Q_PROPERTY(bool stored READ isStored NOTIFY touched) ///< it is in the store

  public:
    /// `stored`: the conversation is in the store already.
    Chat(const ChatServices& services, const conversations::Conversation& conversation, bool stored,
         QObject* parent);
    ~Chat() override;

    QString id() const { return conversation_.id; }
    QString title() const { return conversation_.title; }
    TurnModel* turns() const { return turns_; }
    BranchModel* branches() const { return branches_; }
    ChatSettings* settings() const { return settings_; }
    AnswerFormat* format() const { return format_; }
    Attachments* files() const { return files_; }
    ContextMeter* meter() const { return meter_; }
    PromptProgress* prompt() const { return prompt_; }
    ToolTurn* tools() const { return tools_; }
    bool loaded() const { return loaded_; }
    QString problem() const { return problem_; }
    QString draft() const { return conversation_.draft.text; }
    QStringList queue() const;
    /// The model writes, tools run, or a call of one waits for the person.
    bool answering() const { return reply_ != nullptr || tools_->working(); }
    bool isStored() const { return stored_; }
    const conversations::Conversation& conversation() const { return conversation_; }

    void setTitle(const QString& title);
    void setDraft(const QString& draft);
    /// Writes what was typed, if there is anything to keep.
    Q_INVOKABLE void keep();
    /// Reads the messages again, which have been changed in the store, and shows the branch to `leaf`. An
    /// answer that is being written is not disturbed.
    void reload(const QString& leaf);
    /// What waits is not sent.
    void dropQueue();

    /// Sends the text with the draft's files, or queues them while an answer is being written. False, and
    /// nothing happens, for nothing to send and where the settings refuse what does not fit.
    Q_INVOKABLE bool send(const QString& text);
    Q_INVOKABLE void stop();
    /// Another version of an answer.
    Q_INVOKABLE void regenerate(const QString& message);
    /// The last answer, cut off, goes on from its last word.
    Q_INVOKABLE void continueAnswer(const QString& message);

    /// How the model comes to the token at a place (UTF-16) of an answer.
    Look lookInside(const QString& message, bool reasoning, int at);
    /// What a model of this chat ends its answers with; empty where nobody knows.
    QByteArray endOfAnswer() const;
    /// Another version of an answer, with its first `bytes` (UTF-8) and `text` after them, goes on from
    /// there.
    void branchAt(const QString& message, bool reasoning, int bytes, const QString& text);

    /// A new version of a message is typed in its place; what is typed is kept like a draft.
    Q_INVOKABLE void beginEdit(const QString& message);
    Q_INVOKABLE QString editText(const QString& message) const;
    Q_INVOKABLE void setEditText(const QString& message, const QString& text);
    Q_INVOKABLE void cancelEdit(const QString& message);
    /// Makes the new version: of a message, which is then answered; of an answer, which is kept as it is.
    Q_INVOKABLE void edit(const QString& message, const QString& text);

    /// `version` counts from 1.
    Q_INVOKABLE void showVersion(const QString& message, int version);
    /// Shows the newest branch that goes through a message. False where there is no such message.
    Q_INVOKABLE bool showMessage(const QString& message);
    Q_INVOKABLE void setStarred(const QString& message, bool starred);
    Q_INVOKABLE void setBranchName(const QString& message, const QString& name);

    /// Takes a message out of the queue.
    Q_INVOKABLE void dropQueued(int index);
    /// The same, and puts it back into the draft, before what is there.
    Q_INVOKABLE void takeQueued(int index);
    void insertQueued(const conversations::Draft& draft, int index);
    Q_INVOKABLE void moveQueued(int from, int to);
    /// Sends the first one that waits, where nothing is being answered.
    Q_INVOKABLE void sendQueued();

  signals:
    void titleChanged();
    void loadedChanged();
    void draftChanged();
    void queueChanged();
    void answeringChanged();
    /// An answer has ended, whole or not. One that calls tools has not: the turn goes on.
    void answered(const QString& text);
    /// A message was taken out of the queue: this brings it back.
    void queueDropped(const hadal::conversations::Draft& draft, int index);
    /// The conversation has been changed or stored: lists should show it anew.
    void touched();

  private:
    static QString titleOf(const conversations::Draft& draft);
    void load();
    void store();
    /// Before the first message a conversation is called like its draft, unless the person has named it.
    void nameAfter(const conversations::Draft& draft);
    void typed();
    void setQueue(const QList<conversations::Draft>& queue);
    void setEdits(const QJsonObject& edits);
    void mark(const QString& message, const QString& name, bool starred);
    void showPath();

    conversations::Message newMessage(conversations::Role role, const QString& parent) const;
    void add(const conversations::Message& message);
    void post(const conversations::Draft& draft, const QString& parent);
    runtime::Request requestFor(const QList<conversations::Message>& path) const;
    void ask(const QString& parent, bool withoutTools = false);
    void followTools();
    void follow(runtime::Request request);
    void answerGrew(const std::vector<runtime::Event>& events);
    void answerEnded();

    conversations::Store* store_;
    host::ModelHost* host_;
    conversations::Conversation conversation_;
    conversations::MessageTree tree_;
    ChatSettings* settings_;
    AnswerFormat* format_;
    Attachments* files_;
    TurnModel* turns_;
    BranchModel* branches_;
    ContextMeter* meter_;
    PromptProgress* prompt_;
    ToolTurn* tools_;
    QTimer typedTimer_;
    QString draftTitle_; ///< the title as far as it comes from the draft
    bool draftTyped_ = false;
    bool editsTyped_ = false;
    bool settingsTyped_ = false;
    QPointer<host::Reply> reply_;
    conversations::AnswerRecorder* recorder_ = nullptr;
    int waiting_ = 0; ///< calls of tools that wait for the person
    bool stored_;
    bool loaded_;
    QString problem_;
};

} // namespace hadal::ui
