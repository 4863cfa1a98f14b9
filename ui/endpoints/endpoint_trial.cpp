#include "ui/endpoints/endpoint_trial.h"

#include "app/base/when_done.h"
#include "app/remote/models.h"

#include <QLocale>

#include <chrono>

namespace hadal::ui {
namespace {

constexpr std::chrono::seconds patience{60}; // of a test; answers may take longer

} // namespace

using remote::Finding;

EndpointTrial::EndpointTrial(secrets::Secrets* secrets, remote::SharedManager* network, QObject* parent)
    : QAbstractListModel(parent), secrets_(secrets), network_(network) {}

EndpointTrial::~EndpointTrial() {
    stop_.request_stop();
}

int EndpointTrial::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant EndpointTrial::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Finding& finding = findings_.at(index.row());
    const QString detail = QString::fromStdString(finding.detail);
    if (role == WorksRole)
        return finding.works;
    if (role == DetailRole)
        return finding.works ? QString() : detail;
    if (role != TextRole)
        return {};
    const QString time = tr("%1 s").arg(QLocale().toString(finding.seconds, 'f', 2));
    switch (finding.what) {
    case Finding::Reach:
        return finding.works ? tr("Reached in %1: %2").arg(time, detail) : tr("Not reached");
    case Finding::Answer:
        return finding.works ? tr("Answers, after %1").arg(time) : tr("Does not answer");
    case Finding::Stream:
        return finding.works ? tr("Streams its answers") : tr("Does not stream its answers");
    case Finding::Tools:
        return finding.works ? tr("Calls tools") : tr("Does not call tools");
    case Finding::Schema:
        return finding.works ? tr("Keeps to a JSON schema") : tr("Does not keep to a JSON schema");
    }
    return {};
}

QHash<int, QByteArray> EndpointTrial::roleNames() const {
    return {{TextRole, "text"}, {WorksRole, "works"}, {DetailRole, "detail"}};
}

void EndpointTrial::clear() {
    stop_.request_stop();
    ++turn_;
    beginResetModel();
    findings_.clear();
    endResetModel();
    endpoint_.clear();
    models_.clear();
    problem_.clear();
    running_ = false;
    emit changed();
}

void EndpointTrial::begin(const remote::Endpoint& endpoint, const QMap<QString, QString>& typed) {
    clear();
    remote::Endpoint asked = endpoint;
    asked.seconds = std::min(asked.seconds, int(patience.count()));
    run(asked, typed, [this, asked](const QMap<QString, QString>& values, std::stop_token stop, int turn) {
        remote::survey(asked, values, network_, stop, [this, turn](const Finding& finding) {
            tell(turn, [this, finding] { add(finding); });
        });
    });
}

void EndpointTrial::list(const remote::Endpoint& endpoint, const QMap<QString, QString>& typed) {
    clear();
    run(endpoint, typed,
        [this, endpoint](const QMap<QString, QString>& values, std::stop_token stop, int turn) {
            remote::Patience quick;
            quick.silence = patience;
            quick.retries = 0;
            try {
                const remote::Client client(endpoint, remote::accessTo(endpoint, values), network_, quick);
                QStringList models;
                for (const remote::ListedModel& model : remote::listModels(client, stop))
                    models += QString::fromStdString(model.id);
                tell(turn, [this, models] { models_ = models; });
            } catch (const std::exception& error) {
                tell(turn, [this, why = QString::fromUtf8(error.what())] { problem_ = why; });
            }
        });
}

void EndpointTrial::run(const remote::Endpoint& endpoint, const QMap<QString, QString>& typed, Work work) {
    endpoint_ = endpoint.name;
    running_ = true;
    emit changed();
    stop_ = {};
    QStringList kept = endpoint.secretNames();
    kept.removeIf([&](const QString& name) { return typed.contains(name); });
    const auto failing = [this, turn = turn_](const QString& why) {
        if (turn != turn_)
            return;
        problem_ = why;
        add({Finding::Reach, false, why.toStdString(), 0.0});
        end();
    };
    whenDone(
        secrets_->values(kept), this,
        [=, this, turn = turn_, stop = stop_.get_token()](const secrets::Secrets::Values& found) {
            if (turn != turn_)
                return;
            if (!found.problem.isEmpty())
                return failing(found.problem);
            QMap<QString, QString> values = found.values;
            values.insert(typed);
            thread_.post([=, this] {
                work(values, stop, turn);
                tell(turn, [this] { end(); });
            });
        },
        failing);
}

void EndpointTrial::add(const Finding& finding) {
    beginInsertRows({}, count(), count());
    findings_ += finding;
    endInsertRows();
    emit changed();
}

void EndpointTrial::end() {
    running_ = false;
    emit changed();
}

void EndpointTrial::tell(int turn, std::function<void()> change) {
    QMetaObject::invokeMethod(
        this,
        [this, turn, change = std::move(change)] {
            if (turn == turn_)
                change();
        },
        Qt::QueuedConnection);
}

} // namespace hadal::ui
