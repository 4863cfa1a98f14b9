#include "kernels/simt/traffic.h"

#include <algorithm>
#include <array>
#include <utility>

namespace hadal::simt {

namespace {

constexpr unsigned kSectorBits = 5; // 32 bytes
constexpr unsigned kBankBits = 2;   // 4 bytes
constexpr std::uintptr_t kSector = 1 << kSectorBits;
constexpr std::size_t kBanks = 32;

} // namespace

void Traffic::flush(unsigned warp) {
    const auto lanes = std::span(lanes_).subspan(warp * kLanes, kLanes);
    const auto busy =
        std::find_if(lanes.begin(), lanes.end(), [](const auto& lane) { return !lane.empty(); });
    if (busy == lanes.end())
        return;
    // The n-th execution of an instruction by one lane goes with the n-th by the others.
    if (in_step(lanes)) {
        for (std::size_t i = 0; i < busy->size(); ++i) {
            request_.clear();
            for (const std::vector<Request>& lane : lanes)
                if (!lane.empty())
                    request_.push_back(lane[i]);
            count();
        }
    } else {
        count_apart(lanes);
    }
    for (std::vector<Request>& lane : lanes)
        lane.clear();
}

/// Whether all lanes that accessed memory at all did so at the same instructions in the same order.
bool Traffic::in_step(std::span<const std::vector<Request>> lanes) {
    const std::vector<Request>* first = nullptr;
    for (const std::vector<Request>& lane : lanes) {
        if (lane.empty())
            continue;
        if (!first)
            first = &lane;
        else if (!std::equal(
                     lane.begin(), lane.end(), first->begin(), first->end(),
                     [](const Request& a, const Request& b) { return a.instruction == b.instruction; }))
            return false;
    }
    return true;
}

void Traffic::count_apart(std::span<std::vector<Request>> lanes) {
    struct Numbered {
        Request request;
        std::size_t execution;
    };
    std::vector<Numbered> all;
    for (std::vector<Request>& lane : lanes) {
        std::stable_sort(lane.begin(), lane.end(),
                         [](const Request& a, const Request& b) { return a.instruction < b.instruction; });
        for (std::size_t i = 0; i < lane.size(); ++i) {
            const bool again = i > 0 && lane[i].instruction == lane[i - 1].instruction;
            all.push_back({lane[i], again ? all.back().execution + 1 : 0});
        }
    }
    const auto key = [](const Numbered& n) { return std::pair(n.request.instruction, n.execution); };
    std::sort(all.begin(), all.end(), [&](const Numbered& a, const Numbered& b) { return key(a) < key(b); });
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i == 0 || key(all[i]) != key(all[i - 1]))
            request_.clear();
        request_.push_back(all[i].request);
        if (i + 1 == all.size() || key(all[i + 1]) != key(all[i]))
            count();
    }
}

void Traffic::count() {
    const auto by_address = [](const Request& a, const Request& b) { return a.address < b.address; };
    if (!std::is_sorted(request_.begin(), request_.end(), by_address))
        std::sort(request_.begin(), request_.end(), by_address);
    // Units of sectors or of bank words, each once: lanes that ask for the same one share it.
    const bool shared = request_.front().shared;
    const unsigned bits = shared ? kBankBits : kSectorBits;
    std::array<std::uint64_t, kBanks> banks{};
    std::uint64_t units = 0, bytes = 0;
    std::uintptr_t next_unit = 0, next_byte = 0; // behind those that are counted
    for (const Request& lane : request_) {
        const std::uintptr_t end = lane.address + lane.size;
        for (std::uintptr_t at = std::max(next_unit, lane.address >> bits); at <= (end - 1) >> bits; ++at) {
            ++units;
            ++banks[at % kBanks];
            next_unit = at + 1;
        }
        const std::uintptr_t from = std::max(next_byte, lane.address);
        next_byte = std::max(next_byte, end);
        bytes += next_byte - std::min(from, next_byte);
    }
    if (!shared) {
        counters_.sectors += units;
        counters_.minimum_sectors += (bytes + kSector - 1) / kSector;
        return;
    }
    const std::uint64_t wavefronts = *std::max_element(banks.begin(), banks.end());
    counters_.shared_wavefronts += wavefronts;
    counters_.bank_conflicts += wavefronts - (units + kBanks - 1) / kBanks;
}

} // namespace hadal::simt
