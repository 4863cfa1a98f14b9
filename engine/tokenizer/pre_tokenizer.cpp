#include "engine/tokenizer/pre_tokenizer.h"

#include "engine/tokenizer/code_point_set.h"
#include "engine/tokenizer/unicode_data.h"
#include "engine/tokenizer/utf8.h"

#include <cstdio>

namespace hadal::tokenizer {
namespace {

constexpr std::string_view gpt2_pattern =
    R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";

/// A class of all numeric characters, in the syntax of split patterns.
std::string numeric_pattern() {
    const CodePointSet numeric(numeric_ranges);
    std::string pattern = "[";
    for (const auto& [first, last] : numeric.ranges()) {
        char range[32];
        std::snprintf(range, sizeof range, "\\x{%X}-\\x{%X}", static_cast<unsigned>(first),
                      static_cast<unsigned>(last));
        pattern += range;
    }
    return pattern + ']';
}

struct Stretch {
    std::size_t begin, end;
    bool is_match;
};

/// Matches and the text between them, in order, covering the whole text.
void find_stretches(const SplitRegex& regex, std::string_view text, bool invert, RegexScratch& scratch,
                    std::vector<Stretch>& out) {
    std::size_t done = 0;
    std::optional<std::size_t> last_match_end;
    for (std::size_t start = 0; start <= text.size();) {
        const auto match = regex.find(text, start, scratch);
        if (!match)
            break;
        if (match->begin == match->end && last_match_end == match->end) {
            // An empty match right behind another one would be found forever: step over one character.
            start += start < text.size() ? decode_character(text, start).length : 1;
            continue;
        }
        if (done != match->begin)
            out.push_back({done, match->begin, invert});
        out.push_back({match->begin, match->end, !invert});
        done = start = match->end;
        last_match_end = match->end;
    }
    if (done != text.size())
        out.push_back({done, text.size(), invert});
}

class PieceWriter {
  public:
    PieceWriter(std::string_view text, std::vector<std::string_view>& out) : text_(text), out_(out) {}
    void write(std::size_t begin, std::size_t end) {
        if (begin < end)
            out_.push_back(text_.substr(begin, end - begin));
    }

  private:
    std::string_view text_;
    std::vector<std::string_view>& out_;
};

/// Joins neighbours where `joins(previous, current)` says so. Only the flag of the last stretch read counts,
/// joined or not.
template <class Joins>
void write_joined(const std::vector<Stretch>& stretches, PieceWriter& writer, Joins joins) {
    std::size_t begin = 0, end = 0;
    bool open = false, previous_is_match = false;
    for (const Stretch& stretch : stretches) {
        if (open && joins(previous_is_match, stretch.is_match)) {
            end = stretch.end;
        } else {
            writer.write(begin, end);
            begin = stretch.begin;
            end = stretch.end;
            open = true;
        }
        previous_is_match = stretch.is_match;
    }
    writer.write(begin, end);
}

/// A match joins the stretch after it, unless that is a match too.
void write_merged_with_next(const std::vector<Stretch>& stretches, PieceWriter& writer) {
    for (std::size_t i = 0; i < stretches.size(); ++i) {
        const std::size_t begin = stretches[i].begin;
        if (stretches[i].is_match && i + 1 < stretches.size() && !stretches[i + 1].is_match)
            ++i;
        writer.write(begin, stretches[i].end);
    }
}

void write_pieces(const std::vector<Stretch>& stretches, SplitBehavior behavior, PieceWriter writer) {
    switch (behavior) {
    case SplitBehavior::Isolated:
        for (const Stretch& stretch : stretches)
            writer.write(stretch.begin, stretch.end);
        break;
    case SplitBehavior::Removed:
        for (const Stretch& stretch : stretches)
            if (!stretch.is_match)
                writer.write(stretch.begin, stretch.end);
        break;
    case SplitBehavior::Contiguous:
        write_joined(stretches, writer, [](bool previous, bool current) { return previous == current; });
        break;
    case SplitBehavior::MergedWithPrevious:
        write_joined(stretches, writer, [](bool previous, bool current) { return current && !previous; });
        break;
    case SplitBehavior::MergedWithNext:
        write_merged_with_next(stretches, writer);
        break;
    }
}

} // namespace

PreTokenizer::PreTokenizer(const std::vector<PreTokenizerStep>& steps) {
    for (const PreTokenizerStep& step : steps) {
        if (const auto* split = std::get_if<SplitStep>(&step)) {
            steps_.push_back(Cut{split->is_literal ? SplitRegex::from_literal(split->pattern)
                                                   : SplitRegex::from_oniguruma(split->pattern),
                                 split->behavior, split->invert});
        } else if (const auto* digits = std::get_if<DigitsStep>(&step)) {
            steps_.push_back(Cut{SplitRegex::from_oniguruma(numeric_pattern()),
                                 digits->individual ? SplitBehavior::Isolated : SplitBehavior::Contiguous,
                                 false});
        } else if (const auto* byte_level = std::get_if<ByteLevelStep>(&step)) {
            if (byte_level->add_prefix_space)
                steps_.push_back(PrefixSpace{});
            if (byte_level->use_regex)
                steps_.push_back(
                    Cut{SplitRegex::from_oniguruma(gpt2_pattern), SplitBehavior::Isolated, false});
        }
    }
}

const std::vector<std::string_view>& PreTokenizer::split(std::string_view text, Scratch& scratch) const {
    scratch.prefixed.clear();
    scratch.pieces.clear();
    if (!text.empty())
        scratch.pieces.push_back(text);
    std::vector<Stretch> stretches;
    for (const auto& step : steps_) {
        scratch.next_pieces.clear();
        for (const std::string_view piece : scratch.pieces) {
            if (const auto* cut = std::get_if<Cut>(&step)) {
                stretches.clear();
                find_stretches(cut->regex, piece, cut->invert, scratch.regex, stretches);
                write_pieces(stretches, cut->behavior, PieceWriter(piece, scratch.next_pieces));
            } else if (piece.front() == ' ') {
                scratch.next_pieces.push_back(piece);
            } else {
                std::string& prefixed = scratch.prefixed.emplace_back(1, ' ');
                prefixed += piece;
                scratch.next_pieces.push_back(prefixed);
            }
        }
        std::swap(scratch.pieces, scratch.next_pieces);
    }
    return scratch.pieces;
}

} // namespace hadal::tokenizer
