// What the simulator reports.
#pragma once

#include <array>
#include <cstdint>
#include <source_location>
#include <string>
#include <string_view>

namespace hadal::simt {

enum class Fault {
    OutOfBounds,      ///< an address outside every allocation, or of a local variable of another thread
    UseAfterFree,     ///< device memory that was freed
    Uninitialised,    ///< a read of bytes that nothing has written
    Misaligned,       ///< an address that is no multiple of the access's width
    HostMemory,       ///< a kernel follows a pointer to the host's memory
    Race,             ///< two accesses, one of them a write, that nothing orders
    UnfinishedCopy,   ///< bytes of an asynchronous copy touched before its wait, or a copy nobody waited for
    DivergentBarrier, ///< a block's barrier that not all its threads reach, or reach at different places
    ExitedLane,       ///< a warp collective names a lane that has left the kernel or never was in it
    WrongMask,        ///< lanes of one warp disagree about a collective or its mask
    Deadlock,         ///< threads wait for what cannot come, or a loop waits for ever
    LaunchLimits,     ///< a launch or barrier that the architecture does not have room for
    Collective,       ///< ranks call different collectives, or one of another size
    WrongDevice,      ///< a pointer, stream or event used on a device that cannot reach it
    NoInstruction,    ///< an instruction that the architecture does not have
    LibraryData,      ///< what a library is given to read breaks its rules
};

std::string_view name(Fault fault);

struct Index3 {
    unsigned x = 0, y = 0, z = 0;
    bool operator==(const Index3&) const = default;
};
std::string text(const Index3& index);

/// A place in a source file.
using Where = std::source_location;
std::string text(const Where& where);
/// The place in a source file that an instruction was compiled from; its address where the program has no
/// debug information.
std::string source_of(std::uintptr_t instruction);

/// One thing that is wrong with a kernel or with how it was launched. `kernel` is empty for what the host
/// did; block and thread are meaningful with a kernel only.
struct Finding {
    Fault fault = Fault::OutOfBounds;
    std::string kernel;
    Index3 block;
    Index3 thread;
    std::uintptr_t address = 0; ///< 0 where no memory is concerned
    std::string place;          ///< file:line
    std::string what;           ///< a sentence

    /// All of it, fit to be printed.
    std::string text() const;
};

} // namespace hadal::simt
