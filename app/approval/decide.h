// Whether a call of a tool runs, is asked about, or is refused.
#pragma once

#include "app/approval/rules.h"

namespace hadal::approval {

/// What the person has said so far.
struct Policy {
    QList<Rule> chat;          ///< for this conversation
    QList<Rule> always;        ///< for all
    bool locked = false;       ///< "always" is not to be had: those rules allow nothing
    bool readsUnasked = false; ///< tools that only read run without asking
    bool operator==(const Policy&) const = default;
};

struct Call {
    const tools::Tool* tool = nullptr; ///< null: no tool of this name is on in this conversation
    Json arguments;                    ///< meaningful where argumentsProblem is empty
    QString argumentsProblem;          ///< why they are not what the tool takes; empty: they are
    QString sandboxProblem;            ///< why it cannot be run here, from Runner::sandbox(); empty: it can
    bool interrupted = false; ///< it was running when the program ended: it may have done part of its work
};

enum class Reason {
    // refused
    UnknownTool,
    InvalidArguments,
    CannotRun,
    Never,
    // asked
    Interrupted,
    Changed,    ///< it was allowed, but the tool is another since
    NotCovered, ///< it is allowed, but not with these arguments
    Locked,     ///< it was allowed always, which no longer counts
    NotAllowed, ///< nothing has been said
    // run
    PersonAnswers, ///< the tool is the person, who sees the call in any case
    AllowedHere,   ///< in this conversation
    AllowedAlways,
    ReadsOnly,
};

struct Decision {
    enum Kind { Run, Ask, Refuse } kind = Ask;
    Reason reason = Reason::NotAllowed;
    bool operator==(const Decision&) const = default;
};

/// Depends on nothing else, and on the disk least of all. In this order:
///
///   1. What cannot be run is refused: unknown tools, arguments that do not fit, no sandbox.
///   2. "Never" refuses, in this conversation or in all, locked or not. It stays when the tool changes: no
///      change of a tool is a reason to trust it more.
///   3. A call that was running when the program ended is asked about, whatever is allowed.
///   4. A permission counts where the tool is as it was and all constraints hold; the conversation's before
///      those for all, which do not count when locked.
///   5. Tools that only read run where the person has chosen so.
///   6. Everything else is asked about, with the reason why no permission counted.
Decision decide(const Policy& policy, const Call& call);

} // namespace hadal::approval
