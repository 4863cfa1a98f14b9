// The public JSON-Schema-Test-Suite, every test one data row, and a table of the results at the end. The
// suite is the one that Debian's libtest-json-schema-acceptance-perl brings, unless JSON_SCHEMA_TEST_SUITE
// names a checkout of another.
#include "engine/base/json.h"
#include "engine/schema/validator.h"
#include "kernels/error.h"

#include <QDirIterator>
#include <QFile>
#include <QtTest>

#include <map>

using namespace hadal;
using namespace hadal::schema;

namespace {

struct Suite {
    const char* folder;
    Draft draft;
};
constexpr Suite suites[] = {
    {"draft4", Draft::Draft4},
    {"draft6", Draft::Draft6},
    {"draft7", Draft::Draft7},
    {"draft2019-09", Draft::Draft2019_09},
    {"draft2020-12", Draft::Draft2020_12},
};

/// Tests of what the standard leaves open and Hadal decides otherwise, by the end of their file and their
/// description.
struct Exception {
    const char *file, *test, *reason;
};
constexpr Exception exceptions[] = {
    {"optional/content.json", "", "content keywords are annotations, as the drafts since 2019-09 say"},
    {"optional/format/hostname.json", "consecutive hyphens (RFC1123)",
     "`--` after two characters is for international names, in every draft alike"},
};

QString suite_folder() {
    return qEnvironmentVariable("JSON_SCHEMA_TEST_SUITE",
                                "/usr/share/perl5/auto/share/dist/Test-JSON-Schema-Acceptance");
}

Json read(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        throw Error(ErrorKind::InvalidFile, "Cannot read " + path.toStdString() + ".");
    return parse_json(file.readAll().toStdString(), Numbers::Exact);
}

struct Case {
    Draft draft;
    bool assert_formats;
    const Json* schema;
    const Json* data;
    bool valid;
    QString table_row;
};

struct Score {
    int passed = 0, failed = 0;
};

} // namespace

class SchemaSuiteTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        root_ = suite_folder();
        if (!QFile::exists(root_ + "/tests"))
            QSKIP("The JSON-Schema-Test-Suite is not there; packaging/install-packages installs it.");
        QDirIterator remotes(root_ + "/remotes", {"*.json"}, QDir::Files, QDirIterator::Subdirectories);
        while (remotes.hasNext()) {
            const QString path = remotes.next();
            const QString uri = "http://localhost:1234/" + QDir(root_ + "/remotes").relativeFilePath(path);
            remotes_.emplace(uri.toStdString(), read(path));
        }
    }

    void conforms_data() {
        QTest::addColumn<std::size_t>("index");
        for (const Suite& suite : suites) {
            const QString folder = root_ + "/tests/" + suite.folder;
            QDirIterator files(folder, {"*.json"}, QDir::Files, QDirIterator::Subdirectories);
            QStringList paths;
            while (files.hasNext())
                paths << files.next();
            paths.sort();
            for (const QString& path : paths)
                add_file(suite, path, QDir(folder).relativeFilePath(path));
        }
    }
    void conforms() {
        QFETCH(std::size_t, index);
        const Case& test = cases_[index];
        Score& score = table_[test.table_row];
        ++score.failed;
        Options options;
        options.draft = test.draft;
        options.assert_formats = test.assert_formats;
        options.documents = remotes_;
        try {
            const Validator validator(*test.schema, options);
            const auto errors = validator.validate(*test.data);
            QCOMPARE(validator.is_valid(*test.data), errors.empty());
            const std::string why = errors.empty() ? "no error"
                                                   : errors[0].schema_pointer + " " + errors[0].keyword +
                                                         ": " + errors[0].message;
            QVERIFY2(errors.empty() == test.valid, why.c_str());
        } catch (const Error& error) {
            QFAIL(error.what());
        }
        --score.failed;
        ++score.passed;
    }

    void cleanupTestCase() {
        for (const auto& [row, score] : table_)
            qInfo("%-34s %5d passed %4d failed", qPrintable(row), score.passed, score.failed);
        for (const auto& [reason, count] : left_out_)
            qInfo("left out: %d tests, because %s", count, reason.c_str());
    }

  private:
    void add_file(const Suite& suite, const QString& path, const QString& name) {
        files_.push_back(std::make_unique<Json>(read(path)));
        for (const Json& group : *files_.back()) {
            const auto title = QString::fromStdString(group.at("description").get<std::string>());
            for (const Json& test : group.at("tests")) {
                const auto description = QString::fromStdString(test.at("description").get<std::string>());
                if (const Exception* exception = exception_for(name, description)) {
                    ++left_out_[exception->reason];
                    continue;
                }
                const QString kind =
                    name.startsWith("optional/format/") || name.startsWith("optional/format.") ? " formats"
                    : name.startsWith("optional/")                                             ? " optional"
                                                                                               : "";
                // Without the optional part, `format` only annotates.
                cases_.push_back({suite.draft, !kind.isEmpty(), &group.at("schema"), &test.at("data"),
                                  test.at("valid").get<bool>(), suite.folder + kind});
                QTest::newRow(
                    qPrintable(QString("%1/%2: %3: %4").arg(suite.folder, name, title, description)))
                    << cases_.size() - 1;
            }
        }
    }

    static const Exception* exception_for(const QString& file, const QString& test) {
        for (const Exception& exception : exceptions)
            if (file.endsWith(exception.file) && test.contains(exception.test))
                return &exception;
        return nullptr;
    }

    QString root_;
    std::map<std::string, Json> remotes_;
    std::vector<std::unique_ptr<Json>> files_;
    std::vector<Case> cases_;
    std::map<QString, Score> table_;
    std::map<std::string, int> left_out_;
};

QTEST_APPLESS_MAIN(SchemaSuiteTest)
#include "suite_test.moc"
