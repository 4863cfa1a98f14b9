// Schemas from public collections with instances judged by two validators, where they are at hand.
#include "vocabularies.h"

#include "engine/grammar/formulas.h"
#include "engine/schema/validator.h"

#include <QDir>
#include <QTest>

using namespace hadal;
using namespace hadal::grammar;
using namespace hadal::grammar::test;

class GoldenTest : public QObject {
    Q_OBJECT

  private slots:
    void instancesAreJudgedAsByValidators() {
        const QDir folder(QStringLiteral(HADAL_SHARED_DIR "/golden/schemas"));
        const auto files = folder.entryList({"*.json"});
        if (files.isEmpty() || !real_vocabulary())
            QSKIP("the schemas or DeepSeek's tokenizer are not at hand (HADAL_SHARED_DIR)");
        int refused = 0, valid = 0, order = 0, invalid = 0;
        for (const QString& name : files) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const Json example = parse_json(file.readAll().toStdString());
            std::shared_ptr<const Grammar> grammar, any_order;
            try {
                grammar = compile_schema(example["schema"]);
                CompileOptions options;
                options.key_order = CompileOptions::KeyOrder::Any;
                any_order = compile_schema(example["schema"], options);
            } catch (const SchemaError& error) {
                ++refused;
                qInfo("%s: %s", qUtf8Printable(name), error.what());
                leavesTheRestToTheValidator(example);
                continue;
            }
            Matcher matcher(real_vocabulary(), grammar), free(real_vocabulary(), any_order);
            const auto& tokenizer = real_vocabulary()->trie().tokenizer();
            for (std::size_t i = 0; i < example["valid"].size(); ++i) {
                const Json& instance = example["valid"][i];
                const std::string compact = print_compact(instance), spaced = print_python(instance);
                const std::string shown = name.toStdString() + " refuses " + compact;
                QVERIFY2(generates(free, tokenizer, compact) && generates(free, tokenizer, spaced),
                         shown.c_str());
                const bool taken = generates(matcher, tokenizer, compact);
                QCOMPARE(generates(matcher, tokenizer, spaced), taken);
                ++valid;
                order += !taken;
                if (!example["valid_in_declared_order"][i].get<bool>())
                    QVERIFY2(!taken, qUtf8Printable(name));
            }
            for (const Json& instance : example["invalid"]) {
                ++invalid;
                for (const std::string& text : {print_compact(instance), print_python(instance)})
                    for (Matcher* each : {&matcher, &free})
                        QVERIFY2(!generates(*each, tokenizer, text),
                                 (name.toStdString() + " accepts " + text).c_str());
            }
        }
        qInfo(
            "%lld schemas, %d refused; %d valid instances, %d in another order; %d invalid ones, 0 accepted",
            static_cast<long long>(files.size()), refused, valid, order, invalid);
        QVERIFY(refused <= 1);
        QVERIFY(order <= 20);
    }

  private:
    /// Every valid instance is then let through, and what else is let through is the validator's to find.
    static void leavesTheRestToTheValidator(const Json& example) {
        CompileOptions options;
        options.key_order = CompileOptions::KeyOrder::Any;
        options.leave_to_validator = true;
        const auto grammar = compile_schema(example["schema"], options);
        QVERIFY(!grammar->unenforced.empty());
        for (const Json& instance : example["valid"])
            QVERIFY2(matches(grammar, print_compact(instance)), print_compact(instance).c_str());
        const schema::Validator validator(example["schema"]);
        for (const Json& instance : example["invalid"])
            QVERIFY(!validator.is_valid(instance));
    }
};

QTEST_APPLESS_MAIN(GoldenTest)
#include "golden_test.moc"
