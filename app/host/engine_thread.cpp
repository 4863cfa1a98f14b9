#include "app/host/engine_thread.h"

#include <new>
#include <utility>

namespace hadal::host {

namespace {

/// What the factory made, or the reason why there is none.
std::shared_ptr<runtime::ChatEngine> make_engine(const Factory& factory, LoadStatus& status,
                                                 std::string& error) {
    const auto progress = [&status](const LoadProgress& step) {
        std::lock_guard lock(status.mutex);
        status.fraction = step.fraction;
        status.activity = step.what;
    };
    try {
        std::shared_ptr<runtime::ChatEngine> engine = factory(progress, status.stop.get_token());
        if (!engine)
            error = "The model could not be loaded: its loader gave no engine. This is a bug of the program.";
        return engine;
    } catch (const std::bad_alloc&) {
        error = "The model was not loaded: there is not enough memory. Choose a smaller context or close "
                "other programs.";
    } catch (const std::exception& e) {
        error = e.what();
    }
    return nullptr;
}

} // namespace

void EngineThread::load(Factory factory, std::shared_ptr<LoadStatus> status) {
    tasks_.post([this, factory = std::move(factory), status = std::move(status)] {
        // The old model goes first: two of them may not fit into memory.
        drop_engine("Loading the model was stopped.");
        std::string error;
        std::shared_ptr<runtime::ChatEngine> engine;
        if (!status->stop.stop_requested())
            engine = make_engine(factory, *status, error);
        if (status->stop.stop_requested())
            engine = nullptr;
        else if (!engine)
            absence_ = error;
        engine_ = engine;

        std::lock_guard lock(status->mutex);
        status->done = true;
        status->error = error;
        if (engine) {
            status->model_name = engine->model_name();
            status->context_length = engine->context_length();
            status->engine = std::move(engine);
        }
    });
}

void EngineThread::unload() {
    tasks_.post([this] { drop_engine("No model is loaded. Choose a model first."); });
}

void EngineThread::drop_engine(const std::string& why) {
    engine_ = nullptr;
    absence_ = why;
}

void EngineThread::generate(runtime::Request request, std::shared_ptr<Channel> channel) {
    tasks_.post([this, request = std::move(request), channel = std::move(channel)] {
        if (!channel->begin())
            return;
        const auto fail = [&](ErrorKind kind, const std::string& message) {
            channel->push(runtime::Failed{kind, message, {}});
        };
        if (!engine_)
            return fail(ErrorKind::InvalidInput, absence_);
        try {
            engine_->generate(
                request, [&](runtime::Event event) { channel->push(std::move(event)); },
                channel->stop_token());
        } catch (const std::exception& e) {
            fail(ErrorKind::Internal, std::string("The engine broke off: ") + e.what());
        }
        if (!channel->ended())
            fail(ErrorKind::Internal, "The engine ended without an answer. Ask again, or reload the model.");
    });
}

QFuture<runtime::Insight> EngineThread::look_inside(runtime::InsightRequest request, std::stop_token stop) {
    return tasks_.run([this, request = std::move(request), stop = std::move(stop)] {
        if (!engine_)
            throw Error(ErrorKind::InvalidInput, absence_);
        return engine_->look_inside(request, stop);
    });
}

} // namespace hadal::host
