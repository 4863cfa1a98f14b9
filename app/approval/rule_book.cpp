#include "app/approval/rule_book.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

namespace hadal::approval {

RuleBook::RuleBook(const QString& folder, QObject* parent)
    : QObject(parent), path_(folder + "/approval.json") {
    read();
}

void RuleBook::read() {
    QFile file(path_);
    if (!file.exists())
        return;
    QJsonParseError error;
    const bool opened = file.open(QIODevice::ReadOnly);
    const QJsonDocument json = QJsonDocument::fromJson(opened ? file.readAll() : QByteArray(), &error);
    if (!opened || !json.isObject()) {
        problem_ = tr("%1 cannot be read: %2. Nothing counts as allowed. It is kept as %3.")
                       .arg(path_, opened ? error.errorString() : file.errorString(), path_ + ".damaged");
        file.close();
        QFile::remove(path_ + ".damaged");
        QFile::rename(path_, path_ + ".damaged");
        locked_ = true; // it may have been: the safe side
        return;
    }
    locked_ = json["locked"].toBool();
    readsUnasked_ = json["reads_unasked"].toBool();
    rules_ = readRules(json["rules"].toArray());
    for (const QJsonValue& tool : json["once_a_chat"].toArray())
        onceAChat_ += tool.toString();
}

void RuleBook::write() {
    QDir().mkpath(QFileInfo(path_).path());
    QSaveFile file(path_);
    const QJsonObject json{{"locked", locked_},
                           {"reads_unasked", readsUnasked_},
                           {"once_a_chat", QJsonArray::fromStringList(onceAChat_)},
                           {"rules", toJson(rules_)}};
    const bool written =
        file.open(QIODevice::WriteOnly) && file.write(QJsonDocument(json).toJson()) >= 0 && file.commit();
    problem_ = written ? QString() : tr("%1 cannot be written: %2.").arg(path_, file.errorString());
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
