// A schema that is being edited, as fields and as code at once.
#pragma once

#include "app/schemas/places.h"
#include "ui/schema/field_model.h"
#include "ui/schema/keyword_model.h"
#include "ui/schema/schema_check.h"

#include <QObject>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

#include <functional>
#include <vector>

namespace hadal::ui {

/// Form and code show the same text. While the code cannot be read, the fields stay as they were and refuse
/// changes. Every change is a step of one history, whichever way it was made; what is typed in one go is one
/// step. Lives on the interface thread.
class SchemaDocument : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY changed)
    Q_PROPERTY(bool readable READ readable NOTIFY changed) ///< the code is JSON, and may be a schema
    Q_PROPERTY(int problemLine READ problemLine NOTIFY changed)
    Q_PROPERTY(QString problem READ problem NOTIFY changed) ///< why it is not
    Q_PROPERTY(
        QString current READ current WRITE setCurrent NOTIFY currentChanged) ///< pointer of the chosen field
    Q_PROPERTY(int kind READ kind NOTIFY currentChanged) ///< FieldModel.Kind of it, and so on
    Q_PROPERTY(int place READ place NOTIFY currentChanged)
    Q_PROPERTY(QString name READ name NOTIFY currentChanged)
    Q_PROPERTY(bool required READ required NOTIFY currentChanged)
    Q_PROPERTY(bool nullable READ nullable NOTIFY currentChanged)
    Q_PROPERTY(QStringList kept READ kept NOTIFY currentChanged)
    Q_PROPERTY(bool canAdd READ canAdd NOTIFY currentChanged) ///< fields below it
    Q_PROPERTY(bool canUndo READ canUndo NOTIFY changed)
    Q_PROPERTY(bool canRedo READ canRedo NOTIFY changed)
    Q_PROPERTY(QStringList definitions READ definitions NOTIFY
                   changed) ///< what a reference may lead to: "#/$defs/a"
    Q_PROPERTY(hadal::ui::FieldModel* fields READ fields CONSTANT)
    Q_PROPERTY(hadal::ui::KeywordModel* keywords READ keywords CONSTANT) ///< of the chosen field
    Q_PROPERTY(hadal::ui::SchemaCheck* check READ check CONSTANT)

  public:
    explicit SchemaDocument(QObject* parent = nullptr);

    QString text() const { return state_.text; }
    const Json& schema() const { return schema_; } ///< the last one that could be read
    bool readable() const { return readable_; }
    int problemLine() const { return mark_.line; }
    QString problem() const { return QString::fromStdString(mark_.message); }
    QString current() const { return state_.current; }
    int kind() const { return int(field_.kind); }
    int place() const { return int(field_.place); }
    QString name() const { return QString::fromStdString(field_.name); }
    bool required() const { return field_.required; }
    bool nullable() const { return field_.nullable; }
    QStringList kept() const;
    bool canAdd() const;
    bool canUndo() const { return !past_.empty(); }
    bool canRedo() const { return !future_.empty(); }
    QStringList definitions() const;
    FieldModel* fields() const { return fields_; }
    KeywordModel* keywords() const { return keywords_; }
    SchemaCheck* check() const { return check_; }

    /// The code as it was typed.
    void setText(const QString& text);
    void setCurrent(const QString& pointer);
    /// Another schema, without a history.
    Q_INVOKABLE void load(const QString& text);
    void load(const Json& schema);
    Q_INVOKABLE void undo();
    Q_INVOKABLE void redo();
    /// Prints the code anew.
    Q_INVOKABLE void format();

    // What follows changes the chosen field. Each returns why it could not, empty for nothing.
    Q_INVOKABLE QString setKeyword(const QString& keyword, const QString& text);
    Q_INVOKABLE QString rename(const QString& name);
    Q_INVOKABLE QString setRequired(bool required);
    Q_INVOKABLE QString setNullable(bool nullable);
    Q_INVOKABLE QString setKind(int kind);
    /// Below the chosen field where it has fields, else after it; the new one is chosen.
    Q_INVOKABLE QString add();
    Q_INVOKABLE QString addDefinition();
    Q_INVOKABLE QString duplicate();
    Q_INVOKABLE QString remove();
    /// Up or down among its siblings.
    Q_INVOKABLE QString move(int step);
    /// Into the object before it, or out of the one that it is in.
    Q_INVOKABLE QString nest(bool deeper);
    /// Before or after another field, or into it.
    enum Drop { Before, After, Into };
    Q_ENUM(Drop)
    Q_INVOKABLE bool canDrop(const QString& pointer, const QString& target,
                             hadal::ui::SchemaDocument::Drop how) const;
    Q_INVOKABLE QString drop(const QString& pointer, const QString& target,
                             hadal::ui::SchemaDocument::Drop how);

    /// A schema made from a sample, which replaces this one as a step of the history.
    Q_INVOKABLE QString fromSample(const QString& json);
    /// The same with a schema; of a tool in OpenAI's form its parameters are taken.
    Q_INVOKABLE QString fromSchema(const QString& json);

    Q_INVOKABLE int lineOf(const QString& pointer) const;
    /// The field that a line of the code belongs to.
    Q_INVOKABLE QString pointerOfLine(int line) const;

  signals:
    void changed();
    void currentChanged();
    /// The schema is another one than before, by whatever way.
    void edited();

  private:
    struct State {
        QString text;
        QString current;
    };
    using Edit = std::function<std::string(Json&)>; ///< returns where the chosen field is then
    QString apply(const QString& step, const Edit& edit);
    void begin(const QString& step);
    void restore(std::vector<State>& from, std::vector<State>& to);
    void read();
    void show();
    void showCurrent();
    QString replace(const Json& schema);

    State state_;
    Json schema_ = Json::object();
    schemas::Places places_;
    schemas::TextMark mark_;
    bool readable_ = true;
    schemas::Field field_;
    std::vector<State> past_, future_;
    QString step_; ///< steps of the same name in a row are one; empty: never
    FieldModel* fields_;
    KeywordModel* keywords_;
    SchemaCheck* check_;
};

} // namespace hadal::ui
