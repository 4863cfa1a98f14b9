// One warp a head, one pair a lane and turn. 4 bytes read and written a pair, 6 operations: bound by latency,
// and by bandwidth for many rows.
#include "kernels/cuda/rope.h"

#include <cmath>

namespace hadal::cuda {

namespace {

constexpr int kWarps = 4;

__global__ void __launch_bounds__(kWarps* kWarp) rotate_kernel(Rotate p) {
    const auto head = static_cast<std::int64_t>(blockIdx.x) * kWarps + threadIdx.x / kWarp;
    if (head >= static_cast<std::int64_t>(p.rows) * p.heads)
        return;
    const int pairs = p.dim / 2;
    Bf16* x = p.x + head * p.head_dim + p.offset;
    const float2* table = p.table + static_cast<std::int64_t>(p.positions[head / p.heads]) * pairs;
    for (int pair = static_cast<int>(threadIdx.x) % kWarp; pair < pairs; pair += kWarp) {
        const float2 turn = load(table + pair);
        if (p.layout == ops::RopeLayout::Interleaved) {
            auto* word = reinterpret_cast<std::uint32_t*>(x) + pair;
            const std::uint32_t old = *word;
            const float a = low_bf16(old);
            const float b = high_bf16(old);
            *word = pack_bf16(a * turn.x - b * turn.y, a * turn.y + b * turn.x);
        } else {
            const float a = ops::bf16_to_float(x[pair]);
            const float b = ops::bf16_to_float(x[pair + pairs]);
            x[pair] = ops::float_to_bf16(a * turn.x - b * turn.y);
            x[pair + pairs] = ops::float_to_bf16(a * turn.y + b * turn.x);
        }
    }
}

} // namespace

std::vector<float2> rope_table(std::span<const float> inverse_frequencies, float magnitude,
                               std::int64_t positions) {
    std::vector<float2> table;
    table.reserve(inverse_frequencies.size() * static_cast<std::size_t>(positions));
    for (std::int64_t p = 0; p < positions; ++p)
        for (const float frequency : inverse_frequencies) {
            const double angle = static_cast<float>(p) * frequency;
            table.push_back({static_cast<float>(std::cos(angle) * magnitude),
                             static_cast<float>(std::sin(angle) * magnitude)});
        }
    return table;
}

void rotate(cudaStream_t stream, const Rotate& p) {
    if (p.dim % 2 != 0 || p.offset % 2 != 0 || p.head_dim % 2 != 0 || p.offset + p.dim > p.head_dim)
        throw Error(ErrorKind::InvalidArgument,
                    "Cannot rotate " + std::to_string(p.dim) + " channels from " + std::to_string(p.offset) +
                        " of heads with " + std::to_string(p.head_dim) + "; they must be even and fit.");
    const auto heads = static_cast<std::int64_t>(p.rows) * p.heads;
    if (heads == 0 || p.dim == 0)
        return;
    launch<rotate_kernel>({static_cast<unsigned>((heads + kWarps - 1) / kWarps), kWarps * kWarp, 0, stream},
                          p);
}

} // namespace hadal::cuda
