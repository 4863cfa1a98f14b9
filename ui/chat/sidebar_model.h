// The list in the sidebar.
#pragma once

#include "app/conversations/message.h"

#include <QAbstractListModel>
#include <QSet>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// Folders with what they hold, then the other conversations: the pinned ones, then by last change; the
/// archive at the end. It also knows which rows the person has picked for an action on several.
class SidebarModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by Workspace.")
    Q_PROPERTY(
        int conversations READ conversations NOTIFY changed) ///< how many there are, in folders and all
    Q_PROPERTY(QStringList selection READ selection NOTIFY selectionChanged)
    Q_PROPERTY(QStringList folderIds READ folderIds NOTIFY changed)
    Q_PROPERTY(QStringList folderNames READ folderNames NOTIFY changed) ///< in the same order

  public:
    enum Kind { ChatKind, FolderKind, ArchiveKind, HeadingKind };
    Q_ENUM(Kind)
    enum Group { Pinned, Today, ThisWeek, Earlier };
    Q_ENUM(Group)

    enum Role {
        KindRole = Qt::UserRole + 1, ///< Kind
        IdRole,
        TitleRole,
        GroupRole, ///< Group, of a heading
        PinnedRole,
        DraftRole, ///< whether one is kept
        AnsweringRole,
        WaitingRole, ///< a call of a tool waits for the person
        UpdatedRole, ///< QDateTime, local time
        CountRole,   ///< conversations in a folder
        OpenRole,    ///< of a folder
        InsideRole,  ///< it stands in a folder
        SelectedRole,
    };

    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    int conversations() const { return int(conversations_.size()); }
    /// Adds what the store knew when it was asked; what has come into the list since then stays as it is.
    void addStored(const QList<conversations::Conversation>& stored);
    void addFolders(const QList<conversations::Folder>& stored);
    /// Adds a conversation, or shows its change at its place.
    void put(const conversations::Conversation& conversation);
    void remove(const QString& id);
    void setAnswering(const QString& id, bool answering, bool waiting = false);
    /// Empty where it is not in the list.
    conversations::Conversation find(const QString& id) const { return conversations_.value(id); }
    /// All conversations, the last changed first.
    QList<conversations::Conversation> all() const;

    void putFolder(const conversations::Folder& folder);
    void removeFolder(const QString& id);
    conversations::Folder findFolder(const QString& id) const;
    QStringList folderIds() const;
    QStringList folderNames() const;
    void setArchiveOpen(bool open);

    QStringList selection() const { return selection_; }
    /// What an action on a conversation is about: all that are picked where it is one of them, or it alone.
    Q_INVOKABLE QStringList picked(const QString& id) const {
        return selection_.contains(id) ? selection_ : QStringList(id);
    }
    Q_INVOKABLE void clearSelection();
    /// Adds a conversation to what is picked, or takes it out; the first one picks the one that is shown
    /// also.
    Q_INVOKABLE void toggleSelected(const QString& id, const QString& shown);
    /// Picks all between the last one that was picked and this one.
    Q_INVOKABLE void selectTo(const QString& id, const QString& shown);

    /// The conversation `step` conversations after `id` in the list; empty at the ends.
    Q_INVOKABLE QString neighbour(const QString& id, int step) const;
    /// Empty: in none.
    Q_INVOKABLE QString folderOf(const QString& id) const { return find(id).folder; }
    Q_INVOKABLE bool isPinned(const QString& id) const { return find(id).pinned; }
    Q_INVOKABLE bool isArchived(const QString& id) const { return find(id).archived; }
    Q_INVOKABLE int rowOf(const QString& id) const;

  signals:
    void changed();
    void selectionChanged();

  private:
    struct Row {
        Kind kind = ChatKind;
        QString id;
        int group = 0;
        int count = 0;
        bool open = false;
        bool inside = false;
        bool sameAs(const Row& other) const { return kind == other.kind && id == other.id; }
    };

    QList<Row> makeRows() const;
    /// Shows what has changed, row by row, so that the list keeps its place.
    void rebuild();
    void setSelection(const QStringList& selection);

    QHash<QString, conversations::Conversation> conversations_;
    QList<conversations::Folder> folders_;
    QList<Row> rows_;
    QSet<QString> answering_, waiting_;
    QStringList selection_;
    QString anchor_;
    bool archiveOpen_ = false;
};

} // namespace hadal::ui
