#include "app/host/model_host.h"

#include "app/host/engine_thread.h"

#include <utility>

namespace hadal::host {

namespace {
constexpr std::chrono::milliseconds frame_time{16};
}

ModelHost::ModelHost(QObject* parent)
    : QObject(parent), thread_(std::make_unique<EngineThread>()), counter_(std::make_unique<TaskThread>()) {
    frame_.setInterval(frame_time);
    frame_.setTimerType(Qt::PreciseTimer);
    connect(&frame_, &QTimer::timeout, this, &ModelHost::poll);
}

ModelHost::~ModelHost() {
    if (loading_)
        loading_->stop.request_stop();
    abortReplies();
    thread_.reset();
}

void ModelHost::load(Factory factory, const std::optional<runtime::Sampling>& recommended) {
    recommended_ = recommended;
    if (loading_)
        loading_->stop.request_stop();
    abortReplies();
    engine_ = nullptr;
    loading_ = std::make_shared<LoadStatus>();
    thread_->load(std::move(factory), loading_);
    frame_.start();
    setProgress(0, {});
    setState(State::Loading);
}

void ModelHost::unload() {
    if (loading_)
        loading_->stop.request_stop();
    abortReplies();
    engine_ = nullptr;
    loading_ = nullptr;
    thread_->unload();
    setState(State::Empty);
}

Reply* ModelHost::ask(runtime::Request request) {
    auto channel = std::make_shared<Channel>();
    auto* reply = new Reply(channel, this);
    replies_.append(reply);
    thread_->generate(std::move(request), std::move(channel));
    frame_.start();
    return reply;
}

QFuture<QList<qint64>> ModelHost::countTokens(const QStringList& texts) {
    return counter_->run([engine = engine_, texts]() {
        if (!engine)
            throw Error(ErrorKind::InvalidInput, "No model is loaded, so tokens cannot be counted.");
        QList<qint64> counts;
        for (const QString& text : texts)
            counts += qint64(engine->count_tokens(text.toStdString()));
        return counts;
    });
}

QFuture<runtime::Insight> ModelHost::lookInside(runtime::InsightRequest request) {
    looking_.request_stop();
    looking_ = {};
    return thread_->look_inside(std::move(request), looking_.get_token());
}

qint64 ModelHost::bytesPerToken() const {
    return engine_ ? engine_->bytes_per_token() : 0;
}

const chat::Format* ModelHost::format() const {
    return engine_ ? engine_->format() : nullptr;
}

bool ModelHost::countsExactly() const {
    return !engine_ || engine_->counts_exactly();
}

void ModelHost::abortReplies() {
    looking_.request_stop();
    for (const auto& reply : std::as_const(replies_))
        if (reply)
            reply->abort();
}

void ModelHost::poll() {
    // Slots may do anything: ask, load, delete replies or this host.
    const QPointer<ModelHost> self(this);
    pollLoading();
    if (!self)
        return;
    const auto replies = replies_;
    for (const auto& reply : replies) {
        if (reply)
            reply->deliver();
        if (!self)
            return;
    }
    replies_.removeIf([](const QPointer<Reply>& reply) { return !reply || reply->isFinished(); });
    if (replies_.isEmpty() && !loading_)
        frame_.stop();
}

void ModelHost::pollLoading() {
    const auto loading = loading_;
    if (!loading)
        return;
    std::unique_lock lock(loading->mutex);
    const double fraction = loading->fraction;
    const auto activity = QString::fromStdString(loading->activity);
    const bool done = loading->done;
    lock.unlock();

    const QPointer<ModelHost> self(this);
    if (!done)
        return setProgress(fraction, activity);
    // Once done is set, nobody writes to the status any more.
    loading_ = nullptr;
    engine_ = loading->engine;
    modelName_ = QString::fromStdString(loading->model_name);
    contextLength_ = loading->context_length;
    errorMessage_ = QString::fromStdString(loading->error);
    progress_ = engine_ ? 1 : fraction;
    activity_.clear();
    setState(engine_ ? State::Ready : State::Failed);
    if (self)
        emit progressChanged();
}

void ModelHost::setProgress(double progress, const QString& activity) {
    if (progress == progress_ && activity == activity_)
        return;
    progress_ = progress;
    activity_ = activity;
    emit progressChanged();
}

void ModelHost::setState(State state) {
    if (state != State::Ready) {
        modelName_.clear();
        contextLength_ = 0;
    }
    if (state != State::Failed)
        errorMessage_.clear();
    if (std::exchange(state_, state) != state)
        emit stateChanged();
}

} // namespace hadal::host
