#include "ui/tools/tool_asking.h"

#include <algorithm>

namespace hadal::ui {

using approval::Rule;

ToolAsking::ToolAsking(approval::RuleBook* rules, UndoStack* acts, QObject* parent)
    : QObject(parent), rules_(rules), acts_(acts) {
    if (rules_)
        connect(rules_, &approval::RuleBook::changed, this, &ToolAsking::changed);
}

void ToolAsking::show(const tools::Tool& tool) {
    tool_ = tool;
    emit changed();
}

bool ToolAsking::available() const {
    return rules_ && !tool_.id.isEmpty() && !std::holds_alternative<tools::AskAction>(tool_.action);
}

QList<Rule> ToolAsking::said() const {
    QList<Rule> said = rules_ ? rules_->rules() : QList<Rule>();
    said.removeIf([this](const Rule& rule) { return rule.tool != tool_.id; });
    return said;
}

ToolAsking::When ToolAsking::when() const {
    if (!rules_)
        return EveryTime;
    const QList<Rule> said = this->said();
    const QByteArray definition = approval::definitionOf(tool_);
    if (std::any_of(said.begin(), said.end(), [](const Rule& rule) { return !rule.allow; }))
        return Refused;
    if (std::any_of(said.begin(), said.end(),
                    [&](const Rule& rule) { return rule.where.isEmpty() && rule.definition == definition; }))
        return Never;
    return rules_->onceAChat(tool_.id) ? OnceAChat : EveryTime;
}

QString ToolAsking::note() const {
    if (!available())
        return {};
    const When when = this->when();
    if (when == Refused)
        return tr("You said that it never runs. Choose when to be asked to take that back.");
    if (when == Never)
        return {};
    if (rules_->readsUnasked() && tool_.effect == tools::Effect::Reads)
        return tr("It runs unasked all the same: you let tools that only read do so.");
    const QList<Rule> said = this->said();
    const QByteArray definition = approval::definitionOf(tool_);
    if (std::any_of(said.begin(), said.end(),
                    [&](const Rule& rule) { return rule.definition == definition; }))
        return tr("With some arguments it runs unasked: you allowed those always.");
    if (!said.isEmpty())
        return tr("It has been changed since you let it run unasked, so you are asked again.");
    return rules_->locked() ? tr("Permissions for good are locked.") : QString();
}

void ToolAsking::choose(int when) {
    if (!available() || when == this->when() || when < Never || when > EveryTime ||
        (when == Never && rules_->locked()))
        return;
    const QString id = tool_.id;
    acts_->note([this, id, said = said(), once = rules_->onceAChat(id)] {
        rules_->forget(id);
        for (const Rule& rule : said)
            rules_->add(rule);
        rules_->setOnceAChat(id, once);
    });
    rules_->forget(id);
    rules_->setOnceAChat(id, when == OnceAChat);
    if (when == Never)
        rules_->add({id, true, approval::definitionOf(tool_), {}});
}

} // namespace hadal::ui
