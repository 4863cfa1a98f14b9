#include "ui/chat/prompt_progress.h"

namespace hadal::ui {

double PromptProgress::secondsLeft() const {
    return tokensPerSecond_ > 0 ? (total_ - done_) / tokensPerSecond_ : -1;
}

void PromptProgress::take(int done, int total, int cached) {
    if (total_ == 0)
        since_.start();
    done_ = done;
    total_ = total;
    cached_ = cached;
    const qint64 ms = since_.elapsed();
    tokensPerSecond_ = ms >= 200 && done > cached ? (done - cached) * 1000.0 / double(ms) : 0;
    emit changed();
}

void PromptProgress::end() {
    if (total_ == 0)
        return;
    done_ = total_ = cached_ = 0;
    tokensPerSecond_ = 0;
    emit changed();
}

} // namespace hadal::ui
