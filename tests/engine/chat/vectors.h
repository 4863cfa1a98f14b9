// Reading the prompt vectors, and feeding completions in pieces.
#pragma once

#include "engine/chat/format.h"
#include "engine/chat/message_json.h"

#include <QFile>
#include <QString>

#include <functional>
#include <random>

namespace hadal::chat {

inline std::vector<Json> read_cases(const QString& path) {
    QFile file(path);
    std::vector<Json> cases;
    if (!file.open(QIODevice::ReadOnly))
        return cases;
    while (!file.atEnd()) {
        const QByteArray line = file.readLine().trimmed();
        if (!line.isEmpty())
            cases.push_back(parse_json(line.toStdString()));
    }
    return cases;
}

/// Messages and options of a case as in dsv32.jsonl.
inline std::string encode_case(const Format& format, const Json& test) {
    const Json none = Json::object();
    const Json& given = test.contains("options") ? test["options"] : none;
    std::vector<Message> messages;
    PromptOptions options;
    if (given.contains("context")) {
        messages = messages_from_json(given["context"]);
        options.context = messages.size();
    }
    for (Message& message : messages_from_json(test["messages"]))
        messages.push_back(std::move(message));
    options.thinking = test["thinking"].get<bool>();
    options.tools = test.contains("tools") ? test["tools"] : Json();
    options.response_format = given.contains("response_format") ? given["response_format"] : Json();
    options.drop_thinking = given.value("drop_thinking", true);
    options.add_bos = given.value("add_default_bos_token", true);
    return format.encode(messages, options).text();
}

struct Outcome {
    Message message; ///< the parser's
    Message joined;  ///< of the deltas
    bool malformed = false;
    std::string what_was_wrong;
    std::size_t deltas = 0;
    bool whole_characters = true; ///< every delta is UTF-8 by itself
};

inline bool is_utf8(const std::string& text) {
    return QString::fromUtf8(text.data(), static_cast<int>(text.size())).toStdString() == text;
}

/// Parses a completion in pieces; `next_length` says how long the next one is.
inline Outcome parse_in_pieces(const Format& format, std::string_view completion, bool thinking, End end,
                               const std::function<std::size_t()>& next_length) {
    Outcome outcome;
    outcome.joined.role = Role::Assistant;
    outcome.joined.content = "";
    if (thinking)
        outcome.joined.reasoning_content = "";
    const auto parser = format.parser(thinking);
    std::vector<Delta> deltas;
    while (!completion.empty()) {
        const std::size_t length = std::min(next_length(), completion.size());
        parser->push(completion.substr(0, length), deltas);
        completion.remove_prefix(length);
    }
    parser->finish(end, deltas);
    for (const Delta& delta : deltas) {
        append(outcome.joined, delta);
        if (const auto* reasoning = std::get_if<ReasoningText>(&delta))
            outcome.whole_characters = outcome.whole_characters && is_utf8(reasoning->text);
        if (const auto* content = std::get_if<ContentText>(&delta))
            outcome.whole_characters = outcome.whole_characters && is_utf8(content->text);
        if (const auto* call = std::get_if<CallDelta>(&delta))
            outcome.whole_characters =
                outcome.whole_characters && is_utf8(call->name) && is_utf8(call->arguments);
    }
    outcome.message = parser->message();
    outcome.malformed = parser->malformed();
    outcome.what_was_wrong = parser->what_was_wrong();
    outcome.deltas = deltas.size();
    return outcome;
}

inline std::string describe(const Message& message) {
    return print_python(to_json(message));
}

} // namespace hadal::chat
