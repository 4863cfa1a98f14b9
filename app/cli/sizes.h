// Amounts of memory as people write them.
#pragma once

#include <cstdint>
#include <string_view>

namespace hadal::cli {

/// "96GiB", "512 GB", "1.5TiB" (powers of 1024 with an i, of 1000 without). Throws UsageError naming
/// `option`.
std::int64_t bytes_from(std::string_view text, std::string_view option);

struct GpuCount {
    int count = 0;
    std::int64_t bytes = 0; ///< of each
};
/// "8x96GiB", "24GiB" for one, "0" for none. Throws UsageError.
GpuCount gpus_from(std::string_view text);

} // namespace hadal::cli
