#include "ui/chat/chat_settings.h"

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

void ChatSettings::setThoughtsSentBack(bool sent) {
    set("thoughts", sent ? "text" : "drop");
}

void ChatSettings::merge(const QJsonObject& json) {
    for (auto value = json.begin(); value != json.end(); ++value)
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
