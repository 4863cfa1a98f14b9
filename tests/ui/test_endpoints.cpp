// Endpoints in the interface, without a window.
#include "tests/ui/endpoint_fixture.h"

#include <QFile>
#include <QSignalSpy>
#include <QTest>

using namespace hadal;
using namespace hadal::ui;
using namespace hadal::ui::test;

namespace {

constexpr auto key = "sk-0123456789abcdef";

/// Fills the form in for a new endpoint of the fixture's server.
void fill(EndpointFixture& fixture, const QString& name = "lab-01", const QString& typedKey = {}) {
    EndpointDraft* draft = fixture.desk.draft();
    draft->begin({});
    draft->setProperty("name", name);
    draft->setProperty("url", fixture.server.url());
    draft->setProperty("key", typedKey);
}

QStringList textsOf(const EndpointTrial* trial) {
    QStringList texts;
    for (int row = 0; row < trial->count(); ++row)
        texts += trial->index(row).data(EndpointTrial::TextRole).toString();
    return texts;
}

} // namespace

class TestEndpoints : public QObject {
    Q_OBJECT

  private slots:
    void savesAndLetsItAnswer() {
        EndpointFixture fixture;
        fill(fixture, "lab-01", key);
        QSignalSpy saved(fixture.desk.draft(), &EndpointDraft::saved);
        fixture.desk.draft()->save();
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(fixture.desk.count(), 1);
        QCOMPARE(fixture.keyring->values.value("endpoint-lab-01"), key);
        QFile file(fixture.endpoints.path());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains(key));

        fixture.desk.choose("lab-01");
        QTRY_COMPARE(fixture.host.state(), host::ModelHost::State::Ready);
        QCOMPARE(fixture.view.name(), "DeepSeek-V3.2");
        QCOMPARE(fixture.view.endpoint(), "lab-01");
        QVERIFY(!fixture.view.builtIn());
        QCOMPARE(fixture.view.contextLength(), 65536);
        QVERIFY(!fixture.host.countsExactly());
        QVERIFY(fixture.host.recommended().has_value());
        QVERIFY(fixture.server.requests.last().head.contains(QByteArray("Bearer ") + key));
        QCOMPARE(fixture.preferences.endpoint(), "lab-01");

        fixture.desk.choose({});
        QTRY_COMPARE(fixture.view.name(), "Guide");
        QVERIFY(fixture.view.builtIn());
        QVERIFY(!fixture.host.recommended().has_value());
    }

    void tellsWhatIsWrong() {
        EndpointFixture fixture;
        EndpointDraft* draft = fixture.desk.draft();
        draft->begin({});
        draft->save();
        QVERIFY(!draft->problem().isEmpty());
        fill(fixture);
        draft->setProperty("context", "many");
        draft->save();
        QVERIFY(draft->problem().contains("whole number"));
        draft->setProperty("context", "");
        draft->save();
        QCOMPARE(draft->problem(), "");
        fill(fixture); // the same name again
        draft->setProperty("key", key);
        draft->save();
        QVERIFY(draft->problem().contains("already"));
        QVERIFY(fixture.keyring->values.isEmpty());
    }

    void fillsInWhatIsUsual() {
        EndpointFixture fixture;
        EndpointDraft* draft = fixture.desk.draft();
        draft->begin({});
        draft->setServer(int(remote::Server::DeepSeek));
        QCOMPARE(draft->property("url").toString(), "https://api.deepseek.com/v1");
        QCOMPARE(draft->property("name").toString(), "DeepSeek");
        draft->setServer(int(remote::Server::Sglang));
        QCOMPARE(draft->property("url").toString(), "http://localhost:30000/v1");
        draft->setProperty("url", "http://mine:1/v1");
        draft->setServer(int(remote::Server::Vllm));
        QCOMPARE(draft->property("url").toString(), "http://mine:1/v1"); // what was typed stays
        QCOMPARE(draft->property("name").toString(), "vLLM");
    }

    void keepsAKeyForTheSessionOnly() {
        EndpointFixture fixture;
        fixture.keyring->missing = true;
        fill(fixture, "lab-01", key);
        QSignalSpy refused(fixture.desk.draft(), &EndpointDraft::keyRefused);
        QSignalSpy saved(fixture.desk.draft(), &EndpointDraft::saved);
        fixture.desk.draft()->save();
        QTRY_COMPARE(refused.size(), 1);
        QCOMPARE(fixture.desk.count(), 0);
        fixture.desk.draft()->save(true);
        QTRY_COMPARE(saved.size(), 1);
        QVERIFY(fixture.secrets.isForThisSession("endpoint-lab-01"));
    }

    void changesTheOneThatAnswers() {
        EndpointFixture fixture;
        QVERIFY(fixture.endpoints.save(fixture.lab()).isEmpty());
        fixture.desk.choose("lab-01");
        QTRY_COMPARE(fixture.host.state(), host::ModelHost::State::Ready);
        fixture.desk.draft()->begin("lab-01");
        fixture.desk.draft()->setProperty("name", "lab-02");
        fixture.desk.draft()->setProperty("model", "other");
        fixture.desk.draft()->save();
        QCOMPARE(fixture.desk.current(), "lab-02");
        QTRY_COMPARE(fixture.view.name(), "other");
        QCOMPARE(fixture.view.endpoint(), "lab-02");
    }

    void removesWithAWayBack() {
        EndpointFixture fixture;
        fill(fixture, "lab-01", key);
        fixture.desk.draft()->save();
        QTRY_COMPARE(fixture.desk.count(), 1);
        QVERIFY(fixture.endpoints.save(fixture.lab("lab-02")).isEmpty());
        fixture.desk.choose("lab-01");
        fixture.desk.remove("lab-01");
        QTRY_COMPARE(fixture.desk.count(), 1);
        QTRY_VERIFY(fixture.keyring->values.isEmpty());
        QCOMPARE(fixture.desk.current(), "");
        QTRY_COMPARE(fixture.view.name(), "Guide");
        fixture.desk.acts()->undo();
        QTRY_COMPARE(fixture.desk.count(), 2);
        QCOMPARE(fixture.desk.index(0).data(EndpointDesk::EndpointRole).toString(), "lab-01");
        QCOMPARE(fixture.keyring->values.value("endpoint-lab-01"), key);
        QCOMPARE(fixture.desk.current(), "lab-01");
        QTRY_COMPARE(fixture.view.name(), "DeepSeek-V3.2");
    }

    void dropsItsKey() {
        EndpointFixture fixture;
        fill(fixture, "lab-01", key);
        fixture.desk.draft()->save();
        QTRY_COMPARE(fixture.desk.count(), 1);
        fixture.desk.draft()->begin("lab-01");
        QVERIFY(fixture.desk.draft()->hasKey());
        fixture.desk.draft()->dropKey();
        QVERIFY(!fixture.desk.draft()->hasKey());
        QTRY_VERIFY(fixture.keyring->values.isEmpty());
        QCOMPARE(fixture.endpoints.all()[0].key, "");
    }

    void tellsThatItIsNotReached() {
        EndpointFixture fixture;
        QVERIFY(fixture.endpoints.save(fixture.lab()).isEmpty());
        fixture.server.close();
        fixture.desk.choose("lab-01");
        QTRY_COMPARE(fixture.host.state(), host::ModelHost::State::Failed);
        QVERIFY2(fixture.view.problem().startsWith("lab-01 refused the connection."),
                 qPrintable(fixture.view.problem()));
        // A key that the keyring does not have is said, too.
        remote::Endpoint endpoint = fixture.lab("lab-02");
        endpoint.key = "endpoint-lost";
        QVERIFY(fixture.endpoints.save(endpoint).isEmpty());
        fixture.desk.choose("lab-02");
        QTRY_COMPARE(fixture.host.state(), host::ModelHost::State::Failed);
        QVERIFY(!fixture.view.problem().isEmpty());
    }

    void onlyTheLastChoiceCounts() {
        EndpointFixture fixture;
        QVERIFY(fixture.endpoints.save(fixture.lab()).isEmpty());
        fixture.desk.choose("lab-01");
        fixture.desk.choose({});
        QTRY_COMPARE(fixture.view.name(), "Guide");
        QTest::qWait(0);
        QCOMPARE(fixture.view.name(), "Guide");
    }

    void tests() {
        EndpointFixture fixture;
        fill(fixture, "lab-01", key); // before it is saved
        fixture.desk.testDraft();
        QVERIFY(fixture.desk.trial()->running());
        QTRY_VERIFY_WITH_TIMEOUT(!fixture.desk.trial()->running(), 20'000);
        const QStringList texts = textsOf(fixture.desk.trial());
        QCOMPARE(texts.size(), 5);
        QVERIFY2(texts[0].startsWith("Reached in ") && texts[0].endsWith(": DeepSeek-V3.2"),
                 qPrintable(texts[0]));
        QVERIFY(texts[1].startsWith("Answers, after "));
        QCOMPARE(texts.mid(2), (QStringList{"Streams its answers", "Calls tools", "Keeps to a JSON schema"}));
        QVERIFY(fixture.keyring->values.isEmpty());
        for (const auto& request : fixture.server.requests)
            QVERIFY(request.head.contains(QByteArray("Bearer ") + key));
    }

    void tellsWhatDoesNotWork() {
        EndpointFixture fixture;
        fixture.server.answer = [](const auto& request) {
            using remote::test::ScriptedEndpoint;
            if (request.asks("GET "))
                return capable(request);
            if (request.json().contains("tools"))
                return ScriptedEndpoint::json(R"({"error":{"message":"no tools here","param":"tools"}})",
                                              "400 Bad Request");
            return ScriptedEndpoint::json(
                R"({"choices":[{"message":{"content":"Yes."},"finish_reason":"stop"}]})");
        };
        QVERIFY(fixture.endpoints.save(fixture.lab()).isEmpty());
        fixture.desk.test("lab-01");
        QTRY_VERIFY_WITH_TIMEOUT(!fixture.desk.trial()->running(), 20'000);
        QCOMPARE(textsOf(fixture.desk.trial()).mid(2),
                 (QStringList{"Does not stream its answers", "Does not call tools",
                              "Does not keep to a JSON schema"}));
        const auto detail = fixture.desk.trial()->index(3).data(EndpointTrial::DetailRole).toString();
        QVERIFY2(detail.contains("“tools”") && detail.contains("no tools here"), qPrintable(detail));
        fixture.server.close();
        fixture.desk.test("lab-01");
        QTRY_VERIFY_WITH_TIMEOUT(!fixture.desk.trial()->running(), 20'000);
        QCOMPARE(textsOf(fixture.desk.trial()), QStringList{"Not reached"});
    }

    void listsModels() {
        EndpointFixture fixture;
        fill(fixture);
        fixture.desk.listModels();
        QTRY_COMPARE_WITH_TIMEOUT(fixture.desk.trial()->models(),
                                  (QStringList{"deepseek-ai/DeepSeek-V3.2", "other"}), 20'000);
        fixture.server.close();
        fixture.desk.listModels();
        QTRY_VERIFY_WITH_TIMEOUT(!fixture.desk.trial()->problem().isEmpty(), 20'000);
    }

    /// A test that is under way does not keep the program from ending.
    void endsInTheMiddle() {
        EndpointFixture fixture;
        fixture.server.answer = [](const auto&) { return remote::test::ScriptedEndpoint::Answer{{}, false}; };
        QVERIFY(fixture.endpoints.save(fixture.lab()).isEmpty());
        fixture.desk.test("lab-01");
        fixture.desk.choose("lab-01");
        QTRY_VERIFY(!fixture.server.requests.isEmpty());
    }
};

QTEST_MAIN(TestEndpoints)
#include "test_endpoints.moc"
