// How far the schema that is being written can be enforced, kept up to date beside the interface.
#pragma once

#include "app/base/task_thread.h"
#include "app/schemas/check.h"

#include <QObject>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include <memory>
#include <stop_token>

namespace hadal::ui {

/// Asks the grammar compiler on a thread of its own. A newer schema stops the check of the one before.
class SchemaCheck : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by SchemaDocument.")
    Q_PROPERTY(Verdict verdict READ verdict NOTIFY changed)
    Q_PROPERTY(int rules READ rules NOTIFY changed)
    Q_PROPERTY(int count READ count NOTIFY changed) ///< findings

  public:
    /// In the order of schemas::CheckReport. Unknown: the check has not ended.
    enum Verdict { Enforceable, InPart, NotEnforceable, Invalid, Unknown };
    Q_ENUM(Verdict)

    explicit SchemaCheck(QObject* parent);
    ~SchemaCheck() override;

    Verdict verdict() const { return Verdict(report_.verdict); }
    int rules() const { return report_.rules; }
    int count() const { return int(report_.findings.size()); }
    const std::vector<schemas::Finding>& findings() const { return report_.findings; }

    Q_INVOKABLE QString pointerAt(int index) const;
    Q_INVOKABLE QString keywordAt(int index) const;
    Q_INVOKABLE QString reasonAt(int index) const;
    /// The engine's own sentence in English; in other languages words for the kind of reason.
    QString words(const schemas::Finding& finding) const;
    /// Why a field, or a keyword of it, is not enforced; empty for no reason.
    Q_INVOKABLE QString reasonOf(const QString& pointer, const QString& keyword = {}) const;

    /// Begins soon, so that each letter that is typed does not begin one.
    void begin(const Json& schema);
    /// There is no schema to be checked.
    void stop();

  signals:
    void changed();

  private:
    void run();

    Json schema_;
    schemas::CheckReport report_;
    std::stop_source stop_;
    QTimer delay_;
    std::unique_ptr<TaskThread> thread_; ///< made with the first check
};

} // namespace hadal::ui
