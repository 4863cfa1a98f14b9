#include "ui/mcp/prompt_form.h"

namespace hadal::ui {

PromptForm::PromptForm(QList<mcp::PromptArgument> arguments, QObject* parent)
    : QAbstractListModel(parent), arguments_(std::move(arguments)), values_(arguments_.size()) {}

bool PromptForm::complete() const {
    for (qsizetype i = 0; i < arguments_.size(); ++i)
        if (arguments_[i].required && values_[i].isEmpty())
            return false;
    return true;
}

Json PromptForm::values() const {
    Json out = Json::object();
    for (qsizetype i = 0; i < arguments_.size(); ++i)
        if (!values_[i].isEmpty())
            out[arguments_[i].name.toStdString()] = values_[i].toStdString();
    return out;
}

int PromptForm::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(arguments_.size());
}

QVariant PromptForm::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const mcp::PromptArgument& argument = arguments_[index.row()];
    switch (role) {
    case NameRole:
        return argument.name;
    case AboutRole:
        return argument.description;
    case RequiredRole:
        return argument.required;
    case ValueRole:
        return values_[index.row()];
    default:
        return {};
    }
}

QHash<int, QByteArray> PromptForm::roleNames() const {
    return {{NameRole, "name"}, {AboutRole, "about"}, {RequiredRole, "needed"}, {ValueRole, "value"}};
}

void PromptForm::setValue(int row, const QString& value) {
    if (row < 0 || row >= values_.size() || std::exchange(values_[row], value) == value)
        return;
    emit dataChanged(index(row), index(row), {ValueRole});
    emit edited();
}

} // namespace hadal::ui
