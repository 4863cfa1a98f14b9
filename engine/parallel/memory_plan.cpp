#include "engine/parallel/memory_plan.h"

#include "engine/parallel/step_memory.h"
#include "engine/parallel/weight_sums.h"
#include "kernels/error.h"

#include <algorithm>
#include <cstdio>
#include <optional>

namespace hadal::parallel {

using model::Config;
using model::TensorSpec;
using ops::DType;

namespace {

constexpr std::int64_t kGiB = std::int64_t{1} << 30;

constexpr double kGpuShare = 0.85; ///< of the nominal bandwidth, that products of few rows reach
constexpr double kLaunch = 1e-6;   ///< between two kernels of a graph
constexpr double kHandOff = 25e-6; ///< to the CPU and back, a layer
constexpr int kKernelsPerLayer = 12;

/// Seconds of one sum of a row over the ranks, by the one-shot kernel.
double all_reduce_seconds(int ranks, bool nvlink) {
    if (ranks == 1)
        return 0;
    if (nvlink)
        return 5e-6;
    return ranks <= 2 ? 6e-6 : ranks <= 4 ? 7e-6 : ranks <= 8 ? 9.5e-6 : 14e-6;
}

struct Attempt {
    std::optional<MemoryPlan> plan;
    std::int64_t missing_on_device = 0; ///< with all experts in the machine's memory
    std::int64_t missing_on_host = 0;
};

class Planner {
  public:
    Planner(const Config& config, const DTypeOf& dtype_of, const Machine& machine, const PlanOptions& options)
        : config_(config), machine_(machine), mtp_(options.mtp),
          streamed_chunk_(
              options.streamed_chunk > 0 ? std::max(options.streamed_chunk, options.model.prefill_chunk) : 0),
          run_(options.model), shards_(config, std::max(1, machine.gpus)),
          sums_(add_up(config, dtype_of, shards_, options.mtp, machine.gpus > 0)) {
        if (machine.gpus > 0)
            model::adapt_to_gpu(run_, config);
    }

    Attempt attempt(std::int64_t context) const {
        return machine_.gpus > 0 ? on_gpus(context) : on_cpu(context);
    }

    /// The longest context that fits; 0: none.
    std::int64_t longest_context() const {
        std::int64_t fits = 0;
        for (std::int64_t step = config_.max_position_embeddings; step >= ops::kPageTokens; step /= 2)
            while (fits + step <= config_.max_position_embeddings && attempt(fits + step).plan)
                fits += step;
        return fits;
    }

  private:
    MemoryPlan start(std::int64_t context) const {
        MemoryPlan plan;
        plan.ranks = shards_.ranks();
        plan.context = context;
        plan.prefill_chunk = run_.prefill_chunk;
        plan.tensors = sums_.kinds;
        plan.host_limit = machine_.ram_bytes;
        plan.unpacked_tensors.assign(sums_.unpacked.begin(), sums_.unpacked.end());
        return plan;
    }

    Attempt on_cpu(std::int64_t context) const {
        MemoryPlan plan = start(context);
        plan.host_bytes = sums_.total + cache_bytes(context) +
                          workspace_bytes(config_, shards_, run_, context, mtp_) + machine_.ram_reserve;
        for (PlannedTensors& tensors : plan.tensors) {
            tensors.on_host = tensors.bytes;
            tensors.per_device = 0;
        }
        if (plan.host_bytes > machine_.ram_bytes)
            return {{}, 0, plan.host_bytes - machine_.ram_bytes};
        plan.token = token(plan);
        return {std::move(plan), 0, 0};
    }

    /// Where experts have to stay in the machine's memory, with room for streaming them if that is to be had.
    Attempt on_gpus(std::int64_t context) const {
        const Attempt plain = on_gpus(context, {});
        if (!plain.plan || plain.plan->host_layers.empty() || streamed_chunk_ == 0)
            return plain;
        const auto streaming = expert_streaming(
            config_, machine_, sums_.whole_layers.at(plain.plan->host_layers.back()), streamed_chunk_);
        if (streaming.rows == 0)
            return plain;
        Attempt streamed = on_gpus(context, streaming);
        return streamed.plan ? streamed : plain;
    }

    Attempt on_gpus(std::int64_t context, const ExpertStreaming& streaming) const {
        MemoryPlan plan = start(context);
        plan.device_limit = machine_.gpu_bytes;
        plan.streaming = streaming;
        model::ModelOptions run = run_;
        if (streaming.rows > 0)
            plan.prefill_chunk = run.prefill_chunk = streamed_chunk_;
        const std::int64_t workspace =
            workspace_bytes(config_, shards_, run, context, mtp_) + 2 * streaming.buffer_bytes;
        for (const std::int64_t weights : sums_.weights)
            plan.devices.push_back({weights, cache_bytes(context), workspace, machine_.gpu_reserve});
        for (const auto& [layer, bytes] : sums_.of_layers)
            for (std::size_t rank = 0; rank < bytes.size(); ++rank)
                plan.devices[rank].weights += bytes[rank];
        plan.host_bytes = machine_.ram_reserve;
        for (const std::int64_t layer : layers_to_move()) {
            if (over(plan) <= 0)
                break;
            const auto& of_ranks = sums_.of_layers.at(layer);
            for (std::size_t rank = 0; rank < of_ranks.size(); ++rank)
                plan.devices[rank].weights -= of_ranks[rank];
            plan.host_layers.push_back(layer);
            plan.host_bytes += sums_.whole_layers.at(layer);
        }
        std::sort(plan.host_layers.begin(), plan.host_layers.end());
        const std::int64_t device = over(plan);
        const std::int64_t host = plan.host_bytes - machine_.ram_bytes;
        if (device > 0 || host > 0)
            return {{}, std::max<std::int64_t>(device, 0), std::max<std::int64_t>(host, 0)};
        place_experts(plan);
        plan.token = token(plan);
        return {std::move(plan), 0, 0};
    }

    /// The last layers first: the first ones then begin before the CPU is asked for anything. The drafting
    /// module's at the very last: it runs for every token that it guesses.
    std::vector<std::int64_t> layers_to_move() const {
        std::vector<std::int64_t> layers;
        for (const auto& [layer, bytes] : sums_.of_layers)
            layers.push_back(layer);
        std::reverse(layers.begin(), layers.end());
        const auto drafts = std::find(layers.begin(), layers.end(), config_.num_hidden_layers);
        if (drafts != layers.end())
            std::rotate(drafts, drafts + 1, layers.end());
        return layers;
    }

    /// Caches are made of whole pages.
    std::int64_t cache_bytes(std::int64_t context) const {
        const std::int64_t pages = (context + ops::kPageTokens - 1) / ops::kPageTokens;
        return pages * ops::kPageTokens * cache_bytes_of_token(config_, run_, mtp_);
    }

    std::int64_t over(const MemoryPlan& plan) const {
        std::int64_t most = 0;
        for (const PlannedDevice& device : plan.devices)
            most = std::max(most, device.total());
        return most - machine_.gpu_bytes;
    }

    void place_experts(MemoryPlan& plan) const {
        for (const std::int64_t layer : plan.host_layers) {
            const char* what = layer < config_.num_hidden_layers ? kRoutedExperts : kDraftingModule;
            const auto tensors = std::find_if(plan.tensors.begin(), plan.tensors.end(),
                                              [&](const PlannedTensors& t) { return t.what == what; });
            const auto& ranks = sums_.of_layers.at(layer);
            tensors->on_host += sums_.whole_layers.at(layer);
            tensors->per_device -= *std::max_element(ranks.begin(), ranks.end());
        }
    }

    PredictedToken token(const MemoryPlan& plan) const {
        PredictedToken token;
        const bool gpu = machine_.gpus > 0;
        const TypicalGpu typical = typical_gpu(machine_.gpu_bytes);
        const double nominal = machine_.gpu_bytes_per_s > 0 ? machine_.gpu_bytes_per_s : typical.bytes_per_s;
        const double speed = gpu ? kGpuShare * nominal : kRamShare * machine_.ram_bytes_per_s;
        const double chosen = config_.n_routed_experts > 0
                                  ? static_cast<double>(config_.num_experts_per_tok) /
                                        static_cast<double>(config_.n_routed_experts)
                                  : 0.0;
        double read = static_cast<double>(*std::max_element(sums_.read.begin(), sums_.read.end()));
        for (const auto& [layer, bytes] : sums_.of_layers) {
            if (layer == config_.num_hidden_layers)
                continue; // a token can do without drafts
            const bool on_host = std::binary_search(plan.host_layers.begin(), plan.host_layers.end(), layer);
            if (on_host)
                token.host_experts += chosen * static_cast<double>(sums_.whole_layers.at(layer)) /
                                          (kRamShare * machine_.ram_bytes_per_s) +
                                      kHandOff;
            else
                read += chosen * static_cast<double>(*std::max_element(bytes.begin(), bytes.end()));
        }
        token.weights = read / speed;
        const auto layers = static_cast<double>(config_.num_hidden_layers);
        if (gpu) {
            token.collectives = (2 * layers + 2) * all_reduce_seconds(plan.ranks, typical.nvlink);
            token.launches = kLaunch * (kKernelsPerLayer * layers + 4);
        }
        token.attention = attention(plan.context, gpu, speed);
        return token;
    }

    /// The cache's bytes that a token reads: all index keys, and the latents that are selected.
    double attention(std::int64_t context, bool gpu, double speed) const {
        const auto of_token = [](std::int64_t page) {
            return static_cast<double>(page) / static_cast<double>(ops::kPageTokens);
        };
        const bool selects = config_.has_indexer() && run_.sparse_attention && context > config_.index_topk;
        const std::int64_t attended = selects ? config_.index_topk : context;
        double bytes = static_cast<double>(attended) *
                       of_token(ops::latent_page_bytes(run_.latent_format, config_.kv_lora_rank,
                                                       config_.qk_rope_head_dim));
        if (selects)
            bytes += static_cast<double>(context) *
                     (of_token(ops::index_key_page_bytes(run_.index_key_format, config_.index_head_dim)) +
                      sizeof(float));
        // Dependent gathers, selection and combining wait more than they read.
        const double latency = gpu ? (selects ? 9e-6 : 4.5e-6) : 0;
        return static_cast<double>(config_.num_hidden_layers) * (bytes / speed + latency);
    }

    const Config& config_;
    const Machine& machine_;
    bool mtp_;
    std::int64_t streamed_chunk_;
    model::ModelOptions run_;
    ShardPlan shards_;
    WeightSums sums_;
};

/// The smallest change of the machine with which a plan fits, in words.
std::string nearest(const Config& config, const DTypeOf& dtype_of, const Machine& machine,
                    const PlanOptions& options, const Planner& planner, const Attempt& attempt) {
    if (const std::int64_t context = planner.longest_context())
        return "On this machine a context of up to " + std::to_string(context) + " tokens fits.";
    if (attempt.missing_on_device == 0)
        return "It fits with " + bytes_text(machine.ram_bytes + attempt.missing_on_host) + " of RAM.";
    for (int gpus = machine.gpus + 1; gpus <= std::min(16, ShardPlan::most_ranks(config)); ++gpus) {
        Machine larger = machine;
        larger.gpus = gpus;
        if (Planner(config, dtype_of, larger, options).attempt(options.context).plan)
            return "It fits on " + std::to_string(gpus) + " of these GPUs.";
    }
    return "It fits on GPUs with " + bytes_text(machine.gpu_bytes + attempt.missing_on_device) + " each" +
           (attempt.missing_on_host > 0
                ? " and " + bytes_text(machine.ram_bytes + attempt.missing_on_host) + " of RAM."
                : ".");
}

} // namespace

TypicalGpu typical_gpu(std::int64_t bytes) {
    const auto gib = static_cast<double>(bytes) / static_cast<double>(kGiB);
    if (gib > 150)
        return {"B200", 8.0e12, true};
    if (gib > 110)
        return {"H200", 4.8e12, true};
    if (gib > 85)
        return {"RTX PRO 6000", 1.792e12, false};
    if (gib > 60)
        return {"H100", 3.35e12, true};
    if (gib > 40)
        return {"RTX 6000 Ada", 0.96e12, false};
    if (gib > 28)
        return {"RTX 5090", 1.792e12, false};
    return {"RTX 4090", 1.008e12, false};
}

DTypeOf published_dtypes(const Config& config) {
    return [fp8 = config.fp8](const TensorSpec& spec) {
        if (spec.name.ends_with("e_score_correction_bias"))
            return DType::F32;
        // The projection of the MTP module is published in bf16.
        const bool linear = spec.kind == TensorSpec::Kind::Linear && !spec.name.ends_with("eh_proj.weight");
        return fp8 && linear ? DType::F8E4M3 : DType::BF16;
    };
}

std::string bytes_text(std::int64_t bytes) {
    char text[32];
    const auto value = static_cast<double>(bytes);
    if (bytes >= kGiB)
        std::snprintf(text, sizeof text, "%.1f GiB", value / static_cast<double>(kGiB));
    else
        std::snprintf(text, sizeof text, "%.1f MiB", value / (1 << 20));
    return text;
}

MemoryPlan plan_memory(const Config& config, const DTypeOf& dtype_of, const Machine& machine,
                       const PlanOptions& wanted) {
    PlanOptions options = wanted;
    if (options.context == 0)
        options.context = config.max_position_embeddings;
    if (options.context > config.max_position_embeddings)
        throw Error(ErrorKind::InvalidInput, "The context of " + std::to_string(options.context) +
                                                 " tokens is longer than the " +
                                                 std::to_string(config.max_position_embeddings) +
                                                 " that this model knows. Choose a shorter one.");
    const Planner planner(config, dtype_of, machine, options);
    Attempt attempt = planner.attempt(options.context);
    if (const std::int64_t fits = !attempt.plan && options.or_less ? planner.longest_context() : 0)
        attempt = planner.attempt(fits);
    if (attempt.plan)
        return std::move(*attempt.plan);
    std::string missing;
    if (attempt.missing_on_device > 0)
        missing = bytes_text(attempt.missing_on_device) + " on each GPU, even with all experts in RAM";
    if (attempt.missing_on_host > 0)
        missing += (missing.empty() ? "" : ", and ") + bytes_text(attempt.missing_on_host) + " of RAM";
    throw Error(ErrorKind::OutOfMemory, "The model does not fit with a context of " +
                                            std::to_string(options.context) + " tokens: missing are " +
                                            missing + ". " +
                                            nearest(config, dtype_of, machine, options, planner, attempt));
}

} // namespace hadal::parallel
