#include "engine/runtime/event_json.h"

#include <array>
#include <limits>
#include <utility>

namespace hadal::runtime {
namespace {

constexpr std::array<std::pair<FinishReason, const char*>, 4> finish_reasons{{
    {FinishReason::Stop, "stop"},
    {FinishReason::Length, "length"},
    {FinishReason::ToolCalls, "tool_calls"},
    {FinishReason::Cancelled, "cancelled"},
}};

constexpr std::array<std::pair<ErrorKind, const char*>, 11> error_kinds{{
    {ErrorKind::InvalidArgument, "invalid_argument"},
    {ErrorKind::InvalidFile, "invalid_file"},
    {ErrorKind::InvalidInput, "invalid_input"},
    {ErrorKind::Unsupported, "unsupported"},
    {ErrorKind::OutOfMemory, "out_of_memory"},
    {ErrorKind::DeviceLost, "device_lost"},
    {ErrorKind::EndpointLost, "endpoint_lost"},
    {ErrorKind::EndpointRefused, "endpoint_refused"},
    {ErrorKind::ContextFull, "context_full"},
    {ErrorKind::Cancelled, "cancelled"},
    {ErrorKind::Internal, "internal"},
}};

// ---- writing ----

Json usage_json(const Usage& usage) {
    Json json{{"prompt_tokens", usage.prompt_tokens},
              {"cached_tokens", usage.cached_tokens},
              {"completion_tokens", usage.completion_tokens},
              {"reasoning_tokens", usage.reasoning_tokens}};
    const auto add = [&](const char* name, std::int64_t count) {
        if (count > 0)
            json[name] = count;
    };
    add("forced_tokens", usage.forced_tokens);
    add("guessed_tokens", usage.guessed_tokens);
    add("accepted_guesses", usage.accepted_guesses);
    return json;
}

Json timing_json(const Usage& usage) {
    return {{"prefill_s", usage.prefill_s}, {"decode_s", usage.decode_s}};
}

Json message_json(const chat::Message& message) {
    Json json{{"role", "assistant"}, {"content", message.content ? Json(*message.content) : Json()}};
    if (message.reasoning_content)
        json["reasoning_content"] = *message.reasoning_content;
    for (const chat::ToolCall& call : message.tool_calls)
        json["tool_calls"].push_back({{"id", call.id},
                                      {"type", "function"},
                                      {"function", {{"name", call.name}, {"arguments", call.arguments}}}});
    return json;
}

Json token_json(const TokenLogprob& token) {
    Json bytes = Json::array();
    for (const char byte : token.bytes)
        bytes.push_back(static_cast<unsigned char>(byte));
    Json json = Json::object();
    if (token.id >= 0)
        json["id"] = token.id;
    json["bytes"] = std::move(bytes);
    json["logprob"] = token.logprob;
    return json;
}

struct Writer {
    Json operator()(const PromptProgress& progress) const {
        return {{"event", "progress"},
                {"done", progress.done},
                {"total", progress.total},
                {"cached", progress.cached}};
    }
    Json operator()(const ReasoningDelta& delta) const {
        return {{"event", "reasoning"}, {"text", delta.text}};
    }
    Json operator()(const ContentDelta& delta) const { return {{"event", "content"}, {"text", delta.text}}; }
    Json operator()(const ToolCallDelta& delta) const {
        Json json{{"event", "tool_call"}, {"index", delta.index}};
        if (!delta.id.empty())
            json["id"] = delta.id;
        if (!delta.name.empty())
            json["name"] = delta.name;
        json["arguments"] = delta.arguments;
        return json;
    }
    Json operator()(const ToolCallDropped& dropped) const {
        return {{"event", "tool_call_dropped"}, {"index", dropped.index}};
    }
    Json operator()(const Logprobs& logprobs) const {
        Json top = Json::array();
        for (const TokenLogprob& token : logprobs.top)
            top.push_back(token_json(token));
        return {{"event", "logprobs"}, {"chosen", token_json(logprobs.chosen)}, {"top", top}};
    }
    Json operator()(const Usage& usage) const {
        return {{"event", "usage"}, {"usage", usage_json(usage)}, {"timing", timing_json(usage)}};
    }
    Json operator()(const Finished& finished) const {
        Json json{{"event", "finished"},
                  {"message", message_json(finished.message)},
                  {"finish_reason", name_of(finished.reason)},
                  {"usage", usage_json(finished.usage)},
                  {"timing", timing_json(finished.usage)}};
        for (const Violation& violation : finished.violations) {
            Json& entry = json["violations"].emplace_back(
                Json{{"pointer", violation.pointer}, {"message", violation.message}});
            if (violation.call >= 0)
                entry["call"] = violation.call;
        }
        return json;
    }
    Json operator()(const Failed& failed) const {
        return {{"event", "failed"},
                {"kind", name_of(failed.kind)},
                {"message", failed.message},
                {"usage", usage_json(failed.usage)},
                {"timing", timing_json(failed.usage)}};
    }
};

// ---- reading ----

[[noreturn]] void refuse(const std::string& member, const std::string& expected, const Json* found) {
    throw Error(ErrorKind::InvalidInput,
                "An event's \"" + member + "\" must be " + expected + ", but " +
                    (found ? "it is " + found->dump(-1, ' ', false, Json::error_handler_t::replace)
                           : "it is missing") +
                    ".");
}

const Json* find(const Json& json, const char* member) {
    const auto found = json.find(member);
    return found == json.end() ? nullptr : &*found;
}

std::string text(const Json& json, const char* member, bool required) {
    const Json* found = find(json, member);
    if (!found && !required)
        return {};
    if (!found || !found->is_string())
        refuse(member, "a string", found);
    return found->get<std::string>();
}

std::int64_t integer(const Json& json, const char* member, bool required) {
    const Json* found = find(json, member);
    if (!found && !required)
        return 0;
    if (!found || !found->is_number_integer() || *found < 0 || *found > std::numeric_limits<int>::max())
        refuse(member, "an integer from 0 to 2147483647", found);
    return found->get<std::int64_t>();
}

double number(const Json& json, const char* member) {
    const Json* found = find(json, member);
    if (found && !found->is_number())
        refuse(member, "a number", found);
    return found ? found->get<double>() : 0.0;
}

const Json& object(const Json& json, const char* member) {
    static const Json empty = Json::object();
    const Json* found = find(json, member);
    if (found && !found->is_object())
        refuse(member, "an object", found);
    return found ? *found : empty;
}

const Json& array(const Json& json, const char* member) {
    static const Json empty = Json::array();
    const Json* found = find(json, member);
    if (found && !found->is_array())
        refuse(member, "an array", found);
    return found ? *found : empty;
}

template <typename Value, std::size_t size>
Value named(const Json& json, const char* member,
            const std::array<std::pair<Value, const char*>, size>& names) {
    std::string expected;
    const std::string found = text(json, member, true);
    for (const auto& [value, name] : names) {
        if (found == name)
            return value;
        expected += std::string(expected.empty() ? "one of " : ", ") + name;
    }
    refuse(member, expected, find(json, member));
}

Usage usage_from(const Json& json) {
    const Json& usage = object(json, "usage");
    const Json& timing = object(json, "timing");
    return {integer(usage, "prompt_tokens", false),
            integer(usage, "cached_tokens", false),
            integer(usage, "completion_tokens", false),
            integer(usage, "reasoning_tokens", false),
            number(timing, "prefill_s"),
            number(timing, "decode_s"),
            integer(usage, "forced_tokens", false),
            integer(usage, "guessed_tokens", false),
            integer(usage, "accepted_guesses", false)};
}

std::vector<Violation> violations_from(const Json& json) {
    std::vector<Violation> all;
    const Json* list = find(json, "violations");
    if (!list)
        return all;
    if (!list->is_array())
        refuse("violations", "a list", list);
    for (const Json& entry : *list) {
        if (!entry.is_object())
            refuse("violations", "a list of objects", list);
        all.push_back({find(entry, "call") ? static_cast<int>(integer(entry, "call", true)) : -1,
                       text(entry, "pointer", false), text(entry, "message", true)});
    }
    return all;
}

std::optional<std::string> optional_text(const Json& json, const char* member) {
    const Json* found = find(json, member);
    if (!found || found->is_null())
        return std::nullopt;
    return text(json, member, true);
}

chat::Message message_from(const Json& json) {
    chat::Message message;
    message.role = chat::Role::Assistant;
    message.content = optional_text(json, "content");
    message.reasoning_content = optional_text(json, "reasoning_content");
    for (const Json& call : array(json, "tool_calls")) {
        if (!call.is_object())
            refuse("tool_calls", "an array of objects", &call);
        const Json& function = object(call, "function");
        message.tool_calls.push_back(
            {text(call, "id", false), text(function, "name", true), text(function, "arguments", true)});
    }
    return message;
}

TokenLogprob token_from(const Json& json) {
    if (!json.is_object())
        refuse("top", "an array of objects", &json);
    TokenLogprob token{find(json, "id") ? static_cast<std::int32_t>(integer(json, "id", true)) : -1,
                       {},
                       static_cast<float>(number(json, "logprob"))};
    for (const Json& byte : array(json, "bytes")) {
        if (!byte.is_number_integer() || byte < 0 || byte > 255)
            refuse("bytes", "an array of numbers from 0 to 255", &byte);
        token.bytes += static_cast<char>(byte.get<int>());
    }
    return token;
}

Logprobs logprobs_from(const Json& json) {
    Logprobs logprobs{token_from(object(json, "chosen")), {}};
    for (const Json& token : array(json, "top"))
        logprobs.top.push_back(token_from(token));
    return logprobs;
}

} // namespace

Json to_json(const Event& event) {
    return std::visit(Writer{}, event);
}

Event event_from_json(const Json& json) {
    if (!json.is_object())
        throw Error(ErrorKind::InvalidInput,
                    std::string("An event must be a JSON object, but it is of type ") + json.type_name() +
                        ".");
    const std::string kind = text(json, "event", true);
    if (kind == "progress")
        return PromptProgress{integer(json, "done", false), integer(json, "total", false),
                              integer(json, "cached", false)};
    if (kind == "reasoning")
        return ReasoningDelta{text(json, "text", true)};
    if (kind == "content")
        return ContentDelta{text(json, "text", true)};
    if (kind == "tool_call")
        return ToolCallDelta{static_cast<int>(integer(json, "index", true)), text(json, "id", false),
                             text(json, "name", false), text(json, "arguments", false)};
    if (kind == "tool_call_dropped")
        return ToolCallDropped{static_cast<int>(integer(json, "index", true))};
    if (kind == "logprobs")
        return logprobs_from(json);
    if (kind == "usage")
        return usage_from(json);
    if (kind == "finished")
        return Finished{message_from(object(json, "message")), named(json, "finish_reason", finish_reasons),
                        usage_from(json), violations_from(json)};
    if (kind == "failed")
        return Failed{named(json, "kind", error_kinds), text(json, "message", true), usage_from(json)};
    refuse("event",
           "one of progress, reasoning, content, tool_call, tool_call_dropped, logprobs, usage, finished, "
           "failed",
           find(json, "event"));
}

const char* name_of(FinishReason reason) {
    for (const auto& [value, name] : finish_reasons)
        if (value == reason)
            return name;
    return "";
}

const char* name_of(ErrorKind kind) {
    for (const auto& [value, name] : error_kinds)
        if (value == kind)
            return name;
    return "";
}

} // namespace hadal::runtime
