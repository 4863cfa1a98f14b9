// Lets the model that is loaded write an example of a schema.
#pragma once

#include "engine/runtime/request.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QtQml/qqmlregistration.h>

namespace hadal::host {
class ModelHost;
class Reply;
} // namespace hadal::host

namespace hadal::ui {

/// One example at a time, written under the grammar of the schema. Lives on the interface thread.
class ExampleWriter : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the program.")
    Q_PROPERTY(bool writing READ writing NOTIFY changed)
    Q_PROPERTY(QString text READ text NOTIFY changed)       ///< so far
    Q_PROPERTY(QString problem READ problem NOTIFY changed) ///< why there is none
    Q_PROPERTY(QString model READ model NOTIFY changed)     ///< who wrote it
    Q_PROPERTY(double seconds READ seconds NOTIFY changed)
    Q_PROPERTY(bool cut READ cut NOTIFY changed) ///< at the length limit

  public:
    /// `host` outlives it; null: there is no model.
    explicit ExampleWriter(host::ModelHost* host, QObject* parent = nullptr);
    ~ExampleWriter() override;

    bool writing() const;
    QString text() const { return text_; }
    QString problem() const { return problem_; }
    QString model() const { return model_; }
    double seconds() const { return seconds_; }
    bool cut() const { return cut_; }

    /// Begins a new example; one that is being written is given up.
    Q_INVOKABLE void write(const QString& schema);
    Q_INVOKABLE void stop();
    /// Forgets the last one.
    Q_INVOKABLE void clear();

    /// What the model is asked.
    static runtime::Request requestFor(const Json& schema);

  signals:
    void changed();

  private:
    void grew(const std::vector<runtime::Event>& events);
    void drop();

    host::ModelHost* host_;
    QPointer<host::Reply> reply_;
    QElapsedTimer clock_;
    QString text_, problem_, model_;
    double seconds_ = 0;
    bool cut_ = false;
};

} // namespace hadal::ui
