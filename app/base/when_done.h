// What to do with a future's result on an object's own thread.
#pragma once

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>

#include <exception>
#include <utility>

namespace hadal {

/// Calls `done(result)`, or `failed(text)` where the future holds an exception, on the thread of `context` (which
/// must be the caller's); neither where the future is cancelled or `context` is gone first.
///
/// QFuture::then(context, …) will not do: in Qt 6.4 the thread that finishes the future looks at `context`
/// without a lock, and crashes where it is being destroyed at that moment.
template <typename Result, typename Done, typename Failed>
void whenDone(const QFuture<Result>& future, QObject* context, Done done, Failed failed) {
    auto* watcher = new QFutureWatcher<Result>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context,
                     [watcher, done = std::move(done), failed = std::move(failed)]() mutable {
                         watcher->deleteLater();
                         QFuture<Result> finished = watcher->future();
                         try {
                             finished.waitForFinished(); // throws what it holds
                         } catch (const std::exception& error) {
                             failed(QString::fromUtf8(error.what()));
                             return;
                         }
                         if (finished.resultCount() > 0)
                             done(finished.result());
                     });
    watcher->setFuture(future);
}

} // namespace hadal
