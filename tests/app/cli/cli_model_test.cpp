#include "engine/base/json.h"
#include "engine/model/safetensors.h"
#include "tests/app/cli/byte_tokenizer.h"
#include "tests/app/cli/program.h"
#include "tests/engine/model/tiny_checkpoint.h"

#include <QTemporaryDir>

#include <cmath>
#include <cstring>
#include <set>

#include <csignal>

using namespace hadal;
using hadal::test::hadal_cli;
using hadal::test::Outcome;

namespace {

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

template <typename Element>
std::vector<Element> tensor(const model::SafetensorsFile& file, const std::string& name) {
    const auto& entry = file.entries().at(name);
    std::vector<Element> values((entry.end - entry.begin) / sizeof(Element));
    std::memcpy(values.data(), file.data(entry), entry.end - entry.begin);
    return values;
}

std::vector<Json> eventsOf(const Outcome& outcome) {
    std::vector<Json> events;
    for (const auto& line : outcome.lines())
        events.push_back(parse_json(line.toStdString()));
    return events;
}

QString idList(std::size_t count) {
    QStringList ids;
    for (std::size_t i = 0; i < count; ++i)
        ids.append(QString::number((i * 37 + 5) % 512));
    return ids.join(',');
}

} // namespace

/// All commands that need a model, with a tiny random checkpoint: V3.2, FP8, 4 layers of which 3 have
/// experts.
class CliModelTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    Json config_;
    QString model() const { return folder_.path(); }
    QString file(const QString& name) const { return folder_.filePath(name); }
    Outcome withModel(QStringList arguments, const QByteArray& input = {}) {
        arguments << "--model" << model() << "--threads"
                  << "1";
        return hadal_cli(arguments, input);
    }

  private slots:
    void initTestCase() {
        const auto cases = parse_json(contentOf(HADAL_TEST_DATA "/oracle/cases.json").toStdString());
        const auto& one = cases.at("v32_fp8");
        config_ = one.at("config");
        test::write_tiny_checkpoint({.config = print_compact(config_),
                                     .storage = one.at("storage").get<std::string>(),
                                     .power_of_two_scales = one.at("power_of_two_scales").get<bool>()},
                                    model().toStdString());
        QVERIFY(test::write_byte_tokenizer(file("tokenizer.json")));
    }

    void runPrintsEvents() {
        const QStringList arguments = {"run", "--prompt",     "Hello", "--seed",
                                       "7",   "--max-tokens", "40",    "--json"};
        const auto outcome = withModel(arguments);
        QVERIFY2(outcome.status == 0, outcome.err);
        const auto events = eventsOf(outcome);
        const auto& end = events.back();
        QCOMPARE(end["event"].get<std::string>(), std::string("finished"));
        QVERIFY(end["finish_reason"] == "length" || end["finish_reason"] == "stop");
        QVERIFY(end["usage"]["prompt_tokens"] > 5);
        QVERIFY(end["usage"]["completion_tokens"] <= 40);
        QCOMPARE(end["usage"]["cached_tokens"].get<int>(), 0);
        QVERIFY(end["timing"]["prefill_s"] >= 0 && end["timing"]["decode_s"] >= 0);
        std::string streamed;
        for (std::size_t i = 0; i < events.size(); ++i) {
            const auto& name = events[i]["event"];
            QVERIFY2(i + 1 == events.size() || (name != "finished" && name != "failed"),
                     "something follows the end");
            if (name == "content")
                streamed += events[i]["text"].get<std::string>();
        }
        QCOMPARE(streamed, end["message"]["content"].get<std::string>());

        // The same seed gives the same answer, whatever the number of threads and the form of the output.
        const auto plain = hadal_cli({"run", "--prompt", "Hello", "--seed", "7", "--max-tokens", "40",
                                      "--threads", "3", "--model", model()});
        QCOMPARE(plain.status, 0);
        QCOMPARE(plain.out.toStdString(), streamed + "\n");
    }

    void runTakesConversations() {
        const auto messages = QByteArray(R"([{"role": "system", "content": "Short."},
                                             {"role": "user", "content": "Hello"}])");
        const QStringList arguments = {"run",    "--messages", "-",  "--max-tokens",  "3",
                                       "--json", "--thinking", "on", "--temperature", "0"};
        const auto outcome = withModel(arguments, messages);
        QVERIFY2(outcome.status == 0, outcome.err);
        QVERIFY(eventsOf(outcome).back()["message"].contains("reasoning_content"));
        const auto bad = withModel(arguments, "[{\"role\": \"critic\"}]");
        QCOMPARE(bad.status, 1);
        QVERIFY2(bad.one_error() && bad.err.contains("critic"), bad.err);
    }

    void runSaysWhyItFailed() {
        const auto full = withModel({"run", "--prompt", QString("long ").repeated(400), "--json"});
        QCOMPARE(full.status, 1);
        QVERIFY2(full.one_error(), full.err);
        QCOMPARE(eventsOf(full).back()["event"].get<std::string>(), std::string("failed"));
        QCOMPARE(eventsOf(full).back()["kind"].get<std::string>(), std::string("context_full"));
        const auto large = withModel({"run", "--prompt", "x", "--context", "100000"});
        QCOMPARE(large.status, 1);
        QVERIFY2(large.one_error() && large.err.contains("100000") && large.err.contains("1024"), large.err);
    }

    void interruptCancelsCleanly() {
        // Wide enough to take a second for a thousand greedy tokens: the signal comes long before the end.
        Json config = config_;
        config["intermediate_size"] = 32768;
        QTemporaryDir slow;
        test::write_tiny_checkpoint({.config = print_compact(config), .storage = "fp8"}, slow.path().toStdString());
        QVERIFY(test::write_byte_tokenizer(slow.filePath("tokenizer.json")));
        QProcess process;
        process.start(HADAL_CLI, {"run", "--prompt", "Hello", "--model", slow.path(), "--threads", "1", "--json",
                                  "--temperature", "0"});
        QByteArray out;
        while (!out.contains("\"content\"") && process.waitForReadyRead(300'000))
            out += process.readAllStandardOutput();
        QVERIFY2(out.contains("\"content\""), process.readAllStandardError());
        QVERIFY(process.processId() > 0); // 0 would be this whole process group
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(300'000));
        out += process.readAllStandardOutput();
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        const auto end = eventsOf({0, out, {}}).back();
        QCOMPARE(end["event"].get<std::string>(), std::string("finished"));
        QCOMPARE(end["finish_reason"].get<std::string>(), std::string("cancelled"));
        QCOMPARE(process.exitCode(), 1);
    }

    void logitsAreWhatTheHeaderSays() {
        constexpr std::size_t count = 30;
        const auto outcome = withModel({"logits", "--ids", idList(count), "--out", file("a.safetensors"),
                                        "--dump-topk", "--dump-experts"});
        QVERIFY2(outcome.status == 0, outcome.err);
        QCOMPARE(outcome.out, QByteArray());
        const model::SafetensorsFile tensors(file("a.safetensors").toStdString());
        QCOMPARE(tensors.entries().size(), std::size_t(1 + 4 + 3));
        const auto logits = tensor<float>(tensors, "logits");
        QCOMPARE(logits.size(), count * 512);
        for (const float value : logits)
            QVERIFY(std::isfinite(value));
        const auto topk = config_["index_topk"].get<std::size_t>();
        for (int layer = 0; layer < 4; ++layer) {
            const auto positions = tensor<std::int32_t>(tensors, "topk." + std::to_string(layer));
            QCOMPARE(positions.size(), count * topk);
            for (std::size_t row = 0; row < count; ++row)
                for (std::size_t i = 0; i < topk; ++i) {
                    const auto position = positions[row * topk + i];
                    if (i > row) // fewer tokens than places
                        QCOMPARE(position, -1);
                    else
                        QVERIFY(position <= static_cast<std::int32_t>(row) &&
                                position > (i ? positions[row * topk + i - 1] : -1));
                }
        }
        for (int layer = 1; layer < 4; ++layer) {
            const auto experts = tensor<std::int32_t>(tensors, "experts." + std::to_string(layer));
            QCOMPARE(experts.size(), count * 4);
            for (std::size_t row = 0; row < count; ++row) {
                const std::set<std::int32_t> chosen(experts.begin() + static_cast<std::ptrdiff_t>(row * 4),
                                                    experts.begin() +
                                                        static_cast<std::ptrdiff_t>(row * 4 + 4));
                QCOMPARE(chosen.size(), std::size_t(4));
                QVERIFY(*chosen.begin() >= 0 && *chosen.rbegin() < 16);
            }
        }
    }

    void logitsDoNotDependOnThreadsOrSource() {
        QVERIFY(withModel({"logits", "--ids", idList(20), "--out", file("one.safetensors")}).status == 0);
        QFile ids(file("ids.txt"));
        QVERIFY(ids.open(QIODevice::WriteOnly));
        ids.write(idList(20).replace(',', "\n  ").toUtf8() + "\n");
        ids.close();
        QCOMPARE(hadal_cli({"logits", "--ids-file", file("ids.txt"), "--out", file("three.safetensors"),
                            "--threads", "3", "--model", model()})
                     .status,
                 0);
        QCOMPARE(contentOf(file("one.safetensors")), contentOf(file("three.safetensors")));
        // Dense attention is another function of 20 tokens when 8 are selected.
        QVERIFY(withModel({"logits", "--ids", idList(20), "--out", file("dense.safetensors"), "--attention",
                           "dense"})
                    .status == 0);
        QVERIFY(contentOf(file("one.safetensors")) != contentOf(file("dense.safetensors")));
    }

    void logitsRefuseWhatCannotBe() {
        const auto refused = [&](const QStringList& arguments, const char* names) {
            const auto outcome =
                withModel(QStringList{"logits", "--out", file("refused.safetensors")} + arguments);
            return outcome.status == 1 && outcome.one_error() && outcome.err.contains(names) &&
                   !QFile::exists(file("refused.safetensors"));
        };
        QVERIFY(refused({"--ids", "1,512"}, "512"));
        QVERIFY(refused({"--ids", idList(1100)}, "1024"));
        QVERIFY(refused({"--ids", "1,2", "--dump-topk", "--attention", "dense"}, "--dump-topk"));
        const auto nowhere = withModel({"logits", "--ids", "1", "--out", "/no/such/folder/x"});
        QCOMPARE(nowhere.status, 1);
        QVERIFY2(nowhere.one_error() && nowhere.err.contains("/no/such/folder/x"), nowhere.err);
    }

    void benchPrintsRows() {
        const auto outcome = withModel({"bench", "--prompt-tokens", "8,16", "--generate", "4", "--depth",
                                        "0,32", "--repeat", "2", "--json"});
        QVERIFY2(outcome.status == 0, outcome.err);
        const auto rows = eventsOf(outcome);
        QCOMPARE(rows.size(), std::size_t(6));
        QStringList tests;
        for (const auto& row : rows) {
            tests.append(QString::fromStdString(row["test"].get<std::string>()) + "@" +
                         QString::number(row["depth"].get<int>()));
            QCOMPARE(row["tokens_per_s"].size(), std::size_t(2));
            for (const auto& speed : row["tokens_per_s"])
                QVERIFY(speed > 0);
            QVERIFY(row["machine_gb_per_s"] > 0);
            const bool decode = tests.last().startsWith("decode");
            QCOMPARE(row["bytes_per_token"].is_null(), !decode);
            QCOMPARE(row["gb_per_s"].is_null(), !decode);
            if (decode)
                QVERIFY(row["bytes_per_token"] > 0 && row["gb_per_s"] > 0);
        }
        QCOMPARE(tests, (QStringList{"prefill 8@0", "prefill 16@0", "decode 4@0", "prefill 8@32",
                                     "prefill 16@32", "decode 4@32"}));
    }

    void benchKeepsWithinTheContext() {
        const auto deep = withModel({"bench", "--depth", "1020"});
        QCOMPARE(deep.status, 1);
        QVERIFY2(deep.one_error() && deep.err.contains("1020"), deep.err);
        // Without being asked for, depths that do not fit are left out.
        const auto usual =
            withModel({"bench", "--prompt-tokens", "4", "--generate", "2", "--repeat", "1", "--json"});
        QVERIFY2(usual.status == 0, usual.err);
        QCOMPARE(usual.lines().size(), 2);
    }

    void damagedModelIsRefused() {
        QTemporaryDir damaged;
        QVERIFY(QFile::copy(file("config.json"), damaged.filePath("config.json")));
        QVERIFY(QFile::copy(file("tokenizer.json"), damaged.filePath("tokenizer.json")));
        QFile weights(damaged.filePath("model.safetensors"));
        QVERIFY(weights.open(QIODevice::WriteOnly));
        weights.write(contentOf(file("model.safetensors")).left(100'000));
        weights.close();
        const auto outcome = hadal_cli({"run", "--prompt", "x", "--model", damaged.path()});
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.one_error() && outcome.err.contains("model.safetensors"), outcome.err);
    }

    void builtInModelAnswers() {
        const auto outcome = hadal_cli({"run", "--prompt", "Hello", "--max-tokens", "8", "--json"});
        QVERIFY2(outcome.status == 0, outcome.err);
        QCOMPARE(eventsOf(outcome).back()["event"].get<std::string>(), std::string("finished"));
        const auto tokens = hadal_cli({"tokenize"}, "{\"text\": \"Hello 世界\"}\n");
        QCOMPARE(hadal_cli({"detokenize"}, tokens.out).out, QByteArray("{\"text\":\"Hello 世界\"}\n"));
    }
};

QTEST_GUILESS_MAIN(CliModelTest)
#include "cli_model_test.moc"
