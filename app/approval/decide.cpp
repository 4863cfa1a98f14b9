#include "app/approval/decide.h"

#include <algorithm>

namespace hadal::approval {

namespace {

/// How far one permission goes towards a call: from not at all to entirely.
enum class Cover { None, Changed, NotCovered, Whole };

Cover cover(const QList<Rule>& rules, const Call& call, const QByteArray& definition) {
    Cover best = Cover::None;
    for (const Rule& rule : rules) {
        if (rule.tool != call.tool->id || !rule.allow)
            continue;
        const bool same = rule.definition == definition;
        const bool fits =
            std::all_of(rule.where.begin(), rule.where.end(),
                        [&](const Constraint& constraint) { return holds(constraint, call.arguments); });
        best = std::max(best, !same ? Cover::Changed : fits ? Cover::Whole : Cover::NotCovered);
    }
    return best;
}

bool refuses(const QList<Rule>& rules, const QString& tool) {
    return std::any_of(rules.begin(), rules.end(),
                       [&](const Rule& rule) { return rule.tool == tool && !rule.allow; });
}

} // namespace

Decision decide(const Policy& policy, const Call& call) {
    if (!call.tool)
        return {Decision::Refuse, Reason::UnknownTool};
    if (!call.argumentsProblem.isEmpty())
        return {Decision::Refuse, Reason::InvalidArguments};
    if (!call.sandboxProblem.isEmpty())
        return {Decision::Refuse, Reason::CannotRun};
    if (refuses(policy.chat, call.tool->id) || refuses(policy.always, call.tool->id))
        return {Decision::Refuse, Reason::Never};
    if (std::holds_alternative<tools::AskAction>(call.tool->action))
        return {Decision::Run, Reason::PersonAnswers};
    if (call.interrupted)
        return {Decision::Ask, Reason::Interrupted};

    const QByteArray definition = definitionOf(*call.tool);
    const Cover here = cover(policy.chat, call, definition);
    const Cover always = cover(policy.always, call, definition);
    if (here == Cover::Whole)
        return {Decision::Run, Reason::AllowedHere};
    if (always == Cover::Whole && !policy.locked)
        return {Decision::Run, Reason::AllowedAlways};
    if (policy.readsUnasked && call.tool->effect == tools::Effect::Reads)
        return {Decision::Run, Reason::ReadsOnly};

    if (here == Cover::NotCovered || (always == Cover::NotCovered && !policy.locked))
        return {Decision::Ask, Reason::NotCovered};
    if (here == Cover::Changed || (always == Cover::Changed && !policy.locked))
        return {Decision::Ask, Reason::Changed};
    if (always != Cover::None)
        return {Decision::Ask, Reason::Locked};
    return {Decision::Ask, Reason::NotAllowed};
}

} // namespace hadal::approval
