#include "kernels/cuda/backend/rank_link.h"

#include "kernels/cuda/allreduce.h"
#include "kernels/cuda/backend/cuda_backend.h"

#include <atomic>

namespace hadal::cuda {

struct RankLink::Impl {
    explicit Impl(CudaBackend& of) : backend(of) {}
    ~Impl() {
        stop();
        cudaSetDevice(backend.device());
        backend.waiting().settle(backend.stream());
        for (Address& rank : ranks)
            keep_while_it_hangs(backend.device(), std::move(rank.exchange));
    }
    void stop() {
        if (status)
            std::atomic_ref(call.status->stop).store(1, std::memory_order_release);
    }

    void drain() {
        check(cudaSetDevice(backend.device()), "selecting a device");
        backend.waiting().finish(backend.stream(), "a sum over the GPUs");
    }
    void zero() {
        check(cudaSetDevice(backend.device()), "selecting a device");
        check(cudaMemsetAsync(exchange.get(), 0, call.layout.bytes(), backend.stream()),
              "zeroing exchange memory");
        check(cudaMemsetAsync(call.epochs, 0, kEpochBytes, backend.stream()), "zeroing epochs");
        backend.waiting().finish(backend.stream(), "zeroing exchange memory");
        *call.status = {};
    }

    void queue(const Tensor& part, AllReduce p) {
        check(cudaSetDevice(backend.device()), "selecting a device");
        p.part = static_cast<const Bf16*>(part.data);
        p.rows = static_cast<int>(part.rows);
        cuda::all_reduce(backend.stream(), p);
    }

    static constexpr std::size_t kEpochBytes = (kMaxAllReduceRows + 1) * sizeof(unsigned);
    CudaBackend& backend;
    AllReduce call; ///< what all sums have in common
    std::shared_ptr<void> exchange, epochs, status;
    std::vector<Address> ranks; ///< a kernel of this rank may write there until it is done
};

RankLink::RankLink(ops::Backend& backend, int rank, int ranks, std::int64_t width,
                   std::chrono::nanoseconds deadline)
    : impl_(std::make_unique<Impl>(dynamic_cast<CudaBackend&>(backend))) {
    AllReduce& call = impl_->call;
    call.layout = {ranks, static_cast<int>(width)};
    call.rank = rank;
    call.deadline_ns = static_cast<unsigned long long>(deadline.count());
    check(cudaSetDevice(impl_->backend.device()), "selecting a device");
    DeviceMemory memory(impl_->backend.device(), 0);
    impl_->exchange = memory.take(call.layout.bytes(), "sums over the GPUs");
    impl_->epochs = memory.take(Impl::kEpochBytes, "sums over the GPUs");
    impl_->status = pinned_memory(sizeof(AllReduceStatus));
    call.epochs = static_cast<unsigned*>(impl_->epochs.get());
    call.status = new (impl_->status.get()) AllReduceStatus;
    impl_->zero();
}

RankLink::~RankLink() = default;

RankLink::Address RankLink::address() const {
    return {impl_->backend.device(), impl_->exchange};
}

bool RankLink::connect(const std::vector<Address>& ranks) {
    impl_->ranks = ranks;
    const int own = impl_->backend.device();
    check(cudaSetDevice(own), "selecting a device");
    for (std::size_t rank = 0; rank < ranks.size(); ++rank) {
        impl_->call.exchange[rank] = static_cast<std::byte*>(ranks[rank].exchange.get());
        if (static_cast<int>(rank) == impl_->call.rank)
            continue;
        int can = 0;
        check(cudaDeviceCanAccessPeer(&can, own, ranks[rank].device), "asking for peer access");
        if (!can)
            return false;
        const cudaError_t error = cudaDeviceEnablePeerAccess(ranks[rank].device, 0);
        if (error == cudaErrorPeerAccessAlreadyEnabled)
            cudaGetLastError();
        else
            check(error, "enabling peer access");
    }
    return true;
}

bool RankLink::can(const Tensor& values) const {
    const AllReduce& call = impl_->call;
    return values.dtype == DType::BF16 && values.cols == call.layout.width && values.cols % 8 == 0 &&
           values.cols <= 8192 && values.stride == values.cols && values.rows <= kMaxAllReduceRows;
}

void RankLink::all_reduce(Tensor values) {
    impl_->backend.written(values);
    AllReduce p = impl_->call;
    p.out = static_cast<Bf16*>(values.data);
    impl_->queue(values, p);
}

void RankLink::add_rms_norm(Tensor out, Tensor residual, Tensor delta, Tensor weight, float eps) {
    if (!can(out) || !can(residual) || weight.dtype != DType::BF16) {
        all_reduce(delta);
        impl_->backend.add_rms_norm(out, residual, delta, weight, eps);
        return;
    }
    impl_->backend.written(out);
    impl_->backend.written(residual);
    AllReduce p = impl_->call;
    p.residual = static_cast<Bf16*>(residual.data);
    p.weight = static_cast<const Bf16*>(weight.data);
    p.out = static_cast<Bf16*>(out.data);
    p.eps = eps;
    impl_->queue(delta, p);
}

bool RankLink::is_complete() const {
    return impl_->call.status->failed != 1;
}

void RankLink::require_complete() const {
    const AllReduceStatus& status = *impl_->call.status;
    if (status.failed != 0)
        throw Error(ErrorKind::DeviceLost,
                    device_name(impl_->ranks[status.missing].device) + " did not send its part of a sum to " +
                        device_name(impl_->backend.device()) +
                        " in time. The answer was ended; if this happens again, run hadal-cli doctor.");
}

void RankLink::stop() {
    impl_->stop();
}

void RankLink::drain() {
    impl_->drain();
}

void RankLink::reset() {
    impl_->zero();
}

} // namespace hadal::cuda
