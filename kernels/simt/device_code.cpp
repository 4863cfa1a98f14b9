#include "kernels/simt/device_code.h"

#include "kernels/simt/block.h"
#include "kernels/simt/machine.h"

#include <chrono>
#include <cstring>

namespace hadal::simt::device {

namespace {

uint3 of(const Index3& index) {
    return {index.x, index.y, index.z};
}

Block& block() {
    return *Block::running();
}

template <typename Body>
auto guarded(Body body) {
    return block().guarded(body);
}

std::uintptr_t pc(void* return_address) {
    return reinterpret_cast<std::uintptr_t>(return_address);
}

void meet(Collective kind, unsigned mask, const void* in, void* out, Block::Compute compute, Where where) {
    guarded([&](Block& b) { b.meet(kind, mask, in, out, compute, where); });
}

/// Calls body(lane) for each lane of the mask.
template <typename Body>
void for_each_lane(std::uint32_t mask, Body body) {
    for (; mask != 0; mask &= mask - 1)
        body(static_cast<unsigned>(std::countr_zero(mask)));
}

template <typename T>
const T& in(const Block::Exchange& exchange, unsigned lane) {
    return *static_cast<const T*>(exchange.in[lane]);
}
template <typename T>
T& out(const Block::Exchange& exchange, unsigned lane) {
    return *static_cast<T*>(exchange.out[lane]);
}

} // namespace

uint3 thread_index() {
    return of(block().thread_index());
}
uint3 block_index() {
    return of(block().block_index());
}
uint3 block_size() {
    return of(block().launch().block);
}
uint3 grid_size() {
    return of(block().launch().grid);
}
std::byte* shared_memory() {
    return block().shared();
}

int block_barrier(bool predicate, BarrierResult result, Where where) {
    const unsigned count = guarded([&](Block& b) { return b.barrier(0, 0, true, predicate, where); });
    switch (result) {
    case BarrierResult::And:
        return count == block().launch().threads();
    case BarrierResult::Or:
        return count > 0;
    default:
        return static_cast<int>(count);
    }
}

void named_barrier(int id, int threads, bool wait, Where where) {
    guarded([&](Block& b) {
        return b.barrier(static_cast<unsigned>(id), static_cast<unsigned>(threads), wait, false, where);
    });
}

namespace {

struct ShuffleInput {
    std::uint64_t value;
    Shuffle kind;
    unsigned operand;
    int width;
    Where where;
};

/// The lane that `lane` takes its value from, by the definition of shfl.sync.
unsigned source_lane(unsigned lane, const ShuffleInput& input) {
    const auto width = static_cast<unsigned>(input.width);
    const unsigned first = lane / width * width;
    const unsigned last = first + width - 1;
    switch (input.kind) {
    case Shuffle::Index:
        return first + input.operand % width;
    case Shuffle::Up:
        return lane >= first + input.operand ? lane - input.operand : lane;
    case Shuffle::Down:
        return lane + input.operand <= last ? lane + input.operand : lane;
    case Shuffle::Xor:
        break;
    }
    const unsigned other = lane ^ input.operand;
    return other <= last ? other : lane;
}

} // namespace

std::uint64_t shuffle(unsigned mask, std::uint64_t value, Shuffle kind, unsigned operand, int width,
                      Where where) {
    const ShuffleInput input{value, kind, operand, width, where};
    std::uint64_t result = 0;
    meet(
        Collective::Shuffle, mask, &input, &result,
        [](const Block::Exchange& exchange) {
            for_each_lane(exchange.mask, [&](unsigned lane) {
                const auto& own = in<ShuffleInput>(exchange, lane);
                const unsigned from = source_lane(lane, own);
                if (!(exchange.mask >> from & 1))
                    block().fail(Fault::WrongMask, 0, text(own.where),
                                 "lane " + std::to_string(lane) + " takes the value of lane " +
                                     std::to_string(from) + ", which the mask does not name.");
                out<std::uint64_t>(exchange, lane) = in<ShuffleInput>(exchange, from).value;
            });
        },
        where);
    return result;
}

unsigned ballot(unsigned mask, bool predicate, Where where) {
    unsigned result = 0;
    meet(
        Collective::Vote, mask, &predicate, &result,
        [](const Block::Exchange& exchange) {
            unsigned votes = 0;
            for_each_lane(exchange.mask,
                          [&](unsigned lane) { votes |= unsigned{in<bool>(exchange, lane)} << lane; });
            for_each_lane(exchange.mask, [&](unsigned lane) { out<unsigned>(exchange, lane) = votes; });
        },
        where);
    return result;
}

void sync_lanes(unsigned mask, Where where) {
    meet(Collective::SyncWarp, mask, nullptr, nullptr, nullptr, where);
}

unsigned match_any(unsigned mask, std::uint64_t value, Where where) {
    unsigned result = 0;
    meet(
        Collective::Match, mask, &value, &result,
        [](const Block::Exchange& exchange) {
            for_each_lane(exchange.mask, [&](unsigned lane) {
                unsigned same = 0;
                for_each_lane(exchange.mask, [&](unsigned other) {
                    same |= unsigned{in<std::uint64_t>(exchange, lane) == in<std::uint64_t>(exchange, other)}
                            << other;
                });
                out<unsigned>(exchange, lane) = same;
            });
        },
        where);
    return result;
}

namespace {

struct ReduceInput {
    unsigned value;
    Reduce kind;
    bool is_signed;
};

unsigned combine(unsigned a, const ReduceInput& b) {
    const bool less = b.is_signed ? static_cast<int>(a) < static_cast<int>(b.value) : a < b.value;
    switch (b.kind) {
    case Reduce::Add:
        return a + b.value;
    case Reduce::Min:
        return less ? a : b.value;
    case Reduce::Max:
        return less ? b.value : a;
    case Reduce::And:
        return a & b.value;
    case Reduce::Or:
        return a | b.value;
    case Reduce::Xor:
        break;
    }
    return a ^ b.value;
}

} // namespace

unsigned reduce(unsigned mask, unsigned value, Reduce kind, bool is_signed, Where where) {
    const ReduceInput input{value, kind, is_signed};
    unsigned result = 0;
    meet(
        Collective::Reduce, mask, &input, &result,
        [](const Block::Exchange& exchange) {
            const auto first = static_cast<unsigned>(std::countr_zero(exchange.mask));
            unsigned total = in<ReduceInput>(exchange, first).value;
            for_each_lane(exchange.mask & (exchange.mask - 1),
                          [&](unsigned lane) { total = combine(total, in<ReduceInput>(exchange, lane)); });
            for_each_lane(exchange.mask, [&](unsigned lane) { out<unsigned>(exchange, lane) = total; });
        },
        where);
    return result;
}

void fence() {
    block().fence();
}

std::uint64_t clock() {
    const auto now = simt::now().time_since_epoch();
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
}
void pause(Where where) {
    guarded([&](Block& b) { b.yield(where); });
}

namespace {

template <typename T>
std::uint64_t apply(void* at, Atomic operation, T operand, T compare) {
    T old;
    std::memcpy(&old, at, sizeof old);
    T now = old;
    switch (operation) {
    case Atomic::Add:
        now = old + operand;
        break;
    case Atomic::Min:
        now = operand < old ? operand : old;
        break;
    case Atomic::Max:
        now = operand > old ? operand : old;
        break;
    case Atomic::And:
        now = old & operand;
        break;
    case Atomic::Or:
        now = old | operand;
        break;
    case Atomic::Xor:
        now = old ^ operand;
        break;
    case Atomic::CompareExchange:
        now = old == compare ? operand : old;
        break;
    case Atomic::Exchange:
    case Atomic::Store:
        now = operand;
        break;
    case Atomic::Load:
        return old;
    }
    std::memcpy(at, &now, sizeof now);
    return old;
}

} // namespace

std::uint64_t atomic(void* at, unsigned bytes, Atomic operation, std::uint64_t operand,
                     std::uint64_t compare) {
    const std::uintptr_t caller = pc(__builtin_return_address(0));
    guarded([&](Block& b) { b.atomic(at, bytes, operation != Atomic::Load, caller); });
    return bytes == 4 ? apply(at, operation, static_cast<std::uint32_t>(operand),
                              static_cast<std::uint32_t>(compare))
                      : apply(at, operation, operand, compare);
}

void read(void* to, const void* from, unsigned bytes) {
    const std::uintptr_t caller = pc(__builtin_return_address(0));
    guarded([&](Block& b) { b.access(reinterpret_cast<std::uintptr_t>(from), bytes, false, caller); });
    std::memcpy(to, from, bytes);
}

void copy_async(void* to, const void* from, unsigned bytes, unsigned read_bytes) {
    const AsyncCopy copy{static_cast<std::byte*>(to), static_cast<const std::byte*>(from), bytes, read_bytes,
                         pc(__builtin_return_address(0))};
    guarded([&](Block& b) { b.begin_copy(copy); });
}

void commit_copies() {
    block().commit_copies();
}

void wait_copies(unsigned groups_left) {
    guarded([&](Block& b) { b.wait_copies(groups_left); });
}

void write(void* to, const void* from, unsigned bytes) {
    const std::uintptr_t caller = pc(__builtin_return_address(0));
    guarded([&](Block& b) { b.access(reinterpret_cast<std::uintptr_t>(to), bytes, true, caller); });
    std::memcpy(to, from, bytes);
}

} // namespace hadal::simt::device
