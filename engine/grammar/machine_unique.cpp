// Values that must differ from others.
#include "engine/grammar/machine.h"

#include <algorithm>
#include <bit>

namespace hadal::grammar {

namespace {

/// How many values to list, so that one is left when `avoided` are taken away. Rounded, or each item more
/// would make another list.
std::size_t enough_beside(std::size_t avoided) {
    return std::max<std::size_t>(8, std::bit_ceil(avoided + 1));
}

} // namespace

std::string Machine::item_of(const Thread& thread, Scalar kind) const {
    if (thread.text == PartialTexts::none)
        return {};
    const std::string text = texts_.bytes(thread.text);
    return kind == Scalar::String ? string_item(text) : number_item(text);
}

bool Machine::must_differ(State state) const {
    for (; state != dead; state = states_[state].below) {
        const Level& level = *levels_[states_[state].level];
        for (const Thread& thread : level.threads)
            if (records_.may_be_avoided(thread.record) ||
                (level.kind == Kind::Array && grammar_->arrays[thread.shape].may_run_out))
                return true;
    }
    return false;
}

bool Machine::can_differ(Kind kind, const Thread& thread) {
    if (!records_.may_be_avoided(thread.record))
        return true;
    const std::size_t limit = enough_beside(records_.avoided_count(thread.record));
    FewValues::Rests rests;
    if (kind == Kind::Object) {
        const ObjectShape& shape = grammar_->objects[thread.shape];
        const bool any = shape.any_order;
        rests = few_values_.rests(
            shape,
            {any ? 0 : thread.at, any ? &seen_keys_[thread.at].keys : nullptr, thread.count, thread.met},
            limit);
    } else {
        const ArrayShape& shape = grammar_->arrays[thread.shape];
        rests = few_values_.rests(
            shape,
            {thread.at, thread.count, shape.unique ? items_.items(thread.seen) : std::vector<std::string>()},
            limit);
    }
    return rests.reaches(limit) || std::any_of(rests.list.begin(), rests.list.end(), [&](const Parts& rest) {
               return !records_.is_avoided(thread.record, rest);
           });
}

std::uint32_t Machine::avoided_values(Kind kind, const Thread& thread, std::uint32_t hits) {
    std::uint32_t avoided = 0;
    const bool unique = kind == Kind::Array && grammar_->arrays[thread.shape].unique;
    if (unique)
        avoided = thread.seen;
    if (!records_.may_be_avoided(thread.record))
        return avoided;
    for (const std::string& value : records_.next_values(thread.record)) {
        if (unique && items_.contains(thread.seen, value))
            continue;
        Thread next = thread;
        next.record = records_.with_value(thread.record, value);
        if (kind == Kind::Array) {
            const ArrayShape& shape = grammar_->arrays[thread.shape];
            next.at = shape.next_index(thread.at);
            next.count = shape.next_count(thread.count, hits);
            next.seen = unique ? items_.with(thread.seen, value) : 0;
        } else {
            next.met |= hits;
        }
        if (!can_differ(kind, next))
            avoided = items_.with(avoided, value);
    }
    return avoided;
}

bool Machine::has_other_values(std::uint32_t node, std::uint32_t avoided) {
    if (avoided == 0)
        return true;
    const std::size_t limit = enough_beside(items_.size(avoided));
    const FewValues::Values values = few_values_.of_node(node, limit);
    return values.reaches(limit) ||
           std::any_of(values.list.begin(), values.list.end(),
                       [&](const std::string& value) { return !items_.contains(avoided, value); });
}

bool Machine::can_go_on_with(Kind kind, const Thread& thread, const Ways& ways) {
    return std::any_of(ways.begin(), ways.end(), [&](const Way& way) {
        if (kind == Kind::Array) {
            const ArrayShape& shape = grammar_->arrays[thread.shape];
            if (!shape.live(shape.next_index(thread.at), shape.next_count(thread.count, way.hits)))
                return false;
            const ValueNode& node = grammar_->nodes[way.node];
            if (!thread.record && !shape.may_run_out && node.arrays.empty() && node.objects.empty())
                return true; // of so many values one is left
        }
        return has_other_values(way.node, avoided_values(kind, thread, way.hits));
    });
}

} // namespace hadal::grammar
