#include "ui/chat/context_plan.h"

#include <algorithm>
#include <numeric>

namespace hadal::ui {

using conversations::Role;

ContextPlan planContext(const PlanInput& input) {
    ContextPlan plan;
    const int count = int(input.tokens.size());
    const int total = std::accumulate(input.tokens.begin(), input.tokens.end(), input.fixed);
    const int need = total - input.length;
    if (input.length <= 0 || need <= 0)
        return plan;
    if (input.overflow == ChatSettings::Refuse) {
        plan.fits = false;
        return plan;
    }
    QList<int> starts; // of turns
    for (int i = 0; i < count; ++i)
        if (input.roles.at(i) == Role::User || i == 0)
            starts += i;
    const qsizetype first = input.overflow == ChatSettings::LeaveOutMiddle ? 1 : 0;
    const qsizetype last = starts.size() - (input.lastIsAsked ? 1 : 0);
    const int step = std::max(1, input.length / 4);
    const int wanted = (need + step - 1) / step * step;
    plan.from = plan.to = starts.value(first, count);
    for (qsizetype turn = first; turn < last && plan.tokens < wanted; ++turn) {
        const int end = turn + 1 < starts.size() ? starts.at(turn + 1) : count;
        plan.tokens =
            std::accumulate(input.tokens.begin() + starts.at(turn), input.tokens.begin() + end, plan.tokens);
        plan.to = end;
        ++plan.turns;
    }
    plan.fits = plan.tokens >= need;
    return plan;
}

} // namespace hadal::ui
