// From what a server sends to the events of an answer.
#pragma once

#include "app/remote/call_collector.h"
#include "app/remote/thought_splitter.h"
#include "engine/runtime/message_builder.h"

#include <functional>
#include <optional>
#include <set>
#include <string>

namespace hadal::remote {

/// What a server says instead of an answer, in one of the forms that servers have for it.
struct ServerError {
    std::string message; ///< its words; may be empty
    std::string code;    ///< "context_length_exceeded", "404" and so on; may be empty
    std::string field;   ///< of the request, that it is about; may be empty
};
/// Of a body or an event; nothing where it is no error.
std::optional<ServerError> serverError(const Json& json);

/// Takes the chunks of a stream, or the one object of an answer that is not streamed, and emits events. Where
/// servers differ, any of their forms will do: thoughts as `reasoning_content`, as `reasoning`, as parts, or
/// within <think> in the text; calls as CallCollector says; usage in any chunk.
///
/// What is read is untrusted: members of other types than expected count as missing, counts are bounded, and
/// what follows the end of the answer is ignored. No Qt, no thread.
class AnswerReader {
  public:
    /// Why an answer ended, as far as the server has told.
    enum class End {
        Open, ///< it has not said
        Stop, ///< of itself, by a stop string, or to have calls run; also for a reason of its own
        Length,
        Filtered, ///< its filter ended it
        Broken,   ///< it gave up: out of room, aborted, an error of its provider
    };

    /// `known` are ids of calls that the conversation has already: one that a server gives again is replaced.
    /// `emit` must outlive it.
    AnswerReader(std::set<std::string> known, const std::function<void(runtime::Event)>& emit);

    /// One chunk, or a whole answer. Not to be called with what is a serverError().
    void read(const Json& chunk);

    End end() const { return end_; }
    /// Something of the answer has come: text, a call, or its end.
    bool begun() const { return begun_; }
    const runtime::Usage& usage() const { return usage_; }

    /// Emits what was held back, and takes back calls whose arguments are not whole: all of them where the
    /// answer was cut off (`cut`); none otherwise, for what a model wrote is a call even where it is wrong.
    /// Returns the message; content is always set. Call once, last.
    chat::Message finish(bool cut);

  private:
    void readDelta(const Json& delta);
    void readContent(const Json& content);
    void readUsage(const Json& usage);
    void readLogprobs(const Json& logprobs);
    void readProgress(const Json& progress);
    void readEnd(const std::string& reason);
    void text(const std::string& text);
    void thought(const std::string& text);
    void send(runtime::Event event);

    const std::function<void(runtime::Event)>& emit_;
    runtime::MessageBuilder builder_;
    ThoughtSplitter splitter_;
    CallCollector calls_;
    runtime::Usage usage_;
    End end_ = End::Open;
    bool begun_ = false;
};

} // namespace hadal::remote
