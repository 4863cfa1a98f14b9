#include "engine/grammar/grammar.h"

namespace hadal::grammar {

namespace {

constexpr std::uint64_t most_array_states = 1 << 20;

/// One past the counts that a `contains` tells apart.
std::uint64_t different_counts(const ArrayShape::Contains& contains) {
    const std::uint64_t last = contains.most != no_limit ? std::uint64_t{contains.most} + 1 : contains.least;
    return last + 1;
}

} // namespace

// ---- arrays ----

std::uint32_t ArrayShape::next_count(std::uint32_t count, std::uint32_t hits) const {
    std::uint32_t unit = 1, left = count;
    for (std::size_t i = 0; i < contains.size(); ++i) {
        const auto values = static_cast<std::uint32_t>(different_counts(contains[i]));
        if ((hits >> i & 1) && left % values + 1 < values)
            count += unit;
        left /= values;
        unit *= values;
    }
    return count;
}

bool ArrayShape::closable(std::uint32_t index, std::uint32_t count) const {
    if (index < least || index > most)
        return false;
    for (const Contains& each : contains) {
        const auto values = static_cast<std::uint32_t>(different_counts(each));
        if (count % values < each.least || count % values > each.most)
            return false;
        count /= values;
    }
    return true;
}

bool ArrayShape::live(std::uint32_t index, std::uint32_t count) const {
    return live_.empty() ? live_by_counting(index, count) : live_[std::size_t{index} * counts_ + count];
}

/// With at most one `contains`: how many of the items to come must count and how many can.
bool ArrayShape::live_by_counting(std::uint64_t index, std::uint64_t hits) const {
    const std::uint64_t hits_least = contains.empty() ? 0 : contains[0].least,
                        hits_most = contains.empty() ? no_limit : contains[0].most;
    std::uint64_t must = hits, can = hits;
    const auto add = [](const Ways& ways, std::uint64_t& least_hits, std::uint64_t& most_hits) {
        bool hit = false, miss = false;
        for (const Way& way : ways)
            (way.hits ? hit : miss) = true;
        least_hits += !miss;
        most_hits += hit;
    };
    for (std::uint64_t length = index;; ++length) {
        if (length >= least && length <= most && must <= hits_most && can >= hits_least)
            return true;
        if (length >= most || must > hits_most)
            return false;
        if (length >= prefix.size())
            break;
        if (prefix[length].empty())
            return false;
        add(prefix[length], must, can);
    }
    // The rest is the same for every item: find a number of further items within all bounds.
    if (rest.empty())
        return false;
    const std::uint64_t base = std::max<std::uint64_t>(index, prefix.size());
    std::uint64_t each_must = 0, each_can = 0;
    add(rest, each_must, each_can);
    std::uint64_t fewest = least > base ? least - base : 0,
                  largest = most == no_limit ? no_limit : most - base;
    if (can < hits_least) {
        if (each_can == 0)
            return false;
        fewest = std::max(fewest, hits_least - can);
    }
    if (each_must > 0 && hits_most != no_limit)
        largest = std::min(largest, hits_most - must);
    return fewest <= largest;
}

void ArrayShape::finish() {
    last_index_ = most != no_limit ? most : std::max(least, static_cast<std::uint32_t>(prefix.size()));
    live_.clear();
    if (contains.size() < 2)
        return;
    // Several counts may need items of different kinds, so the states are worked through, backwards.
    std::uint64_t counts = 1;
    for (const Contains& each : contains)
        counts = std::min(counts * different_counts(each), most_array_states + 1);
    if (counts * (std::uint64_t{last_index_} + 1) > most_array_states)
        throw Error(ErrorKind::Unsupported, "several contains next to bounds that are this large");
    counts_ = static_cast<std::uint32_t>(counts);
    live_.assign(std::size_t{counts_} * (last_index_ + 1), false);
    for (std::uint32_t index = last_index_ + 1; index-- > 0;) {
        const std::uint32_t next = next_index(index);
        for (bool changed = true; changed;) { // the last index of an unbounded array leads to itself
            changed = false;
            for (std::uint32_t count = 0; count < counts_; ++count) {
                const std::size_t state = std::size_t{index} * counts_ + count;
                if (live_[state])
                    continue;
                const bool found =
                    closable(index, count) ||
                    (index < most &&
                     std::any_of(items(index).begin(), items(index).end(), [&](const Way& way) {
                         return live_[std::size_t{next} * counts_ + next_count(count, way.hits)];
                     }));
                live_[state] = found;
                changed = changed || (found && next == index);
            }
        }
    }
}

// ---- objects ----

void ObjectShape::Rest::add(const Property& property) {
    required += property.required;
    possible += !property.ways.empty();
    for (const Way& way : property.ways) {
        may_meet |= way.hits;
        will_meet |= property.required ? way.hits : 0;
    }
}

bool ObjectShape::live(const Rest& rest, const Progress& progress) const {
    const std::uint32_t unmet = demands & ~progress.met;
    if (unmet & ~(rest.may_meet | free_meets))
        return false;
    // Where keys are bounded there is at most one demand: see finish().
    const std::uint64_t fewest =
        std::uint64_t{progress.count} + rest.required + ((unmet & ~rest.will_meet) ? 1 : 0);
    const std::uint64_t largest =
        std::uint64_t{progress.count} + rest.possible + free_possible - progress.free;
    return (most == no_limit || fewest <= most) && (free_possible == no_limit || largest >= least);
}

void ObjectShape::finish() {
    const std::size_t size = properties.size();
    rest_from.assign(size + 1, {});
    for (std::size_t i = size; i-- > 0;) {
        rest_from[i] = rest_from[i + 1];
        rest_from[i].add(properties[i]);
    }
    free_possible = 0;
    free_meets = 0;
    if (free_keys && !free_keys->empty()) {
        free_possible = static_cast<std::uint32_t>(count_words(*free_keys, no_limit));
        if (free_possible != no_limit)
            for (const Property& property : properties)
                free_possible -= free_keys->match(property.key) != 0;
        for (const Ways& ways : classes)
            for (const Way& way : ways)
                free_meets |= free_possible > 0 ? way.hits : 0;
    }
    const bool several = (demands & (demands - 1)) != 0;
    if (demands && ((most != no_limit && several) || (free_possible != no_limit && free_meets)))
        throw Error(ErrorKind::Unsupported, "the denial of additionalProperties next to bounds on the keys");
}

} // namespace hadal::grammar
