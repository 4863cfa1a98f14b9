// What an endpoint can do, as it is found out.
#pragma once

#include "app/base/task_thread.h"
#include "app/remote/survey.h"
#include "app/secrets/secrets.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// One row a finding, in the order in which they come. One trial at a time: the next ends the one before.
class EndpointTrial : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by EndpointDesk.")
    Q_PROPERTY(int count READ count NOTIFY changed)
    Q_PROPERTY(bool running READ running NOTIFY changed)
    Q_PROPERTY(QString endpoint READ endpoint NOTIFY changed) ///< that is, or was, tried; empty: none
    Q_PROPERTY(QStringList models READ models NOTIFY changed) ///< that it lists, once asked
    Q_PROPERTY(QString problem READ problem NOTIFY changed)   ///< why there are no models

  public:
    enum Role {
        TextRole = Qt::UserRole + 1, ///< what works, or does not
        WorksRole,
        DetailRole, ///< raw: why it does not
    };

    /// Both outlive this.
    EndpointTrial(secrets::Secrets* secrets, remote::SharedManager* network, QObject* parent = nullptr);
    ~EndpointTrial() override;

    int count() const { return int(findings_.size()); }
    bool running() const { return running_; }
    QString endpoint() const { return endpoint_; }
    QStringList models() const { return models_; }
    QString problem() const { return problem_; }
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// `typed` are values that are not in the keyring yet.
    void begin(const remote::Endpoint& endpoint, const QMap<QString, QString>& typed);
    /// Asks for the list of models.
    void list(const remote::Endpoint& endpoint, const QMap<QString, QString>& typed);
    /// Forgets what was found.
    Q_INVOKABLE void clear();

  signals:
    void changed();

  private:
    using Work = std::function<void(const QMap<QString, QString>& values, std::stop_token stop, int turn)>;
    void run(const remote::Endpoint& endpoint, const QMap<QString, QString>& typed, Work work);
    void add(const remote::Finding& finding);
    void end();
    /// Calls `change` on this object's thread, unless another trial has begun since.
    void tell(int turn, std::function<void()> change);

    secrets::Secrets* secrets_;
    remote::SharedManager* network_;
    QList<remote::Finding> findings_;
    QString endpoint_, problem_;
    QStringList models_;
    bool running_ = false;
    int turn_ = 0;
    std::stop_source stop_;
    TaskThread thread_; // last: it ends before all else
};

} // namespace hadal::ui
