#include "app/conversations/chat_messages.h"

#include "engine/base/json.h"
#include "kernels/error.h"

#include <set>

namespace hadal::conversations {

namespace {

chat::Role chat_role(Role role) {
    switch (role) {
    case Role::System:
        return chat::Role::System;
    case Role::Assistant:
        return chat::Role::Assistant;
    case Role::Tool:
        return chat::Role::Tool;
    case Role::User:
        break;
    }
    return chat::Role::User;
}

bool isObject(const std::string& json) {
    try {
        return parse_json(json).is_object();
    } catch (const Error&) {
        return false;
    }
}

} // namespace

QString textWithFiles(const QString& text, const QList<Attachment>& files) {
    QString all;
    for (const Attachment& file : files)
        all +=
            "[file name]: " + file.name + "\n[file content begin]\n" + file.text + "\n[file content end]\n";
    return all + text;
}

std::vector<chat::Message> chatMessages(const QList<Message>& path, bool thoughtsAsText) {
    std::vector<chat::Message> messages;
    std::set<std::string> withoutCall;
    for (const auto& stored : path) {
        if (stored.role == Role::Tool && withoutCall.contains(stored.toolCallId.toStdString()))
            continue;
        const bool assistant = stored.role == Role::Assistant;
        if (assistant && stored.content.isEmpty() && stored.reasoning.isEmpty() && stored.toolCalls.isEmpty())
            continue;
        auto& message = messages.emplace_back();
        message.role = chat_role(stored.role);
        message.content = textWithFiles(stored.content, stored.files).toStdString();
        message.tool_call_id = stored.toolCallId.toStdString();
        if (assistant)
            message.reasoning_content = stored.reasoning.toStdString();
        if (assistant && thoughtsAsText && !stored.reasoning.isEmpty())
            message.content->insert(0, stored.reasoning.toStdString() + "\n\n");
        for (const auto& value : stored.toolCalls) {
            const auto call = value.toObject();
            const auto text = [&call](const char* key) {
                return call[QLatin1String(key)].toString().toStdString();
            };
            if (isObject(text("arguments"))) {
                message.tool_calls.push_back({text("id"), text("name"), text("arguments")});
            } else {
                withoutCall.insert(text("id"));
                *message.content +=
                    (message.content->empty() ? "" : "\n\n") + text("name") + " " + text("arguments");
            }
        }
    }
    return messages;
}

} // namespace hadal::conversations
