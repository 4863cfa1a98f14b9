#include "engine/runtime/sampler.h"

#include "engine/runtime/exponential.h"
#include "engine/runtime/random.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hadal::runtime {
namespace {

void require(bool holds, const char* field, const std::string& range, double found) {
    if (!holds)
        throw Error(ErrorKind::InvalidInput, std::string(field) + " must be " + range + ", but it is " +
                                                 (std::isnan(found) ? "NaN" : std::to_string(found)) + ".");
}

[[noreturn]] void throw_not_a_number(const std::string& what) {
    throw Error(ErrorKind::Internal, "The model computed " + what +
                                         ", so no token can be chosen. The checkpoint may be damaged, or its "
                                         "numbers overflow; compare its checksum with the publisher's.");
}
[[noreturn]] void throw_nothing_allowed() {
    throw Error(ErrorKind::Internal, "The response format allows no token of this vocabulary here.");
}
[[noreturn]] void throw_nothing_possible() {
    throw Error(ErrorKind::Internal, "The model gave every token the probability 0, so none can be "
                                     "chosen. The checkpoint may be damaged.");
}

} // namespace

void validate(const Sampling& s, std::int64_t vocab_size) {
    // Comparisons are written so that NaN fails them.
    constexpr float limit = 1e6f;
    const auto within = [](float value, float low, float high) { return value >= low && value <= high; };
    require(within(s.temperature, 0.0f, limit), "temperature", "0 (greedy) or a positive number",
            s.temperature);
    require(s.top_k >= 0, "top_k", "0 (off) or positive", s.top_k);
    require(within(s.top_p, 0.0f, 1.0f), "top_p", "from 0 to 1", s.top_p);
    require(within(s.min_p, 0.0f, 1.0f), "min_p", "from 0 to 1", s.min_p);
    require(s.repetition_penalty > 0.0f && s.repetition_penalty <= limit, "repetition_penalty",
            "positive (1 is off)", s.repetition_penalty);
    require(within(s.presence_penalty, -limit, limit), "presence_penalty", "a finite number",
            s.presence_penalty);
    require(within(s.frequency_penalty, -limit, limit), "frequency_penalty", "a finite number",
            s.frequency_penalty);
    for (const auto& [id, bias] : s.logit_bias) {
        require(id >= 0 && id < vocab_size, "the token id in logit_bias",
                "from 0 to " + std::to_string(vocab_size - 1), id);
        require(within(bias, -limit, limit), "the value in logit_bias", "a finite number", bias);
    }
    require(s.max_tokens >= 0, "max_tokens", "0 (no limit) or positive", static_cast<double>(s.max_tokens));
    require(s.top_logprobs >= -1, "top_logprobs", "-1 (none), 0 or positive", s.top_logprobs);
    for (const std::string& text : s.stop)
        if (text.empty())
            throw Error(
                ErrorKind::InvalidInput,
                "A stop string must not be empty: it would end every answer before its first letter.");
}

Sampler::Sampler(const Sampling& sampling, std::span<const std::int32_t> known_ids,
                 std::span<const std::int32_t> prompt)
    : sampling_(sampling), known_ids_(known_ids), seed_(sampling.seed ? *sampling.seed : fresh_seed()) {
    if (sampling_.repetition_penalty != 1.0f)
        for (const std::int32_t id : prompt) {
            occurrences_.try_emplace(id, 0);
            in_prompt_.insert(id);
        }
}

std::int32_t Sampler::choose(std::span<const float> logits, std::span<const std::uint64_t> allowed) {
    read(logits);
    select(allowed);
    penalise();
    for (const auto& [id, bias] : sampling_.logit_bias)
        logits_[static_cast<std::size_t>(id)] += bias;

    std::int32_t chosen = best();
    candidates_.clear();
    if (sampling_.temperature == 0.0f) {
        candidates_.push_back({1.0, chosen});
    } else {
        for (const std::int32_t id : eligible_)
            candidates_.push_back({logits_[static_cast<std::size_t>(id)], id});
        keep_top_k();
        weigh(logits_[static_cast<std::size_t>(chosen)]);
        keep_top_p();
        keep_min_p();
        chosen = draw();
    }
    return chosen;
}

ops::TokenRule Sampler::rule() const {
    ops::TokenRule rule;
    rule.temperature = sampling_.temperature;
    rule.top_k = sampling_.top_k;
    rule.top_p = sampling_.top_p;
    rule.min_p = sampling_.min_p;
    rule.repetition_penalty = sampling_.repetition_penalty;
    rule.presence_penalty = sampling_.presence_penalty;
    rule.frequency_penalty = sampling_.frequency_penalty;
    rule.seed = seed_;
    rule.position = position_;
    if (sampling_.repetition_penalty != 1.0f || sampling_.presence_penalty != 0.0f ||
        sampling_.frequency_penalty != 0.0f)
        for (const auto& [id, count] : occurrences_)
            rule.occurrences.push_back({id, static_cast<std::int32_t>(count)});
    for (const auto& [id, bias] : sampling_.logit_bias)
        rule.biases.push_back({id, bias});
    rule.top_logprobs = sampling_.top_logprobs;
    return rule;
}

std::int32_t Sampler::chosen(const ops::TokenChoice& choice) {
    switch (choice.status) {
    case ops::TokenChoice::Status::NotANumber:
        throw_not_a_number("NaN or infinity for a token");
    case ops::TokenChoice::Status::NothingAllowed:
        throw_nothing_allowed();
    case ops::TokenChoice::Status::NothingPossible:
        throw_nothing_possible();
    case ops::TokenChoice::Status::Done:
        break;
    }
    return choice.id;
}

void Sampler::take(std::int32_t id) {
    ++occurrences_[id];
    ++position_;
}

void Sampler::take_back(std::span<const std::int32_t> ids) {
    for (const std::int32_t id : ids) {
        const auto known = occurrences_.find(id);
        // A token of the prompt keeps its place: the repetition penalty counts it.
        if (--known->second == 0 && !in_prompt_.contains(id))
            occurrences_.erase(known);
        --position_;
    }
}

void Sampler::read(std::span<const float> logits) {
    if (static_cast<std::size_t>(known_ids_.back()) >= logits.size())
        throw Error(ErrorKind::InvalidArgument,
                    "The tokenizer knows the id " + std::to_string(known_ids_.back()) +
                        ", but the model gave logits for only " + std::to_string(logits.size()) + " ids.");
    logits_.resize(logits.size());
    for (const std::int32_t id : known_ids_) {
        const float logit = logits[static_cast<std::size_t>(id)];
        if (!(logit < std::numeric_limits<float>::infinity()))
            throw_not_a_number(std::string(std::isnan(logit) ? "NaN" : "infinity") + " for token " +
                               std::to_string(id));
        logits_[static_cast<std::size_t>(id)] = logit;
    }
}

void Sampler::select(std::span<const std::uint64_t> allowed) {
    eligible_ = known_ids_;
    if (allowed.empty())
        return;
    allowed_ids_.clear();
    for (const std::int32_t id : known_ids_) {
        const auto bit = static_cast<std::size_t>(id);
        if (bit / 64 < allowed.size() && (allowed[bit / 64] >> (bit % 64) & 1))
            allowed_ids_.push_back(id);
    }
    if (allowed_ids_.empty())
        throw_nothing_allowed();
    eligible_ = allowed_ids_;
}

void Sampler::penalise() {
    const double repetition = sampling_.repetition_penalty;
    for (const auto& [id, count] : occurrences_) {
        double& logit = logits_[static_cast<std::size_t>(id)];
        logit = logit > 0.0 ? logit / repetition : logit * repetition;
        if (count > 0)
            logit -= static_cast<double>(count) * sampling_.frequency_penalty + sampling_.presence_penalty;
    }
}

std::int32_t Sampler::best() const {
    std::int32_t best = eligible_.front();
    for (const std::int32_t id : eligible_)
        if (logits_[static_cast<std::size_t>(id)] > logits_[static_cast<std::size_t>(best)])
            best = id;
    if (logits_[static_cast<std::size_t>(best)] == -std::numeric_limits<double>::infinity())
        throw_nothing_possible();
    return best;
}

void Sampler::keep_top_k() {
    const auto k = static_cast<std::size_t>(sampling_.top_k);
    if (k == 0 || k >= candidates_.size())
        return;
    const auto end = candidates_.begin() + static_cast<std::ptrdiff_t>(k);
    std::nth_element(candidates_.begin(), end, candidates_.end(), better);
    candidates_.erase(end, candidates_.end());
    // Sums must not depend on the order in which a standard library leaves the selected ones.
    std::sort(candidates_.begin(), candidates_.end(), better);
}

void Sampler::weigh(double best_logit) {
    for (Candidate& candidate : candidates_)
        candidate.weight = exp_nonpositive((candidate.weight - best_logit) / sampling_.temperature);
}

void Sampler::keep_top_p() {
    if (sampling_.top_p >= 1.0f)
        return;
    double total = 0.0;
    for (const Candidate& candidate : candidates_)
        total += candidate.weight;
    // Few tokens hold nearly all of the probability, so the best are sorted out in growing blocks.
    const double wanted = total * sampling_.top_p;
    double sum = 0.0;
    std::size_t sorted = 0;
    for (std::size_t kept = 0; kept < candidates_.size(); ++kept) {
        if (kept == sorted) {
            const auto from = candidates_.begin() + static_cast<std::ptrdiff_t>(sorted);
            sorted = std::min(candidates_.size(), std::max<std::size_t>(64, sorted * 8));
            const auto to = candidates_.begin() + static_cast<std::ptrdiff_t>(sorted);
            if (to != candidates_.end())
                std::nth_element(from, to, candidates_.end(), better);
            std::sort(from, to, better);
        }
        sum += candidates_[kept].weight;
        if (sum >= wanted) {
            candidates_.resize(kept + 1);
            return;
        }
    }
}

void Sampler::keep_min_p() {
    const double threshold = sampling_.min_p; // the best has the weight 1
    if (threshold > 0.0)
        std::erase_if(candidates_, [&](const Candidate& candidate) { return candidate.weight < threshold; });
}

std::int32_t Sampler::draw() const {
    double total = 0.0;
    for (const Candidate& candidate : candidates_)
        total += candidate.weight;
    const double target = uniform_at(seed_, position_) * total;
    double sum = 0.0;
    std::int32_t chosen = candidates_.front().id;
    for (const Candidate& candidate : candidates_) {
        if (candidate.weight == 0.0)
            continue;
        chosen = candidate.id;
        sum += candidate.weight;
        if (sum > target)
            break;
    }
    return chosen;
}

} // namespace hadal::runtime
