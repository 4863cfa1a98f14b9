// Answers that must be JSON: what the model is asked for, and what the answer is held against.
#include "tests/app/host/fake_engine.h"
#include "tests/ui/fixture.h"

#include <mutex>

using namespace hadal;
using namespace hadal::ui;
using namespace hadal::ui::test;
using runtime::ResponseFormat;

class TestAnswers : public QObject {
    Q_OBJECT

  private:
    std::unique_ptr<Fixture> fixture;
    std::mutex mutex;
    std::vector<runtime::Request> requests; ///< under `mutex`
    std::string answer;                     ///< to each of them; under `mutex`

    Chat* chat() const { return fixture->workspace->chat(); }
    schemas::Library* library() const { return fixture->workspace->schemas(); }
    QVariant last(int role) const { return chat()->turns()->index(chat()->turns()->count() - 1).data(role); }
    runtime::Request ask(const QString& text, const std::string& said) {
        {
            const std::lock_guard lock(mutex);
            answer = said;
        }
        if (!chat()->send(text) ||
            !QTest::qWaitFor([this] { return !chat()->answering() && chat()->turns()->count() > 0; }))
            qFatal("nothing was answered");
        const std::lock_guard lock(mutex);
        return requests.back();
    }

  private slots:
    void init() {
        QTest::failOnWarning(QRegularExpression("."));
        fixture = std::make_unique<Fixture>();
        requests.clear();
        fixture->host.load([this](const ProgressFn&, std::stop_token) {
            return std::make_unique<hadal::test::FakeEngine>(
                [this](const runtime::Request& request, const auto& send, std::stop_token stop) {
                    std::string said;
                    {
                        const std::lock_guard lock(mutex);
                        requests.push_back(request);
                        said = answer;
                    }
                    if (said == "for ever")
                        return hadal::test::talk_until_stopped(request, send, stop);
                    send(hadal::test::content(said));
                    send(hadal::test::ended(runtime::FinishReason::Stop, said));
                });
        });
        QTRY_COMPARE(fixture->host.state(), host::ModelHost::State::Ready);
    }
    void cleanup() { fixture.reset(); }

    void freeTextAsksForNoForm() {
        const auto request = ask("hello", "hi");
        QCOMPARE(request.format.kind, ResponseFormat::Text);
        QVERIFY(request.prompt.response_format.is_null());
        QCOMPARE(last(TurnModel::SchemaRole).toString(), QString());
    }

    void anyJsonIsEnforcedAndTold() {
        chat()->format()->choose(AnswerFormat::AnyJson);
        const auto request = ask("hello", "{}");
        QCOMPARE(request.format.kind, ResponseFormat::JsonObject);
        QVERIFY(request.prompt.response_format == Json({{"type", "object"}}));
        QVERIFY(request.prompt.thinking); // stays free text
    }

    void aSchemaIsEnforcedAndToldInItsOrder() {
        const QString text =
            R"({"type":"object","properties":{"z":{"type":"string"},"a":{"type":"integer"}}})";
        QCOMPARE(library()->write("Record", text), QString());
        chat()->format()->choose(AnswerFormat::Schema, "Record");
        const auto request = ask("hello", R"({"z": "x", "a": 1})");
        QCOMPARE(request.format.kind, ResponseFormat::JsonSchema);
        QCOMPARE(QString::fromStdString(print_compact(request.format.schema)), text);
        QCOMPARE(QString::fromStdString(print_compact(request.prompt.response_format)), text);
        QCOMPARE(last(TurnModel::SchemaNameRole).toString(), "Record");
    }

    void anAnswerIsHeldAgainstTheSchemaThatItWasAskedToFit() {
        const QString integer = R"({"type":"object","properties":{"a":{"type":"integer"}}})";
        const QString word = R"({"type":"object","properties":{"a":{"type":"string"}}})";
        QCOMPARE(library()->write("Record", integer), QString());
        chat()->format()->choose(AnswerFormat::Schema, "Record");
        ask("hello", R"({"a": 1})");
        QCOMPARE(library()->write("Record", word), QString());
        QTRY_COMPARE(chat()->format()->schema(), word);
        QCOMPARE(last(TurnModel::SchemaRole).toString(), integer);
        ask("again", R"({"a": "x"})");
        QCOMPARE(last(TurnModel::SchemaRole).toString(), word);
        chat()->format()->choose(AnswerFormat::Off);
        QCOMPARE(last(TurnModel::SchemaRole).toString(), word);

        // And so after a restart.
        const QString id = chat()->id();
        fixture->open();
        QTRY_VERIFY(!fixture->workspace->sidebar()->find(id).id.isEmpty());
        fixture->workspace->open(id);
        QTRY_COMPARE(chat()->turns()->count(), 4);
        QCOMPARE(last(TurnModel::SchemaRole).toString(), word);
        QCOMPARE(chat()->turns()->index(1).data(TurnModel::SchemaRole).toString(), integer);
    }

    void anExampleIsWrittenUnderTheSchema() {
        ExampleWriter* writer = fixture->workspace->examples();
        answer = R"({"a": 1})";
        const QString text = R"({"type":"object","properties":{"a":{"type":"integer"}}})";
        writer->write(text);
        QVERIFY(writer->writing());
        QTRY_VERIFY(!writer->writing());
        QCOMPARE(writer->text(), R"({"a": 1})");
        QCOMPARE(writer->model(), "fake");
        QCOMPARE(writer->problem(), QString());
        QCOMPARE(requests.size(), std::size_t(1));
        QCOMPARE(requests[0].format.kind, ResponseFormat::JsonSchema);
        QCOMPARE(QString::fromStdString(print_compact(requests[0].format.schema)), text);
        QVERIFY(requests[0].sampling.max_tokens > 0); // it ends
        writer->write("{");
        QVERIFY(!writer->writing());
        QVERIFY(!writer->problem().isEmpty());
        writer->clear();
        QCOMPARE(writer->problem(), QString());
    }

    void anExampleCanBeStopped() {
        ExampleWriter* writer = fixture->workspace->examples();
        answer = "for ever";
        writer->write("{}");
        QTRY_VERIFY(!writer->text().isEmpty());
        writer->stop();
        QTRY_VERIFY(!writer->writing());
        writer->write("{}"); // and another one be begun at once
        QVERIFY(writer->writing());
        writer->clear();
        QVERIFY(!writer->writing());
    }
};

QTEST_MAIN(TestAnswers)
#include "test_answers.moc"
