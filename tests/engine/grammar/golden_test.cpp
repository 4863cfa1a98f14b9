// Schemas from public collections with instances judged by two validators, where they are at hand.
#include "vocabularies.h"

#include "engine/grammar/formulas.h"

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
        int refused = 0, valid = 0, missed = 0;
        for (const QString& name : files) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const Json example = parse_json(file.readAll().toStdString());
            std::shared_ptr<const Grammar> grammar;
            try {
                grammar = compile_schema(example["schema"]);
            } catch (const SchemaError& error) {
                ++refused;
                qInfo("%s: %s", qUtf8Printable(name), error.what());
                continue;
            }
            Matcher matcher(real_vocabulary(), grammar);
            const auto& tokenizer = real_vocabulary()->trie().tokenizer();
            for (std::size_t i = 0; i < example["valid"].size(); ++i) {
                const Json& instance = example["valid"][i];
                const bool compact = generates(matcher, tokenizer, print_compact(instance));
                QCOMPARE(generates(matcher, tokenizer, print_python(instance)), compact);
                ++valid;
                missed += !compact; // keys in another order
                if (!example["valid_in_declared_order"][i].get<bool>())
                    QVERIFY2(!compact, qUtf8Printable(name));
            }
            for (const Json& instance : example["invalid"]) {
                QVERIFY2(!generates(matcher, tokenizer, print_compact(instance)),
                         (name.toStdString() + " accepts " + print_compact(instance)).c_str());
                QVERIFY(!generates(matcher, tokenizer, print_python(instance)));
            }
        }
        qInfo("%d schemas refused; %d of %d valid instances not generated", refused, missed, valid);
        QVERIFY(refused <= 6);
        QVERIFY(missed <= 20);
    }
};

QTEST_APPLESS_MAIN(GoldenTest)
#include "golden_test.moc"
