// What formulas mean: their normal form, computed once each.
#include "engine/grammar/formulas.h"

#include <algorithm>
#include <iterator>

namespace hadal::grammar {

namespace {

/// Formulas nest no deeper than schemas can be written, but chains of references can.
constexpr int deepest_evaluation = 200;
constexpr std::size_t most_alternatives = 4096;

/// The same values, though nothing in them counts as judged for unevaluatedProperties and unevaluatedItems.
Value without_annotations(Value value) {
    for (ArraySet& array : value.arrays) {
        array.evaluated = 0;
        for (ArraySet::Contains& contains : array.contains)
            contains.evaluates = false;
    }
    for (ObjectSet& object : value.objects)
        for (auto& layer : object.layers) {
            auto copy = std::make_shared<KeyLayer>(*layer);
            copy->evaluates = copy->evaluates_all = false;
            layer = std::move(copy);
        }
    return value;
}

} // namespace

const Value& Formulas::value(Formula formula) {
    try {
        const Value& value = evaluate(formula);
        for (const std::uint32_t loss : nodes_[formula].losses)
            losses_[loss].counts = true;
        return value;
    } catch (const Loop&) {
        depth_ = 0;
        throw SchemaError(ErrorKind::InvalidInput, "#", "$ref",
                          "references lead back to themselves without a property or item between");
    }
}

/// Where the error says that something cannot be enforced and that is left to a validator, returns.
void Formulas::give_up(const Error& error, Losses& losses) {
    if (!leave_to_validator || error.kind() != ErrorKind::Unsupported || work_.left() == 0)
        throw; // what is being handled
    Origin origin{"#", ""};
    if (!origins_.empty())
        origin = *origins_.back();
    if (const auto* known = dynamic_cast<const SchemaError*>(&error))
        add(losses, {loss({known->pointer(), known->keyword(), known->reason()})});
    else
        add(losses, {loss({origin.pointer, origin.keyword, error.what()})});
}

const Value& Formulas::evaluate(Formula formula, Losses& losses) {
    const Value& value = evaluate(formula);
    add(losses, nodes_[formula].losses);
    return value;
}

const Value& Formulas::evaluate(Formula formula) {
    Node& node = nodes_[formula];
    if (node.value)
        return *node.value;
    if (node.open)
        throw Loop();
    struct Guard {
        Formulas& self;
        Node& node;
        bool has_origin;
        Guard(Formulas& s, Node& n) : self(s), node(n), has_origin(!n.origin.pointer.empty()) {
            node.open = true;
            ++self.depth_;
            if (has_origin)
                self.origins_.push_back(&node.origin);
        }
        ~Guard() {
            node.open = false;
            --self.depth_;
            if (has_origin)
                self.origins_.pop_back();
        }
    } guard(*this, node);
    Losses losses;
    Value value;
    try {
        if (depth_ > deepest_evaluation)
            throw Error(ErrorKind::Unsupported, "references and combinations are nested too deeply");
        value = computed(node, losses);
        if (value.objects.size() + value.arrays.size() + value.strings.size() + value.numbers.size() >
            most_alternatives)
            throw Error(ErrorKind::Unsupported, "the combinations have more than " +
                                                    std::to_string(most_alternatives) + " alternatives");
    } catch (const Error& error) {
        const bool placed = dynamic_cast<const SchemaError*>(&error) || node.origin.pointer.empty();
        if (!placed && !leave_to_validator)
            throw SchemaError(error.kind(), node.origin.pointer, node.origin.keyword, error.what());
        give_up(error, losses);
        value = Value::any();
    }
    node.value = std::move(value);
    node.losses = std::move(losses);
    return *node.value;
}

Value Formulas::computed(const Node& node, Losses& losses) {
    work_.spend(16);
    switch (node.kind) {
    case Kind::Literal:
        return *node.value;
    case Kind::All:
        return conjunction(node.parts, losses);
    case Kind::Any: {
        Value result;
        for (const Formula part : node.parts)
            join(result, evaluate(part, losses));
        return result;
    }
    case Kind::ExactlyOne:
        return one_of(node.parts, everything, losses);
    case Kind::Not:
        return computed_negation(node.parts[0], losses);
    case Kind::Deferred: {
        const Formula made = node.make();
        return evaluate(made, losses);
    }
    case Kind::Closed: {
        Losses open;
        const Value& value = evaluate(node.parts[0], open);
        if (open.empty())
            return closed_value(node);
        // Who knows what else has been judged.
        add(losses, open);
        add(losses,
            {loss({node.origin.pointer, node.origin.keyword, "it depends on parts that are not enforced"})});
        return value;
    }
    }
    return {};
}

Value Formulas::conjunction(const std::vector<Formula>& parts, Losses& losses) {
    std::vector<Formula> context;
    std::copy_if(parts.begin(), parts.end(), std::back_inserter(context),
                 [&](Formula part) { return nodes_[part].kind != Kind::ExactlyOne; });
    std::vector<Value> values;
    for (const Formula part : parts)
        values.push_back(nodes_[part].kind == Kind::ExactlyOne
                             ? one_of(nodes_[part].parts, all(context), losses)
                             : evaluate(part, losses));
    // Those with one alternative first: they prune the others.
    std::stable_sort(values.begin(), values.end(), [](const Value& a, const Value& b) {
        return (a.objects.size() > 1) < (b.objects.size() > 1);
    });
    Value result = std::move(values[0]);
    for (std::size_t i = 1; i < values.size(); ++i) {
        try {
            Value both = conjunction(result, values[i]);
            if (both.objects.size() > most_alternatives)
                throw Error(ErrorKind::Unsupported, "the combinations have more than " +
                                                        std::to_string(most_alternatives) + " alternatives");
            result = std::move(both);
        } catch (const Error& error) {
            give_up(error, losses);
        }
    }
    return result;
}

Value Formulas::computed_negation(Formula formula, Losses& losses) {
    const Node& node = nodes_[formula];
    const auto negations = [&](const std::vector<Formula>& parts) {
        std::vector<Formula> out;
        for (const Formula part : parts)
            out.push_back(negation(part));
        return out;
    };
    switch (node.kind) {
    case Kind::All:
        return evaluate(any(negations(node.parts)), losses);
    case Kind::Any:
        return evaluate(all(negations(node.parts)), losses);
    case Kind::ExactlyOne: {
        std::vector<Formula> ways{all(negations(node.parts))};
        for (std::size_t i = 0; i < node.parts.size(); ++i)
            for (std::size_t j = i + 1; j < node.parts.size(); ++j)
                ways.push_back(all({node.parts[i], node.parts[j]}));
        return evaluate(any(std::move(ways)), losses);
    }
    case Kind::Not:
        return without_annotations(evaluate(node.parts[0], losses));
    case Kind::Deferred: {
        const Formula made = node.make();
        return evaluate(negation(made), losses);
    }
    default:
        break;
    }
    Losses inner;
    const Value& value = evaluate(formula, inner);
    if (!inner.empty()) { // it is too large, so its complement would be too small
        add(losses, inner);
        return Value::any();
    }
    try {
        return complement(value);
    } catch (const SchemaError&) {
        throw;
    } catch (const Error& error) {
        if (node.origin.pointer.empty())
            throw;
        throw SchemaError(error.kind(), node.origin.pointer, node.origin.keyword, error.what());
    }
}

Value Formulas::one_of(const std::vector<Formula>& parts, Formula context, Losses& losses) {
    Value result;
    const std::size_t count = parts.size();
    std::vector<std::vector<Formula>> others(count);
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t j = i + 1; j < count; ++j)
            if (!surely_empty(all({parts[i], parts[j]})) &&
                !surely_empty(all({context, parts[i], parts[j]}))) {
                others[i].push_back(negation(parts[j]));
                others[j].push_back(negation(parts[i]));
            }
    for (std::size_t i = 0; i < count; ++i) {
        others[i].insert(others[i].begin(), parts[i]);
        join(result, evaluate(all(others[i]), losses));
    }
    return result;
}

/// Keys and items that no part has judged obey what is left for them.
Value Formulas::closed_value(const Node& node) {
    Value result = evaluate(node.parts[0]);
    if (node.other_keys) {
        std::vector<ObjectSet> objects = std::move(result.objects);
        result.objects.clear();
        for (ObjectSet& object : objects) {
            auto layer = std::make_shared<KeyLayer>();
            bool all_judged = false;
            std::map<std::string, Formula> keys;
            for (const auto& known : object.layers) {
                if (!known->evaluates)
                    continue;
                all_judged = all_judged || known->evaluates_all;
                for (const auto& [key, formula] : known->keys)
                    keys.emplace(key, everything);
                for (const auto& [pattern, formula] : known->patterns)
                    layer->patterns.emplace_back(pattern, everything);
            }
            if (!all_judged) {
                layer->keys.assign(keys.begin(), keys.end());
                layer->additional = *node.other_keys;
                layer->evaluates_all = true;
                ObjectSet rest;
                rest.layers.push_back(std::move(layer));
                if (auto both = meet(object, rest))
                    result.objects.push_back(std::move(*both));
            } else {
                result.objects.push_back(std::move(object));
            }
        }
    }
    if (node.other_items) {
        for (ArraySet& array : result.arrays) {
            if (array.evaluated == unbounded)
                continue;
            const auto judged = [&](Formula item) {
                std::vector<Formula> ways{*node.other_items};
                for (const auto& contains : array.contains)
                    if (contains.evaluates)
                        ways.push_back(contains.item);
                return all({item, any(std::move(ways))});
            };
            while (array.prefix.size() < array.evaluated)
                array.prefix.push_back(array.rest);
            for (std::size_t i = array.evaluated; i < array.prefix.size(); ++i)
                array.prefix[i] = judged(array.prefix[i]);
            array.rest = judged(array.rest);
            array.evaluated = unbounded;
        }
    }
    return result;
}

bool Formulas::surely_empty(Formula formula, int depth) {
    if (formula == everything || formula == nothing)
        return formula == nothing;
    if (nodes_[formula].emptiness >= 0)
        return nodes_[formula].emptiness != 0;
    if (depth == 0)
        return false;
    try {
        const bool empty = surely_empty(Value(evaluate(formula)), depth);
        nodes_[formula].emptiness = empty;
        return empty;
    } catch (const Loop&) {
    } catch (const SchemaError&) { // found again, and reported, where the value is needed
    } catch (const Error&) {
        if (work_.left() == 0)
            throw;
    }
    return false;
}

bool Formulas::surely_empty(const Value& value, int depth) {
    if (value.simple || !value.strings.empty() || !value.arrays.empty())
        return false;
    for (const NumberSet& set : value.numbers)
        if (!number_language(set, work_)->empty())
            return false;
    return std::all_of(value.objects.begin(), value.objects.end(),
                       [&](const ObjectSet& object) { return surely_empty(object, depth); });
}

bool Formulas::surely_empty(const ObjectSet& object, int depth) {
    if (object.least > object.most || object.required.size() > object.most)
        return true;
    return std::any_of(object.required.begin(), object.required.end(), [&](const std::string& key) {
        return surely_empty(key_value(object, key), depth - 1);
    });
}

} // namespace hadal::grammar
