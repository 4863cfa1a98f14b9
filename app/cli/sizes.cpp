#include "app/cli/sizes.h"

#include "app/cli/arguments.h"

#include <charconv>
#include <string>
#include <utility>

namespace hadal::cli {

std::int64_t bytes_from(std::string_view text, std::string_view option) {
    constexpr std::pair<std::string_view, double> units[] = {
        {"MiB", 0x1p20}, {"GiB", 0x1p30}, {"TiB", 0x1p40}, {"MB", 1e6}, {"GB", 1e9}, {"TB", 1e12}};
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    auto unit = text.substr(static_cast<std::size_t>(end - text.data()));
    if (unit.starts_with(' '))
        unit.remove_prefix(1);
    for (const auto& [name, factor] : units)
        if (error == std::errc() && unit == name && number > 0 && number * factor < 1e18)
            return static_cast<std::int64_t>(number * factor);
    throw UsageError("--" + std::string(option) +
                     " expects an amount of memory like 96GiB or 512GB, found \"" + std::string(text) + "\"");
}

GpuCount gpus_from(std::string_view text) {
    if (text == "0")
        return {};
    std::int64_t count = 1;
    if (const auto x = text.find('x'); x != text.npos) {
        const auto number = unsigned_number(text.substr(0, x));
        if (!number || *number < 1 || *number > 64)
            throw UsageError(
                "--gpus expects a number of GPUs and the memory of each, like 8x96GiB, found \"" +
                std::string(text) + "\"");
        count = static_cast<std::int64_t>(*number);
        text.remove_prefix(x + 1);
    }
    return {static_cast<int>(count), bytes_from(text, "gpus")};
}

} // namespace hadal::cli
