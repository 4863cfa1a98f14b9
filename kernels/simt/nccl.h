// The part of NCCL that Hadal calls, under its own names and with its documented behaviour, between the
// pretend devices of one process.
//
// Stricter than NCCL: ranks that call different collectives, or with different sizes, are reported where NCCL
// hangs or returns rubbish, and so is a rank that never comes.
#pragma once

#include "kernels/simt/cuda_runtime.h"

#include <cstddef>

namespace hadal::simt::nccl {

enum ncclResult_t {
    ncclSuccess = 0,
    ncclUnhandledCudaError = 1,
    ncclSystemError = 2,
    ncclInternalError = 3,
    ncclInvalidArgument = 4,
    ncclInvalidUsage = 5,
    ncclRemoteError = 6,
    ncclInProgress = 7,
};

enum ncclDataType_t { ncclInt8 = 0, ncclUint8 = 1, ncclInt32 = 2, ncclFloat32 = 7, ncclBfloat16 = 9 };
enum ncclRedOp_t { ncclSum = 0 };

struct ncclUniqueId {
    char internal[128];
};
struct Communicator;
using ncclComm_t = Communicator*;

/// blocking 0: init returns at once with ncclInProgress, and ncclCommGetAsyncError says when it is done.
struct ncclConfig_t {
    int blocking = 1;
};
#define NCCL_CONFIG_INITIALIZER                                                                              \
    ::hadal::simt::nccl::ncclConfig_t {}

const char* ncclGetErrorString(ncclResult_t result);
ncclResult_t ncclGetUniqueId(ncclUniqueId* id);
/// Waits for all ranks, each on a thread of its own, for as long as the machine is patient.
ncclResult_t ncclCommInitRank(ncclComm_t* comm, int ranks, ncclUniqueId id, int rank);
ncclResult_t ncclCommInitRankConfig(ncclComm_t* comm, int ranks, ncclUniqueId id, int rank,
                                    ncclConfig_t* config);
ncclResult_t ncclCommGetAsyncError(ncclComm_t comm, ncclResult_t* error);
ncclResult_t ncclCommDestroy(ncclComm_t comm);
/// Ends the collectives of this rank that wait, with whatever is in their buffers.
ncclResult_t ncclCommAbort(ncclComm_t comm);

/// Sends and receives between a start and its end happen together, and count as one collective: every rank of
/// the communicator makes a group at the same place of its sequence, which NCCL does not ask for.
ncclResult_t ncclGroupStart();
ncclResult_t ncclGroupEnd();
ncclResult_t ncclSend(const void* send, std::size_t count, ncclDataType_t type, int peer, ncclComm_t comm,
                      cudaStream_t stream);
ncclResult_t ncclRecv(void* receive, std::size_t count, ncclDataType_t type, int peer, ncclComm_t comm,
                      cudaStream_t stream);
/// Sums in the order of ranks.
ncclResult_t ncclAllReduce(const void* send, void* receive, std::size_t count, ncclDataType_t type,
                           ncclRedOp_t operation, ncclComm_t comm, cudaStream_t stream);
ncclResult_t ncclAllGather(const void* send, void* receive, std::size_t count, ncclDataType_t type,
                           ncclComm_t comm, cudaStream_t stream);
ncclResult_t ncclBroadcast(const void* send, void* receive, std::size_t count, ncclDataType_t type, int root,
                           ncclComm_t comm, cudaStream_t stream);

/// For tests: a device's communicators report an error from now on, and its collectives do not end.
void break_communicators(int device);
/// For tests: a device makes neither ids nor communicators from now on, and says so where NCCL would: at
/// once, or where the call does not block, when it is asked.
void refuse_communicators(int device, ncclResult_t error);

} // namespace hadal::simt::nccl

using namespace hadal::simt::nccl;
