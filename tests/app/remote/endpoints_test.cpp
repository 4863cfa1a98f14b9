// Endpoints as the person writes them down.
#include "app/remote/endpoints.h"
#include "kernels/error.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace hadal;
using namespace hadal::remote;

namespace {

Endpoint lab(const QString& name = "lab-01") {
    Endpoint endpoint;
    endpoint.name = name;
    endpoint.url = "http://lab-01:30000/v1";
    return endpoint;
}

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void put(const QString& path, const QByteArray& text) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("cannot write");
}

} // namespace

class EndpointsTest : public QObject {
    Q_OBJECT

  private slots:
    void completesAddresses_data() {
        QTest::addColumn<QString>("base");
        QTest::newRow("http://localhost:30000") << "http://localhost:30000/v1";
        QTest::newRow("http://localhost:30000/") << "http://localhost:30000/v1";
        QTest::newRow(" https://api.deepseek.com/v1/ ") << "https://api.deepseek.com/v1";
        QTest::newRow("https://api.deepseek.com/chat/completions") << "https://api.deepseek.com/v1";
        QTest::newRow("https://x.org/api/v1/chat/completions") << "https://x.org/api/v1";
        QTest::newRow("https://x.org/openai/models") << "https://x.org/openai";
    }
    void completesAddresses() { QTEST(baseUrl(QTest::currentDataTag()).toString(), "base"); }

    void judges_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<bool>("good");
        QTest::newRow("http://localhost:30000") << "K" << true;
        QTest::newRow("http://lab-01:30000") << "K" << true;
        QTest::newRow("http://192.168.1.7:8000/v1") << "K" << true;
        QTest::newRow("http://[::1]:8000/v1") << "K" << true;
        QTest::newRow("https://api.deepseek.com") << "K" << true;
        QTest::newRow("http://api.deepseek.com") << "K" << false;
        QTest::newRow("http://8.8.8.8/v1") << "K" << false;
        QTest::newRow("http://8.8.8.8/v2") << "" << true;
        QTest::newRow("api.deepseek.com") << "" << false;
        QTest::newRow("ftp://x.org") << "" << false;
        QTest::newRow("https://me:pw@x.org/v1") << "" << false;
        QTest::newRow("https://x.org/v1?key=1") << "" << false;
        QTest::newRow("https:///v1") << "" << false;
        QTest::newRow("") << "" << false;
        QTest::newRow("https://x.org") << "no name" << false;
    }
    void judges() {
        QFETCH(QString, key);
        Endpoint endpoint = lab();
        endpoint.url = QTest::currentDataTag();
        endpoint.key = key;
        QTEST(problemOf(endpoint).isEmpty(), "good");
    }

    void judgesHeaders() {
        Endpoint endpoint = lab();
        endpoint.headers = {{"X-Team", "{{secret:TEAM}} a"}};
        endpoint.key = "K";
        QVERIFY(problemOf(endpoint).isEmpty());
        QCOMPARE(endpoint.secretNames(), (QStringList{"K", "TEAM"}));
        const Access access = accessTo(endpoint, {{"K", " sk-1234 \n"}, {"TEAM", "blue"}});
        QCOMPARE(access.headers, (QList<QPair<QByteArray, QByteArray>>{{"Authorization", "Bearer sk-1234"},
                                                                       {"X-Team", "blue a"}}));
        try {
            accessTo(endpoint, {{"K", "sk-1234\r\nEvil: 1"}, {"TEAM", "x"}});
            QFAIL("a header was smuggled in");
        } catch (const Error& error) {
            QVERIFY(!QString(error.what()).contains("sk-1234"));
        }
        for (const char* name : {"Host", "Content-Length", "a b", "", "x:y", "X\r\nY"}) {
            endpoint.headers = {{name, "v"}};
            QVERIFY2(!problemOf(endpoint).isEmpty(), name);
        }
        endpoint.headers = {{"X-A", "v\r\nEvil: 1"}};
        QVERIFY(!problemOf(endpoint).isEmpty());
    }

    void writesAndReads() {
        Endpoint endpoint = lab();
        QCOMPARE(print_compact(toJson(endpoint)), "{\"name\":\"lab-01\",\"url\":\"http://lab-01:30000/v1\"}");
        endpoint.model = "m";
        endpoint.key = "LAB";
        endpoint.headers = {{"X-A", "b"}};
        endpoint.server = Server::LlamaCpp;
        endpoint.contextLength = 4096;
        endpoint.seconds = 60;
        endpoint.rest["note"] = "kept";
        QVERIFY(readEndpoint(toJson(endpoint)) == endpoint);
        for (const char* bad :
             {"7", "[]", R"({"name":7})", R"({"headers":[]})", R"({"headers":{"a":1}})", R"({"server":"x"})",
              R"({"context":-1})", R"({"context":1e99})", R"({"seconds":0})", R"({"seconds":"9"})"})
            QVERIFY_EXCEPTION_THROWN(readEndpoint(parse_json(bad)), Error);
    }

    void keepsAList() {
        QTemporaryDir folder;
        {
            Endpoints endpoints(folder.path());
            QSignalSpy changed(&endpoints, &Endpoints::changed);
            QVERIFY(endpoints.save(lab()).isEmpty());
            QVERIFY(endpoints.save(lab("lab-02")).isEmpty());
            QVERIFY(!endpoints.save(lab()).isEmpty()); // there is one
            QVERIFY(!endpoints.save(lab("lab-02"), "lab-01").isEmpty());
            QVERIFY(!endpoints.save(lab("")).isEmpty());
            QCOMPARE(endpoints.freeName("lab-01"), "lab-01 2");
            QVERIFY(endpoints.save(lab("lab-03"), "lab-01").isEmpty()); // renamed, in its place
            QCOMPARE(changed.size(), 3);
        }
        Endpoints endpoints(folder.path());
        QCOMPARE(endpoints.all().size(), 2);
        QVERIFY(endpoints.all()[0].name == "lab-03");
        const Endpoint removed = *endpoints.find("lab-03");
        endpoints.remove("lab-03");
        QVERIFY(!endpoints.find("lab-03"));
        QVERIFY(endpoints.restore(removed, 0).isEmpty());
        QVERIFY(endpoints.all()[0].name == "lab-03");
    }

    void keepsWhatItCannotRead() {
        QTemporaryDir folder;
        const QString path = folder.filePath("endpoints.json");
        put(path, "{\"note\":1,\"endpoints\":[{\"name\":\"a\",\"url\":\"nonsense\"},{\"name\":\"b\",\"url\":"
                  "\"https://b.org\",\"x\":2},{\"name\":\"b\",\"url\":\"https://b.org\"},7]}");
        Endpoints endpoints(folder.path());
        QCOMPARE(endpoints.all().size(), 1);
        QCOMPARE(endpoints.warnings().size(), 3);
        QVERIFY(endpoints.save(lab()).isEmpty());
        const Json json = parse_json(contents(path).toStdString());
        QVERIFY(json["note"] == 1);
        QCOMPARE(json["endpoints"].size(), 5u);
        QVERIFY(json["endpoints"][0]["x"] == 2);
    }

    void keepsADamagedFile() {
        QTemporaryDir folder;
        const QString path = folder.filePath("endpoints.json");
        put(path, "{ damaged");
        Endpoints endpoints(folder.path());
        QCOMPARE(endpoints.warnings().size(), 1);
        QCOMPARE(contents(path), "{ damaged");
        QVERIFY(endpoints.save(lab()).isEmpty());
        const QStringList aside = QDir(folder.path()).entryList({"endpoints-damaged-*.json"});
        QCOMPARE(aside.size(), 1);
        QCOMPARE(contents(folder.filePath(aside[0])), "{ damaged");
        QVERIFY(endpoints.warnings().join(' ').contains(aside[0]));
    }
};

QTEST_GUILESS_MAIN(EndpointsTest)
#include "endpoints_test.moc"
