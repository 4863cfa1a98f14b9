// A workspace with a scripted model and a store in a temporary folder.
#pragma once

#include "app/conversations/store.h"
#include "app/host/model_host.h"
#include "engine/runtime/scripted_engine.h"
#include "ui/chat/workspace.h"
#include "ui/tools/tool_desk.h"

#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

namespace hadal::ui::test {

/// Answers "slow" word by word for a long time, "think" with reasoning, "break" with a failure, and anything
/// else with a short table and code.
inline Json script() {
    Json slow = {{"event", "content"}, {"text", ""}, {"by", "word"}, {"delay_ms", 20}};
    for (int i = 0; i < 400; ++i)
        slow["text"] = slow["text"].get<std::string>() + "slow ";
    return {
        {"model", "Test model"},
        {"context_length", 4096},
        {"answers",
         {{{"when", "slow"}, {"events", Json::array({slow})}},
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
        workspace = std::make_unique<Workspace>(
            ChatServices{&store, &host, {}}, folder.path(), [this] { load(); }, true);
        desk = std::make_unique<ToolDesk>(ToolServices{&library, &host}, folder.path());
    }

    void load() {
        host.load([](const ProgressFn&, std::stop_token) {
            return std::make_unique<runtime::ScriptedEngine>(script());
        });
    }

    QTemporaryDir folder;
    host::ModelHost host;
    conversations::Store store;
    tools::Library library{folder.path()};
    std::unique_ptr<Workspace> workspace; // goes first
    std::unique_ptr<ToolDesk> desk;
};

} // namespace hadal::ui::test
