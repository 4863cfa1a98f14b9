#include "engine/grammar/formulas.h"

#include <algorithm>
#include <iterator>

namespace hadal::grammar {

SchemaError::SchemaError(ErrorKind kind, std::string pointer, std::string keyword, const std::string& what,
                         const std::string& subject)
    : Error(kind, subject + " cannot be enforced: at " + pointer +
                      (keyword.empty() ? "" : ", keyword \"" + keyword + "\"") + ": " + what + "."),
      pointer_(std::move(pointer)), keyword_(std::move(keyword)), reason_(what) {}

Formulas::Formulas(Work& work) : work_(work) {
    literal(Value::any(), {});
    literal(Value(), {});
}

Formula Formulas::add(Node node) {
    work_.spend(8);
    nodes_.push_back(std::move(node));
    return static_cast<Formula>(nodes_.size() - 1);
}

Formula Formulas::interned(Kind kind, std::vector<Formula> parts) {
    work_.spend(parts.size() + 4);
    const auto [place, fresh] = index_.try_emplace({kind, parts}, 0);
    if (fresh) {
        Node node{};
        node.kind = kind;
        node.parts = std::move(parts);
        place->second = add(std::move(node));
    }
    return place->second;
}

Formula Formulas::literal(Value value, Origin origin) {
    Node node{};
    node.kind = Kind::Literal;
    node.value = std::move(value);
    node.origin = std::move(origin);
    return add(std::move(node));
}

Formula Formulas::all(std::vector<Formula> parts) {
    std::vector<Formula> flat; // keeps the order: it is that of the keys
    for (const Formula part : parts) {
        if (part == nothing)
            return nothing;
        const bool nested = nodes_[part].kind == Kind::All;
        const std::vector<Formula> inner = nested ? nodes_[part].parts : std::vector<Formula>{part};
        for (const Formula one : inner)
            if (one != everything && std::find(flat.begin(), flat.end(), one) == flat.end())
                flat.push_back(one);
    }
    if (flat.empty())
        return everything;
    return flat.size() == 1 ? flat[0] : interned(Kind::All, std::move(flat));
}

Formula Formulas::any(std::vector<Formula> parts) {
    std::vector<Formula> flat;
    for (const Formula part : parts) {
        if (part == everything && !keep_annotations)
            return everything;
        if (part != nothing && std::find(flat.begin(), flat.end(), part) == flat.end())
            flat.push_back(part);
    }
    if (flat.empty())
        return nothing;
    return flat.size() == 1 ? flat[0] : interned(Kind::Any, std::move(flat));
}

Formula Formulas::exactly_one(std::vector<Formula> parts) {
    std::erase(parts, nothing);
    if (parts.empty())
        return nothing;
    return parts.size() == 1 ? parts[0] : interned(Kind::ExactlyOne, std::move(parts));
}

Formula Formulas::negation(Formula part) {
    if (part == everything || part == nothing)
        return part == everything ? nothing : everything;
    if (nodes_[part].kind == Kind::Not && !keep_annotations) // what is denied twice has judged nothing
        return nodes_[part].parts[0];
    return interned(Kind::Not, {part});
}

Formula Formulas::deferred(std::function<Formula()> make, Origin origin) {
    Node node{};
    node.kind = Kind::Deferred;
    node.make = std::move(make);
    node.origin = std::move(origin);
    return add(std::move(node));
}

Formula Formulas::closed(Formula part, std::optional<Formula> other_keys, std::optional<Formula> other_items,
                         Origin origin) {
    Node node{};
    node.kind = Kind::Closed;
    node.parts = {part};
    node.other_keys = other_keys;
    node.other_items = other_items;
    node.origin = std::move(origin);
    return add(std::move(node));
}

Formula Formulas::unknown(Unenforced what) {
    const Formula formula = literal(Value::any(), {});
    nodes_[formula].losses = {loss(std::move(what))};
    return formula;
}

std::uint32_t Formulas::loss(Unenforced what) {
    const auto known = std::find_if(losses_.begin(), losses_.end(), [&](const Loss& other) {
        return other.what.pointer == what.pointer && other.what.keyword == what.keyword;
    });
    const auto number = static_cast<std::uint32_t>(known - losses_.begin());
    if (known == losses_.end())
        losses_.push_back({std::move(what)});
    return number;
}

void Formulas::leave(Unenforced what) {
    losses_[loss(std::move(what))].counts = true;
}

std::vector<Unenforced> Formulas::left() const {
    std::vector<Unenforced> out;
    for (const Loss& loss : losses_)
        if (loss.counts)
            out.push_back(loss.what);
    return out;
}

void Formulas::add(Losses& to, const Losses& more) {
    Losses both;
    std::set_union(to.begin(), to.end(), more.begin(), more.end(), std::back_inserter(both));
    to = std::move(both);
}

std::string Formulas::place_of(Formula formula) const {
    for (const Node* node = &nodes_[formula];; node = &nodes_[node->parts[0]]) {
        if (!node->origin.pointer.empty())
            return node->origin.pointer;
        if (node->parts.empty())
            return "#";
    }
}

Formula Formulas::key_value(const ObjectSet& object, std::string_view key) {
    std::vector<Formula> parts;
    for (const auto& layer : object.layers)
        layer->constraints(key, parts);
    return all(std::move(parts));
}

Language Formulas::strings_of(Formula formula) {
    const Value& found = value(formula);
    std::vector<Language> parts;
    for (const StringSet& set : found.strings) {
        Language language = set.language;
        if (set.least > 0 || set.most != unbounded)
            language = intersection(language, of_length(set.least, set.most, work_), work_);
        if (!language->empty())
            parts.push_back(std::move(language));
    }
    return parts.empty() ? std::make_shared<Dfa>() : union_of(parts, work_);
}

} // namespace hadal::grammar
