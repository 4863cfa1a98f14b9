#include "engine/chat/format.h"

#include "kernels/error.h"

namespace hadal::chat {
namespace {

/// The template as text. Some checkpoints have several by name; the one for chats is called default.
std::string template_text(const CheckpointHints& checkpoint) {
    if (!checkpoint.chat_template.empty())
        return checkpoint.chat_template;
    const Json& config = checkpoint.tokenizer_config;
    const auto value = config.is_object() ? config.find("chat_template") : config.end();
    if (!config.is_object() || value == config.end())
        return {};
    if (value->is_string())
        return value->get<std::string>();
    if (value->is_array())
        for (const Json& item : *value)
            if (item.is_object() && item.contains("name") && item["name"] == "default" &&
                item.contains("template") && item["template"].is_string())
                return item["template"].get<std::string>();
    return {};
}

std::string text_member(const Json& object, const char* key) {
    if (!object.is_object() || !object.contains(key) || !object[key].is_string())
        return {};
    return object[key].get<std::string>();
}

bool is_v32(const Json& config) {
    if (text_member(config, "model_type") == "deepseek_v32")
        return true;
    if (!config.is_object() || !config.contains("architectures") || !config["architectures"].is_array())
        return false;
    for (const Json& architecture : config["architectures"])
        if (architecture == "DeepseekV32ForCausalLM")
            return true;
    return false;
}

} // namespace

Family detect(const CheckpointHints& checkpoint) {
    const std::string text = template_text(checkpoint);
    const auto has = [&](std::string_view part) { return text.find(part) != text.npos; };
    const std::string model_type = text_member(checkpoint.config, "model_type");
    const std::string model = model_type.empty() ? "This checkpoint" : "A checkpoint of type " + model_type;

    if (text.empty()) {
        // V3.2 is the one member without a template; V3.2-Exp has the same architecture, and one.
        if (is_v32(checkpoint.config))
            return Family::V32;
        throw Error(ErrorKind::Unsupported,
                    model + (checkpoint.has_encoding_folder
                                 ? " brings its own encoding folder, which this program does not know."
                                 : " has no chat template: expected one in tokenizer_config.json or "
                                   "chat_template.jinja. It may be a base model, which cannot chat; use the "
                                   "chat model, or copy the template of its release."));
    }
    if (has("｜DSML｜function_calls"))
        return Family::V32;
    if (has("<|im_middle|>") && !has("tool_declare"))
        return Family::Moonlight;
    if (has("'User: '") && has("'Assistant:'"))
        return Family::V2;
    if (has("<｜User｜>") && has("<｜Assistant｜>") && has("<｜tool▁call▁begin｜>")) {
        if (!has("```json"))
            return Family::V31;
        return has("</think>") ? Family::R1 : Family::V3;
    }
    throw Error(ErrorKind::Unsupported,
                model +
                    " has a chat template that is none of DeepSeek-V3.2, V3.1, V3, R1, V2 and Moonlight. "
                    "It begins: " +
                    text.substr(0, 80));
}

} // namespace hadal::chat
