#include "app/conversations/chat_messages.h"

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

} // namespace

std::vector<chat::Message> chatMessages(const QList<Message>& path) {
    std::vector<chat::Message> messages;
    for (const auto& stored : path) {
        const bool assistant = stored.role == Role::Assistant;
        if (assistant && stored.content.isEmpty() && stored.reasoning.isEmpty() && stored.toolCalls.isEmpty())
            continue;
        auto& message = messages.emplace_back();
        message.role = chat_role(stored.role);
        message.content = stored.content.toStdString();
        message.tool_call_id = stored.toolCallId.toStdString();
        if (assistant)
            message.reasoning_content = stored.reasoning.toStdString();
        for (const auto& value : stored.toolCalls) {
            const auto call = value.toObject();
            const auto text = [&call](const char* key) {
                return call[QLatin1String(key)].toString().toStdString();
            };
            message.tool_calls.push_back({text("id"), text("name"), text("arguments")});
        }
    }
    return messages;
}

} // namespace hadal::conversations
