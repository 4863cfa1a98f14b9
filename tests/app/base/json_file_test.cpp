// Files that are there, are not, and are not what they should be.
#include "app/base/json_file.h"
#include "kernels/error.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace hadal;

class JsonFileTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    QString path_ = folder_.filePath("inner/things.json");

    static void put(const QString& path, const QByteArray& text) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    static QByteArray contents(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QStringList aside() const { return QDir(folder_.filePath("inner")).entryList({"things-damaged-*.json"}); }
    JsonFile file() const {
        return JsonFile(path_, [](const Json& json) {
            if (!json.is_object())
                throw Error(ErrorKind::InvalidFile, "It is no object.");
        });
    }

  private slots:
    void init() { QDir(folder_.filePath("inner")).removeRecursively(); }

    void whatIsWrittenIsRead() {
        JsonFile first = file();
        QVERIFY(first.read().is_null() && first.problem().isEmpty());
        const Json json = parse_json(R"({"b": [1, "ä"], "a": 123456789012345678901234567890})");
        QVERIFY(first.write(json));
        QVERIFY(contents(path_).contains("123456789012345678901234567890"));
        QVERIFY(file().read() == json);
    }

    void whatCannotBeUsedIsKept_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("cut") << QByteArray("{\"a\": [");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("null") << QByteArray("null");
        QTest::newRow("not what is wanted") << QByteArray("[1]");
        QTest::newRow("binary") << QByteArray("\0\xff", 2);
    }
    void whatCannotBeUsedIsKept() {
        QFETCH(QByteArray, text);
        QDir().mkpath(folder_.filePath("inner"));
        put(path_, text);
        JsonFile damaged = file();
        QVERIFY(damaged.read().is_null());
        QVERIFY2(damaged.problem().contains(path_), qPrintable(damaged.problem()));
        QCOMPARE(contents(path_), text); // to be repaired
        for (int i = 1; i <= 2; ++i) {   // the second one gets a name of its own
            QVERIFY(damaged.write({{"n", i}}));
            QCOMPARE(aside().size(), i);
            QVERIFY2(damaged.problem().contains(aside().last()) || i == 2, qPrintable(damaged.problem()));
            QVERIFY(file().read() == Json({{"n", i}}));
            put(path_, text);
            damaged.read();
        }
        for (const QString& name : aside())
            QCOMPARE(contents(folder_.filePath("inner/" + name)), text);
    }

    void whatCannotBeWrittenIsSaid() {
        QDir().mkpath(path_); // a folder is in its place
        JsonFile blocked = file();
        QVERIFY(blocked.read().is_null() && !blocked.problem().isEmpty());
        put(folder_.filePath("inner-file"), {});
        JsonFile nowhere(folder_.filePath("inner-file/things.json"));
        QVERIFY(nowhere.read().is_null() && nowhere.problem().isEmpty());
        QVERIFY(!nowhere.write(Json::object()));
        QVERIFY2(nowhere.problem().contains("inner-file"), qPrintable(nowhere.problem()));
    }
};

QTEST_GUILESS_MAIN(JsonFileTest)
#include "json_file_test.moc"
