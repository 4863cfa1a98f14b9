// How one conversation is led.
#pragma once

#include "app/approval/rules.h"
#include "ui/chat/sampling_model.h"

#include <QJsonObject>
#include <QObject>

namespace hadal::ui {

/// Kept as plain JSON with the conversation and in presets; keys that this program does not know stay as they
/// are.
class ChatSettings : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by Chat.")
    Q_PROPERTY(QString system READ system WRITE setSystem NOTIFY changed) ///< the system prompt
    Q_PROPERTY(bool thinking READ thinking WRITE setThinking NOTIFY changed)
    Q_PROPERTY(Overflow overflow READ overflow WRITE setOverflow NOTIFY changed)
    Q_PROPERTY(bool thoughtsSentBack READ thoughtsSentBack WRITE setThoughtsSentBack NOTIFY changed)
    Q_PROPERTY(int toolLimit READ toolLimit WRITE setToolLimit NOTIFY changed)
    Q_PROPERTY(bool toolsOn READ toolsOn WRITE setToolsOn NOTIFY changed) ///< else those chosen rest
    Q_PROPERTY(hadal::ui::SamplingModel* sampling READ sampling CONSTANT)

  public:
    /// What happens when the conversation is longer than the context.
    enum Overflow {
        LeaveOutOldest, ///< the oldest turns are not sent
        LeaveOutMiddle, ///< the first turn is sent, the oldest after it are not
        Refuse,         ///< nothing is sent
    };
    Q_ENUM(Overflow)

    ChatSettings(const QJsonObject& json, const runtime::Sampling& recommended, QObject* parent);

    QString system() const { return json_.value("system").toString(); }
    bool thinking() const { return json_.value("thinking").toBool(true); }
    Overflow overflow() const;
    bool thoughtsSentBack() const { return json_.value("thoughts").toString() == "text"; }
    bool toolsOn() const { return json_.value("tools").toObject().value("on").toBool(true); }
    QStringList chosenTools() const; ///< identifiers
    QStringList chosenSets() const;
    int toolLimit() const;               ///< calls in one turn until it pauses
    QList<approval::Rule> rules() const; ///< for this conversation alone
    /// Of the answers: {"kind": "json"}, or {"kind": "schema", "schema": its name}; empty: free text.
    QJsonObject format() const { return json_.value("format").toObject(); }
    SamplingModel* sampling() const { return sampling_; }

    void setSystem(const QString& system);
    void setThinking(bool thinking);
    void setOverflow(Overflow overflow);
    void setThoughtsSentBack(bool sent);
    void setToolsOn(bool on);
    void setFormat(const QJsonObject& format);
    void setToolLimit(int calls);
    void chooseTool(const QString& tool, bool chosen);
    void chooseSet(const QString& set, bool chosen);
    void setRules(const QList<approval::Rule>& rules);

    QJsonObject json() const { return json_; }
    /// Without what is this conversation's alone: for presets and copies.
    QJsonObject portable() const;
    /// Takes what `json` says and leaves the rest. What is another conversation's alone is not taken.
    void merge(const QJsonObject& json);

  signals:
    void changed();

  private:
    void set(const QString& key, const QJsonValue& value);
    void setTools(const QString& key, const QJsonValue& value);

    QJsonObject json_;
    SamplingModel* sampling_;
};

} // namespace hadal::ui
