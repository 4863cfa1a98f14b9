// Forced bytes spelled as the tokenizer would.
#include "engine/grammar/forced_run.h"

#include "engine/grammar/matcher.h"
#include "engine/grammar/tool_calls.h"

#include <QTest>

#include <random>

using namespace hadal;
using namespace hadal::grammar;

namespace {

const tokenizer::Tokenizer& small_tokenizer() {
    static const auto tokenizer = tokenizer::Tokenizer::from_file(HADAL_RESOURCES "/model/tokenizer.json");
    return tokenizer;
}

std::string bytes_of(std::span<const std::int32_t> ids) {
    std::string bytes;
    for (const std::int32_t id : ids)
        bytes += small_tokenizer().token_bytes(id);
    return bytes;
}

} // namespace

class ForcedRunTest : public QObject {
    Q_OBJECT

  private slots:
    void runsBeginWithWhatTheyReplace() {
        const TokenTrie trie(small_tokenizer());
        const std::string text = "{\"temperature\": 21, \"the unit of it\": \"celsius\"}";
        for (std::size_t cut = 1; cut < text.size(); ++cut) {
            const auto answer = small_tokenizer().encode(text.substr(0, cut), false);
            const auto run = spelled_run(trie, answer, text.substr(cut), cut % 2 == 0);
            if (run.tokens.empty())
                continue;
            QVERIFY(run.back <= 4 && run.back <= answer.size());
            const std::string before = bytes_of(std::span(answer).last(run.back)),
                              after = bytes_of(run.tokens);
            QVERIFY(after.size() > before.size() && after.starts_with(before));
            QVERIFY(text.substr(cut).starts_with(after.substr(before.size())));
        }
        QVERIFY(spelled_run(trie, {}, "", true).tokens.empty());
    }

    /// Whatever follows, the tokens of a run are those of the whole text.
    void spellsAsTheTokenizerDoes() {
        const TokenTrie trie(small_tokenizer());
        std::mt19937 random(5);
        const std::vector<std::string> pieces{"{\"",  "name", "\": \"", "the",  " weather", "in", " 12",
                                              "3",    ", ",   "</",     "x",    "\n",       "  ", "été",
                                              "北京", "_id",  "\": ",   "true", "}"};
        std::size_t whole = 0, alike = 0, written = 0, forced_bytes = 0;
        for (int i = 0; i < 400; ++i) {
            std::string parts[3];
            for (std::string& part : parts)
                for (unsigned n = 1 + random() % 6; n > 0; --n)
                    part += pieces[random() % pieces.size()];
            const auto answer = small_tokenizer().encode(parts[0], false);
            const auto run = spelled_run(trie, answer, parts[1], false);
            forced_bytes += parts[1].size();
            if (run.tokens.empty())
                continue;
            std::vector<std::int32_t> ids(answer.begin(),
                                          answer.end() - static_cast<std::ptrdiff_t>(run.back));
            ids.insert(ids.end(), run.tokens.begin(), run.tokens.end());
            written += bytes_of(ids).size() - parts[0].size();
            const auto expected = small_tokenizer().encode(parts[0] + parts[1] + parts[2], false);
            ++whole;
            alike += expected.size() >= ids.size() && std::equal(ids.begin(), ids.end(), expected.begin());
        }
        qInfo("%zu of %zu runs are spelled as in the whole text; %zu of %zu forced bytes written", alike,
              whole, written, forced_bytes);
        QCOMPARE(alike, whole);
        QVERIFY(whole > 200 && written * 2 > forced_bytes);
    }

    /// The block of a call is forced up to where the model has a choice, markers included.
    void markupIsForced() {
        const auto vocabulary = std::make_shared<const Vocabulary>(
            small_tokenizer(), std::vector<std::int32_t>{}, &chat::dsml_markup);
        const auto grammar = compile_answer({.markup = &chat::dsml_markup,
                                             .tools = {{"ping", nullptr}},
                                             .required = true,
                                             .several = false,
                                             .json = nullptr});
        Matcher matcher(vocabulary, grammar);
        const auto run = forced_run(matcher, {});
        QVERIFY(run.back == 0 && !run.tokens.empty());
        for (const std::int32_t id : run.tokens)
            QVERIFY(matcher.accept(id));
        QVERIFY(
            bytes_of(run.tokens).starts_with("\n\n<｜DSML｜function_calls>\n<｜DSML｜invoke name=\"ping"));
        const auto expected = small_tokenizer().encode(bytes_of(run.tokens));
        QVERIFY(run.tokens == expected);
    }
};

QTEST_APPLESS_MAIN(ForcedRunTest)
#include "forced_run_test.moc"
