#include "app/models/open_model.h"

#include "app/models/placement.h"
#include "engine/model/checkpoint.h"
#include "engine/model/deepseek.h"
#include "engine/parallel/parallel_model.h"
#include "engine/runtime/local_engine.h"
#include "engine/tokenizer/tokenizer.h"
#include "kernels/cpu/cores.h"

#include <algorithm>
#include <string>
#include <utility>

namespace hadal::models {

namespace {

/// Ranks on CPUs share the cores.
int threads_of_a_rank(const OpenOptions& options) {
    const int all = options.threads > 0 ? options.threads : cpu::usable_cores();
    return std::max(1, all / options.ranks);
}

model::ModelOptions model_options_from(const OpenOptions& options) {
    model::ModelOptions model;
    model.sparse_attention = options.sparse_attention;
    return model;
}

Placement placement_of(const model::Checkpoint& checkpoint, const OpenOptions& options) {
    const auto most = checkpoint.config().max_position_embeddings;
    if (options.context > most)
        throw Error(ErrorKind::InvalidInput, "The context of " + std::to_string(options.context) +
                                                 " tokens is longer than the " + std::to_string(most) +
                                                 " that this model knows. Choose a shorter one.");
    parallel::PlanOptions plan;
    plan.context = options.context;
    plan.mtp = options.drafts > 0 && checkpoint.has_mtp();
    plan.model = model_options_from(options);
    return place(options.backend, checkpoint, options.ranks, plan);
}

std::unique_ptr<model::InspectableModel> load(std::shared_ptr<const model::Checkpoint> checkpoint,
                                              const OpenOptions& options, const Placement& placement,
                                              const ProgressFn& progress, std::stop_token stop) {
    const BackendKind kind = placement.backend;
    model::ModelOptions model_options = model_options_from(options);
    BackendOptions backend_options;
    if (placement.plan) {
        const parallel::MemoryPlan& plan = *placement.plan;
        model::adapt_to_gpu(model_options, checkpoint->config());
        model_options.reserved_context = plan.context;
        model_options.reserved_work_space = plan.devices.front().workspace;
        model_options.host_expert_layers = plan.host_layers;
        model_options.prefill_chunk = plan.prefill_chunk;
        backend_options.host_experts = !plan.host_layers.empty();
        backend_options.streaming = plan.streaming;
    }
    if (options.ranks > 1) {
        backend_options.threads = threads_of_a_rank(options);
        const auto make = [kind, checkpoint, backend_options](int rank) {
            BackendOptions own = backend_options;
            own.device = rank;
            return make_backend(kind, checkpoint->config(), own);
        };
        auto model = parallel::ParallelModel::load(checkpoint, options.ranks, make, model_options, {},
                                                   group_factory(kind, checkpoint->config()), progress, stop);
        if (options.drafts > 0)
            model->load_draft_module(progress, stop);
        return model;
    }
    backend_options.threads = options.threads;
    auto backend = make_backend(kind, checkpoint->config(), backend_options);
    auto model =
        model::DeepseekModel::load(std::move(checkpoint), std::move(backend), model_options, progress, stop);
    if (options.drafts > 0)
        model->load_draft_module(progress, stop);
    return model;
}

} // namespace

std::unique_ptr<model::InspectableModel> load_model(const ModelSource& source, const OpenOptions& options,
                                                    const ProgressFn& progress, std::stop_token stop) {
    auto checkpoint = model::Checkpoint::open(directory_of(source), progress, stop);
    const Placement placement = placement_of(*checkpoint, options);
    return load(std::move(checkpoint), options, placement, progress, stop);
}

std::unique_ptr<runtime::ChatEngine> open_model(const ModelSource& source, const OpenOptions& options,
                                                const ProgressFn& progress, std::stop_token stop) {
    const auto directory = directory_of(source);
    const auto& format = chat_format(directory);
    static_cast<void>(recommended_sampling(directory)); // a damaged file shows now, not when it is used
    auto tokenizer = tokenizer::Tokenizer::from_file(directory / "tokenizer.json");
    auto checkpoint = model::Checkpoint::open(directory, progress, stop);
    runtime::LocalEngineOptions engine_options;
    engine_options.model_name = name_of(source);
    engine_options.eos_ids = checkpoint->config().eos_token_ids;
    const Placement placement = placement_of(*checkpoint, options);
    engine_options.sessions.context_length = placement.plan ? placement.plan->context : options.context;
    engine_options.drafts = options.drafts;
    engine_options.forced_runs = options.forced_runs;
    auto model = load(std::move(checkpoint), options, placement, progress, stop);
    return std::make_unique<runtime::LocalEngine>(std::move(model), std::move(tokenizer), format,
                                                  std::move(engine_options));
}

} // namespace hadal::models
