#include "app/tools/templates.h"

#include <QRegularExpression>

namespace hadal::tools {

Template::Template(const QString& text) {
    // Names as JSON objects have them, without spaces and braces; NAME of a secret likewise.
    static const QRegularExpression placeholder(uR"(\{\{\s*(secret:)?([^\s{}:]+)\s*\}\})"_qs);
    qsizetype end = 0;
    for (auto it = placeholder.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        if (match.capturedStart() > end)
            parts_.append({Part::Text, text.mid(end, match.capturedStart() - end)});
        parts_.append({match.capturedLength(1) > 0 ? Part::Secret : Part::Argument, match.captured(2)});
        end = match.capturedEnd();
    }
    if (end < text.size())
        parts_.append({Part::Text, text.mid(end)});
}

namespace {

QStringList namesOf(const QList<Template::Part>& parts, Template::Part::Kind kind) {
    QStringList names;
    for (const auto& part : parts)
        if (part.kind == kind && !names.contains(part.text))
            names += part.text;
    return names;
}

} // namespace

QStringList Template::argumentNames() const {
    return namesOf(parts_, Part::Argument);
}

QStringList Template::secretNames() const {
    return namesOf(parts_, Part::Secret);
}

QString Template::loneArgument() const {
    return parts_.size() == 1 && parts_[0].kind == Part::Argument ? parts_[0].text : QString();
}

QString Template::filled(const Json& arguments, const QMap<QString, QString>& secrets,
                         const std::function<QString(const QString&)>& encode) const {
    QString out;
    for (const auto& part : parts_) {
        if (part.kind == Part::Text) {
            out += part.text;
            continue;
        }
        QString value;
        if (part.kind == Part::Secret)
            value = secrets.value(part.text);
        else if (const auto it = arguments.find(part.text.toStdString()); it != arguments.end())
            value = argumentText(*it);
        out += encode ? encode(value) : value;
    }
    return out;
}

QString argumentText(const Json& value) {
    if (value.is_null())
        return {};
    return QString::fromStdString(value.is_string() ? value.get<std::string>() : print_compact(value));
}

QStringList templatesOf(const Action& action) {
    if (const auto* command = std::get_if<CommandAction>(&action))
        return (command->shell ? QStringList{command->program} : QStringList()) + command->arguments +
               QStringList{command->input} + command->environment.values();
    if (const auto* http = std::get_if<HttpAction>(&action))
        return QStringList{http->url, http->body} + http->headers.values();
    if (const auto* ask = std::get_if<AskAction>(&action))
        return {ask->question};
    return {};
}

QStringList secretsOf(const Action& action) {
    QStringList names;
    for (const auto& text : templatesOf(action))
        names += Template(text).secretNames();
    names.removeDuplicates();
    return names;
}

} // namespace hadal::tools
