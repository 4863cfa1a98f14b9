#include "engine/schema/index.h"

#include "engine/schema/characters.h"
#include "engine/schema/shapes.h"
#include "engine/schema/uri.h"
#include "kernels/error.h"

#include <algorithm>
#include <charconv>

namespace hadal::schema {
namespace {

[[noreturn]] void wrong(const std::string& where, const std::string& expected, const Json& found) {
    throw Error(ErrorKind::InvalidInput, "The schema is wrong at " + where + ": expected " + expected +
                                             ", found " + kind_of(found) + ".");
}

/// `where` is called only for the error.
template <class Where>
void require_schema(const Json& value, const Dialect& dialect, Where where) {
    if (const std::string expected = unmet_shape(Shape::Schema, value, dialect); !expected.empty())
        wrong(where(), expected, value);
}

/// Up to draft 7, `$ref` stands alone: what is beside it does not count.
bool is_lone_reference(const Json& schema, const Dialect& dialect) {
    return dialect.draft <= Draft::Draft7 && schema.contains("$ref");
}

std::string without_fragment(const std::string& uri) {
    return uri.substr(0, uri.find('#'));
}

bool is_anchor_name(std::string_view name) {
    return !name.empty() && (is_letter(name[0]) || name[0] == '_') &&
           std::all_of(name.begin(), name.end(),
                       [](char c) { return is_letter(c) || is_digit(c) || is_one_of(c, "-_.:"); });
}

/// The token of a JSON pointer that `step` begins with, without its escapes; cuts it off.
std::string take_token(std::string_view& pointer) {
    pointer.remove_prefix(1);
    std::string token(pointer.substr(0, pointer.find('/')));
    pointer.remove_prefix(token.size());
    for (const auto& [escape, meaning] : {std::pair{"~1", "/"}, std::pair{"~0", "~"}})
        for (std::size_t at = 0; (at = token.find(escape, at)) != token.npos; ++at)
            token.replace(at, 2, meaning);
    return token;
}

/// What the token names inside the value, or null.
const Json* child(const Json& value, const std::string& token) {
    if (value.is_object()) {
        const auto found = value.find(token);
        return found == value.end() ? nullptr : &*found;
    }
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
    const bool whole = error == std::errc() && end == token.data() + token.size();
    return value.is_array() && whole && index < value.size() ? &value[index] : nullptr;
}

} // namespace

std::string pointer_step(std::string_view token) {
    std::string step = "/";
    for (const char c : token) {
        if (c == '~')
            step += "~0";
        else if (c == '/')
            step += "~1";
        else
            step += c;
    }
    return step;
}

std::string Place::pointer() const {
    return parent ? parent->pointer() + step : step + '#';
}

const Json* Place::find(std::string_view keyword) const {
    if (!schema.is_object() || (is_lone_reference(schema, resource.dialect) && keyword != "$ref"))
        return nullptr;
    const auto found = schema.find(keyword);
    if (found == schema.end())
        return nullptr;
    const KeywordRule* rule = rule_for(keyword, *found, resource.dialect);
    return rule && (resource.dialect.vocabularies & rule->vocabulary) ? &*found : nullptr;
}

const Place& SchemaIndex::add(const Json& document, const std::string& uri) {
    const Place& root = walk(document, nullptr, nullptr, uri, 0);
    require_schema(document, root.resource.dialect, [&] { return root.pointer(); });
    return root;
}

const Place& SchemaIndex::walk(const Json& schema, Resource* outer, const Place* parent, std::string step,
                               int depth) {
    if (const auto known = places_.find(&schema); known != places_.end())
        return *known->second;
    // A place needs its resource, and the errors on the way to it need a place: this one serves until then.
    Resource unknown;
    const Place here{schema, outer ? *outer : unknown, parent, step};
    if (depth > static_cast<int>(max_json_depth))
        throw Error(ErrorKind::InvalidInput, "The schema nests deeper than " +
                                                 std::to_string(max_json_depth) + " levels at " +
                                                 here.pointer() + ".");
    Resource& resource = enter(schema, outer, here, step);
    auto owned = std::make_unique<Place>(Place{schema, resource, parent, std::move(step)});
    const Place& place = *owned;
    places_.emplace(&schema, std::move(owned));
    order_.push_back(&place);
    if (schema.is_object())
        for (const auto& [keyword, value] : schema.get_ref<const Json::object_t&>())
            if (const KeywordRule* rule = rule_for(keyword, value, resource.dialect))
                walk_keyword(*rule, value, place, depth);
    return place;
}

/// The resource that a schema belongs to: the one around it, or its own where it has an identifier.
Resource& SchemaIndex::enter(const Json& schema, Resource* outer, const Place& place,
                             const std::string& document_uri) {
    const Dialect inherited = outer ? outer->dialect : default_dialect_;
    const Dialect dialect = schema.is_object() ? dialect_of(schema, inherited, place) : inherited;
    std::string id;
    if (schema.is_object() && !is_lone_reference(schema, dialect)) {
        const char* const keyword = dialect.draft == Draft::Draft4 ? "id" : "$id";
        if (const auto found = schema.find(keyword); found != schema.end() && found->is_string())
            id = found->get<std::string>();
    }
    const std::size_t hash = std::min(id.find('#'), id.size());
    const std::string fragment = hash < id.size() ? id.substr(hash + 1) : "";
    if (!fragment.empty() && dialect.declared && dialect.draft >= Draft::Draft2019_09)
        throw Error(ErrorKind::InvalidInput, "The schema is wrong at " + place.pointer() +
                                                 "/$id: expected an address without a fragment, found \"" +
                                                 id + "\". A name within the document is an $anchor.");
    Resource* resource = outer;
    if (!outer || hash > 0) {
        resources_.push_back(std::make_unique<Resource>());
        resource = resources_.back().get();
        const std::string& base = outer ? outer->uri : document_uri;
        resource->uri = hash > 0 ? without_fragment(resolve_uri(base, id)) : base;
        resource->root = &schema;
        resource->dialect = dialect;
        by_uri_.emplace(resource->uri, resource);
        if (!outer)
            by_uri_.emplace(document_uri, resource);
    }
    if (!fragment.empty() && !fragment.starts_with('/'))
        resource->anchors.emplace(fragment, &schema);
    if (schema.is_object())
        add_anchors(schema, *resource, place);
    return *resource;
}

void SchemaIndex::add_anchors(const Json& schema, Resource& resource, const Place& place) {
    for (const char* const keyword : {"$anchor", "$dynamicAnchor"}) {
        const auto found = schema.find(keyword);
        if (found == schema.end() || !rule_for(keyword, *found, resource.dialect) || !found->is_string())
            continue;
        const auto name = found->get<std::string>();
        if (!is_anchor_name(name))
            throw Error(ErrorKind::InvalidInput,
                        "The schema is wrong at " + place.pointer() + "/" + keyword +
                            ": expected a letter and then letters, digits, '-', '_' or '.', found \"" + name +
                            "\".");
        resource.anchors.emplace(name, &schema);
        if (keyword[1] == 'd')
            resource.dynamic_anchors.emplace(name, &schema);
    }
    if (const auto found = schema.find("$recursiveAnchor"); found != schema.end() && &schema == resource.root)
        resource.recursive_anchor = resource.dialect.draft == Draft::Draft2019_09 && *found == true;
}

Dialect SchemaIndex::dialect_of(const Json& schema, const Dialect& inherited, const Place& place) const {
    const auto found = schema.find("$schema");
    if (found == schema.end() || !found->is_string())
        return inherited;
    const auto uri = found->get<std::string>();
    if (const auto draft = draft_of_metaschema(uri))
        return {*draft, true, every_vocabulary};
    const auto custom = documents_.find(without_fragment(uri));
    if (custom == documents_.end())
        throw Error(ErrorKind::Unsupported, "The schema asks for the dialect \"" + uri + "\" at " +
                                                place.pointer() +
                                                "/$schema. Hadal knows drafts 4, 6, 7, 2019-09 and 2020-12; "
                                                "name one of them or leave it out.");
    Dialect dialect{inherited.draft, true, every_vocabulary};
    if (const auto base = custom->second.find("$schema"); base != custom->second.end() && base->is_string())
        dialect.draft = draft_of_metaschema(base->get<std::string>()).value_or(dialect.draft);
    if (const auto used = custom->second.find("$vocabulary");
        used != custom->second.end() && used->is_object()) {
        dialect.vocabularies = CoreVocabulary;
        for (const auto& [name, needed] : used->get_ref<const Json::object_t&>()) {
            const auto bit = vocabulary_bit(name);
            if (!bit && needed == true)
                throw Error(ErrorKind::Unsupported, "The dialect \"" + uri + "\" at " + place.pointer() +
                                                        "/$schema needs the unknown vocabulary \"" + name +
                                                        "\".");
            dialect.vocabularies |= bit.value_or(0);
        }
    }
    return dialect;
}

void SchemaIndex::walk_keyword(const KeywordRule& rule, const Json& value, const Place& place, int depth) {
    const Dialect& dialect = place.resource.dialect;
    const std::string step = pointer_step(rule.name);
    if (const std::string expected = unmet_shape(rule.shape, value, dialect); !expected.empty())
        wrong(place.pointer() + step, expected, value);
    const auto below = [&](const Json& schema, const std::string& further) {
        if (rule.shape != Shape::SchemaOrFlag)
            require_schema(schema, dialect, [&] { return place.pointer() + step + further; });
        walk(schema, &place.resource, &place, step + further, depth + 1);
    };
    switch (rule.shape) {
    case Shape::SchemaOrFlag:
    case Shape::Schema:
        return below(value, "");
    case Shape::SchemaOrList:
        if (!value.is_array())
            return below(value, "");
        [[fallthrough]];
    case Shape::Schemas:
        for (std::size_t i = 0; i < value.size(); ++i)
            below(value[i], pointer_step(std::to_string(i)));
        return;
    case Shape::SchemaOrNames:
    case Shape::SchemaMap:
        for (const auto& [name, schema] : value.get_ref<const Json::object_t&>())
            if (rule.shape == Shape::SchemaMap || !schema.is_array())
                below(schema, pointer_step(name));
        return;
    default:
        return;
    }
}

Target SchemaIndex::resolve(const Place& from, const std::string& reference) {
    const std::string full = resolve_uri(from.resource.uri, reference);
    const std::size_t hash = std::min(full.find('#'), full.size());
    const Resource& resource = resource_at(from, reference, full.substr(0, hash));
    const Place& root = place_of(*resource.root);
    const std::string fragment = hash < full.size() ? percent_decoded(full.substr(hash + 1)) : "";
    if (fragment.empty())
        return {root, {}};
    if (fragment.starts_with('/'))
        return {follow(from, reference, root, fragment), {}};
    const auto anchor = resource.anchors.find(fragment);
    if (anchor == resource.anchors.end())
        throw Error(ErrorKind::InvalidInput, "The reference \"" + reference + "\" at " + from.pointer() +
                                                 " leads to nothing: there is no anchor \"" + fragment +
                                                 "\".");
    const bool dynamic = resource.dynamic_anchors.contains(fragment);
    return {place_of(*anchor->second), dynamic ? fragment : std::string()};
}

const Resource& SchemaIndex::resource_at(const Place& from, const std::string& reference,
                                         const std::string& uri) {
    if (const auto known = by_uri_.find(uri); known != by_uri_.end())
        return *known->second;
    const auto document = documents_.find(uri);
    if (document == documents_.end())
        throw Error(ErrorKind::Unsupported,
                    "The reference \"" + reference + "\" at " + from.pointer() +
                        " leads to another document, which Hadal does not fetch. Copy it "
                        "into this schema's $defs.");
    add(document->second, uri);
    return *by_uri_.at(uri);
}

/// Where a JSON pointer leads. It may end in a value that only this reference makes a schema.
const Place& SchemaIndex::follow(const Place& from, const std::string& reference, const Place& root,
                                 std::string_view pointer) {
    const Place* nearest = &root;
    const Json* value = &root.schema;
    std::string step;
    while (pointer.starts_with('/')) {
        const std::string token = take_token(pointer);
        value = child(*value, token);
        if (!value)
            throw Error(ErrorKind::InvalidInput, "The reference \"" + reference + "\" at " + from.pointer() +
                                                     " leads to nothing: there is no \"" + token + "\" at " +
                                                     nearest->pointer() + step + ".");
        step += pointer_step(token);
        if (const auto place = places_.find(value); place != places_.end()) {
            nearest = place->second.get();
            step.clear();
        }
    }
    if (step.empty())
        return *nearest;
    require_schema(*value, nearest->resource.dialect, [&] { return nearest->pointer() + step; });
    return walk(*value, &nearest->resource, nearest, step, 0);
}

std::optional<Draft> SchemaIndex::metaschema(const Place& from, const std::string& reference) const {
    const std::string uri = resolve_uri(from.resource.uri, reference);
    return documents_.contains(without_fragment(uri)) ? std::nullopt : draft_of_metaschema(uri);
}

} // namespace hadal::schema
