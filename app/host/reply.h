// One answer on its way.
#pragma once

#include "engine/runtime/request.h"

#include <QObject>

#include <memory>
#include <vector>

namespace hadal::host {

class Channel;

/// Made by ModelHost::ask(), lives on the interface thread. The caller deletes it (deleteLater() in
/// finished() does); deleting it earlier aborts. The host deletes those that are left when it goes.
class Reply : public QObject {
    Q_OBJECT

  public:
    ~Reply() override;

    /// True once finished() was emitted.
    bool isFinished() const { return finished_; }
    /// Asks the engine to stop; returns at once. The answer ends with Finished(Cancelled) and the text so
    /// far, at the next frame if its turn had not come yet. Does nothing after the end.
    void abort();

  signals:
    /// Emitted at most once a frame (16 ms), never empty. Adjacent deltas of one kind are joined. The last
    /// batch ends with the only Finished or Failed.
    void events(const std::vector<hadal::runtime::Event>& batch);
    /// Emitted once, after the last batch. Nothing comes afterwards.
    void finished();

  private:
    friend class ModelHost;
    Reply(std::shared_ptr<Channel> channel, QObject* parent);
    /// Emits what has arrived.
    void deliver();

    std::shared_ptr<Channel> channel_;
    bool finished_ = false;
};

} // namespace hadal::host
