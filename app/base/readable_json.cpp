#include "app/base/readable_json.h"

#include <algorithm>

namespace hadal {
namespace {

constexpr std::size_t line_width = 88;

bool isFlat(const Json& value) {
    return std::none_of(value.begin(), value.end(), [](const Json& inner) {
        return inner.is_object()
                   ? !inner.empty()
                   : inner.is_array() && std::any_of(inner.begin(), inner.end(),
                                                     [](const Json& deep) { return deep.is_structured(); });
    });
}

void printLine(const Json& value, std::string& out) {
    if (!value.is_structured()) {
        out += print_compact(value);
        return;
    }
    const bool object = value.is_object();
    if (value.empty()) {
        out += object ? "{}" : "[]";
        return;
    }
    out += object ? "{ " : "[";
    bool first = true;
    for (const auto& [key, inner] : value.items()) {
        if (!first)
            out += ", ";
        first = false;
        if (object)
            out += print_json_string(key) + ": ";
        printLine(inner, out);
    }
    out += object ? " }" : "]";
}

/// `room`: what is left of the line.
void print(const Json& value, std::size_t indent, std::size_t room, std::string& out) {
    if (!value.is_structured() || value.empty() || (value.size() <= 24 && isFlat(value))) {
        const std::size_t before = out.size();
        printLine(value, out);
        if (!value.is_structured() || value.empty() || out.size() - before <= room)
            return;
        out.resize(before);
    }
    const bool object = value.is_object();
    out += object ? '{' : '[';
    std::size_t left = value.size();
    for (const auto& [key, inner] : value.items()) {
        const std::size_t begin = out.size() + 1;
        out += '\n' + std::string(indent + 2, ' ');
        if (object)
            out += print_json_string(key) + ": ";
        const std::size_t used = out.size() - begin + 1;
        print(inner, indent + 2, line_width > used ? line_width - used : 0, out);
        if (--left > 0)
            out += ',';
    }
    out += '\n' + std::string(indent, ' ') + (object ? '}' : ']');
}

} // namespace

std::string printReadable(const Json& value) {
    std::string out;
    print(value, 0, line_width, out);
    return out;
}

} // namespace hadal
