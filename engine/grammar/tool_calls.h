// Grammars of answers that may call tools.
#pragma once

#include "engine/chat/call_markup.h"
#include "engine/grammar/formulas.h"
#include "engine/grammar/grammar.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hadal::grammar {

struct ToolSchema {
    std::string name;
    /// JSON Schema of the arguments. Null, an empty object, or an object schema that says nothing about any
    /// member: the tool takes no arguments.
    Json parameters;
};

/// What an answer may be, in the order of its parts.
struct AnswerRules {
    const chat::CallMarkup* markup = nullptr; ///< of the model's family; a literal
    std::vector<ToolSchema> tools;            ///< that may be called; empty: no calls
    bool required = false;                    ///< there is at least one call, and nothing before it
    bool several = true;                      ///< there may be more than one
    /// Without calls the answer is a JSON text of this grammar, and nothing else; null: it is free text,
    /// which calls may follow. Free text cannot spell markup.
    std::shared_ptr<const Grammar> json;
};

/// The parameters of one of the tools cannot be enforced.
class ToolSchemaError : public SchemaError {
  public:
    ToolSchemaError(const SchemaError& error, std::string tool);
    const std::string& tool() const { return tool_; }

  private:
    std::string tool_;
};

/// Throws ToolSchemaError; InvalidInput for tools whose names cannot be written or are not different.
/// A member of the arguments that no text of the markup could spell is treated as impossible.
std::shared_ptr<const Grammar> compile_answer(const AnswerRules& rules, const CompileOptions& options = {});

} // namespace hadal::grammar
