// Changes to a schema, a field at a time. Each changes the keywords that it concerns and nothing else; keys
// keep their order. References to what is moved or renamed follow it.
#pragma once

#include "app/schemas/field.h"

#include <optional>
#include <string>

namespace hadal::schemas {

// All of these throw Error(InvalidInput) where the change cannot be made; the schema is as before then. Where
// a pointer is returned, the field is found there afterwards.

/// Sets a keyword of the schema there; nothing removes it. A new keyword goes to its usual place.
void setKeyword(Json& root, const std::string& field, const std::string& keyword,
                const std::optional<Json>& value);
/// Of a property or definition.
std::string rename(Json& root, const std::string& field, const std::string& name);
/// Of a property.
void setRequired(Json& root, const std::string& field, bool required);
void setNullable(Json& root, const std::string& field, bool nullable);
/// Keywords of the old kind that the new one has no use for go; a list or union is made of what was there,
/// and gives it back.
void setKind(Json& root, const std::string& field, Kind kind);

/// A new text field below the one given, which is an object, a list of objects, or a union.
std::string addField(Json& root, const std::string& parent);
/// A new definition of the document.
std::string addDefinition(Json& root);
std::string duplicate(Json& root, const std::string& field);
void remove(Json& root, const std::string& field);
/// To another place among its siblings.
std::string moveTo(Json& root, const std::string& field, int index);
/// Whether the field may be put below `parent`, and doing so.
bool canMoveInto(const Json& root, const std::string& field, const std::string& parent);
std::string moveInto(Json& root, const std::string& field, const std::string& parent, int index);

/// The place among its siblings, and how many they are; -1 for a field that has none (the root, a list's
/// item).
int indexOf(const Json& root, const std::string& field);
int siblingsOf(const Json& root, const std::string& field);

/// The object below the field that holds its properties: the field itself, or the item of a list of objects;
/// nothing where it holds none.
std::optional<std::string> objectOf(const Json& root, const std::string& field);

} // namespace hadal::schemas
