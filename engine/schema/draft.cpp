#include "engine/schema/draft.h"

#include <unordered_map>

namespace hadal::schema {
namespace {

using enum Draft;
using enum Shape;

constexpr Draft newest = Draft2020_12;

constexpr KeywordRule rules[] = {
    {"$ref", UriReference, CoreVocabulary, Draft4, newest},
    {"id", UriReference, CoreVocabulary, Draft4, Draft4},
    {"$id", UriReference, CoreVocabulary, Draft6, newest},
    {"$schema", Uri, CoreVocabulary, Draft4, newest},
    {"definitions", SchemaMap, CoreVocabulary, Draft4, newest}, // in the newer drafts by agreement
    {"$defs", SchemaMap, CoreVocabulary, Draft2019_09, newest},
    {"$anchor", Text, CoreVocabulary, Draft2019_09, newest},
    {"$recursiveRef", UriReference, CoreVocabulary, Draft2019_09, Draft2019_09},
    {"$recursiveAnchor", Boolean, CoreVocabulary, Draft2019_09, Draft2019_09},
    {"$dynamicRef", UriReference, CoreVocabulary, Draft2020_12, newest},
    {"$dynamicAnchor", Text, CoreVocabulary, Draft2020_12, newest},
    {"$vocabulary", Vocabularies, CoreVocabulary, Draft2019_09, newest},

    {"allOf", Schemas, ApplicatorVocabulary, Draft4, newest},
    {"anyOf", Schemas, ApplicatorVocabulary, Draft4, newest},
    {"oneOf", Schemas, ApplicatorVocabulary, Draft4, newest},
    {"not", Schema, ApplicatorVocabulary, Draft4, newest},
    {"if", Schema, ApplicatorVocabulary, Draft7, newest},
    {"then", Schema, ApplicatorVocabulary, Draft7, newest},
    {"else", Schema, ApplicatorVocabulary, Draft7, newest},
    {"properties", SchemaMap, ApplicatorVocabulary, Draft4, newest},
    {"patternProperties", SchemaMap, ApplicatorVocabulary, Draft4, newest},
    {"additionalProperties", SchemaOrFlag, ApplicatorVocabulary, Draft4, newest},
    {"propertyNames", Schema, ApplicatorVocabulary, Draft6, newest},
    {"dependencies", SchemaOrNames, ApplicatorVocabulary, Draft4, newest}, // in the newer drafts by agreement
    {"dependentSchemas", SchemaMap, ApplicatorVocabulary, Draft2019_09, newest},
    {"prefixItems", Schemas, ApplicatorVocabulary, Draft2020_12, newest},
    {"items", SchemaOrList, ApplicatorVocabulary, Draft4, Draft2019_09},
    {"items", Schema, ApplicatorVocabulary, Draft2020_12, newest},
    {"additionalItems", SchemaOrFlag, ApplicatorVocabulary, Draft4, Draft2019_09},
    {"contains", Schema, ApplicatorVocabulary, Draft6, newest},
    {"unevaluatedProperties", Schema, UnevaluatedVocabulary, Draft2019_09, newest},
    {"unevaluatedItems", Schema, UnevaluatedVocabulary, Draft2019_09, newest},

    {"type", Types, ValidationVocabulary, Draft4, newest},
    {"enum", Values, ValidationVocabulary, Draft4, newest},
    {"const", Anything, ValidationVocabulary, Draft6, newest},
    {"minimum", Number, ValidationVocabulary, Draft4, newest},
    {"maximum", Number, ValidationVocabulary, Draft4, newest},
    {"exclusiveMinimum", Limit, ValidationVocabulary, Draft4, newest},
    {"exclusiveMaximum", Limit, ValidationVocabulary, Draft4, newest},
    {"multipleOf", Positive, ValidationVocabulary, Draft4, newest},
    {"minLength", Count, ValidationVocabulary, Draft4, newest},
    {"maxLength", Count, ValidationVocabulary, Draft4, newest},
    {"pattern", Text, ValidationVocabulary, Draft4, newest},
    {"minItems", Count, ValidationVocabulary, Draft4, newest},
    {"maxItems", Count, ValidationVocabulary, Draft4, newest},
    {"uniqueItems", Boolean, ValidationVocabulary, Draft4, newest},
    {"minContains", Count, ValidationVocabulary, Draft2019_09, newest},
    {"maxContains", Count, ValidationVocabulary, Draft2019_09, newest},
    {"minProperties", Count, ValidationVocabulary, Draft4, newest},
    {"maxProperties", Count, ValidationVocabulary, Draft4, newest},
    {"required", Names, ValidationVocabulary, Draft4, newest},
    {"dependentRequired", NameLists, ValidationVocabulary, Draft2019_09, newest},

    {"format", Text, FormatVocabulary, Draft4, newest},
};

} // namespace

std::optional<Draft> draft_of_metaschema(std::string_view uri) {
    if (uri.ends_with('#'))
        uri.remove_suffix(1);
    for (const std::string_view scheme : {"http://", "https://"})
        if (uri.starts_with(scheme))
            uri.remove_prefix(scheme.size());
    struct Address {
        std::string_view uri;
        Draft draft;
    };
    constexpr Address addresses[] = {
        {"json-schema.org/draft-04/schema", Draft4},
        {"json-schema.org/draft-04/hyper-schema", Draft4},
        {"json-schema.org/draft-06/schema", Draft6},
        {"json-schema.org/draft-06/hyper-schema", Draft6},
        {"json-schema.org/draft-07/schema", Draft7},
        {"json-schema.org/draft-07/hyper-schema", Draft7},
        {"json-schema.org/draft/2019-09/schema", Draft2019_09},
        {"json-schema.org/draft/2020-12/schema", Draft2020_12},
        {"json-schema.org/schema", newest}, // "the latest"
    };
    for (const Address& address : addresses)
        if (address.uri == uri)
            return address.draft;
    return std::nullopt;
}

std::optional<std::uint8_t> vocabulary_bit(std::string_view uri) {
    for (const std::string_view draft :
         {"https://json-schema.org/draft/2019-09/vocab/", "https://json-schema.org/draft/2020-12/vocab/"}) {
        if (!uri.starts_with(draft))
            continue;
        const std::string_view name = uri.substr(draft.size());
        if (name == "core")
            return CoreVocabulary;
        if (name == "applicator") // 2019-09 has the unevaluated keywords in here
            return draft.find("2019") == draft.npos ? ApplicatorVocabulary
                                                    : ApplicatorVocabulary | UnevaluatedVocabulary;
        if (name == "unevaluated")
            return UnevaluatedVocabulary;
        if (name == "validation")
            return ValidationVocabulary;
        if (name == "format" || name == "format-annotation" || name == "format-assertion")
            return FormatVocabulary;
        if (name == "meta-data" || name == "content")
            return 0;
    }
    return std::nullopt;
}

const KeywordRule* find_keyword(std::string_view name, Draft draft) {
    static const auto by_name = [] {
        std::unordered_multimap<std::string_view, const KeywordRule*> map;
        for (const KeywordRule& rule : rules)
            map.emplace(rule.name, &rule);
        return map;
    }();
    const auto [begin, end] = by_name.equal_range(name);
    for (auto it = begin; it != end; ++it)
        if (it->second->first <= draft && draft <= it->second->last)
            return it->second;
    return nullptr;
}

} // namespace hadal::schema
