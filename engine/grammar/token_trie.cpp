#include "engine/grammar/token_trie.h"

#include <algorithm>
#include <string_view>

namespace hadal::grammar {

TokenTrie::TokenTrie(const tokenizer::Tokenizer& tokenizer, std::span<const std::string_view> markup)
    : tokenizer_(tokenizer), size_(tokenizer.size()) {
    for (const std::string_view text : markup)
        if (const auto id = tokenizer_.token_id(text); id && tokenizer_.is_added(*id))
            named_.push_back({std::string(text), {named_token, static_cast<char>(named_.size())}, *id});
    for (std::int32_t id = 0; id < size_; ++id)
        if (!bytes(id).empty())
            tokens_.push_back(id);
    std::sort(tokens_.begin(), tokens_.end(), [&](std::int32_t a, std::int32_t b) {
        return bytes(a) != bytes(b) ? bytes(a) < bytes(b) : a < b;
    });
    nodes_.push_back({0, 0, 0, 0});
    std::vector<std::uint32_t> path{0}; // nodes of the bytes of the last token
    std::string_view last;
    for (std::uint32_t t = 0; t < tokens_.size(); ++t) {
        const std::string_view text = bytes(tokens_[t]).substr(0, 0xFFFF);
        const std::size_t common = static_cast<std::size_t>(
            std::mismatch(last.begin(),
                          last.begin() + static_cast<std::ptrdiff_t>(std::min(last.size(), text.size())),
                          text.begin())
                .first -
            last.begin());
        while (path.size() > common + 1) {
            nodes_[path.back()].end = static_cast<std::uint32_t>(nodes_.size());
            path.pop_back();
        }
        for (std::size_t i = common; i < text.size(); ++i) {
            path.push_back(static_cast<std::uint32_t>(nodes_.size()));
            nodes_.push_back({0, t, static_cast<std::uint16_t>(i + 1), static_cast<std::uint8_t>(text[i])});
        }
        deepest_ = std::max(deepest_, text.size());
        last = text;
    }
    for (const std::uint32_t node : path)
        nodes_[node].end = static_cast<std::uint32_t>(nodes_.size());
    nodes_.push_back({0, static_cast<std::uint32_t>(tokens_.size()), 0, 0});

    // Children come after their parents, so going backwards completes each subtree before it is needed.
    below_.resize(nodes_.size() - 1);
    for (std::uint32_t i = static_cast<std::uint32_t>(below_.size()); i-- > 0;)
        for (std::uint32_t child_node = i + 1; child_node < nodes_[i].end;
             child_node = nodes_[child_node].end) {
            below_[i].add(nodes_[child_node].byte);
            below_[i].add(below_[child_node]);
        }
}

std::string_view TokenTrie::bytes(std::int32_t token) const {
    if (!tokenizer_.known(token))
        return {};
    if (tokenizer_.is_added(token)) {
        const auto named =
            std::find_if(named_.begin(), named_.end(), [&](const Named& n) { return n.token == token; });
        return named == named_.end() ? std::string_view() : std::string_view(named->bytes);
    }
    const std::string_view text = tokenizer_.token_bytes(token);
    return !named_.empty() && text.find(named_token) != text.npos ? std::string_view() : text;
}

std::string_view TokenTrie::named_text(char second) const {
    const auto index = static_cast<std::uint8_t>(second);
    return index < named_.size() ? std::string_view(named_[index].text) : std::string_view();
}

std::string TokenTrie::spelled(std::string_view markup) const {
    std::string out;
    while (!markup.empty()) {
        const auto named = std::find_if(named_.begin(), named_.end(),
                                        [&](const Named& n) { return markup.starts_with(n.text); });
        out += named == named_.end() ? markup.substr(0, 1) : std::string_view(named->bytes);
        markup.remove_prefix(named == named_.end() ? 1 : named->text.size());
    }
    return out;
}

std::uint32_t TokenTrie::child(std::uint32_t node, std::uint8_t byte) const {
    for (std::uint32_t i = node + 1; i < nodes_[node].end; i = nodes_[i].end)
        if (nodes_[i].byte == byte)
            return i;
    return 0;
}

} // namespace hadal::grammar
