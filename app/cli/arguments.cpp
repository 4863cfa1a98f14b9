#include "app/cli/arguments.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace hadal::cli {

namespace {

[[noreturn]] void wrong(std::string_view name, std::string_view expected, std::string_view found) {
    throw UsageError("--" + std::string(name) + " needs " + std::string(expected) + ", not \"" +
                     std::string(found) + "\"");
}

template <typename Number>
std::optional<Number> whole(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::int64_t integer_in(std::string_view name, std::string_view text, std::int64_t least, std::int64_t most) {
    const auto value = whole<std::int64_t>(text);
    if (!value || *value < least || *value > most)
        wrong(name, "a whole number from " + std::to_string(least) + " to " + std::to_string(most), text);
    return *value;
}

} // namespace

std::optional<std::uint64_t> unsigned_number(std::string_view text) {
    return whole<std::uint64_t>(text);
}

Arguments::Arguments(std::span<const Option> options, std::span<const std::string> words) {
    for (const auto& option : options)
        fallbacks_.emplace(option.name, option.fallback);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view word = words[i];
        if (!word.starts_with("--"))
            throw UsageError("\"" + std::string(word) + "\" belongs to no option");
        const auto equals = word.find('=');
        const auto name = word.substr(2, equals == word.npos ? word.npos : equals - 2);
        const auto option = std::find_if(options.begin(), options.end(),
                                         [&](const Option& candidate) { return candidate.name == name; });
        if (option == options.end())
            throw UsageError("unknown option --" + std::string(name));
        std::string value;
        if (equals != word.npos) {
            if (option->value.empty())
                throw UsageError("--" + std::string(name) + " takes no value");
            value = word.substr(equals + 1);
        } else if (!option->value.empty()) {
            if (++i == words.size())
                throw UsageError("--" + std::string(name) + " needs a value: " + std::string(option->value));
            value = words[i];
        }
        auto& values = given_[std::string(name)];
        if (!values.empty() && !option->repeatable)
            throw UsageError("--" + std::string(name) + " is given twice");
        values.push_back(std::move(value));
    }
}

std::string Arguments::text(std::string_view name) const {
    const auto at = given_.find(name);
    return at == given_.end() ? fallbacks_.at(std::string(name)) : at->second.front();
}

std::vector<std::string> Arguments::all(std::string_view name) const {
    const auto at = given_.find(name);
    return at == given_.end() ? std::vector<std::string>() : at->second;
}

std::int64_t Arguments::integer(std::string_view name, std::int64_t least, std::int64_t most) const {
    return integer_in(name, text(name), least, most);
}

double Arguments::number(std::string_view name, double least, double most) const {
    const auto given = text(name);
    const auto value = whole<double>(given);
    if (!value || !std::isfinite(*value) || *value < least || *value > most) {
        char range[64];
        std::snprintf(range, sizeof range, "a number from %g to %g", least, most);
        wrong(name, range, given);
    }
    return *value;
}

std::uint64_t Arguments::seed(std::string_view name) const {
    const auto given = text(name);
    const auto value = unsigned_number(given);
    if (!value)
        wrong(name, "a whole number from 0 to 18446744073709551615", given);
    return *value;
}

std::vector<std::int64_t> Arguments::integers(std::string_view name, std::int64_t least,
                                              std::int64_t most) const {
    const auto given = text(name);
    std::vector<std::int64_t> values;
    for (std::string_view rest = given;;) {
        const auto comma = rest.find(',');
        values.push_back(integer_in(name, rest.substr(0, comma), least, most));
        if (comma == rest.npos)
            return values;
        rest.remove_prefix(comma + 1);
    }
}

std::string Arguments::choice(std::string_view name, std::initializer_list<std::string_view> possible) const {
    const auto given = text(name);
    std::string list;
    for (const auto word : possible) {
        if (given == word)
            return given;
        list += (list.empty() ? "" : ", ") + std::string(word);
    }
    wrong(name, "one of " + list, given);
}

} // namespace hadal::cli
