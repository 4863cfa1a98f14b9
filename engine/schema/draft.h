// What the drafts of JSON Schema have in common and where they differ: one table of their keywords.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace hadal::schema {

/// In the order of their publication, so that `<` means earlier.
enum class Draft : std::uint8_t { Draft4, Draft6, Draft7, Draft2019_09, Draft2020_12 };

/// The draft whose meta-schema has this address; nothing for other addresses.
std::optional<Draft> draft_of_metaschema(std::string_view uri);

/// What the value of a keyword has to look like. The shapes after Schemas hold schemas.
enum class Shape : std::uint8_t {
    Anything,
    Boolean,
    Text,
    Uri,
    UriReference,
    Number,
    Positive,      ///< a number above zero
    Count,         ///< an integer that is not negative
    Limit,         ///< a number; in draft 4 a boolean that changes another keyword
    Names,         ///< an array of different strings
    NameLists,     ///< an object of Names
    Types,         ///< a type's name, or an array of different ones
    Values,        ///< an array
    Vocabularies,  ///< an object of booleans
    Schema,        ///< a schema
    Schemas,       ///< an array of schemas, at least one
    SchemaMap,     ///< an object of schemas
    SchemaOrList,  ///< a schema or an array of schemas
    SchemaOrNames, ///< an object of schemas or Names
    SchemaOrFlag,  ///< a schema or a boolean, which draft 4 does not take for a schema
};

/// The vocabularies of 2019-09 and 2020-12 that a dialect may leave out, as bits.
enum Vocabulary : std::uint8_t {
    CoreVocabulary = 1,
    ApplicatorVocabulary = 2,
    UnevaluatedVocabulary = 4,
    ValidationVocabulary = 8,
    FormatVocabulary = 16,
    every_vocabulary = 31,
};

/// The bit of a vocabulary's address; 0 for those without assertions, nothing for unknown ones.
std::optional<std::uint8_t> vocabulary_bit(std::string_view uri);

struct KeywordRule {
    std::string_view name;
    Shape shape;
    Vocabulary vocabulary;
    Draft first, last; ///< both included
};

/// The rule of a keyword that the draft knows, or null. An annotation is no keyword here.
const KeywordRule* find_keyword(std::string_view name, Draft draft);

} // namespace hadal::schema
