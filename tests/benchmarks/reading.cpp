// Times how the bytes of safetensors files come to the memory that a GPU reads: through a mapping, and read
// past the page cache.
//
//     benchmark_reading FILE…
//
// The files are dropped from the page cache before each pass, as far as the system obeys; the host of a
// virtual machine may keep them nevertheless, and then nothing here is a disk's speed. Prints seconds and
// processor seconds of each pass, and GB/s. make_checkpoint.py beside this file makes a checkpoint for it.
#include "engine/model/shard_reader.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <functional>
#include <sys/resource.h>

namespace {

using namespace hadal;
using namespace hadal::model;

constexpr std::size_t kPiece = std::size_t{8} << 20;

double processor_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// All tensors of the files.
std::vector<FileBytes> tensors_of(const std::vector<std::unique_ptr<SafetensorsFile>>& files) {
    std::vector<FileBytes> all;
    for (const auto& file : files)
        for (const auto& [name, entry] : file->entries()) {
            const std::uint64_t first = file->offset(file->data(entry));
            all.push_back({file.get(), first, first + (entry.end - entry.begin)});
        }
    return all;
}

std::shared_ptr<void> memory(std::size_t bytes) {
    return {std::malloc(bytes), std::free};
}

void read_mapped(const std::vector<std::string>& paths) {
    const auto buffer = memory(kPiece);
    for (const std::string& path : paths) {
        const SafetensorsFile file(path); // mapped anew: the pages of another mapping would stay
        for (const auto& [name, entry] : file.entries())
            for (std::size_t at = entry.begin; at < entry.end; at += kPiece)
                std::memcpy(buffer.get(), file.data(entry) + (at - entry.begin),
                            std::min(kPiece, entry.end - at));
    }
}

void read_directly(const std::vector<FileBytes>& wanted, bool direct) {
    ReadingOptions options;
    options.direct = direct;
    ShardReader reader(wanted, 1, options, memory);
    for (std::size_t i = 0; i < reader.blocks(); ++i) {
        reader.wait(i, {});
        reader.release(i);
    }
}

} // namespace

int main(int count, char** arguments) {
    const std::vector<std::string> paths(arguments + 1, arguments + count);
    std::vector<std::unique_ptr<SafetensorsFile>> files;
    for (const std::string& path : paths)
        files.push_back(std::make_unique<SafetensorsFile>(path));
    const std::vector<FileBytes> wanted = tensors_of(files);
    double bytes = 0;
    for (const FileBytes& range : wanted)
        bytes += static_cast<double>(range.end - range.first);

    const auto time = [&](const char* way, const std::function<void()>& pass) {
        for (const auto& file : files)
            posix_fadvise(file->descriptor(), 0, 0, POSIX_FADV_DONTNEED);
        const double processor = processor_seconds();
        const auto begin = std::chrono::steady_clock::now();
        pass();
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
        std::printf("%-16s %8.2f s, %6.2f s of processors, %6.2f GB/s\n", way, seconds.count(),
                    processor_seconds() - processor, bytes / seconds.count() / 1e9);
    };
    for (int round = 0; round < 3; ++round) {
        time("mapped", [&] { read_mapped(paths); });
        time("past the cache", [&] { read_directly(wanted, true); });
        time("through it", [&] { read_directly(wanted, false); });
    }
    return 0;
}
