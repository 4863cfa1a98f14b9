// The JSON-Schema-Test-Suite against grammars, with a table of the results: each instance is written
// compactly and with spaces, byte by byte. Keys may stand in any order. See
// tests/engine/schema/suite_test.cpp for where the suite is.
#include "vocabularies.h"

#include "engine/grammar/formulas.h"

#include <QDirIterator>
#include <QFile>
#include <QTest>

#include <map>

using namespace hadal;
using namespace hadal::grammar;
using namespace hadal::grammar::test;

namespace {

/// Tests of what grammars decide otherwise, by the end of their file and their description.
struct Exception {
    const char *file, *test, *reason;
};
constexpr Exception exceptions[] = {
    {"refRemote.json", "", "other documents are refused"},
    {"dynamicRef.json", "", "references that depend on the way to them are refused"},
    {"vocabulary.json", "", "vocabularies are the validator's"},
    {"/format.json", "", "formats are enforced"},
    {"content.json", "", "content keywords are annotations"},
    {"optional/cross-draft.json", "", "other documents are refused"},
    {"optional/id.json", "", "it asks for identifiers within what is no schema"},
    {"optional/dependencies-compatibility.json", "", "older keywords are read in every draft"},
    {"", "$ref siblings", "siblings of $ref hold in every draft"},
    {"ref.json", "ref overrides any sibling keywords", "siblings of $ref hold in every draft"},
    {"ref.json", "$ref prevents a sibling", "siblings of $ref hold in every draft"},
};

struct Score {
    int passed = 0, refused = 0, narrow = 0, wrongly_refused = 0, wrongly_accepted = 0;
};

Json read(const QString& path) {
    QFile file(path);
    file.open(QIODevice::ReadOnly);
    return parse_json(file.readAll().toStdString(), Numbers::Exact);
}

/// Integers are written without fraction, and some formats by a part of what the standard allows.
bool is_narrower_by_design(const QString& name, const Json& value) {
    return value.is_number_float() || is_exact_number(value) || name.startsWith("optional/format/") ||
           name.endsWith("bignum.json") || name.endsWith("float-overflow.json");
}

} // namespace

class GrammarSuiteTest : public QObject {
    Q_OBJECT

  private slots:
    void grammarsJudgeAsTheSuiteSays() {
        const QString root = qEnvironmentVariable(
            "JSON_SCHEMA_TEST_SUITE", "/usr/share/perl5/auto/share/dist/Test-JSON-Schema-Acceptance");
        if (!QFile::exists(root + "/tests"))
            QSKIP("The JSON-Schema-Test-Suite is not there; packaging/install-packages installs it.");
        for (const char* draft : {"draft7", "draft2020-12"}) {
            const QString folder = root + "/tests/" + draft;
            QDirIterator files(folder, {"*.json"}, QDir::Files, QDirIterator::Subdirectories);
            while (files.hasNext()) {
                const QString path = files.next();
                judge_file(draft, QDir(folder).relativeFilePath(path), read(path));
            }
        }
        for (const auto& [row, score] : table_)
            qInfo("%-24s %5d passed %4d refused %4d narrower %3d wrongly refused %3d wrongly accepted",
                  qPrintable(row), score.passed, score.refused, score.narrow, score.wrongly_refused,
                  score.wrongly_accepted);
        for (const auto& [reason, count] : reasons_)
            qInfo("refused: %4d tests, because %s", count, reason.c_str());
        for (const std::string& wrong : wrong_)
            qWarning("%s", wrong.c_str());
        QVERIFY(wrong_.empty());
        QVERIFY(!table_.empty());
    }

  private:
    void judge_file(const QString& draft, const QString& name, const Json& groups) {
        const QString row = draft + (name.startsWith("optional/format/") ? " formats"
                                     : name.startsWith("optional/")      ? " optional"
                                                                         : "");
        for (const Json& group : groups) {
            const auto title = group.at("description").get<std::string>();
            if (is_left_out(name, title))
                continue;
            Score& score = table_[row];
            Json schema = group.at("schema");
            if (draft == "draft7" && schema.is_object() && !schema.contains("$schema"))
                schema["$schema"] = "http://json-schema.org/draft-07/schema#";
            CompileOptions options;
            options.key_order = CompileOptions::KeyOrder::Any;
            std::shared_ptr<const Grammar> grammar;
            std::string refusal;
            try {
                grammar = compile_schema(schema, options);
            } catch (const SchemaError& error) {
                refusal = error.reason();
            }
            for (const Json& test : group.at("tests")) {
                const bool valid = test.at("valid").get<bool>();
                const bool nothing_is_valid = refusal.find("no value is valid") != refusal.npos;
                if (!grammar && !nothing_is_valid) {
                    ++score.refused;
                    ++reasons_[refusal.substr(0, 100)];
                    continue;
                }
                const Json& value = test.at("data");
                const bool compact = grammar && matches(grammar, print_compact(value)),
                           spaced = grammar && matches(grammar, print_python(value));
                const std::string shown = (draft + "/" + name).toStdString() + ": " + title + ": " +
                                          test.at("description").get<std::string>();
                if (compact != spaced)
                    wrong_.push_back("spaces matter: " + shown);
                if (compact == valid) {
                    ++score.passed;
                } else if (compact) {
                    ++score.wrongly_accepted;
                    wrong_.push_back("wrongly accepted: " + shown);
                } else if (is_narrower_by_design(name, value)) {
                    ++score.narrow;
                } else {
                    ++score.wrongly_refused;
                    wrong_.push_back("wrongly refused: " + shown);
                }
            }
        }
    }

    static bool is_left_out(const QString& file, const std::string& title) {
        for (const Exception& exception : exceptions)
            if (("/" + file).endsWith(exception.file) && title.find(exception.test) != title.npos)
                return true;
        return false;
    }

    std::map<QString, Score> table_;
    std::map<std::string, int> reasons_;
    std::vector<std::string> wrong_;
};

QTEST_APPLESS_MAIN(GrammarSuiteTest)
#include "suite_test.moc"
