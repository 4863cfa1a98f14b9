// The person's endpoints.
#pragma once

#include "app/base/json_file.h"
#include "app/remote/endpoint.h"

#include <QObject>

namespace hadal::remote {

/// Kept as plain JSON, {"endpoints": [...]} in `endpoints.json` of the data folder; each entry is as
/// endpoint.h says. What cannot be read stays in the file and is told in warnings(). Keys are in the keyring,
/// never here. Lives on the interface thread; no call blocks beyond reading and writing that file.
class Endpoints : public QObject {
    Q_OBJECT

  public:
    explicit Endpoints(const QString& folder, QObject* parent = nullptr);

    QString path() const { return file_.path(); }
    /// What is wrong with the file and with entries of it; one sentence each.
    QStringList warnings() const;

    /// In the order of the file.
    const QList<Endpoint>& all() const { return all_; }
    const Endpoint* find(const QString& name) const; ///< null: there is none; valid until the next change
    /// A name that is free: `wish`, or `wish 2`.
    QString freeName(const QString& wish) const;

    /// Adds an endpoint, or replaces the one called `replaced`, which may have another name. Returns what is
    /// wrong, empty for nothing; then nothing has changed.
    QString save(const Endpoint& endpoint, const QString& replaced = {});
    void remove(const QString& name);
    /// Brings one back to the place that it was removed from; returns what save() does.
    QString restore(const Endpoint& endpoint, int at);

  signals:
    void changed();

  private:
    void read();
    void write();

    JsonFile file_;
    QList<Endpoint> all_;
    Json unreadable_ = Json::array();
    Json rest_ = Json::object(); ///< what else the file holds
    QStringList unread_;         ///< why
};

} // namespace hadal::remote
