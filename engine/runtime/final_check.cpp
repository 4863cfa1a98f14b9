#include "engine/runtime/final_check.h"

#include "engine/schema/validator.h"

namespace hadal::runtime {
namespace {

constexpr std::size_t most_violations = 20;

void check(const Json& schema, const std::string& text, int call, std::vector<Violation>& out) {
    try {
        for (const auto& error : schema::Validator(schema).validate_text(text)) {
            if (out.size() == most_violations)
                return;
            out.push_back({call, error.instance_pointer, error.message});
        }
    } catch (const Error& error) { // the schema, or what it takes to judge this text
        out.push_back({call, "", std::string("This could not be checked: ") + error.what()});
    }
}

const Json* function_called(const Json& tools, const std::string& name) {
    if (tools.is_array())
        for (const Json& tool : tools)
            if (tool.is_object() && tool.contains("function") && tool["function"].is_object() &&
                tool["function"].value("name", Json()) == name)
                return &tool["function"];
    return nullptr;
}

} // namespace

std::vector<Violation> violations_of(const chat::Message& message, const Request& request, bool whole) {
    std::vector<Violation> found;
    for (std::size_t i = 0; i < message.tool_calls.size(); ++i) {
        const chat::ToolCall& call = message.tool_calls[i];
        const auto index = static_cast<int>(i);
        const Json* function = function_called(request.prompt.tools, call.name);
        if (!function) {
            found.push_back(
                {index, "",
                 "There is no tool " + print_json_string(call.name.substr(0, 100)) + " in the request."});
            continue;
        }
        const auto parameters = function->find("parameters");
        const bool none = parameters == function->end() || parameters->is_null() || parameters->empty();
        check(none ? Json{{"type", "object"}, {"additionalProperties", false}} : *parameters, call.arguments,
              index, found);
    }
    if (!whole || !message.tool_calls.empty())
        return found;
    if (request.format.kind == ResponseFormat::JsonSchema)
        check(request.format.schema, message.content.value_or(""), -1, found);
    else if (request.format.kind == ResponseFormat::JsonObject)
        check({{"type", "object"}}, message.content.value_or(""), -1, found);
    return found;
}

} // namespace hadal::runtime
