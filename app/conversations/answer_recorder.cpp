#include "app/conversations/answer_recorder.h"

#include "app/conversations/store.h"

namespace hadal::conversations {

namespace {

constexpr std::chrono::milliseconds save_interval{300};

/// The calls so far with one more piece. Pieces of calls that never began are dropped.
void addPiece(QJsonArray& calls, const runtime::ToolCallDelta& piece) {
    if (piece.index == calls.size())
        calls.append(QJsonObject{{"id", ""}, {"name", ""}, {"arguments", ""}});
    if (piece.index < 0 || piece.index >= calls.size())
        return;
    auto call = calls[piece.index].toObject();
    const auto add = [&call](const char* key, const std::string& text) {
        call[QLatin1String(key)] = call[QLatin1String(key)].toString() + QString::fromStdString(text);
    };
    add("id", piece.id);
    add("name", piece.name);
    add("arguments", piece.arguments);
    calls[piece.index] = call;
}

QJsonArray callsOf(const chat::Message& message) {
    QJsonArray calls;
    for (const auto& call : message.tool_calls)
        calls.append(QJsonObject{{"id", QString::fromStdString(call.id)},
                                 {"name", QString::fromStdString(call.name)},
                                 {"arguments", QString::fromStdString(call.arguments)}});
    return calls;
}

MessageState stateOf(runtime::FinishReason reason) {
    switch (reason) {
    case runtime::FinishReason::Cancelled:
        return MessageState::Cancelled;
    case runtime::FinishReason::Length:
        return MessageState::Truncated;
    case runtime::FinishReason::Stop:
    case runtime::FinishReason::ToolCalls:
        break;
    }
    return MessageState::Complete;
}

template <typename... Functions>
struct Match : Functions... {
    using Functions::operator()...;
};
template <typename... Functions>
Match(Functions...) -> Match<Functions...>;

} // namespace

AnswerRecorder::AnswerRecorder(Store* store, const Message& message, Begin begin, QObject* parent)
    : QObject(parent), store_(store), message_(message) {
    message_.state = MessageState::Streaming;
    message_.error.clear();
    if (begin == Begin::Again) {
        begun_ = message_;
        store_->resume(message_.id);
    } else {
        message_.role = Role::Assistant;
        message_.created = QDateTime::currentDateTimeUtc();
        store_->append(message_);
    }
    sinceAsked_.start();
    saveTimer_.setSingleShot(true);
    saveTimer_.setInterval(save_interval);
    connect(&saveTimer_, &QTimer::timeout, this, [this] { store_->save(message_); });
}

AnswerRecorder::~AnswerRecorder() {
    if (isFinished())
        return;
    message_.state = MessageState::Cancelled;
    store_->save(message_);
}

void AnswerRecorder::apply(const std::vector<runtime::Event>& events) {
    for (const auto& event : events)
        if (!isFinished())
            applyOne(event);
    if (isFinished())
        return;
    // Not restarted by later text: the first unsaved word waits no longer than the interval.
    if (!saveTimer_.isActive() && firstTextMs_ >= 0)
        saveTimer_.start();
}

void AnswerRecorder::applyOne(const runtime::Event& event) {
    std::visit(Match{[this](const runtime::ReasoningDelta& delta) {
                         textBegins(true);
                         message_.reasoning += QString::fromStdString(delta.text);
                     },
                     [this](const runtime::ContentDelta& delta) {
                         textBegins(false);
                         message_.content += QString::fromStdString(delta.text);
                     },
                     [this](const runtime::ToolCallDelta& delta) {
                         textBegins(false);
                         addPiece(message_.toolCalls, delta);
                     },
                     [this](const runtime::ToolCallDropped& dropped) {
                         if (dropped.index >= 0 && dropped.index < message_.toolCalls.size())
                             message_.toolCalls.removeAt(dropped.index);
                     },
                     [this](const runtime::Usage& usage) { count(usage); },
                     [this](const runtime::Finished& end) {
                         message_.content =
                             begun_.content + QString::fromStdString(end.message.content.value_or(""));
                         message_.reasoning =
                             begun_.reasoning +
                             QString::fromStdString(end.message.reasoning_content.value_or(""));
                         message_.toolCalls = callsOf(end.message);
                         finish(stateOf(end.reason), {}, end.usage);
                     },
                     [this](const runtime::Failed& end) {
                         finish(MessageState::Failed, QString::fromStdString(end.message), end.usage);
                     },
                     [](const auto&) {}},
               event);
}

void AnswerRecorder::textBegins(bool reasoning) {
    const auto now = sinceAsked_.elapsed();
    if (firstTextMs_ < 0)
        firstTextMs_ = now;
    if (reasoning)
        thinking_ = true;
    else if (std::exchange(thinking_, false))
        thoughtFor(now - firstTextMs_);
}

void AnswerRecorder::thoughtFor(qint64 ms) {
    message_.numbers.reasoningSeconds = begun_.numbers.reasoningSeconds + static_cast<double>(ms) / 1000;
}

void AnswerRecorder::count(const runtime::Usage& usage) {
    auto& numbers = message_.numbers;
    if (begun_.numbers.firstTokenSeconds > 0)
        numbers.firstTokenSeconds = begun_.numbers.firstTokenSeconds;
    else if (firstTextMs_ >= 0)
        numbers.firstTokenSeconds = static_cast<double>(firstTextMs_) / 1000;
    numbers.promptTokens = usage.prompt_tokens;
    numbers.cachedTokens = usage.cached_tokens;
    numbers.completionTokens = begun_.numbers.completionTokens + usage.completion_tokens;
    numbers.reasoningTokens = begun_.numbers.reasoningTokens + usage.reasoning_tokens;
    // The first token is not part of the decoding time.
    if (usage.decode_s > 0 && usage.completion_tokens > 1)
        numbers.tokensPerSecond = static_cast<double>(usage.completion_tokens - 1) / usage.decode_s;
}

void AnswerRecorder::finish(MessageState state, const QString& error, const runtime::Usage& usage) {
    if (thinking_)
        thoughtFor(sinceAsked_.elapsed() - firstTextMs_);
    count(usage);
    message_.state = state;
    message_.error = error;
    saveTimer_.stop();
    store_->save(message_);
    emit finished();
}

} // namespace hadal::conversations
