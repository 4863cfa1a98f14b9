#include "tests/engine/parallel/planned_model.h"

#include "kernels/cpu/backend.h"
#include "kernels/cuda/backend/backend.h"
#include "kernels/simt/machine.h"

#include "tests/engine/parallel/simulated_model.h"

#include <nlohmann/json.hpp>

namespace hadal::test {
namespace {

constexpr std::uint64_t kSeed = 3;
constexpr std::int64_t kReserve = 256 << 10; ///< what tiny buffers lose to alignment, and sums over ranks

std::string config_for(int ranks) {
    const int channels = 128 * std::max(ranks, 2);
    const nlohmann::json changes{{"first_k_dense_replace", 0},
                                 {"num_nextn_predict_layers", 1},
                                 {"intermediate_size", channels},
                                 {"moe_intermediate_size", channels},
                                 {"n_routed_experts", 16}};
    return simulated_config(ranks, "fp8", 2, changes.dump());
}

} // namespace

PlannedModel::PlannedModel(int count, std::string stored)
    : ranks(count), storage(std::move(stored)), tiny({config_for(count), storage, true, kSeed}) {}

model::ModelOptions PlannedModel::options() const {
    model::ModelOptions options;
    options.prefill_chunk = kChunk;
    model::adapt_to_gpu(options, tiny.checkpoint()->config());
    return options;
}

model::ModelOptions PlannedModel::options(const parallel::MemoryPlan& plan) const {
    model::ModelOptions planned = options();
    planned.host_expert_layers = plan.host_layers;
    planned.reserved_context = plan.context;
    planned.reserved_work_space = plan.devices[0].workspace;
    return planned;
}

parallel::MemoryPlan PlannedModel::plan(std::int64_t bytes, std::int64_t ram) const {
    parallel::PlanOptions wanted;
    wanted.context = kContext;
    wanted.mtp = true;
    wanted.streamed_chunk = 0;
    wanted.model = options();
    const auto dtype_of = [&](const model::TensorSpec& spec) {
        return tiny.checkpoint()->tensor(spec.name).dtype;
    };
    parallel::Machine machine;
    machine.gpus = ranks;
    machine.gpu_bytes = bytes;
    machine.ram_bytes = ram;
    machine.gpu_reserve = kReserve;
    machine.ram_reserve = 0;
    return parallel::plan_memory(tiny.checkpoint()->config(), dtype_of, machine, wanted);
}

std::int64_t PlannedModel::too_little() const {
    const parallel::MemoryPlan whole = plan(std::int64_t{1} << 40);
    const parallel::MemoryPlan none = plan(whole.devices[0].total() - 1);
    return (whole.devices[0].total() + none.devices[0].total()) / 2;
}

void PlannedModel::start_machine(std::int64_t bytes) const {
    simt::Options machine = simulated_machine(ranks);
    machine.devices.assign(static_cast<std::size_t>(ranks), {static_cast<std::size_t>(bytes), 9, 0});
    simt::start(machine);
}

std::unique_ptr<parallel::ParallelModel> PlannedModel::load(const model::ModelOptions& options) const {
    const ops::Numerics numerics = simulated_numerics(storage);
    const auto make_backend = [&](int rank) {
        cuda::Options device;
        device.device = rank;
        device.activation_quant = numerics.activation_quant;
        if (!options.host_expert_layers.empty())
            device.host = cpu::make_backend({.threads = 1, .numerics = numerics});
        return cuda::make_backend(device);
    };
    const auto make_group = [](int count) {
        return std::make_shared<parallel::CudaGroup>(count, SimulatedRanks{}.group);
    };
    return parallel::ParallelModel::load(tiny.checkpoint(), ranks, make_backend, options, {}, make_group);
}

} // namespace hadal::test
