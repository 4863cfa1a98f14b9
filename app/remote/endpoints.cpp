#include "app/remote/endpoints.h"

#include "kernels/error.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>

namespace hadal::remote {
namespace {

constexpr qint64 largestFile = 4 << 20;

} // namespace

Endpoints::Endpoints(const QString& folder, QObject* parent)
    : QObject(parent), path_(QDir(folder).filePath("endpoints.json")) {
    read();
}

void Endpoints::read() {
    QFile file(path_);
    if (!file.exists())
        return;
    const auto fail = [this](const QString& why) {
        locked_ = true;
        warnings_ +=
            QString("The endpoints in %1 cannot be read: %2 The file is left as it is until you repair it or "
                    "move it away.")
                .arg(path_, why);
    };
    if (!file.open(QIODevice::ReadOnly))
        return fail(file.errorString() + '.');
    try {
        file_ = parse_json(file.read(largestFile).toStdString());
    } catch (const Error& error) {
        return fail(QString::fromUtf8(error.what()));
    }
    if (!file_.is_object() || !file_.contains("endpoints") || !file_["endpoints"].is_array())
        return fail("expected an object with a list of \"endpoints\".");
    const Json entries = file_["endpoints"];
    file_.erase("endpoints");
    for (const Json& entry : entries)
        try {
            const Endpoint endpoint = readEndpoint(entry);
            if (find(endpoint.name))
                throw Error(ErrorKind::InvalidInput,
                            "There are two endpoints called \"" + endpoint.name.toStdString() + "\".");
            if (const QString problem = problemOf(endpoint); !problem.isEmpty())
                throw Error(ErrorKind::InvalidInput, problem.toStdString());
            all_ += endpoint;
        } catch (const Error& error) {
            unreadable_.push_back(entry);
            warnings_ +=
                QString("An endpoint in %1 was left out: %2").arg(path_, QString::fromUtf8(error.what()));
        }
}

void Endpoints::write() {
    Json json = file_;
    json["endpoints"] = Json::array();
    for (const Endpoint& endpoint : all_)
        json["endpoints"].push_back(toJson(endpoint));
    for (const Json& entry : unreadable_)
        json["endpoints"].push_back(entry);
    QDir().mkpath(QFileInfo(path_).path());
    QSaveFile file(path_);
    const QByteArray text = QByteArray::fromStdString(json.dump(2) + '\n');
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        warnings_ = {QString("The endpoints cannot be saved in %1: %2.").arg(path_, file.errorString())};
}

const Endpoint* Endpoints::find(const QString& name) const {
    const auto found = std::find_if(all_.begin(), all_.end(),
                                    [&](const Endpoint& endpoint) { return endpoint.name == name; });
    return found == all_.end() ? nullptr : &*found;
}

QString Endpoints::freeName(const QString& wish) const {
    QString name = wish;
    for (int i = 2; find(name); ++i)
        name = QString("%1 %2").arg(wish).arg(i);
    return name;
}

QString Endpoints::save(const Endpoint& endpoint, const QString& replaced) {
    if (locked_)
        return warnings_.join('\n');
    if (const QString problem = problemOf(endpoint); !problem.isEmpty())
        return problem;
    if (endpoint.name != replaced && find(endpoint.name))
        return QString("There is an endpoint “%1” already. Choose another name.").arg(endpoint.name);
    const auto before =
        std::find_if(all_.begin(), all_.end(), [&](const Endpoint& other) { return other.name == replaced; });
    if (before != all_.end())
        *before = endpoint;
    else
        all_ += endpoint;
    write();
    emit changed();
    return {};
}

void Endpoints::remove(const QString& name) {
    if (all_.removeIf([&](const Endpoint& endpoint) { return endpoint.name == name; }) == 0)
        return;
    write();
    emit changed();
}

QString Endpoints::restore(const Endpoint& endpoint, int at) {
    if (const QString problem = save(endpoint); !problem.isEmpty())
        return problem;
    all_.move(all_.size() - 1, std::clamp(qsizetype(at), qsizetype{0}, all_.size() - 1));
    write();
    emit changed();
    return {};
}

} // namespace hadal::remote
