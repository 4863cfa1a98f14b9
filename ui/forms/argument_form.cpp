#include "ui/forms/argument_form.h"

#include "kernels/error.h"
#include "ui/forms/argument_words.h"
#include "ui/forms/example_value.h"

namespace hadal::ui {
namespace {

void list(const ArgumentNode& node, std::vector<ArgumentNode*>& rows) {
    for (const auto& child : node.children) {
        rows.push_back(child.get());
        if (child->present)
            list(*child, rows);
    }
}

void forget(ArgumentNode& node) {
    node.problem.clear();
    for (const auto& child : node.children)
        forget(*child);
}

bool broken(const ArgumentNode& node) {
    if (!node.problem.isEmpty() && node.counts())
        return true;
    for (const auto& child : node.children)
        if (broken(*child))
            return true;
    return false;
}

} // namespace

ArgumentForm::ArgumentForm(QObject* parent) : QAbstractListModel(parent) {
    setSchema(Json({{"type", "object"}}));
}

ArgumentForm::~ArgumentForm() = default;

QString ArgumentForm::schema() const {
    return QString::fromStdString(print_python(schema_));
}

void ArgumentForm::setSchema(const QString& text) {
    try {
        setSchema(parse_json(text.toStdString(), Numbers::Exact));
    } catch (const Error&) {
        setSchema(Json({{"type", "object"}})); // said where the schema is written
    }
}

void ArgumentForm::setSchema(const Json& schema) {
    if (schema == schema_)
        return;
    Json before = Json::object(); // what was filled in
    if (root_)
        for (const auto& child : root_->children)
            if (child->present && child->filled())
                before[child->key] = child->value();
    beginResetModel();
    rows_.clear();
    root_.reset();
    schema_ = schema;
    validator_.reset();
    schemaProblem_.clear();
    try {
        validator_.emplace(schema_);
    } catch (const Error& error) {
        schemaProblem_ = QString::fromUtf8(error.what());
    }
    root_ = argumentTree(schema_, schema_);
    root_->kind = ArgumentNode::Object;
    // What was filled in stays where the new schema has a place for it.
    Json kept = Json::object();
    for (const auto& child : root_->children)
        if (before.contains(child->key) && child->fits(before.at(child->key)))
            kept[child->key] = before.at(child->key);
    root_->take(kept, schema_);
    rows_ = listed();
    endResetModel();
    emit schemaChanged();
    emit shapeChanged();
    changed();
}

QString ArgumentForm::text() const {
    return QString::fromStdString(print_python(value_));
}

void ArgumentForm::setText(const QString& text) {
    Json value;
    try {
        value = parse_json(text.toStdString(), Numbers::Exact);
    } catch (const Error& error) {
        textProblem_ = notJson(error.what());
    }
    if (!value.is_object()) {
        if (textProblem_.isEmpty())
            textProblem_ = objectWanted();
        changed();
        return;
    }
    const Json given = std::exchange(given_, Json());
    setValue(value);
    given_ = given;
    changed();
}

void ArgumentForm::setValue(const Json& value) {
    beginResetModel();
    rows_.clear();
    root_ = argumentTree(schema_, schema_);
    root_->kind = ArgumentNode::Object;
    root_->take(value, schema_);
    rows_ = listed();
    endResetModel();
    given_ = value;
    textProblem_.clear();
    emit shapeChanged();
    changed();
}

void ArgumentForm::fillExample() {
    const Json given = given_;
    setValue(exampleValue(schema_, schema_));
    given_ = given;
    changed();
}

void ArgumentForm::tell() {
    root_->touch();
    changed();
}

int ArgumentForm::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QHash<int, QByteArray> ArgumentForm::roleNames() const {
    return {{LabelRole, "label"},       {DepthRole, "depth"},     {KindRole, "kind"},
            {RequiredRole, "required"}, {PresentRole, "present"}, {ItemRole, "inList"},
            {ValueTextRole, "value"},   {FlagRole, "flag"},       {ChoicesRole, "choices"},
            {ChoiceRole, "choice"},     {HintRole, "hint"},       {ProblemRole, "problem"},
            {ChangedRole, "changed"}};
}

QVariant ArgumentForm::data(const QModelIndex& index, int role) const {
    const ArgumentNode* row = node(index.row());
    if (!row)
        return {};
    const bool item = row->parent->kind == ArgumentNode::List;
    switch (role) {
    case LabelRole:
        return item ? QString::number(row->indexInParent() + 1) : QString::fromStdString(row->key);
    case DepthRole:
        return row->depth() - 1;
    case KindRole:
        return int(row->kind);
    case RequiredRole:
        return item || (row->required && !row->nullable);
    case PresentRole:
        return row->present;
    case ItemRole:
        return item;
    case ValueTextRole:
        return row->text;
    case FlagRole:
        return row->on;
    case ChoicesRole:
        return row->choices();
    case ChoiceRole:
        return row->choice;
    case HintRole: {
        const Json* words = keyword(*row->schema, "description");
        return words && words->is_string() ? QString::fromStdString(words->get<std::string>()) : QString();
    }
    case ProblemRole:
        return row->counts() && row->touched ? row->problem : QString();
    case ChangedRole:
        return differs(*row);
    default:
        return {};
    }
}

ArgumentNode* ArgumentForm::node(int row) const {
    return row >= 0 && row < count() ? rows_[size_t(row)] : nullptr;
}

bool ArgumentForm::differs(const ArgumentNode& node) const {
    if (given_.is_null())
        return false;
    const Json::json_pointer place(node.pointer());
    const bool had = given_.contains(place), has = value_.contains(place);
    return had != has || (had && given_.at(place) != value_.at(place));
}

void ArgumentForm::type(int row, const QString& text) {
    if (ArgumentNode* typed = node(row); typed && typed->text != text) {
        typed->text = text;
        typed->touched = true;
        changed();
    }
}

void ArgumentForm::turn(int row, bool on) {
    if (ArgumentNode* turned = node(row); turned && turned->on != on) {
        turned->on = on;
        turned->touched = true;
        changed();
    }
}

void ArgumentForm::choose(int row, int choice) {
    if (ArgumentNode* chosen = node(row); chosen && chosen->choice != choice) {
        chosen->choice = choice;
        chosen->touched = true;
        changed();
    }
}

void ArgumentForm::include(int row, bool present) {
    ArgumentNode* optional = node(row);
    if (!optional || optional->present == present)
        return;
    optional->present = present;
    relist();
    changed();
}

void ArgumentForm::addItem(int row) {
    ArgumentNode* longer = node(row);
    if (!longer || longer->kind != ArgumentNode::List)
        return;
    longer->touched = true;
    longer->children.push_back(argumentTree(longer->schema->at("items"), schema_, longer));
    relist();
    changed();
}

void ArgumentForm::removeItem(int row) {
    ArgumentNode* gone = node(row);
    if (!gone || gone->parent->kind != ArgumentNode::List)
        return;
    gone->parent->touched = true;
    auto& siblings = gone->parent->children;
    const auto at = siblings.begin() + gone->indexInParent();
    const auto kept = std::move(*at); // until the rows no longer show it
    siblings.erase(at);
    relist();
    changed();
}

std::vector<ArgumentNode*> ArgumentForm::listed() const {
    std::vector<ArgumentNode*> rows;
    list(*root_, rows);
    return rows;
}

/// The rows that stay keep their delegates, and with them the focus.
void ArgumentForm::relist() {
    const auto rows = listed();
    const size_t shorter = std::min(rows.size(), rows_.size());
    size_t front = 0, back = 0;
    while (front < shorter && rows[front] == rows_[front])
        ++front;
    while (back < shorter - front && rows[rows.size() - 1 - back] == rows_[rows_.size() - 1 - back])
        ++back;
    if (const size_t gone = rows_.size() - front - back; gone > 0) {
        beginRemoveRows({}, int(front), int(front + gone) - 1);
        rows_.erase(rows_.begin() + long(front), rows_.begin() + long(front + gone));
        endRemoveRows();
    }
    if (const size_t fresh = rows.size() - front - back; fresh > 0) {
        beginInsertRows({}, int(front), int(front + fresh) - 1);
        rows_.insert(rows_.begin() + long(front), rows.begin() + long(front),
                     rows.begin() + long(front + fresh));
        endInsertRows();
    }
    emit shapeChanged();
}

ArgumentNode* ArgumentForm::at(const std::string& pointer) const {
    ArgumentNode* best = root_.get();
    size_t length = 0;
    for (ArgumentNode* row : rows_) {
        const std::string place = row->pointer();
        if (place.size() > length && (pointer == place || pointer.starts_with(place + "/"))) {
            best = row;
            length = place.size();
        }
    }
    return best;
}

Json ArgumentForm::valueAt(const std::string& pointer) const {
    const Json::json_pointer place(pointer);
    return value_.contains(place) ? value_.at(place) : Json();
}

QString ArgumentForm::allProblems() const {
    QStringList all;
    if (!problem_.isEmpty())
        all += problem_;
    for (const ArgumentNode* row : rows_)
        if (row->counts() && !row->problem.isEmpty())
            all += QString::fromStdString(row->pointer().substr(1)) + ": " + row->problem;
    return all.join('\n');
}

void ArgumentForm::check() {
    forget(*root_);
    value_ = root_->value();
    problem_ = schemaProblem_;
    try {
        if (!validator_)
            return;
        for (const auto& error : validator_->validate(value_)) {
            ArgumentNode* place = at(error.instance_pointer);
            if (place->problem.isEmpty())
                place->problem = brokenRule(error, *place->schema, valueAt(error.instance_pointer));
        }
    } catch (const Error& error) {
        problem_ = QString::fromUtf8(error.what());
    }
    if (problem_.isEmpty())
        problem_ = root_->problem;
    if (!textProblem_.isEmpty())
        problem_ = textProblem_;
}

void ArgumentForm::changed() {
    check();
    valid_ = problem_.isEmpty() && !broken(*root_);
    if (count() > 0)
        emit dataChanged(index(0), index(count() - 1));
    emit edited();
}

} // namespace hadal::ui
