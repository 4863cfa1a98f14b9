// Every connection that the program makes.
#pragma once

#include "app/remote/shared_manager.h"

#include <QAbstractListModel>
#include <QDateTime>
#include <QNetworkRequest>
#include <QtQml/qqmlregistration.h>

#include <functional>

class QNetworkReply;

namespace hadal::ui {

/// One row a connection, the latest first, since the program began. It keeps hosts and sizes, never what was
/// said. Whatever needs the network uses manager().
class NetworkLedger : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the program.")
    Q_PROPERTY(int count READ count NOTIFY countChanged)

  public:
    enum Role {
        BeganRole = Qt::UserRole + 1, ///< QDateTime, local time
        HostRole,                     ///< with its port where that is not the usual one
        PurposeRole,                  ///< why it was made
        SentRole,                     ///< bytes of the body
        ReceivedRole,
        OutcomeRole, ///< in words: under way, a status, or what went wrong
    };

    explicit NetworkLedger(QObject* parent = nullptr);

    int count() const { return int(rows_.size()); }
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// The program's manager, whose every request is listed.
    remote::SharedManager* manager() { return manager_; }

    /// Attribute of a request: a few words that say why it is made.
    static constexpr auto purpose = QNetworkRequest::User;

    /// Lists a connection; the manager calls it for each of its requests.
    void add(const QNetworkRequest& request, QNetworkReply* reply);

  signals:
    void countChanged();

  private:
    struct Row {
        QDateTime began;
        QString host;
        QString purpose;
        qint64 sent = 0;
        qint64 received = 0;
        QString outcome;
    };
    void change(qint64 number, const std::function<void(Row&)>& change);

    QList<Row> rows_;
    remote::SharedManager* manager_;
};

} // namespace hadal::ui
