#include "ui/schema/schema_document.h"

#include "app/base/readable_json.h"
#include "app/schemas/edit.h"
#include "app/schemas/inference.h"
#include "app/schemas/pointer.h"
#include "kernels/error.h"

#include <algorithm>
#include <numeric>

namespace hadal::ui {
namespace {

/// The history holds this many characters, and the last step always.
constexpr qsizetype history_limit = 16'000'000;

QString printed(const Json& schema) {
    return QString::fromStdString(printReadable(schema));
}

} // namespace

SchemaDocument::SchemaDocument(QObject* parent)
    : QObject(parent), fields_(new FieldModel(this)), keywords_(new KeywordModel(this)),
      check_(new SchemaCheck(this)) {
    connect(check_, &SchemaCheck::changed, this, [this] {
        QHash<QString, QString> findings;
        for (const schemas::Finding& finding : check_->findings())
            findings.insert(QString::fromStdString(finding.pointer), check_->words(finding));
        fields_->setFindings(findings);
        showCurrent();
    });
    load(Json{{"type", "object"}, {"properties", Json::object()}});
}

QStringList SchemaDocument::kept() const {
    QStringList all;
    for (const std::string& keyword : field_.kept)
        all += QString::fromStdString(keyword);
    return all;
}

bool SchemaDocument::canAdd() const {
    return field_.kind == schemas::Kind::Union ||
           schemas::objectOf(schema_, current().toStdString()).has_value();
}

QStringList SchemaDocument::definitions() const {
    QStringList all{"#"};
    for (const std::string& pointer : schemas::definitionsOf(schema_))
        all += "#" + QString::fromStdString(pointer);
    return all;
}

void SchemaDocument::load(const QString& text) {
    past_.clear();
    future_.clear();
    step_.clear();
    state_ = {text, {}};
    read();
    show();
}

void SchemaDocument::load(const Json& schema) {
    load(printed(schema));
}

/// Parses the text.
void SchemaDocument::read() {
    schemas::ReadText read = schemas::readText(state_.text.toStdString());
    readable_ = read.good;
    mark_ = read.mark;
    if (!readable_) {
        check_->stop();
        return;
    }
    places_ = std::move(read.places);
    if (schema_ == read.value && check_->verdict() != SchemaCheck::Unknown)
        return;
    schema_ = std::move(read.value);
    check_->begin(schema_);
}

void SchemaDocument::show() {
    if (readable_) {
        fields_->show(schema_);
        if (!schemas::find(schema_, state_.current.toStdString()))
            state_.current.clear();
        fields_->reveal(state_.current);
        showCurrent();
    }
    emit changed();
    emit edited();
}

void SchemaDocument::showCurrent() {
    const std::string pointer = state_.current.toStdString();
    field_ = schemas::fieldAt(schema_, pointer);
    QHash<QString, QString> findings;
    for (const schemas::Finding& finding : check_->findings())
        if (finding.pointer == pointer)
            findings.insert(QString::fromStdString(finding.keyword), check_->words(finding));
    if (const Json* here = schemas::find(schema_, pointer))
        keywords_->show(*here, findings);
    else
        keywords_->clear();
    emit currentChanged();
}

void SchemaDocument::setCurrent(const QString& pointer) {
    if (pointer == state_.current || !schemas::find(schema_, pointer.toStdString()))
        return;
    state_.current = pointer;
    step_.clear();
    fields_->reveal(pointer);
    showCurrent();
}

void SchemaDocument::begin(const QString& step) {
    future_.clear();
    if (!step.isEmpty() && step == step_)
        return;
    step_ = step;
    past_.push_back(state_);
    qsizetype characters = 0;
    for (const State& state : past_)
        characters += state.text.size();
    while (characters > history_limit && past_.size() > 1) {
        characters -= past_.front().text.size();
        past_.erase(past_.begin());
    }
}

void SchemaDocument::restore(std::vector<State>& from, std::vector<State>& to) {
    if (from.empty())
        return;
    to.push_back(state_);
    state_ = from.back();
    from.pop_back();
    step_.clear();
    read();
    show();
}

void SchemaDocument::undo() {
    restore(past_, future_);
}

void SchemaDocument::redo() {
    restore(future_, past_);
}

void SchemaDocument::setText(const QString& text) {
    if (text == state_.text)
        return;
    // Typing on is one step up to the end of a word.
    const bool letter = qAbs(text.size() - state_.text.size()) == 1;
    begin(letter ? QStringLiteral("typing") : QString());
    if (text.size() > state_.text.size() && letter) {
        const auto [at, there] =
            std::mismatch(text.begin(), text.end(), state_.text.begin(), state_.text.end());
        if (at != text.end() && at->isSpace())
            step_.clear();
    }
    state_.text = text;
    read();
    show();
}

void SchemaDocument::format() {
    if (!readable_ || state_.text == printed(schema_))
        return;
    begin({});
    state_.text = printed(schema_);
    read();
    show();
}

QString SchemaDocument::apply(const QString& step, const Edit& edit) {
    if (!readable_)
        return tr("Line %1 of the code cannot be read. Repair it first.").arg(mark_.line);
    Json changed = schema_;
    std::string current;
    try {
        current = edit(changed);
    } catch (const Error& error) {
        return QString::fromUtf8(error.what());
    }
    const QString at = QString::fromStdString(current);
    if (changed == schema_ && print_compact(changed) == print_compact(schema_)) {
        setCurrent(at);
        return {};
    }
    begin(step);
    state_.text = printed(changed);
    state_.current = at;
    read();
    show();
    return {};
}

QString SchemaDocument::setKeyword(const QString& keyword, const QString& text) {
    QString problem;
    const auto value = KeywordModel::valueOf(keyword.toStdString(), field_.kind, text, problem);
    if (!problem.isEmpty())
        return problem;
    const std::string at = current().toStdString();
    return apply("keyword " + keyword + at.c_str(), [&](Json& root) {
        schemas::setKeyword(root, at, keyword.toStdString(), value);
        return at;
    });
}

QString SchemaDocument::rename(const QString& name) {
    return apply({}, [&](Json& root) {
        const std::string at = schemas::rename(root, current().toStdString(), name.toStdString());
        fields_->moved(current(), QString::fromStdString(at));
        return at;
    });
}

QString SchemaDocument::setRequired(bool required) {
    return apply({}, [&](Json& root) {
        schemas::setRequired(root, current().toStdString(), required);
        return current().toStdString();
    });
}

QString SchemaDocument::setNullable(bool nullable) {
    return apply({}, [&](Json& root) {
        schemas::setNullable(root, current().toStdString(), nullable);
        return current().toStdString();
    });
}

QString SchemaDocument::setKind(int kind) {
    return apply({}, [&](Json& root) {
        schemas::setKind(root, current().toStdString(), schemas::Kind(kind));
        return current().toStdString();
    });
}

QString SchemaDocument::add() {
    return apply({}, [&](Json& root) {
        std::string parent = current().toStdString();
        if (canAdd())
            return schemas::addField(root, parent);
        // A field without fields of its own gets a sibling.
        int index = -1;
        if (field_.place == schemas::Place::Property || field_.place == schemas::Place::Variant) {
            index = schemas::indexOf(root, parent) + 1;
            parent = schemas::above(schemas::above(parent));
        }
        const std::string made = schemas::addField(root, parent);
        return index < 0 ? made : schemas::moveTo(root, made, index);
    });
}

QString SchemaDocument::addDefinition() {
    return apply({}, [&](Json& root) { return schemas::addDefinition(root); });
}

QString SchemaDocument::duplicate() {
    return apply({}, [&](Json& root) { return schemas::duplicate(root, current().toStdString()); });
}

QString SchemaDocument::remove() {
    return apply({}, [&](Json& root) {
        const int row = fields_->rowOf(current());
        schemas::remove(root, current().toStdString());
        // The next row that is still there, else the one before.
        for (int next = row + 1; next < fields_->count(); ++next) {
            const std::string pointer = fields_->pointerAt(next).toStdString();
            if (!schemas::within(pointer, current().toStdString()) && schemas::find(root, pointer))
                return pointer;
        }
        return fields_->pointerAt(row - 1).toStdString();
    });
}

QString SchemaDocument::replace(const Json& schema) {
    begin({});
    state_ = {printed(schema), {}};
    read();
    show();
    return {};
}

QString SchemaDocument::fromSample(const QString& json) {
    try {
        return replace(schemas::schemaFromSample(parse_json(json.toStdString(), Numbers::Exact)));
    } catch (const Error& error) {
        return QString::fromUtf8(error.what());
    }
}

QString SchemaDocument::fromSchema(const QString& json) {
    schemas::ReadText read = schemas::readText(json.toStdString());
    if (!read.good)
        return QString::fromStdString(read.mark.message);
    const Json* schema = &read.value;
    for (const char* step : {"function", "json_schema", "parameters", "inputSchema", "schema"})
        if (schema->is_object() && !schema->contains("properties") && schema->contains(step) &&
            (*schema)[step].is_object())
            schema = &(*schema)[step];
    return replace(*schema);
}

int SchemaDocument::lineOf(const QString& pointer) const {
    return readable_ ? places_.line(pointer.toStdString()) : mark_.line;
}

QString SchemaDocument::pointerOfLine(int line) const {
    QString best;
    int from = 0;
    for (int row = 0; row < fields_->count(); ++row) {
        const int at = lineOf(fields_->pointerAt(row));
        if (at <= line && at >= from) {
            from = at;
            best = fields_->pointerAt(row);
        }
    }
    return best;
}

} // namespace hadal::ui
