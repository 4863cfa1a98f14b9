// What the window works on.
#pragma once

#include "app/conversations/store.h"
#include "ui/chat/chat.h"
#include "ui/chat/conversation_list_model.h"
#include "ui/chat/model_view.h"

#include <functional>

namespace hadal::ui {

/// The conversations, the one that is shown, and the model that answers. Several can be answering at once.
class Workspace : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the program.")
    Q_PROPERTY(hadal::ui::ConversationListModel* conversations READ conversations CONSTANT)
    Q_PROPERTY(hadal::ui::Chat* chat READ chat NOTIFY chatChanged) ///< never null
    Q_PROPERTY(hadal::ui::ModelView* model READ model CONSTANT)
    Q_PROPERTY(QString problem READ problem NOTIFY problemChanged) ///< of the store; empty: none

  public:
    /// The store has been opened. `load` makes the host load its model.
    Workspace(const ChatServices& services, std::function<void()> load, bool builtIn,
              QObject* parent = nullptr);
    ~Workspace() override;

    ConversationListModel* conversations() const { return conversations_; }
    Chat* chat() const { return chat_; }
    ModelView* model() const { return model_; }
    QString problem() const { return problem_; }

    /// Tells where the database was damaged and put aside. `opened` is what the store's open() gave.
    void heed(const QFuture<conversations::OpenReport>& opened);

    Q_INVOKABLE void newChat();
    Q_INVOKABLE void open(const QString& conversation);
    Q_INVOKABLE void rename(const QString& conversation, const QString& title);
    Q_INVOKABLE void setPinned(const QString& conversation, bool pinned);
    /// Removes it from the list; undoRemove() brings the last one back.
    Q_INVOKABLE void remove(const QString& conversation);
    Q_INVOKABLE void undoRemove();
    /// Loads the model again after a failure.
    Q_INVOKABLE void loadModel();
    Q_INVOKABLE void copy(const QString& text) const;

  signals:
    void chatChanged();
    void problemChanged();
    void removed(const QString& title);

  private:
    Chat* makeChat(const conversations::Conversation& conversation, bool stored);
    void show(Chat* chat);
    void follow(Chat* chat);
    void fail(const QString& problem);

    ChatServices services_;
    std::function<void()> load_;
    ModelView* model_;
    ConversationListModel* conversations_;
    QHash<QString, Chat*> chats_; ///< the one shown and those still answering
    Chat* chat_ = nullptr;
    conversations::Conversation lastRemoved_;
    QSet<QString> removed_; ///< these do not come back into the list by themselves
    QString problem_;
};

} // namespace hadal::ui
