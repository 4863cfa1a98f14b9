// A chat engine whose answers a test writes.
#pragma once

#include "engine/runtime/request.h"

#include <atomic>
#include <functional>
#include <string>
#include <thread>

namespace hadal::test {

inline runtime::Event content(const std::string& text) {
    return runtime::ContentDelta{text};
}
inline runtime::Event reasoning(const std::string& text) {
    return runtime::ReasoningDelta{text};
}
inline runtime::Event ended(runtime::FinishReason reason, const std::string& text = {}) {
    runtime::Finished finished;
    finished.message.role = chat::Role::Assistant;
    finished.message.content = text;
    finished.reason = reason;
    return finished;
}

/// Runs the given function for each request. `alive` counts the engines in existence.
class FakeEngine : public runtime::ChatEngine {
  public:
    using Send = std::function<void(runtime::Event)>;
    using Answer = std::function<void(const runtime::Request&, const Send&, std::stop_token)>;

    explicit FakeEngine(Answer answer) : answer_(std::move(answer)) { ++alive; }
    ~FakeEngine() override { --alive; }

    std::string model_name() const override { return "fake"; }
    std::int64_t context_length() const override { return 4096; }
    std::int64_t count_tokens(const std::string& text) const override {
        return static_cast<std::int64_t>(text.size());
    }
    void generate(const runtime::Request& request, const Send& send, std::stop_token stop) override {
        answer_(request, send, stop);
    }

    static inline std::atomic<int> alive{0};

  private:
    Answer answer_;
};

/// Says "word " without end, as fast as it can, until stopped.
inline void talk_until_stopped(const runtime::Request&, const FakeEngine::Send& send, std::stop_token stop) {
    while (!stop.stop_requested())
        send(content("word "));
    send(ended(runtime::FinishReason::Cancelled));
}

} // namespace hadal::test
