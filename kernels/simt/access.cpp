// What happens when a kernel touches memory.
#include "kernels/simt/block.h"
#include "kernels/simt/device.h"

#include <algorithm>
#include <cstring>
#include <link.h>

namespace hadal::simt {

namespace {

/// Constants that the compiler put into the program itself may be read.
bool is_constant(std::uintptr_t address, std::size_t size) {
    struct Range {
        std::uintptr_t first, last;
    };
    static const std::vector<Range> ranges = [] {
        std::vector<Range> found;
        dl_iterate_phdr(
            [](dl_phdr_info* info, std::size_t, void* to) {
                for (int i = 0; i < info->dlpi_phnum; ++i) {
                    const auto& header = info->dlpi_phdr[i];
                    const bool constant = (header.p_type == PT_LOAD && !(header.p_flags & PF_W)) ||
                                          header.p_type == PT_GNU_RELRO;
                    const std::uintptr_t first = info->dlpi_addr + header.p_vaddr;
                    if (constant)
                        static_cast<std::vector<Range>*>(to)->push_back({first, first + header.p_memsz});
                }
                return 0;
            },
            &found);
        return found;
    }();
    return std::any_of(ranges.begin(), ranges.end(), [&](const Range& range) {
        return address >= range.first && address + size <= range.last;
    });
}

std::string bytes_text(std::size_t size) {
    return std::to_string(size) + (size == 1 ? " byte" : " bytes");
}

} // namespace

Accessor Block::accessor() {
    return {order_, current_->warp, current_->lane};
}

void Block::access(std::uintptr_t address, std::size_t size, bool write, std::uintptr_t instruction) {
    const Thread& thread = *current_;
    if (address - reinterpret_cast<std::uintptr_t>(thread.fiber.stack()) < thread.fiber.stack_bytes())
        return;
    const bool is_shared = address - reinterpret_cast<std::uintptr_t>(shared_) < device_.shared_limit();
    if (write)
        stir();
    traffic_.add(thread.warp, thread.lane, instruction, address, size, is_shared);
    check(address, size, write, instruction);
}

void Block::check(std::uintptr_t address, std::size_t size, bool write, std::uintptr_t instruction) {
    Accessor by = accessor();
    const std::uintptr_t offset = address - reinterpret_cast<std::uintptr_t>(shared_);
    if (size <= 16 && address % size != 0)
        fail(Fault::Misaligned, address, source_of(instruction),
             "an access of " + bytes_text(size) + " at " + where_at(address) + ", no multiple of " +
                 std::to_string(size) + ".");
    if (offset < device_.shared_limit()) {
        if (offset + size > launch_.shared_bytes)
            fail(Fault::OutOfBounds, address, source_of(instruction),
                 std::string(write ? "writes " : "reads ") + bytes_text(size) + " at " + where_at(address) +
                     ".");
        return judge(write ? shared_shadow_.write(offset, size, by) : shared_shadow_.read(offset, size, by),
                     address, size, write, instruction);
    }
    Allocation* allocation = device_.memory().find(address);
    if (!allocation) {
        if (!write && is_constant(address, size))
            return;
        if (device_.memory().is_beside(address))
            fail(Fault::OutOfBounds, address, source_of(instruction),
                 std::string(write ? "writes " : "reads ") + bytes_text(size) + " at " + where_at(address) +
                     ".");
        const bool stack = std::any_of(threads_.begin(), threads_.end(), [&](const Thread& other) {
            return address - reinterpret_cast<std::uintptr_t>(other.fiber.stack()) <
                   other.fiber.stack_bytes();
        });
        fail(stack ? Fault::OutOfBounds : Fault::HostMemory, address, source_of(instruction),
             std::string(write ? "writes " : "reads ") + bytes_text(size) +
                 (stack ? " of another thread's local variables."
                        : " outside of all device memory, " + device_.memory().describe(address) + "."));
    }
    if (allocation->freed || !allocation->contains(address, size))
        fail(allocation->freed ? Fault::UseAfterFree : Fault::OutOfBounds, address, source_of(instruction),
             std::string(write ? "writes " : "reads ") + bytes_text(size) + " at " + where_at(address) + ".");
    if (!device_.reaches(allocation->device))
        fail(Fault::WrongDevice, address, source_of(instruction),
             "memory of device " + std::to_string(allocation->device) + " used on device " +
                 std::to_string(device_.index()) + " without peer access.");
    const std::size_t at = address - allocation->base;
    judge(write ? allocation->shadow.write(at, size, by) : allocation->shadow.read(at, size, by), address,
          size, write, instruction);
}

void Block::judge(const std::optional<Verdict>& verdict, std::uintptr_t address, std::size_t size, bool write,
                  std::uintptr_t instruction) {
    if (!verdict)
        return;
    const std::uintptr_t at = address + verdict->byte;
    const std::string access =
        std::string(write ? "writes " : "reads ") + bytes_text(size) + " at " + where_at(address);
    std::string what;
    switch (verdict->fault) {
    case Fault::Uninitialised:
        what = access + "; byte " + std::to_string(verdict->byte) + " of them was never written.";
        break;
    case Fault::UnfinishedCopy:
        what = access + ", where an asynchronous copy begun by " + who(verdict->other) +
               " has not been waited for.";
        break;
    default:
        what = access + ", which " + who(verdict->other) + (verdict->other_wrote ? " wrote" : " read") +
               " and nothing orders the two.";
    }
    fail(verdict->fault, at, source_of(instruction), what);
}

std::string Block::where_at(std::uintptr_t address) const {
    const std::uintptr_t offset = address - reinterpret_cast<std::uintptr_t>(shared_);
    if (offset < device_.shared_limit())
        return "byte " + std::to_string(offset) + " of " + std::to_string(launch_.shared_bytes) +
               " in shared memory";
    return device_.memory().describe(address);
}

std::string Block::who(Stamp stamp) const {
    const Segment* segment = history_.find(stamp);
    if (!segment || segment->operation != launch_.operation)
        return "another operation";
    const unsigned index = segment->warp * kLanes + History::lane(stamp);
    std::string text = "thread " + simt::text(threads_[index].position);
    if (segment->block != linear_index_)
        text += " of the grid's block " + std::to_string(segment->block);
    return text;
}

void Block::fence() {
    order_.fence(current_->warp, current_->lane);
}

void Block::atomic(void* address, std::size_t size, bool write, std::uintptr_t instruction) {
    // Another thread may come first: with random schedules it does.
    if (schedule_.is_random())
        wait(Thread::Ready, current_->where);
    const auto at = reinterpret_cast<std::uintptr_t>(address);
    const std::uintptr_t offset = at - reinterpret_cast<std::uintptr_t>(shared_);
    const bool is_shared = offset < device_.shared_limit() && offset + size <= launch_.shared_bytes;
    Accessor by = accessor();
    Allocation* allocation = is_shared ? nullptr : device_.memory().find(at);
    // Whatever is wrong with the place itself, the plain access says.
    if (at % size != 0 ||
        (!is_shared && (!allocation || allocation->freed || !allocation->contains(at, size) ||
                        !device_.reaches(allocation->device))))
        access(at, size, write, instruction);
    Shadow& shadow = is_shared ? shared_shadow_ : allocation->shadow;
    const std::size_t from = is_shared ? offset : at - allocation->base;
    judge(shadow.read(from, size, by, true), at, size, false, instruction);
    if (write)
        judge(shadow.write(from, size, by, true), at, size, true, instruction);
    order_.atomic(by.warp, by.lane, at, is_shared, write);
    if (write)
        stir();
}

void Block::begin_copy(const AsyncCopy& copy) {
    const auto to = reinterpret_cast<std::uintptr_t>(copy.to);
    const auto from = reinterpret_cast<std::uintptr_t>(copy.from);
    const std::uintptr_t offset = to - reinterpret_cast<std::uintptr_t>(shared_);
    if (to % copy.bytes != 0 || from % copy.bytes != 0)
        fail(Fault::Misaligned, to % copy.bytes != 0 ? to : from, source_of(copy.instruction),
             "an asynchronous copy of " + bytes_text(copy.bytes) + " from or to no multiple of it.");
    if (offset >= launch_.shared_bytes || offset + copy.bytes > launch_.shared_bytes)
        fail(Fault::OutOfBounds, to, source_of(copy.instruction),
             "an asynchronous copy to " + where_at(to) + "; the destination is shared memory.");
    if (copy.read_bytes > 0)
        access(from, copy.read_bytes, false, copy.instruction);
    Accessor by = accessor();
    judge(shared_shadow_.begin_copy(offset, copy.bytes, by), to, copy.bytes, true, copy.instruction);
    current_->copies.push_back(copy);
}

void Block::commit_copies() {
    current_->groups.push_back(std::move(current_->copies));
    current_->copies.clear();
}

void Block::wait_copies(unsigned groups_left) {
    while (current_->groups.size() > groups_left) {
        finish_group(current_->groups.front());
        current_->groups.erase(current_->groups.begin());
    }
}

void Block::finish_group(const std::vector<AsyncCopy>& group) {
    Accessor by = accessor();
    for (const AsyncCopy& copy : group) {
        const auto offset = static_cast<std::size_t>(copy.to - shared_);
        // Only now are the bytes read: who overwrites the source before the wait is seen here.
        if (copy.read_bytes > 0)
            check(reinterpret_cast<std::uintptr_t>(copy.from), copy.read_bytes, false, copy.instruction);
        shared_shadow_.end_copy(offset, copy.bytes);
        judge(shared_shadow_.write(offset, copy.bytes, by), reinterpret_cast<std::uintptr_t>(copy.to),
              copy.bytes, true, copy.instruction);
        std::memcpy(copy.to, copy.from, copy.read_bytes);
        std::memset(copy.to + copy.read_bytes, 0, copy.bytes - copy.read_bytes);
    }
}

} // namespace hadal::simt
