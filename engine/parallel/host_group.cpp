#include "engine/parallel/host_group.h"

#include "kernels/bf16.h"

#include <algorithm>

namespace hadal::parallel {

using ops::DType;
using ops::Tensor;

namespace {

std::vector<float> downloaded(ops::Backend& backend, const Tensor& tensor) {
    std::vector<float> values(static_cast<std::size_t>(tensor.size()));
    if (tensor.dtype == DType::F32) {
        backend.download(values.data(), tensor);
        return values;
    }
    std::vector<std::uint16_t> bits(values.size());
    backend.download(bits.data(), tensor);
    std::transform(bits.begin(), bits.end(), values.begin(), ops::bf16_to_float);
    return values;
}

void upload(ops::Backend& backend, const Tensor& tensor, const std::vector<float>& values) {
    if (tensor.dtype == DType::F32)
        return backend.upload(tensor, values.data());
    std::vector<std::uint16_t> bits(values.size());
    std::transform(values.begin(), values.end(), bits.begin(), ops::float_to_bf16);
    backend.upload(tensor, bits.data());
}

} // namespace

class HostGroup::Member final : public model::Communicator {
  public:
    Member(HostGroup& group, int rank, ops::Backend& backend)
        : group_(group), rank_(rank), backend_(backend) {}

    void all_reduce(Tensor values) override {
        const auto& parts = group_.exchange(rank_, downloaded(backend_, values));
        std::vector<float> sum = parts.front();
        for (const auto& other : parts)
            if (other.size() != sum.size())
                throw Error(ErrorKind::Internal,
                            "Ranks add up tensors of different sizes: " + std::to_string(sum.size()) +
                                " and " + std::to_string(other.size()) + " values.");
        for (std::size_t rank = 1; rank < parts.size(); ++rank)
            for (std::size_t i = 0; i < sum.size(); ++i)
                sum[i] += parts[rank][i];
        if (backend_.numerics().round_bf16)
            std::transform(sum.begin(), sum.end(), sum.begin(), ops::round_to_bf16);
        upload(backend_, values, sum);
    }
    void gather(Tensor whole, Tensor part, const std::function<void()>& meanwhile) override {
        meanwhile();
        const auto& parts = group_.exchange(rank_, downloaded(backend_, part));
        if (rank_ != 0)
            return;
        std::vector<float> all;
        for (std::int64_t row = 0; row < whole.rows; ++row)
            for (const auto& of_rank : parts) {
                const auto width = static_cast<std::ptrdiff_t>(of_rank.size()) / whole.rows;
                all.insert(all.end(), of_rank.begin() + row * width, of_rank.begin() + (row + 1) * width);
            }
        if (static_cast<std::int64_t>(all.size()) != whole.size())
            throw Error(ErrorKind::Internal, "Ranks have " + std::to_string(all.size()) + " of " +
                                                 std::to_string(whole.size()) + " values together.");
        upload(backend_, whole, all);
    }
    void add_rms_norm(Tensor out, Tensor residual, Tensor delta, Tensor weight, float eps) override {
        all_reduce(delta);
        backend_.add_rms_norm(out, residual, delta, weight, eps);
    }
    bool stops(std::int64_t layer, const std::stop_token& stop) override { return group_.stops(layer, stop); }

  private:
    HostGroup& group_;
    int rank_;
    ops::Backend& backend_;
};

HostGroup::HostGroup(int ranks, std::chrono::milliseconds deadline)
    : RankGroup(ranks), deadline_(deadline), rounds_(static_cast<std::size_t>(ranks)) {
    for (auto& set : parts_)
        set.resize(static_cast<std::size_t>(ranks));
}

std::shared_ptr<model::Communicator> HostGroup::join(int rank, ops::Backend& backend) {
    return std::make_shared<Member>(*this, rank, backend);
}

void HostGroup::begin_step() {
    RankGroup::begin_step();
    const std::lock_guard lock(mutex_);
    failed_ = false;
    std::fill(rounds_.begin(), rounds_.end(), complete_);
}

void HostGroup::fail(const Error& error) {
    RankGroup::fail(error);
    const std::lock_guard lock(mutex_);
    failed_ = true;
    changed_.notify_all();
}

const std::vector<std::vector<float>>& HostGroup::exchange(int rank, const std::vector<float>& part) {
    const auto index = static_cast<std::size_t>(rank);
    std::unique_lock lock(mutex_);
    const std::uint64_t round = ++rounds_[index];
    auto& parts = parts_[round % 2];
    parts[index] = part;
    if (std::all_of(rounds_.begin(), rounds_.end(), [&](std::uint64_t r) { return r >= round; })) {
        complete_ = round;
        changed_.notify_all();
    }
    wait_for_all(lock, round);
    return parts;
}

void HostGroup::wait_for_all(std::unique_lock<std::mutex>& lock, std::uint64_t round) {
    const bool came = changed_.wait_for(lock, deadline_, [&] { return failed_ || complete_ >= round; });
    if (came && complete_ >= round)
        return;
    std::string missing;
    for (std::size_t rank = 0; rank < rounds_.size(); ++rank)
        if (rounds_[rank] < round)
            missing += (missing.empty() ? "" : ", ") + std::to_string(rank);
    lock.unlock();
    if (!came)
        fail(Error(ErrorKind::DeviceLost, "Rank " + missing + " did not answer within " +
                                              std::to_string(deadline_.count() / 1000) +
                                              " s. The answer was ended."));
    throw_failure();
    throw Error(ErrorKind::Internal, "A step failed without a reason.");
}

} // namespace hadal::parallel
