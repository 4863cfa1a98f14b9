// Pieces of the library's file and of what is exported from it.
#pragma once

#include "app/tools/library.h"
#include "kernels/error.h"

#include <string>

namespace hadal::tools {

QString newToolId();

inline std::string key(const QString& text) {
    return text.toStdString();
}

/// Of an item of the file; empty where it has none.
QString idOf(const Json& item);

/// Null for none.
Json* itemWith(Json& items, const QString& id);

/// Throws InvalidArgument.
[[noreturn]] void unknown(const char* what, const QString& id);

/// `wish`, made a name that a tool may have and is not `taken`.
QString freeNameBeside(const QString& wish, const QStringList& taken);

/// Null for none.
Json* setWith(Json& sets, const QString& id);

/// Throws where it is no set.
ToolSet setFrom(const Json& json);

} // namespace hadal::tools
