// Boolean combinations of sets of JSON values, and their normal form.
#pragma once

#include "engine/grammar/grammar.h"
#include "engine/grammar/value.h"
#include "engine/grammar/work.h"

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hadal::grammar {

/// A schema that cannot be enforced, or is none.
class SchemaError : public Error {
  public:
    /// `subject`: what has the schema, the beginning of the message.
    SchemaError(ErrorKind kind, std::string pointer, std::string keyword, const std::string& what,
                const std::string& subject = "The schema");
    const std::string& pointer() const { return pointer_; } ///< JSON pointer as a fragment: "#/properties/a"
    const std::string& keyword() const { return keyword_; } ///< may be empty
    const std::string& reason() const { return reason_; }   ///< what() without place and subject

  private:
    std::string pointer_, keyword_, reason_;
};

/// The place in a schema that a formula comes from.
struct Origin {
    std::string pointer, keyword;
};

/// Owns formulas and finds out what they mean. Equal formulas are one. One thread.
class Formulas {
  public:
    explicit Formulas(Work& work);

    Formula literal(Value value, Origin origin);
    Formula all(std::vector<Formula> parts);
    Formula any(std::vector<Formula> parts);
    Formula exactly_one(std::vector<Formula> parts);
    Formula negation(Formula part);
    /// A formula that `make` will give when it is needed: references may be recursive.
    Formula deferred(std::function<Formula()> make, Origin origin);
    /// The values of `part` whose keys and items that nothing in it has judged are in these sets.
    Formula closed(Formula part, std::optional<Formula> other_keys, std::optional<Formula> other_items,
                   Origin origin);

    /// Any value, where it is not known what the schema says.
    Formula unknown(Unenforced what);

    /// The normal form. References stay valid. Throws SchemaError.
    const Value& value(Formula formula);
    /// True only where no value is in the set; false where that is not clear at once.
    bool surely_empty(Formula formula) { return surely_empty(formula, 3); }
    /// What an object's key must be.
    Formula key_value(const ObjectSet& object, std::string_view key);
    /// The texts of the strings in the set; Unsupported where their lengths cannot be counted.
    Language strings_of(Formula formula);

    /// Whether annotations matter: a schema with unevaluatedProperties or unevaluatedItems.
    bool keep_annotations = false;
    /// What cannot be enforced does not throw: values become sets that hold more than the schema's, which is
    /// kept in mind where they are denied. left() says where this made a difference to a value() that was
    /// asked for.
    bool leave_to_validator = false;
    void leave(Unenforced what);
    std::vector<Unenforced> left() const;
    /// The pointer of a schema that the formula comes from; "#" where none is known.
    std::string place_of(Formula formula) const;
    Work& work() { return work_; }

  private:
    using Losses = std::vector<std::uint32_t>; ///< numbers of losses_, ascending
    enum class Kind : std::uint8_t { Literal, All, Any, ExactlyOne, Not, Deferred, Closed };
    struct Node {
        Kind kind;
        std::vector<Formula> parts;
        std::optional<Value> value;
        std::function<Formula()> make;
        std::optional<Formula> other_keys, other_items;
        Origin origin;
        bool open = false;
        Losses losses; ///< not empty: `value` holds more than it should
        std::int8_t emptiness = -1;
    };
    struct Loss {
        Unenforced what;
        bool counts = false; ///< a value that is needed holds more than it should because of it
    };
    struct Loop {}; ///< thrown where a formula's value needs itself

    Formula add(Node node);
    Formula interned(Kind kind, std::vector<Formula> parts);
    const Value& evaluate(Formula formula);
    std::uint32_t loss(Unenforced what);
    static void add(Losses& to, const Losses& more);
    Value computed(const Node& node, Losses& losses);
    Value computed_negation(Formula formula, Losses& losses);
    Value conjunction(const std::vector<Formula>& parts, Losses& losses);
    /// `context` holds beside it: branches that overlap only elsewhere need no denial.
    Value one_of(const std::vector<Formula>& parts, Formula context, Losses& losses);
    const Value& evaluate(Formula formula, Losses& losses);
    void give_up(const Error& error, Losses& losses);
    Value closed_value(const Node& node);
    bool surely_empty(Formula formula, int depth);
    bool surely_empty(const Value& value, int depth);
    bool surely_empty(const ObjectSet& object, int depth);

    Value conjunction(const Value& a, const Value& b);
    Value complement(const Value& value);
    std::optional<StringSet> meet(const StringSet& a, const StringSet& b);
    std::optional<ArraySet> meet(const ArraySet& a, const ArraySet& b);
    bool has_place_for(const ArraySet& array, const ArraySet::Contains& contains);
    std::optional<ObjectSet> meet(const ObjectSet& a, const ObjectSet& b);
    std::vector<StringSet> complement(const StringSet& set);
    std::vector<ArraySet> complement(const ArraySet& set);
    std::vector<ObjectSet> complement(const ObjectSet& set);
    bool subsumed(const ObjectSet& a, const ObjectSet& b);
    void join(Value& to, Value from);

    Work& work_;
    std::deque<Node> nodes_; ///< stays where it is when it grows
    std::map<std::pair<Kind, std::vector<Formula>>, Formula> index_;
    std::map<std::pair<Language, Language>, Language> meets_;
    std::vector<const Origin*> origins_; ///< of what is being evaluated, the innermost last
    std::vector<Loss> losses_;
    int depth_ = 0;
};

} // namespace hadal::grammar
