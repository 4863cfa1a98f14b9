// uniqueItems over arrays and objects, against the validator.
#include "vocabularies.h"
#include "walks.h"

#include "engine/grammar/formulas.h"
#include "engine/schema/validator.h"

#include <QTest>

#include <random>

using namespace hadal;
using namespace hadal::grammar;
using namespace hadal::grammar::test;

namespace {

std::shared_ptr<const Grammar> grammar_of(const Json& schema, bool any_order = false) {
    CompileOptions options;
    if (any_order)
        options.key_order = CompileOptions::KeyOrder::Any;
    return compile_schema(schema, options);
}

/// Values that are small enough to be equal often.
Json random_item(std::mt19937& random, int depth) {
    switch (random() % (depth > 0 ? 7 : 4)) {
    case 0:
        return random() % 2 == 0;
    case 1:
        return static_cast<int>(random() % 3);
    case 2:
        return random() % 2 ? "a" : "b";
    case 3:
        return nullptr;
    case 4: {
        Json items = Json::array();
        for (unsigned n = random() % 3; n > 0; --n)
            items.push_back(random_item(random, depth - 1));
        return items;
    }
    default: {
        Json members = Json::object();
        for (const char* key : {"b", "a", "c"})
            if (random() % 2)
                members[key] = random_item(random, depth - 1);
        return members;
    }
    }
}

} // namespace

class UniqueTest : public QObject {
    Q_OBJECT

    static void add_schemas() {
        QTest::addColumn<QString>("schema");
        const auto array = [](const std::string& keywords) {
            const std::string schema = R"({"type":"array","uniqueItems":true,)" + keywords + "}";
            QTest::newRow(keywords.c_str()) << QString::fromStdString(schema);
        };
        const auto row = [&](const char* items) { array(std::string("\"items\":") + items); };
        row("{\"type\":\"object\"}");
        row("{\"type\":\"array\"}");
        row("{}");
        row("{\"properties\":{\"a\":{\"enum\":[\"a\",\"b\"]},\"b\":{\"type\":\"boolean\"}},"
            "\"additionalProperties\":false,\"type\":\"object\"}");
        row("{\"properties\":{\"a\":{\"const\":1},\"b\":{\"type\":\"boolean\"}},\"required\":[\"a\",\"b\"],"
            "\"additionalProperties\":false,\"type\":\"object\"}");
        row("{\"properties\":{\"a\":{\"type\":\"string\"},\"b\":{\"type\":\"boolean\"}},\"required\":[\"a\"],"
            "\"additionalProperties\":false,\"type\":\"object\"}");
        row("{\"properties\":{\"b\":{\"type\":\"boolean\"},\"a\":{\"type\":\"string\"}},\"required\":[\"a\"],"
            "\"additionalProperties\":false,\"type\":\"object\"}");
        row("{\"type\":\"array\",\"items\":{\"type\":\"boolean\"},\"maxItems\":2}");
        row("{\"type\":\"array\",\"prefixItems\":[{\"enum\":[1,2]},{\"type\":\"boolean\"}],\"items\":false,"
            "\"minItems\":1}");
        row("{\"type\":\"array\",\"items\":{\"enum\":[0,1,2]},\"uniqueItems\":true,\"minItems\":2}");
        row("{\"anyOf\":[{\"type\":\"object\",\"properties\":{\"a\":{\"const\":1}},\"required\":[\"a\"],"
            "\"additionalProperties\":false},{\"type\":\"object\",\"maxProperties\":1}]}");
        row("{\"type\":\"object\",\"maxProperties\":1,\"additionalProperties\":{\"const\":1}}");
        row("{\"type\":\"object\",\"properties\":{\"c\":{\"type\":\"object\",\"properties\":{\"a\":{\"enum\":"
            "[0,1]}},\"required\":[\"a\"],\"additionalProperties\":false}},\"additionalProperties\":false}");
        row("{\"type\":[\"object\",\"null\"],\"properties\":{\"a\":{\"$ref\":\"#/items\"}},"
            "\"additionalProperties\":false}");
        // Places with fewer values than there are items before them.
        row(R"({"enum":["a","b"]})");
        array(R"("prefixItems":[{"type":"integer"},{"enum":[true]}])");
        array(R"("prefixItems":[{},{"enum":["a","b"]}],"items":{"enum":["a","b",1]})");
        array(R"("prefixItems":[{"type":"string"}],"items":{"enum":["a","b",true]},"minItems":1)");
        array(
            R"("prefixItems":[{"type":["string","object"],"additionalProperties":{"type":"string"}},{"enum":["a"]}])");
    }

  private slots:
    void judgesAsTheValidatorDoes_data() { add_schemas(); }
    void judgesAsTheValidatorDoes() {
        QFETCH(QString, schema);
        const Json parsed = parse_json(schema.toStdString());
        const schema::Validator validator(parsed);
        std::mt19937 random(7);
        Machine any(grammar_of(parsed, true)), declared(grammar_of(parsed));
        int valid = 0;
        for (int i = 0; i < 1500; ++i) {
            Json value = Json::array();
            const int depth = schema.contains("\"c\":{\"type\":\"object") ? 3 : 2;
            for (unsigned n = random() % 4; n > 0; --n)
                value.push_back(random_item(random, depth));
            const std::string text = print_compact(value);
            const bool expected = validator.is_valid(value);
            valid += expected;
            QVERIFY2(matches(any, text) == expected, text.c_str());
            QVERIFY2(expected || !matches(declared, text), text.c_str());
        }
        QVERIFY(valid > 25);
    }

    /// Where few values are left, a text must not begin what it cannot finish.
    void isNeverStuck_data() { add_schemas(); }
    void isNeverStuck() {
        QFETCH(QString, schema);
        const Json parsed = parse_json(schema.toStdString());
        const schema::Validator validator(parsed);
        std::mt19937 random(11);
        const auto vocabulary = vocabulary_with_endings();
        for (const bool any_order : {false, true}) {
            Matcher matcher(vocabulary, grammar_of(parsed, any_order));
            for (int walk = 0; walk < 3; ++walk) {
                matcher.reset();
                std::string text;
                for (int step = 0; step < 50 && !matcher.has_ended(); ++step) {
                    const TokenMask mask = matcher.mask();
                    const std::int32_t next = legal_token(vocabulary->trie(), mask, random, 6);
                    QVERIFY2(next >= 0, text.c_str());
                    for (auto id = static_cast<std::int32_t>(random() % 7); id < vocabulary->trie().size();
                         id += 7) {
                        const bool taken = matcher.accept(id);
                        if (taken)
                            matcher.rollback(1);
                        QVERIFY2(taken == allows(mask, id),
                                 (text + " and token " + std::to_string(id)).c_str());
                    }
                    QVERIFY(matcher.accept(next));
                    text += vocabulary->trie().bytes(next);
                }
                if (matcher.has_ended())
                    QVERIFY2(validator.is_valid(parse_json(text)), text.c_str());
            }
        }
    }

    void comparesValuesNotTexts() {
        Machine machine(grammar_of({{"type", "array"}, {"uniqueItems", true}}, true));
        QVERIFY(!matches(machine, R"([{"a":1,"b":2},{"b":2,"a":1.0}])"));
        QVERIFY(!matches(machine, R"([{"a":"x"},{"\u0061":"\u0078"}])"));
        QVERIFY(!matches(machine, "[[1,{}],[1,{}]]"));
        QVERIFY(!matches(machine, "[[1],\n[ 1.00 ]]"));
        QVERIFY(matches(machine, R"([{"a":1},{"a":true},{"a":"1"},["a",1],{}, []])"));
        QVERIFY(matches(machine, R"([{"a":[]},{"a":{}},{"a":[[]]}])"));
    }

    void endsWhereNoValueIsLeft() {
        const Json schema = parse_json(
            R"({"type":"array","uniqueItems":true,"items":{"type":"object","additionalProperties":false,)"
            R"("properties":{"a":{"type":"boolean"}},"required":["a"]}})");
        Machine machine(grammar_of(schema));
        QVERIFY(matches(machine, R"([{"a":true},{"a":false}])"));
        Machine::State state = machine.start();
        for (const char byte : std::string(R"([{"a":true},{"a":)"))
            state = machine.step(state, static_cast<std::uint8_t>(byte));
        QVERIFY(machine.step(state, 'f') != Machine::dead);
        QVERIFY(machine.step(state, 't') == Machine::dead);
        for (const char byte : std::string("false}"))
            state = machine.step(state, static_cast<std::uint8_t>(byte));
        QVERIFY(machine.step(state, ']') != Machine::dead);
        QVERIFY(machine.step(state, ',') == Machine::dead);
    }

    /// Whether items are left may depend on the order of those before: there are too many orders to try.
    void givesUpWhereOrdersAreMany() {
        const char* const schema =
            R"({"maxLength":1,"format":"ipv4","minimum":3,"items":{"$ref":"#"},"oneOf":[{"type":"array",)"
            R"("properties":{"c":{"format":"date"}},"required":["a"],"contains":{"maximum":-2},)"
            R"("uniqueItems":true},{"pattern":"\\d","minimum":7,"required":["c","a"],)"
            R"("additionalProperties":false,"items":{"$ref":"#"}}],"not":{"type":"number","minLength":2,)"
            R"("format":"date","properties":{"b":{"pattern":"^[ab]{1,9}$","enum":[{"a":1},"bb","date"]},)"
            R"("c":{"minLength":1,"maximum":13}},"minItems":0,"maxItems":3,"if":{"pattern":"b$",)"
            R"("format":"date","minimum":3},"then":{},"else":{"type":"integer","minLength":0,)"
            R"("maxLength":0},"dependentRequired":{"a":["b"]}}})";
        try {
            grammar_of(parse_json(schema));
        } catch (const SchemaError& error) {
            QCOMPARE(error.kind(), ErrorKind::Unsupported);
        }
    }

    void refusesWhatCannotBeCompared() {
        for (const char* items : {"{\"type\":\"object\",\"propertyNames\":{\"enum\":[\"a\",\"b\"]}}",
                                  "{\"type\":\"array\",\"minItems\":1000}"})
            QVERIFY_THROWS_EXCEPTION(
                SchemaError,
                grammar_of({{"type", "array"}, {"uniqueItems", true}, {"items", parse_json(items)}}));
    }
};

QTEST_GUILESS_MAIN(UniqueTest)
#include "unique_test.moc"
