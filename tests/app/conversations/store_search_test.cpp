#include "app/conversations/store.h"
#include "tests/app/conversations/records.h"

#include <QTemporaryDir>
#include <QTest>

using namespace hadal;
using namespace hadal::conversations;
using hadal::test::conversation;
using hadal::test::looking;
using hadal::test::message;

class StoreSearchTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    QString path() const { return folder_->path(); }

  private slots:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void searchFindsWordsInEveryLanguage_data() {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QStringList>("found");
        QTest::newRow("a word") << "attention" << QStringList{"en"};
        QTest::newRow("the beginning of one") << "atten" << QStringList{"en"};
        QTest::newRow("not its end") << "tention" << QStringList{};
        QTest::newRow("other case") << "SPARSE" << QStringList{"en"};
        QTest::newRow("without the accent") << "resume" << QStringList{"fr"};
        QTest::newRow("two words anywhere") << "cost sparse" << QStringList{"en"};
        QTest::newRow("one of two") << "cost whale" << QStringList{};
        QTest::newRow("together in order") << "\"sparse attention\"" << QStringList{"en"};
        QTest::newRow("not in this order") << "\"attention sparse\"" << QStringList{};
        QTest::newRow("two characters") << "显存" << QStringList{"zh"};
        QTest::newRow("the reverse") << "存显" << QStringList{};
        QTest::newRow("one character") << "拆" << QStringList{"zh"};
        QTest::newRow("the last character") << "卡" << QStringList{"zh"};
        QTest::newRow("four characters") << "拆分模型" << QStringList{"zh"};
        QTest::newRow("with Latin beside it") << "用FP8" << QStringList{"mixed"};
        QTest::newRow("across both scripts") << "FP8向量" << QStringList{"mixed"};
        QTest::newRow("kana") << "ひらがな" << QStringList{"ja"};
        QTest::newRow("in a file") << "quicksort" << QStringList{"file"};
        QTest::newRow("nothing") << "  " << QStringList{};
        QTest::newRow("marks only") << "\"\" ( ) * ^ -" << QStringList{};
        QTest::newRow("operators are words") << "NEAR(sparse" << QStringList{};
        QTest::newRow("a column is no column") << "text:sparse" << QStringList{};
    }
    void searchFindsWordsInEveryLanguage() {
        QFETCH(QString, query);
        QFETCH(QStringList, found);
        Store store(path());
        store.open();
        const auto talk = conversation("t");
        store.add(talk);
        const auto say = [&](const QString& id, const QString& text, const QList<Attachment>& files = {}) {
            auto m = message(talk, "", text);
            m.id = id;
            m.files = files;
            store.append(m);
        };
        say("en", "What does sparse attention cost?");
        say("zh", "显存不足时如何拆分模型到多个显卡");
        say("fr", "Mon résumé est prêt.");
        say("ja", "これはひらがなです");
        say("file", "Look at this.", {{"sort.py", "def quicksort(a): pass"}});
        say("mixed", "索引器用FP8向量打分");
        const auto result = store.search(looking(query)).result();
        QStringList ids;
        for (const auto& hit : result.hits) {
            ids += hit.message;
            QVERIFY2(!hit.snippet.marks.isEmpty() || query == "resume", qPrintable(hit.snippet.text));
        }
        QCOMPARE(ids, found);
        QVERIFY(result.complete && !result.more);
    }

    void searchKeepsToItsFilters() {
        Store store(path());
        store.open();
        auto one = conversation("one"), two = conversation("two");
        two.folder = "f";
        store.add(one);
        store.add(two);
        auto old = message(one, "", "whale one");
        old.created = QDateTime::currentDateTimeUtc().addDays(-40);
        store.append(old);
        auto answer = message(one, old.id, "whale two", Role::Assistant);
        answer.created = QDateTime::currentDateTimeUtc();
        store.append(answer);
        store.append(message(two, "", "whale three"));
        const auto count = [&](SearchQuery query) {
            query.text = "whale";
            return store.search(query).result().hits.size();
        };
        QCOMPARE(count({}), 3);
        SearchQuery query;
        query.conversation = one.id;
        QCOMPARE(count(query), 2);
        query.role = Role::Assistant;
        QCOMPARE(count(query), 1);
        query = {};
        query.folder = "f";
        QCOMPARE(count(query), 1);
        query = {};
        query.since = QDateTime::currentDateTimeUtc().addDays(-7);
        QCOMPARE(count(query), 1);
        query = {};
        query.limit = 2;
        query.text = "whale";
        const auto cut = store.search(query).result();
        QCOMPARE(cut.hits.size(), 2);
        QVERIFY(cut.more);
        QCOMPARE(cut.hits[0].title, QString("two")); // the newest first
    }
};

QTEST_GUILESS_MAIN(StoreSearchTest)
#include "store_search_test.moc"
