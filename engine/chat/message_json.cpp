#include "engine/chat/message_json.h"

#include "kernels/error.h"

#include <array>
#include <utility>

namespace hadal::chat {
namespace {

constexpr std::array<std::pair<std::string_view, Role>, 5> role_names{{{"system", Role::System},
                                                                       {"user", Role::User},
                                                                       {"assistant", Role::Assistant},
                                                                       {"tool", Role::Tool},
                                                                       {"developer", Role::Developer}}};

[[noreturn]] void fail(const std::string& place, const std::string& expected, const Json& found) {
    std::string text = print_python(found);
    if (text.size() > 80)
        text = std::string("a JSON ") + found.type_name();
    throw Error(ErrorKind::InvalidInput, "Expected " + expected + " in " + place + ", found " + text + ".");
}

/// The member, or null where it is missing.
const Json& member(const Json& object, const char* key) {
    static const Json null;
    const auto found = object.find(key);
    return found == object.end() ? null : *found;
}

std::string text(const Json& value, const std::string& place) {
    if (!value.is_string())
        fail(place, "text", value);
    return value.get<std::string>();
}

std::optional<std::string> content(const Json& value, const std::string& place) {
    if (value.is_null())
        return std::nullopt;
    if (!value.is_array())
        return text(value, place);
    std::string joined;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const std::string part_place = place + "[" + std::to_string(i) + "]";
        if (!value[i].is_object())
            fail(part_place, "a part such as {\"type\": \"text\", \"text\": \"...\"}", value[i]);
        if (member(value[i], "type") != "text")
            throw Error(ErrorKind::Unsupported, "Expected only parts of type text in " + place +
                                                    ": this model reads nothing but text. Leave part " +
                                                    std::to_string(i) + " out.");
        joined += text(member(value[i], "text"), part_place + ".text");
    }
    return joined;
}

ToolCall tool_call(const Json& json, const std::string& place) {
    if (!json.is_object())
        fail(place, "an object", json);
    const Json& function = member(json, "function");
    if (!function.is_object())
        fail(place + ".function", "an object with name and arguments", function);
    ToolCall call;
    if (const Json& id = member(json, "id"); !id.is_null())
        call.id = text(id, place + ".id");
    call.name = text(member(function, "name"), place + ".function.name");
    call.arguments = text(member(function, "arguments"), place + ".function.arguments");
    return call;
}

Message read_message(const Json& json, const std::string& place) {
    if (!json.is_object())
        fail(place, "an object", json);
    Message message;
    const std::string role = text(member(json, "role"), place + ".role");
    bool known = false;
    for (const auto& [name, value] : role_names)
        if (role == name) {
            message.role = value;
            known = true;
        }
    if (!known)
        fail(place + ".role", "system, user, assistant, tool or developer", role);
    message.content = content(member(json, "content"), place + ".content");
    if (const Json& reasoning = member(json, "reasoning_content"); !reasoning.is_null())
        message.reasoning_content = text(reasoning, place + ".reasoning_content");
    if (const Json& calls = member(json, "tool_calls"); !calls.is_null()) {
        if (!calls.is_array())
            fail(place + ".tool_calls", "an array", calls);
        for (std::size_t i = 0; i < calls.size(); ++i)
            message.tool_calls.push_back(
                tool_call(calls[i], place + ".tool_calls[" + std::to_string(i) + "]"));
    }
    if (const Json& id = member(json, "tool_call_id"); !id.is_null())
        message.tool_call_id = text(id, place + ".tool_call_id");
    message.tools = member(json, "tools");
    message.response_format = member(json, "response_format");
    return message;
}

} // namespace

Message message_from_json(const Json& json) {
    return read_message(json, "message");
}

std::vector<Message> messages_from_json(const Json& json) {
    if (!json.is_array())
        fail("messages", "an array", json);
    std::vector<Message> messages;
    for (std::size_t i = 0; i < json.size(); ++i)
        messages.push_back(read_message(json[i], "messages[" + std::to_string(i) + "]"));
    return messages;
}

Json to_json(const ToolCall& call) {
    Json json = Json::object();
    if (!call.id.empty())
        json["id"] = call.id;
    json["type"] = "function";
    json["function"] = Json::object();
    json["function"]["name"] = call.name;
    json["function"]["arguments"] = call.arguments;
    return json;
}

Json to_json(const Message& message) {
    Json json = Json::object();
    for (const auto& [name, value] : role_names)
        if (message.role == value)
            json["role"] = name;
    json["content"] = message.content ? Json(*message.content) : Json();
    if (message.reasoning_content)
        json["reasoning_content"] = *message.reasoning_content;
    if (!message.tool_calls.empty()) {
        Json& calls = json["tool_calls"] = Json::array();
        for (const ToolCall& call : message.tool_calls)
            calls.push_back(to_json(call));
    }
    if (!message.tool_call_id.empty())
        json["tool_call_id"] = message.tool_call_id;
    if (!message.tools.is_null())
        json["tools"] = message.tools;
    if (!message.response_format.is_null())
        json["response_format"] = message.response_format;
    return json;
}

} // namespace hadal::chat
