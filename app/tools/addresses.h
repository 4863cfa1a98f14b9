// Addresses of the network that are not everybody's.
#pragma once

#include <QHostAddress>

namespace hadal::tools {

/// Of the public network: not this computer, its local networks, those of providers and tests, nor an IPv6
/// form of such an address. IANA's registries of special-purpose addresses; what is not known to be public is
/// not.
bool isPublic(const QHostAddress& address);

} // namespace hadal::tools
