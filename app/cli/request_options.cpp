#include "app/cli/request_options.h"

#include "app/cli/json_lines.h"
#include "engine/chat/message_json.h"
#include "engine/runtime/tool_choice.h"
#include "kernels/error.h"

namespace hadal::cli {

namespace {

std::vector<chat::Message> messages_from(const Arguments& arguments) {
    if (arguments.has("prompt") == arguments.has("messages"))
        throw UsageError("exactly one of --prompt and --messages is needed");
    if (arguments.has("messages"))
        return chat::messages_from_json(json_file(arguments.text("messages")));
    std::vector<chat::Message> messages(1);
    messages[0].content = arguments.text("prompt");
    return messages;
}

void read_tools(const Arguments& arguments, runtime::Request& request) {
    const auto choice = arguments.text("tool-choice");
    if (arguments.has("tools"))
        request.prompt.tools = json_file(arguments.text("tools"));
    if (choice == "auto" || choice == "none" || choice == "required")
        request.tool_choice = runtime::tool_choice_from_json(choice);
    else
        request.tool_choice = {runtime::ToolChoice::Required, {choice}};
    if (request.tool_choice.mode == runtime::ToolChoice::Required && !arguments.has("tools"))
        throw UsageError("--tool-choice " + choice + " needs --tools");
    if (request.tool_choice.mode == runtime::ToolChoice::None)
        request.prompt.tools = nullptr;
    request.parallel_tool_calls = arguments.choice("parallel-tool-calls", {"on", "off"}) == "on";
}

void read_response_format(const Arguments& arguments, runtime::Request& request) {
    if (arguments.has("schema") && arguments.has("json-mode"))
        throw UsageError("--schema and --json-mode exclude each other");
    if (arguments.has("schema")) {
        request.format = {runtime::ResponseFormat::JsonSchema, json_file(arguments.text("schema"))};
        request.prompt.response_format = request.format.schema;
    } else if (arguments.has("json-mode")) {
        request.format.kind = runtime::ResponseFormat::JsonObject;
        request.prompt.response_format = {{"type", "object"}};
    }
}

} // namespace

std::vector<Option> request_options() {
    return {
        {"prompt", "TEXT", "what the person says"},
        {"messages", "FILE|-", "a whole conversation: a JSON array of messages as in the OpenAI API"},
        {"tools", "FILE", "a JSON array of tools as in the OpenAI API"},
        {"tool-choice", "auto|none|required|NAME",
         "whether the model may or must call tools, or the one called NAME", "auto"},
        {"parallel-tool-calls", "on|off", "whether an answer may have several calls", "on"},
        {"schema", "FILE", "a JSON Schema that the answer obeys; refused where that cannot be enforced"},
        {"json-mode", "", "the answer is one JSON object"},
        {"thinking", "on|off", "whether the model thinks first", "off"},
        {"temperature", "T", "0 takes the likeliest token; default: what the model recommends"},
        {"top-p", "P", "the likeliest tokens that together have this probability"},
        {"top-k", "K", "the K likeliest tokens; 0: off"},
        {"min-p", "P", "tokens with at least this part of the likeliest one's probability"},
        {"seed", "N", "the same seed gives the same answer"},
        {"max-tokens", "N", "length limit of the answer; default: as the context allows"},
        {"stop", "TEXT", "ends the answer before this text; may be given several times", {}, true},
    };
}

runtime::Sampling sampling_from(const Arguments& arguments, runtime::Sampling sampling) {
    if (arguments.has("temperature"))
        sampling.temperature = static_cast<float>(arguments.number("temperature", 0, 100));
    if (arguments.has("top-p"))
        sampling.top_p = static_cast<float>(arguments.number("top-p", 0, 1));
    if (arguments.has("top-k"))
        sampling.top_k = static_cast<std::int32_t>(arguments.integer("top-k", 0, 1'000'000));
    if (arguments.has("min-p"))
        sampling.min_p = static_cast<float>(arguments.number("min-p", 0, 1));
    if (arguments.has("seed"))
        sampling.seed = arguments.seed("seed");
    if (arguments.has("max-tokens"))
        sampling.max_tokens = arguments.integer("max-tokens", 1, std::int64_t{1} << 40);
    sampling.stop = arguments.all("stop");
    for (const auto& stop : sampling.stop)
        if (stop.empty())
            throw UsageError("--stop needs a text that is not empty");
    return sampling;
}

runtime::Request request_from(const Arguments& arguments) {
    runtime::Request request;
    request.sampling = sampling_from(arguments, {});
    request.prompt.thinking = arguments.choice("thinking", {"on", "off"}) == "on";
    read_tools(arguments, request);
    read_response_format(arguments, request);
    request.messages = messages_from(arguments);
    return request;
}

} // namespace hadal::cli
