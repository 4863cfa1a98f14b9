// The values of JSON Schema's `format` as languages.
#pragma once

#include "engine/grammar/regex.h"

#include <optional>
#include <string_view>

namespace hadal::grammar {

/// Nothing for a format that is not enforced: an unknown name is an annotation. Built once for the program;
/// may be called from any thread.
std::optional<BoundedLanguage> format_language(std::string_view name);

} // namespace hadal::grammar
