#include "engine/grammar/grammar.h"

#include <algorithm>

namespace hadal::grammar {

bool ArrayShape::live(std::uint32_t index, std::uint32_t hits) const {
    // How many of the items to come must count and how many can.
    std::uint64_t must = hits, can = hits;
    const auto add = [](const Items& items, std::uint64_t& least_hits, std::uint64_t& most_hits) {
        bool hit = false, miss = false;
        for (const Item& item : items)
            (item.hit ? hit : miss) = true;
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

bool ObjectShape::live(std::uint32_t position, std::uint32_t count) const {
    const std::uint64_t fewest = std::uint64_t{count} + required_from[position];
    const std::uint64_t largest = std::uint64_t{count} + possible_from[position] + free_possible;
    return (most == no_limit || fewest <= most) && (free_possible == no_limit || largest >= least);
}

void ObjectShape::finish() {
    const std::size_t size = properties.size();
    required_from.assign(size + 1, 0);
    possible_from.assign(size + 1, 0);
    for (std::size_t i = size; i-- > 0;) {
        required_from[i] = required_from[i + 1] + properties[i].required;
        possible_from[i] = possible_from[i + 1] + (properties[i].node != forbidden);
    }
    free_possible =
        free_keys && !free_keys->empty() ? static_cast<std::uint32_t>(count_words(*free_keys, no_limit)) : 0;
}

} // namespace hadal::grammar
