// The calls of an answer, out of whatever pieces a server sends them in.
#pragma once

#include "engine/runtime/request.h"

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace hadal::remote {

/// Gives every call one index, counted from 0, one id that the conversation has not had, and its whole name
/// before its arguments. A piece belongs to the call with its `index`; without one, to the call with its
/// `id`; without that, to the last. A name that comes after arguments begins a new call, unless it repeats
/// its call's id, or its call is not whole yet: some servers give 0 to every call, others repeat the head in
/// every piece. Arguments may be a text in pieces, or an object at once.
class CallCollector {
  public:
    /// `emit` gets ToolCallDelta and ToolCallDropped.
    CallCollector(std::set<std::string> knownIds, std::function<void(runtime::Event)> emit);

    /// One entry of `tool_calls`. What is no call, or comes after too many of them, is ignored.
    void add(const Json& entry);
    bool empty() const { return calls_.empty(); }

    /// Emits heads that were held back, and {} as the arguments of calls that have none. With `cut`, calls
    /// whose arguments are not whole are dropped, the last first. Returns the texts of what is no call, in
    /// order: of those, and of calls that never got a name.
    std::vector<std::string> finish(bool cut);

  private:
    struct Call {
        std::int64_t number = -1; ///< the server's index; -1: it gave none
        std::string serverId;
        std::string name;
        std::string arguments;
        int index = -1; ///< of its events; -1: its head has not been emitted
    };

    Call* find(std::int64_t number, const std::string& id, bool hasName);
    void begin(std::int64_t number);
    void tell(Call& call, const std::string& arguments);
    std::string freeId(const std::string& wanted);

    std::set<std::string> ids_;
    std::function<void(runtime::Event)> emit_;
    std::vector<Call> calls_;
    int told_ = 0; ///< heads
};

} // namespace hadal::remote
