#include "kernels/simt/finding.h"

#include <cstdio>
#include <cstring>

#ifdef HADAL_SIMT_BACKTRACE
#include <backtrace.h>
#endif

namespace hadal::simt {

std::string_view name(Fault fault) {
    switch (fault) {
    case Fault::OutOfBounds:
        return "out of bounds";
    case Fault::UseAfterFree:
        return "use after free";
    case Fault::Uninitialised:
        return "uninitialised read";
    case Fault::Misaligned:
        return "misaligned access";
    case Fault::HostMemory:
        return "host memory";
    case Fault::Race:
        return "race";
    case Fault::UnfinishedCopy:
        return "unfinished copy";
    case Fault::DivergentBarrier:
        return "divergent barrier";
    case Fault::ExitedLane:
        return "exited lane";
    case Fault::WrongMask:
        return "wrong mask";
    case Fault::Deadlock:
        return "deadlock";
    case Fault::LaunchLimits:
        return "launch limits";
    case Fault::Collective:
        return "collective mismatch";
    case Fault::WrongDevice:
        return "wrong device";
    case Fault::NoInstruction:
        return "no such instruction";
    case Fault::LibraryData:
        return "data of a library call";
    }
    return "?";
}

std::string text(const Index3& index) {
    std::string text = "(";
    text.append(std::to_string(index.x)).append(", ").append(std::to_string(index.y)).append(", ");
    return text.append(std::to_string(index.z)).append(")");
}

namespace {

std::string file_and_line(const char* file, unsigned line) {
    const char* last = std::strrchr(file, '/');
    return std::string(last ? last + 1 : file) + ":" + std::to_string(line);
}

} // namespace

std::string text(const Where& where) {
    return file_and_line(where.file_name(), where.line());
}

std::string source_of(std::uintptr_t instruction) {
    std::string place;
#ifdef HADAL_SIMT_BACKTRACE
    static backtrace_state* state = backtrace_create_state(nullptr, 1, nullptr, nullptr);
    // Called for the innermost inlined function first. Access functions are inlined into kernels, whose lines
    // are the ones that a person looks for.
    backtrace_pcinfo(
        state, instruction - 1,
        [](void* data, std::uintptr_t, const char* file, int line, const char*) {
            auto& found = *static_cast<std::string*>(data);
            const bool in_kernel = file && std::string_view(file).ends_with(".cu");
            if (file && (in_kernel || found.empty()))
                found = file_and_line(file, static_cast<unsigned>(line));
            return in_kernel ? 1 : 0;
        },
        [](void*, const char*, int) {}, &place);
#endif
    if (place.empty()) {
        char hex[32];
        std::snprintf(hex, sizeof hex, "instruction 0x%zx", static_cast<std::size_t>(instruction));
        place = hex;
    }
    return place;
}

std::string Finding::text() const {
    std::string line(name(fault));
    if (!kernel.empty())
        line += " in " + kernel + ", block " + simt::text(block) + ", thread " + simt::text(thread);
    if (!place.empty())
        line += ", at " + place;
    return line + ": " + what;
}

} // namespace hadal::simt
