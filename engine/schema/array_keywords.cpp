// prefixItems, items, additionalItems, contains, uniqueItems and the counts of items.
#include "engine/schema/keyword_tools.h"
#include "engine/schema/node.h"
#include "engine/schema/value_key.h"

#include <unordered_map>

namespace hadal::schema {
namespace {

/// The tuple part and the rest, under whichever names the draft has for them.
class Items : public Keyword {
  public:
    Items(const Place& place, std::string_view name, std::vector<const Node*> prefix, const Node* rest)
        : Keyword(place, name), prefix_(std::move(prefix)), rest_(rest) {}

    bool check(const Instance& instance, Run& run, Marks* marks) const override {
        if (!instance.value.is_array())
            return true;
        bool valid = true;
        for (std::size_t i = 0; i < instance.value.size(); ++i) {
            const Node* const node = i < prefix_.size() ? prefix_[i] : rest_;
            if (!node)
                break;
            if (node->rejects_all)
                return run.fail(*this, instance, [&] {
                    return "Expected at most " + std::to_string(i) + " items, found " +
                           std::to_string(instance.value.size()) + ".";
                });
            valid &= run.check(*node, Instance(instance.value[i], instance, i), nullptr);
            if (!valid && !run.wants_more())
                return false;
            if (marks)
                marks->add(i);
        }
        return valid;
    }

  private:
    std::vector<const Node*> prefix_;
    const Node* rest_; // null: anything, and not evaluated
};

class Contains : public Keyword {
  public:
    Contains(const Place& place, const Node& node, std::size_t min, std::optional<std::size_t> max)
        : Keyword(place, "contains"), node_(node), min_(min), max_(max),
          marks_matches_(place.resource.dialect.draft >= Draft::Draft2020_12) {}

    bool check(const Instance& instance, Run& run, Marks* marks) const override {
        if (!instance.value.is_array())
            return true;
        std::size_t count = 0;
        for (std::size_t i = 0; i < instance.value.size(); ++i) {
            if (!run.matches(node_, Instance(instance.value[i], instance, i), nullptr))
                continue;
            ++count;
            if (marks && marks_matches_)
                marks->add(i);
        }
        const auto found = [&] { return " items that match contains, found " + std::to_string(count) + "."; };
        bool valid = true;
        if (count < min_)
            valid = run.fail(
                *this, instance, [&] { return "Expected at least " + std::to_string(min_) + found(); },
                place().find("minContains") ? "minContains" : "");
        if (max_ && count > *max_)
            valid = run.fail(
                *this, instance, [&] { return "Expected at most " + std::to_string(*max_) + found(); },
                "maxContains");
        return valid;
    }

  private:
    const Node& node_;
    std::size_t min_;
    std::optional<std::size_t> max_;
    bool marks_matches_; // in 2019-09, contains evaluates nothing
};

class UniqueItems : public Keyword {
  public:
    explicit UniqueItems(const Place& place) : Keyword(place, "uniqueItems") {}

    bool check(const Instance& instance, Run& run, Marks*) const override {
        if (!instance.value.is_array())
            return true;
        std::unordered_map<std::string, std::size_t> seen;
        for (std::size_t i = 0; i < instance.value.size(); ++i) {
            const auto [first, is_new] = seen.emplace(value_key(instance.value[i]), i);
            if (!is_new)
                return run.fail(*this, instance, [&] {
                    return "Expected different items, found item " + std::to_string(i) + " equal to item " +
                           std::to_string(first->second) + ".";
                });
        }
        return true;
    }
};

void add_items(Node& node, NodeSource& source) {
    const Place& place = node.place;
    const Json* prefix = place.find("prefixItems");
    const Json* rest = place.find("items");
    const char* rest_name = "items";
    if (rest && rest->is_array()) { // the tuple of the older drafts
        prefix = rest;
        rest_name = "additionalItems";
        rest = place.find(rest_name);
    }
    if (!prefix && !rest)
        return;
    std::vector<const Node*> prefix_nodes;
    if (prefix)
        for (const Json& schema : *prefix)
            prefix_nodes.push_back(&source.node(schema));
    node.keywords.push_back(std::make_unique<Items>(place, rest ? rest_name : "prefixItems",
                                                    std::move(prefix_nodes),
                                                    rest ? &source.node(*rest) : nullptr));
}

} // namespace

void add_array_keywords(Node& node, NodeSource& source) {
    const Place& place = node.place;
    add_items(node, source);
    if (const Json* schema = place.find("contains")) {
        const Json* const min = place.find("minContains");
        const Json* const max = place.find("maxContains");
        node.keywords.push_back(
            std::make_unique<Contains>(place, source.node(*schema), min ? count_of(*min) : 1,
                                       max ? std::optional(count_of(*max)) : std::nullopt));
    }
    if (const Json* unique = place.find("uniqueItems"); unique && unique->get<bool>())
        node.keywords.push_back(std::make_unique<UniqueItems>(place));
    add_count_bounds(node, "minItems", "maxItems", "items",
                     [](const Json& value) -> std::optional<std::size_t> {
                         return value.is_array() ? std::optional(value.size()) : std::nullopt;
                     });
}

} // namespace hadal::schema
