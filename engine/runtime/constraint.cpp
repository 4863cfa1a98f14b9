#include "engine/runtime/constraint.h"

#include <algorithm>
#include <utility>

namespace hadal::runtime {
namespace {

constexpr std::string_view end_marker = "</think>";

} // namespace

Constraint::Ahead::Ahead(grammar::Matcher& matcher) : matcher_(matcher), thread_([this] { run(); }) {}

Constraint::Ahead::~Ahead() {
    {
        const std::lock_guard lock(mutex_);
        ended_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void Constraint::Ahead::begin() {
    {
        const std::lock_guard lock(mutex_);
        wanted_ = wanted_ || !mask;
    }
    changed_.notify_all();
}

void Constraint::Ahead::settle() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !wanted_; });
    if (failure_)
        std::rethrow_exception(std::exchange(failure_, nullptr));
}

void Constraint::Ahead::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return wanted_ || ended_; });
        if (ended_)
            return;
        lock.unlock();
        const grammar::TokenMask* computed = nullptr;
        std::exception_ptr failure;
        try {
            computed = &matcher_.mask();
        } catch (...) {
            failure = std::current_exception();
        }
        lock.lock();
        mask = computed;
        failure_ = failure;
        wanted_ = false;
        changed_.notify_all();
    }
}

Constraint::Constraint(std::shared_ptr<const grammar::Vocabulary> vocabulary,
                       std::shared_ptr<const grammar::Grammar> grammar, bool reasoning)
    : vocabulary_(vocabulary), matcher_(std::move(vocabulary), std::move(grammar)), reasoning_(reasoning),
      ahead_(matcher_) {
    ahead_.begin(); // it will be needed, now or when the reasoning ends
    if (!reasoning_)
        return;
    const auto& tokenizer = vocabulary_->trie().tokenizer();
    for (std::int32_t id = 0; id < tokenizer.size(); ++id) {
        const std::string_view bytes = tokenizer.token_bytes(id);
        const auto marker = bytes.find(end_marker);
        if (marker != bytes.npos && marker + end_marker.size() < bytes.size())
            crossing_.push_back(id);
    }
}

std::span<const std::uint64_t> Constraint::mask() {
    if (!reasoning_) {
        ahead_.settle();
        return ahead_.mask ? *ahead_.mask : matcher_.mask();
    }
    refuse_what_crosses_the_end();
    return mask_;
}

void Constraint::rollback(std::size_t tokens) {
    ahead_.settle();
    const std::size_t constrained = std::min(tokens, matcher_.accepted());
    matcher_.rollback(constrained);
    for (std::size_t i = constrained; i < tokens; ++i) {
        if (earlier_tails_.empty())
            throw Error(ErrorKind::InvalidArgument, "Cannot take back so many tokens of the reasoning.");
        reasoning_ = true;
        tail_ = std::move(earlier_tails_.back());
        earlier_tails_.pop_back();
    }
    ahead_.mask = nullptr;
}

void Constraint::prepare() {
    if (!reasoning_)
        ahead_.begin();
}

grammar::ForcedRun Constraint::forced_run(std::span<const std::int32_t> answer) {
    if (reasoning_)
        return {};
    ahead_.settle();
    return grammar::forced_run(matcher_, answer.last(matcher_.accepted()));
}

/// The end marker can be spelled by ordinary tokens, the last of which may bring text that no grammar saw.
/// Such tokens are refused: the marker's own token, or a shorter one, does as well.
void Constraint::refuse_what_crosses_the_end() {
    mask_.assign(vocabulary_->trie().words(), ~std::uint64_t{0});
    for (const std::int32_t id : crossing_)
        grammar::forbid(mask_, id);
    for (const std::int32_t id : vocabulary_->end_ids()) // an answer must come
        grammar::forbid(mask_, id);
    const auto& trie = vocabulary_->trie();
    // Every suffix of the tail that begins the marker may be what a token completes.
    for (std::size_t length = 1; length <= tail_.size(); ++length) {
        if (!end_marker.starts_with(std::string_view(tail_).substr(tail_.size() - length)))
            continue;
        std::uint32_t node = 0;
        for (const char byte : end_marker.substr(length))
            if ((node = trie.child(node, static_cast<std::uint8_t>(byte))) == 0)
                break;
        if (node != 0)
            for (const std::int32_t id : trie.tokens_in(node + 1, trie.nodes()[node].end))
                grammar::forbid(mask_, id);
    }
}

void Constraint::accept(std::int32_t token) {
    if (!reasoning_) {
        ahead_.settle();
        if (!matcher_.accept(token))
            throw Error(ErrorKind::Internal, "The sampler chose token " + std::to_string(token) +
                                                 ", which the grammar does not allow.");
        ahead_.mask = nullptr;
        return;
    }
    if (earlier_tails_.size() == most_taken_back)
        earlier_tails_.erase(earlier_tails_.begin());
    earlier_tails_.push_back(tail_);
    tail_ += vocabulary_->trie().tokenizer().token_bytes(token);
    if (tail_.ends_with(end_marker)) {
        reasoning_ = false;
        tail_.clear();
        return;
    }
    tail_.erase(0, tail_.size() - std::min(tail_.size(), end_marker.size() - 1));
    while (!tail_.empty() && !end_marker.starts_with(tail_))
        tail_.erase(0, 1);
}

} // namespace hadal::runtime
