#include "kernels/simt/nccl.h"

#include "kernels/bf16.h"
#include "kernels/simt/runtime_call.h"

#include <condition_variable>
#include <cstring>
#include <map>
#include <thread>
#include <utility>

namespace hadal::simt::nccl {

namespace {

/// What a rank calls: the same for all ranks of a collective, but for the buffers.
struct Call {
    std::string kind;
    std::size_t count = 0;
    ncclDataType_t type = ncclFloat32;
    int root = 0;
    const void* send = nullptr;
    void* receive = nullptr;

    bool matches(const Call& other) const {
        return kind == other.kind && count == other.count && type == other.type && root == other.root;
    }
    std::string text() const {
        return kind + " of " + std::to_string(count) + " values of type " + std::to_string(type);
    }
};

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

/// One collective while ranks come to it.
struct Round {
    struct Arrival {
        Call call;
        std::uint32_t operation = 0;
    };
    std::map<int, Arrival> arrivals;
    bool done = false;
    std::string wrong; ///< why it cannot be done
    std::map<int, Finding> findings;
    ReleaseList learned;
};

struct Group {
    int ranks = 0;
    std::map<int, Communicator*> members;
    std::map<std::uint64_t, std::shared_ptr<Round>> rounds;
};

std::map<std::string, std::shared_ptr<Group>>& groups() {
    static std::map<std::string, std::shared_ptr<Group>> all;
    return all;
}

std::string text_of(const ncclUniqueId& id) {
    return {id.internal, sizeof id.internal};
}

float value_at(const void* data, ncclDataType_t type, std::size_t i) {
    if (type == ncclBfloat16)
        return ops::bf16_to_float(static_cast<const std::uint16_t*>(data)[i]);
    return static_cast<const float*>(data)[i];
}

void add_up(const Round& round, const Call& call) {
    std::vector<float> sum(call.count);
    for (const auto& [rank, arrival] : round.arrivals)
        for (std::size_t i = 0; i < call.count; ++i)
            sum[i] = rank == 0 ? value_at(arrival.call.send, call.type, i)
                               : sum[i] + value_at(arrival.call.send, call.type, i);
    for (const auto& [rank, arrival] : round.arrivals)
        for (std::size_t i = 0; i < call.count; ++i)
            if (call.type == ncclBfloat16)
                static_cast<std::uint16_t*>(arrival.call.receive)[i] = ops::float_to_bf16(sum[i]);
            else
                static_cast<float*>(arrival.call.receive)[i] = sum[i];
}

void move_data(const Round& round, const Call& call) {
    const std::size_t bytes = call.count * size_of(call.type);
    if (call.kind == "all-reduce")
        return add_up(round, call);
    std::vector<std::byte> all;
    for (const auto& [rank, arrival] : round.arrivals) {
        if (call.kind == "broadcast" && rank != call.root)
            continue;
        const auto* first = static_cast<const std::byte*>(arrival.call.send);
        all.insert(all.end(), first, first + bytes);
    }
    for (const auto& [rank, arrival] : round.arrivals)
        std::memcpy(arrival.call.receive, all.data(), all.size());
}

/// All have come: checks what each touches as its own stream's operation, and does it.
void perform(Round& round, int ranks) {
    Machine& m = machine();
    for (const auto& [rank, arrival] : round.arrivals) {
        const Call& call = arrival.call;
        const std::size_t bytes = call.count * size_of(call.type);
        const bool sends = call.kind != "broadcast" || rank == call.root;
        const std::size_t received =
            call.kind == "all-gather" ? bytes * static_cast<std::size_t>(ranks) : bytes;
        BlockOrder order(m.history());
        order.begin_without_block(arrival.operation);
        auto finding = sends ? m.touch(call.send, bytes, Machine::Touch::Read, order) : std::nullopt;
        if (!finding)
            finding = m.touch(call.receive, received, Machine::Touch::Write, order);
        if (finding)
            round.findings.emplace(rank, std::move(*finding));
        Release release{arrival.operation, kNoBlock, 0, 0, 1, 1, {}};
        release.known.fill(2);
        round.learned.push_back(std::make_shared<const Release>(release));
    }
    if (round.findings.empty())
        move_data(round, round.arrivals.begin()->second.call);
    else
        round.wrong = "another rank's buffers of this collective cannot be used.";
    round.done = true;
}

} // namespace

struct Communicator {
    std::shared_ptr<Group> group;
    int rank = 0;
    int device = 0;
    std::uint64_t next = 0; ///< collectives begun
    bool aborted = false;
    ncclResult_t async_error = ncclSuccess;
};

namespace {

/// A rank's part in a collective, from when its stream gets there.
class Part {
  public:
    Part(std::shared_ptr<Communicator> comm, const Call& call, std::uint32_t operation)
        : comm_(std::move(comm)), number_(comm_->next++) {
        auto& round = comm_->group->rounds[number_];
        if (!round)
            round = std::make_shared<Round>();
        round_ = round;
        if (!round->arrivals.empty() && !round->arrivals.begin()->second.call.matches(call))
            round->wrong = "collective number " + std::to_string(number_) + " is " + call.text() +
                           " on rank " + std::to_string(comm_->rank) + ", but " +
                           round->arrivals.begin()->second.call.text() + " on rank " +
                           std::to_string(round->arrivals.begin()->first) + ".";
        round->arrivals[comm_->rank] = {call, operation};
        if (round->wrong.empty() && static_cast<int>(round->arrivals.size()) == comm_->group->ranks)
            perform(*round, comm_->group->ranks);
    }

    Machine::Outcome go_on() {
        const bool moved = std::exchange(is_new_, false);
        if (!round_->wrong.empty()) {
            const auto own = round_->findings.find(comm_->rank);
            Finding finding;
            finding.fault = Fault::Collective;
            finding.what = round_->wrong;
            comm_->async_error = ncclInvalidUsage;
            return {true, true, own != round_->findings.end() ? own->second : finding, {}, {}};
        }
        if (round_->done || comm_->aborted) {
            comm_->group->rounds.erase(number_);
            return {true, true, {}, round_->learned, {}};
        }
        std::string missing;
        for (int rank = 0; rank < comm_->group->ranks; ++rank)
            if (!round_->arrivals.contains(rank))
                missing += (missing.empty() ? "" : ", ") + std::to_string(rank);
        return {false,
                moved,
                {},
                {},
                "rank " + std::to_string(comm_->rank) + " waits in collective number " +
                    std::to_string(number_) + " (" + round_->arrivals[comm_->rank].call.text() +
                    ") for rank " + missing + ", which does not come."};
    }

  private:
    std::shared_ptr<Communicator> comm_;
    std::uint64_t number_;
    std::shared_ptr<Round> round_;
    bool is_new_ = true;
};

std::map<Communicator*, std::shared_ptr<Communicator>>& communicators() {
    static std::map<Communicator*, std::shared_ptr<Communicator>> all;
    return all;
}

std::shared_ptr<Communicator> known(ncclComm_t comm) {
    const auto found = communicators().find(comm);
    return found == communicators().end() ? nullptr : found->second;
}

ncclResult_t collective(const Call& call, ncclComm_t handle, cudaStream_t stream) {
    const std::lock_guard lock(machine_mutex());
    const auto comm = known(handle);
    if (!comm || (!call.send && call.count > 0) || (!call.receive && call.count > 0) || call.root < 0 ||
        call.root >= comm->group->ranks)
        return ncclInvalidArgument;
    if (comm->aborted || comm->device != runtime::current_device ||
        static_cast<int>(comm->group->members.size()) < comm->group->ranks)
        return ncclInvalidUsage;
    const cudaError_t error = runtime::with_stream(stream, [&](Machine& m, Machine::Stream& on) {
        m.enqueue(on, {"collective", [comm, call](std::uint32_t operation) {
                           const auto part = std::make_shared<Part>(comm, call, operation);
                           return Machine::Run([part] { return part->go_on(); });
                       }});
        return cudaSuccess;
    });
    return error == cudaSuccess ? ncclSuccess : ncclUnhandledCudaError;
}

} // namespace

const char* ncclGetErrorString(ncclResult_t result) {
    switch (result) {
    case ncclSuccess:
        return "no error";
    case ncclUnhandledCudaError:
        return "unhandled cuda error";
    case ncclSystemError:
        return "unhandled system error";
    case ncclInternalError:
        return "internal error";
    case ncclInvalidArgument:
        return "invalid argument";
    case ncclInvalidUsage:
        return "invalid usage";
    case ncclRemoteError:
        return "remote process exited or there was a network error";
    case ncclInProgress:
        return "NCCL operation in progress";
    }
    return "unknown result code";
}

ncclResult_t ncclGetUniqueId(ncclUniqueId* id) {
    static std::uint64_t count = 0;
    const std::lock_guard lock(machine_mutex());
    *id = {};
    ++count;
    std::memcpy(id->internal, &count, sizeof count);
    return ncclSuccess;
}

ncclResult_t ncclCommInitRankConfig(ncclComm_t* handle, int ranks, ncclUniqueId id, int rank,
                                    ncclConfig_t* config) {
    {
        const std::lock_guard lock(machine_mutex());
        note_host_thread();
        *handle = nullptr;
        if (rank < 0 || rank >= ranks)
            return ncclInvalidArgument;
        auto& group = groups()[text_of(id)];
        if (!group)
            group = std::make_shared<Group>(Group{ranks, {}, {}});
        if (group->ranks != ranks || group->members.contains(rank))
            return ncclInvalidUsage;
        for (const auto& [other, member] : group->members)
            if (member->device == runtime::current_device)
                return ncclInvalidUsage; // NCCL refuses two ranks on one device
        const auto comm = std::make_shared<Communicator>(Communicator{group, rank, runtime::current_device});
        communicators()[comm.get()] = comm;
        group->members[rank] = comm.get();
        *handle = comm.get();
    }
    if (config && config->blocking == 0)
        return ncclInProgress;
    const auto until = std::chrono::steady_clock::now() + machine().patience();
    ncclResult_t state = ncclInProgress;
    while (ncclCommGetAsyncError(*handle, &state) == ncclSuccess && state == ncclInProgress) {
        if (std::chrono::steady_clock::now() > until)
            return ncclSystemError;
        std::this_thread::sleep_for(std::chrono::microseconds(50));
    }
    return state;
}

ncclResult_t ncclCommInitRank(ncclComm_t* comm, int ranks, ncclUniqueId id, int rank) {
    return ncclCommInitRankConfig(comm, ranks, id, rank, nullptr);
}

ncclResult_t ncclCommGetAsyncError(ncclComm_t handle, ncclResult_t* error) {
    const std::lock_guard lock(machine_mutex());
    const auto comm = known(handle);
    if (!comm)
        return ncclInvalidArgument;
    const bool joined = static_cast<int>(comm->group->members.size()) == comm->group->ranks;
    *error = joined ? comm->async_error : ncclInProgress;
    return ncclSuccess;
}

ncclResult_t ncclCommDestroy(ncclComm_t handle) {
    const std::lock_guard lock(machine_mutex());
    return communicators().erase(handle) ? ncclSuccess : ncclInvalidArgument;
}

ncclResult_t ncclCommAbort(ncclComm_t handle) {
    const std::lock_guard lock(machine_mutex());
    const auto comm = known(handle);
    if (!comm)
        return ncclInvalidArgument;
    comm->aborted = true;
    communicators().erase(handle);
    return ncclSuccess;
}

ncclResult_t ncclAllReduce(const void* send, void* receive, std::size_t count, ncclDataType_t type,
                           ncclRedOp_t, ncclComm_t comm, cudaStream_t stream) {
    if (type != ncclFloat32 && type != ncclBfloat16)
        return ncclInvalidArgument; // what Hadal adds up
    return collective({"all-reduce", count, type, 0, send, receive}, comm, stream);
}

ncclResult_t ncclAllGather(const void* send, void* receive, std::size_t count, ncclDataType_t type,
                           ncclComm_t comm, cudaStream_t stream) {
    return collective({"all-gather", count, type, 0, send, receive}, comm, stream);
}

ncclResult_t ncclBroadcast(const void* send, void* receive, std::size_t count, ncclDataType_t type, int root,
                           ncclComm_t comm, cudaStream_t stream) {
    return collective({"broadcast", count, type, root, send, receive}, comm, stream);
}

} // namespace hadal::simt::nccl
