#include "ui/chat/context_meter.h"

#include "app/base/when_done.h"
#include "app/host/model_host.h"

#include <algorithm>

namespace hadal::ui {

using conversations::Message;
using conversations::MessageState;
using conversations::Role;

ContextMeter::ContextMeter(host::ModelHost* host, QObject* parent) : QObject(parent), host_(host) {
    draftTimer_.setSingleShot(true);
    draftTimer_.setInterval(150);
    connect(&draftTimer_, &QTimer::timeout, this, &ContextMeter::countDraft);
    // Another model counts in other tokens.
    connect(host_, &host::ModelHost::stateChanged, this, [this] {
        counts_.clear();
        setPath(path_);
        countDraft();
        emit changed();
    });
}

int ContextMeter::length() const {
    return int(host_->contextLength());
}

int ContextMeter::reserve() const {
    return std::min(8192, length() / 4);
}

void ContextMeter::setPath(const QList<Message>& path) {
    path_ = path;
    sum();
    if (host_->state() != host::ModelHost::State::Ready)
        return;
    for (const Message& message : path_) {
        if (message.state != MessageState::Streaming && !counts_.contains(message.id))
            countMessage(message);
    }
}

void ContextMeter::countMessage(const Message& message) {
    if (message.numbers.completionTokens > 0) {
        counts_[message.id] = int(message.numbers.completionTokens - message.numbers.reasoningTokens);
        sum();
        return;
    }
    whenDone(
        host_->countTokens(message.content), this,
        [this, id = message.id](qint64 tokens) {
            counts_[id] = int(tokens);
            sum();
        },
        [](const QString&) { /* the model went away: counted again with the next one */ });
}

void ContextMeter::setDraft(const QString& draft) {
    draftText_ = draft;
    draftTimer_.start();
}

void ContextMeter::countDraft() {
    if (draftText_.isEmpty() || host_->state() != host::ModelHost::State::Ready) {
        draft_ = 0;
        emit changed();
        return;
    }
    whenDone(
        host_->countTokens(draftText_), this,
        [this, text = draftText_](qint64 tokens) {
            if (text != draftText_)
                return;
            draft_ = int(tokens);
            emit changed();
        },
        [](const QString&) { /* as above */ });
}

void ContextMeter::sum() {
    history_ = 0;
    for (const Message& message : path_)
        history_ += counts_.value(message.id);
    thinking_ = path_.isEmpty() ? 0 : int(path_.last().numbers.reasoningTokens);
    emit changed();
}

} // namespace hadal::ui
