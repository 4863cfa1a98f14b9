#include "app/cli/formats.h"

namespace hadal::cli {

const chat::Format& format_from(const Arguments& arguments) {
    const auto name = arguments.choice("format", {"v32", "v31", "v3", "r1", "v2", "moonlight"});
    using enum chat::Family;
    return chat::format(name == "v32"   ? V32
                        : name == "v31" ? V31
                        : name == "v3"  ? V3
                        : name == "r1"  ? R1
                        : name == "v2"  ? V2
                                        : Moonlight);
}

} // namespace hadal::cli
