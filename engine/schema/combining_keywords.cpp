// What joins several schemas over one value, and what they leave unevaluated.
#include "engine/schema/keyword_tools.h"
#include "engine/schema/node.h"
#include "engine/schema/shapes.h"

#include <algorithm>

namespace hadal::schema {
namespace {

class AllOf : public Keyword {
  public:
    AllOf(const Place& place, std::vector<const Node*> nodes)
        : Keyword(place, "allOf"), nodes_(std::move(nodes)) {}
    bool check(const Instance& instance, Run& run, Marks* marks) const override {
        bool valid = true;
        for (const Node* node : nodes_) {
            valid &= run.check(*node, instance, marks);
            if (!valid && !run.wants_more())
                return false;
        }
        return valid;
    }

  private:
    std::vector<const Node*> nodes_;
};

/// The errors of the branch that got furthest into the value: most likely the one that was meant.
class ClosestBranch {
  public:
    void offer(std::vector<ValidationError> errors) {
        std::size_t depth = 0;
        for (const ValidationError& error : errors)
            depth = std::max(depth, depth_of(error.instance_pointer));
        if (depth > depth_) {
            depth_ = depth;
            errors_ = std::move(errors);
        }
    }
    /// Adds them after the error about all branches; none where no branch got into the value at all.
    bool report(const Instance& instance, Run& run) {
        if (depth_ > depth_of(instance.pointer()))
            run.adopt(std::move(errors_));
        return false;
    }

  private:
    static std::size_t depth_of(const std::string& pointer) {
        return static_cast<std::size_t>(std::count(pointer.begin(), pointer.end(), '/'));
    }
    std::size_t depth_ = 0;
    std::vector<ValidationError> errors_;
};

class AnyOf : public Keyword {
  public:
    AnyOf(const Place& place, std::vector<const Node*> nodes)
        : Keyword(place, "anyOf"), nodes_(std::move(nodes)) {}
    bool check(const Instance& instance, Run& run, Marks* marks) const override {
        bool valid = false;
        ClosestBranch closest;
        for (const Node* node : nodes_) {
            std::vector<ValidationError> errors;
            valid |= run.attempt(*node, instance, marks, errors);
            if (valid && !marks) // with marks, every branch that matches counts
                return true;
            closest.offer(std::move(errors));
        }
        if (valid)
            return true;
        run.fail(*this, instance, [&] {
            return "Expected a value that matches one of " + std::to_string(nodes_.size()) +
                   " schemas, found " + kind_of(instance.value) + " that matches none.";
        });
        return closest.report(instance, run);
    }

  private:
    std::vector<const Node*> nodes_;
};

class OneOf : public Keyword {
  public:
    OneOf(const Place& place, std::vector<const Node*> nodes)
        : Keyword(place, "oneOf"), nodes_(std::move(nodes)) {}
    bool check(const Instance& instance, Run& run, Marks* marks) const override {
        std::vector<std::size_t> matching;
        ClosestBranch closest;
        for (std::size_t i = 0; i < nodes_.size() && matching.size() < 2; ++i) {
            std::vector<ValidationError> errors;
            if (run.attempt(*nodes_[i], instance, marks, errors))
                matching.push_back(i);
            else
                closest.offer(std::move(errors));
        }
        if (matching.size() == 1)
            return true;
        run.fail(*this, instance, [&] {
            return "Expected a value that matches exactly one of " + std::to_string(nodes_.size()) +
                   " schemas, found " + kind_of(instance.value) + " that matches " +
                   (matching.empty() ? "none."
                                     : "number " + std::to_string(matching[0] + 1) + " and number " +
                                           std::to_string(matching[1] + 1) + ".");
        });
        return matching.empty() && closest.report(instance, run);
    }

  private:
    std::vector<const Node*> nodes_;
};

class Not : public Keyword {
  public:
    Not(const Place& place, const Node& node) : Keyword(place, "not"), node_(node) {}
    bool check(const Instance& instance, Run& run, Marks*) const override {
        return !run.matches(node_, instance, nullptr) || run.fail(*this, instance, [&] {
            return "Expected a value that does not match the schema of not, found " +
                   kind_of(instance.value) + " that does.";
        });
    }

  private:
    const Node& node_;
};

class Conditional : public Keyword {
  public:
    Conditional(const Place& place, const Node& condition, const Node* then, const Node* otherwise)
        : Keyword(place, "if"), condition_(condition), then_(then), otherwise_(otherwise) {}
    bool check(const Instance& instance, Run& run, Marks* marks) const override {
        const Node* const branch = run.matches(condition_, instance, marks) ? then_ : otherwise_;
        return !branch || run.check(*branch, instance, marks);
    }

  private:
    const Node& condition_;
    const Node* then_;      // may be null,
    const Node* otherwise_; // and this one too
};

/// unevaluatedProperties and unevaluatedItems: for what no other keyword of the same schema has evaluated.
class Unevaluated : public Keyword {
  public:
    Unevaluated(const Place& place, std::string_view name, const Node& node, Json::value_t type)
        : Keyword(place, name), node_(node), type_(type) {}

    bool check(const Instance& instance, Run& run, Marks* marks) const override {
        const Json& value = instance.value;
        if (value.type() != type_)
            return true;
        bool valid = true;
        for (std::size_t i = 0; i < value.size(); ++i) {
            if (marks->has(i)) // a node with this keyword always has marks
                continue;
            marks->add(i);
            valid &= value.is_object() ? check_member(instance, i, run) : check_item(instance, i, run);
            if (!valid && !run.wants_more())
                return false;
        }
        return valid;
    }

  private:
    bool check_member(const Instance& object, std::size_t position, Run& run) const {
        const auto& member = object.member(position);
        if (node_.rejects_all)
            return run.fail(*this, object,
                            [&] { return "The key " + shown(member.first) + " is not allowed."; });
        return run.check(node_, Instance(member.second, object, member.first), nullptr);
    }
    bool check_item(const Instance& array, std::size_t position, Run& run) const {
        if (node_.rejects_all)
            return run.fail(*this, array,
                            [&] { return "Item " + std::to_string(position) + " is not allowed."; });
        return run.check(node_, Instance(array.value[position], array, position), nullptr);
    }

    const Node& node_;
    Json::value_t type_;
};

std::vector<const Node*> nodes_of(const Json& schemas, NodeSource& source) {
    std::vector<const Node*> nodes;
    for (const Json& schema : schemas)
        nodes.push_back(&source.node(schema));
    return nodes;
}

} // namespace

void add_combinators(Node& node, NodeSource& source) {
    const Place& place = node.place;
    const auto always = [&](const std::vector<const Node*>& nodes, const char* name) {
        for (const Node* other : nodes)
            node.in_place.emplace_back(other, name);
        return nodes;
    };
    if (const Json* schemas = place.find("allOf"))
        node.keywords.push_back(std::make_unique<AllOf>(place, always(nodes_of(*schemas, source), "allOf")));
    if (const Json* schemas = place.find("anyOf"))
        node.keywords.push_back(std::make_unique<AnyOf>(place, always(nodes_of(*schemas, source), "anyOf")));
    if (const Json* schemas = place.find("oneOf"))
        node.keywords.push_back(std::make_unique<OneOf>(place, always(nodes_of(*schemas, source), "oneOf")));
    if (const Json* schema = place.find("not"))
        node.keywords.push_back(std::make_unique<Not>(place, *always({&source.node(*schema)}, "not")[0]));
    if (const Json* condition = place.find("if")) {
        const Json* const then = place.find("then");
        const Json* const otherwise = place.find("else");
        node.keywords.push_back(std::make_unique<Conditional>(
            place, *always({&source.node(*condition)}, "if")[0], then ? &source.node(*then) : nullptr,
            otherwise ? &source.node(*otherwise) : nullptr));
    }
}

void add_unevaluated_keywords(Node& node, NodeSource& source) {
    const auto add = [&](const char* name, Json::value_t type) {
        const Json* const schema = node.place.find(name);
        if (!schema)
            return;
        node.keywords.push_back(std::make_unique<Unevaluated>(node.place, name, source.node(*schema), type));
        node.needs_marks = true;
    };
    add("unevaluatedProperties", Json::value_t::object);
    add("unevaluatedItems", Json::value_t::array);
}

} // namespace hadal::schema
