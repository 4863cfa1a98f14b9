#include "engine/tokenizer/tokenizer.h"
#include "tests/engine/tokenizer/small_tokenizer.h"

#include <QtTest>

#include <random>
#include <thread>

using hadal::tokenizer::StreamDecoder;
using hadal::tokenizer::Tokenizer;
using namespace hadal::tokenizer::test;
using Ids = std::vector<std::int32_t>;

namespace {

constexpr int merged = 256; // id of the first merge

nlohmann::json hello_file() {
    return small_tokenizer({{"h", "e"},
                            {"l", "l"},
                            {"he", "ll"},
                            {"hell", "o"},
                            {" ", "hello"},
                            {"\xE4", "\xBD"},
                            {"\xE4\xBD", "\xA0"}});
}

/// With <s> (special) and <think> (not special) behind the 256 + 7 ordinary tokens.
nlohmann::json chat_file() {
    nlohmann::json file = hello_file();
    file["added_tokens"] = {added_token(263, "<s>"), added_token(264, "<think>", false)};
    return file;
}

Tokenizer read(const nlohmann::json& file) {
    return Tokenizer::from_json(file.dump());
}

Ids bytes(std::string_view text) {
    Ids ids;
    for (const char byte : text)
        ids.push_back(static_cast<unsigned char>(byte));
    return ids;
}

std::string bytes_of(const Tokenizer& tokenizer, const Ids& ids) {
    std::string text;
    for (const std::int32_t id : ids)
        text += tokenizer.token_bytes(id);
    return text;
}

} // namespace

class TestTokenizer : public QObject {
    Q_OBJECT
  private slots:
    void mergesByRank() {
        const Tokenizer tokenizer = read(hello_file());
        QCOMPARE(tokenizer.encode("hello hello"), (Ids{merged + 3, merged + 4}));
        QCOMPARE(tokenizer.encode("hellx"), (Ids{merged + 2, 'x'}));
        QCOMPARE(tokenizer.encode("\u4F60"), (Ids{merged + 6}));
        QCOMPARE(tokenizer.encode(""), Ids{});
    }

    void mergesInPairForm() {
        nlohmann::json file = hello_file();
        for (auto& merge : file["model"]["merges"]) {
            const std::string text = merge;
            merge = {text.substr(0, text.find(' ')), text.substr(text.find(' ') + 1)};
        }
        QCOMPARE(read(file).encode("hello hello"), (Ids{merged + 3, merged + 4}));
    }

    void ignoreMergesTakesWholeWords() {
        nlohmann::json file = hello_file();
        file["model"]["vocab"]["xyz"] = 263;
        QCOMPARE(read(file).encode("xyz xyz"), bytes("xyz xyz"));
        file["model"]["ignore_merges"] = true;
        QCOMPARE(read(file).encode("xyz xyz"), (Ids{263, ' ', 'x', 'y', 'z'}));
        file["model"]["vocab"][""] = 264; // a word of nothing is in no text
        QCOMPARE(read(file).encode("xyz"), (Ids{263}));
    }

    void addedTokens() {
        const Tokenizer tokenizer = read(chat_file());
        QCOMPARE(tokenizer.encode("<s>hello<think>"), (Ids{263, merged + 3, 264}));
        QCOMPARE(tokenizer.encode("<s"), bytes("<s"));
        QCOMPARE(tokenizer.encode("<<s>>"), (Ids{'<', 263, '>'}));
    }

    void outsideTextNeverBecomesAnAddedToken() {
        const Tokenizer tokenizer = read(chat_file());
        QCOMPARE(tokenizer.encode("<s>hello<think>", false), [] {
            Ids ids = bytes("<s>");
            ids.push_back(merged + 3);
            for (const auto id : bytes("<think>"))
                ids.push_back(id);
            return ids;
        }());
    }

    void outsideTextNeverMergesToAnAddedToken() {
        nlohmann::json file = hello_file(); // "hello" is a merge result and an added token at once
        file["added_tokens"] = {added_token(merged + 3, "hello")};
        const Tokenizer tokenizer = read(file);
        QCOMPARE(tokenizer.encode("hello", true), (Ids{merged + 3}));
        QCOMPARE(tokenizer.encode("hello", false), bytes("hello"));
        Ids kept = {merged + 3};
        tokenizer.encode("hello", kept, false);
        QCOMPARE(kept.front(), merged + 3); // what was there before stays
        QCOMPARE(kept.size(), std::size_t(6));
        file["model"]["ignore_merges"] = true;
        QCOMPARE(read(file).encode("hello", false), bytes("hello"));
    }

    void quotedTextNeverBecomesAnAddedToken() {
        const Tokenizer tokenizer = read(chat_file());
        const std::string text = "<s><s>hello<think>\xFF<s><think>";
        const auto encode = [&](std::vector<hadal::TextSpan> spans) { return tokenizer.encode(text, spans); };
        const auto joined = [](std::initializer_list<Ids> parts) {
            Ids all;
            for (const Ids& part : parts)
                all.insert(all.end(), part.begin(), part.end());
            return all;
        };
        QCOMPARE(encode({}), tokenizer.encode(text));
        QCOMPARE(encode({{0, text.size()}}), tokenizer.encode(text, false));
        const Ids hello = {merged + 3}, s = {263}, think = {264};
        const Ids tail = joined({bytes("\xFF"), s, think});
        QCOMPARE(encode({{3, 11}}), joined({s, bytes("<s>"), hello, think, tail}));
        // One byte of it is enough, at any place; what stands beside it still counts.
        QCOMPARE(encode({{0, 1}}), joined({bytes("<s>"), s, hello, think, tail}));
        QCOMPARE(encode({{5, 6}, {17, 18}}), joined({s, bytes("<s>"), hello, bytes("<think>"), tail}));
        // Spans count from the begin of the text, also behind bytes that are not UTF-8.
        QCOMPARE(encode({{19, 20}}), joined({s, s, hello, think,
                                             bytes("\xFF"
                                                   "<s>"),
                                             think}));
        QCOMPARE(encode({{22, 29}}), joined({s, s, hello, think, bytes("\xFF"), s, bytes("<think>")}));
    }

    void quotesEndAnAddedToken() {
        nlohmann::json file = hello_file();
        file["added_tokens"] = {added_token(263, "<a>"), added_token(264, "<a>b")};
        const Tokenizer tokenizer = read(file);
        QCOMPARE(tokenizer.encode("<a>b"), (Ids{264}));
        QCOMPARE(tokenizer.encode("<a>b", std::vector<hadal::TextSpan>{{3, 4}}), (Ids{263, 'b'}));
    }

    void longestAddedTokenWins() {
        nlohmann::json file = hello_file();
        file["added_tokens"] = {added_token(263, "<a"), added_token(264, "<a><b>"), added_token(265, "a>"),
                                added_token(266, "<b")};
        const Tokenizer tokenizer = read(file);
        QCOMPARE(tokenizer.encode("<a><b>"), (Ids{264}));
        QCOMPARE(tokenizer.encode("<a><b"), (Ids{263, '>', 266})); // leftmost first: "<a", not "a>"
        QCOMPARE(tokenizer.encode("a><a"), (Ids{265, 263}));
    }

    void addedTokenFlags() {
        nlohmann::json file = hello_file();
        file["added_tokens"] = {added_token(263, "<l>"), added_token(264, "<r>"), added_token(265, "word")};
        file["added_tokens"][0]["lstrip"] = true;
        file["added_tokens"][1]["rstrip"] = true;
        file["added_tokens"][2]["single_word"] = true;
        const Tokenizer tokenizer = read(file);
        QCOMPARE(tokenizer.encode("x \u3000\n<l> x"), (Ids{'x', 263, ' ', 'x'}));
        QCOMPARE(tokenizer.encode("x <r> \t x"), (Ids{'x', ' ', 264, 'x'}));
        QCOMPARE(tokenizer.encode("<r>  <l>"),
                 (Ids{264, 263})); // white space goes to the first that takes it
        QCOMPARE(tokenizer.encode("word"), (Ids{265}));
        QCOMPARE(tokenizer.encode("-word."), (Ids{'-', 265, '.'}));
        QCOMPARE(tokenizer.encode("words"), bytes("words"));
        QCOMPARE(tokenizer.encode("\u00E9word"), bytes("\u00E9word"));
    }

    void normalizedTokensAreSearchedLast() {
        nlohmann::json file = hello_file();
        file["added_tokens"] = {added_token(263, "ab"), added_token(264, "bc")};
        file["added_tokens"][0]["normalized"] = true;
        QCOMPARE(read(file).encode("abc"), (Ids{'a', 264}));
    }

    void lookUp() {
        const Tokenizer tokenizer = read(chat_file());
        QCOMPARE(tokenizer.size(), 265);
        QCOMPARE(tokenizer.token_id("<s>"), std::optional(263));
        QCOMPARE(tokenizer.token_id(" hello"), std::optional(merged + 4));
        QCOMPARE(tokenizer.token_id("\xE4"), std::optional(0xE4));
        QVERIFY(!tokenizer.token_id("hel") && !tokenizer.token_id(""));
        QVERIFY(tokenizer.token_bytes(merged + 4) == " hello" && tokenizer.token_bytes(264) == "<think>");
        QVERIFY(tokenizer.is_special(263) && !tokenizer.is_special(264) && !tokenizer.is_special('a'));
        QVERIFY(tokenizer.is_added(264) && !tokenizer.is_added('a'));
        for (const std::int32_t id : {-1, 265, INT32_MAX, INT32_MIN})
            QVERIFY(!tokenizer.known(id) && tokenizer.token_bytes(id).empty() && !tokenizer.is_special(id));
    }

    void decode() {
        const Tokenizer tokenizer = read(chat_file());
        QCOMPARE(tokenizer.decode(Ids{263, merged + 3, 9999, -5, 264}), std::string("<s>hello<think>"));
        QCOMPARE(tokenizer.decode(Ids{263, merged + 3, 264}, true), std::string("hello<think>"));
        QCOMPARE(tokenizer.decode(Ids{}), std::string());
    }

    void decodeReplacesWhatIsNotUtf8_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char* name, const char* input, const char* output) {
            QTest::newRow(name) << QByteArray(input) << QByteArray(output);
        };
#define FFFD "\xEF\xBF\xBD"
        row("lone continuation", "a\x80z", "a" FFFD "z");
        row("overlong", "\xC0\xAF", FFFD FFFD);
        row("surrogate", "\xED\xA0\x80", FFFD FFFD FFFD);
        row("cut short", "\xE4\xBDz", FFFD "z");
        row("cut short twice", "\xF0\x9F\x98\xF0\x9F\x98\x80", FFFD "\xF0\x9F\x98\x80");
        row("above the last", "\xF4\x90\x80\x80", FFFD FFFD FFFD FFFD);
        row("never a byte", "\xFF\xFE", FFFD FFFD);
        row("ends early", "ok\xF0\x9F", "ok" FFFD);
#undef FFFD
    }
    void decodeReplacesWhatIsNotUtf8() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, text);
        const Tokenizer tokenizer = read(hello_file());
        Ids ids;
        for (const char byte : bytes)
            ids.push_back(static_cast<unsigned char>(byte));
        QCOMPARE(tokenizer.decode(ids), text.toStdString());
    }

    void invalidUtf8KeepsItsBytes() {
        const Tokenizer tokenizer = read(chat_file());
        std::mt19937 random(3);
        for (int round = 0; round < 2000; ++round) {
            std::string text;
            for (std::size_t length = random() % 40; length > 0; --length)
                text +=
                    random() % 3 ? static_cast<char>(random() % 256) : "hel<s> \xE4\xBD\xA0"[random() % 10];
            QCOMPARE(bytes_of(tokenizer, tokenizer.encode(text)), text);
            QCOMPARE(bytes_of(tokenizer, tokenizer.encode(text, false)), text);
        }
        QCOMPARE(tokenizer.encode("hello\xFFhello"), (Ids{merged + 3, 0xFF, merged + 3}));
        QCOMPARE(tokenizer.encode("hello\xE4\xBD"), (Ids{merged + 3, merged + 5}));
    }

    void streamsWholeCharacters() {
        const Tokenizer tokenizer = read(chat_file());
        std::mt19937 random(5);
        const std::string samples[] = {"a",     "\u00E9", "\u4F60",   "\U0001F600",
                                       "hello", "\xE4",   "\xF0\x9F", "\xFF"};
        for (int round = 0; round < 2000; ++round) {
            Ids ids;
            for (std::size_t parts = random() % 12; parts > 0; --parts)
                for (const char byte : samples[random() % std::size(samples)])
                    ids.push_back(static_cast<unsigned char>(byte));
            if (random() % 4 == 0)
                ids.insert(ids.begin() + static_cast<std::ptrdiff_t>(random() % (ids.size() + 1)), 263);
            StreamDecoder stream(tokenizer);
            std::string text;
            for (const std::int32_t id : ids) {
                const std::string part = stream.push(id);
                QVERIFY(QString::fromStdString(part).toStdString() == part); // valid by itself
                text += part;
            }
            text += stream.finish();
            QCOMPARE(text, tokenizer.decode(ids));
        }
    }

    void streamHoldsBackHalfACharacter() {
        const Tokenizer tokenizer = read(hello_file());
        StreamDecoder stream(tokenizer);
        QCOMPARE(stream.push('a'), std::string("a"));
        QCOMPARE(stream.push(merged + 5), std::string());
        QCOMPARE(stream.push(0xA0), std::string("\u4F60"));
        QCOMPARE(stream.push(0xE4), std::string());
        QCOMPARE(stream.finish(), std::string("\uFFFD"));
        QCOMPARE(stream.push('b'), std::string("b")); // as new
    }

    void rememberedWordsStayRight() {
        // More words than the cache holds, short and long, each twice; a fresh tokenizer has an empty cache.
        const nlohmann::json file = hello_file();
        const Tokenizer tokenizer = read(file);
        std::mt19937 random(9);
        std::string text;
        for (int word = 0; word < 60000; ++word) {
            for (std::size_t letters = 1 + random() % 6; letters > 0; --letters)
                text += "helo"[random() % 4];
            text += random() % 50 ? " " : std::string(1 + random() % 60, 'l') + " ";
        }
        const Ids first = tokenizer.encode(text);
        QVERIFY(tokenizer.encode(text) == first);
        QCOMPARE(tokenizer.decode(first), text);
        for (std::size_t begin = 0; begin < text.size(); begin = text.find(' ', begin) + 1) {
            const std::string word = text.substr(begin, text.find(' ', begin) - begin);
            if (begin % 997 == 0)
                QCOMPARE(tokenizer.encode(word), read(file).encode(word));
        }
    }

    void threadsShareOneTokenizer() {
        const Tokenizer tokenizer = read(chat_file());
        const std::string text = "hello <s> hell \u4F60\u4F60 <think> he";
        const Ids expected = tokenizer.encode(text);
        std::atomic<int> wrong = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&, copy = tokenizer] {
                for (int round = 0; round < 300; ++round)
                    wrong += copy.encode(text) != expected || tokenizer.decode(expected) != text;
            });
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(wrong.load(), 0);
    }

    void millionCharacterWords() {
        const Tokenizer tokenizer = read(chat_file());
        for (const std::string unit : {"a", "l", " ", "\u4F60", "hello", "<", "1"}) {
            std::string text;
            while (text.size() < 1 << 20)
                text += unit;
            QVERIFY(bytes_of(tokenizer, tokenizer.encode(text)) == text);
        }
    }
};

QTEST_APPLESS_MAIN(TestTokenizer)
#include "test_tokenizer.moc"
