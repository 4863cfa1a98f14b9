// The turn of a model that calls tools: from an answer with calls to the results that it goes on with.
#pragma once

#include "app/toolloop/tool_call.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <vector>

namespace hadal::toolloop {

/// What the loop asks of its conversation. Called on the interface thread.
struct Surroundings {
    tools::Runner* runner = nullptr;             ///< outlives the loop
    std::function<QList<tools::Tool>()> offered; ///< tools that are on in the conversation
    std::function<approval::Policy()> policy;
    std::function<qsizetype()> resultCharacters; ///< of one result that the model gets; 0: all
};

/// How far a permission reaches that the person gives with one call.
enum class Scope { Once, Chat, Always };

/// The state machine of one conversation's tools. It knows neither the engine nor the store nor the screen:
/// its owner puts what added() and changed() give into the conversation, and asks the model when ended() says
/// so.
///
///     Idle ──begin()──► Working ──all results──► Idle, ended()
///       │                 │  ▲
///       │ look()    limit,│  │goOn()
///       ▼       repetition▼  │
///       └───────────────► Paused ──stop(), answerNow()──► Idle, ended()
///
/// While Working each call is decided; approved ones run at once and beside each other; others wait for
/// approve() or refuse(). Results are tool messages in the order of the calls, one below the other; each is
/// there from the beginning, Streaming until its call has ended, so that nothing that was done is lost when
/// the program ends. Lives on the interface thread.
class ToolLoop : public QObject {
    Q_OBJECT

  public:
    enum State { Idle, Working, Paused };
    enum Pause {
        NotPaused,
        Limit,      ///< of calls in one turn
        Repetition, ///< the same call gave the same result again and again
        Unfinished, ///< the turn was left off: the program ended, or the person stopped it
    };
    enum class End {
        Ask,             ///< the model goes on with the results
        AskWithoutTools, ///< it answers with what there is
        Stop,            ///< the person stopped the turn
    };
    static constexpr int repetitions = 3;
    static constexpr int usual_limit = 16;

    explicit ToolLoop(Surroundings surroundings, QObject* parent = nullptr);
    /// Runs under way end; what they had done is not known, so their messages stay as they are.
    ~ToolLoop() override;

    State state() const { return state_; }
    Pause pause() const { return pause_; }
    bool isWorking() const { return state_ == Working; }
    int waiting() const;                                    ///< calls that wait for the person
    int calls() const { return done_ + int(jobs_.size()); } ///< of this turn
    int limit() const { return limit_; }
    void setLimit(int calls) { limit_ = calls; }   ///< of calls in one turn until it pauses
    QString repeated() const { return repeated_; } ///< name of the tool that pause() is about

    struct Job {
        conversations::Message message; ///< the result
        RunRecord record;
        WrittenCall written;
        tools::Tool tool; ///< as it was when the call was decided; no id: there is none
        Json arguments;   ///< of `written`; null where they are no JSON object
        approval::Reason reason = approval::Reason::NotAllowed; ///< why it waits
        QString sandbox;                                        ///< what it may touch, while it waits
        QString tail;                                           ///< of the output while it runs
        QString question;                                       ///< for the person, while it asks
        bool stored = false;                                    ///< added() has been emitted
        bool interrupted = false;                               ///< it was running when the program ended
        QPointer<tools::Run> run;
    };
    /// Null for a message that is none of this answer's results.
    const Job* job(const QString& message) const;
    const std::vector<Job>& jobs() const { return jobs_; }

    /// `path` ends with an answer that calls tools and is complete.
    void begin(const QList<conversations::Message>& path);
    /// The conversation shows this path: Paused where it ends within a turn, else Idle. Not while Working.
    void look(const QList<conversations::Message>& path);
    /// The person has said something new: more calls may come before the next pause.
    void newTurn() { allowance_ = 0; }

    /// Runs a call that waits, with these arguments. False, and nothing happens, where they do not fit. A
    /// permission is given with allowed() first.
    bool approve(const QString& message, const QString& arguments, Scope scope = Scope::Once,
                 const QList<approval::Constraint>& where = {});
    /// `words` go to the model.
    void refuse(const QString& message, const QString& words, bool never = false);
    /// The person's answer to a question.
    void answer(const QString& message, const QString& text);
    /// Ends what runs, refuses what waits; ended(Stop) follows within a second.
    void stop();
    void goOn();
    /// The calls that have not run do not, and the model answers.
    void answerNow();

  signals:
    void added(const hadal::conversations::Message& message);
    void changed(const hadal::conversations::Message& message);
    /// A message that was cut off is written again.
    void resumed(const hadal::conversations::Message& message);
    /// The state, or what is known of a call, has changed; an empty id: of all.
    void moved(const QString& message);
    /// A rule for this conversation, or for all.
    void allowed(const hadal::approval::Rule& rule, bool always);
    void ended(hadal::toolloop::ToolLoop::End end);

  private:
    Job* find(const QString& message);
    void setState(State state, Pause pause = NotPaused);
    void store();
    void proceed();
    void decide(Job& job);
    void reconsider();
    void start(Job& job, const Json& arguments, const QString& why);
    void take(const QString& message, const tools::RunResult& result);
    void finish(Job& job, Outcome outcome, const QString& why, const QString& text);
    void put(Job& job);
    void checkEnd();
    QString repetition() const;
    void end(End end);

    Surroundings surroundings_;
    std::vector<Job> jobs_;
    QList<conversations::Message> path_; ///< up to the answer
    State state_ = Idle;
    Pause pause_ = NotPaused;
    int limit_ = usual_limit;
    int allowance_ = 0; ///< calls that the person let the turn have beyond the limit
    int done_ = 0;      ///< calls of earlier answers of the turn
    QString repeated_;
    bool stopping_ = false;
    bool proceeding_ = false;
};

} // namespace hadal::toolloop
