// JSON pointers (RFC 6901) as the program writes them: "" or "/properties/name".
#pragma once

#include "engine/base/json.h"

#include <string>
#include <string_view>

namespace hadal::schemas {

using Pointer = Json::json_pointer;

/// `pointer` and one step more; the step is escaped.
inline std::string below(std::string_view pointer, const std::string& step) {
    return (Pointer(std::string(pointer)) / step).to_string();
}
inline std::string below(std::string_view pointer, std::size_t index) {
    return (Pointer(std::string(pointer)) / index).to_string();
}
/// Without its last step.
inline std::string above(const std::string& pointer) {
    return Pointer(pointer).parent_pointer().to_string();
}
inline std::string lastStep(const std::string& pointer) {
    return pointer.empty() ? std::string() : Pointer(pointer).back();
}

/// The value there, or null where there is none.
inline const Json* find(const Json& root, const std::string& pointer) {
    const Pointer at(pointer);
    return root.contains(at) ? &root.at(at) : nullptr;
}
inline Json* find(Json& root, const std::string& pointer) {
    const Pointer at(pointer);
    return root.contains(at) ? &root.at(at) : nullptr;
}

/// Whether `inner` is `outer` or lies within it.
inline bool within(std::string_view inner, std::string_view outer) {
    return inner.starts_with(outer) && (inner.size() == outer.size() || inner[outer.size()] == '/');
}

} // namespace hadal::schemas
