// What the parts of the schema reader share.
#pragma once

#include "engine/grammar/formulas.h"
#include "engine/grammar/schema_documents.h"

#include <string>

namespace hadal::grammar {

[[noreturn]] inline void invalid(const SchemaPlace& place, const char* keyword, const std::string& what) {
    throw SchemaError(ErrorKind::InvalidInput, place.pointer, keyword, what);
}

/// The keyword's value, or null.
inline const Json* find(const SchemaPlace& place, const char* keyword) {
    const auto at = place.schema->find(keyword);
    return at == place.schema->end() ? nullptr : &*at;
}

/// Describes what stands where something else was expected.
std::string found(const Json& value);

} // namespace hadal::grammar
