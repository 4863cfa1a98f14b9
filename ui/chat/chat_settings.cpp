#include "ui/chat/chat_settings.h"

#include <QJsonArray>

#include <algorithm>

namespace hadal::ui {

ChatSettings::ChatSettings(const QJsonObject& json, const runtime::Sampling& recommended, QObject* parent)
    : QObject(parent), json_(json), sampling_(new SamplingModel(recommended, this)) {
    sampling_->load(json_.value("sampling").toObject());
    connect(sampling_, &SamplingModel::changed, this, [this] { set("sampling", sampling_->json()); });
}

ChatSettings::Overflow ChatSettings::overflow() const {
    const QString name = json_.value("overflow").toString();
    return name == "refuse" ? Refuse : name == "middle" ? LeaveOutMiddle : LeaveOutOldest;
}

void ChatSettings::setSystem(const QString& system) {
    set("system", system);
}

void ChatSettings::setThinking(bool thinking) {
    set("thinking", thinking);
}

void ChatSettings::setOverflow(Overflow overflow) {
    set("overflow", overflow == Refuse ? "refuse" : overflow == LeaveOutMiddle ? "middle" : "oldest");
}

void ChatSettings::setFormat(const QJsonObject& format) {
    set("format", format);
}

void ChatSettings::setThoughtsSentBack(bool sent) {
    set("thoughts", sent ? "text" : "drop");
}

namespace {

QStringList chosen(const QJsonObject& json, const char* key) {
    QStringList ids;
    for (const QJsonValue& id : json.value("tools").toObject().value(QLatin1String(key)).toArray())
        ids += id.toString();
    return ids;
}

QJsonArray with(QStringList ids, const QString& id, bool chosen) {
    ids.removeAll(id);
    if (chosen)
        ids += id;
    return QJsonArray::fromStringList(ids);
}

} // namespace

QStringList ChatSettings::chosenTools() const {
    return chosen(json_, "chosen");
}

QStringList ChatSettings::chosenSets() const {
    return chosen(json_, "sets");
}

void ChatSettings::setTools(const QString& key, const QJsonValue& value) {
    QJsonObject tools = json_.value("tools").toObject();
    tools[key] = value;
    set("tools", tools);
}

void ChatSettings::setToolsOn(bool on) {
    setTools("on", on);
}

int ChatSettings::toolLimit() const {
    return std::clamp(json_.value("tools").toObject().value("limit").toInt(16), 1, 999);
}

void ChatSettings::setToolLimit(int calls) {
    setTools("limit", calls);
}

void ChatSettings::chooseTool(const QString& tool, bool chosen) {
    setTools("chosen", with(chosenTools(), tool, chosen));
}

void ChatSettings::chooseSet(const QString& set, bool chosen) {
    setTools("sets", with(chosenSets(), set, chosen));
}

QList<approval::Rule> ChatSettings::rules() const {
    return approval::readRules(json_.value(approval::settings_key).toArray());
}

void ChatSettings::setRules(const QList<approval::Rule>& rules) {
    set(approval::settings_key, approval::toJson(rules));
}

QJsonObject ChatSettings::portable() const {
    QJsonObject json = json_;
    json.remove(approval::settings_key);
    return json;
}

void ChatSettings::merge(const QJsonObject& json) {
    for (auto value = json.begin(); value != json.end(); ++value)
        if (value.key() != approval::settings_key)
            json_[value.key()] = value.value();
    sampling_->load(json_.value("sampling").toObject()); // tells of the change
    emit changed();
}

void ChatSettings::set(const QString& key, const QJsonValue& value) {
    if (json_.value(key) == value)
        return;
    json_[key] = value;
    emit changed();
}

} // namespace hadal::ui
