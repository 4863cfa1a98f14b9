#include "engine/schema/ip_address.h"

#include "engine/schema/characters.h"

#include <algorithm>

namespace hadal::schema {
namespace {

/// Cuts off what stands before the separator, which goes away too; all of the text where there is none.
std::string_view take_until(std::string_view& text, char separator) {
    const std::string_view part = text.substr(0, text.find(separator));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    return part;
}

/// Counts the 16-bit groups of one side of `::`; -1 where something is not a group. Only a text's last group
/// may be an IPv4 address, which counts twice.
int count_groups(std::string_view text, bool last_side) {
    if (text.empty())
        return 0;
    if (text.ends_with(':'))
        return -1;
    int groups = 0;
    while (!text.empty()) {
        const std::string_view group = take_until(text, ':');
        if (last_side && text.empty() && is_ipv4(group)) {
            groups += 2;
            continue;
        }
        if (group.empty() || group.size() > 4 ||
            !std::all_of(group.begin(), group.end(), [](char c) { return is_hex_digit(c); }))
            return -1;
        ++groups;
    }
    return groups;
}

} // namespace

bool is_ipv4(std::string_view text) {
    int numbers = 0;
    bool more = true;
    for (; more; ++numbers) {
        more = text.find('.') != text.npos;
        const std::string_view number = take_until(text, '.');
        if (number.empty() || number.size() > 3 || (number.size() > 1 && number[0] == '0'))
            return false;
        int value = 0;
        for (const char c : number) {
            if (!is_digit(c))
                return false;
            value = value * 10 + (c - '0');
        }
        if (value > 255)
            return false;
    }
    return numbers == 4;
}

bool is_ipv6(std::string_view text) {
    const std::size_t gap = text.find("::");
    if (gap == text.npos)
        return count_groups(text, true) == 8;
    const std::string_view after = text.substr(gap + 2);
    const int left = count_groups(text.substr(0, gap), false), right = count_groups(after, true);
    return left >= 0 && right >= 0 && left + right <= 7 && !after.starts_with(':');
}

} // namespace hadal::schema
