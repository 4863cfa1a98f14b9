#include "ui/chat/chat.h"

#include "app/base/when_done.h"
#include "app/conversations/answer_recorder.h"
#include "app/conversations/chat_messages.h"
#include "app/conversations/store.h"
#include "app/host/model_host.h"

namespace hadal::ui {

using conversations::AnswerRecorder;
using conversations::Message;
using conversations::MessageState;
using conversations::Role;

namespace {

constexpr auto kThinking = "thinking"; // key of Conversation::settings

QString titleOf(const QString& text) {
    const QString line = text.simplified();
    return line.size() <= 60 ? line : line.first(59) + u'…';
}

} // namespace

Chat::Chat(const ChatServices& services, const conversations::Conversation& conversation, bool stored,
           QObject* parent)
    : QObject(parent), store_(services.store), host_(services.host), sampling_(services.sampling),
      conversation_(conversation), turns_(new TurnModel(this)), meter_(new ContextMeter(host_, this)),
      stored_(stored), loaded_(!stored) {
    draftTimer_.setSingleShot(true);
    draftTimer_.setInterval(400);
    connect(&draftTimer_, &QTimer::timeout, this, &Chat::keep);
    meter_->setDraft(conversation_.draft);
    if (stored_)
        load();
}

Chat::~Chat() {
    if (draftTimer_.isActive())
        keep();
    if (reply_)
        reply_->disconnect(this);
    delete recorder_; // saves what has been written
    delete reply_;
}

bool Chat::thinking() const {
    return conversation_.settings.value(kThinking).toBool(true);
}

void Chat::load() {
    whenDone(
        store_->messages(conversation_.id), this,
        [this](const QList<Message>& messages) {
            tree_ = conversations::MessageTree(messages);
            loaded_ = true;
            showPath();
            emit loadedChanged();
        },
        [this](const QString& problem) {
            problem_ = problem;
            emit loadedChanged();
        });
}

void Chat::store() {
    if (stored_)
        return;
    stored_ = true;
    conversation_.created = conversation_.updated = QDateTime::currentDateTimeUtc();
    store_->add(conversation_);
    emit touched();
}

void Chat::setTitle(const QString& title) {
    if (conversation_.title == title)
        return;
    conversation_.title = title;
    if (stored_)
        store_->rename(conversation_.id, title);
    emit titleChanged();
    emit touched();
}

void Chat::setDraft(const QString& draft) {
    if (conversation_.draft == draft)
        return;
    conversation_.draft = draft;
    meter_->setDraft(draft);
    if (stored_ &&
        !draftTimer_.isActive()) // not restarted by later keys: nothing waits longer than its interval
        draftTimer_.start();
    emit draftChanged();
}

void Chat::keep() {
    draftTimer_.stop();
    if (!stored_ && conversation_.draft.trimmed().isEmpty())
        return;
    if (conversation_.title.isEmpty())
        setTitle(titleOf(conversation_.draft));
    store();
    store_->setDraft(conversation_.id, conversation_.draft);
    emit touched();
}

void Chat::setThinking(bool thinking) {
    if (this->thinking() == thinking)
        return;
    conversation_.settings[kThinking] = thinking;
    if (stored_)
        store_->setSettings(conversation_.id, conversation_.settings);
    emit thinkingChanged();
}

void Chat::send(const QString& text) {
    if (text.trimmed().isEmpty() || !loaded_)
        return;
    if (answering()) {
        queue_.append(text);
        emit queueChanged();
        return;
    }
    post(text, conversation_.leaf);
}

void Chat::dropQueue() {
    if (queue_.isEmpty())
        return;
    queue_.clear();
    emit queueChanged();
}

void Chat::stop() {
    if (reply_)
        reply_->abort();
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
    if (old.role == Role::User) {
        post(text, old.parent);
        return;
    }
    Message version = newMessage(Role::Assistant, old.parent);
    version.content = text;
    version.reasoning = old.reasoning;
    version.model = old.model;
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

void Chat::dropQueued(int index) {
    if (index < 0 || index >= queue_.size())
        return;
    queue_.removeAt(index);
    emit queueChanged();
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

void Chat::post(const QString& text, const QString& parent) {
    if (conversation_.title.isEmpty())
        setTitle(titleOf(text));
    store();
    Message message = newMessage(Role::User, parent);
    message.content = text;
    add(message);
    ask(message.id);
}

void Chat::ask(const QString& parent) {
    runtime::Request request;
    request.messages = conversations::chatMessages(tree_.path(parent));
    request.prompt.thinking = thinking();
    request.sampling = sampling_;
    request.session = conversation_.id.toStdString();

    Message answer = newMessage(Role::Assistant, parent);
    answer.model = host_->modelName();
    answer.state = MessageState::Streaming;
    recorder_ = new AnswerRecorder(store_, answer, this); // appends the message
    tree_.put(recorder_->message());
    conversation_.leaf = answer.id;
    setPrompt(0, 0, 0);
    reply_ = host_->ask(std::move(request));
    connect(reply_, &host::Reply::events, recorder_, &AnswerRecorder::apply);
    connect(reply_, &host::Reply::events, this, &Chat::answerGrew);
    connect(reply_, &host::Reply::finished, this, &Chat::answerEnded);
    showPath();
    emit answeringChanged();
    emit touched();
}

void Chat::answerGrew(const std::vector<runtime::Event>& events) {
    for (const runtime::Event& event : events) {
        if (const auto* progress = std::get_if<runtime::PromptProgress>(&event))
            setPrompt(int(progress->done), int(progress->total), int(progress->cached));
        else if (!std::holds_alternative<runtime::Usage>(event))
            setPrompt(0, 0, 0);
    }
    turns_->update(recorder_->message());
}

void Chat::answerEnded() {
    const Message answer = recorder_->message();
    tree_.put(answer);
    turns_->update(answer);
    recorder_->deleteLater();
    recorder_ = nullptr;
    reply_->deleteLater();
    reply_ = nullptr;
    setPrompt(0, 0, 0);
    meter_->setPath(tree_.path(conversation_.leaf));
    emit answeringChanged();
    emit touched();
    if (!queue_.isEmpty() && answer.state != MessageState::Failed) {
        const QString next = queue_.takeFirst();
        emit queueChanged();
        post(next, conversation_.leaf);
    }
}

void Chat::setPrompt(int done, int total, int cached) {
    if (promptDone_ == done && promptTotal_ == total && promptCached_ == cached)
        return;
    promptDone_ = done;
    promptTotal_ = total;
    promptCached_ = cached;
    emit promptProgress();
}

void Chat::showPath() {
    turns_->show(tree_, conversation_.leaf);
    meter_->setPath(tree_.path(conversation_.leaf));
}

} // namespace hadal::ui
