// What becomes of results: their messages, repetitions, and the end of the turn.
#include "app/toolloop/tool_loop.h"

#include "kernels/error.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace hadal::toolloop {

using conversations::Message;
using conversations::MessageState;
using conversations::Role;

namespace {

/// Arguments that say the same are the same, however they are spaced and ordered.
std::string canonical(const QString& arguments) {
    try {
        return nlohmann::json(parse_json(arguments.toStdString())).dump();
    } catch (const std::exception&) {
        return arguments.toStdString();
    }
}

} // namespace

void ToolLoop::take(const QString& message, const tools::RunResult& result) {
    Job* job = find(message);
    if (!job || job->record.phase != Phase::Running)
        return;
    job->record.seconds = result.seconds;
    job->record.outputBytes = result.outputBytes;
    job->record.cut = result.cut;
    job->record.sandbox = result.sandbox;
    job->tail.clear();
    job->question.clear();
    finish(*job, outcomeOf(result.status), job->record.why, result.text);
    checkEnd();
}

void ToolLoop::finish(Job& job, Outcome outcome, const QString& why, const QString& text) {
    if (job.run) {
        job.run->disconnect(this);
        job.run->deleteLater();
        job.run = nullptr;
    }
    const QString cut =
        cutForModel(text, surroundings_.resultCharacters ? surroundings_.resultCharacters() : 0);
    if (cut != text)
        job.record.whole = text;
    job.record.phase = Phase::Ended;
    job.record.outcome = outcome;
    job.record.why = why;
    job.message.content = cut;
    job.message.state = MessageState::Complete;
    put(job);
}

void ToolLoop::put(Job& job) {
    job.message.run = toJson(job.record);
    emit changed(job.message);
    emit moved(job.message.id);
}

void ToolLoop::checkEnd() {
    if (state_ != Working || proceeding_)
        return;
    if (std::any_of(jobs_.begin(), jobs_.end(),
                    [](const Job& job) { return job.record.phase != Phase::Ended; }))
        return;
    if (stopping_) {
        stopping_ = false;
        end(End::Stop);
        return;
    }
    repeated_ = repetition();
    repeated_.isEmpty() ? end(End::Ask) : setState(Paused, Repetition);
}

/// The name of a tool that was now called for the third time, or the sixth, with the same arguments and the
/// same result in this turn.
QString ToolLoop::repetition() const {
    using Key = std::tuple<QString, std::string, QString>;
    std::map<Key, int> counts;
    std::map<QString, WrittenCall> open; // of an earlier answer, by id
    qsizetype at = path_.size();
    while (at > 0 && path_.at(at - 1).role != Role::User)
        --at;
    for (; at < path_.size(); ++at) {
        const Message& message = path_.at(at);
        if (message.role == Role::Assistant) {
            open.clear();
            for (const WrittenCall& call : callsOf(message))
                open[call.id] = call;
        } else if (const auto call = open.find(message.toolCallId); call != open.end()) {
            ++counts[{call->second.name, canonical(call->second.arguments), message.content}];
        }
    }
    for (const Job& job : jobs_) {
        const Key key{job.written.name, canonical(job.written.arguments), job.message.content};
        if (const int count = ++counts[key]; count % repetitions == 0)
            return job.written.name;
    }
    return {};
}

void ToolLoop::end(End end) {
    setState(Idle);
    emit ended(end);
}

} // namespace hadal::toolloop
