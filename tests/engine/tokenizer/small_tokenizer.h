// Tokenizer files small enough to be read in a test.
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace hadal::tokenizer::test {

/// The character that stands for a byte in tokenizer.json.
inline std::string alphabet_character(int byte) {
    const auto printable = [](int b) { return (b > 0x20 && b < 0x7F) || (b > 0xA0 && b != 0xAD); };
    int code_point = byte;
    if (!printable(byte)) {
        code_point = 0x100;
        for (int b = 0; b < byte; ++b)
            code_point += !printable(b);
    }
    if (code_point < 0x80)
        return std::string(1, static_cast<char>(code_point));
    return {static_cast<char>(0xC0 | code_point >> 6), static_cast<char>(0x80 | (code_point & 0x3F))};
}

inline std::string in_alphabet(std::string_view bytes) {
    std::string text;
    for (const char byte : bytes)
        text += alphabet_character(static_cast<unsigned char>(byte));
    return text;
}

inline nlohmann::json added_token(int id, const std::string& content, bool special = true) {
    return {{"id", id},        {"content", content},  {"single_word", false}, {"lstrip", false},
            {"rstrip", false}, {"normalized", false}, {"special", special}};
}

inline nlohmann::json byte_level(bool use_regex, bool add_prefix_space = false) {
    return {{"type", "ByteLevel"},
            {"add_prefix_space", add_prefix_space},
            {"trim_offsets", true},
            {"use_regex", use_regex}};
}

/// Bytes are the ids 0 to 255; merge number n (of texts, spaces written as such) gives the id 256 + n. Words
/// are cut as GPT-2 does.
inline nlohmann::json small_tokenizer(const std::vector<std::pair<std::string, std::string>>& merges) {
    nlohmann::json vocab = nlohmann::json::object();
    for (int byte = 0; byte < 256; ++byte)
        vocab[alphabet_character(byte)] = byte;
    nlohmann::json pairs = nlohmann::json::array();
    for (const auto& [left, right] : merges) {
        vocab[in_alphabet(left + right)] = static_cast<int>(vocab.size());
        pairs.push_back(in_alphabet(left) + " " + in_alphabet(right));
    }
    return {{"version", "1.0"},
            {"truncation", nullptr},
            {"padding", nullptr},
            {"added_tokens", nlohmann::json::array()},
            {"normalizer", nullptr},
            {"pre_tokenizer", byte_level(true)},
            {"post_processor", nullptr},
            {"decoder", byte_level(true)},
            {"model", {{"type", "BPE"}, {"vocab", vocab}, {"merges", pairs}}}};
}

} // namespace hadal::tokenizer::test
