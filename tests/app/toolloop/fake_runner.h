// Runs that end when the test says so.
#pragma once

#include "app/toolloop/shelf.h"
#include "app/toolloop/tool_loop.h"

#include <QPointer>
#include <QTimer>

namespace hadal::test {

class FakeRun : public tools::Run {
  public:
    using Run::Run;

    void end(const tools::RunResult& result) {
        if (!std::exchange(ended, true))
            emit finished(result);
    }
    void end(const QString& text) {
        end({tools::RunResult::Done, text, false, text.size(), 0.25, "no network"});
    }
    void stop() override {
        QTimer::singleShot(0, this, [this] {
            end({tools::RunResult::Stopped, "Stopped.", false, 0, 0.1, {}});
        });
    }
    void answer(const QString& text) override { end(text); }

    tools::Tool tool;
    Json arguments;
    bool ended = false;
};

/// With `at_once` a run ends by itself, with the tool's name and its arguments as the result.
class FakeRunner : public tools::Runner {
  public:
    using Runner::Runner;

    tools::Run* run(const tools::Tool& tool, const Json& arguments) override {
        auto* run = new FakeRun;
        run->tool = tool;
        run->arguments = arguments;
        runs += run;
        if (std::holds_alternative<tools::AskAction>(tool.action))
            QTimer::singleShot(0, run, [run] { emit run->asks("How many?"); });
        else if (at_once)
            QTimer::singleShot(0, run, [run] {
                // In the order of the alphabet: the same arguments give the same result.
                run->end(run->tool.name + " " +
                         QString::fromStdString(nlohmann::json(run->arguments).dump()));
            });
        return run;
    }
    QString sandbox(const tools::Tool& tool, QString& problem) const override {
        if (tool.name == "unsafe")
            problem = "No sandbox can be made. Install bubblewrap.";
        return "no files, no network, 512 MiB, 30 s";
    }

    QList<QPointer<FakeRun>> runs;
    bool at_once = true;
};

inline tools::Tool tool(const QString& name, tools::Effect effect = tools::Effect::Reads) {
    tools::Tool made;
    made.id = "id-" + name;
    made.name = name;
    made.purpose = "Does " + name;
    made.effect = effect;
    made.parameters = {{"type", "object"},
                       {"properties",
                        {{"n", {{"type", "integer"}, {"minimum", 0}, {"description", "How many"}}},
                         {"path", {{"type", "string"}}},
                         {"mode", {{"enum", {"fast", "safe"}}}},
                         {"dry", {{"type", "boolean"}}}}},
                       {"additionalProperties", false}};
    made.action = tools::CommandAction{name, {}, false, {}, {}, {}};
    return made;
}

class FakeShelf : public toolloop::Shelf {
  public:
    using Shelf::Shelf;

    QList<tools::Tool> tools() const override { return all; }
    QList<tools::ToolSet> sets() const override { return {{"set", "Both", {"id-look", "id-move"}}}; }

    QList<tools::Tool> all = {tool("look"), tool("move", tools::Effect::Writes),
                              tool("drop", tools::Effect::Deletes), tool("unsafe"), ask()};

  private:
    static tools::Tool ask() {
        tools::Tool made = tool("ask");
        made.action = tools::AskAction{};
        return made;
    }
};

} // namespace hadal::test
