// What a model needs of a machine, before anything is loaded: which tensor goes where, what each device
// holds, and how long a token will take, by arithmetic. The parts of ranks are those of shard_plan.h, which
// loading asks too.
#pragma once

#include "engine/model/options.h"
#include "engine/model/tensors.h"
#include "engine/parallel/expert_streaming.h"
#include "engine/parallel/shard_plan.h"

#include <functional>
#include <string>
#include <vector>

namespace hadal::parallel {

inline constexpr double kRamShare = 0.80; ///< of the nominal bandwidth, that products of few rows reach
/// Operations per second of one core in products of many rows with FP8 weights. Arithmetic: half of what two
/// AVX2 units multiply and add in F32 at 2.5 GHz.
inline constexpr double kFlopsOfCore = 40e9;

/// What there is.
struct Machine {
    int gpus = 0;                       ///< alike; 0: everything is on the CPU
    std::int64_t gpu_bytes = 0;         ///< of each
    std::int64_t ram_bytes = 0;         ///< that the program may use
    double gpu_bytes_per_s = 0;         ///< nominal memory bandwidth of a GPU; 0: typical for its memory size
    double ram_bytes_per_s = 100e9;     ///< nominal, of the whole machine
    double gpu_link_bytes_per_s = 25e9; ///< from the machine's memory to one GPU; PCIe 4.0 with 16 lanes
    double cpu_flops = 16 * kFlopsOfCore; ///< of the whole CPU, that products with FP8 weights reach
    /// Not for the model: CUDA's context, NCCL's buffers and graphs; and what else runs on the machine.
    std::int64_t gpu_reserve = std::int64_t{1} << 30, ram_reserve = std::int64_t{4} << 30;
};

/// A GPU that has about this much memory: what a plan assumes of one that is not there to be asked.
struct TypicalGpu {
    const char* name;
    double bytes_per_s;
    bool nvlink;
};
TypicalGpu typical_gpu(std::int64_t bytes);

/// The type in which a tensor is stored.
using DTypeOf = std::function<ops::DType(const model::TensorSpec&)>;
/// As the publisher stores models with this config.
DTypeOf published_dtypes(const model::Config& config);

struct PlanOptions {
    std::int64_t context = 0; ///< tokens of cache to hold; 0: as many as the model knows
    bool mtp = false;         ///< with the module for drafting
    bool or_less = false;     ///< where the context does not fit, the longest that does
    /// Rows of a prefill's chunk where experts in the machine's memory are streamed, if `model` does not say
    /// more; 0: they never are. Every chunk has all of them sent, so that long ones save time, while
    /// activations take memory, and a person waits for a sign of progress.
    std::int64_t streamed_chunk = 4096;
    /// How the model is run; cache formats are those of the device.
    model::ModelOptions model = {};
};

/// A group of tensors that are divided alike.
struct PlannedTensors {
    std::string what;            ///< "attention", "routed experts", …
    std::string division;        ///< how ranks share it, for people
    std::int64_t bytes = 0;      ///< of the model
    std::int64_t per_device = 0; ///< on the fullest device
    std::int64_t on_host = 0;
};

struct PlannedDevice {
    std::int64_t weights = 0, cache = 0, workspace = 0, reserve = 0;
    std::int64_t total() const { return weights + cache + workspace + reserve; }
};

/// Seconds of one decoded token with the cache full. Arithmetic, not a measurement.
struct PredictedToken {
    double weights = 0;      ///< reading them, at the share of the bandwidth that kernels reach
    double host_experts = 0; ///< of the layers whose experts the CPU computes
    double collectives = 0;  ///< sums over the ranks
    double launches = 0;     ///< boundaries between kernels
    double attention = 0;    ///< indexer, selection and attention over the cache
    double total() const { return weights + host_experts + collectives + launches + attention; }
};

struct MemoryPlan {
    int ranks = 1;
    std::int64_t context = 0;
    std::vector<PlannedTensors> tensors;
    std::vector<PlannedDevice> devices; ///< empty on a CPU
    std::int64_t device_limit = 0;
    std::int64_t host_bytes = 0; ///< what the program holds in the machine's memory
    std::int64_t host_limit = 0;
    std::vector<std::int64_t> host_layers;     ///< whose routed experts stay in the machine's memory
    ExpertStreaming streaming;                 ///< of these
    std::int64_t prefill_chunk = 0;            ///< rows
    std::vector<std::string> unpacked_tensors; ///< kinds of tensor whose FP8 blocks ranks would cut
    PredictedToken token;
};

/// The plan with the fewest experts in the machine's memory. Throws OutOfMemory where none fits, saying what
/// is missing and the nearest plan that fits; InvalidInput as ShardPlan does, and for a context that the
/// model does not know.
MemoryPlan plan_memory(const model::Config& config, const DTypeOf& dtype_of, const Machine& machine,
                       const PlanOptions& options);

/// "3.1 GiB"
std::string bytes_text(std::int64_t bytes);

} // namespace hadal::parallel
