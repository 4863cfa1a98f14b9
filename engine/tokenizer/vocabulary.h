// Token ids and the bytes they stand for.
#pragma once

#include "engine/tokenizer/definition.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace hadal::tokenizer {

/// The bytes that a text in the byte alphabet spells; nothing where a character is not of that alphabet.
/// (The alphabet writes every byte as one printable character, a space as U+0120.)
std::optional<std::string> bytes_from_alphabet(std::string_view text);

/// Immutable and thread-safe; views stay valid as long as the object, also when it moves.
class Vocabulary {
  public:
    /// Throws InvalidFile where one of the 256 single bytes is missing.
    explicit Vocabulary(const Definition& definition);

    std::int32_t size() const { return static_cast<std::int32_t>(flags_.size()); }
    bool known(std::int32_t id) const { return has(id, Known); }
    bool is_added(std::int32_t id) const { return has(id, Added); }
    bool is_special(std::int32_t id) const { return has(id, Special); }

    /// Empty for unknown ids.
    std::string_view bytes(std::int32_t id) const {
        return known(id) ? std::string_view(text_).substr(offsets_[id], offsets_[id + 1] - offsets_[id])
                         : std::string_view();
    }
    std::optional<std::int32_t> added_id(std::string_view content) const { return find(added_, content); }
    /// Of entries that words can become: those spelled in the byte alphabet.
    std::optional<std::int32_t> word_id(std::string_view bytes) const { return find(words_, bytes); }
    /// Of entries that no word becomes, by the text as written.
    std::optional<std::int32_t> unreachable_id(std::string_view text) const {
        return find(unreachable_, text);
    }
    const std::array<std::int32_t, 256>& byte_ids() const { return byte_ids_; }

  private:
    enum Flag : std::uint8_t { Known = 1, Added = 2, Special = 4 };
    using Index = std::unordered_map<std::string_view, std::int32_t>;

    bool has(std::int32_t id, Flag flag) const { return id >= 0 && id < size() && (flags_[id] & flag); }
    static std::optional<std::int32_t> find(const Index& index, std::string_view key) {
        const auto found = index.find(key);
        return found == index.end() ? std::nullopt : std::optional(found->second);
    }

    std::vector<char> storage_; ///< of text_; a vector's elements stay where they are when it moves
    std::string_view text_;     ///< the bytes of all ids, one after another
    std::vector<std::uint32_t> offsets_;
    std::vector<std::uint8_t> flags_;
    std::unordered_map<std::string, std::int32_t> added_contents_;
    Index added_, words_, unreachable_;
    std::array<std::int32_t, 256> byte_ids_{};
};

} // namespace hadal::tokenizer
