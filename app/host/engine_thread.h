// The thread that owns the engine.
#pragma once

#include "app/base/task_thread.h"
#include "app/host/channel.h"
#include "app/host/model_host.h"
#include "engine/runtime/insight.h"

#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

namespace hadal::host {

/// How a load goes; written by the loading threads, read by the interface thread.
struct LoadStatus {
    std::stop_source stop;

    std::mutex mutex; // guards all below
    double fraction = 0;
    std::string activity;
    bool done = false;
    std::string error; ///< why there is no engine although done
    std::shared_ptr<const runtime::ChatEngine> engine;
    std::string model_name;
    std::int64_t context_length = 0;
};

/// Carries out loads and requests in the order they were made. Every call returns at once. On destruction the
/// thread carries out what is left, so the owner first asks all of it to stop.
class EngineThread {
  public:
    void load(Factory factory, std::shared_ptr<LoadStatus> status);
    void unload();
    void generate(runtime::Request request, std::shared_ptr<Channel> channel);
    QFuture<runtime::Insight> look_inside(runtime::InsightRequest request, std::stop_token stop);

  private:
    void drop_engine(const std::string& why);

    // Touched by tasks only.
    std::shared_ptr<runtime::ChatEngine> engine_;
    std::string absence_ = "No model is loaded. Choose a model first.";

    TaskThread tasks_; // last: its destructor carries out tasks that touch the above
};

} // namespace hadal::host
