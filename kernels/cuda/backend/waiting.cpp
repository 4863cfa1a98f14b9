#include "kernels/cuda/backend/waiting.h"

#include "kernels/cuda/backend/device_memory.h"
#include "kernels/cuda/launch.h"
#ifndef HADAL_CUDA
#include "kernels/simt/machine.h"
#endif

#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace hadal::cuda {

namespace {

using Time = std::chrono::steady_clock::time_point;

Time now() {
#ifdef HADAL_CUDA
    return std::chrono::steady_clock::now();
#else
    return simt::now();
#endif
}

/// A decode step takes some milliseconds: asking without pause sees its end at once, and no longer than that.
constexpr std::chrono::milliseconds kEager{5};
constexpr std::chrono::microseconds kPause{50};

/// What the process knows of its devices.
struct Devices {
    std::recursive_mutex mutex;          // what is let go asks whether its device hangs
    std::map<int, cudaStream_t> hanging; ///< by the stream that was waited for in vain
    std::map<int, std::vector<std::shared_ptr<void>>> kept;
    std::map<int, int> users;
};

Devices& all_devices() {
    static Devices devices;
    return devices;
}

/// Makes a device current for as long as it lives.
class Current {
  public:
    explicit Current(int device) {
        cudaGetDevice(&before_);
        cudaSetDevice(device);
    }
    ~Current() { cudaSetDevice(before_); }
    Current(const Current&) = delete;
    Current& operator=(const Current&) = delete;

  private:
    int before_ = 0;
};

/// It may only have been late.
bool still_hangs(Devices& all, int device) {
    const auto found = all.hanging.find(device);
    if (found == all.hanging.end())
        return false;
    const Current current(device);
    if (cudaStreamQuery(found->second) == cudaErrorNotReady)
        return true;
    cudaGetLastError();
    all.hanging.erase(found);
    const auto let_go = std::exchange(all.kept[device], {});
    return false;
}

[[noreturn]] void throw_hanging(int device) {
    throw Error(ErrorKind::DeviceLost,
                device_name(device) +
                    " has not answered since an earlier step, so nothing can be done on it. "
                    "Restart the program; if it happens again, restart the computer and run "
                    "hadal-cli doctor.");
}

bool works() {
    std::size_t free = 0, total = 0;
    return !is_of_device(cudaMemGetInfo(&free, &total));
}

} // namespace

bool hangs(int device) {
    Devices& all = all_devices();
    const std::lock_guard lock(all.mutex);
    return still_hangs(all, device);
}

bool any_hangs() {
    Devices& all = all_devices();
    const std::lock_guard lock(all.mutex);
    const auto hanging = all.hanging; // from which the answer may take some
    bool any = false;
    for (const auto& [device, stream] : hanging)
        any = still_hangs(all, device) || any;
    return any;
}

void keep_while_it_hangs(int device, std::shared_ptr<void> memory) {
    Devices& all = all_devices();
    const std::lock_guard lock(all.mutex);
    if (still_hangs(all, device))
        all.kept[device].push_back(std::move(memory));
}

DeviceUse::DeviceUse(int device) : device_(device) {
    Devices& all = all_devices();
    const std::lock_guard lock(all.mutex);
    if (still_hangs(all, device))
        throw_hanging(device);
    const Current current(device);
    if (!works() && all.users[device] == 0)
        cudaDeviceReset();
    if (!works())
        throw Error(ErrorKind::DeviceLost,
                    device_name(device) +
                        " has failed, and cannot be used any more. Restart the program, then "
                        "the computer; journalctl -k says what the driver saw (Xid). "
                        "Meanwhile the model can run on other GPUs, or with --backend cpu.");
    ++all.users[device];
}

DeviceUse::~DeviceUse() {
    Devices& all = all_devices();
    const std::lock_guard lock(all.mutex);
    --all.users[device_];
}

void Waiting::wait(const std::function<cudaError_t()>& query, cudaStream_t stream, const std::string& what) {
    if (hangs(device_))
        throw_hanging(device_);
    const Time start = now();
    auto end = start + deadline_;
    bool hurried = false;
    while (true) {
        const cudaError_t error = query();
        if (error != cudaErrorNotReady)
            return check(error, what);
        const Time moment = now();
        const bool late = moment > end;
        if (look_ && !hurried && (look_(late) || late)) {
            hurried = true;
            end = moment + deadline_ / 6;
        } else if (late) {
            break;
        }
        if (moment - start > kEager)
            std::this_thread::sleep_for(kPause);
    }
    {
        Devices& all = all_devices();
        const std::lock_guard lock(all.mutex);
        all.hanging[device_] = stream;
    }
    throw Error(
        ErrorKind::DeviceLost,
        device_name(device_) + " does not answer: " + what + " was not done within " +
            std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now() - start).count()) +
            " s. The answer was ended. Load the model again; if that fails too, restart the program.");
}

void Waiting::finish(cudaStream_t stream, const std::string& what) {
    wait([stream] { return cudaStreamQuery(stream); }, stream, what);
    check(cudaStreamSynchronize(stream), what);
}

void Waiting::finish(cudaEvent_t event, cudaStream_t stream, const std::string& what) {
    wait([event] { return cudaEventQuery(event); }, stream, what);
    check(cudaEventSynchronize(event), what);
}

void Waiting::settle(cudaStream_t stream) noexcept {
    try {
        finish(stream, "what was queued");
    } catch (...) {
        cudaGetLastError(); // it was told to whoever waited before; here things end
    }
}

} // namespace hadal::cuda
