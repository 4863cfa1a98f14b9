#include "ui/chat/arguments_model.h"

#include "engine/schema/validator.h"
#include "kernels/error.h"

#include <algorithm>

namespace hadal::ui {

namespace {

QString typed(ArgumentsModel::Kind kind, const Json& value) {
    return QString::fromStdString(kind == ArgumentsModel::Text ? value.get<std::string>()
                                                               : print_python(value));
}

/// What follows the first name of a JSON pointer is for the message.
QString firstName(const std::string& pointer) {
    QString name = QString::fromStdString(pointer).section('/', 1, 1);
    return name.replace("~1", "/").replace("~0", "~");
}

ArgumentsModel::Kind kindOf(const Json& schema, const Json* value, QStringList& choices) {
    const Json type = schema.is_object() ? schema.value("type", Json()) : Json();
    const Json options = schema.is_object() ? schema.value("enum", Json()) : Json();
    if (options.is_array() && !options.empty() && options.size() <= 200 &&
        (!value || std::find(options.begin(), options.end(), *value) != options.end())) {
        for (const Json& option : options)
            choices +=
                QString::fromStdString(option.is_string() ? option.get<std::string>() : print_python(option));
        choices.removeDuplicates();
        if (choices.size() == qsizetype(options.size())) // "1" and 1 could not be told apart
            return ArgumentsModel::Choice;
        choices.clear();
    }
    // What the model gave must be shown as it is, even where it is not what the schema wants.
    if (type == "boolean" && (!value || value->is_boolean()))
        return ArgumentsModel::Boolean;
    if ((type == "integer" || type == "number") && (!value || value->is_number() || is_exact_number(*value)))
        return ArgumentsModel::Number;
    if (type == "string" ? !value || value->is_string() : value && value->is_string() && type.is_null())
        return ArgumentsModel::Text;
    return ArgumentsModel::JsonText;
}

} // namespace

ArgumentsModel::ArgumentsModel(const tools::Tool& tool, const Json& arguments, QObject* parent)
    : QAbstractListModel(parent), schema_(tool.parameters) {
    const Json properties =
        schema_.is_object() ? schema_.value("properties", Json::object()) : Json::object();
    for (const auto& [name, value] : arguments.items())
        add(name, properties.is_object() ? properties.value(name, Json()) : Json(), &value);
    if (properties.is_object())
        for (const auto& [name, schema] : properties.items())
            if (!arguments.contains(name))
                add(name, schema, nullptr);
    check();
}

void ArgumentsModel::add(const std::string& name, const Json& schema, const Json* value) {
    Row row;
    row.name = QString::fromStdString(name);
    if (schema.is_object() && schema.value("description", Json()).is_string())
        row.about = QString::fromStdString(schema["description"].get<std::string>());
    row.kind = kindOf(schema, value, row.choices);
    if (value)
        row.text = row.kind == Choice && value->is_string()
                       ? QString::fromStdString(value->get<std::string>())
                       : typed(row.kind, *value);
    row.original = row.text;
    row.given = row.givenAtFirst = value != nullptr;
    const Json required = schema_.value("required", Json());
    row.required = required.is_array() && std::find(required.begin(), required.end(), name) != required.end();
    rows_ += row;
}

bool ArgumentsModel::edited() const {
    return std::any_of(rows_.begin(), rows_.end(), [](const Row& row) {
        return row.text != row.original || row.given != row.givenAtFirst;
    });
}

std::optional<Json> ArgumentsModel::valueOf(Row& row) const {
    if (row.kind == Text)
        return Json(row.text.toStdString());
    if (row.kind == Choice) {
        const Json options = schema_["properties"][row.name.toStdString()]["enum"];
        if (const auto at = row.choices.indexOf(row.text); at >= 0)
            return options[std::size_t(at)];
    }
    try {
        const Json value = parse_json(row.text.trimmed().toStdString());
        if (row.kind != Number || value.is_number() || is_exact_number(value))
            return value;
        row.problem = tr("A number is needed.");
    } catch (const Error&) {
        row.problem = row.kind == Number ? tr("A number is needed.") : tr("This is not JSON.");
    }
    return {};
}

Json ArgumentsModel::arguments() const {
    Json all = Json::object();
    for (Row row : rows_) {
        if (!row.given)
            continue;
        const auto value = valueOf(row);
        if (!value)
            return nullptr;
        all[row.name.toStdString()] = *value;
    }
    return all;
}

void ArgumentsModel::check() {
    valid_ = true;
    problem_.clear();
    for (Row& row : rows_) {
        row.problem.clear();
        if (row.given)
            valid_ = valueOf(row).has_value() && valid_;
    }
    if (valid_) {
        try {
            for (const auto& error : schema::Validator(schema_).validate(arguments())) {
                valid_ = false;
                const QString name = firstName(error.instance_pointer);
                const auto row = std::find_if(rows_.begin(), rows_.end(), [&](const Row& each) {
                    return !error.instance_pointer.empty() && each.name == name;
                });
                QString& problem = row == rows_.end() ? problem_ : row->problem;
                if (problem.isEmpty())
                    problem = QString::fromStdString(error.message);
            }
        } catch (const Error& error) {
            valid_ = false;
            problem_ = QString::fromUtf8(error.what());
        }
    }
    if (!rows_.isEmpty())
        emit dataChanged(index(0), index(count() - 1), {EditedRole, ProblemRole, GivenRole});
    emit changed();
}

int ArgumentsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant ArgumentsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = rows_.at(index.row());
    switch (role) {
    case NameRole:
        return row.name;
    case AboutRole:
        return row.about;
    case KindRole:
        return row.kind;
    case TextRole:
        return row.text;
    case ChoicesRole:
        return row.choices;
    case EditedRole:
        return row.text != row.original || row.given != row.givenAtFirst;
    case ProblemRole:
        return row.problem;
    case GivenRole:
        return row.given;
    case RequiredRole:
        return row.required;
    default:
        return {};
    }
}

QHash<int, QByteArray> ArgumentsModel::roleNames() const {
    return {{NameRole, "name"},       {AboutRole, "about"},     {KindRole, "kind"},
            {TextRole, "text"},       {ChoicesRole, "choices"}, {EditedRole, "edited"},
            {ProblemRole, "problem"}, {GivenRole, "given"},     {RequiredRole, "required"}};
}

void ArgumentsModel::setText(int row, const QString& text) {
    if (row < 0 || row >= count())
        return;
    Row& changed = rows_[row];
    // An optional argument that is emptied is not given, unless the model gave it empty.
    const bool given = !text.isEmpty() || changed.required || (changed.kind == Text && changed.givenAtFirst);
    if (changed.text == text && changed.given == given)
        return;
    changed.text = text;
    changed.given = given;
    emit dataChanged(index(row), index(row), {TextRole});
    check();
}

void ArgumentsModel::revert(int row) {
    if (row < 0 || row >= count())
        return;
    rows_[row].text = rows_.at(row).original;
    rows_[row].given = rows_.at(row).givenAtFirst;
    emit dataChanged(index(row), index(row), {TextRole});
    check();
}

} // namespace hadal::ui
