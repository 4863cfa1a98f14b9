#include "engine/runtime/tool_choice.h"

#include <algorithm>

namespace hadal::runtime {
namespace {

[[noreturn]] void bad_choice(const Json& found) {
    throw Error(
        ErrorKind::InvalidInput,
        "Expected tool_choice as \"auto\", \"none\", \"required\", {\"type\": \"function\", \"function\": "
        "{\"name\": ...}} or {\"type\": \"allowed_tools\", \"allowed_tools\": {\"mode\": ..., \"tools\": "
        "[...]}}; found " +
            print_compact(found).substr(0, 200) + ".");
}

/// A member of an object; null where there is none.
const Json& member(const Json& object, const char* name) {
    static const Json none;
    if (!object.is_object())
        return none;
    const auto found = object.find(name);
    return found == object.end() ? none : *found;
}

std::string function_name(const Json& item, const Json& whole) {
    const Json& name = member(member(item, "function"), "name");
    if (member(item, "type") != "function" || !name.is_string())
        bad_choice(whole);
    return name.get<std::string>();
}

ToolChoice::Mode mode_of(const Json& text, const Json& whole) {
    if (text == "auto")
        return ToolChoice::Auto;
    if (text == "none")
        return ToolChoice::None;
    if (text == "required")
        return ToolChoice::Required;
    bad_choice(whole);
}

std::vector<grammar::ToolSchema> schemas_of(const Json& tools) {
    std::vector<grammar::ToolSchema> schemas;
    if (tools.is_null())
        return schemas;
    if (!tools.is_array())
        throw Error(ErrorKind::InvalidInput,
                    std::string("Expected tools as an array, found ") + tools.type_name() + ".");
    for (std::size_t i = 0; i < tools.size(); ++i) {
        const Json& function = member(tools[i], "function");
        if (!member(function, "name").is_string())
            throw Error(
                ErrorKind::InvalidInput,
                "Expected tools[" + std::to_string(i) +
                    "] as {\"type\": \"function\", \"function\": {\"name\": ..., \"parameters\": ...}}, "
                    "found " +
                    print_compact(tools[i]).substr(0, 100) + ".");
        schemas.push_back({function["name"].get<std::string>(), member(function, "parameters")});
    }
    return schemas;
}

void keep_allowed(std::vector<grammar::ToolSchema>& tools, const std::vector<std::string>& allowed) {
    if (allowed.empty())
        return;
    for (const std::string& name : allowed)
        if (std::none_of(tools.begin(), tools.end(), [&](const auto& tool) { return tool.name == name; }))
            throw Error(ErrorKind::InvalidInput, "tool_choice names " +
                                                     print_json_string(name.substr(0, 100)) +
                                                     ", but no tool of the request is called so.");
    std::erase_if(tools, [&](const auto& tool) {
        return std::find(allowed.begin(), allowed.end(), tool.name) == allowed.end();
    });
}

std::shared_ptr<const grammar::Grammar> grammar_of_json(const ResponseFormat& format,
                                                        grammar::CompileOptions options) {
    options.leave_to_validator |= format.leave_to_validator;
    switch (format.kind) {
    case ResponseFormat::Text:
        break;
    case ResponseFormat::JsonObject:
        return grammar::json_object_grammar();
    case ResponseFormat::JsonSchema:
        return grammar::compile_schema(format.schema, options);
    }
    return nullptr;
}

} // namespace

ToolChoice tool_choice_from_json(const Json& json) {
    if (json.is_null())
        return {};
    if (json.is_string())
        return {mode_of(json, json), {}};
    if (member(json, "type") != "allowed_tools")
        return {ToolChoice::Required, {function_name(json, json)}};
    const Json& allowed = member(json, "allowed_tools");
    ToolChoice choice{mode_of(member(allowed, "mode"), json), {}};
    const Json& tools = member(allowed, "tools");
    if (!tools.is_array() || tools.empty() || choice.mode == ToolChoice::None)
        bad_choice(json);
    for (const Json& tool : tools)
        choice.allowed.push_back(function_name(tool, json));
    return choice;
}

std::shared_ptr<const grammar::Grammar> grammar_of(const ResponseFormat& format, const Json& tools,
                                                   const ToolChoice& choice, bool parallel_tool_calls,
                                                   const chat::CallMarkup* markup,
                                                   const grammar::CompileOptions& options) {
    auto json = grammar_of_json(format, options);
    grammar::AnswerRules rules{markup, schemas_of(tools), choice.mode == ToolChoice::Required,
                               parallel_tool_calls, json};
    if (choice.mode == ToolChoice::None)
        rules.tools.clear();
    else
        keep_allowed(rules.tools, choice.allowed);
    if (!markup) {
        if (!rules.tools.empty() || rules.required)
            throw Error(
                ErrorKind::Unsupported,
                "This model's family has no tool calls. Leave the tools out, or choose another model.");
        return json;
    }
    if (rules.tools.empty() && !rules.required && (json || choice.mode != ToolChoice::None))
        return json;
    return grammar::compile_answer(rules, options);
}

} // namespace hadal::runtime
