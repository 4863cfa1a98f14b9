// Finding subschemas by reference within one schema document.
#pragma once

#include "engine/base/json.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hadal::grammar {

/// A schema within the document: where it is and which resource (`$id`) it belongs to.
struct SchemaPlace {
    const Json* schema = nullptr;
    std::string pointer; ///< "#/properties/a"
    std::size_t resource = 0;
};

/// The resources, identifiers and anchors of a document, which must outlive this.
class SchemaDocument {
  public:
    /// Throws SchemaError where identifiers or anchors are no strings.
    explicit SchemaDocument(const Json& root);

    SchemaPlace root() const;
    /// The place of the value of `keyword` in the schema at `place`, and of deeper members.
    SchemaPlace member(const SchemaPlace& place, std::string_view name) const;
    SchemaPlace element(const SchemaPlace& place, std::size_t index) const;
    /// What a reference in `place` means; nothing where it leads to another document. Throws SchemaError
    /// where it leads nowhere.
    std::optional<SchemaPlace> resolve(const SchemaPlace& place, const std::string& reference) const;

    bool draft_04() const { return draft_04_; }

  private:
    struct Resource {
        std::string uri; ///< absolute where the document says so, without fragment
        SchemaPlace place;
        std::map<std::string, SchemaPlace> anchors;
    };
    void walk(SchemaPlace place, int depth);
    SchemaPlace entered(SchemaPlace place) const;
    std::optional<SchemaPlace> by_pointer(SchemaPlace place, std::string_view pointer) const;

    bool draft_04_ = false;
    std::vector<Resource> resources_;
    std::map<const Json*, std::size_t> resource_of_; ///< schemas that begin a resource
};

} // namespace hadal::grammar
