// Masks against the matcher, token by token, and the matcher's other promises.
#include "vocabularies.h"

#include "kernels/error.h"

#include <QFile>
#include <QTest>

#include <random>

using namespace hadal;
using namespace hadal::grammar;
using namespace hadal::grammar::test;

namespace {

/// tests/data/grammar/masks.jsonl: schemas of every kind.
std::vector<Json> schemas() {
    std::vector<Json> all;
    QFile file(HADAL_TEST_DATA "/grammar/masks.jsonl");
    if (file.open(QIODevice::ReadOnly))
        while (!file.atEnd())
            all.push_back(parse_json(file.readLine().toStdString()));
    return all;
}

} // namespace

class MatcherTest : public QObject {
    Q_OBJECT

    /// Walks at random along legal tokens; at every step, each token's bit says what accept() does.
    void compareEverywhere(const std::shared_ptr<const Vocabulary>& vocabulary, int walks, int longest,
                           std::int32_t stride) {
        std::mt19937 random(3);
        const auto all = schemas();
        QVERIFY(all.size() >= 12);
        for (const Json& schema : all) {
            Matcher matcher(vocabulary, compile_schema(schema));
            for (int walk = 0; walk < walks; ++walk) {
                matcher.reset();
                for (int step = 0; step < longest && !matcher.has_ended(); ++step) {
                    const TokenMask mask = matcher.mask(); // a copy: accept() may change it
                    std::vector<std::int32_t> legal;
                    const auto first = static_cast<std::int32_t>(random() % static_cast<unsigned>(stride));
                    for (std::int32_t id = 0; id < vocabulary->trie().size(); ++id) {
                        if (allows(mask, id))
                            legal.push_back(id);
                        if (id % stride != first)
                            continue;
                        const bool accepted = matcher.accept(id);
                        if (accepted)
                            matcher.rollback(1);
                        QVERIFY2(accepted == allows(mask, id),
                                 (print_compact(schema) + ", token " + std::to_string(id) + " '" +
                                  std::string(vocabulary->trie().tokenizer().token_bytes(id)) + "' at step " +
                                  std::to_string(step))
                                     .c_str());
                    }
                    QVERIFY2(!legal.empty(), print_compact(schema).c_str());
                    // Short tokens too, or a walk hardly leaves its first string.
                    std::int32_t next = legal[random() % legal.size()];
                    for (int tries = 0; tries < 3; ++tries) {
                        const std::int32_t other = legal[random() % legal.size()];
                        const auto& tokenizer = vocabulary->trie().tokenizer();
                        if (tokenizer.token_bytes(other).size() < tokenizer.token_bytes(next).size())
                            next = other;
                    }
                    QVERIFY(matcher.accept(next));
                }
            }
        }
    }

  private slots:
    void maskAndMatcherAgree() { compareEverywhere(small_vocabulary(), 6, 40, 1); }

    void maskAndMatcherAgreeWithTheRealVocabulary() {
        if (!real_vocabulary())
            QSKIP("DeepSeek's tokenizer is not at hand (HADAL_SHARED_DIR)");
        compareEverywhere(real_vocabulary(), 1, 12, 7);
    }

    void theTrieHoldsEveryToken() {
        const TokenTrie& trie = small_vocabulary()->trie();
        const auto& tokenizer = trie.tokenizer();
        std::size_t ordinary = 0;
        for (std::int32_t id = 0; id < trie.size(); ++id) {
            if (!tokenizer.known(id) || tokenizer.is_added(id) || tokenizer.token_bytes(id).empty())
                continue;
            ++ordinary;
            std::uint32_t node = 0;
            for (const char byte : tokenizer.token_bytes(id)) {
                node = trie.child(node, static_cast<std::uint8_t>(byte));
                QVERIFY(node != 0);
            }
            const auto here = trie.tokens_at(node);
            QVERIFY(std::find(here.begin(), here.end(), id) != here.end());
        }
        QCOMPARE(trie.tokens_in(0, static_cast<std::uint32_t>(trie.nodes().size())).size(), ordinary);
    }

    void specialTokensAreNoText() {
        const auto vocabulary = small_vocabulary();
        const auto& tokenizer = vocabulary->trie().tokenizer();
        Matcher matcher(vocabulary, compile_schema({{"type", "string"}}));
        const auto quote = tokenizer.token_id("\"");
        QVERIFY(quote && matcher.accept(*quote));
        for (std::int32_t id = 0; id < tokenizer.size(); ++id) {
            if (tokenizer.is_added(id)) {
                QVERIFY(!allows(matcher.mask(), id));
                QVERIFY(!matcher.accept(id));
            }
        }
    }

    void theEndComesWhenTheTextIsComplete() {
        const auto vocabulary = small_vocabulary();
        const auto& tokenizer = vocabulary->trie().tokenizer();
        QVERIFY(!vocabulary->end_ids().empty());
        const std::int32_t end = vocabulary->end_ids()[0];
        Matcher matcher(vocabulary, compile_schema({{"type", "integer"}, {"maximum", 99}, {"minimum", 0}}));
        QVERIFY(!allows(matcher.mask(), end));
        const auto one = tokenizer.token_id("1");
        QVERIFY(one && matcher.accept(*one));
        QVERIFY(matcher.is_complete()); // but it can grow
        QVERIFY(allows(matcher.mask(), end) && allows(matcher.mask(), *one));
        QVERIFY(matcher.accept(*one));
        const TokenMask& mask = matcher.mask();
        for (std::int32_t id = 0; id < tokenizer.size(); ++id)
            QCOMPARE(allows(mask, id), id == end);
        QVERIFY(matcher.accept(end));
        QVERIFY(matcher.has_ended());
        QVERIFY(!matcher.accept(*one));
        matcher.rollback(2);
        QCOMPARE(matcher.accepted(), std::size_t{1});
        QVERIFY(matcher.is_complete());
        QVERIFY_THROWS_EXCEPTION(Error, matcher.rollback(2));
    }

    void forcedBytesAreThoseWithoutAChoice() {
        const auto vocabulary = small_vocabulary();
        const auto& tokenizer = vocabulary->trie().tokenizer();
        Matcher matcher(vocabulary, compile_schema({{"enum", {"alpha-one", "alpha-two"}}}));
        QCOMPARE(matcher.forced(), std::string("\""));
        for (const std::int32_t id : tokenizer.encode("\"alpha-o", false))
            QVERIFY(matcher.accept(id));
        // An escape could spell a letter, so letters are not forced.
        QCOMPARE(matcher.forced(), std::string());
        Matcher simple(vocabulary, compile_schema({{"const", Json::array({true, nullptr})}}));
        QVERIFY(!generates(simple, tokenizer, "[true,null"));
        QVERIFY(generates(simple, tokenizer, "[true, null]"));
    }

    /// Both spellings of the same value, and white space within its bounds.
    void whiteSpaceIsBounded() {
        const auto grammar = compile_schema(schemas().at(7));
        for (const char* good : {"{\"age\":1}", "{\"age\": 1}",
                                 "{\n  \"age\": 1,\n  \"tags\": [\"a\", \"ab\"]\n}", "{ \"age\": 1 }"})
            QVERIFY2(matches(grammar, good), good);
        for (const char* bad : {" {\"age\":1}", "{\"age\":1} ", "{\"age\":  1}", "{\"age\":\n1}",
                                "{\"age\" :1}", "{\r\n\"age\":1}", "{\n                       \"age\":1}"})
            QVERIFY2(!matches(grammar, bad), bad);
    }

    /// More states than the machine keeps: old ones are forgotten, and rolling back still works.
    void statesAreBounded() {
        const auto vocabulary = small_vocabulary();
        const auto& tokenizer = vocabulary->trie().tokenizer();
        Matcher matcher(
            vocabulary,
            compile_schema({{"type", "array"}, {"items", {{"type", "integer"}}}, {"maxItems", 30000}}));
        const std::int32_t open = *tokenizer.token_id("["), one = *tokenizer.token_id("1"),
                           comma = *tokenizer.token_id(",");
        QVERIFY(matcher.accept(open));
        for (int i = 0; i < 20000; ++i) {
            if (i % 1000 == 0) {
                QVERIFY(allows(matcher.mask(), one));
            }
            QVERIFY(matcher.accept(one));
            QVERIFY(matcher.accept(comma));
        }
        matcher.rollback(39999);
        QVERIFY(allows(matcher.mask(), comma) == false || matcher.accepted() == 2);
        matcher.rollback(2);
        QVERIFY(allows(matcher.mask(), open));
    }
};

QTEST_APPLESS_MAIN(MatcherTest)
#include "matcher_test.moc"
