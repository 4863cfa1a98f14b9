#include "engine/grammar/matcher.h"

#include <algorithm>

namespace hadal::grammar {

namespace {

constexpr std::size_t most_masks = 2048;    ///< of 16 KB each with 128,000 tokens
constexpr std::size_t most_states = 20'000; ///< of the machine, before it forgets
constexpr std::uint32_t deepest_signature = 6;
constexpr std::size_t longest_forced = 4096;

std::uint64_t hash_of(std::span<const std::uint32_t> signature) {
    std::uint64_t hash = signature.size();
    for (const std::uint32_t part : signature)
        hash = (hash ^ part) * 0x9E3779B97F4A7C15u ^ (hash >> 29);
    return hash;
}

} // namespace

Matcher::Matcher(std::shared_ptr<const Vocabulary> vocabulary, std::shared_ptr<const Grammar> grammar)
    : vocabulary_(std::move(vocabulary)),
      machine_(std::move(grammar), &vocabulary_->trie(), &vocabulary_->avoided()), body_masks_(*vocabulary_) {
    path_.resize(vocabulary_->trie().deepest() + 1);
    reset();
}

void Matcher::reset() {
    history_.assign(1, machine_.start());
    ended_ = false;
}

bool Matcher::is_end(std::int32_t token) const {
    const auto& ends = vocabulary_->end_ids();
    return std::find(ends.begin(), ends.end(), token) != ends.end();
}

Matcher::State Matcher::stepped(State state, std::string_view bytes) {
    for (const char byte : bytes)
        if ((state = machine_.step(state, static_cast<std::uint8_t>(byte))) == Machine::dead)
            break;
    return state;
}

bool Matcher::accept(std::int32_t token) {
    if (ended_)
        return false;
    if (is_end(token)) {
        ended_ = machine_.is_complete(history_.back());
        return ended_;
    }
    const std::string_view bytes = vocabulary_->trie().bytes(token);
    if (bytes.empty())
        return false;
    const State next = stepped(history_.back(), bytes);
    if (next == Machine::dead)
        return false;
    history_.push_back(next);
    return true;
}

void Matcher::rollback(std::size_t tokens) {
    if (tokens > accepted())
        throw Error(ErrorKind::InvalidArgument, "Cannot take back " + std::to_string(tokens) +
                                                    " tokens: only " + std::to_string(accepted()) +
                                                    " were accepted.");
    if (tokens > 0 && ended_) {
        ended_ = false;
        --tokens;
    }
    history_.resize(history_.size() - tokens);
}

std::string Matcher::forced() {
    std::string bytes;
    if (ended_)
        return bytes;
    State state = history_.back();
    while (bytes.size() < longest_forced && !machine_.is_complete(state)) {
        int only = -1;
        State next = Machine::dead;
        for (int byte = 0; byte < 256; ++byte) {
            const State to = machine_.step(state, static_cast<std::uint8_t>(byte));
            if (to == Machine::dead)
                continue;
            if (only >= 0)
                return bytes;
            only = byte;
            next = to;
        }
        bytes += static_cast<char>(only);
        state = next;
    }
    return bytes;
}

bool Matcher::completes_with(std::string_view forced) {
    return machine_.is_complete(stepped(history_.back(), forced));
}

const TokenMask& Matcher::mask() {
    if (ended_) {
        mask_.assign(vocabulary_->trie().words(), 0);
        return mask_;
    }
    if (machine_.size() > most_states) {
        machine_.keep_only(history_);
        cache_.clear();
    }
    machine_.tidy();
    return mask_of(history_.back());
}

const TokenMask& Matcher::mask_of(State state) {
    if (const TokenMask* known = remembered(state))
        return *known;
    mask_.assign(vocabulary_->trie().words(), 0);
    lowest_ = machine_.depth(state);
    counted_ = false;
    compute(state);
    const std::uint32_t levels = machine_.depth(state) - lowest_ + 1;
    if (counted_ || levels > deepest_signature)
        return mask_;
    if (cache_.size() >= most_masks)
        cache_.clear();
    signature_.clear();
    machine_.signature(state, levels, signature_);
    Cached& cached = cache_[hash_of(signature_)];
    cached.signature = signature_;
    cached.mask = mask_;
    return cached.mask;
}

const TokenMask* Matcher::remembered(State state) {
    signature_.clear();
    machine_.signature(state, deepest_signature, signature_);
    for (std::uint32_t levels = 1; levels <= signature_.size(); ++levels) {
        const auto top = std::span(signature_).first(levels);
        const auto found = cache_.find(hash_of(top));
        if (found != cache_.end() && std::equal(top.begin(), top.end(), found->second.signature.begin(),
                                                found->second.signature.end())) {
            lowest_ = machine_.depth(state) - levels + 1;
            counted_ = false;
            return &found->second.mask;
        }
    }
    return nullptr;
}

void Matcher::compute(State state) {
    if (const State similar = machine_.before_ending(state); similar != Machine::dead) {
        compute_from(similar, state);
    } else {
        machine_.bodies(state, bodies_);
        if (!bodies_.empty())
            add_bodies(state);
        else
            walk(0, state);
    }
    if (machine_.is_complete(state)) {
        lowest_ = 1; // only a look at the whole stack tells
        for (const std::int32_t id : vocabulary_->end_ids())
            allow(mask_, id);
    }
}

/// Only tokens whose first byte leads to different states are looked at.
void Matcher::compute_from(State similar, State state) {
    if (const TokenMask& mask = mask_of(similar); &mask != &mask_)
        mask_ = mask;
    lowest_ = std::min(lowest_, machine_.depth(state));
    for (const std::int32_t id : vocabulary_->end_ids())
        forbid(mask_, id);
    const TokenTrie& trie = vocabulary_->trie();
    const auto nodes = trie.nodes();
    for (std::uint32_t i = 1; i < nodes.size(); i = nodes[i].end) {
        const State next = machine_.step(state, nodes[i].byte);
        if (next == machine_.step(similar, nodes[i].byte))
            continue;
        for (const std::int32_t token : trie.tokens_in(i, nodes[i].end))
            forbid(mask_, token);
        if (next != Machine::dead)
            walk(i, next);
    }
}

void Matcher::walk(std::uint32_t top, State state) {
    const TokenTrie& trie = vocabulary_->trie();
    const auto nodes = trie.nodes();
    const std::uint32_t end = top == 0 ? static_cast<std::uint32_t>(nodes.size()) : nodes[top].end;
    const TokenTrie::Bytes* const idle = machine_.idle_bytes(state);
    path_[nodes[top].depth] = state;
    lowest_ = std::min(lowest_, machine_.depth(state));
    for (const std::int32_t token : trie.tokens_at(top))
        allow(mask_, token);
    for (std::uint32_t i = top + 1; i < end;) {
        const TokenTrie::Node& node = nodes[i];
        const State next = machine_.step(path_[node.depth - 1u], node.byte);
        if (next == Machine::dead) {
            i = node.end;
            continue;
        }
        lowest_ = std::min(lowest_, machine_.depth(next));
        if (idle && next == state && trie.bytes_below(i).within(*idle)) {
            for (const std::int32_t token : trie.tokens_in(i, node.end))
                allow(mask_, token);
            i = node.end;
            continue;
        }
        path_[node.depth] = next;
        for (const std::int32_t token : trie.tokens_at(i))
            allow(mask_, token);
        ++i;
    }
}

/// Like walk(), from a state whose text matters. How a value may end does not depend on it, unless the value
/// or what it is in must differ from others, but what a token writes into a next value does.
void Matcher::walk_remembering(std::uint32_t quote, State after, State before) {
    counted_ = true; // remembered by the text, it would hardly be needed twice
    const TokenTrie& trie = vocabulary_->trie();
    const std::size_t end_of_text = trie.nodes()[quote].depth;
    if (machine_.must_differ(before)) {
        const std::string_view text = trie.bytes(trie.tokens_in(quote, trie.nodes()[quote].end)[0]);
        if (const State closed = stepped(before, text.substr(0, end_of_text)); closed != Machine::dead)
            walk(quote, closed);
        return;
    }
    for (const std::int32_t token : trie.tokens_in(quote, trie.nodes()[quote].end)) {
        const std::string_view bytes = trie.bytes(token);
        const std::string_view rest = bytes.substr(end_of_text);
        const bool next_value = rest.find_first_not_of(" \t\n,]}") != rest.npos;
        if ((next_value ? stepped(before, bytes) : stepped(after, rest)) != Machine::dead)
            allow(mask_, token);
    }
}

void Matcher::add_bodies(State state) {
    const bool remembers = machine_.remembers_text(state);
    for (const Machine::Body& body : bodies_) {
        const std::uint32_t room =
            body.counted && body.counted->most != no_limit ? body.counted->most - body.count : no_limit;
        // No token adds more than its bytes, and no shortest way to an end is longer than there are states.
        const bool fits =
            room == no_limit || room > vocabulary_->trie().deepest() + body.automaton->language()->size();
        const BodyTable& table = body_masks_.table(*body.automaton, body.at, fits ? nullptr : body.counted);
        if (fits)
            for (std::size_t w = 0; w < mask_.size(); ++w)
                mask_[w] |= table.stays[w];
        else
            table.add_within(room, mask_);
        counted_ = counted_ || body.counted;
        std::vector<std::pair<std::uint32_t, State>> closed; // by label
        for (const BodyTable::Quote& quote : table.quotes) {
            if (body.counted &&
                (quote.characters > room || body.count + quote.characters < body.counted->least))
                continue;
            auto after = std::find_if(closed.begin(), closed.end(),
                                      [&](const auto& known) { return known.first == quote.label; });
            if (after == closed.end())
                after = closed.insert(closed.end(),
                                      {quote.label, machine_.closed(state, body.thread, quote.label)});
            if (remembers)
                walk_remembering(quote.node, after->second, state);
            else
                walk(quote.node, after->second);
        }
    }
}

} // namespace hadal::grammar
