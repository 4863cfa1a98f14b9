// Looking inside an answer, and going on from another word of it.
#include "app/host/model_host.h"
#include "engine/chat/format.h"
#include "ui/chat/chat.h"

namespace hadal::ui {

using conversations::Message;
using conversations::MessageState;
using conversations::Role;

namespace {

/// Which message of the conversation each message of a request comes from: the next one whose words it holds.
QList<Look::Source> sourcesOf(const std::vector<chat::Message>& messages, const QList<Message>& path) {
    QList<Look::Source> sources;
    auto stored = path.begin();
    for (const chat::Message& message : messages) {
        Look::Source source;
        for (auto next = stored; next != path.end() && message.role != chat::Role::System; ++next) {
            const auto at = message.content.value_or("").find(next->content.toStdString());
            if (next->content.isEmpty() || at == std::string::npos)
                continue;
            source = {next->id, int(at)};
            stored = next + 1;
            break;
        }
        sources += source;
    }
    return sources;
}

} // namespace

Look Chat::lookInside(const QString& message, bool reasoning, int at) {
    const Message answer = tree_.message(message);
    const QList<Message> path = tree_.path(answer.parent);
    runtime::InsightRequest wanted;
    wanted.request = requestFor(path);
    wanted.request.prompt.thinking = !answer.reasoning.isEmpty();
    wanted.answer.role = chat::Role::Assistant;
    wanted.answer.content = answer.content.toStdString();
    wanted.answer.reasoning_content = answer.reasoning.toStdString();
    wanted.reasoning = reasoning;
    wanted.at = size_t((reasoning ? answer.reasoning : answer.content).first(at).toUtf8().size());
    Look look{{}, sourcesOf(wanted.request.messages, path)};
    look.sources += Look::Source{answer.id, 0};
    look.insight = host_->lookInside(std::move(wanted));
    return look;
}

QByteArray Chat::endOfAnswer() const {
    const chat::Format* format = host_->format();
    return format ? QByteArray::fromStdString(std::string(format->eos())) : QByteArray();
}

void Chat::branchAt(const QString& message, bool reasoning, int bytes, const QString& text) {
    const Message old = tree_.message(message);
    if (answering() || old.role != Role::Assistant)
        return;
    const auto begun = [&](const QString& whole) {
        return QString::fromUtf8(whole.toUtf8().first(bytes)) + text;
    };
    Message version = newMessage(Role::Assistant, old.parent);
    version.reasoning = reasoning ? begun(old.reasoning) : old.reasoning;
    version.content = reasoning ? QString() : begun(old.content);
    version.model = host_->modelName();
    version.state = MessageState::Cancelled; // until it goes on
    add(version);
    continueAnswer(version.id);
}

} // namespace hadal::ui
