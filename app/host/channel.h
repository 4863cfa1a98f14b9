// Where the engine thread leaves the events of one request, and the interface thread fetches them.
#pragma once

#include "engine/runtime/request.h"

#include <mutex>
#include <stop_token>
#include <vector>

namespace hadal::host {

/// Both threads may call everything. Nothing waits for longer than one event takes to be stored.
class Channel {
  public:
    // ---- engine thread ----

    /// The request's turn has come. False when it was aborted before.
    bool begin();
    /// Joins adjacent deltas of one kind. What follows the first Finished or Failed is dropped.
    void push(runtime::Event event);
    bool ended() const;
    std::stop_token stop_token() const { return stop_.get_token(); }

    // ---- interface thread ----

    /// Asks to stop. A request whose turn has not come ends at once.
    void abort();
    struct Batch {
        std::vector<runtime::Event> events;
        bool last = false; ///< nothing follows
    };
    Batch take();

  private:
    void push_locked(runtime::Event event);

    mutable std::mutex mutex_;
    std::vector<runtime::Event> events_;
    bool begun_ = false;
    bool ended_ = false;
    std::stop_source stop_;
};

} // namespace hadal::host
