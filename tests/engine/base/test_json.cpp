#include "engine/base/json.h"
#include "kernels/error.h"

#include <QtTest>

#include <cmath>

using namespace hadal;

class TestJson : public QObject {
    Q_OBJECT

  private slots:
    void prints_like_python_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("printed");
        const auto row = [](const char* name, const char* text, const char* printed) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(printed);
        };
        row("literals", " [ null ,true\t,\nfalse\r] ", "[null, true, false]");
        row("empty", "[[],{},\"\"]", "[[], {}, \"\"]");
        row("key order", R"({"b":1,"a":{"z":2,"y":3}})", R"({"b": 1, "a": {"z": 2, "y": 3}})");
        row("duplicate keys", R"({"a":1,"b":2,"a":3})", R"({"a": 3, "b": 2})");
        row("escapes", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u001F\\u007f\"",
            "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\x7f\"");
        row("raw unicode", "\"\\u00e9\\u4e2d\\u2028\xF0\x9F\x98\x80\"",
            "\"\u00e9\u4e2d\u2028\xF0\x9F\x98\x80\"");
        row("surrogate pair", R"("\ud83d\ude00")", "\"\xF0\x9F\x98\x80\"");
        row("lone high surrogate", R"("a\ud83db")", "\"a\uFFFDb\"");
        row("lone low surrogate", R"("\ude00")", "\"\uFFFD\"");
        row("two high surrogates", R"("\ud83d\ud83d\ude00")", "\"\uFFFD\xF0\x9F\x98\x80\"");
        row("integers", "[0,-0,-1,9223372036854775807,-9223372036854775808,18446744073709551615]",
            "[0, 0, -1, 9223372036854775807, -9223372036854775808, 18446744073709551615]");
        row("big integers", "[18446744073709551616,-9223372036854775809,123456789012345678901234567890]",
            "[18446744073709551616, -9223372036854775809, 123456789012345678901234567890]");
        row("floats", "[1.0,0.1,2.50,-0.0,0e5,1e3,1E3,1e22]",
            "[1.0, 0.1, 2.5, -0.0, 0.0, 1000.0, 1000.0, 1e+22]");
        row("fixed to exponent", "[1e15,9999999999999998.0,1e16,12345678901234567.0]",
            "[1000000000000000.0, 9999999999999998.0, 1e+16, 1.2345678901234568e+16]");
        row("small floats", "[0.0001,0.00012,0.00001,1e-7,1.5e-10,5e-324]",
            "[0.0001, 0.00012, 1e-05, 1e-07, 1.5e-10, 5e-324]");
        row("extremes", "[1.5e300,1e999,-1e999,1e-999,-1e-999]",
            "[1.5e+300, Infinity, -Infinity, 0.0, -0.0]");
        row("not finite", "[NaN,Infinity,-Infinity]", "[NaN, Infinity, -Infinity]");
        row("shortest", "[0.30000000000000004,123456.789,1.7976931348623157e308]",
            "[0.30000000000000004, 123456.789, 1.7976931348623157e+308]");
    }
    void prints_like_python() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, printed);
        QCOMPARE(QByteArray::fromStdString(print_python(parse_json(text.toStdString()))), printed);
        // What was printed reads back as the same value.
        QCOMPARE(QByteArray::fromStdString(print_python(parse_json(printed.toStdString()))), printed);
    }

    void refuses_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("place");
        const auto row = [](const char* name, QByteArray text, const char* place) {
            QTest::newRow(name) << text << QByteArray(place);
        };
        row("nothing", "", "line 1 at byte 0");
        row("space only", " \n ", "line 2 at byte 3");
        row("text after", "{} x", "line 1 at byte 3");
        row("leading zero", "01", "at byte 1");
        row("plus", "+1", "at byte 0");
        row("minus alone", "-", "at byte 0");
        row("no digit after the point", "1.", "at byte 2");
        row("no digit before the point", ".5", "at byte 0");
        row("no exponent", "1e+", "at byte 3");
        row("wrong case", "nan", "at byte 0");
        row("trailing comma", "[1,]", "at byte 3");
        row("trailing comma in an object", "{\"a\":1,}", "at byte 7");
        row("bare key", "{a:1}", "at byte 1");
        row("no colon", "{\"a\" 1}", "at byte 5");
        row("open array", "[1", "at byte 2");
        row("open string", "\"abc", "at byte 4");
        row("single quotes", "'a'", "at byte 0");
        row("control character", "[\n\"a\nb\"]", "line 2 at byte 4");
        row("unknown escape", "\"\\x\"", "at byte 2");
        row("short escape", "\"\\u12\"", "at byte 5");
        row("comment", "/**/1", "at byte 0");
        row("overlong UTF-8", "\"\xC0\x80\"", "at byte 1");
        row("surrogate in UTF-8", "\"\xED\xA0\x80\"", "at byte 1");
        row("cut UTF-8", "\"\xE2\x82\"", "at byte 1");
        row("past Unicode", "\"\xF4\x90\x80\x80\"", "at byte 1");
        row("byte order mark", "\xEF\xBB\xBF{}", "at byte 0");
        row("zero byte", QByteArray("1\0", 2), "at byte 1");
    }
    void refuses() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, place);
        try {
            parse_json(text.toStdString());
            QFAIL("expected an error");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::InvalidInput);
            QVERIFY2(QByteArray(error.what()).contains(place), error.what());
        }
    }

    void every_prefix_is_refused() {
        const std::string text = R"({"a":[1.5e-3,"\u00e9\n",{"b":null}],"c":-Infinity})";
        QVERIFY(parse_json(text).is_object());
        for (std::size_t n = 0; n < text.size(); ++n)
            QVERIFY_EXCEPTION_THROWN(parse_json(text.substr(0, n)), Error);
    }

    void nesting_is_bounded() {
        const auto nested = [](std::size_t depth) {
            return std::string(depth, '[') + std::string(depth, ']');
        };
        QVERIFY(parse_json(nested(max_json_depth)).is_array());
        QVERIFY_EXCEPTION_THROWN(parse_json(nested(max_json_depth + 2)), Error);
        QVERIFY_EXCEPTION_THROWN(parse_json(std::string(5000000, '[')), Error);
        std::string objects;
        for (int i = 0; i < 100000; ++i)
            objects += "{\"a\":";
        QVERIFY_EXCEPTION_THROWN(parse_json(objects), Error);
    }

    void many_members_keep_order_and_last_values() {
        std::string text = "{";
        for (int i = 0; i < 100000; ++i)
            text += "\"k" + std::to_string(i % 60000) + "\":" + std::to_string(i) + ",";
        text.back() = '}';
        const Json value = parse_json(text);
        QCOMPARE(value.size(), std::size_t(60000));
        QCOMPARE(value.begin().key(), std::string("k0"));
        QCOMPARE(value.begin().value().get<int>(), 60000);
        const auto& object = value.get_ref<const Json::object_t&>();
        QCOMPARE(object.back().first, std::string("k59999"));
        QCOMPARE(object.back().second.get<int>(), 59999);
    }

    void big_integers_are_told_apart() {
        const Json big = parse_json("123456789012345678901234567890");
        QVERIFY(is_big_integer(big));
        QCOMPARE(big_integer_digits(big), std::string("123456789012345678901234567890"));
        QVERIFY(!is_big_integer(parse_json("12")));
        QVERIFY(!is_big_integer(parse_json("\"12\"")));
        QVERIFY(!is_big_integer(Json::binary({49, 50})));
        QVERIFY_EXCEPTION_THROWN(big_integer_digits(Json(12)), Error);
        QVERIFY(big == big_integer("123456789012345678901234567890"));
        QVERIFY(parse_json("18446744073709551615").is_number_unsigned());
        QVERIFY(std::isnan(parse_json("NaN").get<double>()));
    }

    void exact_numbers_keep_their_text() {
        const auto exact = [](const char* text) { return parse_json(text, Numbers::Exact); };
        for (const char* text :
             {"0.30000000000000001", "1e400", "-1e400", "1e-400", "123456789012345678901234567890",
              "0.1000000000000000055511151231257827", "4.9406564584124654e-324"}) {
            QVERIFY2(is_exact_number(exact(text)), text);
            QCOMPARE(print_compact(exact(text)), std::string(text));
        }
        for (const char* text : {"0.3", "1.5e300", "100000000000000000000.0", "0.0", "0e999", "-12.25",
                                 "1e-200", "999999999999999e10"})
            QVERIFY2(exact(text).is_number_float(), text);
        QVERIFY(exact("12").is_number_unsigned());
        for (const char* text : {"NaN", "Infinity", "-Infinity", "[-Infinity]"})
            QVERIFY_EXCEPTION_THROWN(exact(text), Error);
        QVERIFY(!is_exact_number(parse_json("0.30000000000000001")));
        QVERIFY_EXCEPTION_THROWN(exact_number_text(Json(0.5)), Error);
    }

    void compact_has_no_spaces() {
        QCOMPARE(print_compact(parse_json(R"({ "a" : [1, 2.0], "b" : {} })")),
                 std::string(R"({"a":[1,2.0],"b":{}})"));
    }

    void truth_is_python_s() {
        for (const char* text : {"null", "false", "0", "0.0", "-0", "\"\"", "[]", "{}"})
            QVERIFY2(!is_truthy(parse_json(text)), text);
        for (const char* text :
             {"true", "1", "0.1", "NaN", "\" \"", "[0]", "{\"\":0}", "123456789012345678901234567890"})
            QVERIFY2(is_truthy(parse_json(text)), text);
    }

    void escaped_pieces_join() {
        const std::string text = "say \"hi\"\n\x01\\ \u00e9";
        std::string pieces;
        for (const char c : text)
            append_json_escaped(pieces, std::string_view(&c, 1));
        QCOMPARE("\"" + pieces + "\"", print_json_string(text));
        QCOMPARE(parse_json(print_json_string(text)).get<std::string>(), text);
    }
};

QTEST_APPLESS_MAIN(TestJson)
#include "test_json.moc"
