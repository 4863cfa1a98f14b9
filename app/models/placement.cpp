#include "app/models/placement.h"

#include "kernels/cpu/cores.h"

#include <algorithm>
#include <fstream>
#include <limits>
#include <string>
#include <unistd.h>

namespace hadal::models {

namespace {

/// What the system could give to this program, which is more than what lies idle: files in memory go when
/// others need it. All there is, where the system does not say.
std::int64_t available_ram() {
    std::ifstream info("/proc/meminfo");
    for (std::string name; info >> name;) {
        std::int64_t kib = 0;
        if (name == "MemAvailable:" && info >> kib)
            return kib * 1024;
        info.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
    }
    return static_cast<std::int64_t>(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGESIZE);
}

parallel::Machine this_machine(int ranks) {
    const auto devices = gpus();
    parallel::Machine machine;
    machine.gpus = ranks;
    machine.gpu_bytes = std::numeric_limits<std::int64_t>::max();
    for (int rank = 0; rank < ranks; ++rank)
        machine.gpu_bytes = std::min(machine.gpu_bytes, devices.at(static_cast<std::size_t>(rank)).free);
    machine.ram_bytes = available_ram();
    machine.cpu_flops = cpu::usable_cores() * parallel::kFlopsOfCore;
    // CUDA's context is there already, and other programs have what they need.
    machine.gpu_reserve = machine.gpu_bytes / 64;
    machine.ram_reserve = std::min(machine.ram_reserve, machine.ram_bytes / 16);
    return machine;
}

parallel::MemoryPlan plan_for_gpus(const model::Checkpoint& checkpoint, int ranks,
                                   const parallel::PlanOptions& options) {
    require_gpus(checkpoint, ranks);
    const auto dtype_of = [&](const model::TensorSpec& spec) { return checkpoint.tensor(spec.name).dtype; };
    return parallel::plan_memory(checkpoint.config(), dtype_of, this_machine(ranks), options);
}

} // namespace

Placement place(BackendKind kind, const model::Checkpoint& checkpoint, int ranks,
                parallel::PlanOptions options) {
    options.or_less = options.context == 0;
    if (kind == BackendKind::Gpu)
        return {kind, plan_for_gpus(checkpoint, ranks, options)};
    if (kind == BackendKind::Auto && has_real_gpus())
        try {
            return {BackendKind::Gpu, plan_for_gpus(checkpoint, ranks, options)};
        } catch (const Error&) {
            // The CPU, then.
        }
    return {};
}

} // namespace hadal::models
