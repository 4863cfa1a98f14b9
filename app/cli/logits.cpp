#include "app/cli/command.h"
#include "app/cli/json_lines.h"
#include "app/cli/model_options.h"
#include "app/cli/safetensors_writer.h"
#include "engine/model/inspectable_model.h"
#include "kernels/error.h"

#include <algorithm>
#include <charconv>
#include <map>

namespace hadal::cli {

namespace {

/// Ids separated by commas or white space.
std::vector<std::int32_t> ids_from(const Arguments& arguments) {
    if (arguments.has("ids") == arguments.has("ids-file"))
        throw UsageError("exactly one of --ids and --ids-file is needed");
    const auto text = arguments.has("ids") ? arguments.text("ids") : text_file(arguments.text("ids-file"));
    constexpr std::string_view between = ", \t\r\n";
    std::vector<std::int32_t> ids;
    for (auto at = text.find_first_not_of(between); at != text.npos;
         at = text.find_first_not_of(between, at)) {
        const auto end = std::min(text.find_first_of(between, at), text.size());
        std::int32_t id = 0;
        const auto [stop, error] = std::from_chars(text.data() + at, text.data() + end, id);
        if (error != std::errc() || stop != text.data() + end || id < 0)
            throw Error(ErrorKind::InvalidInput, "Expected token ids like 0,5,17, found \"" +
                                                     text.substr(at, std::min<std::size_t>(end - at, 40)) +
                                                     "\".");
        ids.push_back(id);
        at = end;
    }
    if (ids.empty())
        throw Error(ErrorKind::InvalidInput, "There are no token ids. At least one is needed.");
    return ids;
}

/// Keeps what the model decided, by layer.
class Dump : public model::Trace {
  public:
    std::map<std::int64_t, std::vector<std::int32_t>> topk, experts;

    void selected(std::int64_t layer, std::span<const std::int32_t> positions) override {
        append(topk, layer, positions);
    }
    void routed(std::int64_t layer, std::span<const std::int32_t> chosen, std::span<const float>) override {
        append(experts, layer, chosen);
    }

  private:
    static void append(std::map<std::int64_t, std::vector<std::int32_t>>& to, std::int64_t layer,
                       std::span<const std::int32_t> values) {
        // A layer that was not asked for has no entry.
        if (const auto at = to.find(layer); at != to.end())
            at->second.insert(at->second.end(), values.begin(), values.end());
    }
};

/// The tensors of the file in their order; prepares `dump` for what was asked for.
std::vector<TensorPlan> plan(const Arguments& arguments, const model::InspectableModel& model,
                             std::int64_t rows, Dump& dump) {
    const auto& config = model.config();
    std::vector<TensorPlan> tensors = {{"logits", "F32", rows, config.vocab_size}};
    if (arguments.has("dump-topk")) {
        if (!config.has_indexer() || !model.options().sparse_attention)
            throw Error(ErrorKind::InvalidInput, "--dump-topk needs a model with an indexer and --attention "
                                                 "sparse; here attention is dense.");
        for (std::int64_t layer = 0; layer < config.num_hidden_layers; ++layer) {
            dump.topk[layer];
            tensors.push_back({"topk." + std::to_string(layer), "I32", rows, config.index_topk});
        }
    }
    if (arguments.has("dump-experts"))
        for (std::int64_t layer = 0; layer < config.num_hidden_layers; ++layer)
            if (config.is_moe_layer(layer)) {
                dump.experts[layer];
                tensors.push_back(
                    {"experts." + std::to_string(layer), "I32", rows, config.num_experts_per_tok});
            }
    return tensors;
}

void logits(const Arguments& arguments) {
    if (!arguments.has("out"))
        throw UsageError("--out is needed: the file to write");
    const auto ids = ids_from(arguments);
    const auto model = models::load_model(source_from(arguments), open_options_from(arguments));
    print_notice(model->notice());
    Dump dump;
    const auto rows = static_cast<std::int64_t>(ids.size());
    SafetensorsWriter file(arguments.text("out"), plan(arguments, *model, rows, dump));

    model->set_trace(&dump);
    const auto cache = model->make_cache(rows);
    const auto chunk = static_cast<std::size_t>(model->prefill_chunk());
    for (std::span<const std::int32_t> rest = ids; !rest.empty();) {
        const auto now = rest.first(std::min(chunk, rest.size()));
        const model::SequenceInput input = {.cache = cache.get(), .tokens = now, .all_logits = true};
        file.write(model->forward({&input, 1}, {}));
        rest = rest.subspan(now.size());
    }
    for (const auto& [layer, positions] : dump.topk)
        file.write(positions);
    for (const auto& [layer, chosen] : dump.experts)
        file.write(chosen);
    file.finish();
}

} // namespace

const Command logits_command = {
    "logits",
    "the model's raw output for token ids",
    "Writes a safetensors file with `logits` F32 [n, vocab_size]: row i holds the logits after token i.\n"
    "With --dump-topk also `topk.{layer}` I32 [n, index_topk], the positions that each token attends to, "
    "ascending\n"
    "and filled up with -1; with --dump-experts `experts.{layer}` I32 [n, k], the experts chosen, best "
    "first.",
    {{"ids", "0,5,17", "token ids"},
     {"ids-file", "FILE|-", "token ids in a file, separated by commas or white space"},
     {"out", "FILE", "the file to write"},
     {"dump-topk", "", "also the selected positions"},
     {"dump-experts", "", "also the chosen experts"}},
    true,
    logits,
};

} // namespace hadal::cli
