#include "kernels/cuda/backend/link_test.h"

#include "kernels/bf16.h"
#include "kernels/cuda/backend/backend.h"
#include "kernels/cuda/backend/rank_link.h"

#include <array>
#include <memory>

namespace hadal::cuda {

namespace {

constexpr std::int64_t kRows = 4, kWidth = 1024;
constexpr int kRounds = 3; ///< both buffers of the exchange, and the first of them again
#ifdef HADAL_CUDA
constexpr std::chrono::seconds kDeadline{2};
#else
constexpr std::chrono::minutes kDeadline{1};
#endif

/// Small whole numbers, whose sums bf16 holds.
float value_of(int rank, int round, std::size_t at) {
    return static_cast<float>((at * 7 + static_cast<std::size_t>(31 * round + 13 * rank)) % 61) - 30.0f;
}

struct End {
    End(int device, int rank, int ranks, std::chrono::nanoseconds deadline)
        : backend(make_backend({.device = device})), link(*backend, rank, ranks, kWidth, deadline),
          values(backend->allocate(ops::DType::BF16, kRows, kWidth)) {}

    void write(int rank, int round) {
        std::vector<std::uint16_t> own(kRows * kWidth);
        for (std::size_t i = 0; i < own.size(); ++i)
            own[i] = ops::float_to_bf16(value_of(rank, round, i));
        backend->upload(values.view(), own.data());
    }
    /// Waits.
    std::vector<std::uint16_t> read() {
        std::vector<std::uint16_t> sums(kRows * kWidth);
        backend->download(sums.data(), values.view());
        return sums;
    }

    std::unique_ptr<ops::Backend> backend;
    RankLink link;
    ops::Buffer values;
};

/// A kernel that is loaded while another one waits may have to wait for that one.
void load_kernels(int device, std::chrono::nanoseconds deadline) {
    End alone(device, 0, 1, deadline);
    alone.link.connect({alone.link.address()});
    alone.write(0, 0);
    alone.link.all_reduce(alone.values.view());
    alone.read();
    alone.link.require_complete();
}

void require_sum(const std::vector<std::uint16_t>& sums, int round) {
    for (std::size_t i = 0; i < sums.size(); ++i) {
        const float expected = value_of(0, round, i) + value_of(1, round, i);
        if (const float found = ops::bf16_to_float(sums[i]); found != expected)
            throw Error(ErrorKind::DeviceLost, "A sum of " + std::to_string(expected) + " arrived as " +
                                                   std::to_string(found) + ".");
    }
}

LinkVerdict test_pair(int first, int second, std::chrono::nanoseconds deadline) {
    LinkVerdict verdict{first, second, LinkVerdict::Found::Works, {}};
    try {
        End a(first, 0, 2, deadline);
        End b(second, 1, 2, deadline);
        const std::vector addresses{a.link.address(), b.link.address()};
        if (!a.link.connect(addresses) || !b.link.connect(addresses)) {
            verdict.found = LinkVerdict::Found::Unreachable;
            return verdict;
        }
        for (int round = 0; round < kRounds; ++round) {
            a.write(0, round);
            b.write(1, round);
            a.link.all_reduce(a.values.view());
            b.link.all_reduce(b.values.view());
            const auto at_a = a.read();
            const auto at_b = b.read();
            a.link.require_complete();
            b.link.require_complete();
            require_sum(at_a, round);
            require_sum(at_b, round);
        }
    } catch (const Error& error) {
        verdict.found = LinkVerdict::Found::Fails;
        verdict.error = error.what();
    }
    return verdict;
}

} // namespace

std::vector<LinkVerdict> test_links(std::span<const int> devices) {
    return test_links(devices, kDeadline);
}

std::vector<LinkVerdict> test_links(std::span<const int> devices, std::chrono::nanoseconds deadline) {
    std::vector<LinkVerdict> verdicts;
    if (devices.size() < 2)
        return verdicts;
    for (const int device : devices)
        load_kernels(device, kDeadline);
    for (std::size_t i = 0; i < devices.size(); ++i)
        for (std::size_t j = i + 1; j < devices.size(); ++j)
            verdicts.push_back(test_pair(devices[i], devices[j], deadline));
    return verdicts;
}

} // namespace hadal::cuda
