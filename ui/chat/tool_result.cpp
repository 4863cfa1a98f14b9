#include "ui/chat/tool_result.h"

#include "app/base/readable_json.h"

#include <QCoreApplication>
#include <QLocale>

namespace hadal::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(hadal::ui::ToolResult)
};

} // namespace

QString readable(const QString& json) {
    try {
        const Json value = parse_json(json.toStdString());
        return value.is_structured() ? QString::fromStdString(printReadable(value)) : json;
    } catch (const std::exception&) {
        return json;
    }
}

ToolResult::ToolResult(const conversations::Message& message, const toolloop::WrittenCall& call)
    : record_(toolloop::readRun(message.run)), written_(call.arguments), content_(message.content),
      pending_(message.state == conversations::MessageState::Streaming),
      cutOff_(message.state != conversations::MessageState::Complete && !pending_) {
    if (record_.name.isEmpty())
        record_.name = call.name;
}

int ToolResult::outcome() const {
    using toolloop::Outcome;
    if (pending_)
        return Pending;
    if (cutOff_)
        return Stopped;
    switch (record_.outcome) {
    case Outcome::None: // a conversation from elsewhere
    case Outcome::Done:
        return Done;
    case Outcome::Refused:
        return Refused;
    case Outcome::Stopped:
        return Stopped;
    case Outcome::Failed:
    case Outcome::TimedOut:
    case Outcome::Exceeded:
    case Outcome::NotStarted:
    case Outcome::Invalid:
        break;
    }
    return Failed;
}

QString ToolResult::did() const {
    using toolloop::Outcome;
    if (pending_)
        return {};
    if (cutOff_)
        return record_.phase == toolloop::Phase::Running ? Texts::tr("was running when the program ended")
                                                         : Texts::tr("had not run when the program ended");
    switch (record_.outcome) {
    case Outcome::None:
    case Outcome::Done: {
        const int lines = int(text().count('\n')) + (text().isEmpty() || text().endsWith('\n') ? 0 : 1);
        if (text().isEmpty())
            return Texts::tr("gave nothing");
        return lines > 1 ? Texts::tr("gave %Ln lines", "", lines) : text().left(120).simplified();
    }
    case Outcome::Failed:
        return Texts::tr("failed");
    case Outcome::TimedOut:
        return Texts::tr("ran too long and was ended");
    case Outcome::Exceeded:
        return Texts::tr("went beyond its limits and was ended");
    case Outcome::Stopped:
        return record_.seconds > 0 ? Texts::tr("stopped by you") : Texts::tr("not run");
    case Outcome::NotStarted:
        return Texts::tr("could not be run");
    case Outcome::Refused:
        return record_.words.isEmpty() ? Texts::tr("refused by you")
                                       : Texts::tr("refused by you: %1").arg(record_.words.simplified());
    case Outcome::Invalid:
        return record_.why == "unknown"      ? Texts::tr("there is no such tool here")
               : record_.why == "cannot_run" ? Texts::tr("cannot be run here")
                                             : Texts::tr("arguments do not fit");
    }
    return {};
}

QString ToolResult::why() const {
    if (pending_ || cutOff_)
        return {};
    if (record_.outcome == toolloop::Outcome::Refused)
        return record_.why == "never" ? Texts::tr("Never allowed") : QString();
    static const QHash<QString, const char*> words = {{"once", QT_TR_NOOP("Allowed once")},
                                                      {"here", QT_TR_NOOP("Allowed in this chat")},
                                                      {"always", QT_TR_NOOP("Allowed always")},
                                                      {"reads", QT_TR_NOOP("Allowed: reads only")},
                                                      {"person", QT_TR_NOOP("Answered by you")}};
    const auto found = words.constFind(record_.why);
    const QString why = found == words.constEnd() ? QString() : Texts::tr(*found);
    return why.isEmpty() || record_.arguments.isEmpty() ? why : Texts::tr("%1, edited").arg(why);
}

QString ToolResult::duration() const {
    if (record_.seconds <= 0)
        return {};
    const int digits = record_.seconds < 0.1 ? 2 : record_.seconds < 10 ? 1 : 0;
    return Texts::tr("%1 s").arg(record_.seconds, 0, 'f', digits);
}

} // namespace hadal::ui
