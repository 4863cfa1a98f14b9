#include "engine/tokenizer/tokenizer.h"
#include "kernels/error.h"
#include "tests/engine/tokenizer/small_tokenizer.h"

#include <QTemporaryDir>
#include <QtTest>

#include <random>

using hadal::Error;
using hadal::ErrorKind;
using hadal::tokenizer::Tokenizer;
using namespace hadal::tokenizer::test;
using nlohmann::json;

namespace {

json base() {
    json file = small_tokenizer({{"h", "e"}, {"he", "y"}});
    file["added_tokens"] = {added_token(258, "<s>")};
    return file;
}

} // namespace

class TestTokenizerFile : public QObject {
    Q_OBJECT

    static void expectError(std::string_view text, ErrorKind kind, const QString& named) {
        try {
            Tokenizer::from_json(text);
        } catch (const Error& error) {
            QVERIFY2(error.kind() == kind && QString(error.what()).contains(named), error.what());
            return;
        }
        QFAIL("accepted");
    }

  private slots:
    void invalid_data() {
        QTest::addColumn<QString>("patch"); // RFC 6902, applied to a good file
        QTest::addColumn<QString>("named");
        const auto row = [](const char* name, const char* patch, const char* named) {
            QTest::newRow(name) << patch << named;
        };
        row("no model", R"([{"op":"remove","path":"/model"}])", "model is missing");
        row("model is a list", R"([{"op":"replace","path":"/model","value":[]}])", "model is array");
        row("no vocab", R"([{"op":"remove","path":"/model/vocab"}])", "model.vocab is missing");
        row("vocab is a list", R"([{"op":"replace","path":"/model/vocab","value":[]}])",
            "model.vocab is array");
        row("no merges", R"([{"op":"remove","path":"/model/merges"}])", "model.merges is missing");
        row("merges is text", R"([{"op":"replace","path":"/model/merges","value":"a b"}])",
            "model.merges is string");
        row("no type", R"([{"op":"remove","path":"/model/type"}])", "model.type is missing");
        row("negative id", R"([{"op":"replace","path":"/model/vocab/he","value":-1}])", "negative");
        row("huge id", R"([{"op":"replace","path":"/model/vocab/he","value":99999999999}])", "above");
        row("fractional id", R"([{"op":"replace","path":"/model/vocab/he","value":1.5}])", "whole number");
        row("id is text", R"([{"op":"replace","path":"/model/vocab/he","value":"1"}])", "whole number");
        row("id is a list", R"([{"op":"replace","path":"/model/vocab/he","value":[1]}])", "whole number");
        row("id twice", R"([{"op":"replace","path":"/model/vocab/he","value":257}])", "257");
        row("byte missing",
            R"([{"op":"remove","path":"/model/vocab/z"},{"op":"replace","path":"/added_tokens/0/id","value":257}])",
            "byte 122");
        row("merge of one", R"([{"op":"add","path":"/model/merges/-","value":"ab"}])", "merge 2");
        row("merge of three", R"([{"op":"add","path":"/model/merges/-","value":"a b c"}])", "merge 2");
        row("short pair", R"([{"op":"add","path":"/model/merges/-","value":["a"]}])", "1 parts");
        row("long pair", R"([{"op":"add","path":"/model/merges/-","value":["a","b","c"]}])", "3 parts");
        row("pair of lists", R"([{"op":"add","path":"/model/merges/-","value":[["a"],"b"]}])", "holds array");
        row("merge is a number", R"([{"op":"add","path":"/model/merges/-","value":7}])", "holds number");
        row("merge without result", R"([{"op":"add","path":"/model/merges/-","value":"a b"}])", "'ab'");
        row("merge twice", R"([{"op":"add","path":"/model/merges/-","value":"h e"}])", "same two");
        row("added token without id", R"([{"op":"remove","path":"/added_tokens/0/id"}])",
            "added_tokens[0].id");
        row("added token with wrong id", R"([{"op":"replace","path":"/added_tokens/0/id","value":300}])",
            "258");
        row("added token, id below 0", R"([{"op":"replace","path":"/added_tokens/0/id","value":-1}])",
            "from 0");
        row("added token is text", R"([{"op":"replace","path":"/added_tokens/0","value":"<s>"}])",
            "added_tokens[0]");
        row("added token empty", R"([{"op":"replace","path":"/added_tokens/0/content","value":""}])",
            "is empty");
        row("flag is a number", R"([{"op":"replace","path":"/added_tokens/0/lstrip","value":1}])", "lstrip");
        row("added twice", R"([{"op":"copy","from":"/added_tokens/0","path":"/added_tokens/1"}])", "twice");
        row("pre-tokenizer is text", R"([{"op":"replace","path":"/pre_tokenizer","value":"x"}])",
            "pre_tokenizer is");
        row("split without pattern",
            R"([{"op":"replace","path":"/pre_tokenizer","value":{"type":"Split","behavior":"Isolated","invert":false}}])",
            "pattern is missing");
        row("split behavior",
            R"([{"op":"replace","path":"/pre_tokenizer","value":{"type":"Split","pattern":{"Regex":"a"},)"
            R"("behavior":"Sideways","invert":false}}])",
            "Sideways");
    }
    void invalid() {
        QFETCH(QString, patch);
        QFETCH(QString, named);
        expectError(base().patch(json::parse(patch.toStdString())).dump(), ErrorKind::InvalidFile, named);
    }

    void unsupported_data() {
        QTest::addColumn<QString>("patch");
        QTest::addColumn<QString>("named");
        const auto row = [](const char* name, const char* patch) { QTest::newRow(name) << patch << name; };
        row("'WordPiece'", R"([{"op":"replace","path":"/model/type","value":"WordPiece"}])");
        row("'NFC'", R"([{"op":"replace","path":"/normalizer","value":{"type":"NFC"}}])");
        row("'Lowercase'", R"([{"op":"replace","path":"/normalizer","value":)"
                           R"({"type":"Sequence","normalizers":[{"type":"Lowercase"}]}}])");
        row("'Metaspace'", R"([{"op":"replace","path":"/pre_tokenizer","value":{"type":"Metaspace"}}])");
        row("without ByteLevel", R"([{"op":"replace","path":"/pre_tokenizer","value":)"
                                 R"({"type":"Digits","individual_digits":true}}])");
        row("no pre-tokenizer", R"([{"op":"replace","path":"/pre_tokenizer","value":null}])");
        row("no decoder", R"([{"op":"remove","path":"/decoder"}])");
        row("'Fuse'", R"([{"op":"replace","path":"/decoder","value":{"type":"Fuse"}}])");
        row("truncation", R"([{"op":"replace","path":"/truncation","value":{"max_length":5}}])");
        row("padding", R"([{"op":"replace","path":"/padding","value":{}}])");
        row("dropout", R"([{"op":"add","path":"/model/dropout","value":0.1}])");
        row("end_of_word_suffix", R"([{"op":"add","path":"/model/end_of_word_suffix","value":"</w>"}])");
        row("continuing_subword_prefix",
            R"([{"op":"add","path":"/model/continuing_subword_prefix","value":"##"}])");
        row("version '2.0'", R"([{"op":"replace","path":"/version","value":"2.0"}])");
    }
    void unsupported() {
        QFETCH(QString, patch);
        QFETCH(QString, named);
        expectError(base().patch(json::parse(patch.toStdString())).dump(), ErrorKind::Unsupported, named);
    }

    void accepted_data() {
        QTest::addColumn<QString>("patch");
        const auto row = [](const char* name, const char* patch) { QTest::newRow(name) << patch; };
        row("empty normalizer",
            R"([{"op":"replace","path":"/normalizer","value":{"type":"Sequence","normalizers":[]}}])");
        row("no added tokens", R"([{"op":"remove","path":"/added_tokens"}])");
        row("unknown field", R"([{"op":"add","path":"/comment","value":{"vocab":{"a":-1},"merges":7}}])");
        row("nulls and defaults", R"([{"op":"add","path":"/model/dropout","value":null},)"
                                  R"({"op":"add","path":"/model/end_of_word_suffix","value":""}])");
        // The hash is escaped because Qt's moc takes it for a directive.
        row("version line among merges",
            R"([{"op":"add","path":"/model/merges/0","value":"\u0023version: 0.2"}])");
    }
    void accepted() {
        QFETCH(QString, patch);
        const std::string text = base().patch(json::parse(patch.toStdString())).dump();
        QCOMPARE(Tokenizer::from_json(text).encode("hey"), std::vector<std::int32_t>{257});
    }

    void duplicateKeys() {
        const std::string good = base().dump();
        const auto inserted = [&](const char* before, const char* text) {
            std::string result = good;
            return result.insert(result.find(before), text);
        };
        expectError(inserted("\"he\":", "\"he\":256,"), ErrorKind::InvalidFile, "'he' twice");
        expectError(inserted("\"model\":", "\"model\":{},"), ErrorKind::InvalidFile, "'model' occurs twice");
        expectError(inserted("\"vocab\":", "\"vocab\":{},"), ErrorKind::InvalidFile,
                    "model.vocab occurs twice");
    }

    void notJson() {
        for (const std::string text : {"", "{", "nul", "\xFF", "{\"model\": {\"vocab\": {\"a\": 1", "[1,]"})
            expectError(text, ErrorKind::InvalidFile, "cannot be read");
        for (const std::string text : {"[]", "3", "\"model\"", "null", "[[\"model\"]]"})
            expectError(text, ErrorKind::InvalidFile, "expected an object");
    }

    void deepNesting() {
        expectError(std::string(1000000, '['), ErrorKind::InvalidFile, "deeper than 64");
        std::string objects;
        for (int i = 0; i < 100000; ++i)
            objects += "{\"model\":";
        expectError(objects, ErrorKind::InvalidFile, "deeper than 64");
    }

    void everyPrefixGivesAnError() {
        const std::string good = base().dump();
        for (std::size_t length = 0; length < good.size(); length += 13)
            expectError(std::string_view(good).substr(0, length), ErrorKind::InvalidFile, "cannot be read");
    }

    // Whatever happens to the bytes of a file: a tokenizer or a typed error.
    void damagedFilesGiveTypedErrors() {
        const std::string good = base().dump();
        std::mt19937 random(1);
        int refused = 0;
        for (int round = 0; round < 1500; ++round) {
            std::string text = good;
            for (std::size_t changes = 1 + random() % 4; changes > 0; --changes) {
                const std::size_t at = random() % text.size();
                switch (random() % 4) {
                case 0:
                    text[at] = static_cast<char>(random());
                    break;
                case 1:
                    text.erase(at, 1 + random() % 20);
                    break;
                case 2:
                    text.insert(at, text.substr(random() % text.size(), random() % 40));
                    break;
                default:
                    text[at] = "{}[]\",:0-9tfn\\"[random() % 14];
                }
            }
            try {
                const Tokenizer tokenizer = Tokenizer::from_json(text);
                tokenizer.decode(tokenizer.encode("hey <s>you 123"));
            } catch (const Error&) {
                ++refused;
            }
        }
        QVERIFY(refused > 500);
    }

    void files() {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("tokenizer.json").toStdString();
        const auto message = [](const std::filesystem::path& file) -> QString {
            try {
                Tokenizer::from_file(file);
            } catch (const Error& error) {
                return error.kind() == ErrorKind::InvalidFile ? error.what() : "wrong kind";
            }
            return {};
        };
        QVERIFY(message(path).contains("cannot be read"));
        QVERIFY(message(path.parent_path()).contains("cannot be read"));
        QFile file(QString::fromStdString(path.string()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{}");
        file.close();
        QVERIFY(message(path).contains("tokenizer.json: ") && message(path).contains("model is missing"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(base().dump()));
        file.close();
        QCOMPARE(message(path), QString());
    }
};

QTEST_APPLESS_MAIN(TestTokenizerFile)
#include "test_tokenizer_file.moc"
