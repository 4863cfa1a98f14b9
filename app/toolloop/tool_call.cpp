#include "app/toolloop/tool_call.h"

#include "app/toolloop/shelf.h"
#include "app/tools/problems.h"
#include "kernels/error.h"

#include <QSet>

#include <array>

namespace hadal::toolloop {

namespace {

constexpr std::array phases = {"held", "waiting", "running", "ended"};
constexpr std::array outcomes = {"",        "done",        "failed",  "timed_out", "exceeded",
                                 "stopped", "not_started", "refused", "invalid"};
constexpr std::array effects = {"reads", "writes", "deletes"};

template <std::size_t count>
int indexOf(const std::array<const char*, count>& names, const QString& name, int otherwise) {
    for (std::size_t i = 0; i < count; ++i)
        if (name == QLatin1String(names[i]))
            return int(i);
    return otherwise;
}

} // namespace

QList<tools::Tool> chosen(const QList<tools::Tool>& all, const QList<tools::ToolSet>& sets,
                          const QStringList& tools, const QStringList& setIds) {
    QSet<QString> wanted(tools.begin(), tools.end());
    for (const tools::ToolSet& set : sets)
        if (setIds.contains(set.id))
            for (const QString& tool : set.tools)
                wanted.insert(tool);
    QList<tools::Tool> list;
    QSet<QString> names;
    for (const tools::Tool& tool : all) {
        if (!wanted.contains(tool.id) || names.contains(tool.name))
            continue;
        names.insert(tool.name);
        list += tool;
    }
    return list;
}

QList<WrittenCall> callsOf(const conversations::Message& answer) {
    QList<WrittenCall> calls;
    for (const QJsonValue& value : answer.toolCalls)
        calls.append({value["id"].toString(), value["name"].toString(), value["arguments"].toString()});
    return calls;
}

QJsonObject toJson(const RunRecord& record) {
    QJsonObject json{{"name", record.name},
                     {"effect", effects[std::size_t(record.effect)]},
                     {"phase", phases[std::size_t(record.phase)]}};
    const auto put = [&json](const char* key, const QString& text) {
        if (!text.isEmpty())
            json[QLatin1String(key)] = text;
    };
    put("tool", record.tool);
    put("outcome", outcomes[std::size_t(record.outcome)]);
    put("why", record.why);
    put("arguments", record.arguments);
    put("sandbox", record.sandbox);
    put("whole", record.whole);
    put("words", record.words);
    if (record.seconds > 0)
        json["seconds"] = record.seconds;
    if (record.outputBytes > 0)
        json["output_bytes"] = record.outputBytes;
    if (record.cut)
        json["cut"] = true;
    return json;
}

RunRecord readRun(const QJsonObject& json) {
    RunRecord record;
    record.tool = json["tool"].toString();
    record.name = json["name"].toString();
    // What is not known is taken for the worst.
    record.effect = tools::Effect(indexOf(effects, json["effect"].toString("reads"), 2));
    record.phase = Phase(indexOf(phases, json["phase"].toString(), int(Phase::Ended)));
    record.outcome = Outcome(indexOf(outcomes, json["outcome"].toString(), 0));
    record.why = json["why"].toString();
    record.arguments = json["arguments"].toString();
    record.sandbox = json["sandbox"].toString();
    record.whole = json["whole"].toString();
    record.words = json["words"].toString();
    record.seconds = json["seconds"].toDouble();
    record.outputBytes = json["output_bytes"].toInteger();
    record.cut = json["cut"].toBool();
    return record;
}

QString wordOf(approval::Reason reason) {
    using approval::Reason;
    switch (reason) {
    case Reason::UnknownTool:
        return "unknown";
    case Reason::InvalidArguments:
        return "invalid";
    case Reason::CannotRun:
        return "cannot_run";
    case Reason::Never:
        return "never";
    case Reason::Interrupted:
        return "interrupted";
    case Reason::Changed:
        return "changed";
    case Reason::NotCovered:
        return "not_covered";
    case Reason::Locked:
        return "locked";
    case Reason::NotAllowed:
        return "not_allowed";
    case Reason::PersonAnswers:
        return "person";
    case Reason::AllowedHere:
        return "here";
    case Reason::AllowedAlways:
        return "always";
    case Reason::ReadsOnly:
        return "reads";
    }
    return {};
}

Outcome outcomeOf(tools::RunResult::Status status) {
    switch (status) {
    case tools::RunResult::Done:
        return Outcome::Done;
    case tools::RunResult::Failed:
        return Outcome::Failed;
    case tools::RunResult::TimedOut:
        return Outcome::TimedOut;
    case tools::RunResult::Exceeded:
        return Outcome::Exceeded;
    case tools::RunResult::Stopped:
        return Outcome::Stopped;
    case tools::RunResult::NotStarted:
        break;
    }
    return Outcome::NotStarted;
}

QString cutForModel(const QString& text, qsizetype characters) {
    if (characters <= 0 || text.size() <= characters)
        return text;
    qsizetype head = characters * 2 / 3, tail = text.size() - (characters - head);
    if (head > 0 && text.at(head - 1).isHighSurrogate())
        --head;
    if (tail < text.size() && text.at(tail).isLowSurrogate())
        ++tail;
    return text.first(head) + QString("\n[… %1 characters left out …]\n").arg(tail - head) +
           text.sliced(tail);
}

QString refusalFor(approval::Reason reason, const QString& name, const QString& detail) {
    switch (reason) {
    case approval::Reason::UnknownTool:
        return QString("There is no tool called \"%1\". Nothing was run.").arg(name);
    case approval::Reason::InvalidArguments:
        return QString("The arguments do not fit, nothing was run. %1").arg(detail);
    case approval::Reason::CannotRun:
        return QString("The tool cannot be run on this computer: %1").arg(detail);
    default:
        return QString("The person does not allow this tool. Nothing was run.");
    }
}

QString personsRefusal(const QString& words) {
    return words.trimmed().isEmpty()
               ? QString("The person refused this call. Nothing was run.")
               : QString("The person refused this call, nothing was run. They say: %1").arg(words.trimmed());
}

QString problemOf(const QString& text, const tools::Tool& tool, Json& arguments) {
    try {
        // Some formats write nothing at all for a call without arguments.
        const Json json = text.trimmed().isEmpty() ? Json::object() : parse_json(text.toStdString());
        if (!json.is_object())
            return QString("They must be one JSON object.");
        arguments = json;
        return tools::argumentProblems(tool, json);
    } catch (const Error& error) {
        return QString::fromUtf8(error.what());
    }
}

} // namespace hadal::toolloop
