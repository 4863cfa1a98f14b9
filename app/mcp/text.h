// What is said to people of servers, in their language.
#pragma once

#include <QCoreApplication>

namespace hadal::mcp {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Servers)
};

} // namespace hadal::mcp
