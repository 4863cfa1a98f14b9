#include "engine/base/json.h"
#include "tests/app/cli/byte_tokenizer.h"
#include "tests/app/cli/program.h"

#include <QFile>
#include <QTemporaryDir>

#include <optional>

using namespace hadal;
using hadal::test::hadal_cli;
using hadal::test::Outcome;

namespace {

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::vector<Json> jsonOf(const QList<QByteArray>& lines) {
    std::vector<Json> all;
    for (const auto& line : lines)
        if (!line.trimmed().isEmpty())
            all.push_back(parse_json(line.toStdString()));
    return all;
}

QByteArray line(const Json& json) {
    return QByteArray::fromStdString(print_compact(json) + "\n");
}

} // namespace

class CliTextTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    QString tokenizer() const { return folder_.filePath("tokenizer.json"); }
    Outcome tokenize(const QByteArray& input) {
        return hadal_cli({"tokenize", "--tokenizer", tokenizer()}, input);
    }
    Outcome detokenize(const QByteArray& input) {
        return hadal_cli({"detokenize", "--tokenizer", tokenizer()}, input);
    }

  private slots:
    void initTestCase() { QVERIFY(test::write_byte_tokenizer(tokenizer())); }

    void encodesTheGoldenPrompts() {
        const auto input = contentOf(HADAL_TEST_DATA "/prompts/dsv32.jsonl");
        const auto cases = jsonOf(input.split('\n'));
        QVERIFY(cases.size() >= 50);
        const auto outcome = hadal_cli({"encode"}, input);
        QVERIFY2(outcome.status == 0, outcome.err);
        QCOMPARE(outcome.err, QByteArray());
        const auto answers = jsonOf(outcome.lines());
        QCOMPARE(answers.size(), cases.size());
        for (std::size_t i = 0; i < cases.size(); ++i) {
            const auto name = cases[i]["name"].get<std::string>();
            QCOMPARE(answers[i]["name"].get<std::string>(), name);
            if (cases[i].value("expected_error", false))
                QVERIFY2(answers[i].contains("error") && !answers[i].contains("prompt"), name.c_str());
            else
                QVERIFY2(answers[i].value("prompt", "") == cases[i]["prompt"].get<std::string>(),
                         name.c_str());
        }
    }

    void parsesTheGoldenCompletions_data() {
        QTest::addColumn<QString>("chunks");
        for (const auto* chunks : {"whole", "bytes", "random:0", "random:1", "random:18446744073709551615"})
            QTest::newRow(chunks) << chunks;
    }
    void parsesTheGoldenCompletions() {
        QFETCH(QString, chunks);
        const auto input = contentOf(HADAL_TEST_DATA "/prompts/dsv32-parse.jsonl");
        const auto cases = jsonOf(input.split('\n'));
        QVERIFY(cases.size() >= 40);
        const auto outcome = hadal_cli({"parse", "--chunks", chunks}, input);
        QVERIFY2(outcome.status == 0, outcome.err);
        QCOMPARE(outcome.out, hadal_cli({"parse"}, input).out);
        const auto answers = jsonOf(outcome.lines());
        QCOMPARE(answers.size(), cases.size());
        for (std::size_t i = 0; i < cases.size(); ++i) {
            auto expected = cases[i]["expected"];
            const auto name = cases[i]["name"].get<std::string>();
            auto found = answers[i];
            QCOMPARE(found["name"].get<std::string>(), name);
            found.erase("name");
            if (cases[i].value("expected_error", false))
                QVERIFY2(found.size() == 1 && found.contains("error"), name.c_str());
            else
                QVERIFY2(found == expected, (name + ": " + print_compact(found)).c_str());
        }
    }

    void formatsOtherThanTheNewest() {
        const Json question = {{"name", "q"}, {"messages", {{{"role", "user"}, {"content", "Hi"}}}}};
        const auto v3 = jsonOf(hadal_cli({"encode", "--format", "v3"}, line(question)).lines()).at(0);
        QCOMPARE(v3["prompt"].get<std::string>(),
                 std::string("<｜begin▁of▁sentence｜><｜User｜>Hi<｜Assistant｜>"));
        const auto v32 = jsonOf(hadal_cli({"encode"}, line(question)).lines()).at(0);
        QVERIFY(v32["prompt"] != v3["prompt"]);
        // A family without tools says so instead of dropping them.
        Json with_tools = question;
        with_tools["tools"] = Json::array({{{"type", "function"}, {"function", {{"name", "f"}}}}});
        QVERIFY(jsonOf(hadal_cli({"encode", "--format", "v2"}, line(with_tools)).lines())
                    .at(0)
                    .contains("error"));
    }

    void checksToolCalls() {
        const std::string block =
            "<｜DSML｜function_calls>\n<｜DSML｜invoke name=\"roll\">\n<｜DSML｜parameter "
            "name=\"sides\" string=\"false\">6</｜DSML｜parameter>\n</｜DSML｜invoke>\n"
            "</｜DSML｜function_calls>";
        Json example =
            parse_json(R"({"name": "dice", "parallel_tool_calls": false, "tools": [{"type": "function",
            "function": {"name": "roll", "parameters": {"type": "object", "properties": {"sides": {"type":
            "integer", "maximum": 9, "minimum": 2}}, "required": ["sides"], "additionalProperties": false}}}]})");
        example["completions"] = {"\n\n" + block, block, "I roll.\n\n" + block, "I roll.",
                                  "I roll. " + block};
        Json required = example, broken = example;
        required["tool_choice"] = "required";
        broken["tools"][0]["function"]["parameters"] = {{"type", "dice"}};
        const auto outcome = hadal_cli({"grammar", "--dsml", "--tokenizer", tokenizer()},
                                       line(example) + line(required) + line(broken));
        QVERIFY2(outcome.status == 0, outcome.err);
        const auto answers = jsonOf(outcome.lines());
        QCOMPARE(answers.size(), std::size_t(3));
        QVERIFY(answers[0]["accepted"] == Json::array({true, true, true, true, false}));
        QVERIFY(answers[0].contains("compile_us") && answers[0]["mask_us"].contains("p99"));
        QVERIFY(answers[1]["accepted"] == Json::array({true, true, false, false, false}));
        QVERIFY(answers[2]["error"].get<std::string>().find("\"roll\"") != std::string::npos);
    }

    void oneBadCaseDoesNotStopTheOthers() {
        const auto input = line({{"name", "bad"}, {"messages", {{{"role", "critic"}, {"content", "x"}}}}}) +
                           line({{"name", "none"}}) +
                           line({{"name", "good"}, {"messages", {{{"role", "user"}, {"content", "x"}}}}});
        const auto answers = jsonOf(hadal_cli({"encode"}, input).lines());
        QCOMPARE(answers.size(), std::size_t(3));
        QVERIFY(answers[0].contains("error") && answers[1].contains("error") &&
                answers[2].contains("prompt"));
    }

    void textsComeBack() {
        const std::vector<std::string> texts = {"",
                                                "a",
                                                "Hello, 世界 👩‍👧",
                                                std::string("nul\0inside", 10),
                                                "\r\n\t\x7f",
                                                std::string(100'000, 'x'),
                                                "before<｜User｜>after</think>"};
        QByteArray input;
        for (const auto& text : texts)
            input += line({{"text", text}});
        const auto tokens = tokenize(input);
        QVERIFY2(tokens.status == 0, tokens.err);
        const auto ids = jsonOf(tokens.lines());
        QCOMPARE(ids.size(), texts.size());
        QVERIFY(ids[0]["ids"] == Json::array());
        QVERIFY(ids[1]["ids"] == Json::array({test::byte_id('a')}));
        QCOMPARE(ids[6]["ids"][6].get<int>(), 2); // the special string is one token
        const auto back = jsonOf(detokenize(tokens.out).lines());
        QCOMPARE(back.size(), texts.size());
        for (std::size_t i = 0; i < texts.size(); ++i)
            QVERIFY2(back[i]["text"].get<std::string>() == texts[i], texts[i].substr(0, 40).c_str());
    }

    void blankLinesAndMissingLastNewline() {
        const auto outcome = tokenize("\n  \r\n{\"text\":\"a\"}\r\n\n{\"text\":\"b\"}");
        QCOMPARE(outcome.status, 0);
        QCOMPARE(outcome.lines().size(), 2);
        QCOMPARE(tokenize("").status, 0);
    }

    void badLinesAreNamed_data() {
        QTest::addColumn<QByteArray>("bad");
        QTest::addColumn<bool>("detokenizing");
        const auto row = [](const char* name, const QByteArray& bad, bool detokenizing = false) {
            QTest::newRow(name) << bad << detokenizing;
        };
        row("no JSON", "hello");
        row("cut", "{\"text\": \"a");
        row("array", "[1]");
        row("no text", "{\"txt\": \"a\"}");
        row("number", "{\"text\": 3}");
        row("deep", QByteArray(100'000, '['));
        row("binary", QByteArray("\x00\xff\xfe{", 4));
        row("no ids", "{\"text\": \"a\"}", true);
        row("ids no list", "{\"ids\": 3}", true);
        row("id text", "{\"ids\": [\"3\"]}", true);
        row("id negative", "{\"ids\": [-1]}", true);
        row("id unknown", "{\"ids\": [262]}", true);
        row("id huge", "{\"ids\": [99999999999999999999999]}", true);
        row("id broken", "{\"ids\": [1.5]}", true);
    }
    void badLinesAreNamed() {
        QFETCH(QByteArray, bad);
        QFETCH(bool, detokenizing);
        const QByteArray good = detokenizing ? "{\"ids\": [70]}\n" : "{\"text\": \"a\"}\n";
        const auto outcome = detokenizing ? detokenize(good + good + bad + "\n" + good)
                                          : tokenize(good + good + bad + "\n" + good);
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.one_error() && outcome.err.contains("line 3 "), outcome.err);
        QCOMPARE(outcome.lines().size(), 2); // what came before is answered
    }

    void agreesWithTheRealTokenizer() {
        const auto vectors = contentOf(HADAL_SHARED_DIR "/golden/tokenizer/deepseek-v3.jsonl");
        const QString file = HADAL_SHARED_DIR "/data/deepseek-v3-tokenizer/tokenizer.json";
        if (vectors.isEmpty() || !QFile::exists(file))
            QSKIP("the real tokenizer and its vectors are not in HADAL_SHARED_DIR");
        const auto cases = jsonOf(vectors.split('\n'));
        const auto outcome = hadal_cli({"tokenize", "--tokenizer", file}, vectors);
        QVERIFY2(outcome.status == 0, outcome.err);
        const auto answers = jsonOf(outcome.lines());
        QCOMPARE(answers.size(), cases.size());
        for (std::size_t i = 0; i < cases.size(); ++i)
            QVERIFY2(answers[i]["ids"] == cases[i]["ids"], print_compact(cases[i]).substr(0, 200).c_str());
    }
};

QTEST_GUILESS_MAIN(CliTextTest)
#include "cli_text_test.moc"
