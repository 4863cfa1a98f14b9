// References, and what joins several schemas over one value.
#include "engine/schema/formats.h"
#include "engine/schema/keyword_tools.h"
#include "engine/schema/node.h"
#include "engine/schema/shapes.h"
#include "kernels/error.h"

namespace hadal::schema {
namespace {

class Reference : public Keyword {
  public:
    Reference(const Place& place, std::string_view name, const Node& target)
        : Keyword(place, name), target_(target) {}
    bool check(const Instance& instance, Run& run, Marks* marks) const override {
        return run.check(target_, instance, marks);
    }

  private:
    const Node& target_;
};

/// A reference whose target the outermost schema in force decides, of those that declare it open to that:
/// by a `$dynamicAnchor` of one name, or by `$recursiveAnchor`.
class DynamicReference : public Keyword {
  public:
    DynamicReference(const Place& place, std::string_view name, const DynamicNodes& nodes,
                     const Node& fallback)
        : Keyword(place, name), nodes_(nodes), fallback_(fallback) {}
    bool check(const Instance& instance, Run& run, Marks* marks) const override {
        for (const Resource* resource : run.dynamic_scope())
            if (const auto found = nodes_.find(resource); found != nodes_.end())
                return run.check(*found->second, instance, marks);
        return run.check(fallback_, instance, marks);
    }

  private:
    const DynamicNodes& nodes_;
    const Node& fallback_;
};

/// A reference to the meta-schema of a draft: the value has to be a schema.
class SchemaOfDraft : public Assertion {
  public:
    SchemaOfDraft(const Place& place, std::string_view name, Draft draft, bool assert_formats)
        : Assertion(place, name), draft_(draft), assert_formats_(assert_formats) {}

  private:
    bool holds(const Json& value) const override { return flaw(value).empty(); }
    std::string complaint(const Json& value) const override { return flaw(value); }

    std::string flaw(const Json& value) const {
        const Documents none;
        SchemaIndex index({draft_, true}, none);
        try {
            index.add(value, "");
        } catch (const Error& error) {
            return error.what();
        }
        if (assert_formats_)
            for (const Place* schema : index.places())
                if (const Json* pattern = schema->find("pattern");
                    pattern && !is_regex(pattern->get<std::string>()))
                    return "The pattern at " + schema->pointer() + " is no regular expression.";
        return {};
    }

    Draft draft_;
    bool assert_formats_;
};

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

class AnyOf : public Keyword {
  public:
    AnyOf(const Place& place, std::vector<const Node*> nodes)
        : Keyword(place, "anyOf"), nodes_(std::move(nodes)) {}
    bool check(const Instance& instance, Run& run, Marks* marks) const override {
        bool valid = false;
        for (const Node* node : nodes_) {
            valid |= run.matches(*node, instance, marks);
            if (valid && !marks) // with marks, every branch that matches counts
                return true;
        }
        return valid || run.fail(*this, instance, [&] {
            return "Expected a value that matches one of " + std::to_string(nodes_.size()) +
                   " schemas, found " + kind_of(instance.value) + " that matches none.";
        });
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
        for (std::size_t i = 0; i < nodes_.size() && matching.size() < 2; ++i)
            if (run.matches(*nodes_[i], instance, marks))
                matching.push_back(i);
        return matching.size() == 1 || run.fail(*this, instance, [&] {
            return "Expected a value that matches exactly one of " + std::to_string(nodes_.size()) +
                   " schemas, found " + kind_of(instance.value) + " that matches " +
                   (matching.empty() ? "none."
                                     : "number " + std::to_string(matching[0]) + " and number " +
                                           std::to_string(matching[1]) + ".");
        });
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

void add_recursive_reference(Node& node, NodeSource& source, const std::string& reference) {
    const Target target = source.resolve(node.place, reference);
    const Node& fallback = source.node(target.place.schema);
    if (target.place.resource.recursive_anchor && &target.place.schema == target.place.resource.root)
        node.keywords.push_back(std::make_unique<DynamicReference>(node.place, "$recursiveRef",
                                                                   source.dynamic_nodes(""), fallback));
    else
        node.keywords.push_back(std::make_unique<Reference>(node.place, "$recursiveRef", fallback));
}

} // namespace

void add_references(Node& node, NodeSource& source) {
    const Place& place = node.place;
    for (const char* const name : {"$ref", "$dynamicRef"}) {
        const Json* const value = place.find(name);
        if (!value)
            continue;
        const auto reference = value->get<std::string>();
        if (const auto draft = source.metaschema(place, reference)) {
            node.keywords.push_back(
                std::make_unique<SchemaOfDraft>(place, name, *draft, source.assert_formats()));
            continue;
        }
        const Target target = source.resolve(place, reference);
        const Node& found = source.node(target.place.schema);
        if (name[1] == 'd' && !target.dynamic_anchor.empty()) {
            node.keywords.push_back(std::make_unique<DynamicReference>(
                place, name, source.dynamic_nodes(target.dynamic_anchor), found));
        } else {
            node.keywords.push_back(std::make_unique<Reference>(place, name, found));
            node.in_place.emplace_back(&found, name);
        }
    }
    if (const Json* reference = place.find("$recursiveRef"))
        add_recursive_reference(node, source, reference->get<std::string>());
}

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
