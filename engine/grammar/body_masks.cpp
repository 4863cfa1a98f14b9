#include "engine/grammar/body_masks.h"

#include <algorithm>

namespace hadal::grammar {

namespace {

constexpr std::size_t most_tables = 512; ///< of some 20 KB each, with lengths half a megabyte

/// Fills a table by a walk over the trie.
class Walk {
  public:
    /// `free_text`: null, or where `from` is between two characters the vocabulary's table of free text. It
    /// says how tokens go on once every character leads the automaton back to where it is.
    Walk(const TokenTrie& trie, TextAutomaton& automaton, const StringShape* shape,
         const Vocabulary* free_text)
        : trie_(trie), automaton_(automaton), shape_(shape), free_text_(free_text) {}

    BodyTable run(TextAutomaton::State from) {
        if (free_text_)
            table_.stays = free_text_->free_text().stays;
        else
            table_.stays.assign(trie_.words(), 0);
        const auto nodes = trie_.nodes();
        std::vector<TextAutomaton::State> states(trie_.deepest() + 1, from);
        std::vector<std::uint32_t> characters(trie_.deepest() + 1, 0);
        for (std::uint32_t i = 1; i < nodes.size();) {
            const TokenTrie::Node& node = nodes[i];
            const auto before = states[node.depth - 1u];
            if (node.byte == automaton_.closing_byte() && automaton_.at_character(before)) {
                if (const std::uint32_t label = automaton_.label(before))
                    table_.quotes.push_back({i, label, characters[node.depth - 1u]});
                if (!automaton_.is_raw()) {
                    i = node.end;
                    continue;
                }
            }
            const auto after = automaton_.next(before, node.byte);
            if (after == TextAutomaton::dead) {
                if (free_text_)
                    for (const std::int32_t token : trie_.tokens_in(i, node.end))
                        forbid(table_.stays, token);
                i = node.end;
                continue;
            }
            if (free_text_ && automaton_.at_character(after) && goes_on_freely(after, i)) {
                add_subtree(after, i);
                i = node.end;
                continue;
            }
            states[node.depth] = after;
            characters[node.depth] = characters[node.depth - 1u] + automaton_.at_character(after);
            for (const std::int32_t token : trie_.tokens_at(i)) {
                allow(table_.stays, token);
                if (shape_)
                    needs_.emplace_back(token,
                                        characters[node.depth] + automaton_.needed(after, shape_->shortest));
            }
            ++i;
        }
        if (shape_)
            sort_needs();
        return std::move(table_);
    }

  private:
    /// Whatever the tokens below the node add, the automaton stays in this state: then the table of free text
    /// already has them.
    bool goes_on_freely(TextAutomaton::State state, std::uint32_t node) {
        if (automaton_.is_sink(state))
            return true;
        TokenTrie::Bytes allowed = automaton_.loops(state);
        allowed.add('"'); // ends the string there as it does here
        return trie_.bytes_below(node).within(allowed);
    }

    void add_subtree(TextAutomaton::State state, std::uint32_t node) {
        const std::uint32_t end = trie_.nodes()[node].end;
        const auto& quotes = free_text_->free_text().quotes;
        const std::uint32_t label = automaton_.label(state);
        auto quote = std::lower_bound(quotes.begin(), quotes.end(), node,
                                      [](const BodyTable::Quote& q, std::uint32_t n) { return q.node < n; });
        for (; label && quote != quotes.end() && quote->node < end; ++quote)
            table_.quotes.push_back({quote->node, label, quote->characters});
        if (!shape_)
            return;
        const std::uint32_t more = automaton_.needed(state, shape_->shortest);
        for (const std::int32_t token : trie_.tokens_in(node, end))
            if (allows(free_text_->free_text().stays, token))
                needs_.emplace_back(token, free_text_->free_need(token) + more);
    }

    void sort_needs() {
        std::uint32_t largest = 0;
        for (const auto& [token, need] : needs_)
            largest = std::max(largest, need);
        table_.need_begin.assign(largest + 2, 0);
        for (const auto& [token, need] : needs_)
            ++table_.need_begin[need + 1];
        for (std::uint32_t n = 1; n < table_.need_begin.size(); ++n)
            table_.need_begin[n] += table_.need_begin[n - 1];
        table_.by_need.resize(needs_.size());
        std::vector<std::uint32_t> next(table_.need_begin.begin(), table_.need_begin.end() - 1);
        for (const auto& [token, need] : needs_)
            table_.by_need[next[need]++] = token;
    }

    const TokenTrie& trie_;
    TextAutomaton& automaton_;
    const StringShape* shape_;
    const Vocabulary* free_text_;
    BodyTable table_;
    std::vector<std::pair<std::int32_t, std::uint32_t>> needs_;
};

} // namespace

void BodyTable::add_within(std::uint32_t room, TokenMask& mask) const {
    const std::size_t last =
        std::size_t{room} + 1 < need_begin.size() ? need_begin[room + 1] : by_need.size();
    if (last < by_need.size() / 2) {
        for (std::size_t i = 0; i < last; ++i)
            allow(mask, by_need[i]);
        return;
    }
    // Most tokens stay: those that need too much are looked up before, so that they keep what they have.
    std::vector<std::int32_t> kept;
    for (std::size_t i = last; i < by_need.size(); ++i)
        if (allows(mask, by_need[i]))
            kept.push_back(by_need[i]);
    for (std::size_t w = 0; w < mask.size(); ++w)
        mask[w] |= stays[w];
    for (std::size_t i = last; i < by_need.size(); ++i)
        forbid(mask, by_need[i]);
    for (const std::int32_t token : kept)
        allow(mask, token);
}

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
    const StringShape counted{any_string(), 0, no_limit, {0}};
    free_text_ = Walk(trie_, free, &counted, nullptr).run(TextAutomaton::start);
    free_need_.resize(static_cast<std::size_t>(trie_.size()));
    for (std::uint32_t need = 0; need + 1 < free_text_.need_begin.size(); ++need)
        for (std::uint32_t i = free_text_.need_begin[need]; i < free_text_.need_begin[need + 1]; ++i)
            free_need_[static_cast<std::size_t>(free_text_.by_need[i])] = need;
}

const BodyTable& BodyMasks::table(TextAutomaton& automaton, TextAutomaton::State state,
                                  const StringShape* shape) {
    if (!automaton.is_raw() && automaton.is_sink(state) && automaton.label(state) == 1)
        return vocabulary_.free_text();
    const Key key{&automaton, state, shape != nullptr};
    const auto known = tables_.find(key);
    if (known != tables_.end())
        return known->second;
    if (tables_.size() >= most_tables)
        tables_.clear();
    const bool as_free_text = !automaton.is_raw() && automaton.at_character(state);
    Walk walk(vocabulary_.trie(), automaton, shape, as_free_text ? &vocabulary_ : nullptr);
    return tables_.emplace(key, walk.run(state)).first->second;
}

} // namespace hadal::grammar
