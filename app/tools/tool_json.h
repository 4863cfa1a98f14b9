// A tool as JSON: the item of OpenAI's `tools` and, under the key "hadal", what Hadal knows besides.
//
//   {"type": "function",
//    "function": {"name", "description", "parameters"},
//    "hadal": {"id", "effect": "reads" | "writes" | "deletes", "action": {"kind", …}, "limits": {…}}}
#pragma once

#include "app/tools/tool.h"

namespace hadal::tools {

/// The item with its key "hadal". What `known` holds beyond what this program knows, and the order of its
/// keys, is kept: `known` is the JSON that the tool was read from, or null.
Json toolJson(const Tool& tool, const Json& known = nullptr);

/// Takes an item with or without "hadal"; without one the tool asks the person, for a definition says nothing
/// about what is to happen. Takes the inner object of an item ({"name", "parameters"}) alone as well. Missing
/// fields have the values of a new Tool; the id may be empty. Throws Error(InvalidInput) that names the field
/// that is not as expected; what a tool says may still be wrong: see problemsOf().
Tool toolFromJson(const Json& item);

} // namespace hadal::tools
