// An engine that replays written answers: for work on the interface, screenshots and tests.
#pragma once

#include "engine/base/json.h"
#include "engine/runtime/request.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace hadal::runtime {

/// A script is a JSON object:
///
///   { "model": "a name", "context_length": 131072,
///     "answers": [
///       { "when": "weather",
///         "events": [
///           {"event": "progress", "done": 512, "total": 900, "cached": 128, "delay_ms": 300},
///           {"event": "reasoning", "text": "They ask about …", "by": "word", "delay_ms": 25},
///           {"event": "content", "text": "It rains.", "by": "character"},
///           {"event": "finished", "finish_reason": "stop", "usage": {"completion_tokens": 40}}
///   ] } ] }
///
/// A request gets the first answer whose "when" occurs in what it was said last (the last message of the
/// person, or what tools answered since the last of the model), otherwise the next one of those without
/// "when", beginning again after the last. Events are written as event_json.h says, so the events that the
/// command line prints can be replayed. An event waits for its "delay_ms" first. "by" cuts a reasoning or
/// content text into words or characters, each an event of its own with that delay. Messages are made from
/// the deltas, whatever "finished" says, and an answer that ends in neither "finished" nor "failed" finishes
/// by itself.
class ScriptedEngine : public ChatEngine {
  public:
    /// Throws InvalidInput naming the answer, the event and what is wrong.
    explicit ScriptedEngine(const Json& script);
    /// Throws InvalidFile naming the file also.
    static std::unique_ptr<ScriptedEngine> load(const std::filesystem::path& file);

    std::string model_name() const override { return model_name_; }
    std::int64_t context_length() const override { return context_length_; }
    /// An estimate: four bytes a token.
    std::int64_t count_tokens(const std::string& text) const override;
    bool counts_exactly() const override { return false; }
    void generate(const Request& request, const std::function<void(Event)>& emit,
                  std::stop_token stop) override;

  private:
    struct Step {
        std::chrono::milliseconds delay;
        Event event;
    };
    struct Answer {
        std::string when;
        std::vector<Step> steps;
    };
    static Answer read_answer(const Json& json);
    static void read_step(const Json& json, std::vector<Step>& steps);
    const Answer& choose(const Request& request);

    std::string model_name_;
    std::int64_t context_length_;
    std::vector<Answer> answers_;
    std::size_t next_ = 0; ///< in answers_, of those without "when"
};

} // namespace hadal::runtime
