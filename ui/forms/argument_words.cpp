#include "ui/forms/argument_words.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <limits>
#include <map>

namespace hadal::ui {
namespace {

QString shown(const Json& value) {
    return QString::fromStdString(value.is_string() ? value.get<std::string>() : print_python(value));
}

QString typeWanted(const Json& type) {
    static const std::map<std::string, const char*> types = {
        {"string", QT_TRANSLATE_NOOP("ArgumentForm", "Text is needed")},
        {"number", QT_TRANSLATE_NOOP("ArgumentForm", "A number is needed")},
        {"integer", QT_TRANSLATE_NOOP("ArgumentForm", "A whole number is needed")},
        {"boolean", QT_TRANSLATE_NOOP("ArgumentForm", "true or false is needed")},
        {"array", QT_TRANSLATE_NOOP("ArgumentForm", "A list is needed")},
        {"object", QT_TRANSLATE_NOOP("ArgumentForm", "A JSON object is needed")},
        {"null", QT_TRANSLATE_NOOP("ArgumentForm", "null is needed")},
    };
    const auto found = type.is_string() ? types.find(type.get<std::string>()) : types.end();
    return found == types.end() ? QString() : QCoreApplication::translate("ArgumentForm", found->second);
}

QString missing(const Json& names, const Json& value) {
    QStringList all;
    for (const Json& name : names)
        if (name.is_string() && value.is_object() && !value.contains(name.get<std::string>()))
            all += QString::fromStdString(name.get<std::string>());
    return all.isEmpty() ? QString()
                         : QCoreApplication::translate("ArgumentForm", "Missing: %1").arg(all.join(", "));
}

QString oneOf(const Json& values) {
    QStringList all;
    for (const Json& value : values)
        all += shown(value);
    const QString text = all.join(", ");
    return QCoreApplication::translate("ArgumentForm", "One of: %1")
        .arg(text.size() > 120 ? text.first(119) + u'…' : text);
}

QString boundWanted(const std::string& keyword, const Json& value) {
    struct Words {
        const char* keyword;
        const char* text; ///< with %1 for the value, or %Ln where it counts
    };
    static constexpr Words rules[] = {
        {"minimum", QT_TRANSLATE_NOOP("ArgumentForm", "At least %1")},
        {"maximum", QT_TRANSLATE_NOOP("ArgumentForm", "At most %1")},
        {"exclusiveMinimum", QT_TRANSLATE_NOOP("ArgumentForm", "More than %1")},
        {"exclusiveMaximum", QT_TRANSLATE_NOOP("ArgumentForm", "Less than %1")},
        {"multipleOf", QT_TRANSLATE_NOOP("ArgumentForm", "A multiple of %1")},
        {"const", QT_TRANSLATE_NOOP("ArgumentForm", "Must be %1")},
        {"pattern", QT_TRANSLATE_NOOP("ArgumentForm", "Does not match %1")},
        {"format", QT_TRANSLATE_NOOP("ArgumentForm", "Not of the format %1")},
        {"uniqueItems", QT_TRANSLATE_NOOP("ArgumentForm", "An item occurs twice")},
        {"minLength", QT_TRANSLATE_N_NOOP("ArgumentForm", "At least %Ln characters")},
        {"maxLength", QT_TRANSLATE_N_NOOP("ArgumentForm", "At most %Ln characters")},
        {"minItems", QT_TRANSLATE_N_NOOP("ArgumentForm", "At least %Ln items")},
        {"maxItems", QT_TRANSLATE_N_NOOP("ArgumentForm", "At most %Ln items")},
        {"minProperties", QT_TRANSLATE_N_NOOP("ArgumentForm", "At least %Ln fields")},
        {"maxProperties", QT_TRANSLATE_N_NOOP("ArgumentForm", "At most %Ln fields")},
    };
    const auto* words = std::find_if(std::begin(rules), std::end(rules),
                                     [&](const Words& each) { return each.keyword == keyword; });
    if (words == std::end(rules))
        return {};
    const QLatin1String text(words->text);
    if (text.contains(QLatin1String("%Ln")) && value.is_number_integer()) {
        const auto count =
            std::clamp<std::int64_t>(value.get<std::int64_t>(), 0, std::numeric_limits<int>::max());
        return QCoreApplication::translate("ArgumentForm", words->text, nullptr, int(count));
    }
    if (text.contains(QLatin1String("%Ln")))
        return {};
    const QString sentence = QCoreApplication::translate("ArgumentForm", words->text);
    return sentence.contains("%1") ? sentence.arg(shown(value)) : sentence;
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

QString brokenRule(const schema::ValidationError& error, const Json& schema, const Json& value) {
    const Json* rule =
        schema.is_object() && schema.contains(error.keyword) ? &schema.at(error.keyword) : nullptr;
    QString words;
    if (error.keyword == "false")
        words = QCoreApplication::translate("ArgumentForm", "Not allowed here");
    else if (!rule)
        words.clear();
    else if (error.keyword == "type")
        words = typeWanted(*rule);
    else if (error.keyword == "required")
        words = missing(*rule, value);
    else if (error.keyword == "enum")
        words = oneOf(*rule);
    else
        words = boundWanted(error.keyword, *rule);
    return words.isEmpty() ? QString::fromStdString(error.message) : words;
}

} // namespace hadal::ui
