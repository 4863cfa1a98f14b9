// What tools say to people, in their language.
#pragma once

#include <QCoreApplication>

namespace hadal::tools {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Tools)
};

} // namespace hadal::tools
