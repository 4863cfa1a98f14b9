#include "ui/schema/completion.h"

#include <vector>

namespace hadal::ui {
namespace {

struct Level {
    bool object = false;
    QString key;        ///< the last one that was read
    bool value = false; ///< after its colon
};

struct Place {
    std::vector<Level> levels;
    qsizetype string = -1; ///< where the unfinished string begins, after its quote
    QString word;          ///< of it
};

Place placeAt(QStringView code) {
    Place place;
    QString last;
    for (qsizetype i = 0; i < code.size(); ++i) {
        const QChar c = code[i];
        if (c == '"') {
            qsizetype end = i + 1;
            while (end < code.size() && code[end] != '"')
                end += code[end] == '\\' ? 2 : 1;
            if (end >= code.size()) {
                place.string = i + 1;
                place.word = code.sliced(i + 1).toString();
                return place;
            }
            last = code.sliced(i + 1, end - i - 1).toString();
            i = end;
        } else if (c == '{' || c == '[') {
            place.levels.push_back({c == '{', {}, false});
        } else if (c == '}' || c == ']') {
            if (!place.levels.empty())
                place.levels.pop_back();
        } else if (!place.levels.empty() && c == ':') {
            place.levels.back().key = last;
            place.levels.back().value = true;
        } else if (!place.levels.empty() && c == ',') {
            place.levels.back().value = false;
        }
    }
    return place;
}

/// The keys of an object below these are names of fields.
bool holdsNames(const QString& keyword) {
    return keyword == "properties" || keyword == "patternProperties" || keyword == "$defs" ||
           keyword == "definitions" || keyword == "dependentSchemas" || keyword == "dependentRequired" ||
           keyword == "default" || keyword == "const" || keyword == "enum" || keyword == "examples";
}

const QStringList& keywords() {
    static const QStringList all{"type",
                                 "properties",
                                 "required",
                                 "items",
                                 "description",
                                 "title",
                                 "enum",
                                 "const",
                                 "default",
                                 "examples",
                                 "format",
                                 "pattern",
                                 "minLength",
                                 "maxLength",
                                 "minimum",
                                 "maximum",
                                 "exclusiveMinimum",
                                 "exclusiveMaximum",
                                 "multipleOf",
                                 "minItems",
                                 "maxItems",
                                 "uniqueItems",
                                 "prefixItems",
                                 "contains",
                                 "minContains",
                                 "maxContains",
                                 "additionalProperties",
                                 "patternProperties",
                                 "propertyNames",
                                 "minProperties",
                                 "maxProperties",
                                 "dependentRequired",
                                 "dependentSchemas",
                                 "anyOf",
                                 "oneOf",
                                 "allOf",
                                 "not",
                                 "if",
                                 "then",
                                 "else",
                                 "$ref",
                                 "$defs",
                                 "$schema",
                                 "$id",
                                 "$anchor",
                                 "$comment",
                                 "unevaluatedProperties",
                                 "unevaluatedItems",
                                 "deprecated",
                                 "readOnly",
                                 "writeOnly"};
    return all;
}

} // namespace

QStringList SchemaCompletion::offers(const QString& code, int cursor, const QStringList& definitions) const {
    const Place place = placeAt(QStringView(code).first(qBound(0, cursor, int(code.size()))));
    if (place.string < 0 || place.levels.empty())
        return {};
    const Level& here = place.levels.back();
    QStringList all;
    if (here.object && !here.value) {
        const auto depth = place.levels.size();
        // An object within a list that is a keyword's value is a schema, except where it is data.
        const Level* holder = depth > 1 ? &place.levels[depth - 2] : nullptr;
        if (holder && !holder->object && depth > 2)
            holder = &place.levels[depth - 3];
        if (holder && holder->object && holdsNames(holder->key) &&
            !(depth > 2 && holder == &place.levels[depth - 2] &&
              place.levels[depth - 3].key == "properties" && place.levels[depth - 3].object))
            return {};
        all = keywords();
    } else {
        const QString key = here.object               ? here.key
                            : place.levels.size() > 1 ? place.levels[place.levels.size() - 2].key
                                                      : QString();
        if (key == "type")
            all = QStringList{"string", "number", "integer", "boolean", "object", "array", "null"};
        else if (key == "format")
            all = QStringList{"date-time",     "date",         "time",  "duration", "email",
                              "hostname",      "ipv4",         "ipv6",  "uuid",     "uri",
                              "uri-reference", "json-pointer", "regex", "iri",      "idn-email"};
        else if (key == "$ref")
            all = definitions;
    }
    QStringList fitting;
    for (const QString& word : all)
        if (word.startsWith(place.word, Qt::CaseInsensitive) && word != place.word)
            fitting += word;
    return fitting;
}

int SchemaCompletion::wordStart(const QString& code, int cursor) const {
    return int(placeAt(QStringView(code).first(qBound(0, cursor, int(code.size())))).string);
}

} // namespace hadal::ui
