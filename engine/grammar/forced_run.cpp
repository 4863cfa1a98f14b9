#include "engine/grammar/forced_run.h"

#include <algorithm>
#include <string>

namespace hadal::grammar {
namespace {

constexpr std::size_t most_steps_back = 4; ///< tokens
/// How a text is cut into words depends on what stands before, so some tokens are read that stay.
constexpr std::size_t context = 12;

/// A text as the tokenizer takes it: whatever is not markup is quoted.
struct Text {
    std::string bytes;
    std::vector<TextSpan> quoted;

    void add(std::string_view piece, bool markup) {
        const std::size_t begin = bytes.size();
        bytes += piece;
        if (markup || piece.empty())
            return;
        if (!quoted.empty() && quoted.back().end == begin)
            quoted.back().end = bytes.size();
        else
            quoted.push_back({begin, bytes.size()});
    }
};

/// How many bytes at the end of the text a longer token could swallow with what follows.
std::size_t open_end(const TokenTrie& trie, std::string_view text) {
    for (std::size_t length = std::min(text.size(), trie.deepest()); length > 0; --length) {
        std::uint32_t node = 0;
        for (const char byte : text.substr(text.size() - length))
            if ((node = trie.child(node, static_cast<std::uint8_t>(byte))) == 0)
                break;
        if (node != 0 && trie.nodes()[node].end > node + 1)
            return length;
    }
    return 0;
}

} // namespace

ForcedRun forced_run(Matcher& matcher, std::span<const std::int32_t> accepted) {
    const std::string forced = matcher.forced();
    if (forced.empty())
        return {};
    return spelled_run(matcher.vocabulary()->trie(), accepted, forced, matcher.completes_with(forced));
}

ForcedRun spelled_run(const TokenTrie& trie, std::span<const std::int32_t> accepted, std::string_view forced,
                      bool complete) {
    const auto& tokenizer = trie.tokenizer();
    const auto before = accepted.last(std::min(accepted.size(), context));
    Text text;
    for (const std::int32_t id : before)
        text.add(tokenizer.token_bytes(id), tokenizer.is_added(id));
    const std::size_t known = text.bytes.size();
    std::size_t last_markup = 0; // behind the last token that no text can join
    for (std::size_t i = 0; i < forced.size(); ++i) {
        if (forced[i] != TokenTrie::named_token) {
            text.add(forced.substr(i, 1), false);
            continue;
        }
        if (++i == forced.size())
            break; // the second byte is a choice
        text.add(trie.named_text(forced[i]), true);
        last_markup = text.bytes.size();
    }
    const auto tokens = tokenizer.encode(text.bytes, text.quoted);
    const auto same = static_cast<std::size_t>(
        std::mismatch(before.begin(), before.end(), tokens.begin(), tokens.end()).first - before.begin());
    if (before.size() - same > most_steps_back)
        return {};
    const std::size_t certain =
        text.bytes.size() - (complete ? 0 : open_end(trie, std::string_view(text.bytes).substr(last_markup)));

    std::size_t bytes = 0, count = 0;
    for (; count < tokens.size() && bytes + tokenizer.token_bytes(tokens[count]).size() <= certain; ++count)
        bytes += tokenizer.token_bytes(tokens[count]).size();
    if (bytes <= known || count <= same) // no forced byte would be written
        return {};
    return {before.size() - same,
            {tokens.begin() + static_cast<std::ptrdiff_t>(same),
             tokens.begin() + static_cast<std::ptrdiff_t>(count)}};
}

} // namespace hadal::grammar
