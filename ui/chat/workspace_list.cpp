// What can be done with the conversations in the list, and the way back from it.
#include "app/base/when_done.h"
#include "ui/chat/workspace.h"

namespace hadal::ui {

using conversations::Conversation;
using conversations::Folder;

namespace {

QString shorten(const QString& title) {
    return title.size() <= 32 ? title : title.first(31) + u'…';
}

} // namespace

void Workspace::save(const Conversation& before, const Conversation& after) {
    if (before.pinned != after.pinned)
        services_.store->setPinned(after.id, after.pinned);
    if (before.archived != after.archived)
        services_.store->setArchived(after.id, after.archived);
    if (before.folder != after.folder)
        services_.store->setFolder(after.id, after.folder);
}

void Workspace::change(const QStringList& ids, const QString& what,
                       const std::function<void(Conversation&)>& change) {
    QList<Conversation> olds;
    for (const QString& id : ids) {
        const Conversation before = sidebar_->find(id);
        Conversation after = before;
        change(after);
        if (before.id.isEmpty() || after == before)
            continue;
        olds += before;
        sidebar_->put(after);
        save(before, after);
    }
    sidebar_->clearSelection();
    if (olds.isEmpty() || what.isEmpty())
        return;
    acts_->done(what, [this, olds] {
        for (const Conversation& old : olds) {
            const Conversation now = sidebar_->find(old.id);
            if (now.id.isEmpty())
                continue;
            Conversation back = now;
            back.pinned = old.pinned;
            back.archived = old.archived;
            back.folder = old.folder;
            sidebar_->put(back);
            save(now, back);
        }
    });
}

void Workspace::rename(const QString& conversation, const QString& title) {
    const QString clean = title.simplified();
    if (clean.isEmpty())
        return;
    if (Chat* chat = chats_.value(conversation)) {
        chat->setTitle(clean);
        return;
    }
    Conversation changed = sidebar_->find(conversation);
    if (changed.id.isEmpty())
        return;
    changed.title = clean;
    sidebar_->put(changed);
    services_.store->rename(conversation, clean);
}

void Workspace::setPinned(const QStringList& conversations, bool pinned) {
    change(conversations, {}, [=](Conversation& conversation) { conversation.pinned = pinned; });
}

void Workspace::setArchived(const QStringList& conversations, bool archived) {
    change(conversations, archived ? tr("%Ln chats archived", "", int(conversations.size())) : QString(),
           [=](Conversation& conversation) { conversation.archived = archived; });
}

void Workspace::move(const QStringList& conversations, const QString& folder) {
    const QString name = sidebar_->findFolder(folder).name;
    change(conversations,
           folder.isEmpty() ? tr("%Ln chats moved out of the folder", "", int(conversations.size()))
                            : tr("%Ln chats moved to “%1”", "", int(conversations.size())).arg(shorten(name)),
           [=](Conversation& conversation) {
               conversation.folder = folder;
               conversation.archived = false;
           });
}

void Workspace::duplicate(const QString& conversation) {
    if (Chat* chat = chats_.value(conversation))
        chat->keep();
    Conversation copy = chats_.contains(conversation) ? chats_.value(conversation)->conversation()
                                                      : sidebar_->find(conversation);
    if (copy.id.isEmpty() || sidebar_->find(conversation).id.isEmpty())
        return;
    copy.folder = sidebar_->find(conversation).folder;
    copy.id = conversations::newId();
    copy.title = tr("%1 (copy)").arg(copy.title);
    copy.updated = QDateTime::currentDateTimeUtc();
    copy.pinned = copy.archived = false;
    copy.queue.clear();
    copy.edits = {};
    copy.settings.remove(approval::settings_key);
    copied(services_.store->copy(conversation, copy, {}));
}

void Workspace::fork(const QString& message) {
    Conversation copy = chat_->conversation();
    copy.folder = sidebar_->find(copy.id).folder;
    copy.id = conversations::newId();
    copy.title = tr("%1 (branch)").arg(copy.title);
    copy.created = copy.updated = QDateTime::currentDateTimeUtc();
    copy.pinned = copy.archived = false;
    copy.leaf = message;
    copy.draft = {};
    copy.queue.clear();
    copy.edits = {};
    copy.settings.remove(approval::settings_key);
    copied(services_.store->copy(chat_->id(), copy, message));
}

void Workspace::copied(const QFuture<Conversation>& copy) {
    whenDone(
        copy, this,
        [this](const Conversation& conversation) {
            sidebar_->put(conversation);
            open(conversation.id);
        },
        [this](const QString& problem) { fail(problem); });
}

void Workspace::remove(const QStringList& conversations) {
    const QList<Conversation> gone = takeOut(conversations);
    if (gone.isEmpty())
        return;
    acts_->done(gone.size() == 1 ? tr("“%1” moved to the bin").arg(shorten(gone.first().title))
                                 : tr("%Ln chats moved to the bin", "", int(gone.size())),
                [this, gone] { bringBack(gone); });
}

void Workspace::discard(const QStringList& conversations) {
    takeOut(conversations);
}

QList<Conversation> Workspace::takeOut(const QStringList& conversations) {
    QList<Conversation> gone;
    for (const QString& id : conversations) {
        Conversation conversation = sidebar_->find(id);
        if (conversation.id.isEmpty())
            continue;
        removed_.insert(id);
        if (Chat* chat = chats_.value(id)) {
            conversation.draft = chat->conversation().draft; // as it is now
            chat->keep();
            chat->dropQueue();
            chat->stop();
        }
        gone += conversation;
    }
    if (removed_.contains(chat_->id())) {
        QString next = sidebar_->neighbour(chat_->id(), 1);
        if (next.isEmpty() || conversations.contains(next))
            next = sidebar_->neighbour(chat_->id(), -1);
        next.isEmpty() || conversations.contains(next) ? newChat() : open(next);
    }
    for (const Conversation& conversation : gone) {
        services_.store->remove(conversation.id);
        sidebar_->remove(conversation.id);
    }
    sidebar_->clearSelection();
    return gone;
}

void Workspace::reread(const QStringList& conversations) {
    if (conversations.isEmpty())
        return;
    whenDone(
        services_.store->conversations(), this,
        [this,
         wanted = QSet<QString>(conversations.begin(), conversations.end())](const QList<Conversation>& all) {
            for (const QString& id : wanted)
                removed_.remove(id);
            sidebar_->addStored(all);
            for (const Conversation& conversation : all) {
                if (!wanted.contains(conversation.id))
                    continue;
                if (sidebar_->find(conversation.id) != conversation)
                    sidebar_->put(conversation);
                if (Chat* chat = chats_.value(conversation.id))
                    chat->reload(conversation.leaf);
            }
        },
        [this](const QString& problem) { fail(problem); });
}

void Workspace::bringBack(const QList<Conversation>& removed) {
    for (const Conversation& conversation : removed) {
        removed_.remove(conversation.id);
        services_.store->restore(conversation.id);
        Conversation back = conversation;
        back.removed = {};
        back.queue.clear();
        sidebar_->put(back);
    }
    open(removed.first().id);
}

void Workspace::restore(const QString& conversation) {
    const Conversation taken = bin_->take(conversation);
    if (!taken.id.isEmpty())
        bringBack({taken});
}

QString Workspace::makeFolder(const QString& name, const QStringList& conversations) {
    const Folder folder{conversations::newId(), name.simplified(), QDateTime::currentDateTimeUtc(), true};
    services_.store->add(folder);
    sidebar_->putFolder(folder);
    change(conversations, {}, [&](Conversation& conversation) {
        conversation.folder = folder.id;
        conversation.archived = false;
    });
    return folder.id;
}

void Workspace::renameFolder(const QString& folder, const QString& name) {
    Folder changed = sidebar_->findFolder(folder);
    if (changed.id.isEmpty() || name.simplified().isEmpty())
        return;
    changed.name = name.simplified();
    sidebar_->putFolder(changed);
    services_.store->renameFolder(folder, changed.name);
}

void Workspace::setFolderOpen(const QString& folder, bool open) {
    Folder changed = sidebar_->findFolder(folder);
    if (changed.id.isEmpty()) {
        sidebar_->setArchiveOpen(open);
        return;
    }
    changed.open = open;
    sidebar_->putFolder(changed);
    services_.store->setFolderOpen(folder, open);
}

void Workspace::removeFolder(const QString& folder) {
    const Folder gone = sidebar_->findFolder(folder);
    if (gone.id.isEmpty())
        return;
    services_.store->removeFolder(folder);
    sidebar_->removeFolder(folder);
    acts_->done(tr("Folder “%1” deleted; its chats stay").arg(shorten(gone.name)), [this, gone] {
        services_.store->restoreFolder(gone.id);
        sidebar_->putFolder(gone);
    });
}

void Workspace::removePreset(const QString& name) {
    QByteArray text;
    if (const QString problem = presets_->remove(name, text); !problem.isEmpty()) {
        fail(problem);
        return;
    }
    acts_->done(tr("Preset “%1” deleted").arg(shorten(name)),
                [this, name, text] { presets_->write(name, text); });
}

} // namespace hadal::ui
