#include "engine/grammar/schema_documents.h"

#include "engine/grammar/formulas.h"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace hadal::grammar {

namespace {

/// One step deeper.
void descend(std::string& pointer, std::string_view token) {
    pointer += '/';
    for (const char c : token) {
        if (c == '~' || c == '/')
            pointer += c == '~' ? "~0" : "~1";
        else
            pointer += c;
    }
}

/// A token of a JSON pointer in a URI fragment.
std::string unescaped(std::string_view token) {
    std::string text;
    for (std::size_t i = 0; i < token.size(); ++i) {
        unsigned byte = 0;
        if (token[i] == '%' && i + 2 < token.size() &&
            std::from_chars(token.data() + i + 1, token.data() + i + 3, byte, 16).ptr ==
                token.data() + i + 3) {
            text += static_cast<char>(byte);
            i += 2;
        } else {
            text += token[i];
        }
    }
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape =
            text[i] == '~' && i + 1 < text.size() && (text[i + 1] == '0' || text[i + 1] == '1');
        out += !escape ? text[i] : text[++i] == '0' ? '~' : '/';
    }
    return out;
}

bool has_scheme(std::string_view uri) {
    const auto colon = uri.find(':');
    return colon != uri.npos && colon > 0 && uri.find('/') > colon;
}

/// As RFC 3986 resolves a relative reference, without dot segments.
std::string joined(const std::string& base, const std::string& reference) {
    if (has_scheme(reference) || base.empty())
        return reference;
    if (reference.empty())
        return base;
    const auto authority = base.find("://");
    if (reference.starts_with('/')) {
        const auto path = authority == base.npos ? base.find('/') : base.find('/', authority + 3);
        return base.substr(0, path) + reference;
    }
    const auto slash = base.rfind('/');
    if (slash == base.npos || (authority != base.npos && slash < authority + 3))
        return authority == base.npos ? reference : base + "/" + reference;
    return base.substr(0, slash + 1) + reference;
}

/// Identifiers and anchors count only where schemas are: in the values of these, and of those that map names.
bool holds_schemas(std::string_view keyword) {
    constexpr std::string_view all[] = {"additionalItems",
                                        "additionalProperties",
                                        "allOf",
                                        "anyOf",
                                        "contains",
                                        "contentSchema",
                                        "else",
                                        "if",
                                        "items",
                                        "not",
                                        "oneOf",
                                        "prefixItems",
                                        "propertyNames",
                                        "then",
                                        "unevaluatedItems",
                                        "unevaluatedProperties"};
    return std::find(std::begin(all), std::end(all), keyword) != std::end(all);
}

bool maps_names(std::string_view keyword) {
    return keyword == "properties" || keyword == "patternProperties" || keyword == "$defs" ||
           keyword == "definitions" || keyword == "dependentSchemas" || keyword == "dependencies";
}

} // namespace

SchemaDocument::SchemaDocument(const Json& root) {
    if (root.is_object() && root.contains("$schema") && root["$schema"].is_string()) {
        const auto& uri = root["$schema"].get_ref<const std::string&>();
        draft_04_ = uri.find("draft-04") != uri.npos || uri.find("draft-03") != uri.npos;
    }
    resources_.push_back({"", {&root, "#", 0}, {}});
    walk({&root, "#", 0}, 0);
}

void SchemaDocument::walk(SchemaPlace place, int depth) {
    if (depth > static_cast<int>(max_json_depth))
        return;
    const Json& schema = *place.schema;
    if (schema.is_array()) {
        for (std::size_t i = 0; i < schema.size(); ++i)
            walk(element(place, i), depth + 1);
        return;
    }
    if (!schema.is_object())
        return;
    const auto id = schema.find(draft_04_ ? "id" : "$id");
    if (id != schema.end() && id->is_string()) {
        std::string uri = id->get<std::string>();
        const auto hash = uri.find('#');
        const std::string fragment = hash == uri.npos ? "" : uri.substr(hash + 1);
        uri.resize(std::min(hash, uri.size()));
        if (!uri.empty()) {
            uri = joined(resources_[place.resource].uri, uri);
            if (place.schema == resources_[0].place.schema) {
                resources_[0].uri = uri;
            } else {
                resources_.push_back({uri, place, {}});
                place.resource = resources_.size() - 1;
                resources_.back().place.resource = place.resource;
                resource_of_[&schema] = place.resource;
            }
        }
        if (!fragment.empty())
            resources_[place.resource].anchors.emplace(fragment, place);
    }
    for (const char* keyword : {"$anchor", "$dynamicAnchor"})
        if (const auto anchor = schema.find(keyword); anchor != schema.end() && anchor->is_string())
            resources_[place.resource].anchors.emplace(anchor->get<std::string>(), place);
    for (const auto& [name, value] : schema.items()) {
        if (!holds_schemas(name) && !maps_names(name))
            continue;
        SchemaPlace inner = place;
        inner.schema = &value;
        descend(inner.pointer, name);
        if (maps_names(name) && value.is_object()) {
            for (const auto& [key, schema_of_key] : value.items()) {
                SchemaPlace deeper = inner;
                deeper.schema = &schema_of_key;
                descend(deeper.pointer, key);
                walk(std::move(deeper), depth + 2);
            }
        } else {
            walk(std::move(inner), depth + 1);
        }
    }
}

SchemaPlace SchemaDocument::root() const {
    return resources_[0].place;
}

SchemaPlace SchemaDocument::entered(SchemaPlace place) const {
    if (const auto own = resource_of_.find(place.schema); own != resource_of_.end())
        place.resource = own->second;
    return place;
}

SchemaPlace SchemaDocument::member(const SchemaPlace& place, std::string_view name) const {
    SchemaPlace inner{&(*place.schema)[std::string(name)], place.pointer, place.resource};
    descend(inner.pointer, name);
    return entered(std::move(inner));
}

SchemaPlace SchemaDocument::element(const SchemaPlace& place, std::size_t index) const {
    SchemaPlace inner{&(*place.schema)[index], place.pointer, place.resource};
    descend(inner.pointer, std::to_string(index));
    return entered(std::move(inner));
}

std::optional<SchemaPlace> SchemaDocument::by_pointer(SchemaPlace place, std::string_view pointer) const {
    while (!pointer.empty()) {
        const auto end = std::min(pointer.find('/', 1), pointer.size());
        const std::string token = unescaped(pointer.substr(1, end - 1));
        pointer.remove_prefix(end);
        if (place.schema->is_object() && place.schema->contains(token)) {
            place = member(place, token);
        } else if (place.schema->is_array()) {
            std::size_t index = 0;
            const auto read = std::from_chars(token.data(), token.data() + token.size(), index);
            if (read.ec != std::errc() || read.ptr != token.data() + token.size() ||
                index >= place.schema->size())
                return std::nullopt;
            place = element(place, index);
        } else {
            return std::nullopt;
        }
    }
    return place;
}

std::optional<SchemaPlace> SchemaDocument::resolve(const SchemaPlace& place,
                                                   const std::string& reference) const {
    const auto hash = reference.find('#');
    const std::string uri = reference.substr(0, hash);
    const std::string fragment = hash == reference.npos ? "" : reference.substr(hash + 1);
    const Resource* resource = uri.empty() ? &resources_[place.resource] : nullptr;
    const std::string wanted = joined(resources_[place.resource].uri, uri);
    for (const Resource& candidate : resources_)
        if (!resource && !candidate.uri.empty() && (candidate.uri == wanted || candidate.uri == uri))
            resource = &candidate;
    if (!resource)
        return std::nullopt;
    std::optional<SchemaPlace> target;
    if (fragment.empty()) {
        target = resource->place;
    } else if (fragment.starts_with('/')) {
        target = by_pointer(resource->place, fragment);
    } else if (const auto anchor = resource->anchors.find(unescaped(fragment));
               anchor != resource->anchors.end()) {
        target = anchor->second;
    }
    if (!target)
        throw SchemaError(ErrorKind::InvalidInput, place.pointer, "$ref",
                          "\"" + reference + "\" leads nowhere");
    return target;
}

} // namespace hadal::grammar
