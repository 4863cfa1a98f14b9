// Reads the JSON of tokenizer.json, keeping its two huge tables out of the document.
#pragma once

#include <nlohmann/json.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hadal::tokenizer {

struct TokenizerJson {
    nlohmann::json document; ///< everything but model.vocab and model.merges, which are null here
    bool has_vocab = false, has_merges = false;
    std::vector<std::pair<std::string, std::int32_t>> vocab; ///< in file order
    std::vector<std::array<std::string, 2>> merges;          ///< from either form: "a b" or ["a", "b"]
};

/// Throws InvalidFile for text that is not JSON, has an object with a key twice, nests deeper than 64 levels,
/// or whose tables have the wrong shape.
TokenizerJson read_tokenizer_json(std::string_view text);

} // namespace hadal::tokenizer
