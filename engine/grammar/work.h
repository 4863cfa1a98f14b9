// A budget for compiling a grammar.
#pragma once

#include "kernels/error.h"

#include <cstdint>
#include <stop_token>
#include <utility>

namespace hadal::grammar {

/// Counts units of work (automaton transitions, merged parts of schemas) against a limit, so that no schema
/// takes unbounded time or memory. One thread.
class Work {
  public:
    static constexpr std::uint64_t default_limit = 20'000'000;
    explicit Work(std::uint64_t limit = default_limit, std::stop_token stop = {})
        : left_(limit), stop_(std::move(stop)) {}

    /// Throws Unsupported when the budget is spent, Cancelled when a stop was asked for.
    void spend(std::uint64_t units) {
        if (stop_.stop_requested())
            throw Error(ErrorKind::Cancelled, "compiling the schema was stopped");
        if (units > left_) {
            left_ = 0;
            throw Error(ErrorKind::Unsupported,
                        "the schema is too complex to be enforced: compiling it exceeds the work limit. "
                        "Simplify its combinations (oneOf, anyOf, not) or its patterns");
        }
        left_ -= units;
    }
    std::uint64_t left() const { return left_; }

  private:
    std::uint64_t left_;
    std::stop_token stop_;
};

} // namespace hadal::grammar
