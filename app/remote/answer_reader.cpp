#include "app/remote/answer_reader.h"

#include "app/remote/members.h"

#include <algorithm>
#include <cmath>

namespace hadal::remote {
namespace {

using namespace runtime;

/// The first of some members that has a text: a server may send the same thoughts under two names.
std::string firstText(const Json& object, std::initializer_list<const char*> names) {
    for (const char* name : names)
        if (std::string text = textOf(member(object, name)); !text.empty())
            return text;
    return {};
}

/// Of a text, or of parts with texts, as some servers write thoughts.
std::string joined(const Json& value) {
    if (!value.is_array())
        return textOf(value);
    std::string all;
    for (const Json& part : value)
        all += part.is_string() ? part.get<std::string>() : textOf(member(part, "text"));
    return all;
}

TokenLogprob tokenOf(const Json& json) {
    TokenLogprob token;
    token.id = static_cast<std::int32_t>(countOf(member(json, "token_id")));
    token.bytes = textOf(member(json, "token"));
    if (const Json& bytes = member(json, "bytes"); bytes.is_array() && bytes.size() <= 1024) {
        std::string exact;
        for (const Json& byte : bytes)
            if (byte.is_number_integer() && byte >= 0 && byte <= 255)
                exact += static_cast<char>(byte.get<int>());
        if (exact.size() == bytes.size())
            token.bytes = exact;
    }
    const Json& logprob = member(json, "logprob");
    token.logprob = logprob.is_number() ? logprob.get<float>() : 0.0f;
    return token;
}

} // namespace

AnswerReader::AnswerReader(std::set<std::string> known, const std::function<void(Event)>& emit)
    : emit_(emit), calls_(std::move(known), [this](Event event) { send(std::move(event)); }) {}

void AnswerReader::read(const Json& chunk) {
    readUsage(member(chunk, "usage"));
    readProgress(member(chunk, "prompt_progress"));
    const Json& choices = member(chunk, "choices");
    if (!choices.is_array())
        return;
    for (const Json& choice : choices) {
        if (end_ != End::Open || countOf(member(choice, "index")) > 0)
            continue;
        readLogprobs(member(choice, "logprobs"));
        readDelta(member(choice, "delta"));
        readDelta(member(choice, "message"));
        readEnd(textOf(member(choice, "finish_reason")));
    }
}

void AnswerReader::readDelta(const Json& delta) {
    if (std::string text = firstText(delta, {"reasoning_content", "reasoning"}); !text.empty()) {
        splitter_.stop();
        thought(text);
    }
    readContent(member(delta, "content"));
    text(textOf(member(delta, "refusal")));
    if (const Json& calls = member(delta, "tool_calls"); calls.is_array())
        for (const Json& call : calls) {
            begun_ = true;
            calls_.add(call);
        }
    if (const Json& call = member(delta, "function_call"); call.is_object())
        calls_.add(Json{{"function", call}}); // how calls were written before they were tools
}

void AnswerReader::readContent(const Json& content) {
    if (!content.is_array())
        return text(textOf(content));
    for (const Json& part : content) {
        if (const std::string thoughts = joined(member(part, "thinking")); !thoughts.empty()) {
            splitter_.stop();
            thought(thoughts);
        }
        text(textOf(member(part, "text")));
    }
}

void AnswerReader::readUsage(const Json& usage) {
    if (!usage.is_object())
        return;
    const auto take = [](std::int64_t& into, std::initializer_list<const Json*> places) {
        for (const Json* place : places)
            if (const std::int64_t count = countOf(*place); count >= 0) {
                into = count;
                return;
            }
    };
    take(usage_.prompt_tokens, {&member(usage, "prompt_tokens")});
    take(usage_.completion_tokens, {&member(usage, "completion_tokens")});
    take(usage_.cached_tokens, {&member(member(usage, "prompt_tokens_details"), "cached_tokens"),
                                &member(usage, "prompt_cache_hit_tokens")});
    take(usage_.reasoning_tokens, {&member(member(usage, "completion_tokens_details"), "reasoning_tokens"),
                                   &member(usage, "reasoning_tokens")});
    usage_.cached_tokens = std::min(usage_.cached_tokens, usage_.prompt_tokens);
    usage_.reasoning_tokens = std::min(usage_.reasoning_tokens, usage_.completion_tokens);
}

void AnswerReader::readProgress(const Json& progress) {
    const std::int64_t total = countOf(member(progress, "total"));
    if (total <= 0 || begun_)
        return;
    const auto count = [&](const char* name) {
        return std::clamp(countOf(member(progress, name)), std::int64_t{0}, total);
    };
    send(PromptProgress{count("processed"), total, count("cache")});
}

void AnswerReader::readLogprobs(const Json& logprobs) {
    const Json& tokens = member(logprobs, "content");
    if (!tokens.is_array())
        return;
    for (const Json& token : tokens) {
        Logprobs event{tokenOf(token), {}};
        if (const Json& top = member(token, "top_logprobs"); top.is_array())
            for (const Json& other : top)
                event.top.push_back(tokenOf(other));
        send(std::move(event));
    }
}

void AnswerReader::readEnd(const std::string& reason) {
    if (reason.empty())
        return;
    begun_ = true;
    if (reason == "length" || reason == "max_tokens" || reason == "model_length")
        end_ = End::Length;
    else if (reason == "content_filter" || reason == "safety" || reason == "sensitive")
        end_ = End::Filtered;
    else if (reason == "error" || reason == "abort" || reason == "insufficient_system_resource")
        end_ = End::Broken;
    else
        end_ = End::Stop;
}

void AnswerReader::text(const std::string& text) {
    if (text.empty())
        return;
    begun_ = true;
    const auto pieces = splitter_.push(text);
    thought(pieces.thought);
    if (!pieces.text.empty())
        send(ContentDelta{pieces.text});
}

void AnswerReader::thought(const std::string& text) {
    if (text.empty())
        return;
    begun_ = true;
    send(ReasoningDelta{text});
}

void AnswerReader::send(Event event) {
    builder_.add(event);
    emit_(std::move(event));
}

chat::Message AnswerReader::finish(bool cut) {
    const auto pieces = splitter_.finish();
    thought(pieces.thought);
    if (!pieces.text.empty())
        send(ContentDelta{pieces.text});
    for (const std::string& text : calls_.finish(cut))
        send(ContentDelta{text});
    chat::Message message = builder_.message();
    message.content = message.content.value_or("");
    return message;
}

std::optional<ServerError> serverError(const Json& json) {
    const Json* error = &member(json, "error");
    if (!error->is_object() && !error->is_string()) {
        const bool other = member(json, "object") == "error" || !member(json, "detail").is_null();
        if (!other)
            return std::nullopt;
        error = &json;
    }
    if (error->is_string())
        return ServerError{error->get<std::string>(), {}, {}};
    ServerError out;
    out.message = textOf(member(*error, "message"));
    out.field = textOf(member(*error, "param"));
    const Json& code = member(*error, "code");
    out.code = code.is_number_integer() ? std::to_string(countOf(code)) : textOf(code);
    if (const std::string type = textOf(member(*error, "type"));
        out.code.empty() || type == "exceed_context_size_error")
        out.code = type.empty() ? out.code : type;
    // A router tells what the provider behind it said.
    if (const std::string raw = textOf(member(member(*error, "metadata"), "raw")); !raw.empty())
        out.message += (out.message.empty() ? "" : ": ") + raw;
    // What FastAPI says of a request that it cannot read.
    const Json& detail = member(*error, "detail");
    if (detail.is_string())
        out.message = detail.get<std::string>();
    else if (detail.is_array())
        for (const Json& item : detail) {
            if (const Json& place = member(item, "loc");
                out.field.empty() && place.is_array() && !place.empty())
                out.field = textOf(place.back());
            out.message += (out.message.empty() ? "" : "; ") + textOf(member(item, "msg"));
        }
    return out;
}

} // namespace hadal::remote
