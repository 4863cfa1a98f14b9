#include "app/remote/endpoints.h"

#include "kernels/error.h"

#include <QDir>

#include <algorithm>

namespace hadal::remote {
namespace {

void check(const Json& json) {
    if (!json.is_object() || !json.contains("endpoints") || !json["endpoints"].is_array())
        throw Error(ErrorKind::InvalidFile, "It is no object with a list of “endpoints”.");
}

} // namespace

Endpoints::Endpoints(const QString& folder, QObject* parent)
    : QObject(parent), file_(QDir(folder).filePath("endpoints.json"), check) {
    read();
}

QStringList Endpoints::warnings() const {
    return file_.problem().isEmpty() ? unread_ : QStringList(file_.problem()) + unread_;
}

void Endpoints::read() {
    Json json = file_.read();
    if (json.is_null())
        return;
    const Json entries = json["endpoints"];
    json.erase("endpoints");
    rest_ = json;
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
            unread_ += QString("An endpoint in %1 was left out: %2")
                           .arg(file_.path(), QString::fromUtf8(error.what()));
        }
}

void Endpoints::write() {
    Json json = rest_;
    json["endpoints"] = Json::array();
    for (const Endpoint& endpoint : all_)
        json["endpoints"].push_back(toJson(endpoint));
    for (const Json& entry : unreadable_)
        json["endpoints"].push_back(entry);
    file_.write(json);
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
