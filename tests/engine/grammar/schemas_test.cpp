// What each keyword of JSON Schema lets through, and which schemas are refused.
#include "random_schemas.h"
#include "vocabularies.h"

#include "engine/grammar/formulas.h"

#include <QFile>
#include <QTest>

#include <random>

using namespace hadal;
using namespace hadal::grammar;
using namespace hadal::grammar::test;

class SchemasTest : public QObject {
    Q_OBJECT

    static std::vector<Json> cases(const char* name) {
        QFile file(QStringLiteral(HADAL_TEST_DATA "/grammar/") + name);
        std::vector<Json> all;
        if (file.open(QIODevice::ReadOnly))
            for (const QByteArray& line : file.readAll().split('\n'))
                if (!line.trimmed().isEmpty())
                    all.push_back(parse_json(line.toStdString()));
        return all;
    }

  private slots:
    /// tests/data/grammar/schemas.jsonl: {"schema", "valid": [JSON text…], "invalid": [JSON text…]}.
    void keywordsMeanWhatTheySay() {
        const auto all = cases("schemas.jsonl");
        QVERIFY(all.size() >= 60);
        for (const Json& example : all) {
            const std::string shown = print_compact(example["schema"]);
            std::shared_ptr<const Grammar> grammar;
            try {
                grammar = compile_schema(example["schema"]);
            } catch (const Error& error) {
                QFAIL((shown + ": " + error.what()).c_str());
            }
            for (const Json& text : example["valid"])
                QVERIFY2(matches(grammar, text.get<std::string>()),
                         (shown + " refuses " + text.get<std::string>()).c_str());
            for (const Json& text : example["invalid"])
                QVERIFY2(!matches(grammar, text.get<std::string>()),
                         (shown + " accepts " + text.get<std::string>()).c_str());
        }
    }

    /// tests/data/grammar/refused.jsonl: {"schema", "kind": "Unsupported"|"InvalidInput", "pointer",
    /// "keyword"}.
    void refusalsNamePlaceAndKeyword() {
        const auto all = cases("refused.jsonl");
        QVERIFY(all.size() >= 15);
        for (const Json& example : all) {
            const std::string shown = print_compact(example["schema"]);
            try {
                compile_schema(example["schema"]);
                QFAIL((shown + " was compiled").c_str());
            } catch (const SchemaError& error) {
                QVERIFY2((error.kind() == ErrorKind::Unsupported) == (example["kind"] == "Unsupported"),
                         (shown + ": " + error.what()).c_str());
                QVERIFY2(error.pointer() == example["pointer"].get<std::string>(),
                         (shown + ": " + error.what()).c_str());
                QVERIFY2(error.keyword() == example["keyword"].get<std::string>(),
                         (shown + ": " + error.what()).c_str());
            }
        }
    }

    void workIsBounded() {
        // Every combination of 40 choices between overlapping objects.
        Json schema{{"allOf", Json::array()}};
        for (int i = 0; i < 40; ++i) {
            const std::string number = std::to_string(i), a = 'a' + number, b = 'b' + number;
            schema["allOf"].push_back({{"anyOf", Json::array({{{"required", {a}}}, {{"required", {b}}}})}});
        }
        QVERIFY_THROWS_EXCEPTION(SchemaError, compile_schema(schema));
        Json deep = true;
        for (int i = 0; i < 400; ++i)
            deep = {{"allOf", Json::array({deep, {{"minLength", i}}})}};
        try {
            compile_schema(deep);
        } catch (const SchemaError&) { // refusing is as good as compiling: it must end
        }
    }

    /// What a key of its own tells apart needs no denial of the others, though only the schema around the
    /// branches demands that key.
    void branchesAreToldApartByWhatHoldsBesideThem() {
        Json schema{{"required", Json::array({"kind", "value"})}, {"oneOf", Json::array()}};
        for (int i = 0; i < 60; ++i) {
            Json properties;
            properties["kind"]["const"] = "kind " + std::to_string(i);
            properties["value"]["minLength"] = i;
            properties["size"]["minimum"] = i;
            schema["oneOf"].push_back({{"properties", properties}});
        }
        schema["type"] = "object";
        const auto grammar = compile_schema(schema);
        QCOMPARE(grammar->nodes[grammar->root].objects.size(), std::size_t{60});
        QVERIFY(matches(grammar, R"({"kind":"kind 3","value":"abc","size":3})"));
        QVERIFY(!matches(grammar, R"({"kind":"kind 3","value":"ab","size":3})"));
    }

    /// Each array may be one of three kinds, so fifteen of them within each other could be one of 14 million.
    void choicesOfSeveralLevelsDoNotMultiply() {
        const auto kinds = parse_json(R"([{"contains": {"minItems": 2}, "minContains": 0, "maxContains": 3},
                                          {"contains": {"maxItems": 4}, "minContains": 0, "maxContains": 5}])");
        const auto grammar =
            compile_schema({{"type", "array"}, {"items", {{"$ref", "#"}}}, {"allOf", kinds}});
        const std::string deep = std::string(15, '[') + std::string(15, ']');
        QVERIFY(matches(grammar, deep));
        const std::string pair = "[" + deep + "," + deep + "]";
        QVERIFY(matches(grammar, "[" + pair + "," + pair + "," + pair + "]"));
        QVERIFY(!matches(grammar, "[" + pair + "," + pair + "," + pair + "," + pair + "]"));
        QVERIFY(!matches(grammar, "[[],[],[],[],[],[]]"));
    }

    /// Random schemas either compile or are refused; what is compiled never comes to a dead end.
    void randomSchemasHaveNoDeadEnds() {
        std::mt19937 random(5);
        int compiled = 0;
        for (int round = 0; round < 600; ++round) {
            const Json schema = random_schema(random, 2);
            std::shared_ptr<const Grammar> grammar;
            try {
                grammar = compile_schema(schema, {2'000'000});
            } catch (const SchemaError&) {
                continue;
            }
            ++compiled;
            Machine machine(grammar);
            for (int walk = 0; walk < 3; ++walk) {
                Machine::State state = machine.start();
                std::string text;
                for (int length = 0; length < 200; ++length) {
                    std::vector<std::uint8_t> possible;
                    for (int byte = 0; byte < 256; ++byte)
                        if (machine.step(state, static_cast<std::uint8_t>(byte)) != Machine::dead)
                            possible.push_back(static_cast<std::uint8_t>(byte));
                    if (possible.empty()) {
                        QVERIFY2(machine.is_complete(state),
                                 (print_compact(schema) + " is stuck after " + text).c_str());
                        parse_json(text); // throws where it is no JSON
                        break;
                    }
                    const std::uint8_t byte = possible[random() % possible.size()];
                    text += static_cast<char>(byte);
                    state = machine.step(state, byte);
                }
            }
        }
        QVERIFY2(compiled > 100, std::to_string(compiled).c_str());
    }
};

QTEST_APPLESS_MAIN(SchemasTest)
#include "schemas_test.moc"
