// Which messages of a conversation are sent when not all of them fit.
#pragma once

#include "app/conversations/message.h"
#include "ui/chat/chat_settings.h"

#include <QList>

namespace hadal::ui {

/// Every prompt format of the family spends about this on marks around a message, and one more at the front.
constexpr int marks_of_question = 3;
constexpr int marks_of_answer = 1;

struct PlanInput {
    QList<conversations::Role> roles; ///< of the path, first message first
    QList<int> tokens;                ///< of each, its marks included
    int length = 0;                   ///< of the context; 0: unknown, everything fits
    int fixed = 0;                    ///< spent in any case: system prompt, tools, draft, reserve
    bool lastIsAsked = false; ///< the last question of the path is the one to be answered, so it stays
    ChatSettings::Overflow overflow = ChatSettings::LeaveOutOldest;
};

/// Messages [from, to) are left out: whole turns, a question with what answers it.
struct ContextPlan {
    int from = 0;
    int to = 0;
    int turns = 0;    ///< left out
    int tokens = 0;   ///< left out
    bool fits = true; ///< what is left does
};

/// More is left out than must be, in steps of a quarter of the context: so the same messages stay at the
/// front for several turns, and what the model has read of them need not be read again.
ContextPlan planContext(const PlanInput& input);

} // namespace hadal::ui
