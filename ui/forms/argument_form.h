// A form for the arguments of a tool, made from the schema of its parameters.
#pragma once

#include "engine/schema/validator.h"
#include "ui/forms/argument_node.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

#include <optional>

namespace hadal::ui {

/// The values as rows, each under the one that it is in. It is checked with every change; what is wrong
/// stands in the row. A schema that cannot be used, and a value that breaks a rule of the whole, is
/// `problem`.
class ArgumentForm : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString schema READ schema WRITE setSchema NOTIFY schemaChanged) ///< JSON text
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY edited)              ///< of the value, as JSON
    Q_PROPERTY(bool valid READ valid NOTIFY edited)
    Q_PROPERTY(QString problem READ problem NOTIFY edited)
    Q_PROPERTY(QString allProblems READ allProblems NOTIFY edited) ///< those of the rows as well, a line each
    Q_PROPERTY(int count READ count NOTIFY shapeChanged)

  public:
    enum Kind {
        Text = ArgumentNode::Text,
        Number = ArgumentNode::Number,
        Integer = ArgumentNode::Integer,
        Boolean = ArgumentNode::Boolean,
        Choice = ArgumentNode::Choice,
        List = ArgumentNode::List,
        Object = ArgumentNode::Object,
        JsonText = ArgumentNode::JsonText
    };
    Q_ENUM(Kind)
    enum Role {
        LabelRole = Qt::UserRole + 1,
        DepthRole, ///< 0: an argument
        KindRole,
        RequiredRole,
        PresentRole,
        ItemRole, ///< of a list: can be removed
        ValueTextRole,
        FlagRole,
        ChoicesRole,
        ChoiceRole,
        HintRole,    ///< the description
        ProblemRole, ///< of what has been filled in, until tell()
        ChangedRole  ///< not as it was given
    };

    explicit ArgumentForm(QObject* parent = nullptr);
    ~ArgumentForm() override;

    QString schema() const;
    void setSchema(const QString& text);
    void setSchema(const Json& schema);
    QString text() const;
    /// What is no JSON object leaves the values as they are, and the form is not valid.
    void setText(const QString& text);
    /// The value; meant to be used where valid().
    const Json& value() const { return value_; }
    void setValue(const Json& value);
    bool valid() const { return valid_; }
    QString problem() const { return problem_; }
    QString allProblems() const;
    int count() const { return int(rows_.size()); }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    Q_INVOKABLE void type(int row, const QString& text);
    Q_INVOKABLE void turn(int row, bool on);
    Q_INVOKABLE void choose(int row, int choice);
    /// Takes an optional value in, or leaves it out.
    Q_INVOKABLE void include(int row, bool present);
    Q_INVOKABLE void addItem(int row);
    Q_INVOKABLE void removeItem(int row);
    Q_INVOKABLE void fillExample();
    /// Says what is wrong also where nothing has been filled in yet.
    Q_INVOKABLE void tell();

    /// Says again what is wrong, in the language of now.
    void retranslate() { changed(); }

  signals:
    void schemaChanged();
    void shapeChanged();
    void edited();

  private:
    void check();
    void changed(); ///< checks, brings the rows up to date and tells
    void relist();
    std::vector<ArgumentNode*> listed() const;
    ArgumentNode* node(int row) const;
    ArgumentNode* at(const std::string& pointer) const;
    Json valueAt(const std::string& pointer) const; ///< null: there is none
    bool differs(const ArgumentNode& node) const;

    Json schema_ = Json::object();
    std::unique_ptr<ArgumentNode> root_;
    std::vector<ArgumentNode*> rows_;
    std::optional<schema::Validator> validator_;
    QString schemaProblem_;
    Json value_ = Json::object();
    Json given_; ///< what setValue() brought; null: nothing
    QString problem_;
    QString textProblem_; ///< of the text that was set last
    bool valid_ = false;
};

} // namespace hadal::ui
