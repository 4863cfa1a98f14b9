// $ref and its dynamic forms.
#include "engine/schema/formats.h"
#include "engine/schema/node.h"
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

} // namespace hadal::schema
