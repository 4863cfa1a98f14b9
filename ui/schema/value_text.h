// JSON values as a person types them into a field.
#pragma once

#include "engine/base/json.h"

#include <QString>

#include <optional>

namespace hadal::ui {

/// A text stands for itself where it could not be taken for other JSON; all else is JSON.
QString valueText(const Json& value);
/// What was typed, so that valueText() gives it back: JSON where it is some, otherwise a text.
Json valueFrom(const QString& text);
/// A number as it is written; nothing where the text is none.
std::optional<Json> numberFrom(const QString& text);

} // namespace hadal::ui
