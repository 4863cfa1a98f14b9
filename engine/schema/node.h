// The compiled form of a schema: nodes that hold keywords. Immutable once compiled; a Run is one validation.
#pragma once

#include "engine/base/json.h"
#include "engine/schema/index.h"
#include "engine/schema/validator.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace hadal::schema {

class Run;

/// A value inside the text that is checked, and the way to it. Lives on the stack of its run.
class Instance {
  public:
    explicit Instance(const Json& root) : value(root) {}
    Instance(const Json& item, const Instance& array, std::size_t index)
        : value(item), parent_(&array), index_(index) {}
    Instance(const Json& member, const Instance& object, std::string_view key)
        : value(member), parent_(&object), key_(key) {}

    const Json& value;

    /// The JSON pointer: "" for the root, "/items/3".
    std::string pointer() const;
    /// A member of an object by its position: key and value.
    const Json::object_t::value_type& member(std::size_t position) const {
        return value.get_ref<const Json::object_t&>().begin()[static_cast<std::ptrdiff_t>(position)];
    }
    /// Where a key stands among the object's members; npos where it does not.
    std::size_t position_of(const std::string& key) const;
    static constexpr std::size_t npos = static_cast<std::size_t>(-1);

  private:
    const Instance* parent_ = nullptr;
    std::string_view key_;
    std::size_t index_ = npos;                                            // npos for a member
    mutable std::unordered_map<std::string_view, std::size_t> positions_; // of large objects, once asked for
};

/// Which members or items of one value some keyword has evaluated, by position.
class Marks {
  public:
    explicit Marks(std::size_t size) : seen_(size) {}
    void add(std::size_t position) { seen_[position] = true; }
    bool has(std::size_t position) const { return seen_[position]; }
    void merge(const Marks& other);

  private:
    std::vector<bool> seen_;
};

/// Some keywords of one schema that belong together.
class Keyword {
  public:
    Keyword(const Place& place, std::string_view name) : place_(place), name_(name) {}
    virtual ~Keyword() = default;
    Keyword(const Keyword&) = delete;
    Keyword& operator=(const Keyword&) = delete;

    /// Whether the value satisfies the keyword; reports to the run where it does not. Adds to `marks`, which
    /// may be null, what it evaluated.
    virtual bool check(const Instance& instance, Run& run, Marks* marks) const = 0;

    const Place& place() const { return place_; }
    const std::string& name() const { return name_; }

  private:
    const Place& place_;
    std::string name_;
};

/// A keyword that looks at nothing but the value.
class Assertion : public Keyword {
  public:
    using Keyword::Keyword;
    bool check(const Instance& instance, Run& run, Marks* marks) const final;

  private:
    virtual bool holds(const Json& value) const = 0;
    /// The sentence that says why holds() was false.
    virtual std::string complaint(const Json& value) const = 0;
};

struct Node {
    explicit Node(const Place& p) : place(p) {}

    const Place& place;
    bool rejects_all = false; ///< the schema `false`
    /// In the order of evaluation: the unevaluated keywords come last.
    std::vector<std::unique_ptr<Keyword>> keywords;
    bool needs_marks = false; ///< has an unevaluated keyword
    /// Schemas that always apply to the same value as this one, with the keyword that says so.
    std::vector<std::pair<const Node*, std::string>> in_place;
};

/// One validation of one text.
class Run {
  public:
    Run(const Limits& limits, std::vector<ValidationError>* errors) : limits_(limits), errors_(errors) {}

    /// Whether the value satisfies the schema; merges into `marks` (may be null) what was evaluated if so.
    /// Throws InvalidInput where schemas refer to each other in a circle, Unsupported beyond the limits.
    bool check(const Node& node, const Instance& instance, Marks* marks);
    /// The same for a branch whose errors are nobody's business.
    bool matches(const Node& node, const Instance& instance, Marks* marks);

    /// The same, but the errors go to `errors` where any are wanted: of a branch that may yet not matter.
    bool attempt(const Node& node, const Instance& instance, Marks* marks,
                 std::vector<ValidationError>& errors);
    /// Adds errors that attempt() has found.
    void adopt(std::vector<ValidationError> errors);

    /// Reports an error and returns false. `complaint` is called only where errors are wanted. `name` is the
    /// keyword where it is not the reporter's own.
    bool fail(const Keyword& keyword, const Instance& instance, const std::function<std::string()>& complaint,
              std::string_view name = {});
    /// Whether there is a point in looking for further errors.
    bool wants_more() const { return errors_ && errors_->size() < limits_.max_errors; }

    /// The resources whose schemas are being evaluated, the outermost first; without immediate repetitions.
    const std::vector<const Resource*>& dynamic_scope() const { return scope_; }

  private:
    bool check_keywords(const Node& node, const Instance& instance, Marks* marks);
    void enter(const Node& node, const Instance& instance);

    struct Frame {
        const Node* node;
        const Json* value;
    };
    const Limits& limits_;
    std::vector<ValidationError>* errors_; // null while errors are not wanted
    std::vector<Frame> frames_;
    std::vector<const Resource*> scope_;
    std::size_t work_ = 0;
};

/// The schemas that a dynamic reference may lead to, by the resource that declares them.
using DynamicNodes = std::unordered_map<const Resource*, const Node*>;

/// What the functions that make keywords see of the compiler.
class NodeSource {
  public:
    virtual ~NodeSource() = default;
    /// The node of an indexed schema; it has its keywords by the end of the compilation.
    virtual const Node& node(const Json& schema) = 0;
    /// As SchemaIndex has them.
    virtual Target resolve(const Place& from, const std::string& reference) = 0;
    virtual std::optional<Draft> metaschema(const Place& from, const std::string& reference) const = 0;
    /// The schemas with that `$dynamicAnchor`, or with "" the roots with `$recursiveAnchor`; complete by the
    /// end of the compilation. They live as long as the nodes.
    virtual const DynamicNodes& dynamic_nodes(const std::string& anchor) = 0;
    virtual bool assert_formats() const = 0;
};

// Each adds to the node the keywords of its subject that the node's schema has.
void add_value_keywords(Node& node, NodeSource& source);
void add_string_keywords(Node& node, NodeSource& source);
void add_array_keywords(Node& node, NodeSource& source);
void add_object_keywords(Node& node, NodeSource& source);
void add_references(Node& node, NodeSource& source);
void add_combinators(Node& node, NodeSource& source);
void add_unevaluated_keywords(Node& node, NodeSource& source);

} // namespace hadal::schema
