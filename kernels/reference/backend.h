// Every operation in its plainest form, for tests: one thread, double accumulation, no blocking. What the
// fast backends are compared with.
#pragma once

#include "kernels/ops.h"

#include <memory>

namespace hadal::reference {

std::unique_ptr<ops::Backend> make_backend(const ops::Numerics& numerics);

} // namespace hadal::reference
