// A real tokenizer small enough to see through: the 256 bytes, a few merges, and DeepSeek's special tokens.
#pragma once

#include "engine/base/json.h"
#include "engine/tokenizer/tokenizer.h"

#include <string>

namespace hadal::test {

/// Most characters outside ASCII are several tokens; "ST" and "OP" are one token each.
inline tokenizer::Tokenizer byte_tokenizer() {
    const auto utf8 = [](int code_point) {
        if (code_point < 0x80)
            return std::string(1, static_cast<char>(code_point));
        return std::string{static_cast<char>(0xC0 | code_point >> 6),
                           static_cast<char>(0x80 | (code_point & 0x3F))};
    };
    // Byte-level BPE writes bytes that are no visible character as characters from 256 on.
    Json vocabulary = Json::object();
    int invisible = 0;
    for (int byte = 0; byte < 256; ++byte) {
        const bool visible = (byte > 32 && byte < 127) || (byte > 160 && byte != 173);
        vocabulary[utf8(visible ? byte : 256 + invisible++)] = byte;
    }
    Json merges = Json::array();
    for (const auto& [left, right] :
         {std::pair("S", "T"), {"O", "P"}, {"Ġ", "t"}, {"h", "e"}, {"Ġt", "he"}}) {
        merges.push_back(std::string(left) + " " + right);
        vocabulary[std::string(left) + right] = vocabulary.size();
    }
    Json added = Json::array();
    for (const char* text : {"<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>", "<｜User｜>",
                             "<｜Assistant｜>", "<think>", "</think>"})
        added.push_back({{"id", vocabulary.size() + added.size()},
                         {"content", text},
                         {"single_word", false},
                         {"lstrip", false},
                         {"rstrip", false},
                         {"normalized", false},
                         {"special", true}});
    const Json byte_level{
        {"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", true}, {"use_regex", false}};
    return tokenizer::Tokenizer::from_json(Json{
        {"version", "1.0"},
        {"truncation", nullptr},
        {"padding", nullptr},
        {"added_tokens", added},
        {"normalizer", nullptr},
        {"pre_tokenizer", byte_level},
        {"post_processor", nullptr},
        {"decoder", byte_level},
        {"model",
         {{"type", "BPE"},
          {"dropout", nullptr},
          {"unk_token", nullptr},
          {"continuing_subword_prefix", nullptr},
          {"end_of_word_suffix", nullptr},
          {"fuse_unk", false},
          {"byte_fallback", false},
          {"ignore_merges", false},
          {"vocab", vocabulary},
          {"merges", merges}}}}.dump());
}

} // namespace hadal::test
