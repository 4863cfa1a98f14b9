// exp for probabilities.
#pragma once

#include <bit>
#include <cstdint>

namespace hadal::runtime {

/// exp(x) for x <= 0, within 2e-15 relative; 0 below -700 and for -infinity. Only additions and
/// multiplications of doubles: the mathematics library of another machine may round its exp differently, and
/// then one seed would not give the same tokens everywhere. Compile without contraction to fused operations.
/// Free of branches, so that a loop over a vocabulary becomes vector code.
inline double exp_nonpositive(double x) {
    // x = n ln 2 + r with |r| <= ln 2 / 2. Adding 1.5 * 2^52 rounds to the nearest integer and leaves it in
    // the low bits of the sum. The upper part of ln 2 has 21 zero bits at its end, so n times it is exact.
    constexpr double log2_e = 0x1.71547652b82fep+0;
    constexpr double ln2_upper = 0x1.62e42fee00000p-1, ln2_lower = 0x1.a39ef35793c76p-33;
    constexpr double rounder = 0x1.8p52;
    const double clamped = x > -700.0 ? x : -700.0;
    const double rounded = clamped * log2_e + rounder;
    const double n = rounded - rounder;
    const double r = (clamped - n * ln2_upper) - n * ln2_lower;

    // The Taylor series: the first term left out, r^14 / 14!, is below 5e-18.
    constexpr double inverse_factorials[] = {1.0,
                                             1.0,
                                             1.0 / 2,
                                             1.0 / 6,
                                             1.0 / 24,
                                             1.0 / 120,
                                             1.0 / 720,
                                             1.0 / 5040,
                                             1.0 / 40320,
                                             1.0 / 362880,
                                             1.0 / 3628800,
                                             1.0 / 39916800,
                                             1.0 / 479001600,
                                             1.0 / 6227020800};
    double sum = inverse_factorials[13];
    for (int term = 12; term >= 0; --term)
        sum = sum * r + inverse_factorials[term];

    const double power = std::bit_cast<double>((std::bit_cast<std::uint64_t>(rounded) + 1023) << 52);
    return x > -700.0 ? sum * power : 0.0;
}

} // namespace hadal::runtime
