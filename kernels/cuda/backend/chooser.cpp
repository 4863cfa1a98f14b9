#include "kernels/cuda/backend/chooser.h"

#include "kernels/cuda/backend/cuda_backend.h"
#include "kernels/cuda/launch.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace hadal::cuda {

namespace {

constexpr std::size_t kAlignment = 16;

/// Arrays one after the other in one piece of memory.
class Layout {
  public:
    /// Where the next array of `count` values begins.
    template <typename T>
    std::size_t add(std::size_t count) {
        const std::size_t at = bytes_;
        bytes_ += (count * sizeof(T) + kAlignment - 1) / kAlignment * kAlignment;
        return at;
    }
    std::size_t bytes() const { return bytes_; }

  private:
    std::size_t bytes_ = 0;
};

template <typename T>
T* at(std::byte* base, std::size_t offset) {
    return reinterpret_cast<T*>(base + offset);
}

SampleSettings settings_of(const ops::TokenRule& rule) {
    SampleSettings s;
    s.temperature = rule.temperature;
    s.top_k = rule.top_k;
    s.top_p = rule.top_p;
    s.min_p = rule.min_p;
    s.repetition_penalty = rule.repetition_penalty;
    s.presence_penalty = rule.presence_penalty;
    s.frequency_penalty = rule.frequency_penalty;
    s.occurrences = static_cast<int>(rule.occurrences.size());
    s.biases = static_cast<int>(rule.biases.size());
    s.seed = rule.seed;
    s.position = rule.position;
    return s;
}

/// What the rules of a step look like, packed for the kernel.
struct Packed {
    Packed(std::span<const ops::TokenRule> rules, std::size_t words) {
        const std::size_t rows = rules.size();
        for (const ops::TokenRule& rule : rules) {
            list_stride = std::max({list_stride, rule.occurrences.size(), rule.biases.size()});
            masked = masked || !rule.allowed.empty();
            top = std::max(top, rule.top_logprobs);
        }
        settings = layout.add<SampleSettings>(rows);
        allowed = layout.add<std::uint32_t>(masked ? rows * words : 0);
        occurrences = layout.add<TokenCount>(rows * list_stride);
        biases = layout.add<TokenBias>(rows * list_stride);
    }
    void write(std::byte* to, std::span<const ops::TokenRule> rules, std::size_t words) const;

    Layout layout;
    std::size_t settings, allowed, occurrences, biases;
    std::size_t list_stride = 0;
    bool masked = false;
    int top = -1;
};

void Packed::write(std::byte* to, std::span<const ops::TokenRule> rules, std::size_t words) const {
    for (std::size_t row = 0; row < rules.size(); ++row) {
        const ops::TokenRule& rule = rules[row];
        at<SampleSettings>(to, settings)[row] = settings_of(rule);
        auto* counts = at<TokenCount>(to, occurrences) + row * list_stride;
        for (const ops::TokenCount& token : rule.occurrences)
            *counts++ = {token.id, token.count};
        auto* bias = at<TokenBias>(to, biases) + row * list_stride;
        for (const ops::TokenBias& token : rule.biases)
            *bias++ = {token.id, token.bias};
        if (!masked)
            continue;
        // Ids that the mask does not reach are not allowed.
        auto* bits = reinterpret_cast<std::byte*>(at<std::uint32_t>(to, allowed) + row * words);
        const std::size_t bytes = words * sizeof(std::uint32_t);
        const std::size_t given = std::min(bytes, rule.allowed.size() * sizeof(std::uint64_t));
        std::memset(bits, rule.allowed.empty() ? 0xff : 0, bytes);
        if (given > 0)
            std::memcpy(bits, rule.allowed.data(), given);
    }
}

/// What comes back of a step.
struct Results {
    Results(std::size_t rows, int top) {
        tokens = layout.add<int>(rows);
        status = layout.add<SampleStatus>(rows);
        logprobs = layout.add<float>(top >= 0 ? rows : 0);
        top_ids = layout.add<int>(rows * static_cast<std::size_t>(std::max(top, 0)));
        top_logprobs = layout.add<float>(rows * static_cast<std::size_t>(std::max(top, 0)));
    }
    Layout layout;
    std::size_t tokens, status, logprobs, top_ids, top_logprobs;
};

ops::TokenChoice::Status status_of(SampleStatus status) {
    switch (status) {
    case SampleStatus::NotANumber:
        return ops::TokenChoice::Status::NotANumber;
    case SampleStatus::NothingAllowed:
        return ops::TokenChoice::Status::NothingAllowed;
    case SampleStatus::NothingPossible:
        return ops::TokenChoice::Status::NothingPossible;
    case SampleStatus::Done:
        break;
    }
    return ops::TokenChoice::Status::Done;
}

} // namespace

CudaChooser::CudaChooser(const Place& place, std::int64_t vocab, std::span<const std::int32_t> known_ids)
    : place_(place), vocab_(static_cast<int>(vocab)) {
    std::vector<std::uint32_t> bits(static_cast<std::size_t>((vocab + 31) / 32));
    for (const std::int32_t id : known_ids)
        bits.at(static_cast<std::size_t>(id) / 32) |= 1u << id % 32;
    const std::size_t bytes = bits.size() * sizeof bits[0];
    known_ = place_.memory.take(bytes, "the tokens that may be chosen");
    place_.staging.upload(known_.get(), bits.data(), bytes);
}

std::byte* CudaChooser::reserve(Block& block, std::size_t bytes) {
    // By half more than is asked for: lists of tokens get longer with every step, and memory that is taken
    // makes recorded steps start anew.
    if (block.bytes < bytes) {
        block.memory = nullptr;
        block.bytes = 0;
        block.memory = place_.memory.take(bytes + bytes / 2, "the choice of tokens");
        block.bytes = bytes + bytes / 2;
        // What lies between the arrays comes down with them.
        check(cudaMemsetAsync(block.memory.get(), 0, block.bytes, place_.stream), "the choice of tokens");
    }
    return static_cast<std::byte*>(block.memory.get());
}

std::span<const ops::TokenChoice> CudaChooser::choose(ops::Tensor logits,
                                                      std::span<const ops::TokenRule> rules) {
    const std::size_t rows = rules.size();
    if (logits.dtype != ops::DType::F32 || logits.rows != static_cast<std::int64_t>(rows) ||
        logits.cols != vocab_)
        throw Error(ErrorKind::InvalidArgument,
                    "The choice of " + std::to_string(rows) + " tokens was given logits [" +
                        std::to_string(logits.rows) + ", " + std::to_string(logits.cols) +
                        "]; expected F32 [" + std::to_string(rows) + ", " + std::to_string(vocab_) + "].");
    check(cudaSetDevice(place_.device), "selecting " + device_name(place_.device));
    const auto words = static_cast<std::size_t>((vocab_ + 31) / 32);
    const Packed packed(rules, words);
    const Results results(rows, packed.top);
    up_.assign(packed.layout.bytes(), std::byte{0});
    packed.write(up_.data(), rules, words);
    std::byte* up = reserve(rules_, up_.size());
    std::byte* down = reserve(results_, results.layout.bytes());
    place_.staging.upload(up, up_.data(), up_.size());

    Sample p;
    p.logits = static_cast<const float*>(logits.data);
    p.known = static_cast<const std::uint32_t*>(known_.get());
    p.allowed = packed.masked ? at<std::uint32_t>(up, packed.allowed) : nullptr;
    p.settings = at<SampleSettings>(up, packed.settings);
    p.occurrences = at<TokenCount>(up, packed.occurrences);
    p.biases = at<TokenBias>(up, packed.biases);
    p.tokens = at<int>(down, results.tokens);
    p.status = at<SampleStatus>(down, results.status);
    p.logprobs = packed.top >= 0 ? at<float>(down, results.logprobs) : nullptr;
    p.top_ids = at<int>(down, results.top_ids);
    p.top_logprobs = at<float>(down, results.top_logprobs);
    p.rows = static_cast<int>(rows);
    p.vocab = vocab_;
    p.stride = static_cast<int>(logits.stride);
    p.list_stride = static_cast<int>(packed.list_stride);
    p.top = std::max(packed.top, 0);
    p.scratch = reserve(scratch_, p.scratch_bytes());
    sample(place_.stream, p);

    down_.resize(results.layout.bytes());
    place_.staging.download(down_.data(), down, down_.size());
    choices_.resize(rows);
    for (std::size_t row = 0; row < rows; ++row) {
        ops::TokenChoice& choice = choices_[row];
        choice = {};
        choice.status = status_of(at<SampleStatus>(down_.data(), results.status)[row]);
        choice.id = at<int>(down_.data(), results.tokens)[row];
        const int top = choice.id < 0 ? -1 : rules[row].top_logprobs;
        if (top >= 0)
            choice.logprob = at<float>(down_.data(), results.logprobs)[row];
        for (int n = 0; n < top; ++n) {
            const std::size_t place = row * static_cast<std::size_t>(p.top) + static_cast<std::size_t>(n);
            const int id = at<int>(down_.data(), results.top_ids)[place];
            if (id >= 0)
                choice.top.push_back({id, at<float>(down_.data(), results.top_logprobs)[place]});
        }
    }
    return choices_;
}

std::unique_ptr<ops::TokenChooser> CudaBackend::make_chooser(std::int64_t vocab,
                                                             std::span<const std::int32_t> known_ids) {
    if (vocab > kMaxSampledVocab)
        return nullptr;
    check(cudaSetDevice(device_), "selecting " + device_name(device_));
    return std::make_unique<CudaChooser>(CudaChooser::Place{device_, stream_, memory_, staging_}, vocab,
                                         known_ids);
}

} // namespace hadal::cuda
