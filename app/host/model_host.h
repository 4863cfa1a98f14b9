// Hosts a model on its own thread for the interface thread.
#pragma once

#include "app/host/reply.h"
#include "engine/model/progress.h"
#include "engine/runtime/insight.h"
#include "engine/runtime/request.h"

#include <QFuture>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace hadal {
class TaskThread;
}

namespace hadal::host {

class EngineThread;
struct LoadStatus;

/// Opens a model; runs on the engine thread. Throws hadal::Error; Cancelled when asked to stop.
using Factory = std::function<std::unique_ptr<runtime::ChatEngine>(const ProgressFn&, std::stop_token)>;

/// One engine, one engine thread, and its requests in order. Lives on the interface thread, which needs a Qt
/// event loop; no call blocks. Only the destructor waits: until the engine has obeyed the request to stop.
class ModelHost : public QObject {
    Q_OBJECT
    Q_PROPERTY(State state READ state NOTIFY stateChanged)
    Q_PROPERTY(double progress READ progress NOTIFY progressChanged)
    Q_PROPERTY(QString activity READ activity NOTIFY progressChanged)
    Q_PROPERTY(QString errorMessage READ errorMessage NOTIFY stateChanged)
    Q_PROPERTY(QString modelName READ modelName NOTIFY stateChanged)
    Q_PROPERTY(int contextLength READ contextLength NOTIFY stateChanged)

  public:
    enum class State { Empty, Loading, Ready, Failed };
    Q_ENUM(State)

    explicit ModelHost(QObject* parent = nullptr);
    ~ModelHost() override;

    State state() const { return state_; }
    double progress() const { return progress_; }           ///< of loading, 0 to 1
    QString activity() const { return activity_; }          ///< what loading does now
    QString errorMessage() const { return errorMessage_; }  ///< why loading failed
    QString modelName() const { return modelName_; }        ///< empty unless Ready
    qint64 contextLength() const { return contextLength_; } ///< tokens; 0 unless Ready
    /// Weight bytes that one more token reads; 0 unless Ready, or where nobody knows.
    qint64 bytesPerToken() const;
    /// How the model's prompts are written; null unless Ready, or where only an endpoint knows.
    const chat::Format* format() const;
    /// What load() was given.
    const std::optional<runtime::Sampling>& recommended() const { return recommended_; }
    /// Whether countTokens() counts with the model's tokenizer, or estimates; true unless Ready.
    bool countsExactly() const;

    /// Replaces the model. Requests under way or waiting are aborted; requests made from now on wait for the
    /// new model. `recommended` is how it wants to be sampled, where that is not as with this computer's.
    void load(Factory factory, const std::optional<runtime::Sampling>& recommended = {});
    /// Stops loading, or frees the model: Empty. Aborts all requests.
    void unload();

    /// Answers after the requests before it. While loading it waits; without a model it ends in Failed.
    Reply* ask(runtime::Request request);
    /// How many tokens each of some texts takes, counted beside the engine thread even while it generates.
    /// Fails with hadal::Error when no model is ready.
    QFuture<QList<qint64>> countTokens(const QStringList& texts);
    /// How the model comes to a token; in turn with the requests. A later call stops an earlier one. Fails
    /// with hadal::Error as ChatEngine::look_inside() says.
    QFuture<runtime::Insight> lookInside(runtime::InsightRequest request);

  signals:
    void stateChanged();
    void progressChanged();

  private:
    void abortReplies();
    void pollLoading();
    void poll();
    void setProgress(double progress, const QString& activity);
    void setState(State state);

    std::unique_ptr<EngineThread> thread_;
    std::unique_ptr<TaskThread> counter_;
    std::shared_ptr<const runtime::ChatEngine> engine_; ///< for counting only; null unless Ready
    std::shared_ptr<LoadStatus> loading_;               ///< null unless Loading
    QList<QPointer<Reply>> replies_;                    ///< unfinished ones, in order
    std::stop_source looking_;                          ///< of the last call of lookInside()
    QTimer frame_;                                      ///< runs only while something is under way
    State state_ = State::Empty;
    double progress_ = 0;
    QString activity_;
    QString errorMessage_;
    std::optional<runtime::Sampling> recommended_;
    QString modelName_;
    qint64 contextLength_ = 0;
};

} // namespace hadal::host
