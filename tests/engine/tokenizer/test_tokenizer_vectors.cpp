// DeepSeek's own tokenizer, where it is at hand: recorded ids, and properties of any text.
#include "engine/tokenizer/tokenizer.h"

#include <QtTest>

#include <nlohmann/json.hpp>

#include <fstream>
#include <optional>
#include <random>

using hadal::tokenizer::StreamDecoder;
using hadal::tokenizer::Tokenizer;

namespace {

const std::string folder = HADAL_SHARED_DIR;
const std::string tokenizer_file = folder + "/data/deepseek-v3-tokenizer/tokenizer.json";
const std::string vectors_file = folder + "/golden/tokenizer/deepseek-v3.jsonl";

std::string random_text(std::mt19937& random) {
    QString text;
    for (std::size_t length = random() % 200; length > 0; --length) {
        char32_t c = random() % 2 ? random() % 128 : random() % 4 ? random() % 0x10000 : random() % 0x110000;
        if (c >= 0xD800 && c <= 0xDFFF)
            c = ' ';
        text += QString::fromUcs4(&c, 1);
    }
    return text.toStdString();
}

} // namespace

class TestTokenizerVectors : public QObject {
    Q_OBJECT
    std::optional<Tokenizer> tokenizer;

  private slots:
    void initTestCase() {
        if (!std::filesystem::exists(tokenizer_file) || !std::filesystem::exists(vectors_file))
            QSKIP(qPrintable("no DeepSeek tokenizer and vectors under " + QString::fromStdString(folder)));
        tokenizer = Tokenizer::from_file(tokenizer_file);
    }

    void vectors() {
        std::ifstream lines(vectors_file);
        int count = 0;
        for (std::string line; std::getline(lines, line); ++count) {
            const auto vector = nlohmann::json::parse(line);
            const std::string text = vector.at("text");
            const auto ids = vector.at("ids").get<std::vector<std::int32_t>>();
            QVERIFY2(tokenizer->encode(text) == ids, qPrintable(QString("line %1").arg(count + 1)));
            QCOMPARE(tokenizer->decode(ids), text);
        }
        QVERIFY(count > 0);
    }

    void roundTrip() {
        std::mt19937 random(2);
        for (int round = 0; round < 2000; ++round) {
            const std::string text = random_text(random);
            const auto ids = tokenizer->encode(text, round % 2);
            QCOMPARE(tokenizer->decode(ids), text);
            StreamDecoder stream(*tokenizer);
            std::string streamed;
            for (const std::int32_t id : ids)
                streamed += stream.push(id);
            QCOMPARE(streamed + stream.finish(), text);
        }
    }

    void controlTokensCannotBeForged() {
        for (std::int32_t id = 0; id < tokenizer->size(); ++id) {
            if (!tokenizer->is_added(id))
                continue;
            const std::string text(tokenizer->token_bytes(id));
            QCOMPARE(tokenizer->encode(text), std::vector<std::int32_t>{id});
            QCOMPARE(tokenizer->token_id(text), std::optional(id));
            for (const std::int32_t plain : tokenizer->encode("a" + text + text, false))
                QVERIFY(!tokenizer->is_added(plain));
        }
    }

    void everyEntryIsFoundByItsBytes() {
        for (std::int32_t id = 0; id < tokenizer->size(); ++id)
            QCOMPARE(tokenizer->token_id(tokenizer->token_bytes(id)), std::optional(id));
    }

    void megabytesOfOneCharacter() {
        for (const std::string unit : {"a", " ", "\u4E00", "!", "\n", "0", "\u200D"}) {
            std::string text;
            while (text.size() < 1 << 20)
                text += unit;
            QVERIFY(tokenizer->decode(tokenizer->encode(text)) == text);
        }
    }
};

QTEST_APPLESS_MAIN(TestTokenizerVectors)
#include "test_tokenizer_vectors.moc"
