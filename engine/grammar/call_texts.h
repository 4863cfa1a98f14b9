// The markup of tool calls in the bytes of one vocabulary.
#pragma once

#include "engine/grammar/call_rules.h"
#include "engine/grammar/literals.h"
#include "engine/grammar/occurrences.h"
#include "engine/grammar/token_trie.h"

#include <string>
#include <vector>

namespace hadal::grammar {

/// What a machine reads where calls are written. Immutable.
struct CallTexts {
    /// `trie`: whose tokens spell the markup; null: bytes do.
    CallTexts(const CallRules& rules, const TokenTrie* trie);

    // Of an answer. Results: the tool that is called, or `block_end`.
    static constexpr std::uint32_t block_end = Literals::none - 1;
    Literals opening;            ///< the block's beginning and its first call
    Literals first;              ///< the first call in a block that is open
    Literals further;            ///< another call, or the block's end
    Occurrences text;            ///< what free text must not spell, and what opens the block
    TokenTrie::Bytes idle;       ///< what begins none of those texts, by first bytes of characters
    Occurrences::State open;     ///< the block is open; none where no calls are allowed
    std::vector<bool> committed; ///< states of `text` after which nothing but the opening can come

    // Of a call. Results:
    enum : std::uint32_t { parameter, call_end, string, json, parameter_end };
    Literals arguments;      ///< before the first parameter: parameter, call_end
    Literals more_arguments; ///< before another
    Literals key_end;        ///< after a key: string, json
    Literals json_end;       ///< after JSON: parameter_end, or call_end where all arguments are JSON
    std::string value_end;   ///< after a raw string: parameter_end
};

} // namespace hadal::grammar
