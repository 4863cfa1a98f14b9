#include "ui/endpoints/endpoint_desk.h"

#include "app/base/when_done.h"
#include "app/remote/remote_engine.h"

#include <algorithm>

namespace hadal::ui {

using remote::Endpoint;

EndpointDesk::EndpointDesk(const EndpointServices& services, QObject* parent)
    : QAbstractListModel(parent), services_(services), draft_(services.endpoints, services.secrets),
      trial_(services.secrets, services.network) {
    connect(services_.endpoints, &remote::Endpoints::changed, this, &EndpointDesk::refresh);
    connect(&draft_, &EndpointDraft::saved, this, [this](const QString& before, const QString& now) {
        // The one that answers may have another name, address or key now.
        if (!before.isEmpty() && before == services_.preferences->endpoint())
            choose(now);
    });
    refresh();
}

QString EndpointDesk::current() const {
    const QString name = services_.preferences->endpoint();
    return services_.endpoints->find(name) ? name : QString();
}

void EndpointDesk::refresh() {
    QStringList now;
    for (const Endpoint& endpoint : services_.endpoints->all())
        now += endpoint.name;
    if (now == shown_) {
        if (!now.isEmpty())
            emit dataChanged(index(0), index(count() - 1));
    } else {
        beginResetModel();
        shown_ = now;
        endResetModel();
    }
    emit countChanged();
}

int EndpointDesk::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(shown_.size());
}

QVariant EndpointDesk::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Endpoint* endpoint = services_.endpoints->find(shown_.at(index.row()));
    if (!endpoint)
        return {};
    switch (role) {
    case EndpointRole:
        return endpoint->name;
    case ModelRole:
        return endpoint->model;
    case HostRole:
        return remote::hostOf(*endpoint);
    case KeyRole:
        return !endpoint->key.isEmpty();
    case CurrentRole:
        return endpoint->name == current();
    default:
        return {};
    }
}

QHash<int, QByteArray> EndpointDesk::roleNames() const {
    return {{EndpointRole, "endpoint"},
            {ModelRole, "model"},
            {HostRole, "host"},
            {KeyRole, "hasKey"},
            {CurrentRole, "chosen"}};
}

void EndpointDesk::follow(ModelView* view) {
    view->setEndpoint(current());
    connect(this, &EndpointDesk::currentChanged, view, [this, view] { view->setEndpoint(current()); });
}

void EndpointDesk::load() {
    ++loads_;
    if (const Endpoint* endpoint = services_.endpoints->find(current()))
        loadEndpoint(*endpoint);
    else
        services_.host->load(services_.local);
}

void EndpointDesk::loadEndpoint(const Endpoint& endpoint) {
    // The keyring may have to ask first, and what was loaded does not answer meanwhile.
    services_.host->unload();
    const auto failing = [this](const QString& problem) {
        services_.host->load(
            [problem](const ProgressFn&, std::stop_token) -> std::unique_ptr<runtime::ChatEngine> {
                throw Error(ErrorKind::InvalidInput, problem.toStdString());
            });
    };
    whenDone(
        services_.secrets->values(endpoint.secretNames()), this,
        [=, this, turn = loads_](const secrets::Secrets::Values& found) {
            if (turn != loads_)
                return;
            if (!found.problem.isEmpty())
                return failing(found.problem);
            services_.host->load(
                [endpoint, values = found.values, network = services_.network](const ProgressFn& progress,
                                                                               std::stop_token stop) {
                    return remote::openEndpoint(endpoint, values, network, progress, stop);
                },
                runtime::Sampling());
        },
        failing);
}

void EndpointDesk::choose(const QString& endpoint) {
    services_.preferences->setEndpoint(endpoint);
    emit currentChanged();
    refresh();
    load();
}

void EndpointDesk::remove(const QString& name) {
    const Endpoint* found = services_.endpoints->find(name);
    if (!found)
        return;
    const QString key = found->key;
    if (!EndpointDraft::isOwnKey(key))
        return takeOut(*found, {});
    // Its value is read first, so that there is a way back.
    const auto failing = [this](const QString& why) { emit failed(why); };
    whenDone(
        services_.secrets->values({key}), this,
        [=, this](const secrets::Secrets::Values& values) {
            if (const Endpoint* still = services_.endpoints->find(name))
                takeOut(*still, values.values.value(key));
        },
        failing);
}

void EndpointDesk::takeOut(Endpoint endpoint, const QString& value) {
    const auto at = int(shown_.indexOf(endpoint.name));
    const bool answered = endpoint.name == current();
    const auto where = services_.secrets->isForThisSession(endpoint.key) ? secrets::Secrets::ThisSession
                                                                         : secrets::Secrets::InKeyring;
    services_.endpoints->remove(endpoint.name);
    if (EndpointDraft::isOwnKey(endpoint.key))
        services_.secrets->remove(endpoint.key);
    if (answered)
        choose({});
    acts_.done(tr("%1 removed").arg(endpoint.name), [=, this] {
        const auto bringBack = [=, this] {
            if (const QString problem = services_.endpoints->restore(endpoint, at); !problem.isEmpty())
                emit failed(problem);
            else if (answered)
                choose(endpoint.name);
        };
        if (value.isEmpty())
            return bringBack();
        whenDone(
            services_.secrets->keep(endpoint.key, value, where), this,
            [=](const secrets::Answer&) { bringBack(); }, [this](const QString& why) { emit failed(why); });
    });
}

void EndpointDesk::test(const QString& name) {
    if (const Endpoint* endpoint = services_.endpoints->find(name))
        trial_.begin(*endpoint, {});
}

void EndpointDesk::testDraft() {
    QMap<QString, QString> typed;
    if (const auto endpoint = draft_.written(typed))
        trial_.begin(*endpoint, typed);
}

void EndpointDesk::listModels() {
    QMap<QString, QString> typed;
    if (const auto endpoint = draft_.written(typed))
        trial_.list(*endpoint, typed);
}

} // namespace hadal::ui
