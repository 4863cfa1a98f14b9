// What the runtime needs of a model: caches that grow and shrink, and logits for tokens.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace hadal::model {

/// The keys and values of one sequence. Made by a model and usable only with it. One thread at a time.
class Cache {
  public:
    virtual ~Cache() = default;
    virtual std::int64_t length() const = 0;   ///< tokens held
    virtual std::int64_t capacity() const = 0; ///< tokens it can hold
    /// Forgets the tokens from position `length` on. length <= this->length().
    virtual void truncate(std::int64_t length) = 0;
};

/// New tokens of one sequence in a step, appended to its cache.
struct SequenceInput {
    Cache* cache = nullptr;
    std::span<const std::int32_t> tokens; ///< at least one, each in [0, vocab_size)
    bool all_logits = false;              ///< logits after every token, not only after the last
};

class DraftModule;
class StepChooser;

class LanguageModel {
  public:
    virtual ~LanguageModel() = default;

    virtual std::int64_t vocab_size() const = 0;
    /// The longest sequence that the model can attend to (max_position_embeddings).
    virtual std::int64_t max_context() const = 0;
    /// The number of tokens that prefill should pass at once.
    virtual std::int64_t prefill_chunk() const = 0;
    /// Weight bytes that decoding one token reads, for benchmarks.
    virtual std::int64_t bytes_per_token() const = 0;

    /// What does not work as it could on this machine, and what the model does instead, fit to be shown;
    /// empty where all is well.
    virtual std::string notice() const { return {}; }

    /// Throws OutOfMemory.
    virtual std::unique_ptr<Cache> make_cache(std::int64_t capacity) = 0;

    /// For guessing ahead (draft_module.h); null where the model has nothing to guess with.
    virtual DraftModule* draft_module() { return nullptr; }

    /// For steps that choose tokens by themselves, among the known ids (step_chooser.h); null where that is
    /// for the host to do. The model must outlive it. Throws OutOfMemory.
    virtual std::shared_ptr<StepChooser> make_chooser(std::span<const std::int32_t>) { return nullptr; }

    /// Runs one step over all sequences. Returns F32 logits [rows, vocab_size], for each sequence in order
    /// its last row or all its rows. Stops within one layer when asked to, or before a step of few tokens on
    /// a device that repeats those: throws Cancelled. Throws ContextFull when a cache would overflow,
    /// OutOfMemory, InvalidFile when a file of weights went away meanwhile. After all of these every cache
    /// has its former length. One thread at a time.
    virtual std::span<const float> forward(std::span<const SequenceInput> sequences,
                                           std::stop_token stop) = 0;
};

} // namespace hadal::model
