// What the window works on.
#pragma once

#include "app/conversations/store.h"
#include "ui/chat/bin_model.h"
#include "ui/chat/chat.h"
#include "ui/chat/model_view.h"
#include "ui/chat/presets.h"
#include "ui/chat/search_model.h"
#include "ui/chat/sidebar_model.h"
#include "ui/chat/undo_stack.h"
#include "ui/schema/example_writer.h"
#include "ui/schema/library_type.h"

#include <functional>

namespace hadal::ui {

/// The conversations, the one that is shown, and the model that answers. Several can be answering at once.
class Workspace : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the program.")
    Q_PROPERTY(hadal::ui::SidebarModel* sidebar READ sidebar CONSTANT)
    Q_PROPERTY(hadal::ui::Chat* chat READ chat NOTIFY chatChanged) ///< never null
    Q_PROPERTY(hadal::ui::ModelView* model READ model CONSTANT)
    Q_PROPERTY(hadal::ui::Presets* presets READ presets CONSTANT)
    Q_PROPERTY(hadal::ui::SearchModel* search READ search CONSTANT)
    Q_PROPERTY(hadal::ui::BinModel* bin READ bin CONSTANT)
    Q_PROPERTY(hadal::ui::UndoStack* acts READ acts CONSTANT)
    Q_PROPERTY(hadal::schemas::Library* schemas READ schemas CONSTANT)
    Q_PROPERTY(hadal::ui::ExampleWriter* examples READ examples CONSTANT)
    Q_PROPERTY(
        QString folderName READ folderName NOTIFY placeChanged)    ///< of the chat that is shown; empty: none
    Q_PROPERTY(QString problem READ problem NOTIFY problemChanged) ///< of the store; empty: none

  public:
    /// The store has been opened. `load` makes the host load its model. Presets are kept in `folder`.
    Workspace(const ChatServices& services, const QString& folder, std::function<void()> load, bool builtIn,
              QObject* parent = nullptr);
    ~Workspace() override;

    SidebarModel* sidebar() const { return sidebar_; }
    Chat* chat() const { return chat_; }
    ModelView* model() const { return model_; }
    Presets* presets() const { return presets_; }
    SearchModel* search() const { return search_; }
    BinModel* bin() const { return bin_; }
    UndoStack* acts() const { return acts_; }
    conversations::Store* store() const { return services_.store; }
    schemas::Library* schemas() const { return schemas_; }
    ExampleWriter* examples() const { return examples_; }
    QString folderName() const;
    QString problem() const { return problem_; }

    /// Tells where the database was damaged and put aside. `opened` is what the store's open() gave.
    void heed(const QFuture<conversations::OpenReport>& opened);

    /// Shows conversations as the store has them, which others have changed there.
    void reread(const QStringList& conversations);
    /// Puts conversations into the bin without telling: whoever calls can take it back.
    void discard(const QStringList& conversations);

    /// A chat that has not begun; in a folder, or in none where it is empty.
    Q_INVOKABLE void newChat(const QString& folder = {});
    Q_INVOKABLE void open(const QString& conversation);
    /// Opens a conversation on the branch that holds the message.
    Q_INVOKABLE void openMessage(const QString& conversation, const QString& message);
    Q_INVOKABLE void rename(const QString& conversation, const QString& title);
    Q_INVOKABLE void setPinned(const QStringList& conversations, bool pinned);
    Q_INVOKABLE void setArchived(const QStringList& conversations, bool archived);
    /// Puts them into a folder; an empty one is none.
    Q_INVOKABLE void move(const QStringList& conversations, const QString& folder);
    Q_INVOKABLE void duplicate(const QString& conversation);
    /// A new conversation that holds what leads to a message of the one that is shown.
    Q_INVOKABLE void fork(const QString& message);
    /// Puts them into the bin.
    Q_INVOKABLE void remove(const QStringList& conversations);
    /// Brings one back from the bin and shows it.
    Q_INVOKABLE void restore(const QString& conversation);

    /// Returns its id.
    Q_INVOKABLE QString makeFolder(const QString& name, const QStringList& conversations);
    Q_INVOKABLE void renameFolder(const QString& folder, const QString& name);
    Q_INVOKABLE void setFolderOpen(const QString& folder, bool open);
    /// What it holds stays.
    Q_INVOKABLE void removeFolder(const QString& folder);

    Q_INVOKABLE void removePreset(const QString& name);
    /// Loads the model again after a failure.
    Q_INVOKABLE void loadModel();
    Q_INVOKABLE void copy(const QString& text) const;

  signals:
    /// The chat that is shown will be another: what is being typed should be handed over.
    void chatAboutToChange();
    void chatChanged();
    void placeChanged();
    void problemChanged();
    /// A message that was looked for is on the page.
    void messageShown(const QString& message);

  private:
    Chat* makeChat(const conversations::Conversation& conversation, bool stored);
    void show(Chat* chat);
    void follow(Chat* chat);
    void close(Chat* chat);
    void put(const conversations::Conversation& conversation);
    /// The same as remove() without a way back; returns what it took out.
    QList<conversations::Conversation> takeOut(const QStringList& conversations);
    void bringBack(const QList<conversations::Conversation>& removed);
    void copied(const QFuture<conversations::Conversation>& copy);
    /// Changes those among `ids` that are in the list; undone, they are as before. What happened is told.
    void change(const QStringList& ids, const QString& what,
                const std::function<void(conversations::Conversation&)>& change);
    void save(const conversations::Conversation& before, const conversations::Conversation& after);
    void reveal();
    void fail(const QString& problem);

    ChatServices services_;
    std::function<void()> load_;
    UndoStack* acts_;
    schemas::Library* schemas_;
    ExampleWriter* examples_;
    ModelView* model_;
    SidebarModel* sidebar_;
    Presets* presets_;
    SearchModel* search_;
    BinModel* bin_;
    QHash<QString, Chat*> chats_; ///< the one shown and those still answering
    Chat* chat_ = nullptr;
    QSet<QString> removed_; ///< these do not come back into the list by themselves
    QString wanted_;        ///< a message to be shown once its chat is there
    QString problem_;
};

} // namespace hadal::ui
