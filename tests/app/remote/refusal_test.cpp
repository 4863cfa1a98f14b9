// What servers say but answers: errors and lists of models, read without a network.
#include "app/remote/models.h"
#include "app/remote/refusal.h"

#include <QTest>

using namespace hadal;
using namespace hadal::remote;

class RefusalTest : public QObject {
    Q_OBJECT

  private slots:
    void readsErrors_data() {
        QTest::addColumn<QString>("body");
        QTest::addColumn<QString>("expected"); // message|code|field
        QTest::newRow("OpenAI")
            << R"({"error":{"message":"No.","type":"invalid_request_error","param":"top_k","code":"unknown_parameter"}})"
            << "No.|unknown_parameter|top_k";
        QTest::newRow("vLLM of old")
            << R"({"object":"error","message":"No.","type":"BadRequestError","param":null,"code":400})"
            << "No.|400|";
        QTest::newRow("llama.cpp")
            << R"({"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error","n_ctx":4096}})"
            << "the request exceeds the available context size|exceed_context_size_error|";
        QTest::newRow("FastAPI")
            << R"({"detail":[{"loc":["body","messages"],"msg":"field required","type":"value_error.missing"}]})"
            << "field required||messages";
        QTest::newRow("FastAPI, a text") << R"({"detail":"Not Found"})"
                                         << "Not Found||";
        QTest::newRow("a text") << R"({"error":"model 'x' not found"})"
                                << "model 'x' not found||";
        QTest::newRow("OpenRouter")
            << R"({"error":{"code":429,"message":"Provider returned error","metadata":{"raw":"slow down"}}})"
            << "Provider returned error: slow down|429|";
        QTest::newRow("plain") << "Bad gateway"
                               << "Bad gateway||";
        QTest::newRow("a page") << "<html><body>Bad gateway</body></html>"
                                << "||";
        QTest::newRow("nothing") << ""
                                 << "||";
        QTest::newRow("an answer") << R"({"choices":[],"error":null})"
                                   << "||";
    }
    void readsErrors() {
        QFETCH(QString, body);
        const ServerError error = errorOf(body.toStdString());
        QTEST(QString::fromStdString(error.message + "|" + error.code + "|" + error.field), "expected");
    }

    void findsTheFieldThatIsMeant_data() {
        QTest::addColumn<QString>("field");
        QTest::newRow("Unsupported parameter: 'max_tokens' is not supported with this model. Use "
                      "'max_completion_tokens' instead.")
            << "max_tokens";
        QTest::newRow("Unrecognized request argument supplied: top_k") << "top_k";
        QTest::newRow("Unknown parameter: 'chat_template_kwargs'.") << "chat_template_kwargs";
        QTest::newRow("property 'min_p' is unsupported") << "min_p";
        QTest::newRow("\"tool_choice\" is not supported by this model") << "tool_choice";
        QTest::newRow("The field `response_format.json_schema` cannot be used")
            << "response_format.json_schema";
        QTest::newRow("temperature must be between 0 and 2") << "temperature";
        QTest::newRow("top_logprobs must be at most 5") << "top_logprobs";
        QTest::newRow("The argument is wrong") << "";
        QTest::newRow("") << "";
    }
    void findsTheFieldThatIsMeant() {
        QTEST(QString::fromStdString(fieldOf({QTest::currentDataTag(), {}, {}})), "field");
    }

    void readsListsOfModels() {
        const Speaker speaker{"lab-01", {}, {}};
        const auto models = readModels(
            R"({"object":"list","data":[{"id":"a/b","owned_by":"vllm","max_model_len":4096},{"id":7},{"id":"c","meta":{"n_ctx_train":8192}},{}]})",
            speaker);
        QCOMPARE(models, (std::vector<ListedModel>{{"a/b", "vllm", 4096}, {"c", "", 8192}}));
        for (const char* body : {"", "<html>", "{}", R"({"data":7})", "7"})
            QVERIFY_EXCEPTION_THROWN(readModels(body, speaker), Error);
        QVERIFY(readModels(R"({"data":[]})", speaker).empty());
    }

    /// Whatever a server says, the sentence is one line, in bounds, and has no control characters.
    void boundsTheWordsOfServers() {
        const Error error = refusal({"lab-01", {}, {}}, Head{418, {}, {}, {}},
                                    "\x1b[31m" + std::string(100'000, 'x') + "\n\xff\xfe");
        const QString said = QString::fromUtf8(error.what());
        QVERIFY(said.size() < 700);
        QVERIFY(!said.contains('\x1b') && !said.contains('\n'));
    }
};

QTEST_GUILESS_MAIN(RefusalTest)
#include "refusal_test.moc"
