// Looking inside answers of the built-in model: what is told agrees with what generating them told, and with
// one pass over the whole text.
#include "app/models/open_model.h"
#include "engine/model/inspectable_model.h"
#include "engine/runtime/insight.h"
#include "engine/tokenizer/tokenizer.h"
#include "tests/engine/expect_error.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>

using namespace hadal;
using runtime::Insight;

namespace {

/// What each row of one step decided, by layer.
class Rows : public model::Trace {
  public:
    std::map<std::int64_t, std::vector<std::int32_t>> read, experts;
    void selected(std::int64_t layer, std::span<const std::int32_t> positions) override {
        read[layer].assign(positions.begin(), positions.end());
    }
    void routed(std::int64_t layer, std::span<const std::int32_t> chosen, std::span<const float>) override {
        experts[layer].assign(chosen.begin(), chosen.end());
    }
};

/// The entries of one row, without the filling.
std::vector<std::int32_t> row_of(const std::vector<std::int32_t>& all, std::int64_t row, std::int64_t width) {
    std::vector<std::int32_t> entries(all.begin() + row * width, all.begin() + (row + 1) * width);
    std::erase(entries, -1);
    return entries;
}

} // namespace

class LookInsideTest : public QObject {
    Q_OBJECT

    std::unique_ptr<runtime::ChatEngine> engine_;
    runtime::InsightRequest asked_;
    std::vector<runtime::Logprobs> told_; ///< for each token while the answer was generated

    Insight look(std::size_t at, bool reasoning = false) {
        auto wanted = asked_;
        wanted.at = at;
        wanted.reasoning = reasoning;
        return engine_->look_inside(wanted, {});
    }

  private slots:
    void initTestCase() {
        engine_ = models::open_model(models::model_source("builtin"), {.context = 4096, .drafts = 1});
        runtime::Request& request = asked_.request;
        chat::Message system, first, earlier, second;
        system.role = chat::Role::System;
        system.content = "Answer in short sentences.";
        first.content = "What is sparse attention?";
        earlier.role = chat::Role::Assistant;
        earlier.content = "";
        for (int i = 1; i <= 20; ++i) // longer than what the indexer lets through
            *earlier.content +=
                "For layer " + std::to_string(i) + " the indexer chooses which earlier tokens are read. ";
        second.content = "What is an expert?";
        request.messages = {system, first, earlier, second};
        request.prompt.thinking = true;
        request.sampling.temperature = 0;
        request.sampling.max_tokens = 200;
        request.sampling.top_logprobs = 4;
        request.session = "chat";
        engine_->generate(request,
                          [&](const runtime::Event& event) {
                              if (const auto* finished = std::get_if<runtime::Finished>(&event))
                                  asked_.answer = finished->message;
                              if (const auto* token = std::get_if<runtime::Logprobs>(&event))
                                  told_.push_back(*token);
                              if (const auto* failed = std::get_if<runtime::Failed>(&event))
                                  QFAIL(failed->message.c_str());
                          },
                          {});
        QVERIFY2(asked_.answer.content.value_or("").size() > 8,
                 asked_.answer.reasoning_content.value_or("").c_str());
        asked_.alternatives = 4;
    }

    void everyTokenAsItWasGenerated() {
        // Thoughts forwards, what follows them backwards: what was read is kept and given up again.
        struct Place {
            std::size_t at;
            bool reasoning;
            const runtime::Logprobs* told;
        };
        std::vector<Place> places;
        std::size_t at = 0;
        bool reasoning = true;
        for (const auto& told : told_) {
            if (told.chosen.bytes == "</think>") {
                reasoning = false;
                at = 0;
            } else if (reasoning || at < asked_.answer.content->size()) {
                places.push_back({at, reasoning, &told});
                at += told.chosen.bytes.size();
            }
        }
        const auto content =
            std::find_if(places.begin(), places.end(), [](const Place& p) { return !p.reasoning; });
        std::reverse(content, places.end());
        QVERIFY(content != places.begin() && places.end() - content > 4);
        for (const Place& place : places) {
            const Insight insight = look(place.at, place.reasoning);
            QCOMPARE(insight.bytes.begin, place.at);
            QCOMPARE(insight.token.chosen.id, place.told->chosen.id);
            QCOMPARE(insight.token.chosen.bytes, place.told->chosen.bytes);
            QVERIFY(std::abs(insight.token.chosen.logprob - place.told->chosen.logprob) < 1e-3f);
            QCOMPARE(insight.token.top.size(), place.told->top.size());
            for (std::size_t i = 0; i < insight.token.top.size(); ++i)
                QVERIFY(std::abs(insight.token.top[i].logprob - place.told->top[i].logprob) < 1e-3f);
        }
    }

    void decisionsAsInOnePass() {
        const Insight insight = look(asked_.answer.content->size() / 2);
        const auto source = models::model_source("builtin");
        const auto model = models::load_model(source, {});
        const auto tokenizer =
            tokenizer::Tokenizer::from_file(models::directory_of(source) / "tokenizer.json");
        auto prompt = engine_->format()->encode(asked_.request.messages, asked_.request.prompt);
        engine_->format()->resume(prompt, asked_.answer);
        const auto ids = tokenizer.encode(prompt.text(), prompt.quoted());
        const auto rows = static_cast<std::int64_t>(insight.origins.size());
        QVERIFY(rows > model->config().index_topk);
        QCOMPARE(insight.index_topk, model->config().index_topk);
        QCOMPARE(insight.experts, model->config().n_routed_experts);

        Rows whole;
        model->set_trace(&whole);
        const auto cache = model->make_cache(rows);
        const model::SequenceInput input = {cache.get(), std::span(ids).first(insight.origins.size())};
        model->forward({&input, 1}, {});
        QCOMPARE(insight.layers.size(), std::size_t(model->config().num_hidden_layers));
        const std::int64_t each = model->config().num_experts_per_tok;
        for (std::int64_t number = 0; number < model->config().num_hidden_layers; ++number) {
            const auto& layer = insight.layers[std::size_t(number)];
            QVERIFY(!layer.all);
            QCOMPARE(layer.read, row_of(whole.read[number], rows - 1, insight.index_topk));
            if (!model->config().is_moe_layer(number)) {
                QVERIFY(layer.experts.empty());
                continue;
            }
            QCOMPARE(layer.experts, row_of(whole.experts[number], rows - 1, each));
            std::vector<std::int32_t> before(std::size_t(insight.experts));
            for (std::int64_t row = rows - 1 - insight.before; row < rows - 1; ++row)
                for (const std::int32_t expert : row_of(whole.experts[number], row, each))
                    ++before[std::size_t(expert)];
            QCOMPARE(layer.experts_before, before);
        }
    }

    void tokensKnowWhereTheyComeFrom() {
        const Insight insight = look(asked_.answer.content->size() - 1);
        // The bytes of each message that is in the prompt are covered without a gap, in order.
        std::map<std::pair<int, bool>, std::size_t> reached;
        for (const auto& origin : insight.origins) {
            if (origin.message < 0)
                continue;
            auto& end = reached[{origin.message, origin.reasoning}];
            QCOMPARE(origin.bytes.begin, end);
            end = origin.bytes.end;
        }
        const auto& messages = asked_.request.messages;
        for (int i = 0; i < 4; ++i)
            QCOMPARE((reached[{i, false}]), messages[std::size_t(i)].content->size());
        QCOMPARE((reached[{4, true}]), asked_.answer.reasoning_content.value_or("").size());
        QVERIFY((reached[{4, false}]) >= asked_.answer.content->size() - 8);
        QCOMPARE(reached.count({4, false}), std::size_t(1));
    }

    void whatIsNotThere() {
        test::expect_error(ErrorKind::InvalidInput, {"no token at byte"},
                           [&] { look(asked_.answer.content->size()); });
        auto plain = asked_;
        plain.request.prompt.thinking = false;
        plain.reasoning = true;
        test::expect_error(ErrorKind::InvalidInput, {"no token"}, [&] { engine_->look_inside(plain, {}); });
    }

    void canBeCancelled() {
        std::stop_source stop;
        stop.request_stop();
        auto wanted = asked_;
        wanted.request.session = "another";
        test::expect_error(ErrorKind::Cancelled, {}, [&] { engine_->look_inside(wanted, stop.get_token()); });
    }
};

QTEST_GUILESS_MAIN(LookInsideTest)
#include "look_inside_test.moc"
