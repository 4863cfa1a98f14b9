// Round trips of whole schemas, code, inference, the check, the library and exports. HADAL_SCHEMAS names a
// folder of more schemas to be taken round (JSON files that are schemas, or objects with a "schema").
#include "app/base/readable_json.h"
#include "app/schemas/answer_export.h"
#include "app/schemas/check.h"
#include "app/schemas/edit.h"
#include "app/schemas/field.h"
#include "app/schemas/inference.h"
#include "app/schemas/library.h"
#include "app/schemas/places.h"
#include "app/schemas/pointer.h"
#include "engine/schema/validator.h"
#include "kernels/error.h"

#include <QDirIterator>
#include <QFile>
#include <QFloat16>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace hadal;
using namespace hadal::schemas;

namespace {

/// JSON, in which ' may stand for " (the object compiler of Qt does not see raw strings with a # or // in
/// them).
Json read(const char* text) {
    return parse_json(QByteArray(text).replace('\'', '"').toStdString(), Numbers::Exact);
}

std::string text(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

/// Every schema that a folder holds, or a file with one a line, with its name.
QList<std::pair<QString, Json>> schemasIn(const QString& folder) {
    QList<std::pair<QString, Json>> all;
    if (QFile list(folder); folder.endsWith(".jsonl") && list.open(QIODevice::ReadOnly)) {
        for (int line = 1; !list.atEnd(); ++line)
            all.append({QStringLiteral("line %1").arg(line),
                        parse_json(list.readLine().toStdString(), Numbers::Exact)["schema"]});
        return all;
    }
    QDirIterator files(folder, {"*.json"}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        Json json = parse_json(text(path), Numbers::Exact);
        if (json.is_object() && json.contains("schema") && !json.contains("type"))
            json = Json(json["schema"]);
        all.append({QFileInfo(path).fileName(), std::move(json)});
    }
    return all;
}

/// Every edit that a form offers for a field; how many were possible.
int editAndTakeBack(const Json& schema, const Field& field) {
    int possible = 0;
    const auto attempt = [&](auto edit) {
        Json changed = schema;
        try {
            edit(changed);
        } catch (const Error&) {
            changed = schema;
            return;
        }
        ++possible;
        // Whatever was done, the result can be printed, read and listed again.
        const ReadText again = readText(printReadable(changed));
        QVERIFY2(again.good, again.mark.message.c_str());
        QCOMPARE(again.value, changed);
        QVERIFY(!fieldsOf(changed).empty());
    };
    attempt([&](Json& root) { setKeyword(root, field.pointer, "description", Json("new")); });
    attempt([&](Json& root) { duplicate(root, field.pointer); });
    attempt([&](Json& root) { remove(root, field.pointer); });
    attempt([&](Json& root) { rename(root, field.pointer, "renamed by the test"); });
    attempt([&](Json& root) { moveTo(root, field.pointer, 0); });
    attempt([&](Json& root) { setRequired(root, field.pointer, !field.required); });
    attempt([&](Json& root) { setNullable(root, field.pointer, !field.nullable); });
    attempt([&](Json& root) { addField(root, field.pointer); });
    for (const Kind kind : {Kind::Text, Kind::Enum, Kind::Object, Kind::List, Kind::Union, Kind::Any})
        attempt([&](Json& root) { setKind(root, field.pointer, kind); });
    return possible;
}

} // namespace

class TestSchemas : public QObject {
    Q_OBJECT

  private slots:
    // ---- round trips ----

    void everySchemaSurvivesTheWayThroughFormAndCode_data() {
        QTest::addColumn<QString>("folder");
        QTest::newRow("own") << QStringLiteral(HADAL_TEST_DATA "/grammar/schemas.jsonl");
        QTest::newRow("golden") << QStringLiteral(HADAL_SHARED_DIR "/golden/schemas");
        QTest::newRow("HADAL_SCHEMAS") << qEnvironmentVariable("HADAL_SCHEMAS");
    }
    void everySchemaSurvivesTheWayThroughFormAndCode() {
        QFETCH(QString, folder);
        if (folder.isEmpty() || !QFile::exists(folder))
            QSKIP(qPrintable("There are no schemas in \"" + folder + "\"."));
        int schemas = 0, fields = 0;
        for (const auto& [name, schema] : schemasIn(folder)) {
            const std::string code = printReadable(schema);
            const ReadText again = readText(code);
            QVERIFY2(again.good, qPrintable(name + ": " + QString::fromStdString(again.mark.message)));
            QCOMPARE(again.value, schema);
            QCOMPARE(printReadable(again.value), code);
            QCOMPARE(print_compact(again.value), print_compact(schema)); // keys in order, digits as they were
            const auto all = fieldsOf(schema);
            for (const Field& field : all) {
                const Field alone = fieldAt(schema, field.pointer);
                QCOMPARE(alone.kind, field.kind);
                QVERIFY2(alone.name == field.name,
                         qPrintable(name + " at " + QString::fromStdString(field.pointer)));
                QCOMPARE(alone.required, field.required);
                QCOMPARE(alone.kept, field.kept);
                QCOMPARE(int(alone.place), int(field.place));
                // An edit and its opposite leave nothing behind.
                const Json* here = find(schema, field.pointer);
                if (!here->is_object())
                    continue;
                Json edited = schema;
                const auto before = here->contains("description")
                                        ? std::optional<Json>((*here)["description"])
                                        : std::nullopt;
                setKeyword(edited, field.pointer, "description", Json("something else"));
                QVERIFY(edited != schema);
                setKeyword(edited, field.pointer, "description", before);
                QCOMPARE(printReadable(edited), code);
            }
            ++schemas;
            fields += int(all.size());
        }
        qInfo("%d schemas, %d fields: nothing lost, order kept", schemas, fields);
        QVERIFY(schemas > 0);
    }

    void everyEditOfEveryFieldGivesASchemaThatCanBeRead_data() {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<int>("least");
        QTest::newRow("own") << QStringLiteral(HADAL_TEST_DATA "/grammar/schemas.jsonl") << 500;
        QTest::newRow("golden") << QStringLiteral(HADAL_SHARED_DIR "/golden/schemas") << 500;
    }
    void everyEditOfEveryFieldGivesASchemaThatCanBeRead() {
        QFETCH(QString, folder);
        QFETCH(int, least);
        if (!QFile::exists(folder))
            QSKIP(qPrintable("There are no schemas in \"" + folder + "\"."));
        int possible = 0;
        for (const auto& [name, schema] : schemasIn(folder)) {
            const auto fields = fieldsOf(schema);
            const std::size_t step = std::max<std::size_t>(1, fields.size() / 3);
            for (std::size_t i = 0; i < fields.size(); i += step)
                possible += editAndTakeBack(schema, fields[i]);
        }
        QVERIFY2(possible > least, qPrintable(QString::number(possible)));
    }

    void numbersKeepTheirDigits() {
        const char* code = "{ \"minimum\": 12345678901234567890123, \"maximum\": 1.00000000000000000001, "
                           "\"multipleOf\": 0.1, \"enum\": [9007199254740993] }";
        const Json schema = read(code);
        QCOMPARE(printReadable(readText(printReadable(schema)).value), printReadable(schema));
        for (const char* digits :
             {"12345678901234567890123", "1.00000000000000000001", "0.1", "9007199254740993"})
            QVERIFY(printReadable(schema).find(digits) != std::string::npos);
    }

    void printsShortThingsInOneLine() {
        const Json schema = read(R"({"type":"object","required":["a"],"properties":{"a":{"type":"string"},
            "b":{"type":"object","properties":{"c":{}}}}})");
        QCOMPARE(printReadable(schema), std::string(R"({
  "type": "object",
  "required": ["a"],
  "properties": {
    "a": { "type": "string" },
    "b": {
      "type": "object",
      "properties": { "c": {} }
    }
  }
})"));
    }

    // ---- code ----

    void errorsNameTheirLine() {
        QCOMPARE(readText("{\n  \"a\": 1\n  \"b\": 2\n}").mark.line, 3);
        const ReadText twice = readText("{\n \"a\": 1,\n \"b\": 2,\n \"a\": 3\n}");
        QVERIFY(!twice.good);
        QCOMPARE(twice.mark.line, 4);
        QVERIFY(!readText("[1]").good);
        QVERIFY(readText("true").good);
    }

    void everyValueHasItsLine() {
        const std::string code = "{\n  \"a\": [1,\n    {\"b/c\":\n      2}],\n \"d\\u0041\": \"x\\\"}\"\n}";
        const Places places(code);
        QCOMPARE(places.line(""), 1);
        QCOMPARE(places.line("/a"), 2);
        QCOMPARE(places.line("/a/1"), 3);
        QCOMPARE(places.line("/a/1/b~1c"), 3);
        QCOMPARE(places.line("/dA"), 5);
        QCOMPARE(places.line("/a/1/not/there"), 3);
    }

    // ---- inference ----

    void samplesFitTheirSchema_data() {
        QTest::addColumn<QByteArray>("sample");
        QTest::addColumn<QByteArray>("schema");
        QTest::newRow("object") << QByteArray(R"({"n":1,"x":1.5,"t":"word","b":true})")
                                << QByteArray(R"({"type":"object","required":["n","x","t","b"],"properties":{
                "n":{"type":"integer"},"x":{"type":"number"},"t":{"type":"string"},"b":{"type":"boolean"}}})");
        QTest::newRow("merged list")
            << QByteArray(R"([{"a":1,"b":"2026-01-31"},{"a":2.5,"c":null},{"a":3,"c":"x"}])")
            << QByteArray(R"({"type":"array","items":{"type":"object","required":["a"],
                "properties":{"a":{"type":"number"},"b":{"type":"string","format":"date"},"c":{"type":["string","null"]}}}})");
        QTest::newRow("union") << QByteArray(R"({"a":[1,"x",null]})")
                               << QByteArray(
                                      R"({"type":"object","required":["a"],"properties":{"a":{"type":"array",
                "items":{"anyOf":[{"type":"integer"},{"type":"string"},{"type":"null"}]}}}})");
        QTest::newRow("empty")
            << QByteArray(R"({"a":[],"b":{}})")
            << QByteArray(R"({"type":"object","required":["a","b"],"properties":{"a":{"type":"array"},
                "b":{"type":"object","properties":{}}}})");
        QTest::newRow("formats") << QByteArray("['https://example.org/a?b=1','http://x.y']")
                                 << QByteArray(
                                        R"({"type":"array","items":{"type":"string","format":"uri"}})");
    }
    void samplesFitTheirSchema() {
        QFETCH(QByteArray, sample);
        QFETCH(QByteArray, schema);
        const Json made = schemaFromSample(read(sample));
        QCOMPARE(print_compact(made), print_compact(read(schema)));
        QVERIFY(schema::Validator(made).is_valid(read(sample)));
    }

    // ---- the check ----

    void theCheckSaysHowFarASchemaIsEnforced() {
        const auto enforced =
            check(read(R"({"type":"object","properties":{"a":{"type":"string","maxLength":9}}})"), {});
        QCOMPARE(int(enforced.verdict), int(CheckReport::Enforceable));
        QCOMPARE(enforced.rules, 3);

        const auto part = check(
            read(
                R"({"type":"object","properties":{"a":{"type":"array","uniqueItems":true,"minItems":300,"items":{"type":"object"}}}})"),
            {});
        QCOMPARE(int(part.verdict), int(CheckReport::InPart));
        QCOMPARE(part.findings.size(), std::size_t(1));
        QCOMPARE(part.findings[0].pointer, std::string("/properties/a"));
        QCOMPARE(part.findings[0].keyword, std::string("uniqueItems"));

        const auto none = check(
            read(
                R"({"properties":{"a":{"type":"string","minLength":5,"maxLength":2}},"required":["a"],"type":"object"})"),
            {});
        QVERIFY(none.verdict == CheckReport::NotEnforceable || none.verdict == CheckReport::Invalid);

        const auto invalid = check(read(R"({"properties":{"a":{"minLength":"x"}}})"), {});
        QCOMPARE(int(invalid.verdict), int(CheckReport::Invalid));
        QCOMPARE(invalid.findings[0].pointer, std::string("/properties/a"));
        QCOMPARE(invalid.findings[0].keyword, std::string("minLength"));
    }

    void theCheckCanBeStopped() {
        std::stop_source stop;
        stop.request_stop();
        const auto report = check(
            read(R"({"type":"object","properties":{"a":{"pattern":"a{1,900}b{1,900}"}}})"), stop.get_token());
        QCOMPARE(int(report.verdict), int(CheckReport::Stopped));
    }

    // ---- the library ----

    void schemasAreFiles() {
        QTemporaryDir folder;
        Library library(folder.path() + "/schemas");
        QSignalSpy changed(&library, &Library::changed);
        QCOMPARE(library.write("发票 1/2", "{}"), QString());
        QCOMPARE(library.names(), QStringList{"发票 1/2"});
        QCOMPARE(library.freeName("发票 1/2"), QString("发票 1/2 2"));
        QString problem;
        QCOMPARE(library.read("发票 1/2", problem), QString("{}"));
        QCOMPARE(library.rename("发票 1/2", "../b"), QString());
        QCOMPARE(library.names(), QStringList{"../b"});
        QVERIFY(!QFile::exists(folder.path() + "/b.json"));
        QVERIFY(!library.write(" ", "{}").isEmpty());
        QCOMPARE(library.remove("../b"), QString());
        QVERIFY(library.names().isEmpty());
        library.read("gone", problem);
        QVERIFY(!problem.isEmpty());
        QFile made(folder.path() + "/schemas/by hand.json");
        QVERIFY(made.open(QIODevice::WriteOnly));
        made.close();
        QTRY_COMPARE(library.names(), QStringList{"by hand"});
    }

    // ---- exports ----

    void listsBecomeLinesAndTables() {
        const Json list =
            read("[{\"a\":\"x, \\\"y\\\"\",\"b\":{\"c\":1}},{\"a\":null,\"d\":[1,2]},{\"b\":{\"c\":2.50}}]");
        QCOMPARE(
            jsonLines(list),
            std::string(
                "{\"a\":\"x, \\\"y\\\"\",\"b\":{\"c\":1}}\n{\"a\":null,\"d\":[1,2]}\n{\"b\":{\"c\":2.5}}\n"));
        QCOMPARE(csv(list), std::string("a,b.c,d\r\n\"x, \"\"y\"\"\",1,\r\n,,\"[1,2]\"\r\n,2.5,\r\n"));
        QCOMPARE(csv(read("[1,\"a\"]")), std::string("value\r\n1\r\na\r\n"));
        QVERIFY_EXCEPTION_THROWN(csv(read("{}")), Error);
    }
};

QTEST_GUILESS_MAIN(TestSchemas)
#include "schemas_test.moc"
