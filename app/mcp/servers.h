// All servers of the person, and the tools that they offer to models.
#pragma once

#include "app/base/json_file.h"
#include "app/mcp/server.h"

#include <QObject>

#include <vector>

namespace hadal::mcp {

/// Kept as plain JSON, in the form that other programs use, in `mcp.json` of the data folder: see
/// server_config.h. Entries that cannot be read are kept as they are and told in warnings(). Lives on the
/// interface thread; no call blocks beyond reading and writing that file.
class Servers : public QObject {
    Q_OBJECT

  public:
    /// Reads the file; start() starts the servers that are enabled.
    Servers(const QString& folder, const Services& services, QObject* parent = nullptr);
    ~Servers() override;

    void start();

    QString path() const { return file_.path(); }
    /// What is wrong with the file and with entries of it; one sentence each.
    QStringList warnings() const;

    /// In the order of the file. A pointer is valid until its server is removed.
    QList<Server*> all() const;
    Server* find(const QString& id) const; ///< null: there is none

    /// Adds a server, or replaces the one called `replaced`, which may have another name. Returns what is
    /// wrong, empty for nothing; then nothing has changed.
    QString save(const ServerConfig& config, const QString& replaced = {});
    void remove(const QString& id);
    /// Brings a server back to the place in all() that it was removed from; returns what save() does.
    QString restore(const ServerConfig& config, int at);
    void setEnabled(const QString& id, bool enabled);
    /// A name that no server has: `wish`, or `wish 2`.
    QString freeId(const QString& wish) const;

    /// The tools that are on, of the enabled servers that have told theirs, named SERVER_TOOL so that every
    /// model takes the name and no two are the same.
    QList<tools::Tool> tools() const;

    const Services& services() const { return services_; }

  signals:
    void changed();      ///< which servers there are, and what the person has said of them
    void toolsChanged(); ///< tools()

  private:
    Server* add(const ServerConfig& config);
    void read();
    void write();

    JsonFile file_;
    Services services_;
    std::vector<std::unique_ptr<Server>> servers_;
    Json rest_ = Json::object(); ///< what else the file holds
    Json unreadable_ = Json::object();
    QStringList unread_; ///< why
};

/// The effect of a tool: the person's word; without one, a server's "it only reads" counts only where its
/// hints are trusted, and "it destroys" always.
tools::Effect effectOf(const ServerConfig& config, const ServerTool& tool);

/// SERVER_TOOL as a name for models: letters, digits, '_' and '-', at most 64. `hashed` makes it unlike
/// others that would come out the same, always in the same way.
QString modelName(const QString& server, const QString& tool, bool hashed);

} // namespace hadal::mcp
