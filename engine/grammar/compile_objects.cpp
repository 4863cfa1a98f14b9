#include "engine/grammar/compiler.h"

#include <algorithm>
#include <bit>

namespace hadal::grammar {

namespace {

constexpr std::size_t most_patterns = 30; ///< of one object
constexpr std::size_t most_demands = 16;
constexpr int most_split_demands = 3; ///< a member goes on in two ways for each

/// Bits of the demands that a member with this key can count for.
std::uint32_t demands_on(const std::string& key, const std::vector<ObjectSet::Some>& some) {
    std::uint32_t demands = 0;
    for (std::size_t i = 0; i < some.size(); ++i)
        if (some[i].keys->match(key))
            demands |= 1u << i;
    return demands;
}

} // namespace

/// Those that are declared or mentioned, in the order in which they are written.
std::vector<std::string> Compiler::keys_of(const ObjectSet& set) {
    std::vector<std::string> keys = set.order;
    std::vector<std::string> known = keys;
    std::sort(known.begin(), known.end());
    const auto know = [&](const std::string& key) {
        const auto place = std::lower_bound(known.begin(), known.end(), key);
        if (place != known.end() && *place == key)
            return;
        known.insert(place, key);
        keys.push_back(key);
    };
    for (const auto* names : {&set.named, &set.required})
        for (const std::string& key : *names)
            know(key);
    // A key that only a layer mentions is a free key with a value of its own.
    std::vector<std::string> mentioned;
    for (const auto& layer : set.layers)
        for (const auto& [key, formula] : layer->keys)
            mentioned.push_back(key);
    std::sort(mentioned.begin(), mentioned.end());
    for (const std::string& key : mentioned)
        know(key);
    formulas_.work().spend(keys.size() * (set.layers.size() + 1) * 4);
    return keys;
}

void Compiler::compile_object(const ObjectSet& given, ValueNode& node) {
    ObjectSet set = given;
    if (set.some.size() > most_demands) {
        give_up("not", "more than " + std::to_string(most_demands) + " denials about the keys of one object");
        set.some.resize(most_demands);
    }
    std::vector<Language> names;
    for (const Formula formula : set.names)
        names.push_back(formulas_.strings_of(formula));
    const auto is_name = [&](const std::string& key) {
        return std::all_of(names.begin(), names.end(),
                           [&](const Language& language) { return language->match(key) != 0; });
    };

    ObjectShape shape;
    shape.any_order = any_order_;
    shape.least = set.least;
    shape.most = set.most;
    shape.demands = static_cast<std::uint32_t>((std::uint64_t{1} << set.some.size()) - 1);
    for (const std::string& key : keys_of(set)) {
        const bool required = std::binary_search(set.required.begin(), set.required.end(), key);
        const Formula value = is_name(key) ? formulas_.key_value(set, key) : nothing;
        if (required && value == nothing)
            return;
        shape.properties.push_back(
            {key, ways_of_member(value, demands_on(key, set.some), set.some), required});
    }
    compile_free_keys(set, names, shape);
    node.objects.push_back(static_cast<std::uint32_t>(grammar_.objects.size()));
    grammar_.objects.push_back(std::move(shape));
    object_places_.push_back(place_);
}

/// `demands`: those that a member with this key can count for, if its value is one that they are about.
Ways Compiler::ways_of_member(Formula value, std::uint32_t demands,
                              const std::vector<ObjectSet::Some>& some) {
    Ways ways;
    if (value == nothing)
        return ways;
    std::uint32_t always = 0, split = 0;
    for (std::size_t i = 0; i < some.size(); ++i)
        if (demands >> i & 1)
            (some[i].value == everything ? always : split) |= 1u << i;
    if (std::popcount(split) > most_split_demands) {
        give_up("not",
                "more than " + std::to_string(most_split_demands) + " denials about the values of one key");
        always |= split;
        split = 0;
    }
    // All subsets of `split`. Counting too few does no harm: one member that counts is enough.
    for (std::uint32_t hits = split;; hits = (hits - 1) & split) {
        std::vector<Formula> parts{value};
        for (std::size_t i = 0; i < some.size(); ++i)
            if (hits >> i & 1)
                parts.push_back(some[i].value);
        const Formula member = formulas_.all(std::move(parts));
        if (member != nothing)
            ways.push_back({node_of(member), hits | always});
        if (hits == 0)
            return ways;
    }
}

/// Free keys fall into classes by the patterns that they match; each class has values of its own.
void Compiler::compile_free_keys(const ObjectSet& set, const std::vector<Language>& names,
                                 ObjectShape& shape) {
    std::vector<Language> patterns;
    for (const auto& layer : set.layers)
        for (const auto& [pattern, formula] : layer->patterns)
            if (std::find(patterns.begin(), patterns.end(), pattern) == patterns.end())
                patterns.push_back(pattern);
    if (patterns.size() + names.size() + set.some.size() > most_patterns) {
        give_up("patternProperties",
                "more than " + std::to_string(most_patterns) + " patternProperties for one object");
        shape.free_keys = any_string();
        shape.classes = {ways_of_member(everything, shape.demands, set.some)};
        return;
    }
    // Behind the patterns, the demands' keys.
    for (const ObjectSet::Some& some : set.some)
        patterns.push_back(some.keys);
    const std::size_t demands_at = patterns.size() - set.some.size();
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
    std::map<std::pair<Formula, std::uint32_t>, std::uint32_t> labels;
    const auto label_of = [&](std::uint32_t matched) -> std::uint32_t {
        const Formula value = value_of(matched);
        const auto demands = static_cast<std::uint32_t>(std::uint64_t{matched} >> demands_at);
        if (value == nothing)
            return 0;
        const auto [place, fresh] = labels.try_emplace(std::pair(value, demands),
                                                       static_cast<std::uint32_t>(shape.classes.size() + 1));
        if (fresh)
            shape.classes.push_back(ways_of_member(value, demands, set.some));
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

} // namespace hadal::grammar
