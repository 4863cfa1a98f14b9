#include "app/tools/inside/processes.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <string>

namespace hadal::inside {
namespace {

/// A file of /proc; empty where the process is gone.
std::string contents(const std::string& path) {
    std::string text(8192, '\0');
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const ssize_t size = file < 0 ? 0 : read(file, text.data(), text.size());
    if (file >= 0)
        close(file);
    text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return text;
}

/// The bytes that lines "Name:   123 kB" tell.
std::uint64_t bytes_of(const std::string& text, const char* name) {
    const auto at = text.find(name);
    return at == std::string::npos ? 0
                                   : std::strtoull(text.c_str() + at + std::strlen(name), nullptr, 10) * 1024;
}

std::uint64_t own_bytes(const std::string& process, bool exact) {
    if (exact) {
        const auto rollup = contents(process + "/smaps_rollup");
        if (!rollup.empty())
            return bytes_of(rollup, "Pss_Anon:") + bytes_of(rollup, "Pss_Shmem:");
    }
    const auto status = contents(process + "/status");
    return bytes_of(status, "RssAnon:") + bytes_of(status, "RssShmem:");
}

Usage sum(bool exact, std::uint64_t most) {
    Usage all;
    DIR* folder = opendir("/proc");
    if (!folder)
        return all;
    while (const dirent* entry = all.processes > most ? nullptr : readdir(folder)) {
        if (!std::isdigit(static_cast<unsigned char>(entry->d_name[0])) ||
            std::strcmp(entry->d_name, "1") == 0)
            continue;
        ++all.processes;
        all.bytes += own_bytes(std::string("/proc/") + entry->d_name, exact);
    }
    closedir(folder);
    for (const char* place : {"/tmp", "/dev/shm"}) {
        struct statvfs space {};
        if (statvfs(place, &space) == 0)
            all.bytes += (space.f_blocks - space.f_bfree) * space.f_frsize;
    }
    return all;
}

} // namespace

Usage usage(std::uint64_t most) {
    return sum(false, most);
}

std::uint64_t exact_bytes() {
    return sum(true, std::numeric_limits<std::uint64_t>::max()).bytes;
}

} // namespace hadal::inside
