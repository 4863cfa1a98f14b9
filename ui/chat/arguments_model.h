// The arguments of a call, to be looked at and changed before it runs.
#pragma once

#include "app/approval/rules.h"
#include "app/tools/tool.h"

#include <QAbstractListModel>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// One row an argument: those that the model gave in its order, then those of the schema that it did not
/// give. Checked against the schema with every change.
class ArgumentsModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by ToolCard.")
    Q_PROPERTY(int count READ count CONSTANT)
    Q_PROPERTY(bool valid READ valid NOTIFY changed)
    Q_PROPERTY(bool edited READ edited NOTIFY changed)
    Q_PROPERTY(QString problem READ problem NOTIFY changed) ///< of the arguments as a whole

  public:
    enum Kind { Text, Number, Boolean, Choice, JsonText };
    Q_ENUM(Kind)
    enum Role {
        NameRole = Qt::UserRole + 1,
        AboutRole, ///< what the schema says of it
        KindRole,
        TextRole, ///< as it is typed; "true" or "false" of a boolean
        ChoicesRole,
        EditedRole,
        ProblemRole, ///< empty: none
        GivenRole,   ///< by the model or the person
        RequiredRole,
    };

    ArgumentsModel(const tools::Tool& tool, const Json& arguments, QObject* parent);

    int count() const { return int(rows_.size()); }
    bool valid() const { return valid_; }
    bool edited() const;
    QString problem() const { return problem_; }
    /// Of what the rows say now; null where it is not JSON.
    Json arguments() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    Q_INVOKABLE void setText(int row, const QString& text);
    /// Puts back what the model gave.
    Q_INVOKABLE void revert(int row);

  signals:
    void changed();

  private:
    struct Row {
        QString name;
        QString about;
        Kind kind = Text;
        QString text;
        QString original;
        QStringList choices;
        QString problem;
        bool given = false;
        bool givenAtFirst = false;
        bool required = false;
    };
    void add(const std::string& name, const Json& schema, const Json* value);
    /// Nothing where the text is not what the kind says; then the row's problem does.
    std::optional<Json> valueOf(Row& row) const;
    void check();

    Json schema_;
    QList<Row> rows_;
    bool valid_ = true;
    QString problem_;
};

} // namespace hadal::ui
