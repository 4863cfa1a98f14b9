// Which tools an answer may call, from the request to the grammar.
#pragma once

#include "engine/grammar/tool_calls.h"
#include "engine/runtime/request.h"

#include <memory>

namespace hadal::runtime {

/// Reads the OpenAI API's tool_choice: "auto", "none", "required", {"type": "function", "function": {"name"}}
/// or {"type": "allowed_tools", "allowed_tools": {"mode": "auto"|"required", "tools": [...]}}; null is auto.
/// Throws InvalidInput.
ToolChoice tool_choice_from_json(const Json& json);

/// The grammar of the answers to a request; null where they are free. `tools`: OpenAI tool items, or null.
/// `markup`: of the model's family, null where it has no calls. Throws grammar::SchemaError where the
/// format's schema, grammar::ToolSchemaError where a tool's is invalid or cannot be enforced; InvalidInput
/// for tools and choices that do not fit together; Unsupported for tools where the family has no calls.
std::shared_ptr<const grammar::Grammar> grammar_of(const ResponseFormat& format, const Json& tools,
                                                   const ToolChoice& choice, bool parallel_tool_calls,
                                                   const chat::CallMarkup* markup,
                                                   const grammar::CompileOptions& options = {});

} // namespace hadal::runtime
