// Runs tools of this computer: commands, HTTP requests, scripts, files, and the person.
#pragma once

#include "app/secrets/secrets.h"
#include "app/tools/run.h"

#include <QFuture>

#include <functional>

class QNetworkAccessManager;

namespace hadal::tools {

/// The values of all of `names`, or the problem where one is not there or cannot be read. Asked only for what
/// was given to the tool.
using SecretSource = std::function<QFuture<secrets::Secrets::Values>(const QStringList& names)>;

/// Every action but McpAction. Arguments are checked first; a value of a secret is taken out of what the tool
/// answers. What runs as a process runs in a Sandbox, or not at all.
class LocalRunner : public Runner {
    Q_OBJECT

  public:
    /// `network` makes the requests of HttpActions (so that the list of connections has them) and outlives
    /// this; null: one of its own. `dataFolder` is Hadal's own, which no tool sees.
    explicit LocalRunner(const QString& dataFolder, SecretSource secrets = {},
                         QNetworkAccessManager* network = nullptr, QObject* parent = nullptr);

    Run* run(const Tool& tool, const Json& arguments) override;
    QString sandbox(const Tool& tool, QString& problem) const override;

  private:
    QString dataFolder_;
    SecretSource secrets_;
    QNetworkAccessManager* network_;
};

} // namespace hadal::tools
