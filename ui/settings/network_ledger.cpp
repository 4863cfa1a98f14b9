#include "ui/settings/network_ledger.h"

#include <QNetworkReply>

namespace hadal::ui {
namespace {

class WatchedManager : public remote::SharedManager {
  public:
    explicit WatchedManager(NetworkLedger* ledger) : SharedManager(ledger), ledger_(ledger) {}

  protected:
    QNetworkReply* createRequest(Operation operation, const QNetworkRequest& request,
                                 QIODevice* body) override {
        QNetworkReply* reply = SharedManager::createRequest(operation, request, body);
        ledger_->add(request, reply);
        return reply;
    }

  private:
    NetworkLedger* ledger_;
};

QString hostOf(const QUrl& url) {
    return url.port() < 0 ? url.host() : QString("%1:%2").arg(url.host()).arg(url.port());
}

} // namespace

NetworkLedger::NetworkLedger(QObject* parent)
    : QAbstractListModel(parent), manager_(new WatchedManager(this)) {}

int NetworkLedger::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant NetworkLedger::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = rows_.at(count() - 1 - index.row());
    switch (role) {
    case BeganRole:
        return row.began;
    case HostRole:
        return row.host;
    case PurposeRole:
        return row.purpose;
    case SentRole:
        return row.sent;
    case ReceivedRole:
        return row.received;
    case OutcomeRole:
        return row.outcome;
    default:
        return {};
    }
}

QHash<int, QByteArray> NetworkLedger::roleNames() const {
    return {{BeganRole, "began"}, {HostRole, "host"},         {PurposeRole, "purpose"},
            {SentRole, "sent"},   {ReceivedRole, "received"}, {OutcomeRole, "outcome"}};
}

void NetworkLedger::add(const QNetworkRequest& request, QNetworkReply* reply) {
    const QString why = request.attribute(purpose).toString();
    beginInsertRows({}, 0, 0);
    rows_.append({QDateTime::currentDateTime(), hostOf(request.url()),
                  why.isEmpty() ? tr("no reason given") : why, 0, 0, tr("under way")});
    endInsertRows();
    emit countChanged();
    const qint64 number = rows_.size() - 1;
    connect(reply, &QNetworkReply::uploadProgress, this, [this, number](qint64 bytes, qint64) {
        change(number, [bytes](Row& row) { row.sent = std::max(row.sent, bytes); });
    });
    connect(reply, &QNetworkReply::downloadProgress, this, [this, number](qint64 bytes, qint64) {
        change(number, [bytes](Row& row) { row.received = std::max(row.received, bytes); });
    });
    connect(reply, &QNetworkReply::finished, this, [this, number, reply] {
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        const QString outcome = status > 0 ? QString::number(status) : reply->errorString();
        change(number, [&](Row& row) { row.outcome = outcome; });
    });
}

void NetworkLedger::change(qint64 number, const std::function<void(Row&)>& change) {
    change(rows_[number]);
    const QModelIndex changed = index(int(count() - 1 - number));
    emit dataChanged(changed, changed);
}

} // namespace hadal::ui
