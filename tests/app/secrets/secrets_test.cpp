#include "app/secrets/secrets.h"

#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

using namespace hadal::secrets;

namespace {

template <typename Result>
Result wait(QFuture<Result> future) {
    // What an object does when the future ends comes by its thread's events.
    if (!QTest::qWaitFor([&] { return future.isFinished(); }))
        return {};
    QCoreApplication::processEvents();
    return future.result();
}

/// All bytes below a folder, in one text.
QByteArray everythingIn(const QString& folder) {
    QByteArray all;
    QDirIterator files(folder, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly))
            all += file.readAll();
    }
    return all;
}

} // namespace

class SecretsTest : public QObject {
    Q_OBJECT

  private slots:
    void keepsValuesInTheKeyringAndOnlyNamesOnDisk() {
        QTemporaryDir folder;
        auto keyring = std::make_shared<MemoryKeyring>();
        Secrets secrets(keyring, folder.path());
        QCOMPARE(wait(secrets.keep("TOKEN", "s3cr3t-value")).kind, Answer::Done);
        QCOMPARE(keyring->values.value("TOKEN"), "s3cr3t-value");
        QCOMPARE(secrets.names(), QStringList{"TOKEN"});
        QVERIFY(everythingIn(folder.path()).contains("TOKEN"));
        QVERIFY(!everythingIn(folder.path()).contains("s3cr3t"));

        Secrets again(keyring, folder.path());
        QCOMPARE(again.names(), QStringList{"TOKEN"});
        QCOMPARE(wait(again.values({"TOKEN"})).values.value("TOKEN"), "s3cr3t-value");
        QCOMPARE(wait(again.remove("TOKEN")).kind, Answer::Done);
        QVERIFY(keyring->values.isEmpty());
        QVERIFY(Secrets(keyring, folder.path()).names().isEmpty());
    }

    void saysThatNoKeyringAnswersAndKeepsNothing() {
        QTemporaryDir folder;
        auto keyring = std::make_shared<MemoryKeyring>();
        keyring->missing = true;
        Secrets secrets(keyring, folder.path());
        const Answer answer = wait(secrets.keep("TOKEN", "s3cr3t-value"));
        QCOMPARE(answer.kind, Answer::NoKeyring);
        QVERIFY(!answer.problem.isEmpty());
        QVERIFY(secrets.names().isEmpty());
    }

    void forThisSessionNothingIsWritten() {
        QTemporaryDir folder;
        auto keyring = std::make_shared<MemoryKeyring>();
        keyring->missing = true;
        Secrets secrets(keyring, folder.path());
        QCOMPARE(wait(secrets.keep("TOKEN", "s3cr3t-value", Secrets::ThisSession)).kind, Answer::Done);
        QVERIFY(secrets.isForThisSession("TOKEN"));
        QCOMPARE(wait(secrets.values({"TOKEN"})).values.value("TOKEN"), "s3cr3t-value");
        QVERIFY(everythingIn(folder.path()).isEmpty());
        QVERIFY(Secrets(keyring, folder.path()).names().isEmpty());
        QCOMPARE(wait(secrets.remove("TOKEN")).kind, Answer::Done);
        QVERIFY(secrets.names().isEmpty());
    }

    void aNewValueInTheKeyringReplacesTheSessions() {
        QTemporaryDir folder;
        Secrets secrets(std::make_shared<MemoryKeyring>(), folder.path());
        wait(secrets.keep("TOKEN", "first-value", Secrets::ThisSession));
        wait(secrets.keep("TOKEN", "second-value"));
        QVERIFY(!secrets.isForThisSession("TOKEN"));
        QCOMPARE(wait(secrets.values({"TOKEN"})).values.value("TOKEN"), "second-value");
    }

    void asksForSeveralAndNamesTheOneThatIsMissing() {
        QTemporaryDir folder;
        auto keyring = std::make_shared<MemoryKeyring>();
        keyring->values = {{"A", "value-a"}, {"C", "value-c"}};
        Secrets secrets(keyring, folder.path());
        wait(secrets.keep("B", "value-b", Secrets::ThisSession));
        const auto all = wait(secrets.values({"A", "B", "C"}));
        QVERIFY(all.problem.isEmpty());
        QCOMPARE(all.values.size(), 3);
        const auto some = wait(secrets.values({"A", "X", "C"}));
        QVERIFY2(some.problem.contains("X"), qPrintable(some.problem));
        QVERIFY(wait(secrets.values({})).problem.isEmpty());
    }

    void refusesWhatIsNoNameAndNoSecret_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::newRow("empty name") << ""
                                    << "long-enough";
        QTest::newRow("braces") << "a}}"
                                << "long-enough";
        QTest::newRow("new line") << "a\n"
                                  << "long-enough";
        QTest::newRow("long name") << QString(65, 'a') << "long-enough";
        QTest::newRow("short value") << "a"
                                     << "abc";
        QTest::newRow("NUL") << "a" << QString::fromLatin1("abcd\0ef", 7);
        QTest::newRow("long value") << "a" << QString(70000, 'a');
    }
    void refusesWhatIsNoNameAndNoSecret() {
        QFETCH(QString, name);
        QFETCH(QString, value);
        QTemporaryDir folder;
        Secrets secrets(std::make_shared<MemoryKeyring>(), folder.path());
        const Answer answer = wait(secrets.keep(name, value));
        QCOMPARE(answer.kind, Answer::Failed);
        QVERIFY(!answer.problem.isEmpty());
        QVERIFY(secrets.names().isEmpty());
    }

    void readsADamagedList() {
        QTemporaryDir folder;
        for (const char* text : {"", "{", "[1]", R"({"names": [1, null, "ok", "not ok", "ok"]})"}) {
            QFile file(folder.filePath("secrets.json"));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(text);
            file.close();
            const Secrets secrets(std::make_shared<MemoryKeyring>(), folder.path());
            QVERIFY(secrets.names().isEmpty() || secrets.names() == QStringList{"ok"});
        }
    }

    void keepsADamagedListUnderAnotherName() {
        QTemporaryDir folder;
        QFile file(folder.filePath("secrets.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"names\": [\"first\",");
        file.close();
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression("secrets.json cannot be used: "));
        Secrets secrets(std::make_shared<MemoryKeyring>(), folder.path());
        QCOMPARE(wait(secrets.keep("second", "0123456789")).kind, Answer::Done);
        QTRY_COMPARE(Secrets(std::make_shared<MemoryKeyring>(), folder.path()).names(),
                     QStringList{"second"});
        QCOMPARE(QDir(folder.path()).entryList({"secrets-damaged-*.json"}).size(), 1);
    }

    void hidesEveryLikelyForm_data() {
        QTest::addColumn<QString>("value");
        QTest::newRow("plain") << "abcd1234";
        QTest::newRow("quotes and slashes") << "pa\"ss\\wo/rd";
        QTest::newRow("marks") << "a+b&c=d e%f";
        QTest::newRow("Chinese") << QString::fromUtf8("口令很长的");
        QTest::newRow("two lines") << "first\nsecond";
        QTest::newRow("four") << "wxyz";
    }
    void hidesEveryLikelyForm() {
        QFETCH(QString, value);
        Redactor redact;
        redact.add(value);
        const QByteArray bytes = value.toUtf8();
        QString json = value;
        json.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
        QCOMPARE(redact("[" + value + "]"), "[•••]");
        QCOMPARE(redact("{\"key\":\"" + json + "\"}"), "{\"key\":\"•••\"}");
        QCOMPARE(redact("?q=" + QUrl::toPercentEncoding(value) + "&"), "?q=•••&");
        for (const QByteArray& user :
             {QByteArray(), QByteArray("u:"), QByteArray("a:"), QByteArray("abc:")}) {
            const QString shown = redact("Basic " + QString::fromLatin1((user + bytes).toBase64()) + ".");
            // The shortest leave a group or two of bits that a stranger cannot read back.
            QVERIFY2(shown.contains("•••") || bytes.size() < 6, qPrintable(shown));
        }
    }

    void hidesAValueThatHoldsAnother() {
        Redactor redact;
        redact.add("abcd");
        redact.add("abcdefgh");
        redact.add("abc"); // too short to be told from text
        QCOMPARE(redact("abcdefgh abcd abc"), "••• ••• abc");
        QCOMPARE(redact("nothing"), "nothing");
    }

    void knowsValuesThatWereReplaced() {
        QTemporaryDir folder;
        auto keyring = std::make_shared<MemoryKeyring>();
        keyring->values = {{"OLD", "read-value"}};
        Secrets secrets(keyring, folder.path());
        wait(secrets.values({"OLD"}));
        wait(secrets.keep("NEW", "first-value"));
        wait(secrets.keep("NEW", "second-value"));
        wait(secrets.remove("NEW"));
        QCOMPARE(secrets.redactor()("read-value first-value second-value"), "••• ••• •••");
    }

    void findsAndFillsPlaceholders() {
        const QString text =
            "Bearer {{secret:A}} {{secret:B.c-d_1}} {{secret:A}} {{name}} {{secret:}} {{secret:x y}}";
        QCOMPARE(secretNames(text), (QStringList{"A", "B.c-d_1"}));
        // A value that looks like a placeholder is not read again.
        QCOMPARE(filled(text, {{"A", "{{secret:B.c-d_1}}"}, {"B.c-d_1", "bee"}}),
                 "Bearer {{secret:B.c-d_1}} bee {{secret:B.c-d_1}} {{name}} {{secret:}} {{secret:x y}}");
        QCOMPARE(filled("{{secret:A}}", {}), "{{secret:A}}");
    }

    void usesTheKeyringOfTheDesktop() {
        if (!qEnvironmentVariableIsSet("HADAL_TEST_KEYRING"))
            QSKIP("Set HADAL_TEST_KEYRING where a keyring is unlocked, or missing, to be tried.");
        SystemKeyring keyring;
        const Answer kept = wait(keyring.write("hadal-test", "tried-value"));
        if (qgetenv("HADAL_TEST_KEYRING") == "missing") {
            QCOMPARE(kept.kind, Answer::NoKeyring);
            QVERIFY2(kept.problem.contains("this session only"), qPrintable(kept.problem));
            return;
        }
        QVERIFY2(kept.kind == Answer::Done, qPrintable(kept.problem));
        QCOMPARE(wait(keyring.read("hadal-test")).value, "tried-value");
        QCOMPARE(wait(keyring.remove("hadal-test")).kind, Answer::Done);
        QCOMPARE(wait(keyring.read("hadal-test")).kind, Answer::Unknown);
    }
};

QTEST_GUILESS_MAIN(SecretsTest)
#include "secrets_test.moc"
