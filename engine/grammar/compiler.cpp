// From formulas to the shapes that a matcher walks.
#include "engine/grammar/formulas.h"
#include "engine/grammar/grammar.h"
#include "engine/grammar/schema_reader.h"

#include <algorithm>
#include <bit>
#include <map>

namespace hadal::grammar {

namespace {

constexpr std::size_t most_patterns = 30; ///< of one object
/// Strings whose lengths cannot be kept by counting alone are counted by an automaton up to this length.
constexpr std::uint32_t most_unrolled_length = 20'000;

class Compiler {
  public:
    Compiler(Formulas& formulas, Grammar& grammar) : formulas_(formulas), grammar_(grammar) {}

    void compile(Formula root) {
        grammar_.root = node_of(root);
        for (std::size_t at = 0; at < todo_.size(); ++at) {
            const Formula formula = todo_[at];
            const Value value = formulas_.value(formula); // a copy: compiling makes new formulas
            ValueNode node = compiled(value);
            grammar_.nodes[node_ids_.at(formula)] = std::move(node);
        }
        remove_what_cannot_be_completed();
        if (!productive_[grammar_.root])
            throw SchemaError(ErrorKind::InvalidInput, "#", "",
                              "no value is valid, so nothing could be written");
    }

  private:
    std::uint32_t node_of(Formula formula) {
        const auto [place, fresh] =
            node_ids_.try_emplace(formula, static_cast<std::uint32_t>(grammar_.nodes.size()));
        if (fresh) {
            formulas_.work().spend(32);
            grammar_.nodes.emplace_back();
            todo_.push_back(formula);
        }
        return place->second;
    }

    ValueNode compiled(const Value& value) {
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

    void compile_numbers(const std::vector<NumberSet>& sets, ValueNode& node) {
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

    void compile_strings(const std::vector<StringSet>& sets, ValueNode& node) {
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
                    (set.most != unbounded && set.most > most_unrolled_length))
                    throw Error(ErrorKind::Unsupported, "a length bound above " +
                                                            std::to_string(most_unrolled_length) +
                                                            " next to this pattern");
                plain.push_back(intersection(set.language, of_length(set.least, set.most, formulas_.work()),
                                             formulas_.work()));
                continue;
            }
            if (shape.shortest[0] > shape.most)
                continue;
            add_string(std::move(shape), node);
        }
        std::erase_if(plain, [](const Language& language) { return language->empty(); });
        if (!plain.empty())
            add_string({union_of(plain, formulas_.work()), 0, no_limit, {}}, node);
    }

    void add_string(StringShape shape, ValueNode& node) {
        const auto key = std::tuple(shape.language, shape.least, shape.most);
        const auto [place, fresh] =
            string_ids_.try_emplace(key, static_cast<std::uint32_t>(grammar_.strings.size()));
        if (fresh)
            grammar_.strings.push_back(std::move(shape));
        node.strings.push_back(place->second);
    }

    void compile_array(const ArraySet& set, ValueNode& node) {
        if (set.contains.size() > 1)
            throw Error(ErrorKind::Unsupported, "more than one contains for the same array");
        ArrayShape shape;
        shape.least = set.least;
        shape.most = set.most;
        shape.unique = set.unique && set.most > 1;
        const bool counting =
            !set.contains.empty() && (set.contains[0].least > 0 || set.contains[0].most != unbounded);
        if (counting) {
            shape.hits_least = set.contains[0].least;
            shape.hits_most = set.contains[0].most;
        }
        const auto items = [&](Formula item) {
            if (!counting)
                return ArrayShape::Items{{node_of(item), false}};
            const Formula wanted = set.contains[0].item;
            Formula other = formulas_.all({item, formulas_.negation(wanted)});
            if (set.contains[0].most == unbounded) {
                // Counting too few does no harm where there is no upper bound.
                try {
                    formulas_.value(other);
                } catch (const SchemaError& error) {
                    if (error.kind() != ErrorKind::Unsupported)
                        throw;
                    other = item;
                }
            }
            return ArrayShape::Items{{node_of(formulas_.all({item, wanted})), true}, {node_of(other), false}};
        };
        for (const Formula item : set.prefix)
            shape.prefix.push_back(items(item));
        if (set.rest != nothing)
            shape.rest = items(set.rest);
        node.arrays.push_back(static_cast<std::uint32_t>(grammar_.arrays.size()));
        grammar_.arrays.push_back(std::move(shape));
    }

    /// Whether a name belongs to all sets of names.
    bool is_name(const std::vector<Language>& names, const std::string& key) {
        return std::all_of(names.begin(), names.end(),
                           [&](const Language& language) { return language->match(key) != 0; });
    }

    void compile_object(const ObjectSet& set, ValueNode& node) {
        std::vector<Language> names;
        for (const Formula formula : set.names)
            names.push_back(formulas_.strings_of(formula));

        ObjectShape shape;
        shape.least = set.least;
        shape.most = set.most;
        std::vector<std::string> keys = set.order;
        const auto know = [&](const std::string& key) {
            if (std::find(keys.begin(), keys.end(), key) == keys.end())
                keys.push_back(key);
        };
        for (const std::string& key : set.named)
            know(key);
        for (const std::string& key : set.required)
            know(key);
        // A key that only a layer mentions is a free key with a value of its own.
        std::vector<std::string> mentioned;
        for (const auto& layer : set.layers)
            for (const auto& [key, formula] : layer->keys)
                mentioned.push_back(key);
        std::sort(mentioned.begin(), mentioned.end());
        mentioned.erase(std::unique(mentioned.begin(), mentioned.end()), mentioned.end());
        if (mentioned.size() > keys.size() ||
            !std::all_of(mentioned.begin(), mentioned.end(), [&](const std::string& key) {
                return std::find(keys.begin(), keys.end(), key) != keys.end();
            }))
            for (const std::string& key : mentioned)
                know(key);
        formulas_.work().spend(keys.size() * (set.layers.size() + 1) * 4);

        bool impossible = false;
        for (const std::string& key : keys) {
            const bool required = std::binary_search(set.required.begin(), set.required.end(), key);
            const Formula value = is_name(names, key) ? formulas_.key_value(set, key) : nothing;
            impossible = impossible || (required && value == nothing);
            shape.properties.push_back(
                {key, value == nothing ? ObjectShape::forbidden : node_of(value), required});
        }
        if (impossible)
            return;
        compile_free_keys(set, names, shape);
        if (set.some.empty()) {
            add_object(std::move(shape), node);
            return;
        }
        if (set.some.size() > 1 || !shape.classes.empty())
            throw Error(ErrorKind::Unsupported,
                        "the denial of additionalProperties for an object with free keys");
        // Some declared key that the denied schema does not know: one alternative for each.
        for (std::size_t i = 0; i < keys.size(); ++i) {
            std::vector<Formula> own;
            set.some[0].outside->constraints(keys[i], own);
            const bool outside = own.size() == 1 && own[0] == set.some[0].outside->additional &&
                                 !knows(*set.some[0].outside, keys[i]);
            if (!outside || shape.properties[i].node == ObjectShape::forbidden)
                continue;
            ObjectShape one = shape;
            one.properties[i].required = true;
            const Formula value = formulas_.all({formulas_.key_value(set, keys[i]), set.some[0].value});
            if (value == nothing)
                continue;
            one.properties[i].node = node_of(value);
            add_object(std::move(one), node);
        }
    }

    static bool knows(const KeyLayer& layer, const std::string& key) {
        for (const auto& [known, formula] : layer.keys)
            if (known == key)
                return true;
        for (const auto& [pattern, formula] : layer.patterns)
            if (pattern->match(key))
                return true;
        return false;
    }

    void add_object(ObjectShape shape, ValueNode& node) {
        node.objects.push_back(static_cast<std::uint32_t>(grammar_.objects.size()));
        grammar_.objects.push_back(std::move(shape));
    }

    /// Free keys fall into classes by the patterns that they match; each class has a value of its own.
    void compile_free_keys(const ObjectSet& set, const std::vector<Language>& names, ObjectShape& shape) {
        std::vector<Language> patterns;
        for (const auto& layer : set.layers)
            for (const auto& [pattern, formula] : layer->patterns)
                if (std::find(patterns.begin(), patterns.end(), pattern) == patterns.end())
                    patterns.push_back(pattern);
        if (patterns.size() + names.size() > most_patterns)
            throw Error(ErrorKind::Unsupported,
                        "more than " + std::to_string(most_patterns) + " patternProperties for one object");
        const auto value_of = [&](std::uint32_t matched) {
            std::vector<Formula> parts;
            for (const auto& layer : set.layers) {
                bool known = false;
                for (const auto& [pattern, formula] : layer->patterns) {
                    const auto i = std::find(patterns.begin(), patterns.end(), pattern) - patterns.begin();
                    if (matched >> i & 1) {
                        parts.push_back(formula);
                        known = true;
                    }
                }
                if (!known)
                    parts.push_back(layer->additional);
            }
            return formulas_.all(std::move(parts));
        };
        std::map<Formula, std::uint32_t> labels;
        const auto label_of = [&](std::uint32_t matched) -> std::uint32_t {
            const Formula value = value_of(matched);
            if (value == nothing)
                return 0;
            const auto [place, fresh] =
                labels.try_emplace(value, static_cast<std::uint32_t>(shape.classes.size() + 1));
            if (fresh)
                shape.classes.push_back(node_of(value));
            return place->second;
        };
        if (patterns.empty() && names.empty()) {
            if (label_of(0))
                shape.free_keys = any_string();
            return;
        }
        std::vector<const Dfa*> parts;
        for (const Language& name : names)
            parts.push_back(name.get());
        for (const Language& pattern : patterns)
            parts.push_back(pattern.get());
        std::map<std::uint32_t, std::uint32_t> label_of_matches;
        shape.free_keys = std::make_shared<Dfa>(product(
            parts, (std::uint64_t{1} << names.size()) - 1,
            [&](std::span<const std::uint32_t> found) -> std::uint32_t {
                std::uint32_t matched = 0;
                for (std::size_t i = 0; i < found.size(); ++i) {
                    if (i < names.size() && !found[i])
                        return 0;
                    if (i >= names.size() && found[i])
                        matched |= 1u << (i - names.size());
                }
                const auto [place, fresh] = label_of_matches.try_emplace(matched, 0);
                if (fresh)
                    place->second = label_of(matched);
                return place->second;
            },
            formulas_.work()));
    }

    // ---- what can be completed ----

    bool productive(const ArrayShape::Items& items) const {
        return std::any_of(items.begin(), items.end(),
                           [&](const ArrayShape::Item& item) { return productive_[item.node]; });
    }

    /// The shape without items that have no value yet known.
    ArrayShape reduced(const ArrayShape& shape) const {
        ArrayShape out = shape;
        const auto reduce = [&](ArrayShape::Items& items) {
            std::erase_if(items, [&](const ArrayShape::Item& item) { return !productive_[item.node]; });
        };
        for (auto& items : out.prefix)
            reduce(items);
        reduce(out.rest);
        return out;
    }

    /// The same for an object; nothing where a required key has no value.
    std::optional<ObjectShape> reduced(const ObjectShape& shape) const {
        for (const auto& property : shape.properties)
            if (property.required && (property.node == ObjectShape::forbidden || !productive_[property.node]))
                return std::nullopt;
        ObjectShape out = shape;
        for (auto& property : out.properties)
            if (property.node != ObjectShape::forbidden && !productive_[property.node])
                property.node = ObjectShape::forbidden;
        if (out.free_keys && std::any_of(out.classes.begin(), out.classes.end(),
                                         [&](std::uint32_t c) { return !productive_[c]; })) {
            const Dfa* parts[] = {out.free_keys.get()};
            out.free_keys = std::make_shared<Dfa>(product(
                parts, 1,
                [&](auto labels) {
                    return labels[0] && productive_[out.classes[labels[0] - 1]] ? labels[0] : 0;
                },
                formulas_.work()));
        }
        out.finish();
        return out.live(0, 0) ? std::optional(std::move(out)) : std::nullopt;
    }

    bool is_productive(const ValueNode& node) const {
        if (node.simple || node.number != ValueNode::none || !node.strings.empty())
            return true;
        return std::any_of(node.arrays.begin(), node.arrays.end(),
                           [&](std::uint32_t a) { return reduced(grammar_.arrays[a]).live(0, 0); }) ||
               std::any_of(node.objects.begin(), node.objects.end(),
                           [&](std::uint32_t o) { return reduced(grammar_.objects[o]).has_value(); });
    }

    /// The least fixed point: a node has a value where one of its shapes has one, all parts of which have.
    void remove_what_cannot_be_completed() {
        const std::size_t count = grammar_.nodes.size();
        productive_.assign(count, false);
        for (bool changed = true; changed;) {
            changed = false;
            // Later nodes are deeper in the schema, so going backwards settles most in one round.
            for (std::size_t n = count; n-- > 0;)
                if (!productive_[n] && is_productive(grammar_.nodes[n])) {
                    productive_[n] = true;
                    changed = true;
                }
            formulas_.work().spend(count);
        }
        std::vector<bool> array_live, object_live;
        for (ArrayShape& shape : grammar_.arrays) {
            shape = reduced(shape);
            if (shape.unique)
                limit_to_different_values(shape);
            array_live.push_back(shape.live(0, 0));
        }
        for (ObjectShape& shape : grammar_.objects) {
            auto smaller = reduced(shape);
            object_live.push_back(smaller.has_value());
            if (smaller)
                shape = std::move(*smaller);
        }
        for (ValueNode& node : grammar_.nodes) {
            std::erase_if(node.arrays, [&](std::uint32_t a) { return !array_live[a]; });
            std::erase_if(node.objects, [&](std::uint32_t o) { return !object_live[o]; });
        }
    }

    /// Where items must differ, a position can be filled if it has more values than there are items before
    /// it.
    void limit_to_different_values(ArrayShape& shape) {
        const auto values = [&](const ArrayShape::Items& items) {
            std::uint64_t fewest = items.empty() ? 0 : no_limit;
            for (const ArrayShape::Item& item : items)
                fewest = std::min(fewest, different_values(grammar_.nodes[item.node]));
            return fewest;
        };
        std::uint32_t most = 0;
        while (most < shape.prefix.size() && values(shape.prefix[most]) > most)
            ++most;
        if (most == shape.prefix.size())
            most = std::max(
                most, static_cast<std::uint32_t>(std::min<std::uint64_t>(values(shape.rest), no_limit)));
        const bool counting = shape.hits_least > 0 || shape.hits_most != no_limit;
        if (most < shape.most && (shape.least > most || counting))
            throw Error(ErrorKind::Unsupported,
                        "uniqueItems where hardly more values than items are possible");
        shape.most = std::min(shape.most, most);
    }

    std::uint64_t different_values(const ValueNode& node) {
        if (!node.arrays.empty() || !node.objects.empty())
            throw Error(ErrorKind::Unsupported, "uniqueItems for arrays or objects as items");
        std::uint64_t count = static_cast<std::uint64_t>(std::popcount(node.simple));
        if (node.number != ValueNode::none)
            count += count_numbers(without_exponents(grammar_.numbers[node.number], formulas_.work()),
                                   no_limit, formulas_.work());
        std::uint64_t texts = 0; // of the shape that has most: others may have the same
        for (const std::uint32_t id : node.strings) {
            const StringShape& shape = grammar_.strings[id];
            Language language = shape.language;
            if (shape.counted() && (shape.most < 8 || shape.language != any_string()))
                language = intersection(
                    language, of_length(shape.least, std::min(shape.most, shape.least + 8), formulas_.work()),
                    formulas_.work());
            texts = std::max(texts, count_words(*language, no_limit));
        }
        return std::min<std::uint64_t>(count + texts, no_limit);
    }

    Formulas& formulas_;
    Grammar& grammar_;
    std::map<Formula, std::uint32_t> node_ids_;
    std::vector<Formula> todo_;
    std::map<std::tuple<Language, std::uint32_t, std::uint32_t>, std::uint32_t> string_ids_;
    std::vector<bool> productive_;
};

} // namespace

std::shared_ptr<const Grammar> compile_schema(const Json& schema, const CompileOptions& options) {
    Work work(options.work_limit);
    Formulas formulas(work);
    try {
        SchemaReader reader(schema, formulas);
        const Formula root = reader.read();
        auto grammar = std::make_shared<Grammar>();
        Compiler(formulas, *grammar).compile(root);
        return grammar;
    } catch (const SchemaError&) {
        throw;
    } catch (const Error& error) {
        throw SchemaError(error.kind(), "#", "", error.what());
    }
}

std::shared_ptr<const Grammar> json_object_grammar() {
    static const auto grammar = compile_schema({{"type", "object"}});
    return grammar;
}

} // namespace hadal::grammar
