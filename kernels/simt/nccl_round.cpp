#include "kernels/simt/nccl_round.h"

#include "kernels/bf16.h"

#include <cstring>
#include <tuple>

namespace hadal::simt::nccl {

namespace {

float value_at(const void* data, ncclDataType_t type, std::size_t i) {
    if (type == ncclBfloat16)
        return ops::bf16_to_float(static_cast<const std::uint16_t*>(data)[i]);
    return static_cast<const float*>(data)[i];
}

/// What a rank's call touches: where, how many bytes, and how.
std::vector<std::tuple<const void*, std::size_t, Machine::Touch>> touched(const Call& call, int rank,
                                                                          int ranks) {
    std::vector<std::tuple<const void*, std::size_t, Machine::Touch>> all;
    const std::size_t bytes = call.count * size_of(call.type);
    if (call.send && (call.kind != "broadcast" || rank == call.root))
        all.emplace_back(call.send, bytes, Machine::Touch::Read);
    if (call.receive)
        all.emplace_back(call.receive,
                         call.kind == "all-gather" ? bytes * static_cast<std::size_t>(ranks) : bytes,
                         Machine::Touch::Write);
    for (const Message& message : call.sends)
        all.emplace_back(message.data, message.bytes, Machine::Touch::Read);
    for (const Message& message : call.receives)
        all.emplace_back(message.data, message.bytes, Machine::Touch::Write);
    return all;
}

} // namespace

std::size_t size_of(ncclDataType_t type) {
    switch (type) {
    case ncclInt8:
    case ncclUint8:
        return 1;
    case ncclBfloat16:
        return 2;
    default:
        return 4;
    }
}

std::string Call::text() const {
    if (!sends.empty() || !receives.empty())
        return kind + " of " + std::to_string(sends.size()) + " sends and " +
               std::to_string(receives.size()) + " receives";
    return kind + " of " + std::to_string(count) + " values of type " + std::to_string(type);
}

void leave_rubbish(const Call& call, std::uint32_t operation, int ranks) {
    constexpr int kRubbish = 0x5a;
    BlockOrder order(machine().history());
    order.begin_without_block(operation);
    for (const auto& [at, bytes, how] : touched(call, 0, ranks))
        if (how == Machine::Touch::Write && !machine().touch(at, bytes, how, order))
            std::memset(const_cast<void*>(at), kRubbish, bytes);
}

void Round::add_up() const {
    const Call& call = arrivals.begin()->second.call;
    std::vector<float> sum(call.count);
    for (const auto& [rank, arrival] : arrivals)
        for (std::size_t i = 0; i < call.count; ++i)
            sum[i] = rank == 0 ? value_at(arrival.call.send, call.type, i)
                               : sum[i] + value_at(arrival.call.send, call.type, i);
    for (const auto& [rank, arrival] : arrivals)
        for (std::size_t i = 0; i < call.count; ++i)
            if (call.type == ncclBfloat16)
                static_cast<std::uint16_t*>(arrival.call.receive)[i] = ops::float_to_bf16(sum[i]);
            else
                static_cast<float*>(arrival.call.receive)[i] = sum[i];
}

/// Each receive gets what its peer's send of the same number to this rank has.
void Round::exchange() {
    std::map<std::pair<int, int>, std::vector<std::vector<std::byte>>> under_way;
    for (const auto& [rank, arrival] : arrivals)
        for (const Message& message : arrival.call.sends) {
            const auto* first = static_cast<const std::byte*>(message.data);
            under_way[{rank, message.peer}].emplace_back(first, first + message.bytes);
        }
    std::map<std::pair<int, int>, std::size_t> taken;
    for (const auto& [rank, arrival] : arrivals)
        for (const Message& message : arrival.call.receives) {
            const std::pair<int, int> way{message.peer, rank};
            auto& sent = under_way[way];
            std::size_t& number = taken[way];
            if (number >= sent.size() || sent[number].size() != message.bytes) {
                wrong = "rank " + std::to_string(rank) + " receives " + std::to_string(message.bytes) +
                        " bytes from rank " + std::to_string(message.peer) + ", which does not send as many.";
                return;
            }
            std::memcpy(message.data, sent[number++].data(), message.bytes);
        }
    for (const auto& [way, sent] : under_way)
        if (taken[way] != sent.size())
            wrong = "rank " + std::to_string(way.first) + " sends to rank " + std::to_string(way.second) +
                    " what that one does not receive.";
}

void Round::move_data() {
    const Call& call = arrivals.begin()->second.call;
    if (call.kind == "all-reduce")
        return add_up();
    if (call.kind == "exchange")
        return exchange();
    const std::size_t bytes = call.count * size_of(call.type);
    std::vector<std::byte> all;
    for (const auto& [rank, arrival] : arrivals) {
        if (call.kind == "broadcast" && rank != call.root)
            continue;
        const auto* first = static_cast<const std::byte*>(arrival.call.send);
        all.insert(all.end(), first, first + bytes);
    }
    for (const auto& [rank, arrival] : arrivals)
        std::memcpy(arrival.call.receive, all.data(), all.size());
}

void Round::perform(int ranks) {
    Machine& m = machine();
    for (const auto& [rank, arrival] : arrivals) {
        BlockOrder order(m.history());
        order.begin_without_block(arrival.operation);
        std::optional<Finding> finding;
        for (const auto& [at, bytes, how] : touched(arrival.call, rank, ranks))
            if (!finding)
                finding = m.touch(at, bytes, how, order);
        if (finding)
            findings.emplace(rank, std::move(*finding));
        Release release{arrival.operation, kNoBlock, 0, 0, 1, 1, {}};
        release.known.fill(2);
        learned.push_back(std::make_shared<const Release>(release));
    }
    if (findings.empty())
        move_data();
    else
        wrong = "another rank's buffers of this collective cannot be used.";
    done = true;
}

} // namespace hadal::simt::nccl
