#include "kernels/cpu/latents.h"

#include "kernels/bf16.h"

#include <cmath>
#include <cstring>

namespace hadal::cpu {

namespace {

ops::DType dtype_of(ops::LatentFormat format) {
    return format == ops::LatentFormat::F32    ? ops::DType::F32
           : format == ops::LatentFormat::BF16 ? ops::DType::BF16
                                               : ops::DType::F8E4M3;
}

void write_bf16(std::byte* to, const float* values, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i) {
        const std::uint16_t half = ops::float_to_bf16(values[i]);
        std::memcpy(to + 2 * i, &half, sizeof half);
    }
}

} // namespace

void read_latent(float* out, const std::byte* from, const ops::LatentLayout& layout, std::int64_t first,
                 std::int64_t count) {
    const ops::DType dtype = dtype_of(layout.format);
    const std::byte* scales = layout.format == ops::LatentFormat::FP8
                                  ? from + layout.scales_offset() + first / ops::kFp8Block * 4
                                  : nullptr;
    simd::widen(out, from + first * size_of(dtype), dtype, count, scales);
}

void read_rope(float* out, const std::byte* from, const ops::LatentLayout& layout) {
    const ops::DType dtype = layout.format == ops::LatentFormat::F32 ? ops::DType::F32 : ops::DType::BF16;
    simd::widen(out, from + layout.rope_offset(), dtype, layout.rope, nullptr);
}

void write_latent(std::byte* to, const ops::LatentLayout& layout, const float* values) {
    if (layout.format == ops::LatentFormat::F32) {
        std::memcpy(to, values, static_cast<std::size_t>(layout.row_bytes()));
        return;
    }
    if (layout.format == ops::LatentFormat::BF16) {
        write_bf16(to, values, layout.rank + layout.rope);
        return;
    }
    for (std::int64_t begin = 0; begin < layout.rank; begin += ops::kFp8Block) {
        const std::int64_t end = std::min(layout.rank, begin + ops::kFp8Block);
        float amax = 0;
        for (std::int64_t i = begin; i < end; ++i)
            amax = std::max(amax, std::abs(values[i]));
        const float scale = ops::power_of_two_scale(amax);
        for (std::int64_t i = begin; i < end; ++i)
            to[i] = static_cast<std::byte>(ops::float_to_e4m3(values[i] / scale));
        std::memcpy(to + layout.scales_offset() + begin / ops::kFp8Block * 4, &scale, sizeof scale);
    }
    write_bf16(to + layout.rope_offset(), values + layout.rank, layout.rope);
}

} // namespace hadal::cpu
