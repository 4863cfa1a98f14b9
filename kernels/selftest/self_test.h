// Every operation of a backend against its twin on the CPU, on the machine that it is to run on.
#pragma once

#include "kernels/ops.h"

#include <functional>
#include <string>
#include <vector>

namespace hadal::ops {

struct SelfTestResult {
    std::string operation;
    double difference = 0; ///< 1 - 2Σxy/Σ(x²+y²) of all that it computed
    double limit = 0;
    std::string error; ///< what was thrown instead
    bool passed() const { return error.empty() && difference <= limit; }
};

/// Runs all operations on small inputs of the real model's inner sizes. `report` is called after each; it may
/// be empty. Takes a second on a device, some more on the simulator.
std::vector<SelfTestResult> self_test(Backend& backend,
                                      const std::function<void(const SelfTestResult&)>& report = {});

} // namespace hadal::ops
