// How far a load has come.
#pragma once

#include <functional>
#include <string>

namespace hadal {

/// `what` is a short phrase ("Reading weights"); `fraction` goes from 0 to 1 and never falls.
struct LoadProgress {
    std::string what;
    double fraction = 0.0;
};

/// Called on the loading thread; may be empty.
using ProgressFn = std::function<void(const LoadProgress&)>;

} // namespace hadal
