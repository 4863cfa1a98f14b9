#include "kernels/cuda/backend/nccl_link.h"

#include "kernels/cuda/backend/cuda_backend.h"

#if defined(HADAL_NCCL) || !defined(HADAL_CUDA)
#include "kernels/cuda/allreduce.h"
#include "kernels/cuda/nccl.h"

#include <algorithm>
#include <cstring>
#include <thread>

namespace hadal::cuda {

namespace {

[[noreturn]] void throw_nccl(int device, const std::string& why) {
    throw Error(ErrorKind::DeviceLost,
                device_name(device) + ": a sum by NCCL failed: " + why +
                    ". The answer was ended; if this happens again, run hadal-cli doctor, and see what "
                    "NCCL_DEBUG=WARN makes NCCL say.");
}

class Link final : public NcclLink {
  public:
    Link(CudaBackend& backend, int rank, int ranks, std::chrono::milliseconds deadline)
        : backend_(backend), rank_(rank), ranks_(ranks), deadline_(deadline) {}
    ~Link() override {
        cudaSetDevice(backend_.device());
        backend_.waiting().settle(backend_.stream());
        // To destroy it would be to wait for the other ranks, which may have failed.
        if (!hangs(backend_.device()))
            abort();
    }

    void join(const NcclId& id, const std::function<bool()>& look) {
        check(cudaSetDevice(backend_.device()), "selecting a device");
        ncclUniqueId unique;
        static_assert(sizeof unique.internal == std::tuple_size_v<NcclId>);
        std::memcpy(unique.internal, id.data(), id.size());
        ncclConfig_t config = NCCL_CONFIG_INITIALIZER;
        config.blocking = 0; // a rank that never comes must not hold the others
        const std::string why = settle(ncclCommInitRankConfig(&comm_, ranks_, unique, rank_, &config), look);
        if (!why.empty())
            throw NcclUnavailable(device_name(backend_.device()) + " could not join the other GPUs: " + why);
    }

    bool can(const Tensor& values) const override {
        return comm_ && values.dtype == DType::BF16 && values.stride == values.cols &&
               values.size() % kUnit == 0;
    }

    void all_reduce(Tensor values) override {
        check(cudaSetDevice(backend_.device()), "selecting a device");
        backend_.written(values);
        auto* const data = static_cast<Bf16*>(values.data);
        const Shares shares(values.size(), ranks_);
        const std::int64_t own = shares.count(rank_);
        Bf16* const parts = reserve(ranks_ * shares.each);
        group([&] {
            for (int peer = 0; peer < ranks_; ++peer) {
                send(data + shares.first(peer), shares.count(peer), peer);
                receive(parts + peer * shares.each, own, peer);
            }
        });
        sum_parts(backend_.stream(), {parts, data + shares.first(rank_), ranks_, shares.each, own});
        if (ranks_ * shares.each == values.size()) {
            call(ncclAllGather(data + shares.first(rank_), data, static_cast<std::size_t>(own), ncclBfloat16,
                               comm_, backend_.stream()));
            return;
        }
        group([&] {
            for (int peer = 0; peer < ranks_; ++peer) {
                if (peer == rank_)
                    continue;
                send(data + shares.first(rank_), own, peer);
                receive(data + shares.first(peer), shares.count(peer), peer);
            }
        });
    }

    std::optional<std::string> trouble() const override {
        ncclResult_t state = ncclSuccess;
        const ncclResult_t asked = comm_ ? ncclCommGetAsyncError(comm_, &state) : ncclSuccess;
        const ncclResult_t found = asked != ncclSuccess ? asked : state;
        if (found == ncclSuccess || found == ncclInProgress)
            return {};
        return ncclGetErrorString(found);
    }

    void abort() override {
        if (!comm_)
            return;
        backend_.forget_repeated();
        ncclCommAbort(comm_);
        comm_ = nullptr;
    }

  private:
    static constexpr std::int64_t kUnit = 8; ///< values, 16 bytes

    /// Which channels a rank adds up: whole units, the last ranks fewer or none.
    struct Shares {
        Shares(std::int64_t values, int ranks)
            : all(values), each((values / kUnit + ranks - 1) / ranks * kUnit) {}
        std::int64_t first(int rank) const { return std::min(all, rank * each); }
        std::int64_t count(int rank) const { return std::min(all - first(rank), each); }
        std::int64_t all, each;
    };

    Bf16* reserve(std::int64_t count) {
        if (!parts_ || parts_.view().cols < count)
            parts_ = backend_.allocate(DType::BF16, 1, count);
        return static_cast<Bf16*>(parts_.view().data);
    }

    template <typename Messages>
    void group(Messages messages) {
        require();
        call(ncclGroupStart());
        messages();
        call(ncclGroupEnd());
    }
    void send(const Bf16* from, std::int64_t count, int peer) {
        if (count > 0)
            call(ncclSend(from, static_cast<std::size_t>(count), ncclBfloat16, peer, comm_,
                          backend_.stream()));
    }
    void receive(Bf16* to, std::int64_t count, int peer) {
        if (count > 0)
            call(ncclRecv(to, static_cast<std::size_t>(count), ncclBfloat16, peer, comm_, backend_.stream()));
    }
    void require() const {
        if (!comm_)
            throw_nccl(backend_.device(), "it was aborted");
    }
    void call(ncclResult_t result) {
        const std::string why = settle(result, [] { return false; });
        if (!why.empty())
            throw_nccl(backend_.device(), why);
    }

    /// What does not block is waited for here. Why it failed, and the link was aborted; empty: it did not.
    std::string settle(ncclResult_t result, const std::function<bool()>& look) {
        const auto until = std::chrono::steady_clock::now() + deadline_;
        std::string why;
        while (result == ncclInProgress && why.empty()) {
            if (look())
                why = "another rank has failed";
            else if (std::chrono::steady_clock::now() > until)
                why = "the other ranks did not come in time";
            else if (ncclCommGetAsyncError(comm_, &result) != ncclSuccess)
                result = ncclInternalError;
            std::this_thread::sleep_for(std::chrono::microseconds(50));
        }
        if (why.empty() && result != ncclSuccess)
            why = ncclGetErrorString(result);
        if (!why.empty())
            abort();
        return why;
    }

    CudaBackend& backend_;
    int rank_, ranks_;
    std::chrono::milliseconds deadline_;
    ncclComm_t comm_ = nullptr;
    ops::Buffer parts_; ///< of all ranks, of the channels that this one adds up
};

} // namespace

bool has_nccl() {
    return true;
}

NcclId make_nccl_id() {
    ncclUniqueId unique;
    if (const ncclResult_t result = ncclGetUniqueId(&unique); result != ncclSuccess)
        throw NcclUnavailable(std::string("no group could be begun: ") + ncclGetErrorString(result));
    NcclId id;
    std::memcpy(id.data(), unique.internal, id.size());
    return id;
}

std::unique_ptr<NcclLink> join_nccl(ops::Backend& backend, int rank, int ranks, const NcclId& id,
                                    std::chrono::milliseconds deadline, const std::function<bool()>& look) {
    auto link = std::make_unique<Link>(dynamic_cast<CudaBackend&>(backend), rank, ranks, deadline);
    link->join(id, look);
    return link;
}

} // namespace hadal::cuda

#else

namespace hadal::cuda {

bool has_nccl() {
    return false;
}

NcclId make_nccl_id() {
    throw NcclUnavailable("this program was built without it");
}

std::unique_ptr<NcclLink> join_nccl(ops::Backend&, int, int, const NcclId&, std::chrono::milliseconds,
                                    const std::function<bool()>&) {
    throw NcclUnavailable("this program was built without it");
}

} // namespace hadal::cuda

#endif
