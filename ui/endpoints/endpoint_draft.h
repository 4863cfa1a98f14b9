// An endpoint as it is being written down.
#pragma once

#include "app/remote/endpoints.h"
#include "app/secrets/secrets.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// Every part of the form as the text that stands in it; save() reads them. The key goes to the keyring, and
/// is never shown again: an empty field leaves the one that is kept.
class EndpointDraft : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by EndpointDesk.")
    Q_PROPERTY(QString replaced READ replaced NOTIFY changed) ///< the name it had; empty: a new one
    Q_PROPERTY(QString name MEMBER name_ NOTIFY changed)
    Q_PROPERTY(QString url MEMBER url_ NOTIFY changed)
    Q_PROPERTY(QString model MEMBER model_ NOTIFY changed)
    Q_PROPERTY(QString key MEMBER key_ NOTIFY changed)                ///< as it is typed
    Q_PROPERTY(bool hasKey READ hasKey NOTIFY changed)                ///< one is kept
    Q_PROPERTY(QString headers MEMBER headers_ NOTIFY changed)        ///< NAME=VALUE, one a line
    Q_PROPERTY(int server READ server WRITE setServer NOTIFY changed) ///< remote::Server
    Q_PROPERTY(QString context MEMBER context_ NOTIFY changed)        ///< tokens; empty: as the server says
    Q_PROPERTY(QString seconds MEMBER seconds_ NOTIFY changed)        ///< of silence
    Q_PROPERTY(QString problem READ problem NOTIFY changed)           ///< why it was not saved

  public:
    /// Both outlive this.
    EndpointDraft(remote::Endpoints* endpoints, secrets::Secrets* secrets, QObject* parent = nullptr);

    QString replaced() const { return replaced_.name; }
    bool hasKey() const { return !replaced_.key.isEmpty(); }
    int server() const { return int(server_); }
    QString problem() const { return problem_; }
    /// Fills in the address and name that are usual there, where nothing has been typed.
    void setServer(int server);

    /// Shows an endpoint, a new one for an empty name.
    Q_INVOKABLE void begin(const QString& endpoint);
    /// saved() follows, or keyRefused(), or problem() says what is wrong and nothing has changed.
    Q_INVOKABLE void save(bool forThisSession = false);
    /// Removes the key that is kept.
    Q_INVOKABLE void dropKey();

    /// What the form says; `values` gets the key that is typed. Nothing where problem() says why.
    std::optional<remote::Endpoint> written(QMap<QString, QString>& values);

    /// Whether a secret was kept by a draft, for one endpoint.
    static bool isOwnKey(const QString& secret);

  signals:
    void changed();
    void saved(const QString& before, const QString& now);
    void keyRefused(const QString& why); ///< no keyring answers: for this session only?

  private:
    void fail(const QString& problem);
    void store(const remote::Endpoint& endpoint);
    QString keyName() const;

    remote::Endpoints* endpoints_;
    secrets::Secrets* secrets_;
    remote::Endpoint replaced_;
    QString name_, url_, model_, key_, headers_, context_, seconds_, problem_;
    QString filledName_, filledUrl_; ///< not by the person
    remote::Server server_ = remote::Server::Auto;
};

} // namespace hadal::ui
