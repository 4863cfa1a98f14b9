// Templates, JSON and the problems of definitions.
#include "tests/app/tools/tools_testing.h"

#include "app/tools/problems.h"
#include "app/tools/shell_line.h"
#include "app/tools/templates.h"
#include "app/tools/tool_json.h"
#include "kernels/error.h"

using namespace hadal;
using namespace hadal::tools;
using namespace hadal::tools::testing;

class DefinitionTest : public QObject {
    Q_OBJECT

    static QList<Problem> wrong(const Tool& tool, Field field) {
        QList<Problem> found;
        for (const Problem& problem : problemsOf(tool, {"taken"}))
            if (problem.field == field && problem.severity == Problem::Wrong)
                found += problem;
        return found;
    }
    static bool warns(const Tool& tool, Field field) {
        for (const Problem& problem : problemsOf(tool))
            if (problem.field == field && problem.severity == Problem::Warning)
                return true;
        return false;
    }

  private slots:
    void templates() {
        const Template text("a {{x}} {{ y }} {{secret:k}} {{}} {{a b}} {{ {{x}}");
        QCOMPARE(text.argumentNames(), QStringList({"x", "y"}));
        QCOMPARE(text.secretNames(), QStringList({"k"}));
        QCOMPARE(text.filled({{"x", "{{y}}"}, {"y", 3}}, {{"k", "{{x}}"}}),
                 u"a {{y}} 3 {{x}} {{}} {{a b}} {{ {{y}}"_qs);
        QCOMPARE(Template("{{x}}").loneArgument(), u"x"_qs);
        QCOMPARE(Template("{{x}} ").loneArgument(), QString());
        QCOMPARE(Template("{{secret:x}}").loneArgument(), QString());
        QCOMPARE(Template("").filled(Json::object(), {}), QString());
        QCOMPARE(argumentText(Json({1, "b"})), u"[1,\"b\"]"_qs);
        QCOMPARE(argumentText(nullptr), QString());
    }

    void shellLines() {
        const ShellLine line("echo {{a}} \"x {{b}}\" 'y {{c}}' \\\" {{secret:k}}");
        QCOMPARE(
            line.text(),
            u"echo \"${HADAL_VALUE_0}\" \"x ${HADAL_VALUE_1}\" 'y '\"${HADAL_VALUE_2}\"'' \\\" \"${HADAL_VALUE_3}\""_qs);
        const auto variables = line.variables({{"a", "1"}, {"c", {2}}}, {{"k", "s"}});
        QCOMPARE(variables.value("HADAL_VALUE_0"), u"1"_qs);
        QCOMPARE(variables.value("HADAL_VALUE_1"), QString());
        QCOMPARE(variables.value("HADAL_VALUE_2"), u"[2]"_qs);
        QCOMPARE(variables.value("HADAL_VALUE_3"), u"s"_qs);
    }

    void jsonAndBack_data() {
        QTest::addColumn<Tool>("tool");
        QTest::newRow("command") << tool(CommandAction{.program = "p",
                                                       .arguments = {"a", "{{x}}"},
                                                       .shell = true,
                                                       .folder = "/f",
                                                       .input = "i",
                                                       .environment = {{"B", "b"}, {"A", "a"}}});
        QTest::newRow("http") << tool(HttpAction{"POST", "https://x.org", {{"A", "b"}}, "body"});
        QTest::newRow("script") << tool(ScriptAction{"function run() {}"});
        for (const auto kind : {FilesAction::Read, FilesAction::List, FilesAction::Search})
            QTest::newRow(qPrintable(u"files %1"_qs.arg(kind))) << tool(FilesAction{kind});
        QTest::newRow("ask") << tool(AskAction{"q"});
        QTest::newRow("mcp") << tool(McpAction{"s", "t", {}});
        Tool limits =
            tool(AskAction{}, {{"z", {{"type", "string"}}}, {"a", {{"type", "number"}, {"maximum", 3}}}});
        limits.effect = Effect::Deletes;
        limits.limits = {{{"/a", true}, {"/b", false}}, true, 1, 2, 3, qint64(1) << 40};
        QTest::newRow("limits") << limits;
    }
    void jsonAndBack() {
        QFETCH(Tool, tool);
        const Json json = toolJson(tool);
        QVERIFY(toolFromJson(json) == tool);
        QVERIFY(toolFromJson(parse_json(json.dump())) == tool);
        QCOMPARE(json["function"].dump(), openAiItem(tool)["function"].dump());
    }

    void whatIsNotKnownIsKept() {
        const Json json = parse_json(
            R"({"x": 1, "type": "function", "function": {"strict": true, "name": "n", "parameters": {"type": "object"}, "y": 2},
            "hadal": {"later": 3, "id": "i", "action": {"kind": "ask", "question": "q", "tone": "kind"}, "limits": {"gpu": 1, "seconds": 5}}})");
        Tool tool = toolFromJson(json);
        tool.name = "m";
        Json changed = toolJson(tool, json);
        QCOMPARE(changed["x"], Json(1));
        QCOMPARE(changed["function"]["strict"], Json(true));
        QCOMPARE(changed["function"]["name"], Json("m"));
        QCOMPARE(changed["hadal"]["later"], Json(3));
        QCOMPARE(changed["hadal"]["action"]["tone"], Json("kind"));
        QCOMPARE(changed["hadal"]["limits"]["gpu"], Json(1));
        QCOMPARE(changed.begin().key(), "x"); // in its order
        tool.action = ScriptAction{"s"};
        QVERIFY(!toolJson(tool, json)["hadal"]["action"].contains("tone"));
    }

    void otherFormsOfATool() {
        const Tool bare = toolFromJson(
            parse_json(R"({"type": "function", "function": {"name": "n", "description": "d"}})"));
        QVERIFY(std::holds_alternative<AskAction>(bare.action));
        QCOMPARE(bare.purpose, u"d"_qs);
        QCOMPARE(toolFromJson(parse_json(R"({"name": "n", "parameters": {"type": "object"}})")).name,
                 u"n"_qs);
    }

    void jsonThatIsNoTool_data() {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("field");
        const auto row = [](const char* json, const char* field) { QTest::newRow(json) << json << field; };
        row("1", "object");
        row("{}", "function");
        row(R"({"function": 1})", "function");
        row(R"({"type": "retrieval", "function": {}})", "type");
        row(R"({"function": {"name": 1}})", "function.name");
        row(R"({"function": {"name": "n", "parameters": []}})", "function.parameters");
        row(R"({"function": {"name": "n"}, "hadal": {"effect": "explodes"}})", "hadal.effect");
        row(R"({"function": {"name": "n"}, "hadal": {"action": {}}})", "hadal.action.kind");
        row(R"({"function": {"name": "n"}, "hadal": {"action": {"kind": "teleport"}}})", "hadal.action.kind");
        row(R"({"function": {"name": "n"}, "hadal": {"action": {"kind": "command", "arguments": "x"}}})",
            "hadal.action.arguments");
        row(R"({"function": {"name": "n"}, "hadal": {"action": {"kind": "command", "environment": {"A": 1}}}})",
            "hadal.action.environment.A");
        row(R"({"function": {"name": "n"}, "hadal": {"limits": {"seconds": "x"}}})", "hadal.limits.seconds");
        row(R"({"function": {"name": "n"}, "hadal": {"limits": {"seconds": 99999999999}}})",
            "hadal.limits.seconds");
        row(R"({"function": {"name": "n"}, "hadal": {"limits": {"folders": [1]}}})", "hadal.limits.folders");
    }
    void jsonThatIsNoTool() {
        QFETCH(QString, json);
        QFETCH(QString, field);
        try {
            toolFromJson(parse_json(json.toStdString()));
            QFAIL("it was taken");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::InvalidInput);
            QVERIFY2(QString(error.what()).contains(field), error.what());
        }
    }

    void names() {
        for (const QString& name : {u""_qs, u"a b"_qs, u"ä"_qs, u"a.b"_qs, u"a\n"_qs, QString(65, u'a')}) {
            Tool tool = testing::tool(AskAction{});
            tool.name = name;
            QVERIFY2(!wrong(tool, Field::Name).isEmpty(), qPrintable(name));
        }
        Tool tool = testing::tool(AskAction{});
        tool.name = "taken";
        QVERIFY(!wrong(tool, Field::Name).isEmpty());
        tool.name = QString(64, u'a');
        QVERIFY(wrong(tool, Field::Name).isEmpty());
    }

    void parameters() {
        Tool tool = testing::tool(AskAction{});
        QVERIFY(problemsOf(tool).isEmpty());
        tool.parameters = {{"type", "array"}};
        QCOMPARE(wrong(tool, Field::Parameters)[0].at, u"/type"_qs);
        tool.parameters = {{"type", "object"}, {"properties", {{"a", {{"type", "strnig"}}}}}};
        QCOMPARE(wrong(tool, Field::Parameters).size(), 1);
        tool.parameters = {{"type", "object"}, {"properties", {{"a", {{"pattern", "("}}}}}};
        QCOMPARE(wrong(tool, Field::Parameters).size(), 1);
        tool.parameters = {
            {"type", "object"}, {"properties", {{"a", {{"type", "string"}}}}}, {"required", {"b"}}};
        QVERIFY(warns(tool, Field::Parameters));
        tool.parameters = Json::object();
        QVERIFY(problemsOf(tool).isEmpty());
    }

    void placeholders() {
        const auto command = [](const QString& argument) {
            return tool(CommandAction{.program = "p",
                                      .arguments = {"--", argument},
                                      .shell = false,
                                      .folder = {},
                                      .input = {},
                                      .environment = {}},
                        {{"a", testing::text()}});
        };
        QVERIFY(problemsOf(command("{{a}}")).isEmpty());
        QCOMPARE(wrong(command("{{b}}"), Field::Arguments)[0].at, u"1"_qs);
        QVERIFY(warns(command("{{secret:k}}"), Field::Arguments));
        Tool open = command("{{b}}");
        open.parameters["additionalProperties"] = true;
        QVERIFY(wrong(open, Field::Arguments).isEmpty());
        Tool options = tool(CommandAction{.program = "grep",
                                          .arguments = {"{{a}}"},
                                          .shell = false,
                                          .folder = {},
                                          .input = {},
                                          .environment = {}},
                            {{"a", testing::text()}});
        QVERIFY(warns(options, Field::Arguments));
        QVERIFY(!wrong(shell("echo {{b}}"), Field::Program).isEmpty());
        QVERIFY(!wrong(tool(CommandAction{.program = "{{a}}",
                                          .arguments = {},
                                          .shell = false,
                                          .folder = {},
                                          .input = {},
                                          .environment = {}},
                            {{"a", testing::text()}}),
                       Field::Program)
                     .isEmpty());
        QVERIFY(!wrong(tool(AskAction{"{{b}}"}), Field::Question).isEmpty());
        Tool request = tool(HttpAction{"GET", "https://x.org/{{b}}", {{"Host", "x"}}, {}});
        QCOMPARE(wrong(request, Field::Url).size(), 1);
        QCOMPARE(wrong(request, Field::Headers)[0].at, u"Host"_qs);
        request.limits.network = false;
        QCOMPARE(wrong(request, Field::Network).size(), 1);
        QVERIFY(
            !wrong(tool(HttpAction{"GET", "{{a}}", {{"K", "{{secret:k}}"}}, {}}, {{"a", testing::text()}}),
                   Field::Url)
                 .isEmpty());
        QVERIFY(!wrong(tool(FilesAction{}), Field::Folders).isEmpty());
        QVERIFY(!wrong(tool(FilesAction{}), Field::Parameters).isEmpty());
        QVERIFY(!wrong(script(" "), Field::Source).isEmpty());
        QVERIFY(!wrong(tool(McpAction{}), Field::Server).isEmpty());
    }

    void foldersAndLimits() {
        QTemporaryDir folder, data;
        Tool tool = shell("true");
        tool.limits.folders = {{folder.path(), true}};
        QVERIFY(problemsOf(tool).isEmpty());
        tool.limits.folders = {{folder.path(), true}, {"rel", false}, {"/", false}};
        QCOMPARE(wrong(tool, Field::Folders)[0].at, u"1"_qs);
        QCOMPARE(wrong(tool, Field::Folders)[1].at, u"2"_qs);
        tool.limits.folders = {{"/usr/lib", true}};
        QVERIFY(!wrong(tool, Field::Folders).isEmpty());
        tool.limits.folders = {{"/usr/lib", false}};
        QVERIFY(wrong(tool, Field::Folders).isEmpty());
        QVERIFY(refusalOfFolder(folder.path(), data.path()).isEmpty());
        QVERIFY(!refusalOfFolder(data.path(), data.path()).isEmpty());
        std::get<CommandAction>(tool.action).folder = folder.path();
        QVERIFY(!wrong(tool, Field::WorkFolder).isEmpty());
        tool.limits.folders = {{folder.path(), false}};
        QVERIFY(wrong(tool, Field::WorkFolder).isEmpty());
        tool.limits.seconds = 0;
        tool.limits.memoryMiB = -1;
        tool.limits.processes = 0;
        tool.limits.outputBytes = 0;
        for (const Field field : {Field::Seconds, Field::Memory, Field::Processes, Field::Output})
            QCOMPARE(wrong(tool, field).size(), 1);
        QVERIFY(!isUsable(problemsOf(tool)));
    }
};

QTEST_GUILESS_MAIN(DefinitionTest)
#include "definition_test.moc"
