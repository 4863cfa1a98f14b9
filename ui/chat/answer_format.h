// What the answers of a conversation must be: free text, any JSON, or JSON after a schema of the library.
#pragma once

#include "app/conversations/message.h"
#include "app/schemas/library.h"
#include "engine/runtime/request.h"
#include "ui/schema/schema_check.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

class ChatSettings;

/// The settings name the form; the schema itself is looked up in the library whenever it is needed, so a
/// change of it there counts from the next message on. Lives on the interface thread.
class AnswerFormat : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by Chat.")
    Q_PROPERTY(Mode mode READ mode NOTIFY changed)
    Q_PROPERTY(QString name READ name NOTIFY changed)       ///< of the schema; empty: none is chosen
    Q_PROPERTY(QString schema READ schema NOTIFY changed)   ///< its text; empty: none, or it cannot be used
    Q_PROPERTY(QString problem READ problem NOTIFY changed) ///< why nothing can be sent; empty: it can
    Q_PROPERTY(
        QString note READ note NOTIFY changed) ///< what is checked only after the answer; empty: nothing
    Q_PROPERTY(QStringList names READ names NOTIFY changed) ///< of the library

  public:
    enum Mode { Off, AnyJson, Schema };
    Q_ENUM(Mode)

    /// Both outlive it; without a library there are no schemas to be chosen.
    AnswerFormat(ChatSettings* settings, schemas::Library* library, QObject* parent);

    Mode mode() const { return mode_; }
    QString name() const { return name_; }
    QString schema() const { return schema_; }
    QString problem() const { return problem_; }
    QString note() const { return note_; }
    QStringList names() const { return library_ ? library_->names() : QStringList(); }

    Q_INVOKABLE void choose(hadal::ui::AnswerFormat::Mode mode, const QString& schema = {});
    /// Sets the format of a request and tells the model of it.
    void apply(runtime::Request& request) const;
    /// Writes onto an answer what it is asked for: it is held against that, whatever is chosen later.
    void mark(conversations::Message& answer) const;
    /// What mark() wrote; empty: nothing.
    static QString schemaOf(const conversations::Message& answer);
    static QString nameOf(const conversations::Message& answer);

  signals:
    void changed();

  private:
    void read();
    void judge();

    ChatSettings* settings_;
    schemas::Library* library_;
    SchemaCheck* check_;
    Mode mode_ = Off;
    QString name_, schema_, problem_, note_;
    Json json_;
};

} // namespace hadal::ui
