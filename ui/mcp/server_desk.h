// Servers of the Model Context Protocol as the interface shows and changes them.
#pragma once

#include "ui/chat/undo_stack.h"
#include "ui/mcp/prompt_form.h"
#include "ui/mcp/server_draft.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// One row a server, in the order of the file. Everything that can be done to one goes by its name.
class ServerDesk : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the program.")
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    Q_PROPERTY(QString warning READ warning NOTIFY countChanged)       ///< about the file; empty: none
    Q_PROPERTY(QStringList secrets READ secrets NOTIFY secretsChanged) ///< names
    Q_PROPERTY(hadal::ui::UndoStack* acts READ acts CONSTANT)
    Q_PROPERTY(hadal::ui::ServerDraft* draft READ draft CONSTANT) ///< what the form is filled in with

  public:
    enum Role {
        ServerRole = Qt::UserRole + 1, ///< its name
        EnabledRole,
        StateRole, ///< mcp::Server::State
        StateTextRole,
        ProblemRole,
        ReachRole, ///< its command line or address
    };

    /// Both outlive this.
    ServerDesk(mcp::Servers* servers, secrets::Secrets* secrets, QObject* parent = nullptr);

    int count() const { return int(shown_.size()); }
    QString warning() const { return servers_->warnings().join('\n'); }
    QStringList secrets() const { return secrets_->names(); }
    UndoStack* acts() { return &acts_; }
    ServerDraft* draft() { return &draft_; }
    mcp::Server* find(const QString& server) const { return servers_->find(server); } ///< null: there is none
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// Adds the servers of a pasted text, switched off. Keys and tokens in it go to the keyring first; where
    /// none answers, nothing is added, and secretRefused() tells, unless `forThisSession`.
    Q_INVOKABLE QString importText(const QString& text, bool forThisSession);
    Q_INVOKABLE void keepSecret(const QString& name, const QString& value, bool forThisSession);
    Q_INVOKABLE bool isForThisSession(const QString& secret) const {
        return secrets_->isForThisSession(secret);
    }
    Q_INVOKABLE void removeSecret(const QString& name);

    Q_INVOKABLE void setEnabled(const QString& server, bool enabled);
    Q_INVOKABLE void restart(const QString& server);
    Q_INVOKABLE void remove(const QString& server);

    Q_INVOKABLE QString log(const QString& server) const;
    Q_INVOKABLE void setToolOn(const QString& server, const QString& tool, bool on);
    /// Negative: what the server says and how far it is trusted decides.
    Q_INVOKABLE void setEffect(const QString& server, const QString& tool, int effect);

    /// resourceRead() or failed() follows.
    Q_INVOKABLE void readResource(const QString& server, const QString& uri, const QString& name);
    /// promptRead() or failed() follows.
    Q_INVOKABLE void getPrompt(const QString& server, const QString& prompt, hadal::ui::PromptForm* form);

  signals:
    void countChanged();
    void secretsChanged();
    void offersChanged(const QString& server);
    void logged(const QString& server);
    void resourceRead(const QString& name, const QString& text); ///< for the draft, as an attached text
    void promptRead(const QString& text);                        ///< for the draft
    void failed(const QString& why);
    void imported(int servers);
    void secretKept(const QString& name);
    void secretRefused(const QString& why); ///< no keyring answers: for this session only?

  private:
    void follow();
    void show(const QString& server);
    void add(const QList<mcp::ServerConfig>& servers);

    mcp::Servers* servers_;
    secrets::Secrets* secrets_;
    ServerDraft draft_;
    QStringList shown_;
    UndoStack acts_;
};

} // namespace hadal::ui
