#include "engine/runtime/message_builder.h"

namespace hadal::runtime {
namespace {

void append(std::optional<std::string>& text, const std::string& more) {
    if (text)
        *text += more;
    else
        text = more;
}

} // namespace

void MessageBuilder::add(const Event& event) {
    if (const auto* reasoning = std::get_if<ReasoningDelta>(&event))
        append(message_.reasoning_content, reasoning->text);
    else if (const auto* content = std::get_if<ContentDelta>(&event))
        append(message_.content, content->text);
    else if (const auto* call = std::get_if<ToolCallDelta>(&event))
        add_call(*call);
    else if (const auto* dropped = std::get_if<ToolCallDropped>(&event))
        drop_call(dropped->index);
}

void MessageBuilder::add_call(const ToolCallDelta& delta) {
    auto& calls = message_.tool_calls;
    const auto index = static_cast<std::size_t>(delta.index);
    if (delta.index < 0 || index > calls.size())
        throw Error(ErrorKind::InvalidArgument,
                    "A tool call delta has the index " + std::to_string(delta.index) + ", but " +
                        std::to_string(calls.size()) + " calls have begun; calls begin one after another.");
    if (index == calls.size())
        calls.push_back({delta.id, delta.name, delta.arguments});
    else
        calls[index].arguments += delta.arguments;
}

void MessageBuilder::drop_call(int index) {
    auto& calls = message_.tool_calls;
    if (index >= 0 && static_cast<std::size_t>(index) < calls.size())
        calls.erase(calls.begin() + index);
}

} // namespace hadal::runtime
