// Addresses as text: RFC 2673 (section 3.2) for IPv4, RFC 4291 (section 2.2) for IPv6.
#pragma once

#include <string_view>

namespace hadal::schema {

/// Four numbers up to 255 without leading zeros.
bool is_ipv4(std::string_view text);
/// Without a zone identifier.
bool is_ipv6(std::string_view text);

} // namespace hadal::schema
