// Saves an answer while it streams.
#pragma once

#include "app/conversations/message.h"
#include "engine/runtime/request.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <vector>

namespace hadal::conversations {

class Store;

/// Turns the events of one reply into one assistant message: keeps it current in memory and in the store.
/// The message is appended when the recorder is made, saved at most every 300 ms while it grows, and saved
/// when it ends. Deleted before the end, it saves the text so far as cancelled. Lives on the thread of the
/// store; connect host::Reply::events to apply().
class AnswerRecorder : public QObject {
    Q_OBJECT

  public:
    enum class Begin {
        Fresh, ///< `message` has its id, conversation, parent and model; the rest is filled in here
        Again, ///< `message` is an answer in the store that was cut off; what comes is added to it
    };

    /// `store` outlives the recorder.
    AnswerRecorder(Store* store, const Message& message, Begin begin = Begin::Fresh,
                   QObject* parent = nullptr);
    ~AnswerRecorder() override;

    /// As it is now, with what has not been saved yet.
    const Message& message() const { return message_; }
    bool isFinished() const { return message_.state != MessageState::Streaming; }

  public slots:
    void apply(const std::vector<hadal::runtime::Event>& events);

  signals:
    /// The message has its last state and has been handed to the store.
    void finished();

  private:
    void applyOne(const runtime::Event& event);
    void textBegins(bool reasoning);
    void thoughtFor(qint64 ms);
    void count(const runtime::Usage& usage);
    void finish(MessageState state, const QString& error, const runtime::Usage& usage);

    Store* store_;
    Message message_;
    Message begun_; ///< what was there before
    QTimer saveTimer_;
    QElapsedTimer sinceAsked_;
    qint64 firstTextMs_ = -1;
    bool thinking_ = false;
};

} // namespace hadal::conversations
