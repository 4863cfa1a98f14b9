// Options of a command: a table that is both the parser and the help.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace hadal::cli {

/// The command was called wrongly: exit status 2.
struct UsageError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct Option {
    std::string_view name;          ///< without dashes
    std::string_view value;         ///< what stands for the value in the help; empty: a switch
    std::string_view help;          ///< one line
    std::string_view fallback = {}; ///< value when not given
    bool repeatable = false;
};

/// Nothing unless the text is a whole number from 0 to 2^64 - 1.
std::optional<std::uint64_t> unsigned_number(std::string_view text);

/// The options given on a command line. Every reader throws UsageError naming the option, what was expected
/// and what was found.
class Arguments {
  public:
    /// Takes `--name value` and `--name=value`. Everything else is an error: unknown options, repeated ones,
    /// missing values, words that belong to no option.
    Arguments(std::span<const Option> options, std::span<const std::string> words);

    bool has(std::string_view name) const { return given_.contains(name); }
    std::string text(std::string_view name) const; ///< the fallback when not given
    std::vector<std::string> all(std::string_view name) const;
    std::int64_t integer(std::string_view name, std::int64_t least, std::int64_t most) const;
    double number(std::string_view name, double least, double most) const;
    std::uint64_t seed(std::string_view name) const;
    /// "1,2,3"
    std::vector<std::int64_t> integers(std::string_view name, std::int64_t least, std::int64_t most) const;
    std::string choice(std::string_view name, std::initializer_list<std::string_view> possible) const;

  private:
    std::map<std::string, std::vector<std::string>, std::less<>> given_;
    std::map<std::string, std::string, std::less<>> fallbacks_;
};

} // namespace hadal::cli
