#include "engine/base/json.h"
#include "engine/schema/validator.h"
#include "tests/engine/expect_error.h"

#include <QDir>
#include <QtTest>

using namespace hadal;
using namespace hadal::schema;
using hadal::test::expect_error;

namespace {

Validator compile(const std::string& schema, const Options& options = Options()) {
    return Validator(parse_json(schema), options);
}

/// "pointer keyword; …" of the errors of a text.
std::string errors_of(const std::string& schema, const std::string& text) {
    std::string out;
    for (const ValidationError& error : compile(schema).validate_text(text))
        out += (out.empty() ? "" : "; ") + error.instance_pointer + " " + error.schema_pointer + " " +
               error.keyword;
    return out;
}

std::string nested(const std::string& before, const std::string& inner, const std::string& after, int times) {
    std::string out;
    for (int i = 0; i < times; ++i)
        out += before;
    out += inner;
    for (int i = 0; i < times; ++i)
        out += after;
    return out;
}

/// The cases of tests/data/schema as data rows.
void add_rows(const char* file_name) {
    QTest::addColumn<Json>("test");
    QFile file(QStringLiteral(HADAL_TEST_DATA "/schema/") + file_name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", file_name);
    for (const Json& test : parse_json(file.readAll().toStdString(), Numbers::Exact))
        QTest::newRow(test.at("name").get_ref<const std::string&>().c_str()) << test;
}

} // namespace

class SchemaValidatorTest : public QObject {
    Q_OBJECT

  private slots:
    void accepts_data() { add_rows("accepted.json"); }
    void accepts() {
        QFETCH(Json, test);
        const bool valid = test.at("valid").get<bool>();
        const auto errors = Validator(test.at("schema")).validate_text(test.at("text").get<std::string>());
        QVERIFY2(errors.empty() == valid, errors.empty() ? "no error" : errors[0].message.c_str());
    }

    void errors_name_their_places() {
        const std::string schema =
            "{\"type\":\"object\",\"properties\":{\"id\":{},\"a/b\":{\"items\":{\"$ref\":\"#/$defs/"
            "short\"}}},"
            "\"required\":[\"id\"],\"additionalProperties\":false,\"$defs\":{\"short\":{\"type\":\"string\","
            "\"maxLength\":2}}}";
        QCOMPARE(errors_of(schema, R"({"id":1,"a/b":["ab","abc",4],"x~":0})"),
                 std::string(
                     "/a~1b/1 #/$defs/short maxLength; /a~1b/2 #/$defs/short type;  # additionalProperties"));
        QCOMPARE(errors_of(schema, "{}"), std::string(" # required"));
        QCOMPARE(errors_of(schema, "{"), std::string(" # json"));
        QCOMPARE(errors_of(R"({"properties":{"a":false}})", R"({"a":1})"),
                 std::string("/a #/properties/a false"));
        const auto errors = compile(R"({"maxLength":2})").validate_text(R"("abc")");
        QCOMPARE(errors[0].message, std::string("Expected at most 2 characters, found 3."));
    }

    void errors_follow_the_branch_that_was_meant() {
        const std::string schema =
            R"({"anyOf":[{"type":"null"},{"properties":{"a":{"items":{"type":"string"}}},"required":["a"]}]})";
        QCOMPARE(errors_of(schema, R"({"a":["b",1]})"),
                 std::string(" # anyOf; /a/1 #/anyOf/1/properties/a/items type"));
        QCOMPARE(errors_of(schema, "{}"), std::string(" # anyOf"));
        QCOMPARE(errors_of(R"({"oneOf":[{"type":"string"},{"minLength":2}]})", R"("ab")"),
                 std::string(" # oneOf"));
    }

    void errors_are_bounded() {
        Options options;
        options.limits.max_errors = 3;
        const Validator validator = compile(R"({"items":{"type":"string"}})", options);
        QCOMPARE(validator.validate_text("[1,2,3,4,5]").size(), std::size_t(3));
    }

    void refuses_schemas_data() { add_rows("refused.json"); }
    void refuses_schemas() {
        QFETCH(Json, test);
        const auto kind = test.at("kind") == "Unsupported" ? ErrorKind::Unsupported : ErrorKind::InvalidInput;
        expect_error(kind, {test.at("words").get<std::string>()}, [&] { Validator{test.at("schema")}; });
    }

    void circles_that_only_values_reveal() {
        const Validator validator = compile("{\"dependentSchemas\":{\"a\":{\"$ref\":\"#\"}}}");
        QVERIFY(validator.is_valid(parse_json(R"({"b":1})")));
        expect_error(ErrorKind::InvalidInput, {"refers to itself"},
                     [&] { (void)validator.is_valid(parse_json(R"({"a":1})")); });
    }

    /// PCRE2's shortcuts to where a match may begin are wrong here.
    void looks_ahead_at_what_it_then_reads() {
        QVERIFY(compile(R"({"pattern":"(?=ab?)([^a]*? *)a"})").is_valid(Json("_ab")));
        QVERIFY(compile(R"({"pattern":"(?=b)[a-c1]*?^b"})").is_valid(Json("b")));
    }

    void hostile_patterns_end() {
        const Validator validator = compile(R"({"pattern":"^(a+)+$"})");
        QVERIFY(validator.is_valid(Json(std::string(1000, 'a'))));
        expect_error(ErrorKind::Unsupported, {"(a+)+"},
                     [&] { (void)validator.is_valid(Json(std::string(5000, 'a') + "b")); });
        expect_error(ErrorKind::Unsupported, {"nested"},
                     [] { compile("{\"pattern\":\"" + nested("(", "a", ")", 5000) + "\"}"); });
        expect_error(ErrorKind::Unsupported, {"longer"},
                     [] { compile("{\"pattern\":\"" + std::string(100000, 'a') + "\"}"); });
    }

    void work_is_bounded() {
        // Every level tries two branches, which are the next level: 2^40 evaluations.
        std::string schema = "{\"$defs\":{\"l0\":{\"type\":\"null\"}";
        for (int i = 1; i <= 40; ++i) {
            const std::string below = "{\"$ref\":\"#/$defs/l" + std::to_string(i - 1) + "\"}";
            schema += ",\"l" + std::to_string(i) + "\":{\"anyOf\":[" + below + "," + below + "]}";
        }
        Options options;
        options.limits.max_work = 100000;
        const Validator validator = compile(schema + "},\"$ref\":\"#/$defs/l40\"}", options);
        expect_error(ErrorKind::Unsupported, {"100000 steps"}, [&] { (void)validator.is_valid(Json(1)); });
    }

    void depth_is_bounded() {
        // As deep as the parser lets anything be.
        const Validator deep = compile("{\"items\":{\"$ref\":\"#\"}}");
        QVERIFY(deep.is_valid(parse_json(nested("[", "", "]", 500))));
        Json value = 1;
        for (int i = 0; i < 5000; ++i)
            value = Json::array({std::move(value)});
        expect_error(ErrorKind::Unsupported, {"within each other"}, [&] { (void)deep.is_valid(value); });
        Json schema = Json::object();
        for (int i = 0; i < 600; ++i)
            schema = Json{{"not", std::move(schema)}};
        expect_error(ErrorKind::InvalidInput, {"nests deeper"}, [&] { Validator{schema}; });
    }

    void large_schemas_and_values_are_quick() {
        // Quadratic behaviour would take minutes here.
        Json properties = Json::object(), required = Json::array();
        auto& members = properties.get_ref<Json::object_t&>();
        for (int i = 0; i < 50000; ++i) {
            const std::string key = "key" + std::to_string(i);
            members.Json::object_t::Container::emplace_back(key, Json{{"type", "integer"}});
            required.push_back(key);
        }
        Json value = Json::object();
        for (int i = 0; i < 50000; ++i)
            value.get_ref<Json::object_t&>().Json::object_t::Container::emplace_back(
                "key" + std::to_string(i), i);
        Json list = Json::array();
        for (int i = 0; i < 200000; ++i)
            list.push_back(i);
        const Validator validator(
            Json{{"properties", properties}, {"required", required}, {"additionalProperties", false}});
        QVERIFY(validator.is_valid(value));
        QVERIFY(compile(R"({"uniqueItems":true})").is_valid(list));
    }

    void documents_may_be_given() {
        Options options;
        options.documents["https://example.com/item"] = parse_json(R"({"$defs":{"id":{"type":"integer"}}})");
        const Validator validator =
            compile("{\"items\":{\"$ref\":\"https://example.com/item#/$defs/id\"}}", options);
        const auto errors = validator.validate_text("[1,true]");
        QCOMPARE(errors.size(), std::size_t(1));
        QCOMPARE(errors[0].schema_pointer, std::string("https://example.com/item#/$defs/id"));
    }

    void meta_schemas_are_known() {
        const Validator validator = compile("{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"}");
        QVERIFY(validator.is_valid(parse_json(R"({"minLength":3,"properties":{"a":true}})")));
        QVERIFY(!validator.is_valid(parse_json(R"({"properties":{"a":{"minLength":-3}}})")));
        QVERIFY(!validator.is_valid(Json{{"pattern", "a["}}));
    }

    void formats_can_be_annotations() {
        Options options;
        options.assert_formats = false;
        QVERIFY(compile(R"({"format":"date"})", options).is_valid(Json("today")));
    }

    void agrees_with_the_golden_schemas() {
        const QDir folder(HADAL_SHARED_DIR "/golden/schemas");
        if (!folder.exists())
            QSKIP("HADAL_SHARED_DIR has no golden/schemas.");
        int checked = 0;
        for (const QString& name : folder.entryList({"*.json"})) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const Json test = parse_json(file.readAll().toStdString(), Numbers::Exact);
            const Validator validator(test.at("schema"));
            for (const char* const kind : {"valid", "invalid"})
                for (const Json& instance : test.at(kind)) {
                    const auto errors = validator.validate(instance);
                    const std::string found = errors.empty() ? "no error" : errors[0].message;
                    const bool expected = kind == std::string_view("valid");
                    QVERIFY2(errors.empty() == expected, qPrintable(name + ": " + found.c_str()));
                    ++checked;
                }
        }
        qInfo("%d instances", checked);
    }
};

QTEST_APPLESS_MAIN(SchemaValidatorTest)
#include "validator_test.moc"
