// What streams carry: kernels, copies and fills.
#include "kernels/simt/machine.h"

#include <cstring>

namespace hadal::simt {

/// A launch while it runs, one block after the other.
class Machine::KernelRun {
  public:
    KernelRun(const Launch& launch, Device& device, History& history, Schedule& schedule, Counters& counters)
        : launch_(launch), block_(launch_, device, history, schedule, counters),
          order_(schedule.permutation(launch_.blocks())) {}

    Outcome go_on() {
        bool moved = false;
        while (next_ < order_.size()) {
            if (!in_block_)
                block_.begin(order_[next_]);
            in_block_ = !block_.resume();
            moved = moved || block_.has_moved();
            if (in_block_)
                return {false, moved, {}, {}, {}};
            if (block_.finding())
                return {true, true, block_.finding(), {}, {}};
            for (auto& release : block_.learned())
                learned_.push_back(std::move(release));
            ++next_;
        }
        return {true, true, {}, std::move(learned_), {}};
    }

  private:
    Launch launch_;
    Block block_;
    std::vector<std::uint32_t> order_;
    std::size_t next_ = 0;
    bool in_block_ = false;
    ReleaseList learned_;
};

Machine::Node Machine::kernel(Launch launch, int on) {
    const std::string name = launch.kernel;
    return {name, [this, launch = std::move(launch), on](std::uint32_t operation) {
                ++counters_.launches;
                Launch now = launch;
                now.operation = operation;
                const auto run = std::make_shared<KernelRun>(now, device(on), history_, schedule_, counters_);
                return Run([run] { return run->go_on(); });
            }};
}

std::optional<Finding> Machine::touch(const void* at, std::size_t bytes, Touch how, BlockOrder& order) {
    const auto address = reinterpret_cast<std::uintptr_t>(at);
    Allocation* allocation = memory_.find(address);
    if (!allocation)
        return {}; // the host's own memory
    Finding finding;
    finding.address = address;
    const std::string what = std::string("a copy or fill ") + (how == Touch::Write ? "writes " : "reads ") +
                             std::to_string(bytes) + " bytes at " + memory_.describe(address);
    if (allocation->freed || !allocation->contains(address, bytes)) {
        finding.fault = allocation->freed ? Fault::UseAfterFree : Fault::OutOfBounds;
        finding.what = what + ".";
        return finding;
    }
    Accessor by{order, 0, 0};
    const std::size_t offset = address - allocation->base;
    Shadow& shadow = allocation->shadow;
    const auto verdict = how == Touch::Write   ? shadow.write(offset, bytes, by)
                         : how == Touch::Carry ? shadow.carry(offset, bytes, by)
                                               : shadow.read(offset, bytes, by);
    if (!verdict)
        return {};
    finding.fault = verdict->fault;
    finding.address += verdict->byte;
    finding.what = what + (verdict->fault == Fault::Uninitialised
                               ? "; byte " + std::to_string(verdict->byte) + " of them was never written."
                               : ", which another operation uses and nothing orders the two.");
    return finding;
}

Machine::Node Machine::copy(void* to, const void* from, std::size_t bytes) {
    return {"copy", [=, this](std::uint32_t operation) {
                return Run([=, this] { return copy_now(to, from, bytes, operation); });
            }};
}

Machine::Outcome Machine::copy_now(void* to, const void* from, std::size_t bytes, std::uint32_t operation) {
    BlockOrder order(history_);
    order.begin_without_block(operation);
    Allocation* source = on_device(from);
    Allocation* target = on_device(to);
    const bool within = source && target;
    if (auto finding = touch(from, bytes, within ? Touch::Carry : Touch::Read, order))
        return {true, true, std::move(finding), {}, {}};
    if (auto finding = touch(to, bytes, Touch::Write, order))
        return {true, true, std::move(finding), {}, {}};
    std::memcpy(to, from, bytes);
    host_traffic.to_devices += target && !source ? bytes : 0;
    host_traffic.from_devices += source && !target ? bytes : 0;
    if (within) {
        const std::size_t first = reinterpret_cast<std::uintptr_t>(from) - source->base;
        const std::size_t there = reinterpret_cast<std::uintptr_t>(to) - target->base;
        for (const Shadow::Range& range : source->shadow.unwritten(first, bytes))
            target->shadow.forget(there + range.offset - first, range.size);
    }
    return {};
}

Allocation* Machine::on_device(const void* at) {
    Allocation* allocation = memory_.find(reinterpret_cast<std::uintptr_t>(at));
    return allocation && allocation->device != kHostDevice ? allocation : nullptr;
}

Machine::Node Machine::fill(void* to, int value, std::size_t bytes) {
    return {"fill", [=, this](std::uint32_t operation) {
                return Run([=, this]() -> Outcome {
                    BlockOrder order(history_);
                    order.begin_without_block(operation);
                    if (auto finding = touch(to, bytes, Touch::Write, order))
                        return {true, true, std::move(finding), {}, {}};
                    std::memset(to, value, bytes);
                    return {};
                });
            }};
}

} // namespace hadal::simt
