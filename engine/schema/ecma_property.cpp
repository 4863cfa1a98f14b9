#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "engine/schema/ecma_property.h"

#include "engine/base/utf8.h"
#include "engine/schema/characters.h"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>

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

/// Finds the members by asking PCRE2 about every character, so that they are exactly what a validator sees.
std::optional<tokenizer::CodePointSet> asked(const std::string& members) {
    int error = 0;
    PCRE2_SIZE offset = 0;
    const std::string pattern = "[" + members + "]+";
    const std::unique_ptr<pcre2_code, decltype(&pcre2_code_free)> code(
        pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), PCRE2_UTF, &error,
                      &offset, nullptr),
        pcre2_code_free);
    if (!code)
        return std::nullopt;
    // Blocks keep the text small; a run that crosses two blocks is joined by the set.
    constexpr char32_t block = 0x1000;
    const std::unique_ptr<pcre2_match_data, decltype(&pcre2_match_data_free)> match(
        pcre2_match_data_create(1, nullptr), pcre2_match_data_free);
    std::vector<std::uint32_t> pairs;
    for (char32_t first = 0; first < 0x110000; first += block) {
        if (first >= 0xD800 && first < 0xE000)
            continue;
        std::string text;
        std::vector<std::size_t> begins;
        for (char32_t c = first; c < first + block && (c < 0xD800 || c >= 0xE000); ++c) {
            begins.push_back(text.size());
            append_utf8(text, c);
        }
        begins.push_back(text.size());
        const auto character_at = [&](std::size_t byte) {
            return first + static_cast<std::uint32_t>(std::lower_bound(begins.begin(), begins.end(), byte) -
                                                      begins.begin());
        };
        for (std::size_t at = 0;
             at < text.size() &&
             pcre2_match(code.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), at,
                         PCRE2_NO_UTF_CHECK, match.get(), nullptr) > 0;) {
            const PCRE2_SIZE* found = pcre2_get_ovector_pointer(match.get());
            pairs.insert(pairs.end(), {character_at(found[0]), character_at(found[1]) - 1});
            at = found[1];
        }
    }
    return tokenizer::CodePointSet(pairs);
}

} // namespace

std::optional<Property> find_property(std::string_view name, bool negated) {
    if (name == "Any")
        return Property{Property::Any, {}, negated};
    if (name == "ASCII")
        return Property{Property::Ascii, {}, negated};
    if (name == "Assigned")
        return Property{Property::Assigned, {}, negated};
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
    return Property{script       ? Property::Script
                    : extensions ? Property::ScriptExtensions
                                 : Property::Category,
                    std::string(value), negated};
}

std::string pcre2_members(const Property& property) {
    const bool negated = property.negated;
    switch (property.kind) {
    case Property::Any:
        return negated ? std::string() : R"(\x00-\x{10ffff})";
    case Property::Ascii:
        return negated ? R"(\x{80}-\x{10ffff})" : R"(\x00-\x7f)";
    case Property::Assigned:
        return negated ? R"(\p{Cn})" : R"(\P{Cn})";
    default:
        return (negated ? "\\P{" : "\\p{") +
               std::string(property.kind == Property::Script             ? "sc:"
                           : property.kind == Property::ScriptExtensions ? "scx:"
                                                                         : "") +
               property.code + "}";
    }
}

std::optional<tokenizer::CodePointSet> characters_of(const Property& property) {
    const std::string members = pcre2_members(property);
    if (members.empty())
        return tokenizer::CodePointSet();
    static std::mutex mutex;
    static std::map<std::string, std::optional<tokenizer::CodePointSet>>
        known; // PCRE2's names bound its size
    const std::lock_guard lock(mutex);
    const auto found = known.find(members);
    if (found != known.end())
        return found->second;
    auto set = asked(members);
    if (set) // any text may be a name: only those that exist are kept
        known.emplace(members, set);
    return set;
}

} // namespace hadal::schema
