#include "app/toolloop/toolbox.h"

#include "app/tools/library.h"
#include "app/tools/problems.h"

namespace hadal::toolloop {

Toolbox::Toolbox(const tools::Library* library, QObject* parent) : Shelf(parent), library_(library) {
    connect(library_, &tools::Library::toolsChanged, this, &Shelf::changed);
    connect(library_, &tools::Library::setsChanged, this, &Shelf::changed);
}

void Toolbox::add(std::function<QList<tools::Tool>()> source) {
    sources_ += std::move(source);
    emit changed();
}

QList<tools::Tool> Toolbox::tools() const {
    QList<tools::Tool> all = library_->tools();
    for (const auto& source : sources_)
        all += source();
    all.removeIf([](const tools::Tool& tool) { return !tools::isToolName(tool.name); });
    return all;
}

QList<tools::ToolSet> Toolbox::sets() const {
    return library_->sets();
}

tools::Runner* AnyRunner::runnerFor(const tools::Tool& tool) const {
    return servers_ && std::holds_alternative<tools::McpAction>(tool.action) ? servers_ : local_;
}

tools::Run* AnyRunner::run(const tools::Tool& tool, const Json& arguments) {
    return runnerFor(tool)->run(tool, arguments);
}

QString AnyRunner::sandbox(const tools::Tool& tool, QString& problem) const {
    return runnerFor(tool)->sandbox(tool, problem);
}

} // namespace hadal::toolloop
