#include "app/approval/rule_book.h"

#include "kernels/error.h"

#include <QFileInfo>
#include <QJsonDocument>

namespace hadal::approval {

RuleBook::RuleBook(const QString& folder, QObject* parent)
    : QObject(parent), file_(folder + "/approval.json", [](const Json& json) {
          if (!json.is_object())
              throw Error(ErrorKind::InvalidFile, "It is no JSON object.");
      }) {
    read();
}

void RuleBook::read() {
    const Json file = file_.read();
    if (file.is_null()) {
        locked_ = QFileInfo::exists(file_.path()); // it may have been: the safe side
        return;
    }
    const QJsonDocument json = QJsonDocument::fromJson(QByteArray::fromStdString(print_compact(file)));
    locked_ = json["locked"].toBool();
    readsUnasked_ = json["reads_unasked"].toBool();
    rules_ = readRules(json["rules"].toArray());
    for (const QJsonValue& tool : json["once_a_chat"].toArray())
        onceAChat_ += tool.toString();
}

void RuleBook::write() {
    const QJsonObject json{{"locked", locked_},
                           {"reads_unasked", readsUnasked_},
                           {"once_a_chat", QJsonArray::fromStringList(onceAChat_)},
                           {"rules", toJson(rules_)}};
    file_.write(parse_json(QJsonDocument(json).toJson(QJsonDocument::Compact).toStdString()));
    emit changed();
}

void RuleBook::setLocked(bool locked) {
    if (locked == locked_)
        return;
    locked_ = locked;
    if (locked)
        rules_.removeIf([](const Rule& rule) { return rule.allow; });
    write();
}

void RuleBook::setReadsUnasked(bool unasked) {
    if (unasked == readsUnasked_)
        return;
    readsUnasked_ = unasked;
    write();
}

void RuleBook::setOnceAChat(const QString& tool, bool once) {
    if (once == onceAChat(tool))
        return;
    if (once)
        onceAChat_ += tool;
    else
        onceAChat_.removeAll(tool);
    write();
}

void RuleBook::add(const Rule& rule) {
    if (rule.allow && locked_)
        return;
    rules_ = with(rules_, rule);
    write();
}

void RuleBook::forget(const QString& tool) {
    rules_ = without(rules_, tool);
    write();
}

void RuleBook::clear() {
    rules_.clear();
    write();
}

Policy RuleBook::policyWith(const QList<Rule>& chat) const {
    return {chat, rules_, locked_, readsUnasked_};
}

} // namespace hadal::approval
