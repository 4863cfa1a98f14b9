// The option that names a prompt format.
#pragma once

#include "app/cli/arguments.h"
#include "engine/chat/format.h"

namespace hadal::cli {

inline constexpr Option format_option = {"format", "NAME", "v32, v31, v3, r1, v2 or moonlight", "v32"};

const chat::Format& format_from(const Arguments& arguments);

} // namespace hadal::cli
