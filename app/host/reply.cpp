#include "app/host/reply.h"

#include "app/host/channel.h"

#include <QPointer>

namespace hadal::host {

Reply::Reply(std::shared_ptr<Channel> channel, QObject* parent)
    : QObject(parent), channel_(std::move(channel)) {}

Reply::~Reply() {
    channel_->abort();
}

void Reply::abort() {
    channel_->abort();
}

void Reply::deliver() {
    if (finished_)
        return;
    const QPointer<Reply> self(this); // a slot may delete the reply
    const auto batch = channel_->take();
    finished_ = batch.last;
    if (!batch.events.empty())
        emit events(batch.events);
    if (self && batch.last)
        emit finished();
}

} // namespace hadal::host
