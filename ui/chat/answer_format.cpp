#include "ui/chat/answer_format.h"

#include "app/schemas/places.h"
#include "ui/chat/chat_settings.h"

namespace hadal::ui {

AnswerFormat::AnswerFormat(ChatSettings* settings, schemas::Library* library, QObject* parent)
    : QObject(parent), settings_(settings), library_(library), check_(new SchemaCheck(this)) {
    connect(settings_, &ChatSettings::changed, this, &AnswerFormat::read);
    connect(check_, &SchemaCheck::changed, this, &AnswerFormat::judge);
    if (library_)
        connect(library_, &schemas::Library::changed, this, [this] {
            read();
            emit changed(); // the names
        });
    read();
}

void AnswerFormat::choose(Mode mode, const QString& schema) {
    settings_->setFormat(mode == Off       ? QJsonObject()
                         : mode == AnyJson ? QJsonObject{{"kind", "json"}}
                                           : QJsonObject{{"kind", "schema"}, {"schema", schema}});
}

void AnswerFormat::read() {
    const QJsonObject format = settings_->format();
    const QString kind = format.value("kind").toString();
    const Mode mode = kind == "json" ? AnyJson : kind == "schema" ? Schema : Off;
    const QString name = mode == Schema ? format.value("schema").toString() : QString();
    QString text, problem;
    if (mode == Schema)
        text = library_ && library_->contains(name) ? library_->read(name, problem) : QString();
    if (mode == Schema && text.isEmpty() && problem.isEmpty())
        problem = tr("The schema “%1” is no longer in the library. Choose another one.").arg(name);
    if (mode == mode_ && name == name_ && text == schema_ && (mode != Schema || !text.isEmpty()))
        return;
    mode_ = mode;
    name_ = name;
    schema_ = text;
    problem_ = problem;
    note_.clear();
    json_ = {};
    if (mode == Schema && problem.isEmpty()) {
        schemas::ReadText read = schemas::readText(text.toStdString());
        if (read.good) {
            json_ = std::move(read.value);
            check_->begin(json_);
        } else {
            problem_ = tr("The schema “%1” cannot be read. Line %2: %3")
                           .arg(name)
                           .arg(read.mark.line)
                           .arg(QString::fromStdString(read.mark.message));
        }
    } else {
        check_->stop();
    }
    emit changed();
}

void AnswerFormat::judge() {
    if (mode_ != Schema || json_.is_null())
        return;
    note_.clear();
    problem_.clear();
    const QString place = check_->pointerAt(0);
    const QString said =
        tr("%1, %2: %3.").arg(place.isEmpty() ? "#" : place, check_->keywordAt(0), check_->reasonAt(0));
    if (check_->verdict() == SchemaCheck::InPart)
        note_ = tr("Not all of “%1” is enforced while the model writes. %2 It is checked after the answer "
                   "instead.")
                    .arg(name_, said);
    else if (check_->verdict() == SchemaCheck::Invalid || check_->verdict() == SchemaCheck::NotEnforceable)
        problem_ = tr("The schema “%1” cannot be used. %2 Nothing was sent. Repair the schema, or choose "
                      "another one.")
                       .arg(name_, said);
    emit changed();
}

void AnswerFormat::apply(runtime::Request& request) const {
    if (mode_ == AnyJson) {
        request.format.kind = runtime::ResponseFormat::JsonObject;
        request.prompt.response_format = {{"type", "object"}};
    } else if (mode_ == Schema && !json_.is_null()) {
        request.format = {runtime::ResponseFormat::JsonSchema, json_, true};
        request.prompt.response_format = json_;
    }
}

void AnswerFormat::mark(conversations::Message& answer) const {
    if (mode_ == Schema && !schema_.isEmpty())
        answer.run["format"] = QJsonObject{{"name", name_}, {"schema", schema_}};
}

QString AnswerFormat::schemaOf(const conversations::Message& answer) {
    return answer.run["format"]["schema"].toString();
}

QString AnswerFormat::nameOf(const conversations::Message& answer) {
    return answer.run["format"]["name"].toString();
}

} // namespace hadal::ui
