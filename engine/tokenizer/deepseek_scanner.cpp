#include "engine/tokenizer/deepseek_scanner.h"

#include "engine/tokenizer/code_point_set.h"
#include "engine/tokenizer/unicode_data.h"
#include "engine/tokenizer/utf8.h"

#include <array>
#include <map>
#include <string>

namespace hadal::tokenizer {

/// What the third pattern asks of a character.
enum class CharacterClass : std::uint8_t {
    End, ///< of the piece
    Number,
    AsciiLetter,
    Letter,
    Mark,
    AsciiPunctuation,
    Punctuation, ///< punctuation or symbol outside ASCII
    Newline,     ///< CR or LF
    Space,       ///< U+0020
    WhiteSpace,  ///< other than CR, LF and U+0020
    Other,
};

namespace {

/// A class, and whether the second pattern matches the character. The first two patterns cut the text into
/// runs of numbers, of CJK and of the rest; the third then sees each such piece alone.
struct Entry {
    std::uint8_t bits = 0;

    static constexpr std::uint8_t cjk_bit = 0x80;
    CharacterClass kind() const { return static_cast<CharacterClass>(bits & ~cjk_bit); }
    bool is_cjk() const { return bits & cjk_bit; }
};

bool breaks(CharacterClass c) {
    return c <= CharacterClass::Number;
}
bool is_word(CharacterClass c) {
    return c >= CharacterClass::AsciiLetter && c <= CharacterClass::Mark;
}
bool is_punctuation(CharacterClass c) {
    return c == CharacterClass::AsciiPunctuation || c == CharacterClass::Punctuation;
}
bool is_white_space(CharacterClass c) {
    return c >= CharacterClass::Newline && c <= CharacterClass::WhiteSpace;
}
/// `[^\r\n\p{L}\p{P}\p{S}]`, with marks left to the word that they may begin themselves.
bool may_lead_word(CharacterClass c) {
    return c == CharacterClass::Space || c == CharacterClass::WhiteSpace || c == CharacterClass::Other;
}

/// Classes of all code points in two stages: blocks of 128, equal blocks stored once.
class ClassTable {
  public:
    ClassTable() {
        std::string entries(0x110000, static_cast<char>(CharacterClass::Other));
        // Later sets win.
        const auto assign = [&](const CodePointSet& set, CharacterClass value) {
            for (const auto& [first, last] : set.ranges())
                std::fill(entries.begin() + first, entries.begin() + last + 1, static_cast<char>(value));
        };
        const auto range = [](char32_t first, char32_t last) {
            CodePointSet set;
            set.add(first, last);
            return set;
        };
        assign(CodePointSet(white_space_ranges), CharacterClass::WhiteSpace);
        assign(range(' ', ' '), CharacterClass::Space);
        assign(range('\n', '\n'), CharacterClass::Newline);
        assign(range('\r', '\r'), CharacterClass::Newline);
        assign(*property_set("L"), CharacterClass::Letter);
        assign(*property_set("M"), CharacterClass::Mark);
        for (const char* name : {"P", "S"}) {
            assign(*property_set(name), CharacterClass::Punctuation);
            assign(property_set(name)->intersection(range(0, 0x7F)), CharacterClass::AsciiPunctuation);
        }
        assign(range('A', 'Z'), CharacterClass::AsciiLetter);
        assign(range('a', 'z'), CharacterClass::AsciiLetter);
        assign(*property_set("N"), CharacterClass::Number);
        for (const auto& [first, last] : {std::pair(0x3040, 0x30FF), std::pair(0x4E00, 0x9FA5)})
            for (int c = first; c <= last; ++c)
                entries[static_cast<std::size_t>(c)] |= static_cast<char>(Entry::cjk_bit);

        std::map<std::string, std::uint16_t> known;
        for (std::size_t block = 0; block < block_of_.size(); ++block) {
            const std::string content = entries.substr(block * block_size, block_size);
            const auto [entry, is_new] = known.try_emplace(content, static_cast<std::uint16_t>(known.size()));
            if (is_new)
                blocks_.insert(blocks_.end(), content.begin(), content.end());
            block_of_[block] = entry->second;
        }
    }

    Entry operator[](char32_t c) const {
        return {blocks_[std::size_t(block_of_[c / block_size]) * block_size + c % block_size]};
    }
    /// The first block is that of ASCII.
    Entry ascii(unsigned char c) const { return {blocks_[c]}; }

  private:
    static constexpr std::size_t block_size = 128;
    std::array<std::uint16_t, 0x110000 / block_size> block_of_{};
    std::vector<std::uint8_t> blocks_;
};

const ClassTable& class_table() {
    static const ClassTable table;
    return table;
}

} // namespace

const std::vector<PreTokenizerStep>& deepseek_steps() {
    static const std::vector<PreTokenizerStep> steps = {
        SplitStep{.pattern = R"(\p{N}{1,3})"},
        SplitStep{.pattern = "[\u4E00-\u9FA5\u3040-\u309F\u30A0-\u30FF]+"},
        SplitStep{.pattern = R"([!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|)"
                             "[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+|"
                             " ?[\\p{P}\\p{S}]+[\r\n]*|"
                             "\\s*[\r\n]+|\\s+(?!\\S)|\\s+"},
        ByteLevelStep{.add_prefix_space = false, .use_regex = false},
    };
    return steps;
}

struct DeepSeekScanner::Character {
    CharacterClass kind;
    std::uint32_t length;
};

DeepSeekScanner::DeepSeekScanner(std::string_view text) : text_(text) {}

inline DeepSeekScanner::Character DeepSeekScanner::at(std::size_t position) const {
    static const ClassTable& table = class_table();
    if (position >= text_.size())
        return {CharacterClass::End, 0};
    const auto byte = static_cast<unsigned char>(text_[position]);
    if (byte < 0x80)
        return {in_cjk_ ? CharacterClass::End : table.ascii(byte).kind(), 1};
    const auto [c, length] = decode_character(text_, position);
    const Entry entry = table[c];
    return {entry.is_cjk() == in_cjk_ ? entry.kind() : CharacterClass::End, length};
}

template <class Condition>
std::size_t DeepSeekScanner::skip_while(std::size_t position, Condition condition) const {
    for (;;) {
        const auto [kind, length] = at(position);
        if (!condition(kind))
            return position;
        position += length;
    }
}

/// Where the third pattern's match at `position` ends; `position` itself where there is none.
inline std::size_t DeepSeekScanner::match_end(std::size_t position) const {
    const auto [kind, length] = at(position);
    if (is_word(kind))
        return skip_while(position, is_word);
    const std::size_t second = position + length;
    const CharacterClass next = breaks(kind) ? CharacterClass::End : at(second).kind;
    if (kind == CharacterClass::AsciiPunctuation && next == CharacterClass::AsciiLetter)
        return skip_while(second, [](CharacterClass c) { return c == CharacterClass::AsciiLetter; });
    if (may_lead_word(kind) && is_word(next))
        return skip_while(second, is_word);
    if (is_punctuation(kind) || (kind == CharacterClass::Space && is_punctuation(next)))
        return skip_while(skip_while(second, is_punctuation),
                          [](CharacterClass c) { return c == CharacterClass::Newline; });
    if (is_white_space(kind))
        return white_space_match_end(position);
    return position;
}

/// `\s*[\r\n]+|\s+(?!\S)|\s+`: up to the last line end of the white space; without one, all of it at the end
/// of the piece and otherwise all but the last character, which goes to the next word if it can.
std::size_t DeepSeekScanner::white_space_match_end(std::size_t position) const {
    std::size_t end = position, last_begin = position, after_newline = position;
    Character character = at(end);
    for (; is_white_space(character.kind); character = at(end)) {
        last_begin = end;
        end += character.length;
        if (character.kind == CharacterClass::Newline)
            after_newline = end;
    }
    if (after_newline != position)
        return after_newline;
    return breaks(character.kind) || last_begin == position ? end : last_begin;
}

std::string_view DeepSeekScanner::next() {
    const std::size_t begin = position_;
    if (begin == text_.size())
        return {};
    in_cjk_ = false;
    const CharacterClass first = at(begin).kind;
    in_cjk_ = first == CharacterClass::End;
    if (first == CharacterClass::Number) {
        for (int digits = 0; digits < 3 && at(position_).kind == CharacterClass::Number; ++digits)
            position_ += at(position_).length;
        return text_.substr(begin, position_ - begin);
    }
    position_ = match_end(begin);
    // What no alternative matches stays together up to the next match.
    if (position_ == begin)
        while (!breaks(at(position_).kind) && match_end(position_) == position_)
            position_ += at(position_).length;
    return text_.substr(begin, position_ - begin);
}

} // namespace hadal::tokenizer
