// The backends that every test of the forward pass runs on.
#pragma once

#include "kernels/ops.h"

#include <memory>
#include <string>
#include <vector>

namespace hadal::test {

std::vector<std::string> backend_names();
/// threads: of the CPU backend; 0 is its own choice.
std::unique_ptr<ops::Backend> make_backend(const std::string& name, const ops::Numerics& numerics = {},
                                           int threads = 0);

} // namespace hadal::test
