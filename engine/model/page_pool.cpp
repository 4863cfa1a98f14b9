#include "engine/model/page_pool.h"

#include <algorithm>
#include <new>
#include <string>

namespace hadal::model {

using ops::kPageTokens;

PagePool::PagePool(ops::Backend& backend, std::int64_t layers, const ops::LayerCache& layout)
    : backend_(backend),
      latent_page_bytes_(ops::latent_page_bytes(layout.latent_format, layout.kv_lora_rank, layout.rope_dim)),
      index_key_page_bytes_(layout.index_head_dim > 0
                                ? ops::index_key_page_bytes(layout.index_key_format, layout.index_head_dim)
                                : 0),
      latents_(static_cast<std::size_t>(layers)), index_keys_(static_cast<std::size_t>(layers)),
      layers_(static_cast<std::size_t>(layers), layout) {}

void PagePool::reserve(std::int64_t tokens) {
    try {
        grow((tokens + kPageTokens - 1) / kPageTokens);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::OutOfMemory)
            throw;
        throw Error(ErrorKind::OutOfMemory,
                    "A context of " + std::to_string(tokens) + " tokens does not fit: " + error.what());
    }
    reserved_ = true;
}

std::int32_t PagePool::acquire() {
    if (free_.empty() && reserved_)
        throw Error(ErrorKind::OutOfMemory,
                    "All memory for contexts is in use: " + std::to_string(pages_ * kPageTokens) +
                        " tokens of it were reserved when the model was loaded. Close other conversations.");
    try {
        if (free_.empty())
            grow(std::max<std::int64_t>(2 * pages_, 4));
    } catch (const std::bad_alloc&) {
        throw Error(ErrorKind::OutOfMemory, "Not enough memory to lengthen the context beyond " +
                                                std::to_string(pages_ * kPageTokens) +
                                                " tokens. Close other programs, or use a shorter context.");
    }
    const std::int32_t page = free_.back();
    free_.pop_back();
    return page;
}

void PagePool::release(std::int32_t page) {
    free_.push_back(page);
}

/// Layer by layer, so that at no time more than one layer is held twice. Should memory end on the way, the
/// layers done are larger than they need be, and nothing else has changed.
void PagePool::grow(std::int64_t pages) {
    free_.reserve(static_cast<std::size_t>(pages));
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        move_to_larger(latents_[i], pages, latent_page_bytes_);
        layers_[i].latents = latents_[i].view();
        if (index_key_page_bytes_ > 0) {
            move_to_larger(index_keys_[i], pages, index_key_page_bytes_);
            layers_[i].index_keys = index_keys_[i].view();
        }
    }
    // Lowest on top, so that pages are handed out in ascending order.
    for (std::int64_t page = pages; page-- > pages_;)
        free_.push_back(static_cast<std::int32_t>(page));
    pages_ = pages;
}

void PagePool::move_to_larger(ops::Buffer& buffer, std::int64_t pages, std::int64_t page_bytes) {
    if (buffer && buffer.view().rows >= pages)
        return;
    ops::Buffer larger = backend_.allocate(ops::DType::U8, pages, page_bytes);
    if (pages_ > 0)
        backend_.copy(larger.view().slice_rows(0, pages_), buffer.view().slice_rows(0, pages_));
    buffer = std::move(larger);
}

SequenceCache::SequenceCache(std::shared_ptr<PagePool> pool, std::int64_t capacity)
    : pool_(std::move(pool)), capacity_(capacity) {}

SequenceCache::~SequenceCache() {
    hold(0);
}

void SequenceCache::truncate(std::int64_t length) {
    if (length < 0 || length > length_)
        throw Error(ErrorKind::InvalidArgument, "A cache of " + std::to_string(length_) +
                                                    " tokens cannot be truncated to " +
                                                    std::to_string(length) + ".");
    length_ = length;
    hold(length);
}

void SequenceCache::hold(std::int64_t tokens) {
    const auto count = static_cast<std::size_t>((tokens + kPageTokens - 1) / kPageTokens);
    for (; pages_.size() > count; pages_.pop_back())
        pool_->release(pages_.back());
    pages_.reserve(count);
    while (pages_.size() < count)
        pages_.push_back(pool_->acquire());
}

CacheGrowth::~CacheGrowth() {
    for (const Entry& entry : entries_)
        entry.cache->truncate(entry.cache->length());
}

void CacheGrowth::add(Cache* cache, std::int64_t rows) {
    auto* ours = dynamic_cast<SequenceCache*>(cache);
    if (ours == nullptr || &ours->pool() != &pool_)
        throw Error(ErrorKind::InvalidArgument, "A step was given a cache that this model did not make.");
    if (std::any_of(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.cache == ours; }))
        throw Error(ErrorKind::InvalidArgument, "A step was given the same cache twice.");
    if (rows > ours->capacity() - ours->length())
        throw Error(ErrorKind::ContextFull,
                    "The context is full: it can hold " + std::to_string(ours->capacity()) +
                        " tokens, holds " + std::to_string(ours->length()) + ", and " + std::to_string(rows) +
                        " more do not fit. Begin a new conversation, shorten this one, or raise the context "
                        "length in the settings.");
    entries_.push_back({ours, rows});
    ours->hold(ours->length() + rows);
}

std::vector<ops::SequenceRows> CacheGrowth::sequences() const {
    std::vector<ops::SequenceRows> sequences;
    std::int64_t row = 0;
    for (const Entry& entry : entries_) {
        sequences.push_back({row, entry.rows, entry.cache->length(), entry.cache->pages()});
        row += entry.rows;
    }
    return sequences;
}

void CacheGrowth::commit() {
    for (const Entry& entry : entries_)
        entry.cache->length_ += entry.rows;
    entries_.clear();
}

} // namespace hadal::model
