#include "kernels/simt/device.h"

#include <cstdint>

namespace hadal::simt {

namespace {

constexpr std::size_t kSharedAlignment = 1024;

} // namespace

Device::Device(int index, const DeviceSpec& spec, Memory& memory)
    : index_(index), spec_(spec), memory_(memory) {}

std::byte* Device::take_shared() {
    if (spare_shared_.empty()) {
        shared_storage_.push_back(std::make_unique<std::byte[]>(shared_limit() + kSharedAlignment));
        std::byte* const first = shared_storage_.back().get();
        const auto begin = reinterpret_cast<std::uintptr_t>(first);
        return first + (kSharedAlignment - begin % kSharedAlignment) % kSharedAlignment;
    }
    std::byte* const shared = spare_shared_.back();
    spare_shared_.pop_back();
    return shared;
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
