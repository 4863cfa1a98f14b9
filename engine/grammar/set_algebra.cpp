// Intersections and complements of sets of JSON values in normal form.
#include "engine/grammar/formulas.h"

#include <algorithm>

namespace hadal::grammar {

Value Value::any() {
    Value value;
    value.simple = Null | True | False;
    value.numbers.emplace_back();
    value.strings.push_back({any_string()});
    value.arrays.emplace_back();
    value.objects.emplace_back();
    return value;
}

void KeyLayer::constraints(std::string_view key, std::vector<Formula>& out) const {
    const auto place = std::lower_bound(
        keys.begin(), keys.end(), key, [](const auto& entry, std::string_view k) { return entry.first < k; });
    bool known = place != keys.end() && place->first == key;
    if (known)
        out.push_back(place->second);
    for (const auto& [pattern, formula] : patterns)
        if (pattern->match(key)) {
            known = true;
            out.push_back(formula);
        }
    if (!known)
        out.push_back(additional);
}

namespace {

bool is_true(const ObjectSet& set) {
    return set.required.empty() && set.layers.empty() && set.least == 0 && set.most == unbounded &&
           set.names.empty() && set.some.empty();
}

ObjectSet with_layer(KeyLayer layer, std::vector<std::string> required) {
    layer.evaluates = false;
    ObjectSet set;
    set.required = std::move(required);
    set.layers.push_back(std::make_shared<KeyLayer>(std::move(layer)));
    return set;
}

ObjectSet with_some(Language keys, Formula value) {
    ObjectSet set;
    set.some.push_back({std::move(keys), value});
    return set;
}

/// The keys that a layer neither lists nor matches.
Language other_keys(const KeyLayer& layer, Work& work) {
    std::vector<Language> known;
    std::vector<std::string> words;
    for (const auto& [key, formula] : layer.keys)
        words.push_back(key);
    if (!words.empty())
        known.push_back(std::make_shared<Dfa>(dfa_of_words(words, work)));
    for (const auto& [pattern, formula] : layer.patterns)
        if (!pattern->empty())
            known.push_back(pattern);
    return known.empty() ? any_string() : grammar::complement(union_of(known, work), work);
}

template <class T>
void add_missing(std::vector<T>& to, const std::vector<T>& from) {
    for (const T& value : from)
        if (std::find(to.begin(), to.end(), value) == to.end())
            to.push_back(value);
}

} // namespace

void Formulas::join(Value& to, Value from) {
    to.simple |= from.simple;
    const auto append = [](auto& a, auto& b) {
        a.insert(a.end(), std::make_move_iterator(b.begin()), std::make_move_iterator(b.end()));
    };
    for (auto& number : from.numbers)
        if (std::find(to.numbers.begin(), to.numbers.end(), number) == to.numbers.end())
            to.numbers.push_back(std::move(number));
    for (auto& text : from.strings)
        if (std::none_of(to.strings.begin(), to.strings.end(), [&](const StringSet& known) {
                return known.language == text.language && known.least == text.least &&
                       known.most == text.most;
            }))
            to.strings.push_back(std::move(text));
    for (auto& array : from.arrays)
        if (std::find(to.arrays.begin(), to.arrays.end(), array) == to.arrays.end())
            to.arrays.push_back(std::move(array));
    // Everything swallows the rest, unless it matters who judged which key.
    if (!keep_annotations && std::any_of(to.objects.begin(), to.objects.end(), is_true))
        return;
    append(to.objects, from.objects);
    work_.spend(to.objects.size() + 1);
}

Value Formulas::conjunction(const Value& a, const Value& b) {
    Value out;
    out.simple = a.simple & b.simple;
    const auto pairs = [&](const auto& left, const auto& right, auto& result, auto&& meet_them) {
        work_.spend((left.size() * right.size() + 1) * 4);
        for (const auto& x : left)
            for (const auto& y : right)
                if (auto both = meet_them(x, y))
                    result.push_back(std::move(*both));
    };
    pairs(a.numbers, b.numbers, out.numbers,
          [&](const NumberSet& x, const NumberSet& y) { return grammar::intersect(x, y); });
    pairs(a.strings, b.strings, out.strings,
          [&](const StringSet& x, const StringSet& y) { return meet(x, y); });
    pairs(a.arrays, b.arrays, out.arrays, [&](const ArraySet& x, const ArraySet& y) { return meet(x, y); });

    // An alternative that lies within one of the other side's needs no other.
    std::vector<bool> b_within(b.objects.size(), false);
    for (const ObjectSet& x : a.objects) {
        if (b.objects.size() > 1 && std::any_of(b.objects.begin(), b.objects.end(),
                                                [&](const ObjectSet& y) { return subsumed(x, y); })) {
            out.objects.push_back(x);
            continue;
        }
        for (const ObjectSet& y : b.objects) {
            if (b.objects.size() == 1 && a.objects.size() > 1 && subsumed(y, x)) {
                out.objects.assign(1, y);
                return out;
            }
            if (auto both = meet(x, y))
                out.objects.push_back(std::move(*both));
        }
    }
    return out;
}

std::optional<StringSet> Formulas::meet(const StringSet& a, const StringSet& b) {
    StringSet out{any_string(), std::max(a.least, b.least), std::min(a.most, b.most)};
    if (out.least > out.most)
        return std::nullopt;
    if (a.language == b.language || b.language == any_string()) {
        out.language = a.language;
    } else if (a.language == any_string()) {
        out.language = b.language;
    } else {
        auto& known = meets_[{std::min(a.language, b.language), std::max(a.language, b.language)}];
        if (!known)
            known = intersection(a.language, b.language, work_);
        out.language = known;
    }
    if (out.language->empty())
        return std::nullopt;
    return out;
}

std::optional<ArraySet> Formulas::meet(const ArraySet& a, const ArraySet& b) {
    ArraySet out;
    const std::size_t size = std::max(a.prefix.size(), b.prefix.size());
    for (std::size_t i = 0; i < size; ++i)
        out.prefix.push_back(
            all({i < a.prefix.size() ? a.prefix[i] : a.rest, i < b.prefix.size() ? b.prefix[i] : b.rest}));
    out.rest = all({a.rest, b.rest});
    out.least = std::max(a.least, b.least);
    out.most = std::min(a.most, b.most);
    if (out.rest == nothing)
        out.most = std::min(out.most, static_cast<std::uint32_t>(out.prefix.size()));
    for (std::uint32_t i = 0; i < out.prefix.size(); ++i)
        if (out.prefix[i] == nothing)
            out.most = std::min(out.most, i);
    if (out.least > out.most)
        return std::nullopt;
    out.contains = a.contains;
    for (const auto& other : b.contains) {
        const auto same = std::find_if(out.contains.begin(), out.contains.end(), [&](const auto& known) {
            return known.item == other.item && known.from == other.from && known.evaluates == other.evaluates;
        });
        if (same == out.contains.end()) {
            out.contains.push_back(other);
            continue;
        }
        same->least = std::max(same->least, other.least);
        same->most = std::min(same->most, other.most);
        if (same->least > same->most)
            return std::nullopt;
    }
    for (const auto& contains : out.contains)
        if (contains.least > 0 && !has_place_for(out, contains))
            return std::nullopt;
    out.unique = a.unique || b.unique;
    out.evaluated = std::max(a.evaluated, b.evaluated);
    return out;
}

/// False only where no item can be what `contains` asks for.
bool Formulas::has_place_for(const ArraySet& array, const ArraySet::Contains& contains) {
    for (std::uint32_t i = contains.from; i < std::min<std::size_t>(array.prefix.size(), array.most); ++i)
        if (!surely_empty(all({array.prefix[i], contains.item})))
            return true;
    return array.most > std::max<std::size_t>(array.prefix.size(), contains.from) &&
           !surely_empty(all({array.rest, contains.item}));
}

std::optional<ObjectSet> Formulas::meet(const ObjectSet& a, const ObjectSet& b) {
    ObjectSet out = a;
    std::vector<std::string> new_required;
    add_missing(out.order, b.order);
    add_missing(out.named, b.named);
    for (const std::string& key : b.required) {
        const auto place = std::lower_bound(out.required.begin(), out.required.end(), key);
        if (place == out.required.end() || *place != key) {
            out.required.insert(place, key);
            new_required.push_back(key);
        }
    }
    std::vector<std::shared_ptr<const KeyLayer>> new_layers;
    for (const auto& layer : b.layers)
        if (std::find(out.layers.begin(), out.layers.end(), layer) == out.layers.end()) {
            out.layers.push_back(layer);
            new_layers.push_back(layer);
        }
    work_.spend(out.order.size() + out.layers.size() + out.required.size());
    out.least = std::max(a.least, b.least);
    out.most = std::min(a.most, b.most);
    add_missing(out.names, b.names);
    add_missing(out.some, b.some);
    if (out.least > out.most || out.required.size() > out.most)
        return std::nullopt;
    // Only keys that are newly required or newly restricted can have become impossible.
    std::vector<Formula> of_layer;
    for (const std::string& key : out.required) {
        bool changed = std::binary_search(new_required.begin(), new_required.end(), key);
        for (const auto& layer : new_layers) {
            of_layer.clear();
            layer->constraints(key, of_layer);
            changed = changed || std::any_of(of_layer.begin(), of_layer.end(),
                                             [](Formula f) { return f != everything; });
        }
        if (changed && surely_empty(key_value(out, key), 3))
            return std::nullopt;
    }
    return out;
}

/// Whether every object of `a` is surely in `b` too.
bool Formulas::subsumed(const ObjectSet& a, const ObjectSet& b) {
    if (!std::includes(a.required.begin(), a.required.end(), b.required.begin(), b.required.end()) ||
        b.least > std::max<std::size_t>(a.least, a.required.size()) || b.most < a.most || !b.some.empty())
        return false;
    for (const Formula name : b.names)
        if (std::find(a.names.begin(), a.names.end(), name) == a.names.end())
            return false;
    for (const auto& layer : b.layers) {
        if (std::find(a.layers.begin(), a.layers.end(), layer) != a.layers.end())
            continue;
        if (layer->additional != everything || !layer->patterns.empty() ||
            (keep_annotations && layer->evaluates))
            return false;
        for (const auto& [key, formula] : layer->keys) {
            const Formula of_a = key_value(a, key);
            if (formula == everything || of_a == nothing || of_a == formula)
                continue;
            if (!surely_empty(all({of_a, negation(formula)}), 2))
                return false;
        }
    }
    return true;
}

Value Formulas::complement(const Value& value) {
    Value out = Value::any();
    out.simple = static_cast<std::uint8_t>(out.simple & ~value.simple);
    Value one;
    const auto remove = [&](const auto& sets, auto member) {
        for (const auto& set : sets) {
            Value rest = Value::any();
            rest.*member = [&] {
                if constexpr (std::is_same_v<std::decay_t<decltype(set)>, NumberSet>)
                    return grammar::complement(set);
                else
                    return complement(set);
            }();
            out = conjunction(out, rest);
            out.simple = static_cast<std::uint8_t>(out.simple & ~value.simple);
        }
    };
    remove(value.numbers, &Value::numbers);
    remove(value.strings, &Value::strings);
    remove(value.arrays, &Value::arrays);
    remove(value.objects, &Value::objects);
    return out;
}

std::vector<StringSet> Formulas::complement(const StringSet& set) {
    std::vector<StringSet> out;
    if (set.language != any_string())
        out.push_back({grammar::complement(set.language, work_)});
    if (set.least > 0)
        out.push_back({any_string(), 0, set.least - 1});
    if (set.most != unbounded)
        out.push_back({any_string(), set.most + 1, unbounded});
    std::erase_if(out, [](const StringSet& s) { return s.language->empty(); });
    return out;
}

std::vector<ArraySet> Formulas::complement(const ArraySet& set) {
    if (set.unique)
        throw Error(ErrorKind::Unsupported, "items that are not unique cannot be demanded");
    std::vector<ArraySet> out;
    if (set.least > 0) {
        out.emplace_back();
        out.back().most = set.least - 1;
    }
    if (set.most != unbounded) {
        out.emplace_back();
        out.back().least = set.most + 1;
    }
    for (std::size_t i = 0; i < set.prefix.size(); ++i) {
        if (set.prefix[i] == everything)
            continue;
        out.emplace_back();
        out.back().prefix.assign(i, everything);
        out.back().prefix.push_back(negation(set.prefix[i]));
        out.back().least = static_cast<std::uint32_t>(i + 1);
    }
    const auto some_item = [&](Formula item, std::uint32_t least, std::uint32_t most, std::uint32_t from) {
        out.emplace_back();
        out.back().contains.push_back({item, least, most, from, false});
    };
    const auto prefix = static_cast<std::uint32_t>(set.prefix.size());
    if (set.rest == nothing) {
        out.emplace_back();
        out.back().least = prefix + 1;
    } else if (set.rest != everything) {
        some_item(negation(set.rest), 1, unbounded, prefix);
    }
    for (const auto& contains : set.contains) {
        if (contains.least > 0)
            some_item(contains.item, 0, contains.least - 1, contains.from);
        if (contains.most != unbounded)
            some_item(contains.item, contains.most + 1, unbounded, contains.from);
    }
    return out;
}

std::vector<ObjectSet> Formulas::complement(const ObjectSet& set) {
    std::vector<ObjectSet> out;
    for (const std::string& key : set.required) {
        KeyLayer absent;
        absent.keys.emplace_back(key, nothing);
        out.push_back(with_layer(std::move(absent), {}));
    }
    if (set.least > 0) {
        out.emplace_back();
        out.back().most = set.least - 1;
    }
    if (set.most != unbounded) {
        out.emplace_back();
        out.back().least = set.most + 1;
    }
    for (const auto& layer : set.layers) {
        for (const auto& [key, formula] : layer->keys) {
            if (formula == everything)
                continue;
            KeyLayer other;
            other.keys.emplace_back(key, negation(formula));
            out.push_back(with_layer(std::move(other), {key}));
        }
        if (layer->additional != everything)
            out.push_back(with_some(other_keys(*layer, work_), negation(layer->additional)));
        for (const auto& [pattern, formula] : layer->patterns)
            if (formula != everything)
                out.push_back(with_some(pattern, negation(formula)));
    }
    for (const Formula name : set.names)
        out.push_back(with_some(grammar::complement(strings_of(name), work_), everything));
    for (const ObjectSet::Some& some : set.some) {
        KeyLayer none;
        none.patterns.emplace_back(some.keys, negation(some.value));
        out.push_back(with_layer(std::move(none), {}));
    }
    return out;
}

} // namespace hadal::grammar
