// One compiled schema, used from several threads at once.
#include "engine/base/json.h"
#include "engine/schema/validator.h"

#include <QtTest>

#include <atomic>
#include <thread>

using namespace hadal;
using namespace hadal::schema;

class SchemaValidatorThreadsTest : public QObject {
    Q_OBJECT

  private slots:
    void threads_share_a_validator() {
        const Validator validator(
            parse_json(R"({"items":{"pattern":"^[a-c]+$","multipleOf":0.1,"format":"idn-hostname"}})"));
        const Json good = parse_json(R"(["abc",0.3,"cab"])"), bad = parse_json(R"(["abd"])");
        std::atomic<int> wrong = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&, copy = validator] {
                for (int n = 0; n < 200; ++n)
                    wrong += !copy.is_valid(good) + copy.validate(bad).empty();
            });
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(wrong.load(), 0);
    }
};

QTEST_APPLESS_MAIN(SchemaValidatorThreadsTest)
#include "validator_threads_test.moc"
