#include "ui/chat/workspace.h"

#include "app/base/when_done.h"

#include <QClipboard>
#include <QGuiApplication>

namespace hadal::ui {

using conversations::Conversation;

Workspace::Workspace(const ChatServices& services, std::function<void()> load, bool builtIn, QObject* parent)
    : QObject(parent), services_(services), load_(std::move(load)),
      model_(new ModelView(services.host, builtIn, this)), conversations_(new ConversationListModel(this)) {
    connect(services_.store, &conversations::Store::writeFailed, this, &Workspace::fail);
    connect(services_.store, &conversations::Store::caughtUp, this, [this] { fail({}); });
    newChat();
    whenDone(
        services_.store->conversations(), this,
        [this](const QList<Conversation>& all) { conversations_->addStored(all); },
        [this](const QString& problem) { fail(problem); });
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

void Workspace::newChat() {
    if (chat_ && !chat_->isStored() && chat_->draft().isEmpty())
        return;
    Conversation conversation;
    conversation.id = conversations::newId();
    show(makeChat(conversation, false));
}

void Workspace::open(const QString& conversation) {
    if (chat_ && chat_->id() == conversation)
        return;
    Chat* chat = chats_.value(conversation);
    if (!chat) {
        const Conversation stored = conversations_->find(conversation);
        if (stored.id.isEmpty())
            return;
        chat = makeChat(stored, true);
    }
    show(chat);
}

void Workspace::rename(const QString& conversation, const QString& title) {
    const QString clean = title.simplified();
    if (clean.isEmpty())
        return;
    if (Chat* chat = chats_.value(conversation)) {
        chat->setTitle(clean);
        return;
    }
    Conversation changed = conversations_->find(conversation);
    changed.title = clean;
    conversations_->put(changed);
    services_.store->rename(conversation, clean);
}

void Workspace::setPinned(const QString& conversation, bool pinned) {
    Conversation changed = conversations_->find(conversation);
    if (changed.id.isEmpty())
        return;
    changed.pinned = pinned;
    conversations_->put(changed);
    services_.store->setPinned(conversation, pinned);
}

void Workspace::remove(const QString& conversation) {
    if (conversations_->find(conversation).id.isEmpty())
        return;
    removed_.insert(conversation);
    QString next = conversations_->neighbour(conversation, 1);
    if (next.isEmpty())
        next = conversations_->neighbour(conversation, -1);
    if (Chat* chat = chats_.value(conversation)) {
        chat->dropQueue();
        chat->stop();
        if (chat == chat_)
            next.isEmpty() ? newChat() : open(next);
        lastRemoved_ = chat->conversation(); // as it is now, its draft included
    } else {
        lastRemoved_ = conversations_->find(conversation);
    }
    lastRemoved_.pinned = conversations_->find(conversation).pinned;
    services_.store->remove(conversation);
    conversations_->remove(conversation);
    emit removed(lastRemoved_.title);
}

void Workspace::undoRemove() {
    if (lastRemoved_.id.isEmpty())
        return;
    removed_.remove(lastRemoved_.id);
    services_.store->restore(lastRemoved_.id);
    conversations_->put(lastRemoved_);
    open(lastRemoved_.id);
    lastRemoved_ = {};
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
    return chat;
}

void Workspace::show(Chat* chat) {
    Chat* before = std::exchange(chat_, chat);
    emit chatChanged();
    if (!before)
        return;
    before->keep();
    if (!before->answering() && chats_.remove(before->id()))
        before->deleteLater();
}

void Workspace::follow(Chat* chat) {
    if (!chat->isStored())
        return;
    Conversation shown = chat->conversation();
    const Conversation listed = conversations_->find(chat->id());
    shown.pinned = listed.pinned;
    if (!removed_.contains(shown.id))
        conversations_->put(shown);
    conversations_->setAnswering(chat->id(), chat->answering());
    if (chat != chat_ && !chat->answering() && chat->queue().isEmpty() && chats_.remove(chat->id()))
        chat->deleteLater();
}

void Workspace::fail(const QString& problem) {
    problem_ = problem;
    emit problemChanged();
}

} // namespace hadal::ui
