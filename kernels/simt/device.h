// One pretend device.
#pragma once

#include "kernels/simt/finding.h"
#include "kernels/simt/memory.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace hadal::simt {

struct DeviceSpec {
    std::size_t memory = std::size_t{1} << 30; ///< bytes
    int major = 8;                             ///< compute capability
    int minor = 9;
};

/// What can go wrong with a device.
enum class Trouble {
    Fails, ///< every call returns an error, until the device is reset
    Gone,  ///< the same, and a reset does not help
    Hangs, ///< it does nothing more of what is queued, and says nothing
};

class Device {
  public:
    Device(int index, const DeviceSpec& spec, Memory& memory);

    int index() const { return index_; }
    const DeviceSpec& spec() const { return spec_; }
    Memory& memory() { return memory_; }

    /// Shared memory that a block of this architecture may have, with the opt-in.
    std::size_t shared_limit() const;
    /// Shared memory for a block, for as long as it runs. Several blocks run where kernels wait for each
    /// other.
    std::byte* take_shared();
    void give_back_shared(std::byte* shared) { spare_shared_.push_back(shared); }

    bool reaches(int device) const {
        return device == index_ || device == kHostDevice || peers.contains(device);
    }

    /// Every call returns from now on what CUDA would say after such a fault.
    void fail(Fault fault);

    std::size_t used = 0; ///< bytes allocated
    std::set<int> peers;  ///< devices whose memory may be accessed
    int sticky_error = 0; ///< cudaError_t that every call returns from now on
    int nccl_refusal = 0; ///< ncclResult_t that keeps it from joining others; 0: none

    std::optional<Trouble> trouble;   ///< that it will be in
    std::uint64_t before_trouble = 0; ///< operations that it still does
    bool is(Trouble what) const { return trouble == what && before_trouble == 0; }

  private:
    int index_;
    DeviceSpec spec_;
    Memory& memory_;
    std::vector<std::unique_ptr<std::byte[]>> shared_storage_;
    std::vector<std::byte*> spare_shared_;
};

} // namespace hadal::simt
