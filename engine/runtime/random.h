// Random numbers that are a pure function of a seed and a position, the same on every machine.
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace hadal::runtime {

/// Philox4x32-10, a counter-based generator: ten rounds of multiply and swap over the counter, keyed.
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3" (2011).
std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

/// The number in [0, 1) at `position` of the sequence of `seed`: 53 random bits.
double uniform_at(std::uint64_t seed, std::uint64_t position);

/// A seed that nobody can foresee.
std::uint64_t fresh_seed();

/// "call_" and 24 random letters and digits. Clients mix up the calls of different turns when ids repeat, so
/// ids do not depend on a request's seed.
std::string fresh_call_id();

} // namespace hadal::runtime
