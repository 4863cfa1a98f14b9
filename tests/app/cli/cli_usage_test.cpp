#include "tests/app/cli/program.h"

#include <QTemporaryDir>

using hadal::test::hadal_cli;

class CliUsageTest : public QObject {
    Q_OBJECT

  private slots:
    void wrongUsageIsStatus2_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("names"); // what the error speaks of
        const auto row = [](const char* name, const QStringList& arguments, const QString& names) {
            QTest::newRow(name) << arguments << names;
        };
        row("nothing", {}, "command is missing");
        row("unknown command", {"fly"}, "fly");
        row("help of unknown", {"help", "fly"}, "fly");
        row("help of two", {"help", "run", "bench"}, "one command");
        row("version and more", {"--version", "run"}, "--version");
        row("unknown option", {"encode", "--frobnicate"}, "--frobnicate");
        row("option of another command", {"parse", "--out", "x"}, "--out");
        row("stray word", {"encode", "file.jsonl"}, "file.jsonl");
        row("chunks", {"parse", "--chunks", "random"}, "--chunks");
        row("chunk seed", {"parse", "--chunks", "random:x"}, "--chunks");
        row("format", {"encode", "--format", "v9"}, "--format");
        row("run without text", {"run"}, "--prompt");
        row("run with two texts", {"run", "--prompt", "a", "--messages", "-"}, "--prompt");
        row("empty stop", {"run", "--prompt", "a", "--stop", ""}, "--stop");
        row("temperature", {"run", "--prompt", "a", "--temperature", "hot"}, "--temperature");
        row("top-p", {"run", "--prompt", "a", "--top-p", "1.5"}, "--top-p");
        row("thinking", {"run", "--prompt", "a", "--thinking", "maybe"}, "--thinking");
        row("schema and json", {"run", "--prompt", "a", "--schema", "x", "--json-mode"}, "--schema");
        row("backend", {"run", "--prompt", "a", "--backend", "abacus"}, "--backend");
        row("threads", {"bench", "--threads", "-1"}, "--threads");
        row("empty model", {"bench", "--model", ""}, "--model");
        row("attention", {"logits", "--ids", "1", "--out", "x", "--attention", "some"}, "--attention");
        row("logits without ids", {"logits", "--out", "x"}, "--ids");
        row("logits without out", {"logits", "--ids", "1"}, "--out");
        row("bench repeat", {"bench", "--repeat", "0"}, "--repeat");
        row("bench list", {"bench", "--depth", "1,,2"}, "--depth");
        row("call without tools", {"run", "--prompt", "a", "--tool-choice", "required"}, "--tools");
        row("parallel", {"run", "--prompt", "a", "--parallel-tool-calls", "2"}, "--parallel-tool-calls");
        row("drafts", {"run", "--prompt", "a", "--drafts", "9"}, "--drafts");
        row("two tokenizers", {"tokenize", "--tokenizer", "x", "--model", "y"}, "--tokenizer");
    }
    void wrongUsageIsStatus2() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, names);
        const auto outcome = hadal_cli(arguments);
        QCOMPARE(outcome.status, 2);
        QVERIFY2(outcome.one_error(), outcome.err);
        QVERIFY2(outcome.err.contains(names.toUtf8()), outcome.err);
        QCOMPARE(outcome.out, QByteArray());
    }

    void failuresAreStatus1_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("names");
        const auto row = [](const char* name, const QStringList& arguments, const QString& names) {
            QTest::newRow(name) << arguments << names;
        };
        row("no model folder", {"run", "--prompt", "a", "--model", "/no/such/folder"}, "/no/such/folder");
        row("bench without model", {"bench", "--model", "/no/such/folder"}, "/no/such/folder");
        row("logits without model", {"logits", "--model", "/no/such/folder", "--ids", "1", "--out", "x"},
            "/no/such/folder");
        row("no tokenizer", {"tokenize", "--tokenizer", "/no/such/file.json"}, "/no/such/file.json");
        row("no messages", {"run", "--model", "/no/such/folder", "--messages", "/no/such/file.json"},
            "/no/such/file.json");
        row("cuda", {"bench", "--backend", "cuda"}, "cuda");
        row("no tools",
            {"run", "--model", "/no/such/folder", "--prompt", "a", "--tools", "/no/such/file.json"},
            "/no/such/file.json");
        row("id", {"logits", "--model", "/no/such/folder", "--ids", "1,x", "--out", "x"}, "\"x\"");
        row("no ids", {"logits", "--model", "/no/such/folder", "--ids", " ,", "--out", "x"}, "no token ids");
    }
    void failuresAreStatus1() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, names);
        const auto outcome = hadal_cli(arguments);
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.one_error(), outcome.err);
        QVERIFY2(outcome.err.contains(names.toUtf8()), outcome.err);
        QCOMPARE(outcome.out, QByteArray());
    }

    void helpNamesEverything() {
        const auto overview = hadal_cli({"help"});
        QCOMPARE(overview.status, 0);
        QCOMPARE(overview.err, QByteArray());
        QCOMPARE(hadal_cli({"--help"}).out, overview.out);
        for (const auto* name : {"run", "tokenize", "detokenize", "encode", "parse", "logits", "bench"}) {
            QVERIFY2(overview.out.contains(QByteArray("\n  ") + name + " "), name);
            const auto help = hadal_cli({"help", name});
            QCOMPARE(help.status, 0);
            QVERIFY(help.out.startsWith(QByteArray("Usage: hadal-cli ") + name));
        }
        const auto run = hadal_cli({"help", "run"}).out;
        for (const auto* option : {"--prompt",      "--messages",  "--tools",
                                   "--tool-choice", "--schema",    "--parallel-tool-calls",
                                   "--drafts",      "--json-mode", "--thinking",
                                   "--temperature", "--top-p",     "--top-k",
                                   "--min-p",       "--seed",      "--max-tokens",
                                   "--stop",        "--json",      "--model",
                                   "--backend",     "--threads",   "--context",
                                   "--attention"})
            QVERIFY2(run.contains(option), option);
    }

    void versionIsOneLine() {
        const auto outcome = hadal_cli({"--version"});
        QCOMPARE(outcome.status, 0);
        QVERIFY(outcome.out.startsWith("hadal-cli ") && outcome.out.count('\n') == 1);
    }
};

QTEST_GUILESS_MAIN(CliUsageTest)
#include "cli_usage_test.moc"
