#include "kernels/simt/traffic.h"

#include <algorithm>
#include <array>
#include <map>

namespace hadal::simt {

namespace {

constexpr std::uintptr_t kSector = 32;
constexpr std::uintptr_t kBank = 4;
constexpr std::size_t kBanks = 32;

} // namespace

std::size_t Traffic::distinct_bytes(std::vector<Request>& request) {
    std::sort(request.begin(), request.end(),
              [](const Request& a, const Request& b) { return a.address < b.address; });
    std::size_t bytes = 0;
    std::uintptr_t end = 0;
    for (const Request& lane : request) {
        const std::uintptr_t from = std::max(end, lane.address);
        end = std::max(end, lane.address + lane.size);
        bytes += end - std::min(from, end);
    }
    return bytes;
}

void Traffic::flush(unsigned warp) {
    // The n-th execution of an instruction by one lane goes with the n-th by the others.
    using Key = std::pair<std::uintptr_t, std::uint32_t>;
    std::map<Key, std::vector<Request>> requests;
    std::map<std::uintptr_t, std::uint32_t> executions;
    for (unsigned lane = 0; lane < kLanes; ++lane) {
        std::vector<Request>& accesses = lanes_[warp * kLanes + lane];
        executions.clear();
        for (const Request& access : accesses)
            requests[{access.instruction, executions[access.instruction]++}].push_back(access);
        accesses.clear();
    }
    for (auto& [key, request] : requests)
        count(request);
}

void Traffic::count(std::vector<Request>& request) {
    // Units of sectors or of bank words, each once: lanes that ask for the same one share it.
    const bool shared = request.front().shared;
    const std::uintptr_t unit = shared ? kBank : kSector;
    std::vector<std::uintptr_t> units;
    for (const Request& lane : request)
        for (std::uintptr_t at = lane.address / unit; at <= (lane.address + lane.size - 1) / unit; ++at)
            units.push_back(at);
    std::sort(units.begin(), units.end());
    units.erase(std::unique(units.begin(), units.end()), units.end());
    if (!shared) {
        counters_.sectors += units.size();
        counters_.minimum_sectors += (distinct_bytes(request) + kSector - 1) / kSector;
        return;
    }
    std::array<std::uint64_t, kBanks> banks{};
    for (const std::uintptr_t word : units)
        ++banks[word % kBanks];
    const std::uint64_t wavefronts = *std::max_element(banks.begin(), banks.end());
    counters_.shared_wavefronts += wavefronts;
    counters_.bank_conflicts += wavefronts - (units.size() + kBanks - 1) / kBanks;
}

} // namespace hadal::simt
