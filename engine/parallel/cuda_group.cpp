#include "engine/parallel/cuda_group.h"

#include "kernels/bf16.h"
#include "kernels/cuda/backend/backend.h"

#include <algorithm>
#include <numeric>

namespace hadal::parallel {

using ops::DType;
using ops::Tensor;

namespace {

constexpr std::int64_t kMostPushedRows = 16;

} // namespace

class CudaGroup::Member final : public model::Communicator {
  public:
    Member(CudaGroup& group, int rank, ops::Backend& backend)
        : group_(group), rank_(rank), backend_(backend), host_(group.host_.join(rank, backend)),
          joins_nccl_(group.options_.nccl) {
        cuda::look_while_waiting(backend, [this](bool late) { return look(late); });
    }
    ~Member() override {
        end_sums();
        cuda::look_while_waiting(backend_, {});
    }

    /// Opens the way to the other ranks. All do the same, whatever they find.
    void connect() {
        if (group_.options_.push_rows != 0)
            connect_link();
        if (joins_nccl_)
            join_nccl();
        if (group_.push_rows_ > 0 && !group_.options_.push_rows)
            measure();
    }

    void all_reduce(Tensor values) override {
        prepare();
        switch (way(values)) {
        case Way::Push:
            for (const Part& part : parts(values))
                link_->all_reduce(part.of(values));
            return;
        case Way::Nccl:
            return nccl_->all_reduce(values);
        case Way::Host:
            return host_->all_reduce(values);
        }
    }
    void add_rms_norm(Tensor out, Tensor residual, Tensor delta, Tensor weight, float eps) override {
        prepare();
        if (way(delta) == Way::Push) {
            for (const Part& part : parts(delta))
                link_->add_rms_norm(part.of(out), part.of(residual), part.of(delta), weight, eps);
            return;
        }
        all_reduce(delta);
        backend_.add_rms_norm(out, residual, delta, weight, eps);
    }
    /// Copies between devices, which the driver makes whether they reach each other or not.
    void gather(Tensor whole, Tensor part, const std::function<void()>& meanwhile) override {
        prepare();
        const auto rank = static_cast<std::size_t>(rank_);
        group_.widths_[rank] = part.cols;
        if (rank_ == 0) {
            group_.whole_ = whole;
            group_.device_of_whole_ = cuda::device_of(backend_);
        }
        group_.meet(rank_);
        const std::int64_t first =
            std::accumulate(group_.widths_.begin(), group_.widths_.begin() + rank_, std::int64_t{0});
        cuda::send_columns(backend_, part, group_.whole_, first, group_.device_of_whole_);
        meanwhile();
        // Rank 0 goes on without looking what its own device has come to: what it queues comes after its
        // columns, and it waits for that once, in the end.
        if (rank_ != 0) {
            cuda::wait_for(backend_);
            finish();
        }
        group_.meet(rank_);
    }
    bool stops(std::int64_t layer, const std::stop_token& stop) override { return group_.stops(layer, stop); }
    bool queues(std::int64_t rows) override {
        prepare();
        const std::int64_t width = group_.options_.hidden_size;
        return way({nullptr, DType::BF16, rows, width, width}) != Way::Host;
    }
    void finish() override {
        if (link_ && !link_->is_complete())
            group_.late_ = true;
        group_.throw_failure();
        if (link_)
            link_->require_complete();
    }

  private:
    enum class Way { Push, Nccl, Host };
    Way way(const Tensor& values) const {
        const bool few = values.rows <= group_.push_rows_;
        if (!few && nccl_ && nccl_->can(values))
            return Way::Nccl;
        if (group_.push_rows_ > 0 &&
            link_->can(values.slice_rows(0, std::min<std::int64_t>(values.rows, group_.push_rows_))))
            return Way::Push;
        return nccl_ && nccl_->can(values) ? Way::Nccl : Way::Host;
    }

    /// Rows that are pushed at a time.
    struct Part {
        std::int64_t first, count;
        Tensor of(const Tensor& all) const { return all.slice_rows(first, count); }
    };
    std::vector<Part> parts(const Tensor& values) const {
        const std::int64_t most = group_.push_rows_;
        std::vector<Part> all;
        for (std::int64_t first = 0; first < values.rows; first += most)
            all.push_back({first, std::min(most, values.rows - first)});
        return all;
    }

    /// Before a sum: what a failed step has left behind goes.
    void prepare() {
        if (group_.failure())
            end_sums();
        group_.throw_failure();
        if (resets_ == group_.resets_)
            return;
        resets_ = group_.resets_;
        end_sums();
        if (link_) {
            link_->drain();
            group_.meet(rank_);
            link_->reset();
        }
        if (joins_nccl_)
            join_nccl();
        group_.meet(rank_);
    }

    /// While the device is waited for: what is queued may wait for a rank that has failed.
    bool look(bool late) {
        if (nccl_)
            if (const auto trouble = nccl_->trouble())
                lose("NCCL reports: " + *trouble);
        if (late)
            lose("a step does not come to its end");
        if (!group_.failure())
            return false;
        end_sums();
        return true;
    }
    void lose(const std::string& why) {
        group_.fail(Error(ErrorKind::DeviceLost,
                          std::string(backend_.name()) + ": " + why +
                              ". The answer was ended; if this happens again, run hadal-cli doctor."));
    }
    /// Those that wait for other ranks give up; what is queued comes to its end.
    void end_sums() {
        if (link_)
            link_->stop();
        if (nccl_)
            nccl_->abort();
    }

    void connect_link() {
        const auto& options = group_.options_;
        link_ = std::make_unique<cuda::RankLink>(backend_, rank_, group_.ranks(), options.hidden_size,
                                                 options.kernel_deadline);
        group_.addresses_[static_cast<std::size_t>(rank_)] = link_->address();
        group_.push_rows_ = std::min(options.push_rows.value_or(kMostPushedRows), kMostPushedRows);
        group_.meet(rank_);
        const bool connected = link_->connect(group_.addresses_);
        group_.meet(rank_);
        // One that does not get through is enough for all to do without.
        if (!connected)
            group_.push_rows_ = 0;
        group_.meet(rank_);
        if (rank_ == 0)
            std::fill(group_.addresses_.begin(), group_.addresses_.end(), cuda::RankLink::Address{});
        const bool works = group_.push_rows_ > 0 && sum_arrives();
        group_.meet(rank_);
        if (!works)
            group_.push_rows_ = 0;
        group_.meet(rank_);
        if (group_.push_rows_ == 0)
            link_ = nullptr;
    }

    /// What a driver announces does not always work.
    bool sum_arrives() {
        const ops::Buffer row = backend_.allocate(DType::BF16, 1, group_.options_.hidden_size);
        std::vector<std::uint16_t> values(static_cast<std::size_t>(row.view().cols),
                                          ops::float_to_bf16(static_cast<float>(rank_ + 1)));
        if (!link_->can(row.view()))
            return false;
        backend_.upload(row.view(), values.data());
        link_->all_reduce(row.view());
        backend_.download(values.data(), row.view());
        const int ranks = group_.ranks();
        const auto expected = ops::float_to_bf16(static_cast<float>(ranks * (ranks + 1) / 2));
        return link_->is_complete() &&
               std::all_of(values.begin(), values.end(), [&](auto value) { return value == expected; });
    }

    /// One that does not get there is enough for all to do without, from then on.
    void join_nccl() {
        nccl_ = nullptr;
        const auto attempt = [&](const std::function<void()>& step) {
            try {
                if (group_.nccl_)
                    step();
            } catch (const cuda::NcclUnavailable& error) {
                group_.throw_failure(); // is why, and nothing is wrong with NCCL
                group_.do_without_nccl(error.what());
            }
            group_.meet(rank_);
        };
        attempt([&] {
            if (rank_ == 0)
                group_.nccl_id_ = cuda::make_nccl_id();
        });
        attempt([&] {
            nccl_ =
                cuda::join_nccl(backend_, rank_, group_.ranks(), group_.nccl_id_, group_.options_.deadline,
                                [this] { return group_.failure().has_value() || !group_.nccl_; });
        });
        joins_nccl_ = group_.nccl_;
        if (!joins_nccl_)
            nccl_ = nullptr;
    }

    /// Up to which number of rows pushing is quicker than the other way, by rank 0's clock.
    void measure() {
        const std::int64_t width = group_.options_.hidden_size;
        const ops::Buffer buffer = backend_.allocate(DType::BF16, kMostPushedRows, width);
        std::vector<std::uint16_t> zeros(static_cast<std::size_t>(buffer.view().size()));
        backend_.upload(buffer.view(), zeros.data());
        std::int64_t best = 0;
        bool quicker = true;
        for (std::int64_t rows = 1; rows <= kMostPushedRows; rows *= 2) {
            const Tensor values = buffer.view().slice_rows(0, rows);
            const auto pushed = time([&] { link_->all_reduce(values); }, values);
            const auto other = time(
                [&] {
                    if (nccl_ && nccl_->can(values))
                        nccl_->all_reduce(values);
                    else
                        host_->all_reduce(values);
                },
                values);
            quicker = quicker && pushed <= other;
            best = quicker ? rows : best;
        }
        group_.meet(rank_);
        if (rank_ == 0)
            group_.push_rows_ = best;
        group_.meet(rank_);
    }
    std::chrono::nanoseconds time(const std::function<void()>& sum, const Tensor& values) {
        constexpr int kRepeats = 10;
        std::vector<std::uint16_t> row(static_cast<std::size_t>(values.cols));
        std::chrono::nanoseconds best = std::chrono::nanoseconds::max();
        for (int round = 0; round < 3; ++round) { // the first loads kernels and opens connections
            group_.meet(rank_);
            const auto begin = std::chrono::steady_clock::now();
            for (int i = 0; i < kRepeats; ++i)
                sum();
            backend_.download(row.data(), values.slice_rows(0, 1));
            best = std::min<std::chrono::nanoseconds>(best, std::chrono::steady_clock::now() - begin);
        }
        return best;
    }

    CudaGroup& group_;
    int rank_;
    ops::Backend& backend_;
    std::shared_ptr<model::Communicator> host_;
    std::unique_ptr<cuda::RankLink> link_;
    std::unique_ptr<cuda::NcclLink> nccl_;
    bool joins_nccl_; ///< the same on all ranks between their meetings, unlike the group's
    unsigned resets_ = 0;
};

CudaGroup::CudaGroup(int ranks, const Options& options)
    : RankGroup(ranks), options_([&] {
          Options possible = options;
          possible.nccl = options.nccl && ranks > 1 && cuda::has_nccl();
          return possible;
      }()),
      host_(ranks, options.deadline), addresses_(static_cast<std::size_t>(ranks)),
      widths_(static_cast<std::size_t>(ranks)), nccl_(options_.nccl) {}

std::shared_ptr<model::Communicator> CudaGroup::join(int rank, ops::Backend& backend) {
    auto member = std::make_shared<Member>(*this, rank, backend);
    member->connect();
    return member;
}

void CudaGroup::do_without_nccl(const std::string& why) {
    const std::lock_guard lock(mutex_);
    if (nccl_.exchange(false))
        nccl_trouble_ = why;
}

std::string CudaGroup::notice() const {
    const std::lock_guard lock(mutex_);
    if (nccl_trouble_.empty())
        return {};
    return "NCCL is not used: " + nccl_trouble_ + ". " +
           (push_rows_ > 0 ? "GPUs write to each other's memory instead, which is slower for long prompts."
                           : "Sums over the GPUs go by way of the host instead, which is slow.") +
           " NCCL_DEBUG=WARN makes it say more; often /dev/shm is too small, or the driver too old.";
}

void CudaGroup::begin_step() {
    if (failure())
        ++resets_;
    if (late_.exchange(false))
        push_rows_ = 0; // the host's way is slower, and arrives
    RankGroup::begin_step();
    host_.begin_step();
}

void CudaGroup::fail(const Error& error) {
    RankGroup::fail(error);
    host_.fail(error);
}

} // namespace hadal::parallel
