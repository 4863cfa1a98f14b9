// Endpoints, and the choice of the model that answers, as the interface shows and changes them.
#pragma once

#include "app/host/model_host.h"
#include "app/remote/endpoints.h"
#include "app/secrets/secrets.h"
#include "ui/chat/model_view.h"
#include "ui/chat/undo_stack.h"
#include "ui/endpoints/endpoint_draft.h"
#include "ui/endpoints/endpoint_trial.h"
#include "ui/settings/preferences.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// What the desk works with; all outlive it.
struct EndpointServices {
    remote::Endpoints* endpoints = nullptr;
    secrets::Secrets* secrets = nullptr;
    remote::SharedManager* network = nullptr;
    host::ModelHost* host = nullptr;
    Preferences* preferences = nullptr;
    host::Factory local; ///< opens the model of this computer
    QString localName;
};

/// One row an endpoint, in the order of the file. Everything that can be done to one goes by its name. Which
/// one answers is kept in the preferences; one that is gone there leaves the choice to this computer's model.
class EndpointDesk : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the program.")
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    Q_PROPERTY(QString warning READ warning NOTIFY countChanged) ///< about the file; empty: none
    Q_PROPERTY(QString localName READ localName CONSTANT)        ///< of the model of this computer
    Q_PROPERTY(
        QString current READ current NOTIFY currentChanged) ///< the endpoint that answers; empty: none does
    Q_PROPERTY(hadal::ui::UndoStack* acts READ acts CONSTANT)
    Q_PROPERTY(hadal::ui::EndpointDraft* draft READ draft CONSTANT) ///< what the form is filled in with
    Q_PROPERTY(hadal::ui::EndpointTrial* trial READ trial CONSTANT) ///< of what is in the form, or a row

  public:
    enum Role {
        EndpointRole = Qt::UserRole + 1, ///< its name
        ModelRole,                       ///< as it is written down; empty: its first
        HostRole,
        KeyRole,     ///< bool: it has one
        CurrentRole, ///< bool
    };

    explicit EndpointDesk(const EndpointServices& services, QObject* parent = nullptr);

    int count() const { return int(services_.endpoints->all().size()); }
    QString warning() const { return services_.endpoints->warnings().join('\n'); }
    QString localName() const { return services_.localName; }
    QString current() const;
    UndoStack* acts() { return &acts_; }
    EndpointDraft* draft() { return &draft_; }
    EndpointTrial* trial() { return &trial_; }
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// Tells `view` whose model it shows, from now on.
    void follow(ModelView* view);
    /// Makes the host load the model that is chosen.
    void load();

    /// Lets an endpoint answer from now on; empty: the model of this computer.
    Q_INVOKABLE void choose(const QString& endpoint);
    /// With the key that was kept for it.
    Q_INVOKABLE void remove(const QString& endpoint);
    /// What the trial finds out follows in trial().
    Q_INVOKABLE void test(const QString& endpoint);
    Q_INVOKABLE void testDraft();
    Q_INVOKABLE void listModels(); ///< of what is in the form

  signals:
    void countChanged();
    void currentChanged();
    void failed(const QString& why);

  private:
    void refresh();
    void loadEndpoint(const remote::Endpoint& endpoint);
    void takeOut(remote::Endpoint endpoint, const QString& value);

    EndpointServices services_;
    EndpointDraft draft_;
    EndpointTrial trial_;
    UndoStack acts_;
    QStringList shown_;
    int loads_ = 0; ///< only the last one counts
};

} // namespace hadal::ui
