// The ranks of one model as a group: what ends a step for all of them, and how they add up their parts.
#pragma once

#include "engine/model/communicator.h"

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace hadal::parallel {

/// Thread-safe. Derived classes say how the communicators of its ranks work.
class RankGroup {
  public:
    explicit RankGroup(int ranks) : ranks_(ranks) {}
    virtual ~RankGroup() = default;
    RankGroup(const RankGroup&) = delete;
    RankGroup& operator=(const RankGroup&) = delete;

    int ranks() const { return ranks_; }

    /// Called once by each rank, on its thread and with its backend, which must outlive the communicator. May
    /// wait for the other ranks to join. Throws as Communicator's calls do.
    virtual std::shared_ptr<model::Communicator> join(int rank, ops::Backend& backend) = 0;

    /// What does not work as it could, and what is done instead, known when all have joined: a sentence or
    /// more, fit to be shown. Empty where all is well.
    virtual std::string notice() const { return {}; }

    /// Forgets a failure and what the last step agreed on. No rank is inside a step.
    virtual void begin_step();
    /// Ends the step for all ranks: their calls throw this error, those that wait now at once. Of several
    /// failures the first counts.
    virtual void fail(const Error& error);
    /// What ended the step, if anything did.
    std::optional<Error> failure() const;

    /// See model::Communicator::stops().
    bool stops(std::int64_t layer, const std::stop_token& stop);
    /// Whether stops() has said that this step ends, at one layer for all ranks.
    bool stops_together() const;

  protected:
    void throw_failure() const;

  private:
    const int ranks_;
    mutable std::mutex mutex_;
    std::optional<Error> failure_;
    std::int64_t furthest_ = -1;           ///< layer that a rank has begun
    std::optional<std::int64_t> stops_at_; ///< the layer that no rank begins
};

} // namespace hadal::parallel
