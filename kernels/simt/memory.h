// Device memory of all pretend devices, and pinned host memory, in one address space.
#pragma once

#include "kernels/simt/shadow.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace hadal::simt {

inline constexpr int kHostDevice = -1; ///< owner of pinned host memory

struct Allocation {
    std::uintptr_t base = 0;
    std::size_t bytes = 0;
    int device = 0;
    unsigned number = 0; ///< counted from the start, for people
    bool freed = false;
    Shadow shadow;

    bool contains(std::uintptr_t address, std::size_t size) const {
        return address >= base && address - base <= bytes && size <= bytes - (address - base);
    }
};

class Memory {
  public:
    ~Memory();
    /// Device memory can be touched while an operation runs, and never by the host: a program that follows a
    /// device's pointer on the host must not work here either.
    class Open {
      public:
        explicit Open(Memory& memory) : memory_(memory) {
            if (memory_.open_++ == 0)
                memory_.protect(false);
        }
        ~Open() {
            if (--memory_.open_ == 0)
                memory_.protect(true);
        }
        Open(const Open&) = delete;
        Open& operator=(const Open&) = delete;

      private:
        Memory& memory_;
    };

    /// Starts on a multiple of 256, as cudaMalloc promises. Null when the machine itself has no more.
    Allocation* allocate(int device, std::size_t bytes);
    /// The address must be the base of a live allocation. Its range stays reserved for a while, so that late
    /// uses are seen.
    void free(Allocation& allocation);
    /// All live allocations of a device.
    void free_all(int device);
    /// The allocation that holds the address, a freed one too; null outside of all.
    Allocation* find(std::uintptr_t address);
    /// Whether the address is so close to an allocation that a loop must have run past its end or start.
    bool is_beside(std::uintptr_t address) const;
    /// What lies at or before an address, in words.
    std::string describe(std::uintptr_t address) const;

  private:
    void unmap(Allocation& allocation);
    void protect(bool closed);

    std::map<std::uintptr_t, std::unique_ptr<Allocation>> allocations_; ///< by base
    Allocation* last_ = nullptr;
    std::size_t freed_bytes_ = 0;
    unsigned count_ = 0;
    unsigned open_ = 0;
};

} // namespace hadal::simt
