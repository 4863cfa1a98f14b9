// Uniform resource identifiers by RFC 3986, and their international form by RFC 3987.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hadal::schema {

struct UriParts {
    std::optional<std::string_view> scheme, authority;
    std::string_view path;
    std::optional<std::string_view> query, fragment;
};

/// Cuts the text at its delimiters; takes any text and checks nothing.
UriParts split_uri(std::string_view text);

/// The target of a reference found in a document whose address is `base` (RFC 3986, 5.2). Where the base is
/// not absolute, the result is not either.
std::string resolve_uri(std::string_view base, std::string_view reference);

/// Replaces every %xx by its byte; leaves a damaged one as it stands.
std::string percent_decoded(std::string_view text);

enum class UriCharacters { Ascii, Unicode };

/// Whether `text` is a URI (IRI with UriCharacters::Unicode): with a scheme.
bool is_uri(std::string_view text, UriCharacters characters);
/// Whether `text` is a URI reference (IRI reference): absolute or relative.
bool is_uri_reference(std::string_view text, UriCharacters characters);

} // namespace hadal::schema
