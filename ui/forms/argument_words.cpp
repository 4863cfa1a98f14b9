#include "ui/forms/argument_words.h"

#include <QCoreApplication>

namespace hadal::ui {
namespace {

QString words(const char* text) {
    return QCoreApplication::translate("ArgumentForm", text);
}

} // namespace

QString numberWanted() {
    return QCoreApplication::translate("ArgumentForm", "A number is needed");
}

QString integerWanted() {
    return QCoreApplication::translate("ArgumentForm", "A whole number is needed");
}

QString choiceWanted() {
    return QCoreApplication::translate("ArgumentForm", "Choose one");
}

QString jsonWanted() {
    return QCoreApplication::translate("ArgumentForm", "JSON is needed");
}

QString objectWanted() {
    return QCoreApplication::translate("ArgumentForm", "A JSON object is needed");
}

QString notJson(const char* why) {
    return QCoreApplication::translate("ArgumentForm", "Not JSON: %1").arg(QString::fromUtf8(why));
}

QString brokenRule(const schema::ValidationError& error, const Json& schema) {
    static const std::map<std::string, const char*> rules = {
        {"minimum", QT_TRANSLATE_NOOP("ArgumentForm", "At least %1")},
        {"maximum", QT_TRANSLATE_NOOP("ArgumentForm", "At most %1")},
        {"exclusiveMinimum", QT_TRANSLATE_NOOP("ArgumentForm", "More than %1")},
        {"exclusiveMaximum", QT_TRANSLATE_NOOP("ArgumentForm", "Less than %1")},
        {"multipleOf", QT_TRANSLATE_NOOP("ArgumentForm", "A multiple of %1")},
        {"minLength", QT_TRANSLATE_NOOP("ArgumentForm", "At least %1 characters")},
        {"maxLength", QT_TRANSLATE_NOOP("ArgumentForm", "At most %1 characters")},
        {"minItems", QT_TRANSLATE_NOOP("ArgumentForm", "At least %1 items")},
        {"maxItems", QT_TRANSLATE_NOOP("ArgumentForm", "At most %1 items")},
        {"pattern", QT_TRANSLATE_NOOP("ArgumentForm", "Does not match %1")},
        {"format", QT_TRANSLATE_NOOP("ArgumentForm", "Not of the format %1")},
        {"uniqueItems", QT_TRANSLATE_NOOP("ArgumentForm", "An item occurs twice")},
    };
    const auto rule = rules.find(error.keyword);
    if (rule == rules.end() || !schema.is_object() || !schema.contains(error.keyword))
        return QString::fromStdString(error.message);
    const Json& value = schema.at(error.keyword);
    const QString text =
        QString::fromStdString(value.is_string() ? value.get<std::string>() : print_python(value));
    const QString sentence = words(rule->second);
    return sentence.contains("%1") ? sentence.arg(text) : sentence;
}

} // namespace hadal::ui
