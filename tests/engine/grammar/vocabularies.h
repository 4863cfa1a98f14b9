// Vocabularies for tests, and texts checked token by token and byte by byte.
#pragma once

#include "engine/base/json.h"
#include "engine/base/read_file.h"
#include "engine/grammar/grammar.h"
#include "engine/grammar/matcher.h"

#include <filesystem>
#include <memory>
#include <string>

namespace hadal::grammar::test {

inline std::shared_ptr<const Vocabulary> vocabulary_of(const tokenizer::Tokenizer& tokenizer) {
    std::vector<std::int32_t> ends;
    if (const auto end = tokenizer.token_id("<｜end▁of▁sentence｜>"))
        ends.push_back(*end);
    return std::make_shared<const Vocabulary>(tokenizer, ends);
}

/// The built-in model's.
inline std::shared_ptr<const Vocabulary> small_vocabulary() {
    static const auto vocabulary =
        vocabulary_of(tokenizer::Tokenizer::from_file(HADAL_RESOURCES "/model/tokenizer.json"));
    return vocabulary;
}

/// The built-in model's with tokens that larger vocabularies have: they end a string and say what follows.
inline std::shared_ptr<const Vocabulary> vocabulary_with_endings() {
    static const auto vocabulary = [] {
        Json json = parse_json(read_file(HADAL_RESOURCES "/model/tokenizer.json", 64 << 20));
        Json& ids = json["model"]["vocab"];
        const std::size_t before = ids.size();
        for (const char* token : {"\",", "\"]", "\"],", "\"}", "\"},", "\":", "a\",", "b\","})
            ids.emplace(token, ids.size());
        for (Json& added : json["added_tokens"]) // some are in the vocabulary, the others come behind it
            if (const auto id = added["id"].get<std::size_t>(); id >= before)
                added["id"] = id + ids.size() - before;
        return vocabulary_of(tokenizer::Tokenizer::from_json(print_compact(json)));
    }();
    return vocabulary;
}

inline const std::string real_tokenizer_file = HADAL_SHARED_DIR "/data/deepseek-v3-tokenizer/tokenizer.json";

/// DeepSeek's own, or null where it is not at hand.
inline std::shared_ptr<const Vocabulary> real_vocabulary() {
    static const auto vocabulary = std::filesystem::exists(real_tokenizer_file)
                                       ? vocabulary_of(tokenizer::Tokenizer::from_file(real_tokenizer_file))
                                       : nullptr;
    return vocabulary;
}

/// Whether the bytes, one after another, are a text of the grammar.
inline bool matches(Machine& machine, std::string_view text) {
    Machine::State state = machine.start();
    for (const char byte : text)
        state = machine.step(state, static_cast<std::uint8_t>(byte));
    return machine.is_complete(state);
}

inline bool matches(const std::shared_ptr<const Grammar>& grammar, std::string_view text) {
    Machine machine(grammar);
    return matches(machine, text);
}

/// Whether the text can be generated token by token under the mask.
inline bool generates(Matcher& matcher, const tokenizer::Tokenizer& tokenizer, const std::string& text) {
    matcher.reset();
    for (const std::int32_t id : tokenizer.encode(text, false))
        if (!allows(matcher.mask(), id) || !matcher.accept(id))
            return false;
    return matcher.is_complete();
}

} // namespace hadal::grammar::test
