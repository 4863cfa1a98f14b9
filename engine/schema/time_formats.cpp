#include "engine/schema/characters.h"
#include "engine/schema/formats.h"

#include <optional>

namespace hadal::schema {
namespace {

/// Reads exactly `count` digits.
std::optional<int> take_number(std::string_view& text, std::size_t count) {
    if (text.size() < count)
        return std::nullopt;
    int value = 0;
    for (const char c : text.substr(0, count)) {
        if (!is_digit(c))
            return std::nullopt;
        value = value * 10 + (c - '0');
    }
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view& text, char c) {
    if (!text.starts_with(c))
        return false;
    text.remove_prefix(1);
    return true;
}

bool is_leap_year(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/// `12H30M`: numbers with units, each at most once and in order, none left out between two of them.
bool take_parts(std::string_view& text, std::string_view units) {
    std::optional<std::size_t> last;
    while (!text.empty() && is_digit(text[0])) {
        text.remove_prefix(std::min(text.find_first_not_of("0123456789"), text.size()));
        const std::size_t unit = text.empty() ? units.npos : units.find(text[0]);
        if (unit == units.npos || (last && unit != *last + 1))
            return false;
        last = unit;
        text.remove_prefix(1);
    }
    return last.has_value();
}

} // namespace

bool is_date(std::string_view text) {
    const auto year = take_number(text, 4);
    if (!year || !take(text, '-'))
        return false;
    const auto month = take_number(text, 2);
    if (!month || *month < 1 || *month > 12 || !take(text, '-'))
        return false;
    constexpr int days_of[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const int days = *month == 2 && is_leap_year(*year) ? 29 : days_of[*month - 1];
    const auto day = take_number(text, 2);
    return day && *day >= 1 && *day <= days && text.empty();
}

bool is_time(std::string_view text) {
    const auto hour = take_number(text, 2);
    if (!hour || *hour > 23 || !take(text, ':'))
        return false;
    const auto minute = take_number(text, 2);
    if (!minute || *minute > 59 || !take(text, ':'))
        return false;
    const auto second = take_number(text, 2);
    if (!second || *second > 60)
        return false;
    if (take(text, '.')) {
        const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
        if (digits == 0)
            return false;
        text.remove_prefix(digits);
    }
    int offset = 0; // minutes
    if (!take(text, 'Z') && !take(text, 'z')) {
        const bool west = take(text, '-');
        if (!west && !take(text, '+'))
            return false;
        const auto hours = take_number(text, 2);
        if (!hours || *hours > 23 || !take(text, ':'))
            return false;
        const auto minutes = take_number(text, 2);
        if (!minutes || *minutes > 59)
            return false;
        offset = (west ? -1 : 1) * (*hours * 60 + *minutes);
    }
    // A leap second is the last one of a day in UTC.
    constexpr int day = 24 * 60;
    const int utc = (*hour * 60 + *minute - offset + day) % day;
    return text.empty() && (*second < 60 || utc == day - 1);
}

bool is_date_time(std::string_view text) {
    constexpr std::size_t date_length = 10;
    return text.size() > date_length && (text[date_length] == 'T' || text[date_length] == 't') &&
           is_date(text.substr(0, date_length)) && is_time(text.substr(date_length + 1));
}

bool is_duration(std::string_view text) {
    if (!take(text, 'P'))
        return false;
    if (text.ends_with('W'))
        return take_parts(text, "W") && text.empty();
    if (!text.starts_with('T') && !take_parts(text, "YMD"))
        return false;
    return text.empty() || (take(text, 'T') && take_parts(text, "HMS") && text.empty());
}

} // namespace hadal::schema
