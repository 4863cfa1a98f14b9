// The host's bodies of matrix instructions: all lanes' registers at once, by the documented fragments.
#include "kernels/bf16.h"
#include "kernels/fp8.h"
#include "kernels/simt/block.h"
#include "kernels/simt/device.h"
#include "kernels/simt/device_code.h"

#include <cmath>
#include <cstring>

namespace hadal::simt::device {

namespace {

constexpr unsigned kRows = 16;
constexpr unsigned kColumns = 8;
constexpr std::uint32_t kAllLanes = ~0u;

struct LoadInput {
    const std::byte* row;
    bool transposed;
};

void distribute(const Block::Exchange& exchange) {
    const auto input = [&](unsigned lane) { return *static_cast<const LoadInput*>(exchange.in[lane]); };
    const auto element = [&](unsigned matrix, unsigned row, unsigned column) {
        std::uint16_t value;
        std::memcpy(&value, input(matrix * 8 + row).row + 2 * column, 2);
        return std::uint32_t{value};
    };
    for (unsigned lane = 0; lane < kLanes; ++lane) {
        auto* registers = static_cast<std::uint32_t*>(exchange.out[lane]);
        const unsigned g = lane / 4;
        const unsigned t = lane % 4;
        for (unsigned m = 0; m < 4; ++m)
            registers[m] = input(lane).transposed ? element(m, 2 * t, g) | element(m, 2 * t + 1, g) << 16
                                                  : element(m, g, 2 * t) | element(m, g, 2 * t + 1) << 16;
    }
}

struct Factors {
    const std::uint32_t* a;
    const std::uint32_t* b;
    std::uint32_t a_scale = 127; ///< ue8m0, in the lowest byte
    std::uint32_t b_scale = 127;
};

/// 2^(code - 127); 255 is NaN.
double power_of_ue8m0(std::uint32_t scale) {
    const auto code = static_cast<int>(scale & 0xffu);
    return code == 0xff ? std::nan("") : std::ldexp(1.0, code - 127);
}

template <unsigned elements>
float element(std::uint32_t word, unsigned index) {
    if constexpr (elements == 2)
        return ops::bf16_to_float(static_cast<std::uint16_t>(word >> (16 * index)));
    else
        return ops::e4m3_to_float(static_cast<std::uint8_t>(word >> (8 * index)));
}

/// `elements` in a register: 2 bf16, k = 16, or 4 e4m3, k = 32.
template <unsigned elements, bool scaled = false>
void multiply_all(const Block::Exchange& exchange) {
    constexpr unsigned kHalf = 4 * elements;
    double a[kRows][2 * kHalf];
    double b[kColumns][2 * kHalf];
    for (unsigned lane = 0; lane < kLanes; ++lane) {
        const auto& factors = *static_cast<const Factors*>(exchange.in[lane]);
        const unsigned g = lane / 4;
        const unsigned first = lane % 4 * elements;
        for (unsigned i = 0; i < elements; ++i)
            for (unsigned half = 0; half < 2; ++half) {
                const unsigned k = half * kHalf + first + i;
                a[g][k] = element<elements>(factors.a[2 * half], i);
                a[g + 8][k] = element<elements>(factors.a[2 * half + 1], i);
                b[g][k] = element<elements>(factors.b[half], i);
            }
    }
    const auto scale = [&](unsigned lane, bool of_a) {
        const auto& factors = *static_cast<const Factors*>(exchange.in[lane]);
        return power_of_ue8m0(of_a ? factors.a_scale : factors.b_scale);
    };
    for (unsigned lane = 0; lane < kLanes; ++lane) {
        auto* c = static_cast<float*>(exchange.out[lane]);
        for (unsigned i = 0; i < 4; ++i) {
            const double* row = a[lane / 4 + (i / 2) * 8];
            const unsigned column_index = lane % 4 * 2 + i % 2;
            const double* column = b[column_index];
            double sum = 0.0;
            for (unsigned k = 0; k < 2 * kHalf; ++k)
                sum += row[k] * column[k];
            if constexpr (scaled)
                sum *= scale(lane / 4 * 4 + i / 2, true) * scale(column_index * 4, false);
            c[i] = static_cast<float>(c[i] + sum);
        }
    }
}

} // namespace

void load_matrices(std::uint32_t* registers, const void* row, bool transposed, Where where) {
    const auto caller = reinterpret_cast<std::uintptr_t>(__builtin_return_address(0));
    const LoadInput input{static_cast<const std::byte*>(row), transposed};
    Block::running()->guarded([&](Block& block) {
        const auto address = reinterpret_cast<std::uintptr_t>(row);
        if (address - reinterpret_cast<std::uintptr_t>(block.shared()) >= block.launch().shared_bytes)
            block.fail(Fault::OutOfBounds, address, text(where),
                       "ldmatrix of a row outside of shared memory.");
        block.access(address, 16, false, caller);
        block.meet(Collective::LoadMatrices, kAllLanes, &input, registers, &distribute, where);
    });
}

void multiply(float* c, const std::uint32_t* a, const std::uint32_t* b, Elements elements, Where where) {
    const Factors factors{a, b};
    const bool bf16 = elements == Elements::Bf16;
    Block::running()->guarded([&](Block& block) {
        block.meet(bf16 ? Collective::MultiplyBf16 : Collective::MultiplyE4m3, kAllLanes, &factors, c,
                   bf16 ? &multiply_all<2> : &multiply_all<4>, where);
    });
}

void multiply_scaled(float* c, const std::uint32_t* a, const std::uint32_t* b, std::uint32_t a_scale,
                     std::uint32_t b_scale, Where where) {
    const Factors factors{a, b, a_scale, b_scale};
    Block::running()->guarded([&](Block& block) {
        if (block.device().spec().major != 12)
            block.fail(Fault::NoInstruction, 0, text(where),
                       "a block-scaled product; only architecture 12 has the instruction.");
        block.meet(Collective::MultiplyScaled, kAllLanes, &factors, c, &multiply_all<4, true>, where);
    });
}

} // namespace hadal::simt::device
