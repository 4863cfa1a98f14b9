#include "ui/schema/json_tree.h"

#include "app/base/readable_json.h"
#include "app/schemas/answer_export.h"
#include "app/schemas/pointer.h"
#include "engine/schema/validator.h"
#include "kernels/error.h"
#include "ui/forms/argument_words.h"

namespace hadal::ui {

void JsonTree::setText(const QString& text) {
    if (text == text_)
        return;
    text_ = text;
    value_ = {};
    const QString trimmed = text.trimmed();
    if (trimmed.startsWith('{') || trimmed.startsWith('['))
        try {
            value_ = parse_json(trimmed.toStdString(), Numbers::Exact);
        } catch (const Error&) {
            // not JSON, or not whole: it is read as text
        }
    folded_.clear();
    judge();
    rebuild();
    emit changed();
}

void JsonTree::setSchema(const QString& schema) {
    if (schema == schema_)
        return;
    schema_ = schema;
    judge();
    rebuild();
    emit changed();
}

void JsonTree::judge() {
    problems_.clear();
    if (schema_.isEmpty() || !whole())
        return;
    try {
        const Json schema = parse_json(schema_.toStdString(), Numbers::Exact);
        const schema::Validator validator(schema);
        for (const schema::ValidationError& error : validator.validate(value_)) {
            QString& problem = problems_[QString::fromStdString(error.instance_pointer)];
            const Json* broken = error.schema_pointer.starts_with('#')
                                     ? schemas::find(schema, error.schema_pointer.substr(1))
                                     : nullptr;
            const Json* value = schemas::find(value_, error.instance_pointer);
            problem += (problem.isEmpty() ? "" : "\n") +
                       brokenRule(error, broken ? *broken : Json(), value ? *value : Json());
        }
    } catch (const Error&) {
        // a schema that cannot be used is told of where it is chosen
    }
}

void JsonTree::rebuild() {
    beginResetModel();
    rows_.clear();
    left_ = 0;
    if (whole())
        add(value_, "", {}, 0);
    endResetModel();
}

void JsonTree::add(const Json& value, const std::string& pointer, const QString& name, int depth) {
    if (rows_.size() >= most_rows) {
        ++left_;
        return;
    }
    const QString at = QString::fromStdString(pointer);
    rows_.push_back({at, name, &value, depth});
    if (!value.is_structured() || folded_.contains(at))
        return;
    std::size_t index = 0;
    for (const auto& [key, inner] : value.items()) {
        if (rows_.size() >= most_rows) {
            left_ += int(value.size() - index);
            return;
        }
        add(inner, value.is_array() ? schemas::below(pointer, index) : schemas::below(pointer, key),
            QString::fromStdString(key), depth + 1);
        ++index;
    }
}

QVariant JsonTree::data(const QModelIndex& index, int role) const {
    const Row& row = rows_[size_t(index.row())];
    switch (role) {
    case PointerRole:
        return row.pointer;
    case Qt::DisplayRole:
    case NameRole:
        return row.name;
    case ValueRole:
        return row.value->is_structured() ? QString() : QString::fromStdString(print_compact(*row.value));
    case TypeRole:
        return row.value->is_object()                            ? Object
               : row.value->is_array()                           ? List
               : row.value->is_string()                          ? Text
               : row.value->is_boolean() || row.value->is_null() ? Word
                                                                 : Number;
    case MembersRole:
        return row.value->is_structured() ? int(row.value->size()) : 0;
    case DepthRole:
        return row.depth;
    case OpenRole:
        return !folded_.contains(row.pointer);
    case ProblemRole:
        return problems_.value(row.pointer);
    default:
        return {};
    }
}

QHash<int, QByteArray> JsonTree::roleNames() const {
    return {{PointerRole, "pointer"}, {NameRole, "name"},   {ValueRole, "value"}, {TypeRole, "type"},
            {MembersRole, "members"}, {DepthRole, "depth"}, {OpenRole, "open"},   {ProblemRole, "problem"}};
}

void JsonTree::setOpen(const QString& pointer, bool open) {
    if (open == !folded_.contains(pointer))
        return;
    if (open)
        folded_.remove(pointer);
    else
        folded_.insert(pointer);
    rebuild();
    emit changed();
}

QString JsonTree::valueAt(const QString& pointer) const {
    const Json* value = schemas::find(value_, pointer.toStdString());
    return !value               ? QString()
           : value->is_string() ? QString::fromStdString(value->get<std::string>())
                                : QString::fromStdString(printReadable(*value));
}

QString JsonTree::printed() const {
    return whole() ? QString::fromStdString(printReadable(value_)) : text_;
}

QString JsonTree::exported(const QString& form) const {
    if (form == "jsonl" && list())
        return QString::fromStdString(schemas::jsonLines(value_));
    if (form == "csv" && list())
        return QString::fromStdString(schemas::csv(value_));
    return printed() + "\n";
}

} // namespace hadal::ui
