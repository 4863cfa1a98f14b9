// A server as it is being written down.
#pragma once

#include "app/mcp/servers.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// Every part of the form as the text that stands in it; save() reads them. What a remote server has no use
/// for stays while the form is open: one can go back.
class ServerDraft : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by ServerDesk.")
    Q_PROPERTY(QString replaced READ replaced NOTIFY changed) ///< the name it had; empty: a new one
    Q_PROPERTY(QString name MEMBER name_ NOTIFY changed)
    Q_PROPERTY(bool remote MEMBER remote_ NOTIFY changed)
    Q_PROPERTY(QString command MEMBER command_ NOTIFY changed)
    Q_PROPERTY(QString arguments MEMBER arguments_ NOTIFY changed)     ///< one a line
    Q_PROPERTY(QString environment MEMBER environment_ NOTIFY changed) ///< NAME=VALUE, one a line
    Q_PROPERTY(QString folder MEMBER folder_ NOTIFY changed)
    Q_PROPERTY(QString url MEMBER url_ NOTIFY changed)
    Q_PROPERTY(QString headers MEMBER headers_ NOTIFY changed) ///< NAME=VALUE, one a line
    Q_PROPERTY(QString read MEMBER read_ NOTIFY changed)       ///< a folder a line
    Q_PROPERTY(QString write MEMBER write_ NOTIFY changed)     ///< a folder a line
    Q_PROPERTY(bool network MEMBER network_ NOTIFY changed)
    Q_PROPERTY(QString memory MEMBER memory_ NOTIFY changed) ///< MiB
    Q_PROPERTY(QString seconds MEMBER seconds_ NOTIFY changed)
    Q_PROPERTY(bool trust MEMBER trust_ NOTIFY changed)
    Q_PROPERTY(QString problem READ problem NOTIFY changed) ///< why it was not saved

  public:
    /// `servers` outlives this.
    explicit ServerDraft(mcp::Servers* servers, QObject* parent = nullptr);

    QString replaced() const { return replaced_; }
    QString problem() const { return problem_; }

    /// Shows a server, a new one for an empty name.
    Q_INVOKABLE void begin(const QString& server);
    /// False: problem() says what is wrong, and nothing has changed.
    Q_INVOKABLE bool save();

  signals:
    void changed();

  private:
    QString take();

    mcp::Servers* servers_;
    QString replaced_, name_, command_, arguments_, environment_, folder_, url_, headers_, read_, write_;
    QString memory_, seconds_, problem_;
    bool remote_ = false, network_ = false, trust_ = false;
};

} // namespace hadal::ui
