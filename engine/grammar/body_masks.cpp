#include "engine/grammar/body_masks.h"

#include <algorithm>
#include <bit>

namespace hadal::grammar {

namespace {

constexpr std::size_t most_tables = 512; ///< of some 20 KB each, with lengths half a megabyte

/// Fills a table by a walk over the trie.
class Walk {
  public:
    /// `free_text`: null, or where `from` is between two characters the vocabulary's table of free text. It
    /// says how tokens go on once every character leads the automaton back to where it is.
    Walk(const TokenTrie& trie, TextAutomaton& automaton, const StringShape* shape,
         const Vocabulary::FreeText* free_text)
        : trie_(trie), automaton_(automaton), shape_(shape), free_text_(free_text) {}

    BodyTable run(TextAutomaton::State from) {
        const bool all_free = free_text_ && goes_on_freely(from, 0);
        from_free_text_ = all_free || (free_text_ && is_mostly_free(from));
        if (from_free_text_)
            table_.stays = free_text_->table.stays;
        else
            table_.stays.assign(trie_.words(), 0);
        if (all_free)
            add_subtree(0, from);
        else
            descend(from);
        if (shape_)
            sort_needs();
        return std::move(table_);
    }

  private:
    void descend(TextAutomaton::State from) {
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
                remove_subtree(i);
                i = node.end;
                continue;
            }
            if (free_text_ && automaton_.at_character(after) && goes_on_freely(after, i)) {
                add_subtree(i, after);
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
    }

    /// Whether most tokens do from here what they do in free text. Only what it costs to make the table
    /// depends on it.
    bool is_mostly_free(TextAutomaton::State from) {
        const auto nodes = trie_.nodes();
        std::size_t tokens = 0;
        for (std::uint32_t i = 1; i < nodes.size(); i = nodes[i].end) {
            const auto after = automaton_.next(from, nodes[i].byte);
            if (after == TextAutomaton::dead)
                continue;
            const TokenTrie::Bytes loops = automaton_.loops(after);
            if (!automaton_.at_character(after) || automaton_.is_total(after) ||
                std::popcount(loops.low) + std::popcount(loops.high) > 80)
                tokens += trie_.tokens_in(i, nodes[i].end).size();
        }
        return tokens > trie_.tokens_in(0, static_cast<std::uint32_t>(nodes.size())).size() / 2;
    }

    /// Whatever the tokens below the node add, they can do here what they can do in free text, and need as
    /// many characters more or less as the state itself does.
    bool goes_on_freely(TextAutomaton::State state, std::uint32_t node) {
        if (automaton_.is_sink(state) || (automaton_.is_total(state) && !shape_))
            return true;
        TokenTrie::Bytes allowed = automaton_.loops(state);
        if (!automaton_.is_raw())
            allowed.add('"'); // ends the string there as it does here
        return trie_.bytes_below(node).within(allowed);
    }

    void remove_subtree(std::uint32_t node) {
        if (from_free_text_)
            for (const std::int32_t token : trie_.tokens_in(node, trie_.nodes()[node].end))
                forbid(table_.stays, token);
    }

    /// `state` holds at the node itself.
    void add_subtree(std::uint32_t node, TextAutomaton::State state) {
        const auto nodes = trie_.nodes();
        const std::uint32_t end = nodes[node].end;
        const BodyTable& free = free_text_->table;
        auto quote = std::upper_bound(free.quotes.begin(), free.quotes.end(), node,
                                      [](std::uint32_t n, const BodyTable::Quote& q) { return n < q.node; });
        for (; quote != free.quotes.end() && quote->node < end; ++quote) {
            const std::string_view token = trie_.bytes(trie_.tokens_in(quote->node, end)[0]);
            TextAutomaton::State at = state;
            for (std::size_t b = nodes[node].depth; b + 1 < nodes[quote->node].depth; ++b)
                at = automaton_.next(at, static_cast<std::uint8_t>(token[b]));
            if (const std::uint32_t label = automaton_.label(at))
                table_.quotes.push_back({quote->node, label, quote->characters});
        }
        if (from_free_text_ && !shape_)
            return;
        const std::uint32_t more = shape_ ? automaton_.needed(state, shape_->shortest) : 0;
        for (const std::int32_t token : trie_.tokens_in(node, end)) {
            if (!allows(free.stays, token))
                continue;
            allow(table_.stays, token);
            if (shape_)
                needs_.emplace_back(token, free_text_->need[static_cast<std::size_t>(token)] + more);
        }
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
    const Vocabulary::FreeText* free_text_;
    bool from_free_text_ = false; ///< the table began as that of free text
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
    for (const Spelling spelling : {Spelling::Json, Spelling::RawValue, Spelling::RawName}) {
        if (spelling != Spelling::Json && !markup)
            break;
        TextAutomaton free(any_string(), spelling, &avoided_);
        const StringShape counted{any_string(), 0, no_limit, {0}};
        FreeText& text = free_texts_[static_cast<std::size_t>(spelling)];
        text.table = Walk(trie_, free, &counted, nullptr).run(TextAutomaton::start);
        text.need.resize(static_cast<std::size_t>(trie_.size()));
        for (std::uint32_t need = 0; need + 1 < text.table.need_begin.size(); ++need)
            for (std::uint32_t i = text.table.need_begin[need]; i < text.table.need_begin[need + 1]; ++i)
                text.need[static_cast<std::size_t>(text.table.by_need[i])] = need;
    }
}

const BodyTable& BodyMasks::table(TextAutomaton& automaton, TextAutomaton::State state,
                                  const StringShape* shape) {
    const Vocabulary::FreeText& free = vocabulary_.free_text(automaton.spelling());
    const bool has_free = !free.need.empty() && automaton.at_character(state);
    if (has_free && automaton.is_sink(state) && automaton.label(state) == 1)
        return free.table;
    const Key key{&automaton, state, shape != nullptr};
    const auto known = tables_.find(key);
    if (known != tables_.end())
        return known->second;
    if (tables_.size() >= most_tables)
        tables_.clear();
    Walk walk(vocabulary_.trie(), automaton, shape, has_free ? &free : nullptr);
    return tables_.emplace(key, walk.run(state)).first->second;
}

} // namespace hadal::grammar
