#include "ui/schema/keyword_model.h"

#include "ui/schema/value_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace hadal::ui {
namespace {

using schemas::Kind;

bool isOneOf(const std::string& keyword, std::initializer_list<const char*> names) {
    return std::find(names.begin(), names.end(), keyword) != names.end();
}

bool isCount(const std::string& keyword) {
    return isOneOf(keyword,
                   {"minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"});
}

QString shown(const std::string& keyword, Kind kind, const Json& value) {
    switch (KeywordModel::editorOf(keyword)) {
    case KeywordModel::Switch:
        return value == (keyword == "uniqueItems") ? QStringLiteral("on") : QString();
    case KeywordModel::Values: {
        QStringList lines;
        for (const Json& item : value)
            lines += valueText(item);
        return lines.join('\n');
    }
    case KeywordModel::Reference: {
        const QString target =
            QString::fromStdString(value.is_string() ? value.get<std::string>() : std::string());
        return target;
    }
    case KeywordModel::Value:
        if (kind == Kind::Text && value.is_string())
            return QString::fromStdString(value.get<std::string>());
        return valueText(value);
    case KeywordModel::Number:
        return QString::fromStdString(print_compact(value));
    default:
        return value.is_string() ? QString::fromStdString(value.get<std::string>()) : QString();
    }
}

} // namespace

KeywordModel::Editor KeywordModel::editorOf(const std::string& keyword) {
    if (keyword == "description")
        return Paragraph;
    if (keyword == "examples" || keyword == "enum")
        return Values;
    if (keyword == "default")
        return Value;
    if (keyword == "additionalProperties" || keyword == "uniqueItems")
        return Switch;
    if (keyword == "format")
        return Format;
    if (keyword == "$ref")
        return Reference;
    if (isCount(keyword) ||
        isOneOf(keyword, {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}))
        return Number;
    return Line;
}

std::optional<Json> KeywordModel::valueOf(const std::string& keyword, Kind kind, const QString& text,
                                          QString& problem) {
    const Editor editor = editorOf(keyword);
    if (text.isEmpty())
        return {};
    switch (editor) {
    case Switch:
        return Json(keyword == "uniqueItems");
    case Number: {
        const auto number = numberFrom(text);
        if (!number)
            problem =
                QCoreApplication::translate("hadal::ui::KeywordModel", "Type a number, like 12 or 0.5.");
        else if (isCount(keyword) && !number->is_number_unsigned())
            problem =
                QCoreApplication::translate("hadal::ui::KeywordModel", "Type a whole number from 0 on.");
        else if (keyword == "multipleOf" && number->is_number() && number->get<double>() <= 0)
            problem = QCoreApplication::translate("hadal::ui::KeywordModel", "Type a number above 0.");
        else
            return number;
        return {};
    }
    case Values: {
        Json list = Json::array();
        for (const QString& line : text.split('\n', Qt::SkipEmptyParts))
            if (!line.trimmed().isEmpty())
                list.push_back(valueFrom(line));
        return list.empty() ? std::nullopt : std::optional(list);
    }
    case Value:
        return kind == Kind::Text ? Json(text.toStdString()) : valueFrom(text);
    default:
        return Json(text.toStdString());
    }
}

void KeywordModel::clear() {
    beginResetModel();
    rows_.clear();
    endResetModel();
}

void KeywordModel::show(const Json& schema, const QHash<QString, QString>& findings) {
    const Kind kind = schemas::kindOf(schema);
    const std::vector<std::string> kept = schemas::keptKeywords(schema);
    std::vector<Row> rows;
    for (const std::string& keyword : schemas::shownKeywords(kind)) {
        if (std::find(kept.begin(), kept.end(), keyword) != kept.end())
            continue; // written otherwise than the form would
        const bool there = schema.is_object() && schema.contains(keyword);
        if (keyword == "enum" && !there)
            continue; // const
        rows.push_back({keyword, there ? shown(keyword, kind, schema[keyword]) : QString(),
                        findings.value(QString::fromStdString(keyword))});
    }
    const bool same = std::equal(rows.begin(), rows.end(), rows_.begin(), rows_.end(),
                                 [](const Row& a, const Row& b) { return a.keyword == b.keyword; });
    if (!same) {
        beginResetModel();
        rows_ = std::move(rows);
        endResetModel();
        return;
    }
    for (size_t i = 0; i < rows.size(); ++i)
        if (rows[i] != rows_[i]) {
            rows_[i] = rows[i];
            emit dataChanged(index(int(i)), index(int(i)));
        }
}

int KeywordModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(rows_.size());
}

QVariant KeywordModel::data(const QModelIndex& index, int role) const {
    const Row& row = rows_[size_t(index.row())];
    switch (role) {
    case KeywordRole:
        return QString::fromStdString(row.keyword);
    case ValueRole:
        return row.value;
    case EditorRole:
        return editorOf(row.keyword);
    case FindingRole:
        return row.finding;
    default:
        return {};
    }
}

QHash<int, QByteArray> KeywordModel::roleNames() const {
    return {{KeywordRole, "keyword"}, {ValueRole, "value"}, {EditorRole, "editor"}, {FindingRole, "finding"}};
}

} // namespace hadal::ui
