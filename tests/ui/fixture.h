// A workspace with a scripted model and a store in a temporary folder.
#pragma once

#include "app/conversations/store.h"
#include "app/host/model_host.h"
#include "engine/runtime/scripted_engine.h"
#include "tests/app/toolloop/fake_runner.h"
#include "ui/chat/workspace.h"
#include "ui/tools/tool_desk.h"

#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

namespace hadal::ui::test {

/// Answers "aloud" with some sentences, code and a list, "two tools" with two calls, "move it" with one that
/// has to be allowed, "ask me" with a question, "over and over" with the same call for ever, and what tools
/// said with "Done." Answers "slow" word by word for a long time, "think" with reasoning, "break" with a
/// failure, and anything else with a short table and code.
inline Json calling(int index, const char* name, const char* arguments) {
    return {{"event", "tool_call"},
            {"index", index},
            {"id", "call_" + std::to_string(index)},
            {"name", name},
            {"arguments", arguments}};
}

inline Json script() {
    Json slow = {{"event", "content"}, {"text", ""}, {"by", "word"}, {"delay_ms", 20}};
    for (int i = 0; i < 400; ++i)
        slow["text"] = slow["text"].get<std::string>() + "slow ";
    return {
        {"model", "Test model"},
        {"context_length", 4096},
        {"answers",
         {{{"when", "slow"}, {"events", Json::array({slow})}},
          {{"when", "two tools"},
           {"events", {calling(0, "look", "{\"n\": 1}"), calling(1, "look", "{\"n\": 2}")}}},
          {{"when", "move it"},
           {"events",
            {{{"event", "content"}, {"text", "I move it."}},
             calling(0, "move", "{\"n\": 1, \"path\": \"/data/a\", \"dry\": false}")}}},
          {{"when", "ask me"}, {"events", Json::array({calling(0, "ask", "{}")})}},
          {{"when", "over and over"},
           {"events", Json::array({calling(0, "look", "{\"path\": \"over and over\"}")})}},
          {{"when", "refused this call"},
           {"events", Json::array({{{"event", "content"}, {"text", "As you wish."}}})}},
          {{"when", "look {"}, {"events", Json::array({{{"event", "content"}, {"text", "Done."}}})}},
          {{"when", "move {"}, {"events", Json::array({{{"event", "content"}, {"text", "Moved."}}})}},
          {{"when", "aloud"},
           {"events",
            {{{"event", "content"},
              {"text", "One **bold** sentence comes first. Then `another` one.\n\n```c\nint a;\nint "
                       "b;\n```\n\n- an item of a list\n\nAnd 中文 at the end"},
              {"by", "word"},
              {"delay_ms", 2}}}}},
          {{"when", "think"},
           {"events",
            {{{"event", "reasoning"}, {"text", "Let me *see*."}, {"by", "word"}},
             {{"event", "content"}, {"text", "I have thought."}},
             {{"event", "finished"},
              {"finish_reason", "stop"},
              {"usage", {{"prompt_tokens", 10}, {"completion_tokens", 9}, {"reasoning_tokens", 4}}},
              {"timing", {{"prefill_s", 0.1}, {"decode_s", 0.2}}}}}}},
          {{"when", "break"},
           {"events", Json::array({{{"event", "failed"}, {"kind", "internal"}, {"message", "It broke."}}})}},
          {{"events",
            Json::array(
                {{{"event", "content"},
                  {"text", "# Answer\n\n1. one\n2. two\n\n|a|b|\n|-|-|\n|1|2|\n\n```c\nx\n```\n"}}})}}}}};
}

class Fixture {
  public:
    Fixture() : store(folder.path()) {
        store.open();
        open();
    }

    /// The workspace, as at a start of the program.
    void open() {
        workspace = std::make_unique<Workspace>(
            ChatServices{&store, &host, {}, {&shelf, &runner, &rules}}, folder.path(), [this] { load(); },
            true);
        desk = std::make_unique<ToolDesk>(DeskServices{&library, &host, &runner, nullptr, &rules},
                                          folder.path());
    }

    void load() {
        host.load([](const ProgressFn&, std::stop_token) {
            return std::make_unique<runtime::ScriptedEngine>(script());
        });
    }

    QTemporaryDir folder;
    host::ModelHost host;
    conversations::Store store;
    hadal::test::FakeShelf shelf;
    hadal::test::FakeRunner runner;
    approval::RuleBook rules{folder.path()};
    tools::Library library{folder.path()};
    std::unique_ptr<Workspace> workspace; // goes first
    std::unique_ptr<ToolDesk> desk;
};

} // namespace hadal::ui::test
