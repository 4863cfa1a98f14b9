#include "backends.h"

#include "kernels/cpu/backend.h"
#include "kernels/reference/backend.h"

namespace hadal::test {

std::vector<std::string> backend_names() {
    return {"reference", "cpu"};
}

std::unique_ptr<ops::Backend> make_backend(const std::string& name, const ops::Numerics& numerics,
                                           int threads) {
    if (name == "reference")
        return reference::make_backend(numerics);
    return cpu::make_backend({.threads = threads, .numerics = numerics});
}

} // namespace hadal::test
