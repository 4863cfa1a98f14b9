#include "ui/chat/bin_model.h"

#include "app/base/when_done.h"

#include <algorithm>

namespace hadal::ui {

using conversations::Conversation;

BinModel::BinModel(conversations::Store* store, QObject* parent)
    : QAbstractListModel(parent), store_(store) {}

int BinModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant BinModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Conversation& row = rows_.at(index.row());
    switch (role) {
    case IdRole:
        return row.id;
    case TitleRole:
        return row.title;
    case RemovedRole:
        return row.removed.toLocalTime();
    case DaysLeftRole:
        return std::max(
            0, int(QDateTime::currentDateTimeUtc().daysTo(row.removed.addDays(conversations::bin_days))));
    default:
        return {};
    }
}

QHash<int, QByteArray> BinModel::roleNames() const {
    return {{IdRole, "conversationId"},
            {TitleRole, "title"},
            {RemovedRole, "removed"},
            {DaysLeftRole, "daysLeft"}};
}

void BinModel::read() {
    whenDone(
        store_->bin(), this,
        [this](const QList<Conversation>& rows) {
            beginResetModel();
            rows_ = rows;
            loaded_ = true;
            endResetModel();
            emit countChanged();
        },
        [](const QString&) { /* the store tells of its troubles by itself */ });
}

void BinModel::purge(const QString& id) {
    if (take(id).id.isEmpty())
        return;
    store_->purge(id);
    emit purged(id);
}

void BinModel::purgeAll() {
    const QList<Conversation> rows = rows_;
    for (const Conversation& row : rows)
        purge(row.id);
}

Conversation BinModel::take(const QString& id) {
    const auto found =
        std::find_if(rows_.begin(), rows_.end(), [&](const Conversation& row) { return row.id == id; });
    if (found == rows_.end())
        return {};
    const int row = int(found - rows_.begin());
    beginRemoveRows({}, row, row);
    const Conversation taken = rows_.takeAt(row);
    endRemoveRows();
    emit countChanged();
    return taken;
}

} // namespace hadal::ui
