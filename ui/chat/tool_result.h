// What came of a tool's call, for its folded row.
#pragma once

#include "app/toolloop/tool_call.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// A value; texts that a tool or a model wrote are to be shown as they are, never as markup.
class ToolResult {
    Q_GADGET
    QML_VALUE_TYPE(toolResult)
    Q_PROPERTY(QString name READ name)
    Q_PROPERTY(int effect READ effect)   ///< 0 reads, 1 writes, 2 deletes
    Q_PROPERTY(int outcome READ outcome) ///< ToolResult::Outcome
    Q_PROPERTY(QString did READ did)     ///< in a few words
    Q_PROPERTY(QString why READ why)     ///< it was allowed, or not
    Q_PROPERTY(QString duration READ duration)
    Q_PROPERTY(QString sandbox READ sandbox)
    Q_PROPERTY(QString written READ written)  ///< the arguments as the model wrote them
    Q_PROPERTY(QString edited READ edited)    ///< as they ran, where the person changed them; else empty
    Q_PROPERTY(QString text READ text)        ///< all of the result
    Q_PROPERTY(bool shortened READ shortened) ///< the model got less of it
    Q_PROPERTY(bool pending READ pending)     ///< it has not ended

  public:
    enum Outcome { Pending, Done, Failed, Refused, Stopped };
    Q_ENUM(Outcome)

    ToolResult() = default;
    /// `call`: that the message is the result of.
    ToolResult(const conversations::Message& message, const toolloop::WrittenCall& call);

    QString name() const { return record_.name; }
    int effect() const { return int(record_.effect); }
    int outcome() const;
    QString did() const;
    QString why() const;
    QString duration() const;
    QString sandbox() const { return record_.sandbox; }
    QString written() const { return written_; }
    QString edited() const { return record_.arguments; }
    QString text() const { return record_.whole.isEmpty() ? content_ : record_.whole; }
    bool shortened() const { return !record_.whole.isEmpty(); }
    bool pending() const { return pending_; }
    bool operator==(const ToolResult&) const = default;

  private:
    toolloop::RunRecord record_;
    QString written_;
    QString content_;
    bool pending_ = false;
    bool cutOff_ = false;
};

/// JSON text with line breaks, for reading; other text as it is.
QString readable(const QString& json);

} // namespace hadal::ui
