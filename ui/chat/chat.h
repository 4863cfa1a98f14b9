// One conversation at work.
#pragma once

#include "app/conversations/message_tree.h"
#include "engine/runtime/request.h"
#include "ui/chat/context_meter.h"
#include "ui/chat/turn_model.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QStringList>

namespace hadal::conversations {
class AnswerRecorder;
class Store;
} // namespace hadal::conversations
namespace hadal::host {
class ModelHost;
class Reply;
} // namespace hadal::host

namespace hadal::ui {

/// What a conversation needs from the program. The pointers outlive it.
struct ChatServices {
    conversations::Store* store = nullptr;
    host::ModelHost* host = nullptr;
    runtime::Sampling sampling; ///< of every request
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
    Q_PROPERTY(hadal::ui::ContextMeter* meter READ meter CONSTANT)
    Q_PROPERTY(bool loaded READ loaded NOTIFY loadedChanged)      ///< its messages have been read
    Q_PROPERTY(QString problem READ problem NOTIFY loadedChanged) ///< why they could not be
    Q_PROPERTY(QString draft READ draft WRITE setDraft NOTIFY draftChanged)
    Q_PROPERTY(bool thinking READ thinking WRITE setThinking NOTIFY thinkingChanged)
    Q_PROPERTY(QStringList queue READ queue NOTIFY queueChanged) ///< messages that wait for the answer to end
    Q_PROPERTY(bool answering READ answering NOTIFY answeringChanged)
    Q_PROPERTY(int promptDone READ promptDone NOTIFY promptProgress)
    Q_PROPERTY(int promptTotal READ promptTotal NOTIFY promptProgress)
    Q_PROPERTY(int promptCached READ promptCached NOTIFY promptProgress)

  public:
    /// `stored`: the conversation is in the store already.
    Chat(const ChatServices& services, const conversations::Conversation& conversation, bool stored,
         QObject* parent);
    ~Chat() override;

    QString id() const { return conversation_.id; }
    QString title() const { return conversation_.title; }
    TurnModel* turns() const { return turns_; }
    ContextMeter* meter() const { return meter_; }
    bool loaded() const { return loaded_; }
    QString problem() const { return problem_; }
    QString draft() const { return conversation_.draft; }
    bool thinking() const;
    QStringList queue() const { return queue_; }
    /// What waits is not sent.
    void dropQueue();
    bool answering() const { return reply_ != nullptr; }
    bool isStored() const { return stored_; }
    int promptDone() const { return promptDone_; }
    int promptTotal() const { return promptTotal_; }
    int promptCached() const { return promptCached_; }
    const conversations::Conversation& conversation() const { return conversation_; }

    void setTitle(const QString& title);
    void setDraft(const QString& draft);
    void setThinking(bool thinking);
    /// Writes the conversation and its draft, if there is anything to keep.
    void keep();

    /// Sends, or queues while an answer is being written. Blank text does nothing.
    Q_INVOKABLE void send(const QString& text);
    Q_INVOKABLE void stop();
    /// Another version of an answer.
    Q_INVOKABLE void regenerate(const QString& message);
    /// A new version in place: of a message, which is then answered; of an answer, which is then kept as it
    /// is.
    Q_INVOKABLE void edit(const QString& message, const QString& text);
    /// `version` counts from 1.
    Q_INVOKABLE void showVersion(const QString& message, int version);
    Q_INVOKABLE void dropQueued(int index);

  signals:
    void titleChanged();
    void loadedChanged();
    void draftChanged();
    void thinkingChanged();
    void queueChanged();
    void answeringChanged();
    void promptProgress();
    /// The conversation has been changed or stored: lists should show it anew.
    void touched();

  private:
    void load();
    void store();
    conversations::Message newMessage(conversations::Role role, const QString& parent) const;
    void add(const conversations::Message& message);
    void post(const QString& text, const QString& parent);
    void ask(const QString& parent);
    void answerGrew(const std::vector<runtime::Event>& events);
    void answerEnded();
    void setPrompt(int done, int total, int cached);
    void showPath();

    conversations::Store* store_;
    host::ModelHost* host_;
    runtime::Sampling sampling_;
    conversations::Conversation conversation_;
    conversations::MessageTree tree_;
    TurnModel* turns_;
    ContextMeter* meter_;
    QTimer draftTimer_;
    QStringList queue_;
    QPointer<host::Reply> reply_;
    conversations::AnswerRecorder* recorder_ = nullptr;
    bool stored_;
    bool loaded_;
    QString problem_;
    int promptDone_ = 0;
    int promptTotal_ = 0;
    int promptCached_ = 0;
};

} // namespace hadal::ui
