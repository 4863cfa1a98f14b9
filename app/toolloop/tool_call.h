// One call of a tool within a conversation, as it is stored: what the model wrote stays in its answer, and a
// tool message says what came of it.
#pragma once

#include "app/approval/decide.h"
#include "app/conversations/message.h"
#include "app/tools/run.h"

#include <QList>
#include <QString>

namespace hadal::toolloop {

/// A call as the model wrote it.
struct WrittenCall {
    QString id;
    QString name;
    QString arguments; ///< JSON text, or what the model took for it
};
QList<WrittenCall> callsOf(const conversations::Message& answer);

/// Where a call stands; Message::run holds it under "phase".
enum class Phase {
    Held,    ///< nothing has been decided
    Waiting, ///< for the person's word
    Running,
    Ended,
};

/// How it ended; Message::run holds it under "outcome".
enum class Outcome {
    None,
    Done,
    Failed,
    TimedOut,
    Exceeded,
    Stopped,
    NotStarted,
    Refused, ///< by the person, now or by a rule
    Invalid, ///< it could not be run as it was written
};

/// What Message::run of a tool message says. Keys that it does not have keep these values.
struct RunRecord {
    QString tool; ///< Tool::id; empty: unknown
    QString name;
    tools::Effect effect = tools::Effect::Reads;
    Phase phase = Phase::Ended;
    Outcome outcome = Outcome::None;
    QString why;       ///< a word for approval::Reason, or "once", "person", "limit", "turn"
    QString arguments; ///< that ran, where the person changed them; empty: as the model wrote them
    QString sandbox;   ///< what was allowed; empty: nothing ran on this computer
    double seconds = 0;
    qint64 outputBytes = 0;
    bool cut = false;
    QString whole; ///< the result where the model gets less of it; empty: it gets all
    QString words; ///< of the person who refused
    bool operator==(const RunRecord&) const = default;
};
QJsonObject toJson(const RunRecord& record);
RunRecord readRun(const QJsonObject& json);

/// A word that stays the same in the store.
QString wordOf(approval::Reason reason);
Outcome outcomeOf(tools::RunResult::Status status);

/// A result for the model: at most `characters`, the beginning and the end, and between them how much is left
/// out. 0: all.
QString cutForModel(const QString& text, qsizetype characters);

/// What the model is told of a call that was refused, in English.
QString refusalFor(approval::Reason reason, const QString& name, const QString& detail);
QString personsRefusal(const QString& words);

/// What is wrong with a call's arguments, for the model and the person; empty where nothing is. `arguments`
/// becomes what the text says where it is a JSON object.
QString problemOf(const QString& text, const tools::Tool& tool, Json& arguments);

} // namespace hadal::toolloop
