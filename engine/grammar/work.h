// A budget for compiling a grammar.
#pragma once

#include "kernels/error.h"

#include <cstdint>

namespace hadal::grammar {

/// Counts units of work (automaton transitions, merged parts of schemas) against a limit, so that no schema
/// takes unbounded time or memory. One thread.
class Work {
  public:
    static constexpr std::uint64_t default_limit = 20'000'000;
    explicit Work(std::uint64_t limit = default_limit) : left_(limit) {}

    /// Throws Unsupported when the budget is spent.
    void spend(std::uint64_t units) {
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
};

} // namespace hadal::grammar
