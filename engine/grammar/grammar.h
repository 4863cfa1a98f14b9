// A compiled grammar: what a JSON text, or an answer with tool calls, may look like, without anything that
// cannot be finished.
#pragma once

#include "engine/base/json.h"
#include "engine/grammar/call_rules.h"
#include "engine/grammar/dfa.h"
#include "engine/grammar/work.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace hadal::grammar {

inline constexpr std::uint32_t no_limit = ~std::uint32_t{0};

/// Strings of a language, with a bound on the number of code points that is kept by counting.
struct StringShape {
    Language language;
    std::uint32_t least = 0, most = no_limit;
    std::vector<std::uint32_t> shortest; ///< of each state of the language; empty where nothing is counted
    bool counted() const { return !shortest.empty(); }
};

struct ArrayShape {
    struct Item {
        std::uint32_t node;
        bool hit; ///< counts for `contains`
    };
    using Items = std::vector<Item>; ///< the ways in which an item may go on; empty: no item can stand here
    std::vector<Items> prefix;
    Items rest;
    std::uint32_t least = 0, most = no_limit;
    std::uint32_t hits_least = 0, hits_most = no_limit;
    /// No two items are equal. Items are strings, numbers and words only, and `most` is not above the number
    /// of different values, so there is always another one.
    bool unique = false;

    const Items& items(std::uint32_t index) const { return index < prefix.size() ? prefix[index] : rest; }
    /// Whether an array of `index` items so far, `hits` of which count, can be completed.
    bool live(std::uint32_t index, std::uint32_t hits) const;
    bool closable(std::uint32_t index, std::uint32_t hits) const {
        return index >= least && index <= most && hits >= hits_least && hits <= hits_most;
    }
};

struct ObjectShape {
    static constexpr std::uint32_t forbidden = no_limit;
    struct Property {
        std::string key;
        std::uint32_t node; ///< forbidden: the key must not occur
        bool required;
    };
    std::vector<Property> properties; ///< in the order in which they are written
    /// The free keys, declared ones not yet taken out; label c: values are of classes[c - 1].
    Language free_keys;
    std::vector<std::uint32_t> classes;
    std::uint32_t least = 0, most = no_limit;

    // Of the properties from position i on; one longer than properties.
    std::vector<std::uint32_t> required_from, possible_from;
    std::uint32_t free_possible = 0; ///< how many free keys there are, at most no_limit

    /// Whether an object with `count` keys, the next declared one not before `position`, can be completed.
    bool live(std::uint32_t position, std::uint32_t count) const;
    bool closable(std::uint32_t position, std::uint32_t count) const {
        return required_from[position] == 0 && count >= least && count <= most;
    }
    bool counts() const { return least > 0 || most != no_limit; }
    void finish(); ///< fills the fields that follow from others
};

/// The values that may stand at one place.
struct ValueNode {
    static constexpr std::uint32_t none = no_limit;
    std::uint8_t simple = 0; ///< Value::Simple
    std::uint32_t number = none;
    std::vector<std::uint32_t> strings, arrays, objects;
};

/// Immutable and safe for any thread. Every node has a value, every item and key that is offered can be
/// completed, and so can every state that a matcher reaches.
struct Grammar {
    std::vector<ValueNode> nodes;
    std::vector<Language> numbers;
    std::vector<StringShape> strings;
    std::vector<ArrayShape> arrays;
    std::vector<ObjectShape> objects;
    std::uint32_t root = 0;
    std::shared_ptr<const CallRules> calls; ///< null: the texts are those of the root
};

struct CompileOptions {
    std::uint64_t work_limit = Work::default_limit;
};

/// The values that a JSON Schema accepts. Throws SchemaError (formulas.h), naming place and keyword, where
/// the schema is invalid, cannot be enforced exactly, or accepts nothing.
std::shared_ptr<const Grammar> compile_schema(const Json& schema, const CompileOptions& options = {});

/// Any JSON object.
std::shared_ptr<const Grammar> json_object_grammar();

} // namespace hadal::grammar
