#include "ui/schema/field_model.h"

#include "app/schemas/pointer.h"
#include "ui/schema/value_text.h"

#include <algorithm>

namespace hadal::ui {
namespace {

QString textOf(const Json& schema, const char* keyword) {
    const auto found = schema.is_object() ? schema.find(keyword) : schema.end();
    return schema.is_object() && found != schema.end() && found->is_string()
               ? QString::fromStdString(found->get<std::string>())
               : QString();
}

QString written(const Json& schema, const char* keyword) {
    const auto found = schema.find(keyword);
    return found == schema.end() ? QString() : valueText(*found);
}

/// "1 to 40", "≥ 1", "≤ 40".
QString range(const QString& least, const QString& most) {
    return least.isEmpty() && most.isEmpty() ? QString()
           : most.isEmpty()                  ? QStringLiteral("≥ %1").arg(least)
           : least.isEmpty()                 ? QStringLiteral("≤ %1").arg(most)
                                             : QStringLiteral("%1 – %2").arg(least, most);
}

} // namespace

int FieldModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

FieldModel::Row FieldModel::rowFor(const Json& schema, const schemas::Field& field) const {
    const Json& here = *schemas::find(schema, field.pointer);
    Row row{field, Any, 0, textOf(here, "description"), {}, false, 0};
    if (row.description.isEmpty())
        row.description = textOf(here, "title");
    if (field.place == schemas::Place::Variant)
        row.placeIndex = QString::fromStdString(schemas::lastStep(field.pointer)).toInt();
    if (!here.is_object())
        return row;
    row.patterned = here.contains("pattern");
    switch (field.kind) {
    case schemas::Kind::Text:
        row.detail = textOf(here, "format");
        if (row.detail.isEmpty())
            row.detail = textOf(here, "pattern");
        if (row.detail.isEmpty())
            row.detail = range(written(here, "minLength"), written(here, "maxLength"));
        break;
    case schemas::Kind::Number:
    case schemas::Kind::Integer:
        row.detail = range(written(here, "minimum"), written(here, "maximum"));
        break;
    case schemas::Kind::List:
        row.detail = range(written(here, "minItems"), written(here, "maxItems"));
        if (const auto items = here.find("items"); items != here.end())
            row.itemKind = int(schemas::kindOf(*items));
        break;
    case schemas::Kind::Enum: {
        const Json values = here.contains("enum") ? here["enum"] : Json::array({here["const"]});
        row.count = int(values.size());
        QStringList words;
        for (const Json& value : values) {
            if (words.size() == 8)
                break;
            words += valueText(value);
        }
        row.detail = words.join(", ");
        break;
    }
    case schemas::Kind::Union:
        row.count = int(here[here.contains("anyOf") ? "anyOf" : "oneOf"].size());
        break;
    case schemas::Kind::Object:
        if (const auto properties = here.find("properties"); properties != here.end())
            row.count = int(properties->size());
        break;
    case schemas::Kind::Reference:
        row.detail = textOf(here, "$ref");
        break;
    case schemas::Kind::Several: {
        QStringList names;
        for (const Json& name : here["type"])
            if (name.is_string())
                names += QString::fromStdString(name.get<std::string>());
        row.detail = names.join(", ");
        break;
    }
    default:
        break;
    }
    return row;
}

void FieldModel::show(const Json& schema) {
    all_.clear();
    for (const schemas::Field& field : schemas::fieldsOf(schema))
        all_.push_back(rowFor(schema, field));
    rebuild();
}

void FieldModel::rebuild() {
    std::vector<Row> rows;
    int hiddenBelow = -1; // depth of the folded field
    for (const Row& row : all_) {
        if (hiddenBelow >= 0 && row.field.depth > hiddenBelow)
            continue;
        hiddenBelow = folded_.contains(QString::fromStdString(row.field.pointer)) ? row.field.depth : -1;
        rows.push_back(row);
    }
    const auto same = [](const Row& a, const Row& b) { return a.field.pointer == b.field.pointer; };
    const auto [end, found] = std::mismatch(rows_.begin(), rows_.end(), rows.begin(), rows.end(), same);
    const auto prefix = size_t(end - rows_.begin());
    size_t suffix = 0;
    while (suffix < rows_.size() - prefix && suffix < rows.size() - prefix &&
           same(rows_[rows_.size() - 1 - suffix], rows[rows.size() - 1 - suffix]))
        ++suffix;
    const bool counted = rows_.size() != rows.size();
    if (const auto gone = rows_.size() - prefix - suffix; gone > 0) {
        beginRemoveRows({}, int(prefix), int(prefix + gone) - 1);
        rows_.erase(rows_.begin() + long(prefix), rows_.begin() + long(prefix + gone));
        endRemoveRows();
    }
    if (const auto added = rows.size() - prefix - suffix; added > 0) {
        beginInsertRows({}, int(prefix), int(prefix + added) - 1);
        rows_ = std::move(rows);
        endInsertRows();
    } else {
        rows_ = std::move(rows);
    }
    if (!rows_.empty())
        emit dataChanged(index(0), index(count() - 1));
    if (counted)
        emit countChanged();
}

QVariant FieldModel::data(const QModelIndex& index, int role) const {
    const Row& row = rows_[size_t(index.row())];
    const QString pointer = QString::fromStdString(row.field.pointer);
    switch (role) {
    case PointerRole:
        return pointer;
    case Qt::DisplayRole:
    case NameRole:
        return QString::fromStdString(row.field.name);
    case KindRole:
        return int(row.field.kind);
    case ItemKindRole:
        return row.itemKind;
    case PlaceRole:
        return int(row.field.place);
    case PlaceIndexRole:
        return row.placeIndex;
    case RequiredRole:
        return row.field.required;
    case NullableRole:
        return row.field.nullable;
    case DepthRole:
        return row.field.depth;
    case BranchRole:
        return row.field.branch;
    case OpenRole:
        return !folded_.contains(pointer);
    case KeptRole: {
        QStringList kept;
        for (const std::string& keyword : row.field.kept)
            kept += QString::fromStdString(keyword);
        return kept;
    }
    case DescriptionRole:
        return row.description;
    case DetailRole:
        return row.detail;
    case PatternedRole:
        return row.patterned;
    case CountRole:
        return row.count;
    case FindingRole:
        return findings_.value(pointer);
    default:
        return {};
    }
}

QHash<int, QByteArray> FieldModel::roleNames() const {
    return {{PointerRole, "pointer"},         {NameRole, "name"},         {KindRole, "kind"},
            {ItemKindRole, "itemKind"},       {PlaceRole, "place"},       {PlaceIndexRole, "placeIndex"},
            {RequiredRole, "mandatory"},      {NullableRole, "nullable"}, {DepthRole, "depth"},
            {BranchRole, "branch"},           {OpenRole, "open"},         {KeptRole, "kept"},
            {DescriptionRole, "description"}, {DetailRole, "detail"},     {PatternedRole, "patterned"},
            {CountRole, "members"},           {FindingRole, "finding"}};
}

void FieldModel::setFindings(const QHash<QString, QString>& findings) {
    if (findings_ == findings)
        return;
    findings_ = findings;
    if (!rows_.empty())
        emit dataChanged(index(0), index(count() - 1), {FindingRole});
}

int FieldModel::rowOf(const QString& pointer) const {
    const std::string wanted = pointer.toStdString();
    const auto found =
        std::find_if(rows_.begin(), rows_.end(), [&](const Row& row) { return row.field.pointer == wanted; });
    return found == rows_.end() ? -1 : int(found - rows_.begin());
}

QString FieldModel::pointerAt(int row) const {
    return row < 0 || row >= count() ? QString() : QString::fromStdString(rows_[size_t(row)].field.pointer);
}

void FieldModel::setOpen(const QString& pointer, bool open) {
    if (open == !folded_.contains(pointer))
        return;
    if (open)
        folded_.remove(pointer);
    else
        folded_.insert(pointer);
    rebuild();
}

void FieldModel::reveal(const QString& pointer) {
    const auto before = folded_.size();
    folded_.removeIf([&](const QString& folded) {
        return folded != pointer && schemas::within(pointer.toStdString(), folded.toStdString());
    });
    if (folded_.size() != before)
        rebuild();
}

void FieldModel::moved(const QString& from, const QString& to) {
    QSet<QString> folded;
    for (const QString& pointer : std::as_const(folded_))
        folded += schemas::within(pointer.toStdString(), from.toStdString())
                      ? to + pointer.sliced(from.size())
                      : pointer;
    folded_ = folded;
}

} // namespace hadal::ui
