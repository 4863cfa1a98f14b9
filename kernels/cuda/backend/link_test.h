// Whether GPUs reach each other's memory, tried out: what a driver announces does not always work.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <vector>

namespace hadal::cuda {

/// What was found between two devices.
struct LinkVerdict {
    enum class Found {
        Works,
        Unreachable, ///< the driver says that they cannot: sums go by way of the host
        Fails,       ///< it says that they can, but what is written does not arrive, late or wrong
    };
    int first = 0, second = 0;
    Found found = Found::Works;
    std::string error; ///< where it fails
};

/// Has every two of the devices push into each other's memory and wait for each other's flags, by the kernel
/// that sums over ranks. A pair that hangs is given up after the deadline: two seconds, and a minute on the
/// simulator, where kernels take long. Throws what making a backend throws.
std::vector<LinkVerdict> test_links(std::span<const int> devices);
std::vector<LinkVerdict> test_links(std::span<const int> devices, std::chrono::nanoseconds deadline);

} // namespace hadal::cuda
