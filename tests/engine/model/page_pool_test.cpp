// Pages of the caches: growth, reuse, capacity, and what a failed step leaves behind.
#include "engine/model/page_pool.h"
#include "kernels/reference/backend.h"

#include <QtTest>

#include <numeric>

using namespace hadal;
using namespace hadal::model;

namespace {

ops::LayerCache layout(bool indexer) {
    ops::LayerCache cache;
    cache.latent_format = ops::LatentFormat::BF16;
    cache.index_key_format = ops::IndexKeyFormat::FP8;
    cache.kv_lora_rank = 16;
    cache.rope_dim = 8;
    cache.index_head_dim = indexer ? 16 : 0;
    return cache;
}

template <typename F>
ErrorKind kind_of_error(F&& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.kind();
    }
    return ErrorKind::Internal;
}

} // namespace

class PagePoolTest : public QObject {
    Q_OBJECT

  private slots:
    void init() {
        backend_ = reference::make_backend({});
        pool_ = std::make_shared<PagePool>(*backend_, 2, layout(true));
    }
    void cleanup() {
        pool_.reset();
        backend_.reset();
    }

    void takes_no_memory_before_it_is_used() {
        const SequenceCache cache(pool_, 1000);
        QCOMPARE(pool_->pages(), 0);
        QVERIFY(!pool_->layers()[0].latents);
    }

    void reserved_memory_is_there_and_does_not_grow() {
        pool_->reserve(65);
        QCOMPARE(pool_->pages(), 2);
        const auto there = pool_->layers()[1].latents.data;
        SequenceCache first(pool_, 1000), second(pool_, 1000);
        const auto hold = [&](SequenceCache& cache, std::int64_t tokens) {
            CacheGrowth growth(*pool_);
            growth.add(&cache, tokens);
            growth.commit();
        };
        hold(first, 128);
        QCOMPARE(pool_->layers()[1].latents.data, there);
        QCOMPARE(kind_of_error([&] { hold(first, 1); }), ErrorKind::OutOfMemory);
        QCOMPARE(kind_of_error([&] { hold(second, 1); }), ErrorKind::OutOfMemory);
        QCOMPARE(first.length(), 128);
        first.truncate(64);
        hold(second, 64);
        QCOMPARE(pool_->pages(), 2);
    }

    void a_page_holds_64_tokens_of_every_layer() {
        SequenceCache cache(pool_, 1000);
        CacheGrowth growth(*pool_);
        growth.add(&cache, 65);
        QCOMPARE(cache.pages().size(), std::size_t(2));
        for (const ops::LayerCache& layer : pool_->layers()) {
            QCOMPARE(layer.latents.cols, 64 * (16 + 8) * 2);
            QCOMPARE(layer.index_keys.cols, 64 * 16 + 64 * 4);
            QVERIFY(layer.latents.rows >= 2);
        }
    }

    /// Enough pages that the copy goes in several pieces: every page is found again.
    void growing_copies_every_page() {
        ops::LayerCache wide = layout(false);
        wide.kv_lora_rank = 4096; // pages of more than half a megabyte
        const auto pool = std::make_shared<PagePool>(*backend_, 1, wide);
        for (int page = 0; page < 4; ++page)
            pool->acquire();
        QCOMPARE(pool->pages(), 4);
        std::vector<std::uint8_t> bytes(static_cast<std::size_t>(pool->layers()[0].latents.cols));
        for (std::int64_t page = 0; page < 4; ++page) {
            std::fill(bytes.begin(), bytes.end(), static_cast<std::uint8_t>(page + 1));
            backend_->upload(pool->layers()[0].latents.slice_rows(page, 1), bytes.data());
        }
        pool->acquire();
        QVERIFY(pool->pages() > 4);
        for (std::int64_t page = 0; page < 4; ++page) {
            backend_->download(bytes.data(), pool->layers()[0].latents.slice_rows(page, 1));
            QCOMPARE(std::count(bytes.begin(), bytes.end(), static_cast<std::uint8_t>(page + 1)),
                     static_cast<std::ptrdiff_t>(bytes.size()));
        }
    }

    void growing_keeps_what_the_pages_hold() {
        SequenceCache cache(pool_, 100000);
        grow(cache, 64);
        const ops::Tensor before = pool_->layers()[1].index_keys.slice_rows(cache.pages()[0], 1);
        std::vector<std::uint8_t> bytes(static_cast<std::size_t>(before.cols));
        std::iota(bytes.begin(), bytes.end(), std::uint8_t(0));
        backend_->upload(before, bytes.data());
        const std::int64_t pages = pool_->pages();
        grow(cache, 64 * 20);
        QVERIFY(pool_->pages() > pages);
        std::vector<std::uint8_t> found(bytes.size());
        backend_->download(found.data(), pool_->layers()[1].index_keys.slice_rows(cache.pages()[0], 1));
        QCOMPARE(found, bytes);
    }

    void sequences_never_share_a_page() {
        SequenceCache a(pool_, 1000);
        SequenceCache b(pool_, 1000);
        for (int i = 0; i < 6; ++i) {
            grow(a, 50);
            grow(b, 70);
        }
        std::vector<std::int32_t> all(a.pages().begin(), a.pages().end());
        all.insert(all.end(), b.pages().begin(), b.pages().end());
        std::sort(all.begin(), all.end());
        QVERIFY(std::adjacent_find(all.begin(), all.end()) == all.end());
        QCOMPARE(pool_->pages_in_use(), static_cast<std::int64_t>(all.size()));
    }

    void truncating_and_destroying_give_pages_back() {
        {
            SequenceCache cache(pool_, 1000);
            grow(cache, 200);
            QCOMPARE(pool_->pages_in_use(), 4);
            cache.truncate(65);
            QCOMPARE(cache.length(), 65);
            QCOMPARE(pool_->pages_in_use(), 2);
            cache.truncate(64);
            QCOMPARE(pool_->pages_in_use(), 1);
        }
        QCOMPARE(pool_->pages_in_use(), 0);
    }

    void truncating_refuses_lengths_that_are_not_there() {
        SequenceCache cache(pool_, 1000);
        grow(cache, 10);
        QCOMPARE(kind_of_error([&] { cache.truncate(11); }), ErrorKind::InvalidArgument);
        QCOMPARE(kind_of_error([&] { cache.truncate(-1); }), ErrorKind::InvalidArgument);
        QCOMPARE(cache.length(), 10);
    }

    void a_step_that_is_not_committed_leaves_no_trace() {
        SequenceCache cache(pool_, 1000);
        grow(cache, 60);
        {
            CacheGrowth growth(*pool_);
            growth.add(&cache, 300);
            QCOMPARE(pool_->pages_in_use(), 6);
        }
        QCOMPARE(cache.length(), 60);
        QCOMPARE(pool_->pages_in_use(), 1);
    }

    void capacity_is_exact() {
        SequenceCache cache(pool_, 70);
        grow(cache, 69);
        CacheGrowth growth(*pool_);
        QCOMPARE(kind_of_error([&] { growth.add(&cache, 2); }), ErrorKind::ContextFull);
        growth.add(&cache, 1);
        growth.commit();
        QCOMPARE(cache.length(), 70);
    }

    void caches_of_others_and_repeated_ones_are_refused() {
        const auto other = std::make_shared<PagePool>(*backend_, 2, layout(true));
        SequenceCache stranger(other, 10);
        SequenceCache cache(pool_, 10);
        CacheGrowth growth(*pool_);
        QCOMPARE(kind_of_error([&] { growth.add(&stranger, 1); }), ErrorKind::InvalidArgument);
        QCOMPARE(kind_of_error([&] { growth.add(nullptr, 1); }), ErrorKind::InvalidArgument);
        growth.add(&cache, 1);
        QCOMPARE(kind_of_error([&] { growth.add(&cache, 1); }), ErrorKind::InvalidArgument);
    }

    void without_an_indexer_there_are_no_keys() {
        const auto pool = std::make_shared<PagePool>(*backend_, 1, layout(false));
        pool->acquire();
        QVERIFY(pool->layers()[0].latents);
        QVERIFY(!pool->layers()[0].index_keys);
    }

  private:
    void grow(SequenceCache& cache, std::int64_t tokens) {
        CacheGrowth growth(*pool_);
        growth.add(&cache, tokens);
        growth.commit();
    }

    std::unique_ptr<ops::Backend> backend_;
    std::shared_ptr<PagePool> pool_;
};

QTEST_GUILESS_MAIN(PagePoolTest)
#include "page_pool_test.moc"
