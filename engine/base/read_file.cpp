#include "engine/base/read_file.h"

#include "kernels/error.h"

#include <fstream>

namespace hadal {

std::string read_file(const std::filesystem::path& file, std::size_t most_bytes) {
    std::error_code problem;
    if (!std::filesystem::is_regular_file(file, problem))
        throw Error(ErrorKind::InvalidFile,
                    file.string() +
                        " cannot be read. Check that it is there, that it is a file, and its permissions.");
    std::ifstream stream(file, std::ios::binary);
    std::string text;
    // Read, not measured: what grows meanwhile is bounded too.
    char part[1 << 16];
    while (stream && text.size() <= most_bytes) {
        stream.read(part, sizeof part);
        text.append(part, static_cast<std::size_t>(stream.gcount()));
    }
    if (text.size() > most_bytes)
        throw Error(ErrorKind::InvalidFile,
                    file.string() + " has more than " + std::to_string(most_bytes >> 20) +
                        " MiB, expected less. Take the file from its checkpoint again.");
    if (!stream.eof())
        throw Error(ErrorKind::InvalidFile, file.string() + " cannot be read. Check its permissions.");
    return text;
}

} // namespace hadal
