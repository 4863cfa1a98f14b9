#include "engine/tokenizer/added_tokens.h"

#include "engine/tokenizer/code_point_set.h"
#include "engine/tokenizer/unicode_data.h"
#include "engine/tokenizer/utf8.h"

#include <algorithm>
#include <cstring>

namespace hadal::tokenizer {
namespace {

bool is_white_space(char32_t c) {
    static const CodePointSet set(white_space_ranges);
    return set.contains(c);
}

bool is_word_character(char32_t c) {
    static const CodePointSet set(added_token_word_ranges);
    return set.contains(c);
}

/// Begin of the character that ends at `end`.
std::size_t previous_character(std::string_view text, std::size_t end) {
    do
        --end;
    while (is_continuation_byte(text[end]));
    return end;
}

bool is_whole_word(std::string_view text, std::size_t begin, std::size_t end) {
    const bool joined_left =
        begin > 0 && is_word_character(decode_character(text, previous_character(text, begin)).code_point);
    const bool joined_right = end < text.size() && is_word_character(decode_character(text, end).code_point);
    return !joined_left && !joined_right;
}

std::size_t skip_white_space_left(std::string_view text, std::size_t begin, std::size_t limit) {
    while (begin > limit) {
        const std::size_t before = previous_character(text, begin);
        if (!is_white_space(decode_character(text, before).code_point))
            break;
        begin = before;
    }
    return begin;
}

std::size_t skip_white_space_right(std::string_view text, std::size_t end) {
    while (end < text.size()) {
        const auto [c, length] = decode_character(text, end);
        if (!is_white_space(c))
            break;
        end += length;
    }
    return end;
}

} // namespace

AddedTokenMatcher::AddedTokenMatcher(std::vector<AddedToken> tokens) : tokens_(std::move(tokens)) {
    std::sort(tokens_.begin(), tokens_.end(),
              [](const AddedToken& a, const AddedToken& b) { return a.content < b.content; });
    for (const AddedToken& token : tokens_)
        starts_token_[static_cast<unsigned char>(token.content[0])] = true;
    if (!tokens_.empty() && tokens_.front().content[0] == tokens_.back().content[0])
        only_start_ = static_cast<unsigned char>(tokens_.front().content[0]);
}

std::size_t AddedTokenMatcher::next_candidate(std::string_view text, std::size_t position) const {
    if (only_start_ >= 0) {
        const void* found = std::memchr(text.data() + position, only_start_, text.size() - position);
        return found ? static_cast<std::size_t>(static_cast<const char*>(found) - text.data()) : text.size();
    }
    while (position < text.size() && !starts_token_[static_cast<unsigned char>(text[position])])
        ++position;
    return position;
}

/// Narrows the sorted contents byte by byte to those that agree with the text so far.
const AddedToken* AddedTokenMatcher::longest_match(std::string_view text, std::size_t position) const {
    auto low = tokens_.begin(), high = tokens_.end();
    const AddedToken* longest = nullptr;
    for (std::size_t depth = 0; position + depth < text.size(); ++depth) {
        const auto wanted = static_cast<unsigned char>(text[position + depth]);
        const auto byte_at = [depth](const AddedToken& token) {
            return static_cast<unsigned char>(token.content[depth]);
        };
        low = std::lower_bound(low, high, wanted,
                               [&](const AddedToken& t, int byte) { return byte_at(t) < byte; });
        high = std::upper_bound(low, high, wanted,
                                [&](int byte, const AddedToken& t) { return byte < byte_at(t); });
        // The content that ends here sorts before its continuations, and must not be asked for a further
        // byte.
        if (low != high && low->content.size() == depth + 1)
            longest = &*low++;
        if (low == high)
            break;
    }
    return longest;
}

void AddedTokenMatcher::split(std::string_view text, std::vector<Piece>& out,
                              std::span<const TextSpan> quoted, std::size_t offset) const {
    const auto before = [offset](const TextSpan& span) { return span.end <= offset; };
    quoted = {std::partition_point(quoted.begin(), quoted.end(), before), quoted.end()};
    std::size_t done = 0;
    const auto emit_text_until = [&](std::size_t end) {
        if (done < end)
            out.push_back({text.substr(done, end - done)});
    };
    std::size_t position = tokens_.empty() ? text.size() : next_candidate(text, 0);
    while (position < text.size()) {
        while (!quoted.empty() && quoted.front().end <= position + offset)
            quoted = quoted.subspan(1);
        if (!quoted.empty() && quoted.front().begin <= position + offset) {
            position = next_candidate(text, std::min(quoted.front().end - offset, text.size()));
            continue;
        }
        const std::string_view open = quoted.empty() ? text : text.substr(0, quoted.front().begin - offset);
        const AddedToken* token = longest_match(open, position);
        if (!token) {
            position = next_candidate(text, position + 1);
            continue;
        }
        std::size_t begin = position;
        std::size_t end = position + token->content.size();
        // The search goes on behind the content itself, whatever white space is taken along.
        position = next_candidate(text, end);
        if (token->single_word && !is_whole_word(text, begin, end))
            continue;
        if (token->lstrip)
            begin = std::max(skip_white_space_left(text, begin, done), done);
        if (token->rstrip)
            end = skip_white_space_right(text, end);
        emit_text_until(begin);
        out.push_back({text.substr(begin, std::max(begin, end) - begin), token->id});
        done = end;
    }
    emit_text_until(text.size());
}

} // namespace hadal::tokenizer
