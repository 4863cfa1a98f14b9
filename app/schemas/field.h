// A JSON Schema seen as a tree of fields. The schema itself stays the only truth: a field is a place in it,
// and what is said here of a place is read from the keywords there.
#pragma once

#include "engine/base/json.h"

#include <string>
#include <vector>

namespace hadal::schemas {

enum class Kind {
    Text,
    Number,
    Integer,
    Boolean,
    Null,
    Enum, ///< `enum` or `const`
    Object,
    List,
    Union, ///< `anyOf` or `oneOf`
    Any,
    Reference,
    Several, ///< `type` names more than one, null apart
    Nothing, ///< the schema `false`
};

enum class Place { Root, Property, Item, Variant, Definition };

struct Field {
    std::string pointer; ///< of the schema, in the document
    Place place = Place::Root;
    std::string name; ///< of a property or definition
    Kind kind = Kind::Any;
    bool nullable = false;
    bool required = false; ///< of a property
    int depth = 0;
    bool branch = false;           ///< has fields below it
    std::vector<std::string> kept; ///< keywords that the form has no place for: they stay as they are
};

Kind kindOf(const Json& schema);
bool isNullable(const Json& schema);
/// Keywords of a schema that the form for its kind shows, in the order of the form. Those that hold fields
/// (properties, items, anyOf, $defs) and the type are not among them.
const std::vector<std::string>& shownKeywords(Kind kind);
/// In the order of the schema.
std::vector<std::string> keptKeywords(const Json& schema);

/// The fields of a document in the order in which they are shown, the root first. A field that stands inside
/// something kept is not listed.
std::vector<Field> fieldsOf(const Json& root);
/// What the value at `pointer` is as a field; its depth is not filled in.
Field fieldAt(const Json& root, const std::string& pointer);

/// The pointers of the definitions that a reference may name, in order.
std::vector<std::string> definitionsOf(const Json& root);

} // namespace hadal::schemas
