#include "app/toolloop/tool_loop.h"

#include "kernels/error.h"

#include <algorithm>

namespace hadal::toolloop {

using conversations::Message;
using conversations::MessageState;
using conversations::Role;

namespace {

Message resultOf(const Message& answer, const WrittenCall& call) {
    Message message;
    message.id = conversations::newId();
    message.conversation = answer.conversation;
    message.role = Role::Tool;
    message.toolCallId = call.id;
    message.state = MessageState::Streaming;
    message.created = QDateTime::currentDateTimeUtc();
    return message;
}

} // namespace

ToolLoop::ToolLoop(Surroundings surroundings, QObject* parent)
    : QObject(parent), surroundings_(std::move(surroundings)) {}

ToolLoop::~ToolLoop() {
    for (Job& job : jobs_) {
        if (job.run)
            job.run->disconnect(this);
        delete job.run;
    }
}

int ToolLoop::waiting() const {
    return int(std::count_if(jobs_.begin(), jobs_.end(), [](const Job& job) {
        return job.record.phase == Phase::Waiting || !job.question.isEmpty();
    }));
}

const ToolLoop::Job* ToolLoop::job(const QString& message) const {
    return const_cast<ToolLoop*>(this)->find(message);
}

ToolLoop::Job* ToolLoop::find(const QString& message) {
    const auto job =
        std::find_if(jobs_.begin(), jobs_.end(), [&](const Job& each) { return each.message.id == message; });
    return job == jobs_.end() ? nullptr : &*job;
}

void ToolLoop::setState(State state, Pause pause) {
    state_ = state;
    pause_ = pause;
    emit moved({});
}

void ToolLoop::begin(const QList<Message>& path) {
    look(path);
    if (state_ != Paused) // the answer calls nothing
        return;
    store();
    if (calls() > limit_ + allowance_) {
        setState(Paused, Limit);
        return;
    }
    setState(Working);
    proceed();
}

void ToolLoop::look(const QList<Message>& path) {
    if (state_ == Working)
        return;
    jobs_.clear();
    qsizetype at = path.size() - 1;
    while (at >= 0 && path.at(at).role == Role::Tool)
        --at;
    const Message answer = path.value(at);
    const QList<WrittenCall> calls = callsOf(answer);
    path_ = path.first(at + 1);
    if (calls.isEmpty() || answer.role != Role::Assistant || answer.state != MessageState::Complete) {
        setState(Idle);
        return;
    }
    done_ = 0;
    for (qsizetype i = at - 1; i >= 0 && path.at(i).role != Role::User; --i)
        done_ += path.at(i).role == Role::Tool;
    for (qsizetype i = 0; i < calls.size(); ++i) {
        Job job;
        job.written = calls.at(i);
        job.stored = at + 1 + i < path.size();
        if (job.stored) {
            job.message = path.at(at + 1 + i);
            job.record = readRun(job.message.run);
            job.interrupted = job.record.phase == Phase::Running;
            if (job.message.state == MessageState::Complete)
                job.record.phase = Phase::Ended;
            else
                job.record.phase = Phase::Held;
        } else {
            job.message = resultOf(answer, job.written);
            job.message.parent = jobs_.empty() ? answer.id : jobs_.back().message.id;
            job.record.name = job.written.name;
            job.record.phase = Phase::Held;
        }
        jobs_.push_back(std::move(job));
    }
    setState(Paused, Unfinished);
}

/// All results have their place in the conversation before anything runs.
void ToolLoop::store() {
    for (Job& job : jobs_) {
        if (job.stored && job.message.state == MessageState::Streaming)
            continue;
        if (job.stored && job.record.phase != Phase::Ended) {
            job.message.state = MessageState::Streaming;
            emit resumed(job.message);
        } else if (!job.stored) {
            job.stored = true;
            job.message.run = toJson(job.record);
            emit added(job.message);
        }
    }
}

void ToolLoop::proceed() {
    proceeding_ = true; // a result that comes at once does not end the turn before all calls are decided
    for (Job& job : jobs_)
        if (job.record.phase == Phase::Held)
            decide(job);
    proceeding_ = false;
    checkEnd();
}

void ToolLoop::decide(Job& job) {
    const QList<tools::Tool> offered = surroundings_.offered();
    const auto tool = std::find_if(offered.begin(), offered.end(),
                                   [&](const tools::Tool& each) { return each.name == job.written.name; });
    approval::Call call;
    call.interrupted = job.interrupted;
    QString problem;
    if (tool != offered.end()) {
        job.tool = *tool;
        job.record.tool = tool->id;
        job.record.effect = tool->effect;
        call.tool = &job.tool;
        call.argumentsProblem = problemOf(job.written.arguments, job.tool, job.arguments);
        call.arguments = job.arguments;
        job.sandbox = surroundings_.runner->sandbox(job.tool, call.sandboxProblem);
    }
    const approval::Decision decision = approval::decide(surroundings_.policy(), call);
    job.reason = decision.reason;
    switch (decision.kind) {
    case approval::Decision::Run:
        start(job, job.arguments, wordOf(decision.reason));
        break;
    case approval::Decision::Ask:
        job.record.phase = Phase::Waiting;
        job.record.why = wordOf(decision.reason);
        put(job);
        break;
    case approval::Decision::Refuse:
        finish(job, decision.reason == approval::Reason::Never ? Outcome::Refused : Outcome::Invalid,
               wordOf(decision.reason),
               refusalFor(decision.reason, job.written.name,
                          decision.reason == approval::Reason::CannotRun ? call.sandboxProblem
                                                                         : call.argumentsProblem));
        break;
    }
}

/// What the person said of one call may settle others that wait.
void ToolLoop::reconsider() {
    for (Job& job : jobs_)
        if (job.record.phase == Phase::Waiting)
            decide(job);
}

void ToolLoop::start(Job& job, const Json& arguments, const QString& why) {
    job.record.phase = Phase::Running;
    job.record.why = why;
    put(job); // the store knows that it runs before it does
    const QString id = job.message.id;
    tools::Run* run = surroundings_.runner->run(job.tool, arguments);
    job.run = run;
    run->setParent(this);
    connect(run, &tools::Run::finished, this,
            [this, id](const tools::RunResult& result) { take(id, result); });
    connect(run, &tools::Run::progress, this, [this, id](const QString& tail) {
        if (Job* running = find(id); running && running->record.phase == Phase::Running) {
            running->tail = tail;
            emit moved(id);
        }
    });
    connect(run, &tools::Run::asks, this, [this, id](const QString& question) {
        if (Job* running = find(id); running && running->record.phase == Phase::Running) {
            running->question = question.isEmpty() ? running->written.arguments : question;
            emit moved(id);
        }
    });
}

bool ToolLoop::approve(const QString& message, const QString& arguments, Scope scope,
                       const QList<approval::Constraint>& where) {
    Job* job = find(message);
    Json given;
    if (!job || state_ != Working || job->record.phase != Phase::Waiting ||
        !problemOf(arguments, job->tool, given).isEmpty())
        return false;
    if (given != job->arguments)
        job->record.arguments = QString::fromStdString(print_python(given));
    if (scope != Scope::Once)
        emit allowed({job->tool.id, true, approval::definitionOf(job->tool), where}, scope == Scope::Always);
    proceeding_ = true;
    start(*job, given, scope == Scope::Once ? "once" : scope == Scope::Chat ? "here" : "always");
    if (scope != Scope::Once)
        reconsider();
    proceeding_ = false;
    checkEnd();
    return true;
}

void ToolLoop::refuse(const QString& message, const QString& words, bool never) {
    Job* job = find(message);
    if (!job || state_ != Working || job->record.phase != Phase::Waiting)
        return;
    if (never)
        emit allowed({job->tool.id, false, approval::definitionOf(job->tool), {}}, true);
    job->record.words = words.trimmed();
    proceeding_ = true;
    finish(*job, Outcome::Refused, never ? "never" : "person", personsRefusal(words));
    if (never)
        reconsider();
    proceeding_ = false;
    checkEnd();
}

void ToolLoop::answer(const QString& message, const QString& text) {
    Job* job = find(message);
    if (!job || !job->run || job->question.isEmpty())
        return;
    job->question.clear();
    job->run->answer(text);
    emit moved(message);
}

void ToolLoop::stop() {
    if (state_ == Idle || stopping_)
        return;
    if (state_ == Paused) {
        store();
        state_ = Working;
    }
    stopping_ = proceeding_ = true;
    for (Job& job : jobs_) {
        if (job.record.phase == Phase::Held || job.record.phase == Phase::Waiting)
            finish(job, Outcome::Stopped, "turn", "The person stopped the turn before this call was run.");
        else if (job.record.phase == Phase::Running && job.run)
            job.run->stop();
    }
    proceeding_ = false;
    checkEnd();
}

void ToolLoop::goOn() {
    if (state_ != Paused)
        return;
    allowance_ = std::max(allowance_, calls()); // and as many more as the limit says
    store();
    setState(Working);
    const bool decided = std::all_of(jobs_.begin(), jobs_.end(),
                                     [](const Job& job) { return job.record.phase == Phase::Ended; });
    decided ? end(End::Ask) : proceed();
}

void ToolLoop::answerNow() {
    if (state_ != Paused)
        return;
    const bool limit = pause_ == Limit;
    store();
    setState(Working);
    proceeding_ = true;
    for (Job& job : jobs_)
        if (job.record.phase != Phase::Ended)
            finish(job, Outcome::Stopped, limit ? "limit" : "turn",
                   limit ? "Not run: the limit of calls in one turn is reached. Answer with what is known."
                         : "Not run: the person wants an answer with what is known.");
    proceeding_ = false;
    end(End::AskWithoutTools);
}

} // namespace hadal::toolloop
