// The tree of fields and its edits.
#include "app/schemas/edit.h"
#include "app/schemas/field.h"
#include "kernels/error.h"

#include <QTest>

using namespace hadal;
using namespace hadal::schemas;

namespace {

/// JSON, in which ' may stand for " (the object compiler of Qt does not see raw strings with a # or // in
/// them).
Json read(const char* text) {
    return parse_json(QByteArray(text).replace('\'', '"').toStdString(), Numbers::Exact);
}

} // namespace

class EditTest : public QObject {
    Q_OBJECT

  private slots:
    // ---- fields ----

    void kinds_data() {
        QTest::addColumn<QByteArray>("schema");
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("nullable");
        QTest::addColumn<QByteArray>("kept");
        const auto row = [](const char* schema, Kind kind, bool nullable, const char* kept) {
            QTest::newRow(schema) << QByteArray(schema) << int(kind) << nullable << QByteArray(kept);
        };
        row(R"({"type":"string","minLength":3,"x-mine":1})", Kind::Text, false, "x-mine");
        row(R"({"type":["string","null"]})", Kind::Text, true, "");
        row(R"({"type":["null","integer"],"minimum":1})", Kind::Integer, true, "");
        row(R"({"type":["string","integer"]})", Kind::Several, false, "type");
        row(R"({"type":"number","exclusiveMinimum":true,"minimum":0})", Kind::Number, false,
            "exclusiveMinimum");
        row(R"({"enum":["a","b",null]})", Kind::Enum, true, "");
        row(R"({"const":4})", Kind::Enum, false, "const");
        row(R"({"properties":{"a":{}},"patternProperties":{}})", Kind::Object, false, "patternProperties");
        row(R"({"type":"object","additionalProperties":false})", Kind::Object, false, "");
        row(R"({"type":"object","additionalProperties":{"type":"string"}})", Kind::Object, false,
            "additionalProperties");
        row(R"({"type":"array","items":[{}],"uniqueItems":true})", Kind::List, false, "items");
        row(R"({"anyOf":[{"type":"string"},{"type":"null"}]})", Kind::Union, true, "");
        row(R"({"oneOf":[{}],"anyOf":[{}]})", Kind::Union, false, "oneOf");
        row(R"({"type":"object","anyOf":[{"required":["a"]}]})", Kind::Object, false, "anyOf");
        row("{'$ref':'#/$defs/a','minimum':4}", Kind::Reference, false, "minimum");
        row("true", Kind::Any, false, "");
        row("false", Kind::Nothing, false, "");
        row(R"({"not":{}})", Kind::Any, false, "not");
    }
    void kinds() {
        QFETCH(QByteArray, schema);
        QFETCH(int, kind);
        QFETCH(bool, nullable);
        QFETCH(QByteArray, kept);
        const Json json = read(schema);
        QCOMPARE(int(kindOf(json)), kind);
        QCOMPARE(isNullable(json), nullable);
        QByteArray all;
        for (const std::string& keyword : keptKeywords(json))
            all += QByteArray(all.isEmpty() ? "" : " ") + keyword.c_str();
        QCOMPARE(all, kept);
    }

    void listsFieldsInTheOrderOfTheSchema() {
        const Json schema =
            read(R"({"type":"object","properties":{"b":{"type":"array","items":{"type":"object",
            "properties":{"items":{"type":"string"}}}},"a/~":{"anyOf":[{"type":"string"},false]}},"required":["a/~"],
            "$defs":{"p":{"type":"integer"}}})");
        QStringList found;
        for (const Field& field : fieldsOf(schema))
            found += QStringLiteral("%1 %2 %3%4")
                         .arg(field.depth)
                         .arg(int(field.place))
                         .arg(QString::fromStdString(field.pointer), field.required ? " required" : "");
        QCOMPARE(found, QStringList({"0 0 ", "1 1 /properties/b", "2 2 /properties/b/items",
                                     "3 1 /properties/b/items/properties/items",
                                     "1 1 /properties/a~1~0 required", "2 3 /properties/a~1~0/anyOf/0",
                                     "2 3 /properties/a~1~0/anyOf/1", "1 4 /$defs/p"}));
    }

    // ---- edits ----

    void renamingKeepsThePlaceAndWhatPointsThere() {
        Json schema = read("{'required':['b','a'],'properties':{'a':{'x':1},'b':{'$ref':'#/properties/a'}, "
                           "'c':{'default':{'$ref':'#/properties/a'}}}}");
        QCOMPARE(rename(schema, "/properties/a", "z"), std::string("/properties/z"));
        QCOMPARE(print_compact(schema),
                 print_compact(read("{'required':['b','z'],'properties':{'z':{'x':1},'b':{'$ref':'#/"
                                    "properties/z'}, 'c':{'default':{'$ref':'#/properties/a'}}}}")));
        QVERIFY_EXCEPTION_THROWN(rename(schema, "/properties/z", "b"), Error);
        QVERIFY_EXCEPTION_THROWN(rename(schema, "/properties/z", ""), Error);
    }

    void requiredNamesFollowTheOrderOfTheFields() {
        Json schema = read(R"({"properties":{"a":{},"b":{},"c":{}},"required":["a","c"]})");
        setRequired(schema, "/properties/b", true);
        QCOMPARE(schema["required"], read(R"(["a","b","c"])"));
        for (const char* field : {"/properties/a", "/properties/b", "/properties/c"})
            setRequired(schema, field, false);
        QVERIFY(!schema.contains("required"));
    }

    void movingNestsAndReorders() {
        Json schema = read("{'properties':{'a':{'type':'object'},'b':{'type':'string'},'c':{'$ref':'#/"
                           "properties/b'}}, 'required':['b']}");
        QCOMPARE(moveTo(schema, "/properties/c", 0), std::string("/properties/c"));
        QCOMPARE(schema["properties"].begin().key(), std::string("c"));
        QCOMPARE(moveInto(schema, "/properties/b", "/properties/a", 0),
                 std::string("/properties/a/properties/b"));
        QCOMPARE(print_compact(schema),
                 print_compact(
                     read("{'properties':{'c':{'$ref':'#/properties/a/properties/b'}, "
                          "'a':{'type':'object','required':['b'],'properties':{'b':{'type':'string'}}}}}")));
        QVERIFY(!canMoveInto(schema, "/properties/a", "/properties/a/properties/b"));
        QVERIFY_EXCEPTION_THROWN(moveInto(schema, "/properties/a", "/properties/a", 0), Error);
    }

    void alternativesAreMovedWithTheirReferences() {
        Json schema = read("{'anyOf':[{'type':'string'},{'type':'null'},{'items':{'$ref':'#/anyOf/0'}}]}");
        QCOMPARE(moveTo(schema, "/anyOf/0", 1), std::string("/anyOf/1"));
        QCOMPARE(schema["anyOf"][2]["items"]["$ref"], Json("#/anyOf/1"));
    }

    void changingTheKindKeepsWhatStillSaysSomething() {
        Json schema =
            read(R"({"properties":{"a":{"type":"string","description":"d","pattern":"x","x-mine":1}}})");
        setKind(schema, "/properties/a", Kind::Integer);
        QCOMPARE(print_compact(schema["properties"]["a"]),
                 std::string(R"({"type":"integer","description":"d","x-mine":1})"));
        setKind(schema, "/properties/a", Kind::List);
        QCOMPARE(print_compact(schema["properties"]["a"]),
                 std::string(R"({"type":"array","items":{"type":"integer","x-mine":1},"description":"d"})"));
        setKind(schema, "/properties/a", Kind::Integer);
        QCOMPARE(print_compact(schema["properties"]["a"]),
                 std::string(R"({"type":"integer","x-mine":1,"description":"d"})"));
        setKind(schema, "/properties/a", Kind::Union);
        QCOMPARE(int(kindOf(schema["properties"]["a"])), int(Kind::Union));
        QVERIFY(isNullable(schema["properties"]["a"]));
    }

    void nullIsAddedAndTakenAway_data() {
        QTest::addColumn<QByteArray>("schema");
        QTest::addColumn<QByteArray>("nullable");
        QTest::newRow("type") << QByteArray(R"({"type":"string"})")
                              << QByteArray(R"({"type":["string","null"]})");
        QTest::newRow("enum") << QByteArray(R"({"enum":[1]})") << QByteArray(R"({"enum":[1,null]})");
        QTest::newRow("typed enum") << QByteArray(R"({"type":"string","enum":["a"]})")
                                    << QByteArray(R"({"type":["string","null"],"enum":["a",null]})");
        QTest::newRow("union") << QByteArray(R"({"oneOf":[{}]})")
                               << QByteArray(R"({"oneOf":[{},{"type":"null"}]})");
    }
    void nullIsAddedAndTakenAway() {
        QFETCH(QByteArray, schema);
        QFETCH(QByteArray, nullable);
        Json json = read(schema);
        setNullable(json, "", true);
        QCOMPARE(print_compact(json), nullable.toStdString());
        setNullable(json, "", false);
        QCOMPARE(print_compact(json), schema.toStdString());
    }
};

QTEST_GUILESS_MAIN(EditTest)
#include "edit_test.moc"
