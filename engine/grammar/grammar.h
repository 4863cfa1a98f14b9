// A compiled grammar: what a JSON text, or an answer with tool calls, may look like, without anything that
// cannot be finished.
#pragma once

#include "engine/base/json.h"
#include "engine/grammar/call_rules.h"
#include "engine/grammar/dfa.h"
#include "engine/grammar/work.h"

#include <algorithm>
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

/// A way in which an item of an array, or a member of an object, may go on. What the value then counts for:
/// bit i stands for contains[i] of the array, or for demand i of the object.
struct Way {
    std::uint32_t node;
    std::uint32_t hits = 0;
};
using Ways = std::vector<Way>; ///< empty: nothing can stand here

struct ArrayShape {
    std::vector<Ways> prefix;
    Ways rest;
    std::uint32_t least = 0, most = no_limit;
    struct Contains {
        std::uint32_t least, most;
    };
    std::vector<Contains> contains;
    bool unique = false; ///< no two items are equal
    /// Some place has hardly more values than there are items before it: none may be left. Only beyond
    /// `least`.
    bool may_run_out = false;

    const Ways& items(std::uint32_t index) const { return index < prefix.size() ? prefix[index] : rest; }
    // A state is the number of items so far, and the numbers of those that count, packed into one; both stop
    // where more would make no difference.
    std::uint32_t next_index(std::uint32_t index) const { return std::min(index + 1, last_index_); }
    std::uint32_t next_count(std::uint32_t count, std::uint32_t hits) const;
    /// Whether the array can be completed.
    bool live(std::uint32_t index, std::uint32_t count) const;
    bool closable(std::uint32_t index, std::uint32_t count) const;
    /// Fills what follows from the other fields. Throws Unsupported where several `contains` count too far.
    void finish();

  private:
    bool live_by_counting(std::uint64_t index, std::uint64_t hits) const;
    std::uint32_t last_index_ = 0, counts_ = 1;
    std::vector<bool> live_; ///< with several `contains`: [index * counts_ + count]
};

struct ObjectShape {
    struct Property {
        std::string key;
        Ways ways; ///< empty: the key must not occur
        bool required;
    };
    std::vector<Property> properties; ///< in the order in which they are written, unless any order is allowed
    bool any_order = false;
    /// The free keys, declared ones not yet taken out; label c: values are of classes[c - 1].
    Language free_keys;
    std::vector<Ways> classes;
    std::uint32_t least = 0, most = no_limit;
    std::uint32_t demands = 0; ///< bits: for each, some member must count
    bool distinct = false;     ///< what reads it refuses a key that comes twice, counted or not

    /// What is still to come of the declared properties.
    struct Rest {
        std::uint32_t required = 0, possible = 0;
        std::uint32_t may_meet = 0;  ///< demands that some of them can meet
        std::uint32_t will_meet = 0; ///< those that required ones can meet
        void add(const Property& property);
    };
    /// Of properties from position i on; one longer than properties.
    std::vector<Rest> rest_from;
    std::uint32_t free_possible = 0; ///< how many free keys there are, at most no_limit
    std::uint32_t free_meets = 0;    ///< demands that free keys can meet

    /// What is known of an object that has been read in part.
    struct Progress {
        std::uint32_t count = 0; ///< keys
        std::uint32_t free = 0;  ///< different free keys among them, where counts() or distinct
        std::uint32_t met = 0;   ///< demands
    };
    /// Whether it can be completed.
    bool live(const Rest& rest, const Progress& progress) const;
    bool closable(const Rest& rest, const Progress& progress) const {
        return rest.required == 0 && progress.count >= least && progress.count <= most &&
               (demands & ~progress.met) == 0;
    }
    /// Keys are counted: no free key may come twice, since a reader of the JSON sees it once.
    bool counts() const { return least > 0 || most != no_limit; }
    /// Fills the fields that follow from others. Throws Unsupported for demands that only counting could
    /// keep.
    void finish();
};

/// The values that may stand at one place.
struct ValueNode {
    static constexpr std::uint32_t none = no_limit;
    std::uint8_t simple = 0; ///< Value::Simple
    std::uint32_t number = none;
    std::vector<std::uint32_t> strings, arrays, objects;
};

/// A part of a schema that the grammar does not enforce: only a validator can tell whether it holds.
struct Unenforced {
    std::string pointer; ///< of the schema, as a fragment: "#/properties/a"
    std::string keyword; ///< may be empty
    std::string reason;
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
    /// With CompileOptions::leave_to_validator: what the grammar lets through though the schema may not.
    /// Every value that the schema accepts is let through.
    std::vector<Unenforced> unenforced;
};

struct CompileOptions {
    std::uint64_t work_limit = Work::default_limit;
    enum class KeyOrder : std::uint8_t {
        Declared, ///< as `properties` lists them, then those that only `required` names, then free ones
        Any,
    } key_order = KeyOrder::Declared;
    /// What cannot be enforced exactly is not refused but listed in Grammar::unenforced. The finished text
    /// must then be validated.
    bool leave_to_validator = false;
    /// Compiling ends soon after a stop is asked for, with Error(Cancelled).
    std::stop_token stop = {};
};

/// The values that a JSON Schema accepts. Throws SchemaError (formulas.h), naming place and keyword, where
/// the schema is invalid or accepts nothing, and, unless that is left to a validator, where it cannot be
/// enforced exactly.
std::shared_ptr<const Grammar> compile_schema(const Json& schema, const CompileOptions& options = {});

/// Any JSON object.
std::shared_ptr<const Grammar> json_object_grammar();

} // namespace hadal::grammar
