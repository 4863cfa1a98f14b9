#include "engine/parallel/expert_streaming.h"

#include "engine/parallel/memory_plan.h"

#include <algorithm>
#include <cmath>

namespace hadal::parallel {

namespace {

/// Two of them hide a layer's attention behind the copies, and are little beside its experts.
constexpr std::int64_t kMostBuffer = std::int64_t{512} << 20;
/// A byte is read where it lies, written to where the GPU reads it, and read there.
constexpr double kMovesOfAByte = 3;

} // namespace

ExpertStreaming expert_streaming(const model::Config& config, const Machine& machine,
                                 std::int64_t layer_bytes, std::int64_t chunk) {
    const double links = machine.gpus * machine.gpu_link_bytes_per_s;
    const double memory = kRamShare * machine.ram_bytes_per_s / kMovesOfAByte;
    const double way = static_cast<double>(layer_bytes) / std::min(links, memory);
    const double operations = 6.0 * static_cast<double>(config.num_experts_per_tok) *
                              static_cast<double>(config.hidden_size) *
                              static_cast<double>(config.moe_intermediate_size);
    const double rows = std::ceil(way * machine.cpu_flops / operations);
    if (rows > static_cast<double>(chunk))
        return {};
    return {static_cast<std::int64_t>(rows), std::min(kMostBuffer, layer_bytes / machine.gpus)};
}

} // namespace hadal::parallel
