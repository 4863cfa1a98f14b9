// What can be completed: shapes lose what cannot.
#include "engine/grammar/compiler.h"

#include <algorithm>

namespace hadal::grammar {

/// Without values that are not yet known to exist.
Ways Compiler::reduced(const Ways& ways) const {
    Ways out = ways;
    std::erase_if(out, [&](const Way& way) { return !productive_[way.node]; });
    return out;
}

ArrayShape Compiler::reduced(const ArrayShape& shape) const {
    ArrayShape out = shape;
    for (Ways& ways : out.prefix)
        ways = reduced(ways);
    out.rest = reduced(out.rest);
    out.finish();
    return out;
}

/// Nothing where a required key has no value.
std::optional<ObjectShape> Compiler::reduced(const ObjectShape& shape) const {
    ObjectShape out = shape;
    for (auto& property : out.properties) {
        property.ways = reduced(property.ways);
        if (property.required && property.ways.empty())
            return std::nullopt;
    }
    for (Ways& ways : out.classes)
        ways = reduced(ways);
    if (out.free_keys &&
        std::any_of(out.classes.begin(), out.classes.end(), [](const Ways& ways) { return ways.empty(); })) {
        const Dfa* parts[] = {out.free_keys.get()};
        out.free_keys = std::make_shared<Dfa>(product(
            parts, 1,
            [&](auto labels) { return labels[0] && !out.classes[labels[0] - 1].empty() ? labels[0] : 0; },
            formulas_.work()));
    }
    out.finish();
    return out.live(out.rest_from[0], {}) ? std::optional(std::move(out)) : std::nullopt;
}

bool Compiler::is_productive(const ValueNode& node) const {
    if (node.simple || node.number != ValueNode::none || !node.strings.empty())
        return true;
    return std::any_of(node.arrays.begin(), node.arrays.end(),
                       [&](std::uint32_t a) { return reduced(grammar_.arrays[a]).live(0, 0); }) ||
           std::any_of(node.objects.begin(), node.objects.end(),
                       [&](std::uint32_t o) { return reduced(grammar_.objects[o]).has_value(); });
}

/// The least fixed point: a node has a value where one of its shapes has one, all parts of which have.
void Compiler::remove_what_cannot_be_completed() {
    for (std::size_t a = 0; a < grammar_.arrays.size(); ++a) {
        try {
            grammar_.arrays[a].finish();
        } catch (const Error& error) {
            give_up(array_places_[a], "contains", error.what());
            grammar_.arrays[a].contains.clear();
        }
    }
    for (std::size_t o = 0; o < grammar_.objects.size(); ++o) {
        try {
            grammar_.objects[o].finish();
        } catch (const Error& error) {
            give_up(object_places_[o], "not", error.what());
            grammar_.objects[o].demands = 0;
        }
    }
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
    for (std::size_t a = 0; a < grammar_.arrays.size(); ++a) {
        ArrayShape& shape = grammar_.arrays[a];
        if (shape.unique && array_live[a]) {
            limit_to_different_values(shape, array_places_[a]);
            shape.finish();
        }
    }
}

} // namespace hadal::grammar
