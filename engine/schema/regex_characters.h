// The characters of regular expressions: escapes, classes, and where a mistake is.
#pragma once

#include "engine/schema/regex_tree.h"
#include "engine/schema/text_reader.h"
#include "kernels/error.h"

#include <optional>
#include <string>
#include <string_view>

namespace hadal::schema {

/// What `.` leaves out.
const tokenizer::CodePointSet& line_ends();

/// Reads a pattern's characters. The pattern, which must outlive it, is well-formed UTF-8. All functions
/// throw Error(InvalidInput) where it is no expression. One thread.
class RegexCharacters {
  public:
    explicit RegexCharacters(std::string_view pattern) : pattern_(pattern), reader_(pattern) {}

    /// Adds what `\d` and its like stand for; false where another escape follows.
    bool class_escape(RegexNode& to);
    /// A character by its escape, in a class or not.
    char32_t character_escape(bool in_class);
    /// After '['.
    RegexNode character_class();

    [[noreturn]] void malformed(const std::string& why) const { fail(ErrorKind::InvalidInput, why); }
    [[noreturn]] void unsupported(const std::string& what) const {
        fail(ErrorKind::Unsupported, "Hadal does not support " + what);
    }

  protected:
    std::string_view pattern_;
    TextReader reader_;

  private:
    [[noreturn]] void fail(ErrorKind kind, const std::string& why) const;
    char32_t hexadecimal(int count);
    char32_t unicode_escape();
    std::optional<char32_t> class_atom(RegexNode& node);
};

} // namespace hadal::schema
