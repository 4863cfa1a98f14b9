// Small files, whole.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace hadal {

/// The bytes of a regular file. Throws InvalidFile, naming it, where it does not exist, cannot be read, or is
/// larger than `most_bytes`: files come from anywhere, and one of 200 GB is no configuration.
std::string read_file(const std::filesystem::path& file, std::size_t most_bytes);

} // namespace hadal
