// What was deleted and can be brought back.
#pragma once

#include "app/conversations/store.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// The last deleted first. Read from the store when it is asked for.
class BinModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by Workspace.")
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    Q_PROPERTY(bool loaded READ loaded NOTIFY countChanged)

  public:
    enum Role {
        IdRole = Qt::UserRole + 1,
        TitleRole,
        RemovedRole,  ///< QDateTime, local time
        DaysLeftRole, ///< until it is deleted for good
    };

    explicit BinModel(conversations::Store* store, QObject* parent);

    int count() const { return int(rows_.size()); }
    bool loaded() const { return loaded_; }
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    Q_INVOKABLE void read();
    /// Deletes one for good, or all.
    Q_INVOKABLE void purge(const QString& id);
    Q_INVOKABLE void purgeAll();
    /// Takes one out of the list and gives it.
    conversations::Conversation take(const QString& id);

  signals:
    void countChanged();
    void purged(const QString& id);

  private:
    conversations::Store* store_;
    QList<conversations::Conversation> rows_;
    bool loaded_ = false;
};

} // namespace hadal::ui
