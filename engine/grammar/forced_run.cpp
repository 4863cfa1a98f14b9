#include "engine/grammar/forced_run.h"

#include <algorithm>
#include <string>

namespace hadal::grammar {

namespace {

constexpr std::size_t most_steps_back = 4; ///< tokens

/// Whether a token of the vocabulary begins with these bytes and is longer.
bool may_be_joined(const TokenTrie& trie, std::string_view bytes) {
    std::uint32_t node = 0;
    for (const char byte : bytes)
        if ((node = trie.child(node, static_cast<std::uint8_t>(byte))) == 0)
            return false;
    return trie.nodes()[node].end > node + 1;
}

} // namespace

ForcedRun forced_run(Matcher& matcher, std::span<const std::int32_t> accepted) {
    const std::string forced = matcher.forced();
    if (forced.empty())
        return {};
    const TokenTrie& trie = matcher.vocabulary()->trie();
    const tokenizer::Tokenizer& tokenizer = trie.tokenizer();
    // The last tokens before, and what is forced, spelled together.
    const std::size_t before = std::min(most_steps_back, accepted.size());
    const auto last = accepted.last(before);
    std::string text;
    for (const std::int32_t token : last)
        text += tokenizer.token_bytes(token);
    const std::size_t known = text.size();
    text += forced;
    std::vector<std::int32_t> tokens = tokenizer.encode(text, false);

    // Tokens at the end stay unwritten while they could be parts of others. If the text goes on nowhere there
    // is nothing to wait for.
    if (!matcher.completes_with(forced)) {
        std::size_t kept = tokens.size(), begin = text.size();
        for (std::size_t i = tokens.size(); i-- > 0;) {
            begin -= tokenizer.token_bytes(tokens[i]).size();
            if (may_be_joined(trie, std::string_view(text).substr(begin)))
                kept = i;
            if (text.size() - begin >= trie.deepest())
                break;
        }
        tokens.resize(kept);
    }
    // Where both spellings begin alike, nothing is to be taken back.
    const std::size_t same = static_cast<std::size_t>(
        std::mismatch(last.begin(), last.end(), tokens.begin(), tokens.end()).first - last.begin());
    std::size_t written = 0;
    for (const std::int32_t token : tokens)
        written += tokenizer.token_bytes(token).size();
    if (written <= known) // no forced byte would be written
        return {};
    return {before - same, {tokens.begin() + static_cast<std::ptrdiff_t>(same), tokens.end()}};
}

} // namespace hadal::grammar
