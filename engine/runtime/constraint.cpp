#include "engine/runtime/constraint.h"

#include <algorithm>

namespace hadal::runtime {
namespace {

constexpr std::string_view end_marker = "</think>";

} // namespace

std::shared_ptr<const grammar::Grammar> grammar_of(const ResponseFormat& format) {
    switch (format.kind) {
    case ResponseFormat::Text:
        break;
    case ResponseFormat::JsonObject:
        return grammar::json_object_grammar();
    case ResponseFormat::JsonSchema:
        return grammar::compile_schema(format.schema);
    }
    return nullptr;
}

Constraint::Constraint(std::shared_ptr<const grammar::Vocabulary> vocabulary,
                       std::shared_ptr<const grammar::Grammar> grammar, bool reasoning)
    : vocabulary_(vocabulary), matcher_(std::move(vocabulary), std::move(grammar)), reasoning_(reasoning) {
    if (!reasoning_)
        return;
    const auto& tokenizer = vocabulary_->trie().tokenizer();
    for (std::int32_t id = 0; id < tokenizer.size(); ++id) {
        const std::string_view bytes = tokenizer.token_bytes(id);
        const auto marker = bytes.find(end_marker);
        if (marker != bytes.npos && marker + end_marker.size() < bytes.size())
            crossing_.push_back(id);
    }
}

std::span<const std::uint64_t> Constraint::mask() {
    if (!reasoning_)
        return matcher_.mask();
    if (tail_.empty() && crossing_.empty())
        return {};
    refuse_what_crosses_the_end();
    return mask_;
}

/// The end marker can be spelled by ordinary tokens, the last of which may bring text that no grammar saw.
/// Such tokens are refused: the marker's own token, or a shorter one, does as well.
void Constraint::refuse_what_crosses_the_end() {
    mask_.assign(vocabulary_->trie().words(), ~std::uint64_t{0});
    for (const std::int32_t id : crossing_)
        grammar::forbid(mask_, id);
    const auto& trie = vocabulary_->trie();
    // Every suffix of the tail that begins the marker may be what a token completes.
    for (std::size_t length = 1; length <= tail_.size(); ++length) {
        if (!end_marker.starts_with(std::string_view(tail_).substr(tail_.size() - length)))
            continue;
        std::uint32_t node = 0;
        for (const char byte : end_marker.substr(length))
            if ((node = trie.child(node, static_cast<std::uint8_t>(byte))) == 0)
                break;
        if (node != 0)
            for (const std::int32_t id : trie.tokens_in(node + 1, trie.nodes()[node].end))
                grammar::forbid(mask_, id);
    }
}

void Constraint::accept(std::int32_t token) {
    if (!reasoning_) {
        if (!matcher_.accept(token))
            throw Error(ErrorKind::Internal, "The sampler chose token " + std::to_string(token) +
                                                 ", which the grammar does not allow.");
        return;
    }
    tail_ += vocabulary_->trie().tokenizer().token_bytes(token);
    if (tail_.ends_with(end_marker)) {
        reasoning_ = false;
        return;
    }
    tail_.erase(0, tail_.size() - std::min(tail_.size(), end_marker.size() - 1));
    while (!tail_.empty() && !end_marker.starts_with(tail_))
        tail_.erase(0, 1);
}

} // namespace hadal::runtime
