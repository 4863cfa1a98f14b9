// The memory of the caches: pages of kPageTokens tokens, shared by all sequences of a model.
#pragma once

#include "engine/model/language_model.h"
#include "kernels/ops.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace hadal::model {

/// A page holds the same kPageTokens tokens of one sequence in every layer. Unless memory was reserved, it
/// grows by doubling as pages are wanted; it is kept for later sequences. One thread at a time.
class PagePool {
  public:
    /// `layout` says formats and dimensions of a layer (its tensors are ignored); index_head_dim 0: no
    /// indexer keys. The backend must outlive the pool.
    PagePool(ops::Backend& backend, std::int64_t layers, const ops::LayerCache& layout);

    /// Takes the memory for so many tokens, before any page; it does not grow beyond. Throws OutOfMemory.
    void reserve(std::int64_t tokens);
    /// Throws OutOfMemory and then holds what it held before.
    std::int32_t acquire();
    void release(std::int32_t page);

    /// The cache of each layer; valid until the next acquire().
    std::span<const ops::LayerCache> layers() const { return layers_; }
    std::int64_t pages() const { return pages_; }
    std::int64_t pages_in_use() const { return pages_ - static_cast<std::int64_t>(free_.size()); }

  private:
    void grow(std::int64_t pages);
    void move_to_larger(ops::Buffer& buffer, std::int64_t pages, std::int64_t page_bytes);

    ops::Backend& backend_;
    std::int64_t latent_page_bytes_ = 0;
    std::int64_t index_key_page_bytes_ = 0;
    std::int64_t pages_ = 0;
    bool reserved_ = false;
    std::vector<std::int32_t> free_;
    std::vector<ops::Buffer> latents_, index_keys_;
    std::vector<ops::LayerCache> layers_;
};

/// A sequence's pages. Must not outlive its model's backend.
class SequenceCache final : public Cache {
  public:
    SequenceCache(std::shared_ptr<PagePool> pool, std::int64_t capacity);
    ~SequenceCache() override;
    SequenceCache(const SequenceCache&) = delete;
    SequenceCache& operator=(const SequenceCache&) = delete;

    std::int64_t length() const override { return length_; }
    std::int64_t capacity() const override { return capacity_; }
    void truncate(std::int64_t length) override;

    const PagePool& pool() const { return *pool_; }
    std::span<const std::int32_t> pages() const { return pages_; }

  private:
    friend class CacheGrowth;
    void hold(std::int64_t tokens); ///< acquires or releases pages

    std::shared_ptr<PagePool> pool_;
    std::int64_t capacity_;
    std::int64_t length_ = 0;
    std::vector<std::int32_t> pages_;
};

/// Room for the new tokens of a step. Unless it is committed, every cache goes back to what it was.
class CacheGrowth {
  public:
    explicit CacheGrowth(const PagePool& pool) : pool_(pool) {}
    ~CacheGrowth();
    CacheGrowth(const CacheGrowth&) = delete;
    CacheGrowth& operator=(const CacheGrowth&) = delete;

    /// Makes room for `rows` tokens in `cache`. Throws InvalidArgument for a cache of another model or one
    /// that is in this step already, ContextFull, OutOfMemory.
    void add(Cache* cache, std::int64_t rows);
    /// The rows of all caches so far, in order; the spans are valid until commit().
    std::vector<ops::SequenceRows> sequences() const;
    void commit();

  private:
    struct Entry {
        SequenceCache* cache;
        std::int64_t rows;
    };
    const PagePool& pool_;
    std::vector<Entry> entries_;
};

} // namespace hadal::model
