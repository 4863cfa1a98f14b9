#include "engine/schema/value_key.h"

#include "engine/schema/decimal.h"

#include <algorithm>
#include <vector>

namespace hadal::schema {
namespace {

// Every part says where it ends, by its length or by a closing mark, so no two values run together.
void append_string(std::string& out, const std::string& text) {
    out += '"' + std::to_string(text.size()) + ':';
    out += text;
}

void append_key(std::string& out, const Json& value) {
    if (is_number(value)) {
        out += '#' + Decimal(value).text();
    } else if (value.is_string()) {
        append_string(out, value.get_ref<const std::string&>());
    } else if (value.is_array()) {
        out += '[';
        for (const Json& item : value)
            append_key(out, item);
        out += ']';
    } else if (value.is_object()) {
        std::vector<const Json::object_t::value_type*> members;
        for (const auto& member : value.get_ref<const Json::object_t&>())
            members.push_back(&member);
        std::sort(members.begin(), members.end(), [](auto* a, auto* b) { return a->first < b->first; });
        out += '{';
        for (const auto* member : members) {
            append_string(out, member->first);
            append_key(out, member->second);
        }
        out += '}';
    } else {
        out += value.is_boolean() ? (value.get<bool>() ? 't' : 'f') : value.is_null() ? 'n' : '?';
    }
}

} // namespace

std::string value_key(const Json& value) {
    std::string key;
    append_key(key, value);
    return key;
}

} // namespace hadal::schema
