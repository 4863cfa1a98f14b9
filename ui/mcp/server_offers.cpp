#include "ui/mcp/server_offers.h"

#include <QQmlEngine>

#include <algorithm>

namespace hadal::ui {

void ServerOffers::setDesk(ServerDesk* desk) {
    if (desk == desk_)
        return;
    if (desk_)
        desk_->disconnect(this);
    desk_ = desk;
    if (desk_)
        connect(desk_, &ServerDesk::offersChanged, this, [this](const QString& server) {
            if (server == server_)
                refresh();
        });
    refresh();
}

void ServerOffers::setServer(const QString& server) {
    if (std::exchange(server_, server) == server)
        return;
    beginResetModel(); // of another server no row is the same, nor what was filled in
    rows_.clear();
    endResetModel();
    refresh();
}

void ServerOffers::setKind(Kind kind) {
    if (std::exchange(kind_, kind) != kind)
        refresh();
}

QList<ServerOffers::Row> ServerOffers::read() const {
    QList<Row> out;
    const mcp::Server* server = desk_ ? desk_->find(server_) : nullptr;
    if (!server)
        return out;
    if (kind_ == Tools) {
        const mcp::ServerConfig& config = server->config();
        for (const mcp::ServerTool& tool : server->tools()) {
            const bool usable = tool.problem.isEmpty();
            out += {.offer = tool.name,
                    .title = tool.name,
                    .about = !usable                      ? tool.problem
                             : tool.description.isEmpty() ? tool.title
                                                          : tool.description,
                    .usable = usable,
                    .on = usable && !config.toolsOff.contains(tool.name),
                    .judged = config.effects.contains(tool.name),
                    .effect = int(mcp::effectOf(config, tool))};
        }
    } else if (kind_ == Resources) {
        for (const mcp::Resource& resource : server->resources()) {
            const QString name = resource.title.isEmpty() ? resource.name : resource.title;
            out += {.offer = resource.uri,
                    .title = name.isEmpty() ? resource.uri : name,
                    .about = resource.description.isEmpty() ? resource.uri : resource.description,
                    .usable = !resource.isTemplate};
        }
    } else {
        for (const mcp::Prompt& prompt : server->prompts())
            out += {.offer = prompt.name,
                    .title = prompt.name,
                    .about = prompt.description.isEmpty() ? prompt.title : prompt.description,
                    .form = formOf(prompt)};
    }
    return out;
}

std::shared_ptr<PromptForm> ServerOffers::formOf(const mcp::Prompt& prompt) const {
    for (const Row& row : rows_)
        if (row.offer == prompt.name && row.form->isFor(prompt.arguments))
            return row.form; // with what is filled in
    std::shared_ptr<PromptForm> form(new PromptForm(prompt.arguments),
                                     [](PromptForm* one) { one->deleteLater(); });
    QQmlEngine::setObjectOwnership(form.get(), QQmlEngine::CppOwnership);
    return form;
}

void ServerOffers::refresh() {
    const QList<Row> now = read();
    if (now != rows_) {
        const qsizetype common = std::min(now.size(), rows_.size());
        if (now.size() < rows_.size()) {
            beginRemoveRows({}, int(common), count() - 1);
            rows_.resize(common);
            endRemoveRows();
        }
        const QList<Row> before = std::exchange(rows_, now.first(common));
        for (qsizetype i = 0; i < common; ++i)
            if (before[i] != now[i])
                emit dataChanged(index(int(i)), index(int(i)));
        if (now.size() > common) {
            beginInsertRows({}, int(common), int(now.size()) - 1);
            rows_ = now;
            endInsertRows();
        }
    }
    emit changed();
}

int ServerOffers::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant ServerOffers::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = rows_[index.row()];
    switch (role) {
    case OfferRole:
        return row.offer;
    case TitleRole:
        return row.title;
    case AboutRole:
        return row.about;
    case UsableRole:
        return row.usable;
    case OnRole:
        return row.on;
    case EffectRole:
        return row.effect;
    case JudgedRole:
        return row.judged;
    case FormRole:
        return QVariant::fromValue(row.form.get());
    default:
        return {};
    }
}

QHash<int, QByteArray> ServerOffers::roleNames() const {
    return {{OfferRole, "offer"}, {TitleRole, "title"},   {AboutRole, "about"},   {UsableRole, "usable"},
            {OnRole, "on"},       {EffectRole, "effect"}, {JudgedRole, "judged"}, {FormRole, "form"}};
}

} // namespace hadal::ui
