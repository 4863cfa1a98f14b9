// A collective of the simulated NCCL: what ranks call, and what comes of it when all have come. Internal to
// nccl.cpp.
#pragma once

#include "kernels/simt/machine.h"
#include "kernels/simt/nccl.h"

#include <map>
#include <string>
#include <vector>

namespace hadal::simt::nccl {

/// A send or receive of a group.
struct Message {
    int peer = 0;
    void* data = nullptr;
    std::size_t bytes = 0;
};

/// What a rank calls: the same for all ranks of a collective, but for buffers and messages.
struct Call {
    std::string kind;
    std::size_t count = 0;
    ncclDataType_t type = ncclFloat32;
    int root = 0;
    const void* send = nullptr;
    void* receive = nullptr;
    std::vector<Message> sends = {}, receives = {}; ///< of a group; between two ranks in the order of calls

    bool matches(const Call& other) const {
        return kind == other.kind && count == other.count && type == other.type && root == other.root;
    }
    std::string text() const;
};

std::size_t size_of(ncclDataType_t type);

/// What a collective that was ended leaves where it would have received.
void leave_rubbish(const Call& call, std::uint32_t operation, int ranks);

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

    /// All of `ranks` have come: checks what each touches as its own stream's operation, and does it.
    void perform(int ranks);

  private:
    void add_up() const;
    void exchange();
    void move_data();
};

} // namespace hadal::simt::nccl
