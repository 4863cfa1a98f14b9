#include "kernels/simt/nccl.h"

#include "kernels/simt/nccl_round.h"
#include "kernels/simt/runtime_call.h"

#include <cstring>
#include <map>
#include <thread>
#include <utility>

namespace hadal::simt::nccl {

struct Communicator {
    struct Group {
        int ranks = 0;
        std::map<int, Communicator*> members;
        std::map<std::uint64_t, std::shared_ptr<Round>> rounds;
    };
    std::shared_ptr<Group> group;
    int rank = 0;
    int device = 0;
    std::uint64_t next = 0; ///< collectives begun
    bool aborted = false;
    bool broken = false; ///< comes to no collective any more
    ncclResult_t async_error = ncclSuccess;
};

namespace {

std::map<std::string, std::shared_ptr<Communicator::Group>>& groups() {
    static std::map<std::string, std::shared_ptr<Communicator::Group>> all;
    return all;
}

std::string text_of(const ncclUniqueId& id) {
    return {id.internal, sizeof id.internal};
}

/// A rank's part in a collective, from when its stream gets there.
class Part {
  public:
    Part(std::shared_ptr<Communicator> comm, const Call& call, std::uint32_t operation)
        : comm_(std::move(comm)), number_(comm_->next++), call_(call), operation_(operation) {
        if (comm_->aborted || comm_->broken)
            return;
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
            round->perform(comm_->group->ranks);
    }

    Machine::Outcome go_on() {
        const bool moved = std::exchange(is_new_, false);
        if (comm_->aborted && !(round_ && round_->done)) {
            if (round_)
                round_->arrivals.erase(comm_->rank); // its buffers may go away
            leave_rubbish(call_, operation_, comm_->group->ranks);
            return {};
        }
        if (!round_)
            return waits(moved, "that is broken");
        if (!round_->wrong.empty()) {
            const auto own = round_->findings.find(comm_->rank);
            Finding finding;
            finding.fault = Fault::Collective;
            finding.what = round_->wrong;
            comm_->async_error = ncclInvalidUsage;
            return {true, true, own != round_->findings.end() ? own->second : finding, {}, {}};
        }
        if (round_->done) {
            comm_->group->rounds.erase(number_);
            return {true, true, {}, round_->learned, {}};
        }
        std::string missing;
        for (int rank = 0; rank < comm_->group->ranks; ++rank)
            if (!round_->arrivals.contains(rank))
                missing += (missing.empty() ? "" : ", ") + std::to_string(rank);
        return waits(moved, "for rank " + missing + ", which does not come");
    }

  private:
    Machine::Outcome waits(bool moved, const std::string& why) const {
        return {false,
                moved,
                {},
                {},
                "rank " + std::to_string(comm_->rank) + " waits in collective number " +
                    std::to_string(number_) + " (" + call_.text() + ") " + why + "."};
    }

    std::shared_ptr<Communicator> comm_;
    std::uint64_t number_;
    Call call_;
    std::uint32_t operation_;
    std::shared_ptr<Round> round_; ///< null: it never comes to it
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

ncclResult_t refusal_of(int device) {
    return static_cast<ncclResult_t>(machine().device(device).nccl_refusal);
}

/// Sends and receives of a group under way, by communicator. NCCL keeps them for each thread too.
struct Grouped {
    Call call;
    cudaStream_t stream = nullptr;
};
thread_local std::map<ncclComm_t, Grouped> grouped;
thread_local int group_depth = 0;

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
    return refusal_of(runtime::current_device);
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
            group = std::make_shared<Communicator::Group>(Communicator::Group{ranks, {}, {}});
        if (group->ranks != ranks || group->members.contains(rank))
            return ncclInvalidUsage;
        for (const auto& [other, member] : group->members)
            if (member->device == runtime::current_device)
                return ncclInvalidUsage; // NCCL refuses two ranks on one device
        const auto comm = std::make_shared<Communicator>(Communicator{group, rank, runtime::current_device});
        communicators()[comm.get()] = comm;
        comm->async_error = refusal_of(comm->device);
        if (comm->async_error == ncclSuccess)
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
    *error = joined || comm->async_error != ncclSuccess ? comm->async_error : ncclInProgress;
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

void break_communicators(int device) {
    const std::lock_guard lock(machine_mutex());
    for (const auto& [handle, comm] : communicators())
        if (comm->device == device) {
            comm->broken = true;
            comm->async_error = ncclRemoteError;
        }
}

void refuse_communicators(int device, ncclResult_t error) {
    const std::lock_guard lock(machine_mutex());
    machine().device(device).nccl_refusal = error;
}

ncclResult_t ncclGroupStart() {
    ++group_depth;
    return ncclSuccess;
}

ncclResult_t ncclGroupEnd() {
    if (group_depth == 0)
        return ncclInvalidUsage;
    if (--group_depth > 0)
        return ncclSuccess;
    ncclResult_t result = ncclSuccess;
    for (const auto& [comm, messages] : std::exchange(grouped, {}))
        if (const ncclResult_t own = collective(messages.call, comm, messages.stream); own != ncclSuccess)
            result = own;
    return result;
}

namespace {

ncclResult_t add_message(std::vector<Message> Call::*list, void* data, std::size_t count, ncclDataType_t type,
                         int peer, ncclComm_t handle, cudaStream_t stream) {
    {
        const std::lock_guard lock(machine_mutex());
        const auto comm = known(handle);
        if (!comm || !data || peer < 0 || peer >= comm->group->ranks)
            return ncclInvalidArgument;
    }
    ncclGroupStart();
    Grouped& group = grouped[handle];
    group.call.kind = "exchange";
    group.stream = stream;
    (group.call.*list).push_back({peer, data, count * size_of(type)});
    return ncclGroupEnd();
}

} // namespace

ncclResult_t ncclSend(const void* send, std::size_t count, ncclDataType_t type, int peer, ncclComm_t comm,
                      cudaStream_t stream) {
    return add_message(&Call::sends, const_cast<void*>(send), count, type, peer, comm, stream);
}

ncclResult_t ncclRecv(void* receive, std::size_t count, ncclDataType_t type, int peer, ncclComm_t comm,
                      cudaStream_t stream) {
    return add_message(&Call::receives, receive, count, type, peer, comm, stream);
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
