// The model that answers, as the interface shows it.
#pragma once

#include "app/host/model_host.h"

#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// Follows the host. Where nothing is loaded the name is empty and the length 0.
class ModelView : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by Workspace.")
    Q_PROPERTY(State state READ state NOTIFY stateChanged)
    Q_PROPERTY(QString name READ name NOTIFY stateChanged)
    Q_PROPERTY(int contextLength READ contextLength NOTIFY stateChanged) ///< tokens
    Q_PROPERTY(QString problem READ problem NOTIFY stateChanged)         ///< why loading failed
    Q_PROPERTY(double progress READ progress NOTIFY progressChanged)     ///< of loading, 0 to 1
    Q_PROPERTY(QString activity READ activity NOTIFY progressChanged)    ///< what loading does now
    Q_PROPERTY(
        double bytesPerToken READ bytesPerToken NOTIFY stateChanged) ///< that writing one reads; 0: unknown
    Q_PROPERTY(bool builtIn READ builtIn NOTIFY stateChanged)        ///< it comes with the program
    Q_PROPERTY(QString endpoint READ endpoint NOTIFY stateChanged)   ///< that has it; empty: this computer

  public:
    enum State { Empty, Loading, Ready, Failed };
    Q_ENUM(State)

    ModelView(host::ModelHost* host, bool builtIn, QObject* parent);

    State state() const;
    QString name() const { return host_->modelName(); }
    int contextLength() const { return int(host_->contextLength()); }
    double bytesPerToken() const { return double(host_->bytesPerToken()); }
    QString problem() const { return host_->errorMessage(); }
    double progress() const { return host_->progress(); }
    QString activity() const { return host_->activity(); }
    bool builtIn() const { return builtIn_ && endpoint_.isEmpty(); }
    QString endpoint() const { return endpoint_; }

    /// Whose model the host is to load from now on; empty: this computer's.
    void setEndpoint(const QString& endpoint);

  signals:
    void stateChanged();
    void progressChanged();

  private:
    host::ModelHost* host_;
    bool builtIn_; ///< this computer's
    QString endpoint_;
};

} // namespace hadal::ui
