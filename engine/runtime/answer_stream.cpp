#include "engine/runtime/answer_stream.h"

#include "engine/runtime/random.h"

namespace hadal::runtime {

AnswerStream::AnswerStream(std::unique_ptr<chat::CompletionParser> parser,
                           const std::vector<std::string>& stops, const std::function<void(Event)>& emit)
    : parser_(std::move(parser)), stop_(stops), reasoning_end_({"</think>"}), emit_(emit),
      reasoning_(parser_->message().reasoning_content.has_value()) {}

void AnswerStream::push(std::string_view bytes) {
    std::vector<chat::Delta> deltas;
    parser_->push(bytes, deltas);
    emit_all(deltas);
    reasoning_end_.push(bytes);
    if (reasoning_end_.stopped())
        reasoning_ = false;
}

chat::Message AnswerStream::finish(chat::End end) {
    std::vector<chat::Delta> deltas;
    parser_->finish(end, deltas);
    emit_all(deltas);
    flush_content();

    chat::Message message = builder_.message();
    message.content = message.content.value_or("");
    if (parser_->message().reasoning_content)
        message.reasoning_content = message.reasoning_content.value_or("");
    return message;
}

void AnswerStream::emit_all(const std::vector<chat::Delta>& deltas) {
    for (const chat::Delta& delta : deltas) {
        if (stop_.stopped())
            return;
        if (const auto* reasoning = std::get_if<chat::ReasoningText>(&delta)) {
            send(ReasoningDelta{reasoning->text});
        } else if (const auto* content = std::get_if<chat::ContentText>(&delta)) {
            if (std::string text = stop_.push(content->text); !text.empty())
                send(ContentDelta{std::move(text)});
        } else if (const auto* call = std::get_if<chat::CallDelta>(&delta)) {
            flush_content();
            const auto begun = static_cast<int>(builder_.message().tool_calls.size());
            send(ToolCallDelta{call->index, call->index == begun ? fresh_call_id() : std::string(),
                               call->name, call->arguments});
        } else {
            send(ToolCallDropped{std::get<chat::CallDropped>(delta).index});
        }
    }
}

void AnswerStream::send(Event event) {
    builder_.add(event);
    emit_(std::move(event));
}

void AnswerStream::flush_content() {
    if (std::string text = stop_.flush(); !text.empty())
        send(ContentDelta{std::move(text)});
}

} // namespace hadal::runtime
