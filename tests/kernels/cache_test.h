// A layer's cache for tests: several sequences with different pasts on scattered pages.
#pragma once

#include "kernels/cache_layout.h"
#include "tests/kernels/backend_test.h"

namespace hadal::test {

/// Three sequences: five rows after 150 tokens, one row without a past, three rows that cross a page.
class CacheFixture {
  public:
    CacheFixture(ops::LatentFormat latents, ops::IndexKeyFormat index_keys, std::int64_t rank,
                 std::int64_t rope_dim, std::int64_t index_dim)
        : latent_format_(latents), index_format_(index_keys), rank_(rank), rope_(rope_dim),
          index_dim_(index_dim) {
        latents_.resize(static_cast<std::size_t>(kPages * ops::latent_page_bytes(latents, rank, rope_dim)));
        index_keys_.resize(
            static_cast<std::size_t>(kPages * ops::index_key_page_bytes(index_keys, index_dim)));
    }

    static constexpr std::int64_t kRows = 9;
    static constexpr std::int64_t kPages = 9;

    /// The step under test.
    std::vector<ops::SequenceRows> step() const {
        return {{0, 5, 150, first_}, {5, 1, 0, second_}, {6, 3, 63, third_}};
    }
    /// A step that writes all the pasts, and its number of rows.
    std::vector<ops::SequenceRows> past_step() const { return {{0, 150, 0, first_}, {150, 63, 0, third_}}; }
    static constexpr std::int64_t kPastRows = 213;
    /// The position of each row of the step under test.
    static std::vector<std::int64_t> positions() { return {150, 151, 152, 153, 154, 0, 63, 64, 65}; }

    /// The cache of a backend, with these bytes in it.
    ops::LayerCache upload(Backend& backend, std::vector<Buffer>& keep) const {
        const auto tensor = [&](const std::vector<std::byte>& bytes) {
            const auto page = static_cast<std::int64_t>(bytes.size()) / kPages;
            keep.push_back(backend.allocate(DType::U8, kPages, page));
            backend.upload(keep.back().view(), bytes.data());
            return keep.back().view();
        };
        ops::LayerCache cache;
        cache.latents = tensor(latents_);
        cache.index_keys = tensor(index_keys_);
        cache.latent_format = latent_format_;
        cache.index_key_format = index_format_;
        cache.kv_lora_rank = rank_;
        cache.rope_dim = rope_;
        cache.index_head_dim = index_dim_;
        return cache;
    }
    void download(Backend& backend, const ops::LayerCache& cache) {
        backend.download(latents_.data(), cache.latents);
        backend.download(index_keys_.data(), cache.index_keys);
    }

    /// Every cached number, by the documented layouts.
    std::vector<float> decoded() const;

  private:
    ops::LatentFormat latent_format_;
    ops::IndexKeyFormat index_format_;
    std::int64_t rank_;
    std::int64_t rope_;
    std::int64_t index_dim_;
    std::vector<std::byte> latents_;
    std::vector<std::byte> index_keys_;
    std::vector<std::int32_t> first_{7, 2, 5};
    std::vector<std::int32_t> second_{0};
    std::vector<std::int32_t> third_{8, 1};
};

} // namespace hadal::test
