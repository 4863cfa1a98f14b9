// What the palette finds: commands, chats by title, messages by their words.
#pragma once

#include "app/conversations/store.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

#include <optional>

namespace hadal::ui {

class SidebarModel;

/// Commands and titles are there at once, messages a moment later: the store is asked for one text at a time,
/// the newest one next.
class SearchModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by Workspace.")
    Q_PROPERTY(int count READ count NOTIFY found)
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY textChanged)
    Q_PROPERTY(Who who READ who WRITE setWho NOTIFY filterChanged)
    Q_PROPERTY(int days READ days WRITE setDays NOTIFY filterChanged)           ///< how far back; 0: ever
    Q_PROPERTY(QString folder READ folder WRITE setFolder NOTIFY filterChanged) ///< empty: all
    Q_PROPERTY(bool searching READ searching NOTIFY found)
    Q_PROPERTY(bool more READ more NOTIFY found)         ///< messages than are listed
    Q_PROPERTY(bool complete READ complete NOTIFY found) ///< false: older messages are still being indexed
    Q_PROPERTY(QString problem READ problem NOTIFY found)

  public:
    enum Kind { CommandKind, ChatKind, MessageKind };
    Q_ENUM(Kind)
    enum Who { Anyone, Person, Model };
    Q_ENUM(Who)

    enum Role {
        KindRole = Qt::UserRole + 1, ///< Kind
        IdRole,                      ///< of the command or the conversation
        MessageRole,                 ///< id; messages only
        TitleRole,                   ///< with what was found in bold, as StyledText
        SnippetRole,                 ///< the same of the message's text
        FromPersonRole,
        TimeRole, ///< QDateTime, local time
        KeysRole, ///< of a command
        IconRole, ///< of a command
        ArchivedRole,
    };

    SearchModel(conversations::Store* store, const SidebarModel* sidebar, QObject* parent);

    int count() const { return int(rows_.size()); }
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    QString text() const { return text_; }
    Who who() const { return who_; }
    int days() const { return days_; }
    QString folder() const { return folder_; }
    bool searching() const { return searching_; }
    bool more() const { return result_.more; }
    bool complete() const { return result_.complete; }
    QString problem() const { return problem_; }
    void setText(const QString& text);
    void setWho(Who who);
    void setDays(int days);
    void setFolder(const QString& folder);

    // A row by its parts: a list may not have built its item yet.
    Q_INVOKABLE int kindAt(int row) const { return rows_.value(row).kind; }
    Q_INVOKABLE QString idAt(int row) const { return rows_.value(row).id; }
    Q_INVOKABLE QString messageAt(int row) const { return rows_.value(row).hit.message; }

    Q_INVOKABLE void clearCommands() { commands_.clear(); }
    Q_INVOKABLE void addCommand(const QString& id, const QString& name, const QString& keys,
                                const QString& icon);
    /// The list anew, as chats may have changed.
    Q_INVOKABLE void refresh();

  signals:
    void textChanged();
    void filterChanged();
    void found();

  private:
    struct Row {
        Kind kind = CommandKind;
        QString id;
        QString title;
        QString keys;
        QString icon;
        conversations::SearchHit hit;
    };

    void search();
    void show();
    void replace(const QList<Row>& rows);

    conversations::Store* store_;
    const SidebarModel* sidebar_;
    QList<Row> commands_;
    QList<Row> rows_;
    QString text_;
    Who who_ = Anyone;
    int days_ = 0;
    QString folder_;
    bool searching_ = false;
    bool again_ = false;
    conversations::SearchResult result_;
    QString problem_;
};

} // namespace hadal::ui
