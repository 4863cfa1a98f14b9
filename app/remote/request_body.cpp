#include "app/remote/request_body.h"

#include "engine/chat/message_json.h"

#include <algorithm>
#include <charconv>
#include <deque>

namespace hadal::remote {
namespace {

using chat::Message;
using chat::Role;
using runtime::ResponseFormat;
using runtime::ToolChoice;

/// Names calls that have no id, and the results that answer them in turn.
class Ids {
  public:
    void name(Message& message) {
        if (message.role == Role::Tool) {
            if (message.tool_call_id.empty() && !open_.empty()) {
                message.tool_call_id = open_.front();
                open_.pop_front();
            }
            return;
        }
        open_.clear();
        for (chat::ToolCall& call : message.tool_calls)
            if (call.id.empty()) {
                call.id = "call_" + std::to_string(++count_);
                open_.push_back(call.id);
            }
    }

  private:
    std::deque<std::string> open_; // calls without a result so far
    int count_ = 0;
};

Json messageJson(const Message& message, bool withThoughts, const Dialect& dialect) {
    if (!message.tools.is_null() || !message.response_format.is_null())
        throw Error(ErrorKind::Unsupported,
                    "A message brings tools or a response format of its own, which an "
                    "endpoint cannot be told. Give them to the whole request.");
    Json json = chat::to_json(message);
    const auto thoughts = json.find("reasoning_content");
    if (thoughts != json.end()) {
        const Json text = *thoughts;
        json.erase("reasoning_content");
        if (withThoughts && text != "")
            json[dialect.reasoning] = text;
    }
    if (message.role == Role::Developer && !dialect.developer)
        json["role"] = "system";
    if (!message.tool_calls.empty() && json["content"] == "")
        json["content"] = nullptr;
    return json;
}

/// Where the last turn begins: after the last message of the person.
std::size_t lastTurn(const std::vector<Message>& messages) {
    std::size_t at = messages.size();
    while (at > 0 && messages[at - 1].role != Role::User)
        --at;
    return at;
}

/// For servers that take no schema, and ask for the word "JSON" in the prompt.
void tellOfFormat(Json& messages, const Json& schema) {
    const std::string words =
        "Answer with one JSON value and nothing else. It must obey this JSON Schema:\n" +
        print_python(schema);
    if (!messages.empty() && messages[0]["role"] == "system" && messages[0]["content"].is_string()) {
        messages[0]["content"] = messages[0]["content"].get<std::string>() + "\n\n" + words;
        return;
    }
    messages.insert(messages.begin(), Json{{"role", "system"}, {"content", words}});
}

Json messagesJson(const runtime::Request& request, const Dialect& dialect) {
    Json messages = Json::array();
    Ids ids;
    const std::size_t turn = lastTurn(request.messages);
    for (std::size_t i = 0; i < request.messages.size(); ++i) {
        Message message = request.messages[i];
        ids.name(message);
        messages.push_back(messageJson(message, i >= turn || !request.prompt.drop_thinking, dialect));
    }
    return messages;
}

void addFormat(Json& body, const runtime::Request& request, const Dialect& dialect) {
    const ResponseFormat& format = request.format;
    if (format.kind == ResponseFormat::Text)
        return;
    const bool schema = format.kind == ResponseFormat::JsonSchema;
    if (schema && dialect.schemas) {
        body["response_format"] = {
            {"type", "json_schema"},
            {"json_schema",
             {{"name", "answer"}, {"schema", format.schema}, {"strict", !format.leave_to_validator}}}};
        return;
    }
    body["response_format"] = {{"type", "json_object"}};
    // Models that are held to JSON, but not told, write spaces without end.
    tellOfFormat(body["messages"], schema ? format.schema : Json{{"type", "object"}});
}

Json allowedTools(const Json& tools, const std::vector<std::string>& allowed) {
    Json kept = Json::array();
    for (const Json& tool : tools)
        if (allowed.empty() || std::find(allowed.begin(), allowed.end(),
                                         tool.at("function").at("name").get<std::string>()) != allowed.end())
            kept.push_back(tool);
    return kept;
}

void addTools(Json& body, const runtime::Request& request) {
    const Json& tools = request.prompt.tools;
    if (!tools.is_array() || tools.empty())
        return;
    const ToolChoice& choice = request.tool_choice;
    body["tools"] = allowedTools(tools, choice.allowed);
    if (choice.mode == ToolChoice::None)
        body["tool_choice"] = "none";
    else if (choice.mode == ToolChoice::Required && choice.allowed.size() == 1)
        body["tool_choice"] = {{"type", "function"}, {"function", {{"name", choice.allowed.front()}}}};
    else if (choice.mode == ToolChoice::Required)
        body["tool_choice"] = "required";
    if (!request.parallel_tool_calls)
        body["parallel_tool_calls"] = false;
}

/// As short as the float: 0.7, not 0.699999988079071.
Json number(float value) {
    char text[32];
    return parse_json({text, std::to_chars(text, text + sizeof text, value).ptr});
}

void addSampling(Json& body, const runtime::Sampling& sampling, const Dialect& dialect) {
    const runtime::Sampling usual;
    const auto put = [&](const char* name, float value, float otherwise) {
        if (value != otherwise)
            body[name] = number(value);
    };
    body["temperature"] = number(sampling.temperature);
    put("top_p", sampling.top_p, usual.top_p);
    if (sampling.top_k > 0)
        body["top_k"] = sampling.top_k;
    put("min_p", sampling.min_p, usual.min_p);
    put("repetition_penalty", sampling.repetition_penalty, usual.repetition_penalty);
    put("presence_penalty", sampling.presence_penalty, usual.presence_penalty);
    put("frequency_penalty", sampling.frequency_penalty, usual.frequency_penalty);
    for (const auto& [id, bias] : sampling.logit_bias)
        body["logit_bias"][std::to_string(id)] = number(bias);
    if (sampling.seed) // servers read it as a signed number of 64 bits
        body["seed"] = static_cast<std::int64_t>(*sampling.seed & 0x7FFF'FFFF'FFFF'FFFF);
    if (sampling.max_tokens > 0)
        body[dialect.limit] = sampling.max_tokens;
    if (!sampling.stop.empty())
        body["stop"] = sampling.stop;
    if (sampling.top_logprobs >= 0) {
        body["logprobs"] = true;
        body["top_logprobs"] = sampling.top_logprobs;
    }
}

void addThinking(Json& body, bool thinking, const Dialect& dialect) {
    switch (dialect.thinking) {
    case Dialect::NoSwitch:
        break;
    case Dialect::TemplateKwargs: // templates of one family read the one, of another the other
        body["chat_template_kwargs"] = {{"thinking", thinking}, {"enable_thinking", thinking}};
        break;
    case Dialect::ThinkingObject:
        body["thinking"] = {{"type", thinking ? "enabled" : "disabled"}};
        break;
    case Dialect::ReasoningObject:
        body["reasoning"] = {{"enabled", thinking}};
        break;
    }
}

void addBegun(Json& body, const runtime::Request& request, const Dialect& dialect) {
    if (!request.begun)
        return;
    const Message& begun = *request.begun;
    if (request.format.kind != ResponseFormat::Text)
        throw Error(ErrorKind::Unsupported,
                    "An answer in an enforced format cannot be continued. Ask for the answer again.");
    if (!begun.tool_calls.empty())
        throw Error(ErrorKind::Unsupported,
                    "An answer that calls tools cannot be continued. Ask for the answer again.");
    if (dialect.continuation == Dialect::NoContinuation || begun.content.value_or("").empty())
        throw Error(ErrorKind::Unsupported,
                    "This endpoint cannot go on with what was begun. Ask for the answer again.");
    Json message = messageJson(begun, dialect.continuation == Dialect::PrefixFlag, dialect);
    if (dialect.continuation == Dialect::PrefixFlag)
        message["prefix"] = true;
    body["messages"].push_back(std::move(message));
    if (dialect.continuation == Dialect::ContinueFlag) {
        body["continue_final_message"] = true;
        body["add_generation_prompt"] = false;
    }
}

} // namespace

Json requestBody(const runtime::Request& request, const std::string& model, const Dialect& dialect) {
    Json body{{"model", model}, {"messages", messagesJson(request, dialect)}, {"stream", true}};
    body["stream_options"] = {{"include_usage", true}};
    addFormat(body, request, dialect);
    addBegun(body, request, dialect);
    addTools(body, request);
    addSampling(body, request.sampling, dialect);
    addThinking(body, request.prompt.thinking, dialect);
    if (dialect.progress)
        body["return_progress"] = true;
    return body;
}

} // namespace hadal::remote
