#include "app/tools/addresses.h"

#include <algorithm>

namespace hadal::tools {

bool isPublic(const QHostAddress& address) {
    bool isV4 = false;
    const quint32 v4 = address.toIPv4Address(&isV4); // also of ::ffff:0:0/96
    if (isV4) {
        static const char* const special[] = {
            "0.0.0.0/8",     "10.0.0.0/8",      "100.64.0.0/10",  "127.0.0.0/8",    "169.254.0.0/16",
            "172.16.0.0/12", "192.0.0.0/24",    "192.0.2.0/24",   "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3"};
        return std::none_of(std::begin(special), std::end(special), [&](const char* subnet) {
            return QHostAddress(v4).isInSubnet(QHostAddress::parseSubnet(QLatin1String(subnet)));
        });
    }
    if (address.protocol() != QAbstractSocket::IPv6Protocol)
        return false;
    const auto within = [&](const char* subnet) {
        return address.isInSubnet(QHostAddress::parseSubnet(QLatin1String(subnet)));
    };
    // Global unicast, less Teredo and its kin, documentation, and 6to4, which holds any IPv4 address.
    return within("2000::/3") && !within("2001::/23") && !within("2001:db8::/32") && !within("2002::/16") &&
           !within("3fff::/20");
}

} // namespace hadal::tools
