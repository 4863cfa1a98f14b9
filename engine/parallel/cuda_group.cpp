#include "engine/parallel/cuda_group.h"

#include "kernels/cuda/backend/rank_link.h"

namespace hadal::parallel {

using ops::Tensor;

class CudaGroup::Member final : public model::Communicator {
  public:
    Member(CudaGroup& group, int rank, ops::Backend& backend)
        : group_(group), rank_(rank), host_(group.host_.join(rank, backend)),
          link_(backend, rank, group.ranks(), group.options_.hidden_size, group.options_.kernel_deadline) {}

    /// When all ranks have been made.
    bool connect() {
        std::vector<cuda::RankLink::Address> addresses;
        for (const Member* member : group_.members_)
            addresses.push_back(member->link_.address());
        return link_.connect(addresses);
    }

    void all_reduce(Tensor values) override {
        if (uses_link(values))
            link_.all_reduce(values);
        else
            host_->all_reduce(values);
    }
    void add_rms_norm(Tensor out, Tensor residual, Tensor delta, Tensor weight, float eps) override {
        if (uses_link(delta))
            link_.add_rms_norm(out, residual, delta, weight, eps);
        else
            host_->add_rms_norm(out, residual, delta, weight, eps);
    }
    bool stops(std::int64_t layer, const std::stop_token& stop) override { return group_.stops(layer, stop); }
    bool queues(std::int64_t rows) override {
        const std::int64_t width = group_.options_.hidden_size;
        return uses_link({nullptr, ops::DType::BF16, rows, width, width});
    }
    void finish() override { link_.require_complete(); }

  private:
    bool uses_link(const Tensor& values) {
        group_.throw_failure();
        if (!group_.connected_)
            return false;
        if (resets_ != group_.resets_) {
            resets_ = group_.resets_;
            link_.reset();
            group_.meet(rank_);
        }
        return link_.can(values);
    }

    CudaGroup& group_;
    int rank_;
    std::shared_ptr<model::Communicator> host_;
    cuda::RankLink link_;
    unsigned resets_ = 0;
};

CudaGroup::CudaGroup(int ranks, const Options& options)
    : RankGroup(ranks), options_(options), host_(ranks, options.deadline),
      members_(static_cast<std::size_t>(ranks)), connected_(options.push) {}

std::shared_ptr<model::Communicator> CudaGroup::join(int rank, ops::Backend& backend) {
    const auto member = std::make_shared<Member>(*this, rank, backend);
    members_[static_cast<std::size_t>(rank)] = member.get();
    meet(rank);
    // One device that cannot be reached is enough for all to do without.
    if (options_.push && !member->connect())
        connected_ = false;
    meet(rank);
    return member;
}

void CudaGroup::begin_step() {
    if (failure())
        ++resets_;
    RankGroup::begin_step();
    host_.begin_step();
}

void CudaGroup::fail(const Error& error) {
    RankGroup::fail(error);
    host_.fail(error);
}

} // namespace hadal::parallel
