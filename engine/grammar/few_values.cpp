#include "engine/grammar/few_values.h"

#include "engine/base/utf8.h"

#include "engine/grammar/item_sets.h"
#include "engine/grammar/numbers.h"
#include "engine/grammar/simple_words.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace hadal::grammar {

namespace {

constexpr std::uint32_t first_depth = 2, last_depth = 16;
constexpr std::int64_t most_work = 200'000; ///< parts of values, for one list

/// Within a container, a string needs its second quotation mark.
std::string inner_text(const std::string& item) {
    return item[0] == '"' ? print_json_string(std::string_view(item).substr(1)) : item;
}

/// Different words of a language, the shortest first, until `enough` has enough.
void each_word(const Dfa& dfa, std::uint32_t least, std::uint32_t most,
               const std::function<bool(const std::string&)>& enough) {
    if (dfa.empty())
        return;
    std::vector<std::vector<bool>> accepts; // of a length: which states accept a word that long
    const auto add_length = [&] {
        std::vector<bool> states(dfa.size());
        for (std::uint32_t s = 0; s < dfa.size(); ++s) {
            const auto edges = dfa.edges_of(s);
            states[s] = accepts.empty() ? dfa.label[s] != 0
                                        : std::any_of(edges.begin(), edges.end(), [&](const Dfa::Edge& edge) {
                                              return accepts.back()[edge.to];
                                          });
        }
        accepts.push_back(std::move(states));
    };
    std::string word;
    const std::function<bool(std::uint32_t, std::size_t)> words = [&](std::uint32_t state, std::size_t left) {
        if (left == 0)
            return enough(word);
        for (const Dfa::Edge& edge : dfa.edges_of(state)) {
            if (!accepts[left - 1][edge.to])
                continue;
            for (char32_t c = edge.first; c <= edge.last; ++c) {
                const std::size_t size = word.size();
                append_utf8(word, c);
                const bool done = words(edge.to, left - 1);
                word.resize(size);
                if (done)
                    return true;
            }
        }
        return false;
    };
    const bool finite = count_words(dfa, ~std::uint64_t{0}) != ~std::uint64_t{0};
    const std::uint64_t longest = finite ? std::min<std::uint64_t>(most, dfa.size()) : most;
    for (std::uint64_t length = 0; length <= longest; ++length) {
        add_length();
        if (length >= least && accepts.back()[0] && words(0, length))
            return;
    }
}

} // namespace

std::string container_item(bool object, Parts parts) {
    if (object)
        std::sort(parts.begin(), parts.end());
    std::string text(1, object ? '{' : '[');
    for (const auto& [key, value] : parts) {
        if (text.size() > 1)
            text += ',';
        if (object)
            text.append(print_json_string(key)).push_back(':');
        text += inner_text(value);
    }
    return text.append(1, object ? '}' : ']');
}

/// Deeper and longer values are looked for only while there are too few.
template <typename List>
auto FewValues::deepened(std::size_t limit, List list) {
    limit_ = limit;
    work_ = most_work;
    for (std::uint32_t depth = first_depth;; depth *= 2) {
        cut_ = false;
        auto found = list(depth);
        // What goes on for so long does not end.
        found.many = found.many || is_exhausted() || (cut_ && depth >= last_depth);
        if (found.reaches(limit) || !cut_)
            return found;
    }
}

FewValues::Values FewValues::of_node(std::uint32_t node, std::size_t limit) {
    return deepened(limit, [&](std::uint32_t depth) { return values(node, depth); });
}

FewValues::Rests FewValues::rests(const ObjectShape& shape, const ObjectState& state, std::size_t limit) {
    return deepened(limit, [&](std::uint32_t depth) { return object_rests(shape, state, depth); });
}

FewValues::Rests FewValues::rests(const ArrayShape& shape, const ArrayState& state, std::size_t limit) {
    return deepened(limit, [&](std::uint32_t depth) {
        ArrayMemo memo;
        return array_rests(shape, state, depth, depth, memo);
    });
}

FewValues::Values FewValues::values(std::uint32_t id, std::uint32_t depth) {
    const auto known = known_.find({id, depth, limit_});
    if (known != known_.end()) {
        cut_ = cut_ || known->second.cut;
        return known->second.values;
    }
    const bool cut_before = std::exchange(cut_, false);
    const ValueNode& node = grammar_.nodes[id];
    Values out;
    for (const std::uint32_t word : {Value::Null, Value::True, Value::False})
        if (node.simple & word)
            out.list.emplace_back(text_of_simple(word));
    if (node.number != ValueNode::none)
        add_numbers(grammar_.numbers[node.number], out.list);
    for (const std::uint32_t shape : node.strings)
        if (!out.reaches(limit_))
            add_strings(grammar_.strings[shape], out.list);
    const auto add_containers = [&](bool object, Rests rests) {
        out.many = out.many || rests.many;
        for (Parts& parts : rests.list)
            out.list.push_back(container_item(object, std::move(parts)));
    };
    if (depth == 0)
        cut_ = !node.objects.empty() || !node.arrays.empty();
    for (const std::uint32_t shape : node.objects)
        if (depth > 0 && !out.reaches(limit_))
            add_containers(true, object_rests(grammar_.objects[shape], {}, depth - 1));
    for (const std::uint32_t shape : node.arrays)
        if (depth > 0 && !out.reaches(limit_)) {
            ArrayMemo memo;
            add_containers(false, array_rests(grammar_.arrays[shape], {}, depth - 1, depth - 1, memo));
        }
    std::sort(out.list.begin(), out.list.end());
    out.list.erase(std::unique(out.list.begin(), out.list.end()), out.list.end());
    if (!is_exhausted())
        known_[{id, depth, limit_}] = {out, cut_};
    cut_ = cut_ || cut_before;
    return out;
}

/// Declared properties one by one, from the last to the first.
FewValues::Rests FewValues::object_rests(const ObjectShape& shape, const ObjectState& state,
                                         std::uint32_t depth) {
    using Progress = std::pair<std::uint32_t, std::uint32_t>; // keys, demands that are met
    const auto declared = static_cast<std::uint32_t>(shape.properties.size());
    const auto written = [&](std::uint32_t i) {
        return state.written && i < state.written->size() && (*state.written)[i];
    };
    const auto full = [&](const Progress& before) {
        return shape.most != no_limit && before.first >= shape.most;
    };
    const auto after = [&](const Progress& before, const Way& way) {
        return Progress{std::min(before.first + 1, shape.most != no_limit ? shape.most : shape.least),
                        before.second | way.hits};
    };
    // Mostly some member can be what it likes, whatever the others are.
    if (shape.most == no_limit && shape.demands == 0) {
        bool many = shape.free_possible > 0;
        for (std::uint32_t i = state.position; i < declared && !many; ++i)
            for (const Way& way : shape.properties[i].ways)
                many = many || (!written(i) && values(way.node, depth).reaches(limit_));
        if (many)
            return {true, {}};
    }
    std::vector<std::map<Progress, Rests>> rests(declared - state.position + 1);
    rests[0][{state.count, state.met}];
    for (std::uint32_t i = state.position; i < declared; ++i)
        for (const auto& [before, unused] : rests[i - state.position]) {
            auto& next = rests[i - state.position + 1];
            if (!shape.properties[i].required || written(i))
                next[before];
            if (!written(i) && !full(before))
                for (const Way& way : shape.properties[i].ways)
                    next[after(before, way)];
        }
    for (auto& [before, out] : rests.back()) {
        ObjectShape::Progress progress{before.first, 0, before.second};
        if (shape.closable({}, progress))
            out.list.emplace_back();
        ++progress.count;
        for (const Ways& ways :
             shape.free_possible > 0 && !full(before) ? shape.classes : std::vector<Ways>())
            for (const Way& way : ways) {
                progress.met = before.second | way.hits;
                out.many = out.many || shape.live({}, progress);
            }
    }
    for (std::uint32_t i = declared; i-- > state.position;) {
        const ObjectShape::Property& property = shape.properties[i];
        const auto& next = rests[i - state.position + 1];
        for (auto& [before, out] : rests[i - state.position]) {
            if (!property.required || written(i))
                out = next.at(before);
            const std::size_t others = out.list.size();
            if (!written(i) && !full(before))
                for (const Way& way : property.ways)
                    if (!out.reaches(limit_))
                        add(property.key, way.node, next.at(after(before, way)), depth, others, out);
        }
    }
    return std::move(rests[0].begin()->second);
}

FewValues::Rests FewValues::array_rests(const ArrayShape& shape, const ArrayState& state, std::uint32_t depth,
                                        std::uint32_t more, ArrayMemo& memo) {
    const std::tuple place{state.index, state.count, more};
    if (!shape.unique) // else it also depends on the items
        if (const auto known = memo.find(place); known != memo.end())
            return known->second;
    Rests out;
    if (shape.closable(state.index, state.count))
        out.list.emplace_back();
    if (state.index < shape.most) {
        for (const Way& way : shape.items(state.index)) {
            ArrayState next{shape.next_index(state.index), shape.next_count(state.count, way.hits),
                            state.items};
            if (out.reaches(limit_) || !shape.live(next.index, next.count))
                continue;
            if (more == 0 && state.index >= shape.least) {
                cut_ = true;
                continue;
            }
            const std::uint32_t left = state.index >= shape.least ? more - 1 : more;
            if (!shape.unique) {
                add("", way.node, array_rests(shape, next, depth, left, memo), depth, 0, out);
                continue;
            }
            const std::size_t limit = std::exchange(limit_, limit_ + state.items.size());
            const Values values_here = values(way.node, depth);
            limit_ = limit;
            out.many = out.many || (values_here.many && shape.live(next.index, next.count));
            for (const std::string& value : values_here.list) {
                if (out.reaches(limit_) ||
                    std::find(state.items.begin(), state.items.end(), value) != state.items.end())
                    continue;
                // What leads nowhere costs too: there may be as many ways as the items have orders.
                if ((work_ -= static_cast<std::int64_t>(state.items.size() + 1)) < 0) {
                    out.many = true;
                    break;
                }
                next.items.push_back(value);
                Rests tails = array_rests(shape, next, depth, left, memo);
                out.many = out.many || tails.many;
                for (Parts& tail : tails.list) {
                    if ((work_ -= static_cast<std::int64_t>(tail.size() + 1)) < 0)
                        out.many = true;
                    tail.emplace(tail.begin(), "", value);
                    if (std::find(out.list.begin(), out.list.end(), tail) == out.list.end())
                        out.list.push_back(std::move(tail));
                }
                next.items.pop_back();
            }
        }
    }
    if (!shape.unique)
        memo[place] = out;
    return out;
}

void FewValues::add(const std::string& key, std::uint32_t node, const Rests& tails, std::uint32_t depth,
                    std::size_t others, Rests& out) {
    if (!tails.many && tails.list.empty())
        return;
    const Values values_here = values(node, depth);
    if (!values_here.many && values_here.list.empty())
        return;
    out.many = out.many || tails.many || values_here.many;
    for (const std::string& value : values_here.list)
        for (const Parts& tail : tails.list) {
            if (out.reaches(limit_))
                return;
            if ((work_ -= static_cast<std::int64_t>(tail.size() + 1 + value.size() / 64)) < 0) {
                out.many = true;
                return;
            }
            Parts parts{{key, value}};
            parts.insert(parts.end(), tail.begin(), tail.end());
            if (std::find(out.list.begin() + static_cast<std::ptrdiff_t>(others), out.list.end(), parts) ==
                out.list.end())
                out.list.push_back(std::move(parts));
        }
}

void FewValues::add_strings(const StringShape& shape, std::vector<std::string>& out) {
    std::size_t found = 0;
    each_word(*shape.language, shape.least, shape.most, [&](const std::string& word) {
        out.push_back('"' + word);
        return ++found >= limit_;
    });
}

void FewValues::add_numbers(const Language& numbers, std::vector<std::string>& out) {
    Work work(~std::uint64_t{0});
    const Language plain = without_exponents(numbers, work);
    const std::uint64_t count = count_numbers(plain, limit_, work);
    std::vector<std::string> found;
    if (count > 0)
        each_word(*plain, 0, no_limit, [&](const std::string& spelling) {
            std::string item = number_item(spelling);
            if (std::find(found.begin(), found.end(), item) == found.end())
                found.push_back(std::move(item));
            return found.size() >= count;
        });
    out.insert(out.end(), found.begin(), found.end());
}

} // namespace hadal::grammar
