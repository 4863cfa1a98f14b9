// Which tool calls an answer may make, and what else it may be.
#pragma once

#include "engine/chat/call_markup.h"

#include <cstdint>
#include <string>
#include <vector>

namespace hadal::grammar {

/// Of a grammar whose texts are whole answers: free text or JSON, then perhaps a block of calls.
struct CallRules {
    struct Tool {
        std::string name;
        /// Of the grammar. Its objects are the tool's arguments. Where the markup writes members one by one,
        /// the strings of the members' nodes are written raw, and cannot spell what ends them.
        std::uint32_t node;
    };
    const chat::CallMarkup* markup;
    std::vector<Tool> tools; ///< that may be called; names differ
    bool several = true;     ///< calls in one answer
    bool text = true;        ///< free text is an answer, and calls may follow it
    /// The node of the JSON that is an answer, none where no JSON is. With calls it is one or the other.
    std::uint32_t json;
};

} // namespace hadal::grammar
