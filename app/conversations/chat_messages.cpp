#include "app/conversations/chat_messages.h"

#include "engine/base/json.h"
#include "kernels/error.h"

#include <algorithm>
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

/// Of the last call with this id.
void setArguments(std::vector<chat::Message>& messages, const std::string& id, const std::string& arguments) {
    for (auto message = messages.rbegin(); message != messages.rend(); ++message)
        for (auto& call : message->tool_calls)
            if (call.id == id) {
                call.arguments = arguments;
                return;
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
    std::set<std::string> withoutCall;   // calls of the last answer that became text
    std::vector<std::string> unanswered; // the others of the last answer, without those answered since
    const auto answerRest = [&] {
        for (const std::string& id : unanswered) {
            auto& message = messages.emplace_back();
            message.role = chat::Role::Tool;
            message.content = "This call was not run.";
            message.tool_call_id = id;
        }
        unanswered.clear();
    };
    for (const auto& stored : path) {
        const std::string id = stored.toolCallId.toStdString();
        if (stored.role == Role::Tool) {
            if (withoutCall.contains(id))
                continue;
            if (const auto call = std::find(unanswered.begin(), unanswered.end(), id);
                call != unanswered.end())
                unanswered.erase(call);
            if (const QString edited = stored.run["arguments"].toString(); !edited.isEmpty())
                setArguments(messages, id, edited.toStdString());
        } else {
            answerRest();
            withoutCall.clear();
        }
        const bool assistant = stored.role == Role::Assistant;
        if (assistant && stored.content.isEmpty() && stored.reasoning.isEmpty() && stored.toolCalls.isEmpty())
            continue;
        auto& message = messages.emplace_back();
        message.role = chat_role(stored.role);
        message.content = textWithFiles(stored.content, stored.files).toStdString();
        message.tool_call_id = id;
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
                unanswered.push_back(text("id"));
            } else {
                withoutCall.insert(text("id"));
                *message.content +=
                    (message.content->empty() ? "" : "\n\n") + text("name") + " " + text("arguments");
            }
        }
    }
    answerRest();
    return messages;
}

} // namespace hadal::conversations
