#include "engine/grammar/compiler.h"

#include "engine/grammar/schema_reader.h"

#include <algorithm>

namespace hadal::grammar {

namespace {

/// Strings whose lengths cannot be kept by counting alone are counted by an automaton up to this length.
constexpr std::uint32_t most_unrolled_length = 20'000;

} // namespace

void Compiler::compile(Formula root) {
    grammar_.root = node_of(root);
    for (std::size_t at = 0; at < todo_.size(); ++at) {
        const Formula formula = todo_[at];
        place_ = formulas_.place_of(formula);
        const Value value = formulas_.value(formula); // a copy: compiling makes new formulas
        try {
            ValueNode node = compiled(value);
            grammar_.nodes[node_ids_.at(formula)] = std::move(node);
        } catch (const SchemaError&) {
            throw;
        } catch (const Error& error) {
            throw SchemaError(error.kind(), place_, "", error.what());
        }
    }
    remove_what_cannot_be_completed();
    if (!productive_[grammar_.root])
        throw SchemaError(ErrorKind::InvalidInput, "#", "", "no value is valid, so nothing could be written");
}

void Compiler::give_up(const std::string& place, const char* keyword, const std::string& reason) {
    if (!formulas_.leave_to_validator)
        throw SchemaError(ErrorKind::Unsupported, place, keyword, reason);
    formulas_.leave({place, keyword, reason});
}

std::uint32_t Compiler::node_of(Formula formula) {
    const auto [place, fresh] =
        node_ids_.try_emplace(formula, static_cast<std::uint32_t>(grammar_.nodes.size()));
    if (fresh) {
        formulas_.work().spend(32);
        grammar_.nodes.emplace_back();
        todo_.push_back(formula);
    }
    return place->second;
}

ValueNode Compiler::compiled(const Value& value) {
    ValueNode node;
    node.simple = value.simple;
    compile_numbers(value.numbers, node);
    compile_strings(value.strings, node);
    for (const ArraySet& set : value.arrays)
        compile_array(set, node);
    for (const ObjectSet& set : value.objects)
        compile_object(set, node);
    return node;
}

void Compiler::compile_numbers(const std::vector<NumberSet>& sets, ValueNode& node) {
    if (sets.empty())
        return;
    const bool everything_too = std::any_of(sets.begin(), sets.end(), [](const NumberSet& s) {
        return s.unbounded() && s.kind == NumberSet::Any;
    });
    const Language language = everything_too ? number_language(NumberSet(), formulas_.work())
                                             : number_language(sets, formulas_.work());
    if (language->empty())
        return;
    node.number = static_cast<std::uint32_t>(grammar_.numbers.size());
    grammar_.numbers.push_back(language);
}

void Compiler::compile_strings(const std::vector<StringSet>& sets, ValueNode& node) {
    Work& work = formulas_.work();
    std::vector<Language> plain;
    for (const StringSet& set : sets) {
        if (set.language->empty() || set.least > set.most)
            continue;
        if (set.least == 0 && set.most == unbounded) {
            plain.push_back(set.language);
            continue;
        }
        StringShape shape{set.language, set.least, set.most, shortest_words(*set.language)};
        if (shape.least <= shape.shortest[0])
            shape.least = 0;
        // Whether an upper bound can be kept follows from the shortest way to an end; a lower bound needs
        // longer ways too.
        if (shape.least > 0 && !lengths_are_upward_closed(*shape.language, shape.shortest)) {
            if (std::min(set.most, set.least + 1) > most_unrolled_length ||
                (set.most != unbounded && set.most > most_unrolled_length)) {
                give_up("minLength", "a length bound above " + std::to_string(most_unrolled_length) +
                                         " next to this pattern");
                plain.push_back(set.language);
            } else {
                plain.push_back(intersection(set.language, of_length(set.least, set.most, work), work));
            }
            continue;
        }
        if (shape.shortest[0] <= shape.most)
            add_string(std::move(shape), node);
    }
    std::erase_if(plain, [](const Language& language) { return language->empty(); });
    if (!plain.empty())
        add_string({union_of(plain, work), 0, no_limit, {}}, node);
}

void Compiler::add_string(StringShape shape, ValueNode& node) {
    const auto key = std::tuple(shape.language, shape.least, shape.most);
    const auto [place, fresh] =
        string_ids_.try_emplace(key, static_cast<std::uint32_t>(grammar_.strings.size()));
    if (fresh)
        grammar_.strings.push_back(std::move(shape));
    node.strings.push_back(place->second);
}

namespace {

std::shared_ptr<Grammar> compiled(const Json& schema, const CompileOptions& options, Work& work) {
    Formulas formulas(work);
    formulas.leave_to_validator = options.leave_to_validator;
    try {
        SchemaReader reader(schema, formulas);
        const Formula root = reader.read();
        auto grammar = std::make_shared<Grammar>();
        Compiler(formulas, *grammar, options.key_order).compile(root);
        grammar->unenforced = formulas.left();
        return grammar;
    } catch (const SchemaError&) {
        throw;
    } catch (const Error& error) {
        throw SchemaError(error.kind(), "#", "", error.what());
    }
}

} // namespace

std::shared_ptr<const Grammar> compile_schema(const Json& schema, const CompileOptions& options) {
    Work work(options.work_limit, options.stop);
    try {
        return compiled(schema, options, work);
    } catch (const SchemaError& error) {
        const bool too_complex = work.left() == 0 && error.kind() == ErrorKind::Unsupported;
        if (!options.leave_to_validator || !too_complex)
            throw;
        // Of a schema that is too complex only the outermost type is enforced.
        const bool has_type = schema.is_object() && schema.contains("type");
        const Json type = has_type ? Json{{"type", schema.at("type")}} : Json(true);
        Work little;
        auto grammar = compiled(type, options, little);
        grammar->unenforced.push_back({error.pointer(), error.keyword(), error.reason()});
        return grammar;
    }
}

std::shared_ptr<const Grammar> json_object_grammar() {
    static const auto grammar = compile_schema({{"type", "object"}});
    return grammar;
}

} // namespace hadal::grammar
