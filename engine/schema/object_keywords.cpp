// properties and its like, the names and counts of members, and what one member demands of others.
#include "engine/schema/keyword_tools.h"
#include "engine/schema/node.h"
#include "engine/schema/pattern.h"

#include <unordered_map>

namespace hadal::schema {
namespace {

using PatternNode = std::pair<Pattern, const Node*>;

/// properties, patternProperties and additionalProperties: the last depends on the others.
class Members : public Keyword {
  public:
    Members(const Place& place, std::unordered_map<std::string, const Node*> named,
            std::vector<PatternNode> patterns, const Node* additional)
        : Keyword(place, additional ? "additionalProperties" : "properties"), named_(std::move(named)),
          patterns_(std::move(patterns)), additional_(additional) {}

    bool check(const Instance& instance, Run& run, Marks* marks) const override {
        if (!instance.value.is_object())
            return true;
        bool valid = true;
        for (std::size_t i = 0; i < instance.value.size(); ++i) {
            const auto& [key, value] = instance.member(i);
            bool evaluated = false;
            valid &= check_member(key, Instance(value, instance, key), instance, run, evaluated);
            if (!valid && !run.wants_more())
                return false;
            if (marks && evaluated)
                marks->add(i);
        }
        return valid;
    }

  private:
    bool check_member(const std::string& key, const Instance& member, const Instance& object, Run& run,
                      bool& evaluated) const {
        bool valid = true;
        if (const auto found = named_.find(key); found != named_.end()) {
            evaluated = true;
            valid &= run.check(*found->second, member, nullptr);
        }
        for (const auto& [pattern, node] : patterns_)
            if (pattern.matches(key)) {
                evaluated = true;
                valid &= run.check(*node, member, nullptr);
            }
        if (evaluated || !additional_)
            return valid;
        evaluated = true;
        if (additional_->rejects_all)
            return run.fail(*this, object, [&] { return "The key " + shown(key) + " is not allowed."; });
        return run.check(*additional_, member, nullptr);
    }

    std::unordered_map<std::string, const Node*> named_;
    std::vector<PatternNode> patterns_;
    const Node* additional_; // null: anything, and not evaluated
};

class PropertyNames : public Keyword {
  public:
    PropertyNames(const Place& place, const Node& node) : Keyword(place, "propertyNames"), node_(node) {}

    bool check(const Instance& instance, Run& run, Marks*) const override {
        if (!instance.value.is_object())
            return true;
        bool valid = true;
        for (const auto& [key, value] : instance.value.get_ref<const Json::object_t&>()) {
            const Json name(key);
            if (run.matches(node_, Instance(name, instance, key), nullptr))
                continue;
            valid = run.fail(*this, instance,
                             [&] { return "The key " + shown(key) + " does not match propertyNames."; });
            if (!run.wants_more())
                break;
        }
        return valid;
    }

  private:
    const Node& node_;
};

/// `required`, and what `dependentRequired` asks for once `trigger` is there.
class Required : public Keyword {
  public:
    Required(const Place& place, std::string_view name, const Json& keys,
             std::optional<std::string> trigger = {})
        : Keyword(place, name), keys_(keys.get<std::vector<std::string>>()), trigger_(std::move(trigger)) {}

    bool check(const Instance& instance, Run& run, Marks*) const override {
        if (!instance.value.is_object() || (trigger_ && instance.position_of(*trigger_) == Instance::npos))
            return true;
        bool valid = true;
        for (const std::string& key : keys_)
            if (instance.position_of(key) == Instance::npos) {
                valid = run.fail(*this, instance, [&] {
                    return "The key " + shown(key) + " is missing" +
                           (trigger_ ? "; " + shown(*trigger_) + " needs it." : ".");
                });
                if (!run.wants_more())
                    break;
            }
        return valid;
    }

  private:
    std::vector<std::string> keys_;
    std::optional<std::string> trigger_;
};

class DependentSchema : public Keyword {
  public:
    DependentSchema(const Place& place, std::string_view name, std::string trigger, const Node& node)
        : Keyword(place, name), trigger_(std::move(trigger)), node_(node) {}

    bool check(const Instance& instance, Run& run, Marks* marks) const override {
        return !instance.value.is_object() || instance.position_of(trigger_) == Instance::npos ||
               run.check(node_, instance, marks);
    }

  private:
    std::string trigger_;
    const Node& node_;
};

void add_members(Node& node, NodeSource& source) {
    const Place& place = node.place;
    const Json* const named = place.find("properties");
    const Json* const patterns = place.find("patternProperties");
    const Json* const additional = place.find("additionalProperties");
    if (!named && !patterns && !additional)
        return;
    std::unordered_map<std::string, const Node*> named_nodes;
    if (named)
        for (const auto& [key, schema] : named->get_ref<const Json::object_t&>())
            named_nodes.emplace(key, &source.node(schema));
    std::vector<PatternNode> pattern_nodes;
    if (patterns)
        for (const auto& [ecma, schema] : patterns->get_ref<const Json::object_t&>())
            pattern_nodes.emplace_back(at_place(place, "patternProperties", [&] { return Pattern(ecma); }),
                                       &source.node(schema));
    node.keywords.push_back(std::make_unique<Members>(place, std::move(named_nodes), std::move(pattern_nodes),
                                                      additional ? &source.node(*additional) : nullptr));
}

} // namespace

void add_object_keywords(Node& node, NodeSource& source) {
    const Place& place = node.place;
    if (const Json* keys = place.find("required"))
        node.keywords.push_back(std::make_unique<Required>(place, "required", *keys));
    add_members(node, source);
    if (const Json* names = place.find("propertyNames"))
        node.keywords.push_back(std::make_unique<PropertyNames>(place, source.node(*names)));
    add_count_bounds(node, "minProperties", "maxProperties", "keys",
                     [](const Json& value) -> std::optional<std::size_t> {
                         return value.is_object() ? std::optional(value.size()) : std::nullopt;
                     });
    for (const char* const name : {"dependencies", "dependentRequired", "dependentSchemas"}) {
        const Json* const demands = place.find(name);
        if (!demands)
            continue;
        for (const auto& [key, demand] : demands->get_ref<const Json::object_t&>()) {
            if (demand.is_array())
                node.keywords.push_back(std::make_unique<Required>(place, name, demand, key));
            else
                node.keywords.push_back(
                    std::make_unique<DependentSchema>(place, name, key, source.node(demand)));
        }
    }
}

} // namespace hadal::schema
