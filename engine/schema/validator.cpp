#include "engine/schema/validator.h"

#include "engine/schema/index.h"
#include "engine/schema/node.h"
#include "kernels/error.h"

#include <unordered_set>
#include <utility>

namespace hadal::schema {

/// Makes the nodes of every schema of an index. References may bring further documents, so there are rounds.
class Compiler : public NodeSource {
  public:
    Compiler(SchemaIndex& index, bool assert_formats) : index_(index), assert_formats_(assert_formats) {}

    void compile() {
        for (bool more = true; more;) {
            more = false;
            for (; done_ < index_.places().size(); more = true)
                add_keywords(own(index_.places()[done_++]->schema));
            for (auto& [anchor, nodes] : dynamic_nodes_)
                for (const auto& resource : index_.resources())
                    if (const Json* schema = dynamic_schema(*resource, anchor))
                        nodes.emplace(resource.get(), &node(*schema));
        }
        refuse_circles();
    }

    const Node& node(const Json& schema) override { return own(schema); }
    Target resolve(const Place& from, const std::string& reference) override {
        return index_.resolve(from, reference);
    }
    std::optional<Draft> metaschema(const Place& from, const std::string& reference) const override {
        return index_.metaschema(from, reference);
    }
    const DynamicNodes& dynamic_nodes(const std::string& anchor) override { return dynamic_nodes_[anchor]; }
    bool assert_formats() const override { return assert_formats_; }

  private:
    Node& own(const Json& schema) {
        auto& node = nodes_[&schema];
        if (!node)
            node = std::make_unique<Node>(index_.place_of(schema));
        return *node;
    }

    void add_keywords(Node& node) {
        if (node.place.schema.is_boolean()) {
            node.rejects_all = !node.place.schema.get<bool>();
            return;
        }
        add_value_keywords(node, *this);
        add_string_keywords(node, *this);
        add_array_keywords(node, *this);
        add_object_keywords(node, *this);
        add_references(node, *this);
        add_combinators(node, *this);
        add_unevaluated_keywords(node, *this);
    }

    static const Json* dynamic_schema(const Resource& resource, const std::string& anchor) {
        if (anchor.empty())
            return resource.recursive_anchor ? resource.root : nullptr;
        const auto found = resource.dynamic_anchors.find(anchor);
        return found == resource.dynamic_anchors.end() ? nullptr : found->second;
    }

    /// A schema that applies itself to the same value would never end. Depth first, without recursion.
    void refuse_circles() const {
        std::unordered_set<const Node*> finished, open;
        for (const auto& [schema, root] : nodes_) {
            std::vector<std::pair<const Node*, std::size_t>> path{{root.get(), 0}};
            while (!path.empty()) {
                auto& [node, next] = path.back();
                if (next == 0 && !finished.contains(node))
                    open.insert(node);
                if (finished.contains(node) || next == node->in_place.size()) {
                    finished.insert(node);
                    open.erase(node);
                    path.pop_back();
                    continue;
                }
                const auto& [target, keyword] = node->in_place[next++];
                if (open.contains(target))
                    throw Error(ErrorKind::InvalidInput,
                                "The schema is wrong at " + node->place.pointer() + "/" + keyword +
                                    ": it leads back to " + target->place.pointer() +
                                    " without going into the value, so it never ends.");
                path.emplace_back(target, 0);
            }
        }
    }

    SchemaIndex& index_;
    bool assert_formats_;
    std::size_t done_ = 0;
    std::unordered_map<const Json*, std::unique_ptr<Node>> nodes_;
    std::map<std::string, DynamicNodes> dynamic_nodes_;
};

struct Validator::Compiled {
    Compiled(Json json, Options given)
        : schema(std::move(json)), options(std::move(given)), index({options.draft}, options.documents),
          compiler(index, options.assert_formats) {
        index.add(schema, "");
        compiler.compile();
        root = &compiler.node(schema);
    }

    const Json schema;
    const Options options;
    SchemaIndex index;
    Compiler compiler;
    const Node* root = nullptr;
};

Validator::Validator(Json schema, Options options)
    : compiled_(std::make_shared<Compiled>(std::move(schema), std::move(options))) {}

bool Validator::is_valid(const Json& value) const {
    return Run(compiled_->options.limits, nullptr).check(*compiled_->root, Instance(value), nullptr);
}

std::vector<ValidationError> Validator::validate(const Json& value) const {
    std::vector<ValidationError> errors;
    Run(compiled_->options.limits, &errors).check(*compiled_->root, Instance(value), nullptr);
    return errors;
}

std::vector<ValidationError> Validator::validate_text(std::string_view text) const {
    Json value;
    try {
        value = parse_json(text, Numbers::Exact);
    } catch (const Error& error) {
        return {{"", "#", "json", error.what()}};
    }
    return validate(value);
}

} // namespace hadal::schema
