// The library of schemas, for QML.
#pragma once

#include "app/schemas/library.h"

#include <QtQml/qqml.h>

namespace hadal::ui {

struct SchemaLibraryType {
    Q_GADGET
    QML_FOREIGN(hadal::schemas::Library)
    QML_NAMED_ELEMENT(SchemaLibrary)
    QML_UNCREATABLE("Made by the program.")
};

} // namespace hadal::ui
