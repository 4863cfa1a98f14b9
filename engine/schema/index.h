// Finds every schema inside a document: its address, its dialect, and what a reference from it leads to.
// Building the index also checks that every keyword's value looks as its draft demands.
#pragma once

#include "engine/base/json.h"
#include "engine/schema/draft.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace hadal::schema {

struct Dialect {
    Draft draft;
    /// By a `$schema`. Without one, forms of older drafts are read too where they cannot be mistaken.
    bool declared = false;
    std::uint8_t vocabularies = every_vocabulary;
};

/// A schema with an address of its own, and what lies below it up to the next such schema.
struct Resource {
    std::string uri; ///< without fragment
    const Json* root = nullptr;
    Dialect dialect;
    std::unordered_map<std::string, const Json*> anchors; ///< the dynamic ones too
    std::unordered_map<std::string, const Json*> dynamic_anchors;
    bool recursive_anchor = false;
};

/// One schema, and where it stands.
struct Place {
    const Json& schema;  ///< an object or a boolean
    Resource& resource;  ///< changes only while the index is built
    const Place* parent; ///< null for the root of a document
    std::string step;    ///< from the parent to here: "/properties/name"; for a root the document's address

    /// "#/properties/name", after the address of the document where it is not the main one.
    std::string pointer() const;
    /// The value of a keyword that this schema's dialect knows, or null.
    const Json* find(std::string_view keyword) const;
};

struct Target {
    const Place& place;
    std::string dynamic_anchor; ///< the anchor's name where a `$dynamicAnchor` made it, else empty
};

using Documents = std::map<std::string, Json>;

class SchemaIndex {
  public:
    /// `documents` are what references by address may lead to; it must outlive the index.
    SchemaIndex(Dialect default_dialect, const Documents& documents)
        : default_dialect_(default_dialect), documents_(documents) {}

    /// Adds a document, which must outlive the index. `uri` is its address; empty for the main one.
    /// Throws InvalidInput with the pointer of what is wrong, Unsupported for an unknown dialect.
    const Place& add(const Json& document, const std::string& uri);

    /// What the reference leads to. Throws InvalidInput where that is nothing or no schema, Unsupported where
    /// it lies in a document that is not at hand.
    Target resolve(const Place& from, const std::string& reference);

    /// The draft whose meta-schema the reference leads to, where no document stands in for it: its rules are
    /// what this index checks.
    std::optional<Draft> metaschema(const Place& from, const std::string& reference) const;

    /// The place of a schema that has been indexed.
    const Place& place_of(const Json& schema) const { return *places_.at(&schema); }
    /// Every schema and every resource found so far.
    const std::vector<const Place*>& places() const { return order_; }
    const std::vector<std::unique_ptr<Resource>>& resources() const { return resources_; }

  private:
    const Place& walk(const Json& schema, Resource* outer, const Place* parent, std::string step, int depth);
    Resource& enter(const Json& schema, Resource* outer, const Place& place, const std::string& uri);
    void add_anchors(const Json& schema, Resource& resource, const Place& place);
    void walk_keyword(const KeywordRule& rule, const Json& value, const Place& place, int depth);
    Dialect dialect_of(const Json& schema, const Dialect& inherited, const Place& place) const;
    const Resource& resource_at(const Place& from, const std::string& reference, const std::string& uri);
    const Place& follow(const Place& from, const std::string& reference, const Place& root,
                        std::string_view pointer);

    Dialect default_dialect_;
    const Documents& documents_;
    std::vector<std::unique_ptr<Resource>> resources_;
    std::unordered_map<std::string, Resource*> by_uri_;
    std::unordered_map<const Json*, std::unique_ptr<Place>> places_;
    std::vector<const Place*> order_;
};

/// The text as one step of a JSON pointer: "/" and the token with ~ and / escaped.
std::string pointer_step(std::string_view token);

} // namespace hadal::schema
