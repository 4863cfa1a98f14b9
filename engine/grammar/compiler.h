// From formulas to the shapes that a matcher walks.
#pragma once

#include "engine/grammar/few_values.h"
#include "engine/grammar/formulas.h"
#include "engine/grammar/grammar.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace hadal::grammar {

/// Compiles one formula into one grammar. One thread.
class Compiler {
  public:
    Compiler(Formulas& formulas, Grammar& grammar, CompileOptions::KeyOrder key_order)
        : formulas_(formulas), grammar_(grammar), any_order_(key_order == CompileOptions::KeyOrder::Any) {}

    /// Throws SchemaError as compile_schema() says.
    void compile(Formula root);

  private:
    // compiler.cpp
    std::uint32_t node_of(Formula formula);
    ValueNode compiled(const Value& value);
    void compile_numbers(const std::vector<NumberSet>& sets, ValueNode& node);
    void compile_strings(const std::vector<StringSet>& sets, ValueNode& node);
    void add_string(StringShape shape, ValueNode& node);
    /// What cannot be enforced here: throws, or leaves it to a validator.
    void give_up(const char* keyword, const std::string& reason) { give_up(place_, keyword, reason); }
    void give_up(const std::string& place, const char* keyword, const std::string& reason);

    // compile_arrays.cpp
    void compile_array(const ArraySet& set, ValueNode& node);
    Ways ways_of_item(Formula item, const std::vector<ArraySet::Contains>& counted, std::uint32_t index);
    bool can_be_denied(Formula item);
    void limit_to_different_values(ArrayShape& shape, const std::string& place);
    std::uint64_t different_values(std::uint32_t node, std::uint32_t least, FewValues& few);
    std::set<std::uint32_t> nodes_within(const ArrayShape& shape) const;

    // compile_objects.cpp
    void compile_object(const ObjectSet& set, ValueNode& node);
    std::vector<std::string> keys_of(const ObjectSet& set);
    void compile_free_keys(const ObjectSet& set, const std::vector<Language>& names, ObjectShape& shape);
    Ways ways_of_member(Formula value, std::uint32_t demands, const std::vector<ObjectSet::Some>& some);

    // completion.cpp
    bool is_productive(const ValueNode& node) const;
    Ways reduced(const Ways& ways) const;
    ArrayShape reduced(const ArrayShape& shape) const;
    std::optional<ObjectShape> reduced(const ObjectShape& shape) const;
    void remove_what_cannot_be_completed();

    Formulas& formulas_;
    Grammar& grammar_;
    bool any_order_;
    std::string place_; ///< of the schema that is being compiled
    std::map<Formula, std::uint32_t> node_ids_;
    std::vector<Formula> todo_;
    std::map<std::tuple<Language, std::uint32_t, std::uint32_t>, std::uint32_t> string_ids_;
    std::vector<std::string> array_places_, object_places_; ///< of grammar_.arrays and grammar_.objects
    std::vector<bool> productive_;
};

} // namespace hadal::grammar
