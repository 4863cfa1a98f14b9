#include "ui/chat/undo_stack.h"

namespace hadal::ui {

namespace {
constexpr size_t remembered = 50;
}

void UndoStack::done(const QString& what, std::function<void()> back) {
    note(std::move(back));
    emit happened(what);
}

void UndoStack::note(std::function<void()> back) {
    acts_.push_back(std::move(back));
    if (acts_.size() > remembered)
        acts_.erase(acts_.begin());
    emit changed();
}

void UndoStack::undo() {
    if (acts_.empty())
        return;
    const auto back = std::move(acts_.back());
    acts_.pop_back();
    emit changed();
    back();
}

} // namespace hadal::ui
