// What the person has allowed, and what never.
#pragma once

#include "app/tools/tool.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace hadal::approval {

/// What one argument of a call has to be for a rule to cover it. An argument that the call does not give is
/// covered by no constraint.
struct Constraint {
    enum Kind {
        Is,    ///< equal to `value`
        Within ///< a path, or a list of paths, in the folder `value` or below it
    } kind = Is;
    QString argument; ///< a name at the top of the arguments
    Json value;
    bool operator==(const Constraint&) const = default;
};

/// Whether the argument is there and is what the constraint says. Paths are compared as they are written,
/// without looking at the disk: they have to be absolute, and "..", which may lead anywhere, is covered by
/// nothing. Where a symbolic link leads is the sandbox's business.
bool holds(const Constraint& constraint, const Json& arguments);

/// "Run" or "never", for one tool.
struct Rule {
    QString tool; ///< Tool::id
    bool allow = true;
    QByteArray definition;   ///< definitionOf() the tool when the rule was made
    QList<Constraint> where; ///< all have to hold; empty: whatever the arguments are
    bool operator==(const Rule&) const = default;
};

/// A fingerprint of all that decides what a call of the tool does: its action, limits, parameters and effect.
/// Its name and purpose are words.
QByteArray definitionOf(const tools::Tool& tool);

QJsonObject toJson(const Rule& rule);
QJsonArray toJson(const QList<Rule>& rules);
/// Nothing where the object is no rule: what cannot be read allows nothing.
std::optional<Rule> readRule(const QJsonObject& json);
QList<Rule> readRules(const QJsonArray& json);

/// The rules with one more. An older one that says the same of the same tool goes; a "never" takes the place
/// of all of the tool's.
QList<Rule> with(QList<Rule> rules, const Rule& rule);
QList<Rule> without(QList<Rule> rules, const QString& tool);

/// The key of a conversation's settings under which its rules are kept. They are the person's word for this
/// one conversation on this computer: not copied with it, nor taken from files or presets.
inline constexpr const char* settings_key = "approvals";

} // namespace hadal::approval
