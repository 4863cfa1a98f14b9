#include "engine/model/inspectable_model.h"
#include "engine/runtime/decoding.h"
#include "engine/runtime/insight.h"
#include "engine/runtime/local_engine.h"
#include "engine/runtime/logprobs.h"

#include <algorithm>
#include <optional>

namespace hadal::runtime {

namespace {

/// Tokens before the one looked at whose experts are counted: enough for a picture, and read again in a
/// moment where decoding read them last.
constexpr std::size_t kBefore = 64;

/// Writes down what the last row of a step decided, and counts the experts of all others.
class Onlooker : public model::Trace {
  public:
    Onlooker(Insight& insight, const model::Config& config) : insight_(insight), config_(config) {
        insight_.layers.resize(static_cast<std::size_t>(config.num_hidden_layers));
    }

    void selected(std::int64_t number, std::span<const std::int32_t> positions) override {
        if (number >= config_.num_hidden_layers)
            return; // the draft module's
        Insight::Layer& layer = insight_.layers[static_cast<std::size_t>(number)];
        const auto last = positions.last(static_cast<std::size_t>(config_.index_topk));
        layer.all = false;
        layer.read.assign(last.begin(), std::find(last.begin(), last.end(), -1));
    }

    void routed(std::int64_t number, std::span<const std::int32_t> experts,
                std::span<const float> weights) override {
        if (number >= config_.num_hidden_layers)
            return;
        Insight::Layer& layer = insight_.layers[static_cast<std::size_t>(number)];
        const auto each = static_cast<std::size_t>(config_.num_experts_per_tok);
        layer.experts_before.resize(static_cast<std::size_t>(config_.n_routed_experts));
        // What was the last row of the step before is one of the others now.
        for (const std::int32_t expert : layer.experts)
            ++layer.experts_before[static_cast<std::size_t>(expert)];
        for (const std::int32_t expert : experts.first(experts.size() - each))
            ++layer.experts_before[static_cast<std::size_t>(expert)];
        layer.experts.assign(experts.end() - static_cast<std::ptrdiff_t>(each), experts.end());
        layer.weights.assign(weights.end() - static_cast<std::ptrdiff_t>(each), weights.end());
    }

  private:
    Insight& insight_;
    const model::Config& config_;
};

/// Has a model write down what it decides, where it can, for as long as this lives.
class Watched {
  public:
    Watched(model::LanguageModel& model, Insight& insight)
        : model_(dynamic_cast<model::InspectableModel*>(&model)) {
        if (!model_)
            return;
        const model::Config& config = model_->config();
        insight.experts = config.n_routed_experts;
        if (config.has_indexer() && model_->options().sparse_attention)
            insight.index_topk = config.index_topk;
        model_->set_trace(&onlooker_.emplace(insight, config));
    }
    ~Watched() {
        if (model_)
            model_->set_trace(nullptr);
    }
    Watched(const Watched&) = delete;
    Watched& operator=(const Watched&) = delete;

  private:
    model::InspectableModel* model_;
    std::optional<Onlooker> onlooker_;
};

/// A prompt that ends in an answer, cut into tokens.
struct Reading {
    chat::Prompt prompt;
    std::size_t answer_begins = 0;
    std::vector<std::int32_t> ids;
    std::vector<std::size_t> starts; ///< the first byte of each token, and the size of the text
    std::size_t token = 0;           ///< the one looked at; never the first
    TextSpan bytes;                  ///< of it in the text that was asked about
};

/// Finds the token.
void find(const InsightRequest& wanted, const chat::Message& answer, Reading& reading) {
    const auto& text = wanted.reasoning ? answer.reasoning_content : answer.content;
    const std::size_t size = text ? text->size() : 0, all = reading.prompt.text().size();
    const std::size_t begins = wanted.reasoning ? reading.answer_begins : all - size;
    const auto& starts = reading.starts;
    const auto next = std::upper_bound(starts.begin(), starts.end(), begins + wanted.at);
    reading.token = static_cast<std::size_t>(next - starts.begin()) - 1;
    if (wanted.at >= size || starts.back() != all ||
        reading.prompt.text().compare(begins, size, *text) != 0 || reading.token == 0)
        throw Error(ErrorKind::InvalidInput,
                    "There is no token at byte " + std::to_string(wanted.at) +
                        " of this answer as the model reads it. Choose a word of its text.");
    reading.bytes = {std::max(starts[reading.token], begins) - begins,
                     std::min(starts[reading.token + 1] - begins, size)};
}

/// From which token on the model is watched: from the beginning of the answer, but not from far.
std::size_t watched_from(const Reading& reading) {
    const auto& starts = reading.starts;
    const auto first = static_cast<std::size_t>(
        std::lower_bound(starts.begin(), starts.end(), reading.answer_begins) - starts.begin());
    const std::size_t near = reading.token > kBefore ? reading.token - kBefore : 0;
    return std::min(std::max(first, near), reading.token - 1);
}

} // namespace

Insight LocalEngine::look_inside(const InsightRequest& wanted, std::stop_token stop) {
    const Request& request = wanted.request;
    chat::Message answer = wanted.answer;
    answer.tool_calls.clear();

    Reading reading;
    reading.prompt = format_.encode(request.messages, request.prompt);
    reading.answer_begins = reading.prompt.text().size();
    format_.resume(reading.prompt, answer);
    reading.ids = tokenise(reading.prompt);
    reading.starts = {0};
    for (const std::int32_t id : reading.ids)
        reading.starts.push_back(reading.starts.back() + tokenizer_.token_bytes(id).size());
    find(wanted, answer, reading);

    const auto from = watched_from(reading);
    Insight insight;
    insight.bytes = reading.bytes;
    insight.origins = origins_of(reading.prompt, std::span(reading.starts).first(reading.token + 1),
                                 request.messages, answer, reading.answer_begins);
    insight.before = static_cast<std::int64_t>(reading.token - 1 - from);

    const std::function<void(Event)> nobody = [](Event) {};
    Run run{request, nobody, std::move(stop), {}, {}};
    try {
        const auto earlier = std::span<const std::int32_t>(reading.ids).first(reading.token);
        Sequence& sequence = sessions_.open(request.session, static_cast<std::int64_t>(earlier.size()));
        auto kept = sequence.keep_common_prefix(earlier);
        if (kept > static_cast<std::int64_t>(from))
            kept = sequence.truncate(static_cast<std::int64_t>(from));
        append_in_chunks(
            run, sequence,
            earlier.subspan(static_cast<std::size_t>(kept), from - static_cast<std::size_t>(kept)));
        const Watched watched(*model_, insight);
        const auto logits = append_in_chunks(run, sequence, earlier.subspan(from));
        insight.token = read_logprobs(logits, known_ids_, reading.ids[reading.token], wanted.alternatives);
    } catch (...) {
        sessions_.close(request.session);
        throw;
    }
    if (request.session.empty())
        sessions_.close(request.session);
    insight.token.chosen.bytes = tokenizer_.token_bytes(insight.token.chosen.id);
    for (TokenLogprob& alternative : insight.token.top)
        alternative.bytes = tokenizer_.token_bytes(alternative.id);
    return insight;
}

} // namespace hadal::runtime
