#include "kernels/simt/memory.h"

#include <algorithm>
#include <cstring>
#include <sys/mman.h>
#include <vector>

namespace hadal::simt {

namespace {

constexpr std::size_t kFilled = std::size_t{64} << 20; ///< larger allocations start as zeros, not as poison
constexpr std::size_t kKeptAfterFree = std::size_t{256} << 20;
constexpr int kPoison = 0xcd;

constexpr std::size_t kGuard = 64 << 10; ///< unused address space before and after each allocation

std::size_t whole_pages(std::size_t bytes) {
    constexpr std::size_t kPage = 4096;
    return (bytes + kPage - 1) / kPage * kPage;
}

std::size_t mapped_bytes(std::size_t bytes) {
    return whole_pages(bytes) + 2 * kGuard;
}

} // namespace

Memory::~Memory() {
    for (auto& [base, allocation] : allocations_)
        unmap(*allocation);
}

void Memory::unmap(Allocation& allocation) {
    munmap(reinterpret_cast<void*>(allocation.base - kGuard), mapped_bytes(allocation.bytes));
}

Allocation* Memory::allocate(int device, std::size_t bytes) {
    void* data =
        mmap(nullptr, mapped_bytes(bytes), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (data == MAP_FAILED)
        return nullptr;
    const auto base = reinterpret_cast<std::uintptr_t>(data) + kGuard;
    void* usable = reinterpret_cast<void*>(base);
    if (mprotect(usable, whole_pages(bytes), PROT_READ | PROT_WRITE) != 0) {
        munmap(data, mapped_bytes(bytes));
        return nullptr;
    }
    if (bytes <= kFilled)
        std::memset(usable, kPoison, bytes);
    if (device != kHostDevice && open_ == 0)
        mprotect(usable, whole_pages(bytes), PROT_NONE);
    auto allocation =
        std::make_unique<Allocation>(Allocation{base, bytes, device, ++count_, false, Shadow(bytes)});
    return (allocations_[base] = std::move(allocation)).get();
}

void Memory::protect(bool closed) {
    for (auto& [base, allocation] : allocations_)
        if (allocation->device != kHostDevice && !allocation->freed)
            mprotect(reinterpret_cast<void*>(base), whole_pages(allocation->bytes),
                     closed ? PROT_NONE : PROT_READ | PROT_WRITE);
}

void Memory::free(Allocation& allocation) {
    allocation.freed = true;
    freed_bytes_ += mapped_bytes(allocation.bytes);
    last_ = nullptr;
    for (auto it = allocations_.begin(); it != allocations_.end() && freed_bytes_ > kKeptAfterFree;) {
        if (!it->second->freed) {
            ++it;
            continue;
        }
        freed_bytes_ -= mapped_bytes(it->second->bytes);
        unmap(*it->second);
        it = allocations_.erase(it);
    }
}

void Memory::free_all(int device) {
    std::vector<Allocation*> live;
    for (const auto& [base, allocation] : allocations_)
        if (allocation->device == device && !allocation->freed)
            live.push_back(allocation.get());
    for (Allocation* allocation : live)
        free(*allocation);
}

Allocation* Memory::find(std::uintptr_t address) {
    if (last_ && last_->contains(address, 1))
        return last_;
    auto after = allocations_.upper_bound(address);
    if (after == allocations_.begin())
        return nullptr;
    Allocation* found = std::prev(after)->second.get();
    if (!found->contains(address, 1))
        return nullptr;
    return last_ = found;
}

bool Memory::is_beside(std::uintptr_t address) const {
    const auto after = allocations_.upper_bound(address);
    if (after != allocations_.end() && after->first - address <= kGuard)
        return true;
    return after != allocations_.begin() &&
           address - std::prev(after)->first < std::prev(after)->second->bytes + kGuard;
}

std::string Memory::describe(std::uintptr_t address) const {
    const auto after = allocations_.upper_bound(address);
    if (after == allocations_.begin())
        return "below all device memory";
    const Allocation& before = *std::prev(after)->second;
    return std::to_string(address - before.base) + " bytes from the start of allocation " +
           std::to_string(before.number) + ", which has " + std::to_string(before.bytes) + " bytes" +
           (before.freed ? " and is freed" : "");
}

} // namespace hadal::simt
