// The sampler's steps as plainly as they can be written, to compare with (slow: sorts everything), and logits
// to try them on.
#pragma once

#include "engine/runtime/random.h"
#include "engine/runtime/request.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <vector>

namespace hadal::runtime::reference {

struct Entry {
    std::int32_t id;
    double logit;
    double probability;
};

/// The probabilities of the tokens that remain, best first. `known` tells which ids exist.
inline std::vector<Entry> distribution(const Sampling& s, const std::vector<float>& logits,
                                       const std::vector<bool>& known,
                                       const std::vector<std::int32_t>& prompt,
                                       const std::vector<std::int32_t>& answer) {
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < logits.size(); ++i) {
        if (!known[i])
            continue;
        const auto id = static_cast<std::int32_t>(i);
        double logit = logits[i];
        const auto count = std::count(answer.begin(), answer.end(), id);
        if (count > 0 || std::find(prompt.begin(), prompt.end(), id) != prompt.end())
            logit = logit > 0 ? logit / s.repetition_penalty : logit * s.repetition_penalty;
        if (count > 0)
            logit = logit - static_cast<double>(count) * s.frequency_penalty - s.presence_penalty;
        if (const auto bias = s.logit_bias.find(id); bias != s.logit_bias.end())
            logit += bias->second;
        entries.push_back({id, logit, 0.0});
    }
    std::stable_sort(entries.begin(), entries.end(),
                     [](const Entry& a, const Entry& b) { return a.logit > b.logit; });
    if (s.temperature == 0.0f)
        entries.resize(1);
    else if (s.top_k > 0 && entries.size() > static_cast<std::size_t>(s.top_k))
        entries.resize(static_cast<std::size_t>(s.top_k));

    const auto normalise = [&] {
        double total = 0.0;
        for (const Entry& entry : entries)
            total += entry.probability;
        for (Entry& entry : entries)
            entry.probability /= total;
    };
    const double best = entries.front().logit;
    for (Entry& entry : entries)
        entry.probability = s.temperature == 0.0f ? 1.0 : std::exp((entry.logit - best) / s.temperature);
    normalise();
    if (s.top_p < 1.0f) {
        double sum = 0.0;
        std::size_t kept = 0;
        while (kept < entries.size() && (kept == 0 || sum < s.top_p))
            sum += entries[kept++].probability;
        entries.resize(kept);
        normalise();
    }
    const double threshold = s.min_p * entries.front().probability;
    std::erase_if(entries, [&](const Entry& entry) { return entry.probability < threshold; });
    normalise();
    return entries;
}

inline std::vector<std::int32_t> first_ids(std::size_t count) {
    std::vector<std::int32_t> ids(count);
    std::iota(ids.begin(), ids.end(), 0);
    return ids;
}

/// Roughly normal, from the project's own generator, so the same everywhere.
inline std::vector<float> random_logits(std::size_t count, std::uint64_t seed, float scale) {
    std::vector<float> logits(count);
    for (std::size_t i = 0; i < count; ++i) {
        double sum = -1.5;
        for (std::uint64_t part = 0; part < 3; ++part)
            sum += uniform_at(seed, i * 3 + part);
        logits[i] = static_cast<float>(sum * 1.4) * scale;
    }
    return logits;
}

} // namespace hadal::runtime::reference
