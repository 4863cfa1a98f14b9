// Text to token ids and back: byte-level BPE from a Hugging Face tokenizer.json.
#pragma once

#include "engine/base/text_span.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hadal::tokenizer {

/// Gives the ids that Hugging Face's `tokenizers` gives for the same file (without a post-processor's
/// additions). Immutable: every function may be called from several threads at once. Copies share one
/// vocabulary, and views stay valid while any of them lives.
class Tokenizer {
  public:
    /// Throws InvalidFile where the file is missing or damaged, Unsupported, naming the feature, where it
    /// asks for something other than byte-level BPE.
    static Tokenizer from_file(const std::filesystem::path& tokenizer_json);
    static Tokenizer from_json(std::string_view json);

    /// The ids of a text. Bytes that are not UTF-8 are kept: each run of them is a word of its own, so the
    /// bytes of the tokens are always the bytes of the text (unless the file adds a prefix space or strips
    /// white space).
    ///
    /// Text that spells an added token becomes that token, as in Hugging Face's encode(), except where it is
    /// quoted: there no added token is ever produced, special or not, so text from outside cannot forge
    /// "<think>" or an end of turn. (Hugging Face's encode_special_tokens only spares tokens flagged
    /// special.) `quoted` are spans in order and apart; without `match_special` the whole text is quoted.
    ///
    /// Throws InvalidInput where a word is 2 GiB or a split pattern runs out of memory; never for DeepSeek's
    /// patterns in text below that.
    std::vector<std::int32_t> encode(std::string_view utf8, bool match_special = true) const;
    std::vector<std::int32_t> encode(std::string_view utf8, std::span<const TextSpan> quoted) const;
    /// The first, appended; `append_to` is unchanged where it throws.
    void encode(std::string_view utf8, std::vector<std::int32_t>& append_to, bool match_special = true) const;

    /// The text of the tokens' bytes, with U+FFFD for what is not UTF-8. Unknown ids are left out, and with
    /// `skip_special` tokens flagged special too.
    std::string decode(std::span<const std::int32_t> ids, bool skip_special = false) const;

    /// The bytes of one token, perhaps part of a character; empty for unknown ids.
    std::string_view token_bytes(std::int32_t id) const;
    /// The token with this text: an added token, otherwise a vocabulary entry with these bytes.
    std::optional<std::int32_t> token_id(std::string_view text) const;

    std::int32_t size() const; ///< highest id + 1
    bool known(std::int32_t id) const;
    bool is_special(std::int32_t id) const; ///< flagged special, so left out by decode(skip_special)
    bool is_added(std::int32_t id) const;   ///< only produced by encode with match_special

  private:
    class Impl;
    explicit Tokenizer(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
    std::shared_ptr<const Impl> impl_;
};

/// Decodes token by token. What push() and finish() return, put together, is decode() of all ids. For one
/// thread.
class StreamDecoder {
  public:
    explicit StreamDecoder(const Tokenizer& tokenizer) : tokenizer_(tokenizer) {}

    /// The characters that are complete now; never part of one.
    std::string push(std::int32_t id);
    /// What is left at the end (U+FFFD for half a character). The decoder is then as new.
    std::string finish();

  private:
    Tokenizer tokenizer_;
    std::string pending_; ///< the begin of a character
};

} // namespace hadal::tokenizer
