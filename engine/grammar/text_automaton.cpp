#include "engine/grammar/text_automaton.h"

#include <algorithm>

namespace hadal::grammar {

namespace {

int hexadecimal(std::uint8_t byte) {
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    const int letter = byte | 32;
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

/// Of the UTF-8 sequence of a character beyond ASCII.
unsigned first_byte(char32_t c) {
    return c < 0x800 ? 0xC0 | c >> 6 : c < 0x10000 ? 0xE0 | c >> 12 : 0xF0 | c >> 18;
}

/// The states from which no word is a dead end: all characters lead from each to another one of them.
std::vector<bool> total_states(const Dfa& dfa) {
    std::vector<bool> total(dfa.size());
    std::vector<std::vector<std::uint32_t>> sources(dfa.size());
    std::vector<std::uint32_t> lost;
    for (std::uint32_t s = 0; s < dfa.size(); ++s) {
        std::uint32_t characters = 0;
        for (const Dfa::Edge& edge : dfa.edges_of(s)) {
            characters += edge.last - edge.first + 1;
            sources[edge.to].push_back(s);
        }
        total[s] = characters == 0x110000 - 0x800; // all but the surrogates
        if (!total[s])
            lost.push_back(s);
    }
    while (!lost.empty()) {
        const std::uint32_t s = lost.back();
        lost.pop_back();
        for (const std::uint32_t source : sources[s])
            if (total[source]) {
                total[source] = false;
                lost.push_back(source);
            }
    }
    return total;
}

} // namespace

const std::array<TextAutomaton::State, 256>& TextAutomaton::unknown_row() {
    static const auto row = [] {
        std::array<State, 256> all;
        all.fill(unknown);
        return all;
    }();
    return row;
}

TextAutomaton::TextAutomaton(Language language, Spelling spelling, const Occurrences* avoided)
    : language_(std::move(language)), spelling_(spelling), avoided_(is_raw() ? nullptr : avoided) {
    for (std::uint32_t s = 0; s < language_->size(); ++s)
        sink_.push_back(language_->is_sink(s));
    total_ = total_states(*language_);
    loops_.resize(language_->size());
    states_.emplace_back();
    intern(Character, 0, 0);
}

const TokenTrie::Bytes& TextAutomaton::loops(State state) {
    static const TokenTrie::Bytes none;
    if (!at_character(state) || states_[state].avoided != Occurrences::none)
        return none;
    auto& known = loops_[states_[state].position];
    if (known)
        return *known;
    // All at first; then those are taken out that begin a character between two edges that lead back.
    TokenTrie::Bytes bytes{~std::uint64_t{0}, ~std::uint64_t{0}, ~std::uint64_t{0}};
    const auto take_out = [&bytes](char32_t first, char32_t end) {
        for (; first < std::min<char32_t>(end, 0x80); ++first)
            (first < 64 ? bytes.low : bytes.high) &= ~(std::uint64_t{1} << first % 64);
        if (first < end)
            for (unsigned lead = first_byte(first); lead <= first_byte(end - 1); ++lead)
                bytes.leads &= ~(std::uint64_t{1} << (lead - 0xC0));
    };
    const std::uint32_t position = states_[state].position;
    char32_t next = 0;
    for (const Dfa::Edge& edge : language_->edges_of(position)) {
        if (edge.to != position)
            continue;
        if (next != 0xD800 || edge.first != 0xE000) // surrogates are no characters
            take_out(next, edge.first);
        next = edge.last + 1;
    }
    take_out(next, 0x110000);
    if (!is_raw()) {
        take_out('"', '"' + 1);
        take_out('\\', '\\' + 1);
        bytes.low |= 0xFFFFFFFF; // control characters lead nowhere, from any state
    }
    known = std::make_unique<const TokenTrie::Bytes>(bytes);
    return *known;
}

TextAutomaton::State TextAutomaton::compute(State state, std::uint8_t byte) {
    const Info from{states_[state].position, states_[state].value, states_[state].avoided,
                    states_[state].kind, nullptr};
    const State to = target(from, byte);
    (*states_[state].next)[byte] = to;
    return to;
}

TextAutomaton::State TextAutomaton::intern(Kind kind, std::uint32_t position, std::uint32_t value,
                                           Occurrences::State avoided) {
    const std::uint64_t hash = (std::uint64_t{position} << 32 | value) * 0x9E3779B97F4A7C15u +
                               (std::uint64_t{avoided} << 8 | static_cast<std::uint64_t>(kind));
    auto& bucket = index_[hash];
    for (const State known : bucket)
        if (states_[known].kind == kind && states_[known].position == position &&
            states_[known].value == value && states_[known].avoided == avoided)
            return known;
    states_.push_back({position, value, avoided, kind, nullptr});
    bucket.push_back(static_cast<State>(states_.size() - 1));
    return bucket.back();
}

TextAutomaton::State TextAutomaton::escaped(std::uint32_t position, char32_t c) {
    const std::uint32_t to = language_->next(position, c);
    return to == Dfa::dead ? dead : intern(Character, to, 0);
}

TextAutomaton::State TextAutomaton::character(const Info& from, char32_t c) {
    const std::uint32_t to = language_->next(from.position, c);
    if (to == Dfa::dead)
        return dead;
    const auto avoided = avoided_ ? avoided_->next(from.avoided, c) : Occurrences::none;
    return avoided_ && avoided_->found(avoided) ? dead : intern(Character, to, 0, avoided);
}

bool TextAutomaton::reaches(std::uint32_t position, char32_t low, char32_t high) const {
    const auto edges = language_->edges_of(position);
    const auto at = std::partition_point(edges.begin(), edges.end(),
                                         [low](const Dfa::Edge& edge) { return edge.last < low; });
    return at != edges.end() && at->first <= high;
}

std::array<std::pair<char32_t, char32_t>, 2> TextAutomaton::possible(const Info& info) const {
    constexpr std::pair<char32_t, char32_t> none{1, 0};
    const auto digits = [](std::uint32_t value) { // after the leading 1: how many are missing, and the range
        unsigned missing = 4;
        std::uint32_t one = 1;
        for (std::uint32_t v = value; v > 1; v >>= 4, one <<= 4)
            --missing;
        const char32_t low = (value & (one - 1)) << (4 * missing);
        return std::pair<char32_t, char32_t>{low, low + (1u << (4 * missing)) - 1};
    };
    const auto pairs_of = [](char32_t first, char32_t last) { // of high surrogates
        return std::pair<char32_t, char32_t>{0x10000 + ((first - 0xD800) << 10),
                                             0x10000 + ((last - 0xD800 + 1) << 10) - 1};
    };
    switch (info.kind) {
    case Utf8_1:
    case Utf8_2:
    case Utf8_3: {
        const unsigned missing = info.kind - Utf8_1 + 1;
        const char32_t least = missing == 1 ? 0x80 : missing == 2 ? 0x800 : 0x10000; // shorter is overlong
        return {{{std::max<char32_t>(info.value << (6 * missing), least),
                  ((info.value + 1) << (6 * missing)) - 1},
                 none}};
    }
    case Hex: {
        const auto [low, high] = digits(info.value);
        const char32_t first = std::max<char32_t>(low, 0xD800), last = std::min<char32_t>(high, 0xDBFF);
        return {{{low, high}, first <= last ? pairs_of(first, last) : none}};
    }
    case LowEscape:
    case LowU:
        return {{pairs_of(info.value, info.value), none}};
    case LowHex: {
        const auto [low, high] = digits(info.value & 0xFFFF);
        const char32_t base = pairs_of(info.value >> 16, info.value >> 16).first;
        return {{{base + (std::max<char32_t>(low, 0xDC00) - 0xDC00),
                  base + (std::min<char32_t>(high, 0xDFFF) - 0xDC00)},
                 none}};
    }
    default:
        return {{{0, 0x10FFFF}, none}};
    }
}

std::uint32_t TextAutomaton::needed(State state, std::span<const std::uint32_t> shortest) const {
    const Info& info = states_[state];
    if (info.kind == Character)
        return shortest[info.position];
    if (info.kind == Tail) // the character is decided: it leads to this position
        return 1 + shortest[info.position];
    std::uint32_t fewest = Dfa::dead - 1;
    for (const auto& [low, high] : possible(info))
        for (const Dfa::Edge& edge : language_->edges_of(info.position))
            if (edge.first <= high && edge.last >= low)
                fewest = std::min(fewest, shortest[edge.to]);
    return fewest + 1;
}

/// Whether some character can be written by an escape with a first code unit from `low` to `high`.
bool TextAutomaton::reaches_by_escape(std::uint32_t position, char32_t low, char32_t high) const {
    if (reaches(position, low, high)) // no edge holds surrogates
        return true;
    const char32_t first = std::max<char32_t>(low, 0xD800), last = std::min<char32_t>(high, 0xDBFF);
    return first <= last &&
           reaches(position, 0x10000 + ((first - 0xD800) << 10), 0x10000 + ((last - 0xD800 + 1) << 10) - 1);
}

/// After a lead byte or continuation byte: `bits` so far, the character lies from `low` to `high`.
TextAutomaton::State TextAutomaton::partial_utf8(const Info& from, std::uint32_t bits, unsigned missing,
                                                 char32_t low, char32_t high) {
    const auto edges = language_->edges_of(from.position);
    const auto at = std::partition_point(edges.begin(), edges.end(),
                                         [low](const Dfa::Edge& edge) { return edge.last < low; });
    if (at == edges.end() || at->first > high)
        return dead;
    const bool whole_block = low == bits << (6 * missing) && high == ((bits + 1) << (6 * missing)) - 1;
    if (whole_block && at->first <= low && at->last >= high && !(avoided_ && avoided_->uses(low, high)))
        return intern(Tail, at->to, missing);
    return intern(missing == 1 ? Utf8_1 : missing == 2 ? Utf8_2 : Utf8_3, from.position, bits, from.avoided);
}

TextAutomaton::State TextAutomaton::target(const Info& from, std::uint8_t byte) {
    const std::uint32_t q = from.position;
    switch (from.kind) {
    case Dead:
        return dead;
    case Character:
        if (byte == '\\' && !is_raw())
            return language_->edges_of(q).empty() ? dead : intern(Escape, q, 0);
        if (!is_raw() && (byte < 0x20 || byte == '"'))
            return dead;
        if (byte < 0x80)
            return character(from, byte);
        if (byte >= 0xC2 && byte <= 0xDF)
            return partial_utf8(from, byte & 0x1Fu, 1, (byte & 0x1Fu) << 6, ((byte & 0x1Fu) << 6) + 0x3F);
        if (byte >= 0xE0 && byte <= 0xEF) {
            const char32_t low = (byte & 0xFu) << 12;
            return partial_utf8(from, byte & 0xFu, 2, byte == 0xE0 ? 0x800 : low,
                                byte == 0xED ? 0xD7FF : low + 0xFFF);
        }
        if (byte >= 0xF0 && byte <= 0xF4) {
            const char32_t low = (byte & 7u) << 18;
            return partial_utf8(from, byte & 7u, 3, byte == 0xF0 ? 0x10000 : low,
                                byte == 0xF4 ? 0x10FFFF : low + 0x3FFFF);
        }
        return dead;
    case Tail:
        if (byte < 0x80 || byte > 0xBF)
            return dead;
        return from.value == 1 ? intern(Character, q, 0) : intern(Tail, q, from.value - 1);
    case Utf8_1:
    case Utf8_2:
    case Utf8_3: {
        if (byte < 0x80 || byte > 0xBF)
            return dead;
        const std::uint32_t bits = from.value << 6 | (byte & 0x3Fu);
        const unsigned missing = from.kind == Utf8_1 ? 0 : from.kind == Utf8_2 ? 1 : 2;
        if (missing == 0)
            return character(from, bits);
        const char32_t low = bits << (6 * missing), high = low + (1u << (6 * missing)) - 1;
        // Overlong forms, surrogates and values past the last character show in the second byte.
        if ((from.kind == Utf8_2 && (high < 0x800 || (low >= 0xD800 && low <= 0xDFFF))) ||
            (from.kind == Utf8_3 && (high < 0x10000 || low > 0x10FFFF)))
            return dead;
        return partial_utf8(from, bits, missing, low, high);
    }
    case Escape: {
        constexpr std::string_view letters = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
        if (byte == 'u')
            return intern(Hex, q, 1);
        const auto i = letters.find(static_cast<char>(byte));
        return i == letters.npos ? dead : escaped(q, static_cast<char32_t>(meanings[i]));
    }
    case Hex: {
        const int digit = hexadecimal(byte);
        if (digit < 0)
            return dead;
        const std::uint32_t value = from.value << 4 | static_cast<std::uint32_t>(digit);
        unsigned missing = 3; // digits
        for (std::uint32_t v = from.value; v > 1; v >>= 4)
            --missing;
        const char32_t prefix = value & ((1u << (4 * (4 - missing))) - 1);
        const char32_t low = prefix << (4 * missing), high = low + (1u << (4 * missing)) - 1;
        if (!reaches_by_escape(q, low, high))
            return dead;
        if (missing > 0)
            return intern(Hex, q, value);
        return low >= 0xD800 && low <= 0xDBFF ? intern(LowEscape, q, low) : escaped(q, low);
    }
    case LowEscape:
        return byte == '\\' ? intern(LowU, q, from.value) : dead;
    case LowU:
        return byte == 'u' ? intern(LowHex, q, from.value << 16 | 1) : dead;
    case LowHex: {
        const int digit = hexadecimal(byte);
        if (digit < 0)
            return dead;
        const char32_t surrogate = from.value >> 16;
        // Four digits push the leading 1 out of the lower half, so the last digit is handled on its own.
        const std::uint32_t digits = from.value & 0xFFFF;
        unsigned missing = 3;
        for (std::uint32_t v = digits; v > 1; v >>= 4)
            --missing;
        const std::uint32_t value = digits << 4 | static_cast<std::uint32_t>(digit);
        const char32_t prefix = value & ((1u << (4 * (4 - missing))) - 1);
        const char32_t low = std::max<char32_t>(prefix << (4 * missing), 0xDC00);
        const char32_t high =
            std::min<char32_t>((prefix << (4 * missing)) + (1u << (4 * missing)) - 1, 0xDFFF);
        const char32_t base = 0x10000 + ((surrogate - 0xD800) << 10);
        if (low > high || !reaches(q, base + (low - 0xDC00), base + (high - 0xDC00)))
            return dead;
        return missing > 0 ? intern(LowHex, q, surrogate << 16 | value) : escaped(q, base + (low - 0xDC00));
    }
    }
    return dead;
}

} // namespace hadal::grammar
