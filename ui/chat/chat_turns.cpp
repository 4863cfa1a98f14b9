// The turns of a conversation: asking, answering, versions.
#include "app/conversations/answer_recorder.h"
#include "app/conversations/chat_messages.h"
#include "app/conversations/store.h"
#include "app/host/model_host.h"
#include "ui/chat/chat.h"

namespace hadal::ui {

using conversations::AnswerRecorder;
using conversations::Draft;
using conversations::Message;
using conversations::MessageState;
using conversations::Role;

bool Chat::send(const QString& text) {
    const Draft draft{text, files_->files()};
    if (draft.isEmpty() || !loaded_ || !format_->problem().isEmpty() || (!answering() && !meter_->fits()))
        return false;
    if (answering())
        setQueue(conversation_.queue + QList<Draft>{draft});
    files_->set({});
    setDraft({});
    if (!answering())
        post(draft, conversation_.leaf);
    return true;
}

void Chat::sendQueued() {
    if (answering() || conversation_.queue.isEmpty() || !loaded_)
        return;
    QList<Draft> queue = conversation_.queue;
    const Draft next = queue.takeFirst();
    post(next, conversation_.leaf); // in the store before it leaves the queue
    setQueue(queue);
}

void Chat::stop() {
    if (reply_)
        reply_->abort();
    if (tools_->working())
        tools_->loop()->stop();
}

void Chat::regenerate(const QString& message) {
    const Message answer = tree_.message(message);
    if (answering() || answer.role != Role::Assistant)
        return;
    ask(answer.parent);
}

void Chat::edit(const QString& message, const QString& text) {
    const Message old = tree_.message(message);
    if (answering() || old.id.isEmpty() || text.trimmed().isEmpty())
        return;
    cancelEdit(message);
    if (old.role == Role::User) {
        post({text, old.files}, old.parent);
        return;
    }
    Message version = newMessage(Role::Assistant, old.parent);
    version.content = text;
    version.reasoning = old.reasoning;
    version.model = old.model;
    version.run = old.run;
    add(version);
}

void Chat::showVersion(const QString& message, int version) {
    const QList<QString> versions = tree_.versions(message);
    if (answering() || version < 1 || version > versions.size())
        return;
    conversation_.leaf = tree_.newestLeaf(versions.at(version - 1));
    store_->setLeaf(conversation_.id, conversation_.leaf);
    showPath();
}

bool Chat::showMessage(const QString& message) {
    if (turns_->rowOf(message) >= 0)
        return true;
    const QList<QString> versions = tree_.versions(message);
    showVersion(message, int(versions.indexOf(message)) + 1);
    return turns_->rowOf(message) >= 0;
}

Message Chat::newMessage(Role role, const QString& parent) const {
    Message message;
    message.id = conversations::newId();
    message.conversation = conversation_.id;
    message.parent = parent;
    message.role = role;
    message.created = QDateTime::currentDateTimeUtc();
    return message;
}

void Chat::add(const Message& message) {
    store_->append(message);
    tree_.put(message);
    conversation_.leaf = message.id;
    conversation_.updated = message.created;
    showPath();
    emit touched();
}

void Chat::post(const Draft& draft, const QString& parent) {
    if (conversation_.leaf.isEmpty())
        nameAfter(draft);
    store();
    Message message = newMessage(Role::User, parent);
    message.content = draft.text;
    message.files = draft.files;
    add(message);
    if (tools_->loop())
        tools_->loop()->newTurn();
    ask(message.id);
}

runtime::Request Chat::requestFor(const QList<Message>& path) const {
    const ContextPlan plan = meter_->planFor(path);
    const QList<Message> sent = path.first(plan.from) + path.sliced(plan.to);
    runtime::Request request;
    request.messages = conversations::chatMessages(sent, settings_->thoughtsSentBack());
    if (const QString system = settings_->system().trimmed(); !system.isEmpty()) {
        chat::Message first;
        first.role = chat::Role::System;
        first.content = system.toStdString();
        request.messages.insert(request.messages.begin(), std::move(first));
    }
    request.prompt.thinking = settings_->thinking();
    request.prompt.tools = tools_->items();
    format_->apply(request);
    request.sampling = settings_->sampling()->sampling();
    request.session = conversation_.id.toStdString();
    return request;
}

void Chat::ask(const QString& parent, bool withoutTools) {
    Message answer = newMessage(Role::Assistant, parent);
    answer.model = host_->modelName();
    answer.state = MessageState::Streaming;
    format_->mark(answer);
    recorder_ = new AnswerRecorder(store_, answer, AnswerRecorder::Begin::Fresh, this); // appends the message
    runtime::Request request = requestFor(tree_.path(parent));
    // It is told of them all the same: what it has read so far stays as it is.
    if (withoutTools)
        request.tool_choice.mode = runtime::ToolChoice::None;
    follow(std::move(request));
}

void Chat::continueAnswer(const QString& message) {
    const Message answer = tree_.message(message);
    const bool cut = answer.state == MessageState::Truncated || answer.state == MessageState::Cancelled ||
                     answer.state == MessageState::Failed || answer.state == MessageState::Cut;
    if (answering() || answer.role != Role::Assistant || !cut || message != conversation_.leaf ||
        !answer.toolCalls.isEmpty())
        return;
    runtime::Request request = requestFor(tree_.path(answer.parent));
    if (!answer.reasoning.isEmpty())
        request.prompt.thinking = true; // as it was begun, whatever the chat does now
    request.format = {};                // what was begun cannot be held to a form from its middle on
    chat::Message begun;
    begun.role = chat::Role::Assistant;
    begun.content = answer.content.toStdString();
    begun.reasoning_content = answer.reasoning.toStdString();
    request.begun = std::move(begun);
    recorder_ = new AnswerRecorder(store_, answer, AnswerRecorder::Begin::Again, this);
    follow(std::move(request));
}

/// Follows the answer that the recorder writes.
void Chat::follow(runtime::Request request) {
    tree_.put(recorder_->message());
    conversation_.leaf = recorder_->message().id;
    prompt_->end();
    reply_ = host_->ask(std::move(request));
    connect(reply_, &host::Reply::events, recorder_, &AnswerRecorder::apply);
    connect(reply_, &host::Reply::events, this, &Chat::answerGrew);
    connect(reply_, &host::Reply::finished, this, &Chat::answerEnded);
    showPath();
    turns_->update(recorder_->message());
    emit answeringChanged();
    emit touched();
}

void Chat::answerGrew(const std::vector<runtime::Event>& events) {
    for (const runtime::Event& event : events) {
        if (const auto* progress = std::get_if<runtime::PromptProgress>(&event))
            prompt_->take(int(progress->done), int(progress->total), int(progress->cached));
        else if (!std::holds_alternative<runtime::Usage>(event))
            prompt_->end();
    }
    turns_->update(recorder_->message());
}

void Chat::answerEnded() {
    Message answer = recorder_->message();
    const Message known = tree_.message(answer.id); // may have been named meanwhile
    answer.name = known.name;
    answer.starred = known.starred;
    tree_.put(answer);
    turns_->update(answer);
    recorder_->deleteLater();
    recorder_ = nullptr;
    reply_->deleteLater();
    reply_ = nullptr;
    prompt_->end();
    branches_->show(tree_, conversation_.leaf); // the words of the answer
    meter_->setPath(tree_.path(conversation_.leaf));
    const bool calls =
        tools_->loop() && answer.state == MessageState::Complete && !answer.toolCalls.isEmpty();
    if (calls) {
        tools_->loop()->begin(tree_.path(answer.id));
        return;
    }
    emit answeringChanged();
    emit answered(answer.content);
    emit touched();
    if (answer.state != MessageState::Failed)
        sendQueued();
}

} // namespace hadal::ui
