// JSON Lines on stdin and stdout.
#pragma once

#include "engine/base/json.h"

#include <functional>
#include <string>

namespace hadal::cli {

/// Calls `function` for each line of stdin that is not blank. Throws Error(InvalidInput) naming the line,
/// counted from 1, where it is no JSON object or `function` throws Error.
void for_each_json_line(const std::function<void(const Json&)>& function);

/// Prints one line. Throws Error(InvalidFile) when stdout takes no more.
void print_line(const Json& json);
void print(std::string_view text);

/// A member that must be a string. Throws Error(InvalidInput).
const std::string& string_member(const Json& object, const char* name);
/// A member that may be missing or null: false then.
bool bool_member(const Json& object, const char* name);

/// A JSON file. Throws Error(InvalidFile) naming it.
Json json_file(const std::string& path);

/// A whole file, or stdin for "-". Throws Error(InvalidFile).
std::string text_file(const std::string& path);

} // namespace hadal::cli
