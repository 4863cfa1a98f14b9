#include "engine/grammar/compiler.h"

#include <algorithm>
#include <bit>

namespace hadal::grammar {

namespace {

constexpr std::size_t most_contains = 4; ///< an item goes on in two ways for each
/// Arrays and objects that must differ: from so many values on, a matcher looks whether there is another.
constexpr std::size_t few_values = 64;
constexpr std::uint32_t most_listed = 256; ///< minItems next to uniqueItems, and within such arrays

} // namespace

void Compiler::compile_array(const ArraySet& set, ValueNode& node) {
    ArrayShape shape;
    shape.least = set.least;
    shape.most = set.most;
    shape.unique = set.unique && set.most > 1;
    std::vector<ArraySet::Contains> counted;
    std::uint32_t size = static_cast<std::uint32_t>(set.prefix.size());
    for (const ArraySet::Contains& each : set.contains) {
        if (each.least == 0 && each.most == unbounded)
            continue;
        if (counted.size() == most_contains) {
            give_up("contains",
                    "more than " + std::to_string(most_contains) + " contains for the same array");
            continue;
        }
        counted.push_back(each);
        shape.contains.push_back({each.least, each.most});
        size = std::max(size, each.from);
    }
    for (std::uint32_t i = 0; i < size; ++i)
        shape.prefix.push_back(ways_of_item(i < set.prefix.size() ? set.prefix[i] : set.rest, counted, i));
    if (set.rest != nothing)
        shape.rest = ways_of_item(set.rest, counted, size);
    node.arrays.push_back(static_cast<std::uint32_t>(grammar_.arrays.size()));
    grammar_.arrays.push_back(std::move(shape));
    array_places_.push_back(place_);
}

bool Compiler::can_be_denied(Formula item) {
    try {
        formulas_.value(formulas_.negation(item));
        return true;
    } catch (const SchemaError& error) {
        if (error.kind() != ErrorKind::Unsupported || formulas_.work().left() == 0)
            throw;
        return false;
    }
}

/// One way for each set of `contains` that the item counts for.
Ways Compiler::ways_of_item(Formula item, const std::vector<ArraySet::Contains>& counted,
                            std::uint32_t index) {
    Ways ways;
    if (item == nothing)
        return ways;
    for (std::uint32_t hits = 0; hits < 1u << counted.size(); ++hits) {
        std::vector<Formula> parts{item};
        bool possible = true;
        for (std::size_t i = 0; i < counted.size(); ++i) {
            const bool hit = hits >> i & 1;
            if (index < counted[i].from)
                possible = possible && !hit;
            else if (hit)
                parts.push_back(counted[i].item);
            else if (counted[i].most != unbounded || can_be_denied(counted[i].item))
                parts.push_back(formulas_.negation(counted[i].item));
            // else: counting too few does no harm where there is no upper bound
        }
        if (!possible)
            continue;
        const Formula value = formulas_.all(std::move(parts));
        if (value != nothing)
            ways.push_back({node_of(value), hits});
    }
    return ways;
}

/// Where items must differ, a position can be filled if it has more values than there are items before it.
void Compiler::limit_to_different_values(ArrayShape& shape, const std::string& place) {
    FewValues few(grammar_);
    bool comparable = true;
    const auto values = [&](const Ways& ways) {
        std::uint64_t fewest = ways.empty() ? 0 : no_limit;
        for (const Way& way : ways) {
            fewest = std::min(fewest, different_values(way.node, shape.least, few));
            comparable = comparable && !few.is_exhausted();
        }
        return fewest;
    };
    const std::set<std::uint32_t> nodes = nodes_within(shape);
    const bool countable = std::none_of(nodes.begin(), nodes.end(), [&](std::uint32_t node) {
        const auto& objects = grammar_.nodes[node].objects;
        return std::any_of(objects.begin(), objects.end(), [&](std::uint32_t o) {
            return grammar_.objects[o].free_possible != no_limit && grammar_.objects[o].free_possible > 0;
        });
    });
    const bool containers = std::any_of(nodes.begin(), nodes.end(), [&](std::uint32_t node) {
        return !grammar_.nodes[node].arrays.empty() || !grammar_.nodes[node].objects.empty();
    });
    const bool short_enough =
        !containers ||
        (shape.least <= most_listed && std::none_of(nodes.begin(), nodes.end(), [&](std::uint32_t node) {
             const auto& arrays = grammar_.nodes[node].arrays;
             return std::any_of(arrays.begin(), arrays.end(),
                                [&](std::uint32_t a) { return grammar_.arrays[a].least > most_listed; });
         }));
    if (!countable || !short_enough) {
        give_up(place, "uniqueItems",
                countable ? "uniqueItems for more than " + std::to_string(most_listed) + " items"
                          : "uniqueItems over objects with a finite number of free keys");
        shape.unique = false;
        return;
    }
    std::uint32_t most = 0;
    while (most < shape.prefix.size() && values(shape.prefix[most]) > most)
        ++most;
    if (most == shape.prefix.size())
        most =
            std::max(most, static_cast<std::uint32_t>(std::min<std::uint64_t>(values(shape.rest), no_limit)));
    if (!comparable) {
        give_up(place, "uniqueItems", "uniqueItems over arrays or objects that are large in any case");
        shape.unique = false;
    } else if (most < shape.most && (shape.least > most || !shape.contains.empty())) {
        give_up(place, "uniqueItems", "uniqueItems where hardly more values than items are possible");
        shape.unique = false;
    } else {
        shape.may_run_out = most < shape.most;
    }
}

/// The nodes of an array's items, and of all that they contain.
std::set<std::uint32_t> Compiler::nodes_within(const ArrayShape& shape) const {
    std::set<std::uint32_t> nodes;
    std::vector<std::uint32_t> todo;
    const auto add = [&](const Ways& ways) {
        for (const Way& way : ways)
            if (nodes.insert(way.node).second)
                todo.push_back(way.node);
    };
    const auto add_items = [&](const ArrayShape& array) {
        for (const Ways& ways : array.prefix)
            add(ways);
        add(array.rest);
    };
    add_items(shape);
    while (!todo.empty()) {
        const ValueNode& node = grammar_.nodes[todo.back()];
        todo.pop_back();
        for (const std::uint32_t array : node.arrays)
            add_items(grammar_.arrays[array]);
        for (const std::uint32_t object : node.objects) {
            for (const auto& property : grammar_.objects[object].properties)
                add(property.ways);
            for (const Ways& ways : grammar_.objects[object].classes)
                add(ways);
        }
    }
    return nodes;
}

/// no_limit where they are not few, and more than `least`.
std::uint64_t Compiler::different_values(std::uint32_t node_id, std::uint32_t least, FewValues& few) {
    Work& work = formulas_.work();
    const ValueNode& node = grammar_.nodes[node_id];
    if (!node.arrays.empty() || !node.objects.empty()) {
        const std::size_t limit = std::max<std::size_t>(least, few_values) + 1;
        work.spend(limit * limit);
        const auto values = few.of_node(node_id, limit);
        return values.reaches(limit) ? no_limit : values.list.size();
    }
    std::uint64_t count = static_cast<std::uint64_t>(std::popcount(node.simple));
    if (node.number != ValueNode::none)
        count += count_numbers(without_exponents(grammar_.numbers[node.number], work), no_limit, work);
    std::uint64_t texts = 0; // of the shape that has most: others may have the same
    for (const std::uint32_t id : node.strings) {
        const StringShape& shape = grammar_.strings[id];
        Language language = shape.language;
        if (shape.counted() && (shape.most < 8 || shape.language != any_string()))
            language = intersection(
                language, of_length(shape.least, std::min(shape.most, shape.least + 8), work), work);
        texts = std::max(texts, count_words(*language, no_limit));
    }
    return std::min<std::uint64_t>(count + texts, no_limit);
}

} // namespace hadal::grammar
