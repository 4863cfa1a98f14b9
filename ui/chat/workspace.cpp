#include "ui/chat/workspace.h"

#include "app/base/when_done.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QInputMethod>

namespace hadal::ui {

using conversations::Conversation;
using conversations::Folder;

Workspace::Workspace(const ChatServices& services, const QString& folder, std::function<void()> load,
                     bool builtIn, QObject* parent)
    : QObject(parent), services_(services), load_(std::move(load)), acts_(new UndoStack(this)),
      schemas_(new schemas::Library(folder + "/schemas", this)),
      examples_(new ExampleWriter(services.host, this)), model_(new ModelView(services.host, builtIn, this)),
      sidebar_(new SidebarModel(this)), presets_(new Presets(folder + "/presets", this)),
      search_(new SearchModel(services.store, sidebar_, this)), bin_(new BinModel(services.store, this)) {
    services_.schemas = schemas_;
    connect(services_.store, &conversations::Store::writeFailed, this, &Workspace::fail);
    connect(services_.store, &conversations::Store::caughtUp, this, [this] { fail({}); });
    connect(sidebar_, &SidebarModel::changed, this, &Workspace::placeChanged);
    newChat();
    const auto failed = [this](const QString& problem) { fail(problem); };
    whenDone(
        services_.store->folders(), this, [this](const QList<Folder>& all) { sidebar_->addFolders(all); },
        failed);
    whenDone(
        services_.store->conversations(), this,
        [this](const QList<Conversation>& all) { sidebar_->addStored(all); }, failed);
}

Workspace::~Workspace() {
    if (chat_)
        chat_->keep();
    qDeleteAll(chats_); // before the store and the host go
}

void Workspace::heed(const QFuture<conversations::OpenReport>& opened) {
    whenDone(
        opened, this,
        [this](const conversations::OpenReport& report) {
            if (!report.movedAside.isEmpty())
                fail(tr("The file of the chats was damaged. It was put aside as %1, and a new one was begun.")
                         .arg(report.movedAside));
        },
        [this](const QString& problem) { fail(problem); });
}

QString Workspace::folderName() const {
    return sidebar_->findFolder(chat_ ? chat_->conversation().folder : QString()).name;
}

void Workspace::newChat(const QString& folder) {
    if (chat_ && !chat_->isStored() && chat_->conversation().draft.isEmpty() &&
        chat_->conversation().folder == folder)
        return;
    Conversation conversation;
    conversation.id = conversations::newId();
    conversation.folder = folder;
    show(makeChat(conversation, false));
}

void Workspace::open(const QString& conversation) {
    if (chat_ && chat_->id() == conversation)
        return;
    Chat* chat = chats_.value(conversation);
    if (!chat) {
        const Conversation stored = sidebar_->find(conversation);
        if (stored.id.isEmpty())
            return;
        chat = makeChat(stored, true);
    }
    show(chat);
}

void Workspace::openMessage(const QString& conversation, const QString& message) {
    open(conversation);
    if (chat_->id() != conversation)
        return;
    wanted_ = message;
    reveal();
}

void Workspace::reveal() {
    if (wanted_.isEmpty() || !chat_->loaded())
        return;
    const QString message = std::exchange(wanted_, {});
    if (chat_->showMessage(message))
        emit messageShown(message);
}

void Workspace::loadModel() {
    load_();
}

void Workspace::copy(const QString& text) const {
    QGuiApplication::clipboard()->setText(text);
}

Chat* Workspace::makeChat(const Conversation& conversation, bool stored) {
    auto* chat = new Chat(services_, conversation, stored, this);
    chats_.insert(chat->id(), chat);
    connect(chat, &Chat::touched, this, [this, chat] { follow(chat); });
    connect(chat, &Chat::loadedChanged, this, [this, chat] {
        if (chat == chat_)
            reveal();
    });
    connect(chat, &Chat::queueDropped, this,
            [this, id = chat->id()](const conversations::Draft& draft, int index) {
                acts_->done(tr("Message will not be sent"), [this, id, draft, index] {
                    open(id);
                    if (chat_->id() == id)
                        chat_->insertQueued(draft, index);
                });
            });
    return chat;
}

void Workspace::show(Chat* chat) {
    if (chat_) {
        // A word that is being composed is taken as far as it is; what the input method does not give up, the
        // composer hands over.
        QGuiApplication::inputMethod()->commit();
        emit chatAboutToChange();
        QGuiApplication::inputMethod()->reset();
    }
    Chat* before = std::exchange(chat_, chat);
    emit chatChanged();
    emit placeChanged();
    if (!before)
        return;
    before->keep();
    close(before);
}

/// A chat that is neither shown nor at work is no longer needed.
void Workspace::close(Chat* chat) {
    if (chat != chat_ && !chat->answering() && chats_.remove(chat->id()))
        chat->deleteLater();
}

void Workspace::follow(Chat* chat) {
    if (!chat->isStored())
        return;
    if (!removed_.contains(chat->id()))
        put(chat->conversation());
    sidebar_->setAnswering(chat->id(), chat->answering(), chat->tools()->waiting() > 0);
    close(chat);
}

/// The list knows best where a conversation stands.
void Workspace::put(const Conversation& conversation) {
    Conversation shown = conversation;
    const Conversation listed = sidebar_->find(conversation.id);
    if (!listed.id.isEmpty()) {
        shown.pinned = listed.pinned;
        shown.folder = listed.folder;
        shown.archived = listed.archived;
    }
    sidebar_->put(shown);
}

void Workspace::fail(const QString& problem) {
    problem_ = problem;
    emit problemChanged();
}

} // namespace hadal::ui
