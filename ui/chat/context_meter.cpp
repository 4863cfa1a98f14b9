#include "ui/chat/context_meter.h"

#include "app/base/when_done.h"
#include "app/conversations/chat_messages.h"
#include "app/host/model_host.h"
#include "ui/chat/attachments.h"
#include "ui/chat/token_pieces.h"

#include <algorithm>

namespace hadal::ui {

namespace {
constexpr qsizetype batch = 500; // messages that are counted in one go
}

using conversations::Message;
using conversations::MessageState;
using conversations::Role;

ContextMeter::ContextMeter(host::ModelHost* host, const ChatSettings* settings, const Attachments* files,
                           QObject* parent)
    : QObject(parent), host_(host), settings_(settings), files_(files) {
    draftTimer_.setSingleShot(true);
    draftTimer_.setInterval(100);
    connect(&draftTimer_, &QTimer::timeout, this, &ContextMeter::countDraft);
    connect(settings_, &ChatSettings::changed, this, [this] {
        countSystem();
        sum();
    });
    connect(files_, &Attachments::changed, this, &ContextMeter::sum);
    // Another model counts in other tokens.
    connect(host_, &host::ModelHost::stateChanged, this, [this] {
        counts_.clear();
        draftPieces_.clear();
        systemText_.clear();
        countSystem();
        countTools();
        setPath(path_);
        countDraft();
    });
    countSystem();
}

int ContextMeter::length() const {
    return int(host_->contextLength());
}

bool ContextMeter::estimated() const {
    return !host_->countsExactly();
}

int ContextMeter::draft() const {
    const int all = draft_ + files_->tokens();
    return all > 0 ? all + marks_of_question : 0;
}

int ContextMeter::reserve() const {
    const auto limit = settings_->sampling()->sampling().max_tokens;
    const int usual = std::min(8192, length() / 4);
    return limit > 0 ? int(std::min<std::int64_t>(limit, length() / 2)) : usual;
}

void ContextMeter::setPath(const QList<Message>& path) {
    path_ = path;
    for (const Message& message : path)
        if (message.numbers.completionTokens > 0 && message.files.isEmpty() &&
            message.state != MessageState::Streaming)
            counts_[message.id] = int(message.numbers.completionTokens - message.numbers.reasoningTokens);
    sum();
    if (!counting_)
        countMessages();
}

/// The newest first, so that what the next request holds is known soon; a batch at a time, so that a long
/// conversation is summed up a few times and not once a message.
void ContextMeter::countMessages() {
    counting_ = false;
    if (host_->state() != host::ModelHost::State::Ready)
        return;
    QStringList ids, texts;
    for (auto message = path_.crbegin(); message != path_.crend() && ids.size() < batch; ++message) {
        if (message->state == MessageState::Streaming || counts_.contains(message->id))
            continue;
        ids += message->id;
        texts += conversations::textWithFiles(message->content, message->files);
    }
    if (ids.isEmpty())
        return;
    counting_ = true;
    whenDone(
        host_->countTokens(texts), this,
        [this, ids](const QList<qint64>& tokens) {
            for (qsizetype i = 0; i < ids.size(); ++i)
                counts_[ids.at(i)] = int(tokens.at(i));
            sum();
            countMessages();
        },
        [this](const QString&) {
            counting_ = false; /* the model went away: counted with the next one */
        });
}

void ContextMeter::countSystem() {
    if (systemText_ == settings_->system() && (system_ > 0) == !systemText_.isEmpty())
        return;
    systemText_ = settings_->system();
    if (systemText_.isEmpty() || host_->state() != host::ModelHost::State::Ready) {
        system_ = 0;
        return;
    }
    whenDone(
        host_->countTokens({systemText_}), this,
        [this, text = systemText_](const QList<qint64>& tokens) {
            if (text != systemText_)
                return;
            system_ = int(tokens.first());
            sum();
        },
        [](const QString&) { /* as above */ });
}

/// Prompt formats write the definitions as JSON, with a few words around them.
void ContextMeter::setTools(const Json& items) {
    const QString text = items.is_null() ? QString() : QString::fromStdString(print_python(items));
    if (text == toolsText_)
        return;
    toolsText_ = text;
    countTools();
    sum();
}

void ContextMeter::countTools() {
    if (toolsText_.isEmpty() || host_->state() != host::ModelHost::State::Ready) {
        tools_ = 0;
        return;
    }
    whenDone(
        host_->countTokens({toolsText_}), this,
        [this, text = toolsText_](const QList<qint64>& tokens) {
            if (text != toolsText_)
                return;
            tools_ = int(tokens.first());
            sum();
        },
        [](const QString&) { /* as above */ });
}

void ContextMeter::setDraft(const QString& draft) {
    draftText_ = draft;
    draftTimer_.start();
}

void ContextMeter::countDraft() {
    const bool ready = host_->state() == host::ModelHost::State::Ready;
    QHash<QString, int> pieces;
    for (const QString& piece : tokenPieces(ready ? draftText_ : QString()))
        pieces.insert(piece, draftPieces_.value(piece, -2));
    draftPieces_ = pieces;
    QStringList fresh;
    for (auto piece = draftPieces_.begin(); piece != draftPieces_.end(); ++piece) {
        if (piece.value() != -2)
            continue;
        piece.value() = -1;
        fresh += piece.key();
    }
    if (!fresh.isEmpty())
        whenDone(
            host_->countTokens(fresh), this,
            [this, fresh](const QList<qint64>& tokens) {
                for (qsizetype i = 0; i < fresh.size(); ++i)
                    if (const auto found = draftPieces_.find(fresh.at(i)); found != draftPieces_.end())
                        found.value() = int(tokens.at(i));
                draftCounted();
            },
            [](const QString&) { /* as above */ });
    draftCounted();
}

/// The old number stays until the new one is whole.
void ContextMeter::draftCounted() {
    if (std::any_of(draftPieces_.cbegin(), draftPieces_.cend(), [](int tokens) { return tokens < 0; }))
        return;
    int tokens = 0;
    if (!draftPieces_.isEmpty())
        for (const QString& piece : tokenPieces(draftText_))
            tokens += draftPieces_.value(piece);
    draft_ = tokens;
    sum();
}

int ContextMeter::tokensOf(const Message& message) const {
    const bool question = message.role != Role::Assistant;
    // Until it is counted, three characters a token: few texts need more.
    const int text = counts_.value(message.id, int(message.content.size() + 2) / 3);
    return text + (question ? marks_of_question : marks_of_answer);
}

PlanInput ContextMeter::inputFor(const QList<Message>& path) const {
    PlanInput input;
    for (const Message& message : path) {
        input.roles += message.role;
        input.tokens +=
            tokensOf(message) + (settings_->thoughtsSentBack() ? int(message.numbers.reasoningTokens) : 0);
    }
    input.length = length();
    input.fixed = system_ + tools_ + reserve();
    input.overflow = settings_->overflow();
    return input;
}

ContextPlan ContextMeter::planFor(const QList<Message>& path) const {
    PlanInput input = inputFor(path);
    input.lastIsAsked = true;
    return planContext(input);
}

void ContextMeter::sum() {
    PlanInput input = inputFor(path_);
    input.fixed += draft();
    plan_ = planContext(input);
    history_ = path_.isEmpty() ? 0 : 1; // the mark at the front
    thinking_ = 0;
    for (qsizetype i = 0; i < path_.size(); ++i) {
        const Message& message = path_.at(i);
        const bool left = i >= plan_.from && i < plan_.to;
        if (left)
            continue;
        history_ += tokensOf(message);
        if (settings_->thoughtsSentBack())
            thinking_ += int(message.numbers.reasoningTokens);
    }
    if (!settings_->thoughtsSentBack() && !path_.isEmpty())
        thinking_ = int(path_.last().numbers.reasoningTokens);
    emit changed();
}

} // namespace hadal::ui
