// Chooses the next token from a model's logits.
#pragma once

#include "engine/runtime/request.h"
#include "kernels/choice.h"

#include <cstdint>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace hadal::runtime {

/// Throws InvalidInput, naming the field, its range and the value found. `vocab_size` bounds the ids in
/// logit_bias.
void validate(const Sampling& sampling, std::int64_t vocab_size);

/// Samples the tokens of one answer. Where a mask is given, only its tokens take part, as if the model gave
/// all others the probability 0. The steps, in this order, all in double precision:
///
///  1. repetition penalty r, once for each id in the prompt or the answer so far: a positive logit is divided
///     by r, another multiplied (Keskar et al., "CTRL", 2019);
///  2. frequency and presence penalty for each id that occurs n > 0 times in the answer so far:
///     logit -= n * frequency + presence;
///  3. logit bias, added;
///  4. temperature: logits are divided by it. 0 ends here with the best token;
///  5. top-k: the k best remain;
///  6. top-p: the best remain whose probabilities, among those left by top-k, first reach p together;
///  7. min-p: those remain that are at least min_p times as probable as the best;
///  8. one is drawn from the rest in proportion to its probability.
///
/// Equal logits rank by id, the lower first. Step 8 uses number n of the seed's sequence for token n of the
/// answer: the same logits, settings and seed give the same tokens on every machine.
/// One thread at a time.
class Sampler {
  public:
    /// `known_ids`: ascending, at least one, must outlive the sampler; only these are ever chosen, because a
    /// model's vocabulary is padded with ids that mean nothing. `prompt` counts for the repetition penalty.
    /// `sampling` must be valid.
    Sampler(const Sampling& sampling, std::span<const std::int32_t> known_ids,
            std::span<const std::int32_t> prompt = {});

    /// `logits` is one row of the model, longer than the largest known id. The chosen token counts as part of
    /// the answer from then on. `allowed`: one bit an id, or empty for all. Throws Internal where the logit
    /// of a known id is NaN or +infinity, or those of all allowed ones are -infinity, or none is allowed;
    /// then nothing has changed.
    std::int32_t sample(std::span<const float> logits, std::span<const std::uint64_t> allowed = {}) {
        const std::int32_t id = choose(logits, allowed);
        take(id);
        return id;
    }
    /// The two parts of sample(): what it would choose, and counting a token as the next of the answer,
    /// whoever chose it.
    std::int32_t choose(std::span<const float> logits, std::span<const std::uint64_t> allowed = {});
    /// The token of a choice that a device made by rule(). Throws as sample().
    static std::int32_t chosen(const ops::TokenChoice& choice);
    void take(std::int32_t id);
    /// What choose() would do next, for a device that does it; without a mask.
    ops::TokenRule rule() const;
    /// Takes back tokens that were taken last, in any order.
    void take_back(std::span<const std::int32_t> ids);

    struct Candidate {
        double weight; ///< probability in relation to the best one's; until step 5, the adjusted logit
        std::int32_t id;
    };
    /// What the last token was drawn from, in the order of drawing. Valid until the next call of choose().
    std::span<const Candidate> candidates() const { return candidates_; }

  private:
    static bool better(const Candidate& a, const Candidate& b) {
        return a.weight != b.weight ? a.weight > b.weight : a.id < b.id;
    }

    void read(std::span<const float> logits);
    void select(std::span<const std::uint64_t> allowed);
    void penalise();
    std::int32_t best() const;
    void keep_top_k();
    void weigh(double best_logit);
    void keep_top_p();
    void keep_min_p();
    std::int32_t draw() const;

    const Sampling sampling_;
    const std::span<const std::int32_t> known_ids_;
    const std::uint64_t seed_;
    std::unordered_map<std::int32_t, std::int64_t> occurrences_; ///< in the answer; 0: in the prompt only
    std::span<const std::int32_t> eligible_;     ///< the known ids that may be chosen now, ascending
    std::vector<std::int32_t> allowed_ids_;      ///< what eligible_ shows where there is a mask
    std::unordered_set<std::int32_t> in_prompt_; ///< where the repetition penalty asks for it
    std::uint64_t position_ = 0;                 ///< tokens sampled so far
    std::vector<double> logits_;                 ///< by id; of use at known ids only
    std::vector<Candidate> candidates_;
};

} // namespace hadal::runtime
