#include "kernels/simt/device.h"

#include <cstdint>

namespace hadal::simt {

namespace {

constexpr std::size_t kSharedAlignment = 1024;

} // namespace

Device::Device(int index, const DeviceSpec& spec, Memory& memory)
    : index_(index), spec_(spec), memory_(memory), shared_storage_(shared_limit() + kSharedAlignment) {
    const auto begin = reinterpret_cast<std::uintptr_t>(shared_storage_.data());
    shared_ = shared_storage_.data() + (kSharedAlignment - begin % kSharedAlignment) % kSharedAlignment;
}

std::size_t Device::shared_limit() const {
    switch (spec_.major * 10 + spec_.minor) {
    case 80:
    case 87:
        return 163 << 10;
    case 86:
    case 89:
    case 120:
    case 121:
        return 99 << 10;
    default:
        return 227 << 10;
    }
}

} // namespace hadal::simt
