// The form that is made of a schema, for the arguments of a call.
#include "tests/ui/fixture.h"

using namespace hadal;
using namespace hadal::ui;
using namespace hadal::ui::test;

class TestArgumentForm : public QObject {
    Q_OBJECT

  private:
    static QVariant at(const ArgumentForm& form, int row, int role) { return form.index(row).data(role); }
    static int rowOf(const ArgumentForm& form, const QString& label) {
        for (int row = 0; row < form.count(); ++row)
            if (at(form, row, ArgumentForm::LabelRole).toString() == label)
                return row;
        return -1;
    }

  private slots:
    void init() { QTest::failOnWarning(QRegularExpression(".")); }

    void argumentsOfEveryKind() {
        ArgumentForm form;
        form.setSchema(parse_json(R"({"type": "object", "required": ["text", "n", "mode", "rows", "place"],
            "properties": {"text": {"type": "string"}, "n": {"type": "integer", "minimum": 1, "maximum": 8},
            "mode": {"enum": ["a", 2]}, "dry": {"type": "boolean"}, "free": {},
            "rows": {"type": "array", "items": {"type": "number"}, "minItems": 1},
            "place": {"type": "object", "required": ["x"], "properties": {"x": {"type": ["integer", "null"]}}}}})"));
        QVERIFY(!form.valid());
        form.type(rowOf(form, "text"), "hello");
        form.type(rowOf(form, "n"), "12");
        QCOMPARE(at(form, rowOf(form, "n"), ArgumentForm::ProblemRole).toString(), "At most 8");
        form.type(rowOf(form, "n"), "four");
        QCOMPARE(at(form, rowOf(form, "n"), ArgumentForm::ProblemRole).toString(),
                 "A whole number is needed");
        form.type(rowOf(form, "n"), "4");
        QCOMPARE(at(form, rowOf(form, "n"), ArgumentForm::ProblemRole).toString(), "");
        form.choose(rowOf(form, "mode"), 1);
        QVERIFY(!form.valid()); // a row is missing
        form.addItem(rowOf(form, "rows"));
        form.type(rowOf(form, "1"), "1e400"); // no double holds it
        QVERIFY2(form.valid(), qPrintable(form.problem()));
        QCOMPARE(form.text(),
                 R"({"text": "hello", "n": 4, "mode": 2, "rows": [1e400], "place": {"x": null}})");
        form.include(rowOf(form, "dry"), true);
        form.turn(rowOf(form, "dry"), true);
        form.include(rowOf(form, "x"), true);
        form.type(rowOf(form, "x"), "7");
        QCOMPARE(form.text(),
                 R"({"text": "hello", "n": 4, "mode": 2, "dry": true, "rows": [1e400], "place": {"x": 7}})");
        form.include(rowOf(form, "free"), true);
        form.type(rowOf(form, "free"), "{");
        QVERIFY(!form.valid());
        form.include(rowOf(form, "free"), false);
        QVERIFY(form.valid());
        form.removeItem(rowOf(form, "1"));
        QVERIFY(!form.valid());
        QCOMPARE(at(form, rowOf(form, "rows"), ArgumentForm::ProblemRole).toString(), "At least 1 items");
    }

    void aGivenValueIsKeptWholeAndChangesAreMarked() {
        ArgumentForm form;
        form.setSchema(Json{{"type", "object"}, {"properties", {{"n", {{"type", "integer"}}}}}});
        const Json given = parse_json(R"({"n": "many", "extra": {"a": [1, 2]}})");
        form.setValue(given);
        QVERIFY(!form.valid());
        QVERIFY(form.value() == given);
        QVERIFY(!at(form, 0, ArgumentForm::ChangedRole).toBool());
        form.type(0, "3");
        QVERIFY(form.valid());
        QVERIFY(at(form, 0, ArgumentForm::ChangedRole).toBool());
        QVERIFY(!at(form, 1, ArgumentForm::ChangedRole).toBool());
        form.setText("{ not");
        QVERIFY(!form.valid());
        form.setText("[]");
        QVERIFY(!form.valid());
        form.setText(R"({"n": 9})");
        QVERIFY(form.valid());
        QVERIFY(form.value() == Json({{"n", 9}}));
    }

    void referencesAreFollowedAndCirclesEnd() {
        ArgumentForm form;
        const Json reference = {{"$ref", "#/$defs/node"}};
        const Json node = {{"type", "object"},
                           {"required", {"name"}},
                           {"properties", {{"name", {{"type", "string"}}}, {"child", reference}}}};
        form.setSchema(Json{{"type", "object"},
                            {"required", {"tree"}},
                            {"properties", {{"tree", reference}}},
                            {"$defs", {{"node", node}}}});
        form.type(rowOf(form, "name"), "root");
        QVERIFY2(form.valid(), qPrintable(form.problem()));
        form.setSchema(Json{{"type", "object"}, {"properties", {{"a", {{"$ref", "#/properties/a"}}}}}});
        QVERIFY(!form.problem().isEmpty());
    }

    void examplesFitTheirSchema_data() {
        QTest::addColumn<QString>("schema");
        QTest::newRow("bounds") << R"({"n": {"type": "integer", "exclusiveMinimum": 3, "multipleOf": 5}})";
        QTest::newRow("between")
            << R"({"n": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}})";
        QTest::newRow("format") << R"({"n": {"type": "string", "format": "date-time"}})";
        QTest::newRow("length") << R"({"n": {"type": "string", "minLength": 12}})";
        QTest::newRow("short") << R"({"n": {"type": "string", "maxLength": 2}})";
        QTest::newRow("list") << R"({"n": {"type": "array", "minItems": 3, "items": {"enum": ["a"]}}})";
        QTest::newRow("example") << R"({"n": {"type": "string", "pattern": "^z+$", "examples": ["zz"]}})";
        QTest::newRow("const") << R"({"n": {"const": {"a": 1}}})";
    }
    void examplesFitTheirSchema() {
        QFETCH(QString, schema);
        ArgumentForm form;
        form.setSchema(
            Json{{"type", "object"}, {"required", {"n"}}, {"properties", parse_json(schema.toStdString())}});
        form.fillExample();
        QVERIFY2(form.valid(), qPrintable(form.text() + " " + form.problem()));
    }
};

QTEST_MAIN(TestArgumentForm)
#include "test_argument_form.moc"
