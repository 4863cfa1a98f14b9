// All tools of the program on one shelf, and one runner for all of them.
#pragma once

#include "app/toolloop/shelf.h"
#include "app/tools/run.h"

#include <functional>

namespace hadal::tools {
class Library;
}

namespace hadal::toolloop {

/// The tools of the library, then those of further sources. A draft whose name no model would take is not
/// there.
class Toolbox : public Shelf {
    Q_OBJECT

  public:
    /// The library outlives this.
    explicit Toolbox(const tools::Library* library, QObject* parent = nullptr);

    /// Further tools, of servers. The source tells of changes by way of Shelf::changed().
    void add(std::function<QList<tools::Tool>()> source);

    QList<tools::Tool> tools() const override;
    QList<tools::ToolSet> sets() const override;

  private:
    const tools::Library* library_;
    QList<std::function<QList<tools::Tool>()>> sources_;
};

/// Hands each tool to the runner for its kind of action.
class AnyRunner : public tools::Runner {
    Q_OBJECT

  public:
    /// Both outlive this. `servers` runs tools with an McpAction; null: such tools cannot be run.
    explicit AnyRunner(tools::Runner* local, tools::Runner* servers = nullptr, QObject* parent = nullptr)
        : Runner(parent), local_(local), servers_(servers) {}

    tools::Run* run(const tools::Tool& tool, const Json& arguments) override;
    QString sandbox(const tools::Tool& tool, QString& problem) const override;

  private:
    tools::Runner* runnerFor(const tools::Tool& tool) const;

    tools::Runner* local_;
    tools::Runner* servers_;
};

} // namespace hadal::toolloop
