#include "engine/schema/ecma_property.h"

#include "engine/schema/characters.h"

#include <algorithm>

namespace hadal::schema {
namespace {

/// Long names of general categories; PCRE2 knows the short ones.
struct Category {
    std::string_view name, code;
};
constexpr Category categories[] = {
    {"Letter", "L"},
    {"Cased_Letter", "L&"},
    {"LC", "L&"},
    {"Uppercase_Letter", "Lu"},
    {"Lowercase_Letter", "Ll"},
    {"Titlecase_Letter", "Lt"},
    {"Modifier_Letter", "Lm"},
    {"Other_Letter", "Lo"},
    {"Mark", "M"},
    {"Combining_Mark", "M"},
    {"Nonspacing_Mark", "Mn"},
    {"Spacing_Mark", "Mc"},
    {"Enclosing_Mark", "Me"},
    {"Number", "N"},
    {"Decimal_Number", "Nd"},
    {"digit", "Nd"},
    {"Letter_Number", "Nl"},
    {"Other_Number", "No"},
    {"Punctuation", "P"},
    {"punct", "P"},
    {"Connector_Punctuation", "Pc"},
    {"Dash_Punctuation", "Pd"},
    {"Open_Punctuation", "Ps"},
    {"Close_Punctuation", "Pe"},
    {"Initial_Punctuation", "Pi"},
    {"Final_Punctuation", "Pf"},
    {"Other_Punctuation", "Po"},
    {"Symbol", "S"},
    {"Math_Symbol", "Sm"},
    {"Currency_Symbol", "Sc"},
    {"Modifier_Symbol", "Sk"},
    {"Other_Symbol", "So"},
    {"Separator", "Z"},
    {"Space_Separator", "Zs"},
    {"Line_Separator", "Zl"},
    {"Paragraph_Separator", "Zp"},
    {"Other", "C"},
    {"Control", "Cc"},
    {"cntrl", "Cc"},
    {"Format", "Cf"},
    {"Surrogate", "Cs"},
    {"Private_Use", "Co"},
    {"Unassigned", "Cn"},
};

} // namespace

std::optional<std::string> property_members(std::string_view name, bool negated) {
    if (name == "Any")
        return negated ? std::string() : R"(\x00-\x{10ffff})";
    if (name == "ASCII")
        return negated ? R"(\x{80}-\x{10ffff})" : R"(\x00-\x7f)";
    if (name == "Assigned")
        return property_members("Cn", !negated);

    std::string_view kind, value = name;
    if (const std::size_t equals = name.find('='); equals != name.npos) {
        kind = name.substr(0, equals);
        value = name.substr(equals + 1);
    }
    for (const Category& category : categories)
        if (category.name == value)
            value = category.code;
    const bool script = kind == "Script" || kind == "sc",
               extensions = kind == "Script_Extensions" || kind == "scx";
    if (!kind.empty() && !script && !extensions && kind != "General_Category" && kind != "gc")
        return std::nullopt;
    // ECMA-262 is strict about names, where PCRE2 would also take "greek" or "l u".
    const bool plain =
        std::all_of(value.begin(), value.end(), [](char c) { return is_letter(c) || is_one_of(c, "_&"); });
    if (!plain || value.empty() || value[0] < 'A' || value[0] > 'Z')
        return std::nullopt;
    return (negated ? "\\P{" : "\\p{") +
           std::string(script       ? "sc:"
                       : extensions ? "scx:"
                                    : "") +
           std::string(value) + "}";
}

} // namespace hadal::schema
