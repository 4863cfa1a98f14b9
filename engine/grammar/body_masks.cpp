#include "engine/grammar/body_masks.h"

#include <algorithm>

namespace hadal::grammar {

namespace {

constexpr std::size_t most_tables = 1024; ///< of some 20 KB each

/// Fills a table by a walk over the trie. `base`: null, or where `from` is between two characters the table
/// of free text; it says how tokens go on once the automaton accepts anything.
BodyTable walked(const TokenTrie& trie, TextAutomaton& automaton, TextAutomaton::State from,
                 const StringShape* shape, const BodyTable* base) {
    BodyTable table;
    if (base)
        table.stays = base->stays;
    else
        table.stays.assign(trie.words(), 0);
    const auto nodes = trie.nodes();
    std::vector<TextAutomaton::State> states(trie.deepest() + 1, from);
    std::vector<std::uint32_t> characters(trie.deepest() + 1, 0);
    for (std::uint32_t i = 1; i < nodes.size();) {
        const TokenTrie::Node& node = nodes[i];
        const auto before = states[node.depth - 1u];
        if (node.byte == automaton.closing_byte() && automaton.at_character(before)) {
            if (const std::uint32_t label = automaton.label(before))
                table.quotes.push_back({i, label, characters[node.depth - 1u]});
            if (!automaton.is_raw()) {
                i = node.end;
                continue;
            }
        }
        const auto after = automaton.next(before, node.byte);
        if (after == TextAutomaton::dead) {
            if (base)
                for (const std::int32_t token : trie.tokens_in(i, node.end))
                    forbid(table.stays, token);
            i = node.end;
            continue;
        }
        const bool whole = automaton.at_character(after);
        if (base && whole && automaton.is_sink(after)) {
            const auto first = std::lower_bound(
                base->quotes.begin(), base->quotes.end(), i,
                [](const BodyTable::Quote& quote, std::uint32_t n) { return quote.node < n; });
            const std::uint32_t label = automaton.label(after);
            for (auto quote = first; quote != base->quotes.end() && quote->node < node.end; ++quote)
                table.quotes.push_back({quote->node, label, quote->characters});
            i = node.end;
            continue;
        }
        states[node.depth] = after;
        characters[node.depth] = characters[node.depth - 1u] + whole;
        for (const std::int32_t token : trie.tokens_at(i)) {
            allow(table.stays, token);
            if (shape)
                table.by_need.emplace_back(characters[node.depth] + automaton.needed(after, shape->shortest),
                                           token);
        }
        ++i;
    }
    std::sort(table.by_need.begin(), table.by_need.end());
    return table;
}

/// [n]: the tokens that need at most n, for every n below the largest.
std::vector<TokenMask> masks_within(const BodyTable& table) {
    std::vector<TokenMask> masks;
    TokenMask mask(table.stays.size(), 0);
    std::size_t i = 0;
    for (std::uint32_t n = 0; n < table.by_need.back().first; ++n) {
        for (; i < table.by_need.size() && table.by_need[i].first <= n; ++i)
            allow(mask, table.by_need[i].second);
        masks.push_back(mask);
    }
    return masks;
}

} // namespace

Vocabulary::Vocabulary(const tokenizer::Tokenizer& tokenizer, std::vector<std::int32_t> end_ids,
                       const chat::CallMarkup* markup)
    : trie_(tokenizer, markup ? markup->tokens : std::span<const std::string_view>()),
      end_ids_(std::move(end_ids)) {
    std::erase_if(end_ids_, [&](std::int32_t id) { return id < 0 || id >= trie_.size(); });
    if (markup)
        for (const auto texts : {markup->values_avoid, markup->content_avoids})
            for (const std::string_view text : texts)
                avoided_.add(code_points(text));
    avoided_.finish();
    TextAutomaton free(any_string(), Spelling::Json, &avoided_);
    free_text_ = walked(trie_, free, TextAutomaton::start, nullptr, nullptr);
    const StringShape counted{any_string(), 0, no_limit, {0}};
    counted_free_text_ = walked(trie_, free, TextAutomaton::start, &counted, nullptr);
    if (!counted_free_text_.by_need.empty())
        free_text_within_ = masks_within(counted_free_text_);
}

const BodyTable& BodyMasks::table(TextAutomaton& automaton, TextAutomaton::State state,
                                  const StringShape* shape) {
    if (!automaton.is_raw() && automaton.is_sink(state) && automaton.label(state) == 1)
        return shape ? vocabulary_.counted_free_text() : vocabulary_.free_text();
    const Key key{&automaton, state, shape != nullptr};
    const auto known = tables_.find(key);
    if (known != tables_.end())
        return known->second;
    if (tables_.size() >= most_tables) {
        tables_.clear();
        within_.clear();
    }
    return tables_
        .emplace(key, walked(vocabulary_.trie(), automaton, state, shape,
                             !shape && !automaton.is_raw() && automaton.at_character(state)
                                 ? &vocabulary_.free_text()
                                 : nullptr))
        .first->second;
}

const TokenMask& BodyMasks::within(const BodyTable& table, std::uint32_t room) {
    if (table.by_need.empty() || room >= table.by_need.back().first)
        return table.stays;
    if (&table == &vocabulary_.counted_free_text())
        return vocabulary_.free_text_within()[room];
    auto& masks = within_[&table];
    if (masks.empty())
        masks = masks_within(table);
    return masks[room];
}

} // namespace hadal::grammar
