// What the runs of all kinds of action have in common.
#pragma once

#include "app/tools/run.h"

#include <QMap>

class QNetworkAccessManager;

namespace hadal::tools {

/// All that one run works with.
struct Job {
    Tool tool;
    Json arguments;
    QMap<QString, QString> secrets; ///< values by name
    QString dataFolder;
    QString text(const QString& key) const; ///< of an argument; empty where it was not given
};

/// One kind of action at work. Ends once, with done().
class Work : public QObject {
    Q_OBJECT

  public:
    explicit Work(Job job, QObject* parent) : QObject(parent), job_(std::move(job)) {}

    virtual void start() = 0;
    /// done() follows within a second.
    virtual void stop(RunResult::Status why) = 0;
    virtual void answer(const QString& text){Q_UNUSED(text)}

    signals : void asks(const QString& question);
    void progress(const QString& tail);
    /// The text may be longer than the limit, and hold anything: LocalRun makes it fit.
    void done(const hadal::tools::RunResult& result);

  protected:
    const Job& job() const { return job_; }
    void end(RunResult::Status status, const QString& text) {
        RunResult result;
        result.status = status;
        result.text = text;
        result.outputBytes = text.toUtf8().size();
        emit done(result);
    }

  private:
    Job job_;
};

// One for each kind; the caller owns them.
Work* commandWork(Job job, QObject* parent);
Work* scriptWork(Job job, QObject* parent);
Work* httpWork(Job job, QNetworkAccessManager* network, QObject* parent);
Work* filesWork(Job job, QObject* parent);

} // namespace hadal::tools
