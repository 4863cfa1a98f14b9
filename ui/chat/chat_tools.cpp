// Tools in the turns of a conversation: what the loop says goes into the store, and back to the model.
#include "app/conversations/store.h"
#include "ui/chat/chat.h"

namespace hadal::ui {

using conversations::Message;
using toolloop::ToolLoop;

void Chat::followTools() {
    connect(tools_, &ToolTurn::itemsChanged, this, [this] { meter_->setTools(tools_->items()); });
    meter_->setTools(tools_->items());
    ToolLoop* loop = tools_->loop();
    if (!loop)
        return;
    connect(loop, &ToolLoop::added, this, &Chat::add);
    connect(loop, &ToolLoop::resumed, this, [this](const Message& message) {
        store_->resume(message.id);
        tree_.put(message);
        turns_->update(message);
    });
    connect(loop, &ToolLoop::changed, this, [this](Message message) {
        const Message known = tree_.message(message.id); // may have been named meanwhile
        message.name = known.name;
        message.starred = known.starred;
        tree_.put(message);
        turns_->update(message);
        store_->save(message);
    });
    connect(loop, &ToolLoop::moved, this, [this](const QString& message) {
        const int before = std::exchange(waiting_, tools_->waiting());
        if (!message.isEmpty() && waiting_ == before)
            return;
        emit answeringChanged();
        emit touched();
    });
    connect(loop, &ToolLoop::ended, this, [this](ToolLoop::End end) {
        if (end != ToolLoop::End::Stop) {
            ask(conversation_.leaf, end == ToolLoop::End::AskWithoutTools);
            return;
        }
        showPath();
        emit answered({});
        sendQueued();
    });
}

} // namespace hadal::ui
