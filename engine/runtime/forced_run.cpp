#include "engine/runtime/forced_run.h"

#include <algorithm>
#include <string>

namespace hadal::runtime {
namespace {

constexpr std::size_t most_replaced = 4;
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
std::size_t open_end(const grammar::TokenTrie& trie, std::string_view text) {
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

std::optional<ForcedRun> forced_run(const grammar::TokenTrie& trie, std::span<const std::int32_t> answer,
                                    std::string_view forced) {
    if (forced.empty())
        return std::nullopt;
    const auto& tokenizer = trie.tokenizer();
    const auto before = answer.last(std::min(answer.size(), context));
    Text text;
    for (const std::int32_t id : before)
        text.add(tokenizer.token_bytes(id), tokenizer.is_added(id));
    const std::size_t known = text.bytes.size();
    std::size_t last_markup = 0; // behind the last token that no text can join
    for (std::size_t i = 0; i < forced.size(); ++i) {
        if (forced[i] != grammar::TokenTrie::named_token) {
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
    if (before.size() - same > most_replaced)
        return std::nullopt;
    const std::size_t certain =
        text.bytes.size() - open_end(trie, std::string_view(text.bytes).substr(last_markup));

    std::size_t bytes = 0, count = 0;
    for (; count < tokens.size() && bytes + tokenizer.token_bytes(tokens[count]).size() <= certain; ++count)
        bytes += tokenizer.token_bytes(tokens[count]).size();
    if (bytes <= known || count <= same)
        return std::nullopt;
    return ForcedRun{before.size() - same,
                     {tokens.begin() + static_cast<std::ptrdiff_t>(same),
                      tokens.begin() + static_cast<std::ptrdiff_t>(count)}};
}

} // namespace hadal::runtime
