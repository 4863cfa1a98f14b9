// What a caller chooses: the order of keys, what is left to the validator; and what forced text is spelled
// as.
#include "random_schemas.h"
#include "vocabularies.h"

#include "engine/grammar/forced_run.h"
#include "engine/grammar/formulas.h"
#include "engine/schema/validator.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

using namespace hadal;
using namespace hadal::grammar;
using namespace hadal::grammar::test;

namespace {

CompileOptions any_order() {
    CompileOptions options;
    options.key_order = CompileOptions::KeyOrder::Any;
    return options;
}
CompileOptions left_to_validator() {
    CompileOptions options;
    options.leave_to_validator = true;
    return options;
}

/// 2.0 is an integer to a validator, while integers are written without a fraction.
bool has_whole_fraction(const Json& value) {
    if (value.is_number_float())
        return std::floor(value.get<double>()) == value.get<double>();
    return (value.is_array() || value.is_object()) &&
           std::any_of(value.begin(), value.end(), has_whole_fraction);
}

void judge(const std::shared_ptr<const Grammar>& grammar, std::initializer_list<const char*> good,
           std::initializer_list<const char*> bad) {
    for (const char* text : good)
        QVERIFY2(matches(grammar, text), text);
    for (const char* text : bad)
        QVERIFY2(!matches(grammar, text), text);
}

} // namespace

class ChoicesTest : public QObject {
    Q_OBJECT

  private slots:
    void keysMayStandInAnyOrder() {
        const Json schema =
            parse_json("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"},\"b\":true,\"c\":"
                       "true},\"required\":[\"b\",\"z\"],\"additionalProperties\":{\"type\":\"boolean\"}}");
        judge(compile_schema(schema, any_order()),
              {"{\"b\":1,\"z\":true}", "{\"z\":true,\"b\":1}",
               "{\"c\":0,\"free\":false,\"z\":true,\"a\":1,\"b\":\"\"}"},
              {"{\"b\":1}", "{\"b\":1,\"z\":true,\"b\":2}", "{\"z\":1,\"b\":1}",
               "{\"b\":1,\"z\":true,\"a\":\"\"}", "{\"b\":1,\"z\":true,\"free\":3}"});
        judge(compile_schema(schema),
              {"{\"b\":1,\"z\":true}", "{\"a\":1,\"b\":1,\"c\":1,\"z\":true,\"free\":false}"},
              {"{\"z\":true,\"b\":1}", "{\"b\":1,\"a\":1,\"z\":true}"});
        judge(compile_schema(
                  parse_json("{\"type\":\"object\",\"properties\":{\"a\":true,\"b\":true,\"c\":true},"
                             "\"minProperties\":2,\"maxProperties\":2,\"additionalProperties\":false}"),
                  any_order()),
              {"{\"c\":1,\"a\":1}", "{\"a\":1,\"c\":1}"}, {"{\"c\":1}", "{\"c\":1,\"b\":1,\"a\":1}"});
    }

    void keysAreCountedAsReadersSeeThem() {
        for (const auto& options : {CompileOptions(), any_order()}) {
            judge(compile_schema({{"type", "object"}, {"minProperties", 2}}, options),
                  {"{\"a\":1,\"b\":2}", "{\"a\":1,\"b\":2,\"c\":3}"},
                  {"{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}"});
            judge(compile_schema({{"type", "object"}, {"maxProperties", 2}}, options),
                  {"{\"a\":1,\"b\":2}", "{}"}, {"{\"a\":1,\"a\":2}", "{\"a\":1,\"b\":2,\"c\":3}"});
        }
        // Where only so many keys exist, none may be wasted.
        const Json schema = parse_json("{\"type\":\"object\",\"properties\":{\"x\":true},\"propertyNames\":{"
                                       "\"enum\":[\"x\",\"y\",\"z\"]},\"minProperties\":3}");
        Machine machine(compile_schema(schema));
        QVERIFY(matches(machine, "{\"x\":1,\"y\":2,\"z\":3}"));
        QVERIFY(!matches(machine, "{\"y\":1"));
    }

    void keysInAString() {
        // Across a closing quote in the middle of a token, and with an escape before it.
        const auto vocabulary = small_vocabulary();
        const auto& tokenizer = vocabulary->trie().tokenizer();
        Matcher matcher(vocabulary, compile_schema({{"type", "object"}, {"maxProperties", 3}}));
        QVERIFY(generates(matcher, tokenizer, "{\"a\\\"b\":{\"a\\\"b\":1},\"c\":2}"));
        QVERIFY(!generates(matcher, tokenizer, "{\"a\\\"b\":1,\"a\\\"b\":2}"));
    }

    void whatIsLeftToTheValidator_data() {
        QTest::addColumn<QString>("schema");
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("keyword");
        QTest::addColumn<QString>("valid");
        QTest::addColumn<QString>("enforced"); // an invalid value that is still refused
        const auto row = [](const char* schema, const char* pointer, const char* keyword, const char* valid,
                            const char* enforced) {
            QTest::newRow(schema) << schema << pointer << keyword << valid << enforced;
        };
        row("{\"type\":\"array\",\"uniqueItems\":true,\"items\":{\"type\":\"object\",\"propertyNames\":{"
            "\"enum\":"
            "[\"a\",\"b\"]}}}",
            "#", "uniqueItems", "[{},{}]", "[1]");
        row("{\"properties\":{\"a\":{\"type\":\"string\",\"pattern\":\"(.)\\\\1\"}},\"required\":[\"a\"]}",
            "#/properties/a", "pattern", "{\"a\":\"xx\"}", "{\"a\":1}");
        row("{\"type\":\"string\",\"not\":{\"pattern\":\"(.)\\\\1\"}}", "#/not", "pattern", "\"ab\"", "1");
        row("{\"type\":\"integer\",\"$ref\":\"http://example.com/x.json\"}", "#", "$ref", "1", "\"a\"");
        row("{\"type\":\"integer\",\"multipleOf\":1234567891}", "#", "multipleOf", "1234567891", "1.5");
        row("{\"type\":\"object\",\"patternProperties\":{\"(.)\\\\1\":{\"type\":\"string\"}},"
            "\"additionalProperties\":false,\"required\":[\"b\"]}",
            "#", "patternProperties", "{\"b\":1}", "{}");
        row("{\"type\":\"array\",\"not\":{\"uniqueItems\":true}}", "#/not", "items", "[1,1]", "{}");
        row("{\"oneOf\":[{\"type\":\"string\"},{\"type\":\"string\",\"pattern\":\"(.)\\\\1\"}]}", "#/oneOf/1",
            "pattern", "\"ab\"", "1");
    }
    void whatIsLeftToTheValidator() {
        QFETCH(QString, schema);
        QFETCH(QString, pointer);
        QFETCH(QString, keyword);
        QFETCH(QString, valid);
        QFETCH(QString, enforced);
        const Json json = parse_json(schema.toStdString());
        QVERIFY_THROWS_EXCEPTION(SchemaError, compile_schema(json));
        const auto grammar = compile_schema(json, left_to_validator());
        QCOMPARE(grammar->unenforced.size(), std::size_t{1});
        QCOMPARE(QString::fromStdString(grammar->unenforced[0].pointer), pointer);
        QCOMPARE(QString::fromStdString(grammar->unenforced[0].keyword), keyword);
        QVERIFY(!grammar->unenforced[0].reason.empty());
        QVERIFY(matches(grammar, valid.toStdString()));
        QVERIFY(!matches(grammar, enforced.toStdString()));
    }

    void nothingIsLeftWhereNothingHasTo() {
        const auto grammar =
            compile_schema(parse_json("{\"oneOf\":[{\"minimum\":3},{\"maximum\":5}],\"type\":\"integer\"}"),
                           left_to_validator());
        QVERIFY(grammar->unenforced.empty());
        judge(grammar, {"2", "6"}, {"4"});
        QVERIFY_THROWS_EXCEPTION(SchemaError, compile_schema({{"type", 3}}, left_to_validator()));
    }

    void tooComplexASchemaKeepsItsType() {
        Json schema{{"type", "object"}, {"allOf", Json::array()}};
        for (int i = 0; i < 40; ++i) {
            const std::string number = std::to_string(i), a = 'a' + number, b = 'b' + number;
            schema["allOf"].push_back({{"anyOf", Json::array({{{"required", {a}}}, {{"required", {b}}}})}});
        }
        CompileOptions options = left_to_validator();
        options.work_limit = 200'000;
        const auto grammar = compile_schema(schema, options);
        QVERIFY(!grammar->unenforced.empty());
        judge(grammar, {"{}"}, {"1", "[]"});
    }

    /// With any order and everything enforced, grammar and validator agree about every value; what is left to
    /// the validator only lets more through.
    void grammarAndValidatorAgree() {
        std::mt19937 random(11);
        int compared = 0;
        for (int round = 0; round < 400; ++round) {
            const Json schema = random_schema(random, 2);
            CompileOptions options = any_order();
            options.work_limit = 1'000'000;
            options.leave_to_validator = round % 2;
            std::shared_ptr<const Grammar> grammar;
            try {
                grammar = compile_schema(schema, options);
            } catch (const SchemaError&) {
                continue;
            }
            const schema::Validator validator(schema);
            Machine machine(grammar);
            for (int i = 0; i < 40; ++i) {
                const Json value = random_value(random, 2);
                const bool valid = validator.is_valid(value), taken = matches(machine, print_compact(value));
                const std::string shown = print_compact(schema) + " and " + print_compact(value);
                compared += valid;
                if (valid && !has_whole_fraction(value))
                    QVERIFY2(taken, ("refuses valid: " + shown).c_str());
                if (!valid && grammar->unenforced.empty())
                    QVERIFY2(!taken, ("accepts invalid: " + shown).c_str());
            }
        }
        QVERIFY2(compared > 500, std::to_string(compared).c_str());
    }

    void forcedTextIsSpelledAsTheTokenizerDoes() {
        const auto vocabulary = real_vocabulary() ? real_vocabulary() : small_vocabulary();
        const auto& tokenizer = vocabulary->trie().tokenizer();
        // Keys without white space before them: brackets and words are forced, as no escape can spell them.
        Matcher matcher(vocabulary, compile_schema(parse_json("{\"const\":[[true,null],false]}")));
        std::vector<std::int32_t> accepted;
        std::string text;
        int steps = 0;
        while (!matcher.is_complete() && ++steps < 100) {
            const ForcedRun run = forced_run(matcher, accepted);
            QVERIFY(run.back <= accepted.size());
            if (run.tokens.empty()) {
                const TokenMask mask = matcher.mask();
                const auto next =
                    tokenizer.encode(std::string_view("[[true, null], false]").substr(text.size()), false);
                QVERIFY(allows(mask, next[0]) && matcher.accept(next[0]));
                accepted.push_back(next[0]);
            } else {
                matcher.rollback(run.back);
                accepted.resize(accepted.size() - run.back);
                for (const std::int32_t token : run.tokens) {
                    QVERIFY(allows(matcher.mask(), token) && matcher.accept(token));
                    accepted.push_back(token);
                }
            }
            text = tokenizer.decode(accepted);
        }
        QVERIFY(matcher.is_complete());
        QVERIFY(parse_json(text) == parse_json("[[true,null],false]"));
    }

    void aForcedEndMayStepBack() {
        const auto vocabulary = small_vocabulary();
        const auto& tokenizer = vocabulary->trie().tokenizer();
        const std::string word = "false";
        const auto canonical = tokenizer.encode(word, false);
        Matcher matcher(vocabulary, compile_schema({{"const", false}}));
        const std::int32_t f = *tokenizer.token_id("f");
        QVERIFY(matcher.accept(f));
        const ForcedRun run = forced_run(matcher, std::vector<std::int32_t>{f});
        matcher.rollback(run.back);
        std::vector<std::int32_t> all;
        if (run.back == 0)
            all.push_back(f);
        for (const std::int32_t token : run.tokens) {
            QVERIFY(matcher.accept(token));
            all.push_back(token);
        }
        QVERIFY(matcher.is_complete());
        QVERIFY(all == canonical);
    }
};

QTEST_APPLESS_MAIN(ChoicesTest)
#include "choices_test.moc"
