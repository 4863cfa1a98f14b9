#include "engine/runtime/random.h"

#include <random>
#include <string_view>

namespace hadal::runtime {

std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
    constexpr std::uint64_t multiplier_0 = 0xD2511F53, multiplier_1 = 0xCD9E8D57;
    constexpr std::uint32_t weyl_0 = 0x9E3779B9, weyl_1 = 0xBB67AE85;
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t product_0 = multiplier_0 * counter[0];
        const std::uint64_t product_1 = multiplier_1 * counter[2];
        counter = {static_cast<std::uint32_t>(product_1 >> 32) ^ counter[1] ^ key[0],
                   static_cast<std::uint32_t>(product_1),
                   static_cast<std::uint32_t>(product_0 >> 32) ^ counter[3] ^ key[1],
                   static_cast<std::uint32_t>(product_0)};
        key = {key[0] + weyl_0, key[1] + weyl_1};
    }
    return counter;
}

double uniform_at(std::uint64_t seed, std::uint64_t position) {
    const auto block =
        philox({static_cast<std::uint32_t>(position), static_cast<std::uint32_t>(position >> 32), 0, 0},
               {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)});
    const std::uint64_t bits = std::uint64_t{block[1]} << 32 | block[0];
    return static_cast<double>(bits >> 11) * 0x1p-53;
}

std::uint64_t fresh_seed() {
    std::random_device device;
    return std::uint64_t{device()} << 32 | device();
}

std::string fresh_call_id() {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    const std::uint64_t seed = fresh_seed();
    std::string id = "call_";
    for (std::uint64_t position = 0; position < 24; ++position)
        id += alphabet[static_cast<std::size_t>(uniform_at(seed, position) * alphabet.size())];
    return id;
}

} // namespace hadal::runtime
