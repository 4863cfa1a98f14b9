#include "engine/tokenizer/vocabulary.h"

#include "engine/tokenizer/utf8.h"
#include "kernels/error.h"

#include <algorithm>

namespace hadal::tokenizer {
namespace {

/// Byte by character, -1 where the character is not of the alphabet. Printable Latin-1 stands for itself, the
/// other bytes take the characters from U+0100 on, in order.
std::array<std::int16_t, 0x144> make_alphabet() {
    std::array<std::int16_t, 0x144> byte_of{};
    byte_of.fill(-1);
    char32_t next = 0x100;
    for (std::int16_t byte = 0; byte < 256; ++byte) {
        const bool printable = (byte > 0x20 && byte < 0x7F) || (byte > 0xA0 && byte != 0xAD);
        byte_of[printable ? static_cast<std::size_t>(byte) : next++] = byte;
    }
    return byte_of;
}

} // namespace

std::optional<std::string> bytes_from_alphabet(std::string_view text) {
    static const auto byte_of = make_alphabet();
    std::string bytes;
    for (std::size_t i = 0; i < text.size();) {
        const auto [c, length] = decode_character(text, i);
        if (c >= byte_of.size() || byte_of[c] < 0)
            return std::nullopt;
        bytes += static_cast<char>(byte_of[c]);
        i += length;
    }
    return bytes;
}

Vocabulary::Vocabulary(const Definition& definition) {
    std::int32_t highest = -1;
    std::size_t total = 0;
    for (const auto& [text, id] : definition.vocabulary)
        highest = std::max(highest, id);
    for (const AddedToken& token : definition.added_tokens)
        highest = std::max(highest, token.id);
    flags_.resize(static_cast<std::size_t>(highest) + 1);

    // An added token decodes by the same rule as any other, even where its text happens to be in the
    // alphabet.
    std::vector<std::string> bytes(flags_.size());
    std::vector<bool> is_word(flags_.size());
    const auto enter = [&](const std::string& text, std::int32_t id) {
        auto spelled = bytes_from_alphabet(text);
        is_word[id] = spelled.has_value();
        bytes[id] = spelled ? std::move(*spelled) : text;
        flags_[id] |= Known;
    };
    std::vector<std::int32_t> vocabulary_ids;
    for (const auto& [text, id] : definition.vocabulary) {
        enter(text, id);
        vocabulary_ids.push_back(id);
    }
    for (const AddedToken& token : definition.added_tokens) {
        enter(token.content, token.id);
        flags_[token.id] |= Added | (token.special ? Special : 0);
        added_contents_.emplace(token.content, token.id);
    }

    for (const std::string& text : bytes)
        total += text.size();
    if (total > UINT32_MAX)
        throw Error(ErrorKind::InvalidFile,
                    "The tokenizer file is invalid: its tokens are longer than 4 GiB.");
    storage_.reserve(total);
    for (const std::string& text : bytes) {
        offsets_.push_back(static_cast<std::uint32_t>(storage_.size()));
        storage_.insert(storage_.end(), text.begin(), text.end());
    }
    offsets_.push_back(static_cast<std::uint32_t>(storage_.size()));
    text_ = {storage_.data(), storage_.size()};

    words_.reserve(vocabulary_ids.size());
    for (const std::int32_t id : vocabulary_ids)
        (is_word[id] ? words_ : unreachable_).emplace(this->bytes(id), id);
    for (const auto& [content, id] : added_contents_)
        added_.emplace(content, id);

    for (int byte = 0; byte < 256; ++byte) {
        const char text = static_cast<char>(byte);
        const auto id = word_id({&text, 1});
        if (!id)
            throw Error(ErrorKind::InvalidFile,
                        "The tokenizer file is invalid: model.vocab has no token for the byte " +
                            std::to_string(byte) +
                            ", so not every text could be encoded. All 256 are needed.");
        byte_ids_[byte] = *id;
    }
}

} // namespace hadal::tokenizer
