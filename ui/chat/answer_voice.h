// What a screen reader says of an answer that is being written.
#pragma once

#include "ui/chat/chat.h"

namespace hadal::ui {

/// Gives out an answer sentence by sentence, as it is shown and not as it was marked up; code, tables and
/// pictures are named when they are whole. How an answer ended, and what becomes of its calls of tools, is
/// said at once. What the model thinks is not said. Costs nothing while nobody listens.
class AnswerVoice : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(hadal::ui::Chat* chat READ chat WRITE setChat NOTIFY chatChanged)
    Q_PROPERTY(bool heard MEMBER heard_ NOTIFY chatChanged) ///< somebody listens

  public:
    using QObject::QObject;

    Chat* chat() const { return chat_; }
    void setChat(Chat* chat);

  signals:
    void chatChanged();
    void spoken(const QString& text);

  private:
    void grew();
    void read(const MessageBlocks& blocks, bool whole);
    void skip(const MessageBlocks& blocks);
    void end(int row);
    void toolsMoved();
    QHash<QString, ToolCard::State> callStates() const;
    bool isPaused() const;
    QString toolWords(const QString& message, ToolCard::State before, ToolCard::State now) const;
    int lastAnswer() const;

    QPointer<Chat> chat_;
    QString message_; ///< that is read
    bool reading_ = false;
    int row_ = 0;                           ///< the block that comes next
    int at_ = 0;                            ///< what comes next of its words
    QHash<QString, ToolCard::State> calls_; ///< of the answer, by message, as far as they have been told of
    bool paused_ = false;
    bool heard_ = false;
};

} // namespace hadal::ui
