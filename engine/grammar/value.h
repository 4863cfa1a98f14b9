// Sets of JSON values in a normal form: a union of simple descriptions, kept apart by type.
#pragma once

#include "engine/grammar/numbers.h"
#include "engine/grammar/regex.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace hadal::grammar {

/// A set of JSON values, as a node of Formulas.
using Formula = std::uint32_t;
inline constexpr Formula everything = 0, nothing = 1;

inline constexpr std::uint32_t unbounded = ~std::uint32_t{0};

using StringSet = BoundedLanguage;

/// Arrays: all parts must hold.
struct ArraySet {
    struct Contains {
        Formula item;
        std::uint32_t least, most;
        std::uint32_t from = 0; ///< items before this one do not count
        bool evaluates = true;  ///< for unevaluatedItems
        bool operator==(const Contains&) const = default;
    };
    std::vector<Formula> prefix;
    Formula rest = everything;
    std::uint32_t least = 0, most = unbounded;
    std::vector<Contains> contains;
    bool unique = false;
    // For unevaluatedItems: the items that something in place has judged.
    std::uint32_t evaluated = 0; ///< the first so many; unbounded: all
    bool operator==(const ArraySet&) const = default;
};

/// What one schema says about the keys of an object. Immutable once made.
struct KeyLayer {
    std::vector<std::pair<std::string, Formula>> keys;  ///< ascending
    std::vector<std::pair<Language, Formula>> patterns; ///< a key that matches several obeys all
    Formula additional = everything;                    ///< for keys of neither kind
    bool evaluates = true;      ///< its keys count as evaluated for unevaluatedProperties
    bool evaluates_all = false; ///< so do all others: `additionalProperties` was given

    /// Formulas that hold for a key's value. `key` is UTF-8.
    void constraints(std::string_view key, std::vector<Formula>& out) const;
};

/// Objects: all parts must hold.
struct ObjectSet {
    std::vector<std::string> order;    ///< keys in the order in which they are written
    std::vector<std::string> required; ///< ascending
    std::vector<std::string> named;    ///< the same in the order in which the schema names them
    std::vector<std::shared_ptr<const KeyLayer>> layers;
    std::uint32_t least = 0, most = unbounded;
    std::vector<Formula> names; ///< sets of strings that every key belongs to
    /// Some key in `keys` has a value in `value`: what is left of a denied additionalProperties,
    /// patternProperties or propertyNames.
    struct Some {
        Language keys;
        Formula value;
        bool operator==(const Some&) const = default;
    };
    std::vector<Some> some;
};

struct Value {
    enum Simple : std::uint8_t { Null = 1, True = 2, False = 4 };
    std::uint8_t simple = 0;
    std::vector<NumberSet> numbers;
    std::vector<StringSet> strings;
    std::vector<ArraySet> arrays;
    std::vector<ObjectSet> objects;

    static Value any();
    bool empty() const {
        return !simple && numbers.empty() && strings.empty() && arrays.empty() && objects.empty();
    }
};

} // namespace hadal::grammar
