// minLength, maxLength, pattern and format.
#include "engine/schema/formats.h"
#include "engine/schema/keyword_tools.h"
#include "engine/schema/node.h"
#include "engine/schema/pattern.h"

#include <algorithm>

namespace hadal::schema {
namespace {

const std::string* text_of(const Json& value) {
    return value.is_string() ? &value.get_ref<const std::string&>() : nullptr;
}

std::size_t code_points(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

class PatternKeyword : public Assertion {
  public:
    PatternKeyword(const Place& place, const std::string& ecma)
        : Assertion(place, "pattern"), pattern_(ecma) {}

  private:
    bool holds(const Json& value) const override {
        const std::string* text = text_of(value);
        return !text || pattern_.matches(*text);
    }
    std::string complaint(const Json&) const override {
        return "Expected a text that matches the pattern " + pattern_.source() + ", found none.";
    }

    Pattern pattern_;
};

class Format : public Assertion {
  public:
    Format(const Place& place, std::string name, FormatCheck format_check)
        : Assertion(place, "format"), name_(std::move(name)), check_(format_check) {}

  private:
    bool holds(const Json& value) const override {
        const std::string* text = text_of(value);
        return !text || check_(*text);
    }
    std::string complaint(const Json& value) const override {
        return "Expected a text of the format " + name_ + ", found " + shown(value) + ".";
    }

    std::string name_;
    FormatCheck check_;
};

} // namespace

void add_string_keywords(Node& node, NodeSource& source) {
    const Place& place = node.place;
    add_count_bounds(node, "minLength", "maxLength", "characters",
                     [](const Json& value) -> std::optional<std::size_t> {
                         const std::string* text = text_of(value);
                         return text ? std::optional(code_points(*text)) : std::nullopt;
                     });
    if (const Json* pattern = place.find("pattern"))
        node.keywords.push_back(at_place(place, "pattern", [&] {
            return std::make_unique<PatternKeyword>(place, pattern->get<std::string>());
        }));
    if (const Json* name = place.find("format"); name && source.assert_formats())
        if (const FormatCheck check = find_format(name->get<std::string>()))
            node.keywords.push_back(std::make_unique<Format>(place, name->get<std::string>(), check));
}

} // namespace hadal::schema
