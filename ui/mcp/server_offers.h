// What one server offers, as the rows of a list.
#pragma once

#include "ui/mcp/prompt_form.h"
#include "ui/mcp/server_desk.h"

#include <QPointer>

#include <memory>

namespace hadal::ui {

/// The tools, resources or prompts of a server of the desk. Rows that stay keep their delegates.
class ServerOffers : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(hadal::ui::ServerDesk* desk READ desk WRITE setDesk NOTIFY changed)
    Q_PROPERTY(QString server READ server WRITE setServer NOTIFY changed)
    Q_PROPERTY(Kind kind READ kind WRITE setKind NOTIFY changed)
    Q_PROPERTY(int count READ count NOTIFY changed)

  public:
    enum Kind { Tools, Resources, Prompts };
    Q_ENUM(Kind)
    enum Role {
        OfferRole = Qt::UserRole + 1, ///< what the server calls it: a name, or a resource's URI
        TitleRole,
        AboutRole,
        UsableRole, ///< the model can be given the tool, the resource can be read as it is; about tells why
                    ///< not
        OnRole,     ///< of a tool
        EffectRole, ///< of a tool: tools::Effect
        JudgedRole, ///< of a tool: the effect is the person's word
        FormRole,   ///< of a prompt: PromptForm
    };

    using QAbstractListModel::QAbstractListModel;

    ServerDesk* desk() const { return desk_; }
    void setDesk(ServerDesk* desk);
    QString server() const { return server_; }
    void setServer(const QString& server);
    Kind kind() const { return kind_; }
    void setKind(Kind kind);
    int count() const { return int(rows_.size()); }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

  signals:
    void changed();

  private:
    struct Row {
        QString offer, title, about;
        bool usable = true, on = false, judged = false;
        int effect = 0;
        std::shared_ptr<PromptForm> form = nullptr; ///< of a prompt
        bool operator==(const Row&) const = default;
    };
    QList<Row> read() const;
    std::shared_ptr<PromptForm> formOf(const mcp::Prompt& prompt) const;
    void refresh();

    QPointer<ServerDesk> desk_;
    QString server_;
    Kind kind_ = Tools;
    QList<Row> rows_;
};

} // namespace hadal::ui
