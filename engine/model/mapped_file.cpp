#include "engine/model/mapped_file.h"

#include "kernels/error.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <string>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace hadal::model {

/// What the handler of a signal may read: one mapping. Places are in a list that only grows, for a handler
/// may be walking it; those of mappings that are gone are taken again.
struct FileWatch {
    std::atomic<std::uintptr_t> begin{0}, end{0};
    std::atomic<bool> lost{false}, taken{true};
    FileWatch* next = nullptr; ///< does not change once it is in the list
};

namespace {

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& what) {
    throw Error(ErrorKind::InvalidFile, path.string() + ": " + what);
}

std::atomic<FileWatch*> first_watch{nullptr};
struct sigaction others_action; ///< what there was before ours
std::atomic<bool> passed_on{false};

const std::uintptr_t kSystemPage = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));

/// Runs on the thread that read, which then reads again. Calls nothing but mmap(), a bare system call.
void on_bus_error(int signal, siginfo_t* information, void*) {
    const int error = errno;
    const auto address = reinterpret_cast<std::uintptr_t>(information->si_addr);
    for (FileWatch* watch = first_watch.load(); watch; watch = watch->next) {
        const std::uintptr_t end = watch->end.load(), begin = watch->begin.load();
        if (address < begin || address >= end || watch->end.load() != end) // or it is another's place by now
            continue;
        watch->lost.store(true); // before another thread can read zeros
        // All that follows, too: page by page, a large file would take a signal for each.
        const std::uintptr_t page = address / kSystemPage * kSystemPage;
        if (::mmap(reinterpret_cast<void*>(page), end - page, PROT_READ,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0) == MAP_FAILED)
            break;
        errno = error;
        return;
    }
    // Not ours: the read fails again, and what would have happened does. Others may come back to us.
    if (passed_on.exchange(true))
        ::signal(signal, SIG_DFL);
    else
        ::sigaction(signal, &others_action, nullptr);
}

/// Again for each mapping, since others (a test's, a sanitizer's) may have put theirs in its place.
void handle_bus_errors() {
    static std::mutex mutex;
    const std::lock_guard lock(mutex);
    struct sigaction action {};
    ::sigaction(SIGBUS, nullptr, &action);
    if ((action.sa_flags & SA_SIGINFO) && action.sa_sigaction == on_bus_error)
        return;
    others_action = action;
    action = {};
    action.sa_sigaction = on_bus_error;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    ::sigaction(SIGBUS, &action, nullptr);
}

FileWatch* watch(std::span<const std::byte> bytes) {
    handle_bus_errors();
    FileWatch* own = first_watch.load();
    for (bool taken = false; own && !own->taken.compare_exchange_strong(taken, true); taken = false)
        own = own->next;
    if (!own) {
        own = new FileWatch;
        own->next = first_watch.load();
        while (!first_watch.compare_exchange_weak(own->next, own)) {
        }
    }
    const auto begin = reinterpret_cast<std::uintptr_t>(bytes.data());
    own->lost.store(false);
    own->begin.store(begin);
    own->end.store(begin + bytes.size());
    return own;
}

} // namespace

MappedFile::MappedFile(const std::filesystem::path& path) : path_(path) {
    descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor_ < 0)
        fail(path, std::string("cannot be opened (") + std::strerror(errno) + ").");
    struct stat status {};
    if (::fstat(descriptor_, &status) != 0 || !S_ISREG(status.st_mode)) {
        ::close(descriptor_);
        fail(path, "is not a file.");
    }
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size == 0)
        return;
    void* const mapping = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor_, 0);
    if (mapping == MAP_FAILED) {
        const int error = errno;
        ::close(descriptor_);
        fail(path, std::string("cannot be mapped (") + std::strerror(error) + ").");
    }
    bytes_ = {static_cast<const std::byte*>(mapping), size};
    watch_ = watch(bytes_);
}

MappedFile::~MappedFile() {
    if (watch_) {
        watch_->end.store(0);
        ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
        watch_->taken.store(false);
    }
    ::close(descriptor_);
}

bool MappedFile::intact() const {
    return !watch_ || !watch_->lost.load();
}

void MappedFile::require_intact() const {
    if (!intact())
        fail(path_,
             "the file was changed, or can no longer be read, while the model was in use. Leave it in place, "
             "download it again if it is damaged, and load the model again.");
}

void read_now(const std::byte* first, std::size_t bytes) {
    const auto address = reinterpret_cast<std::uintptr_t>(first);
    const std::uintptr_t begin = address / kSystemPage * kSystemPage;
    const std::uintptr_t end = (address + bytes + kSystemPage - 1) / kSystemPage * kSystemPage;
    auto* const pages = reinterpret_cast<void*>(begin);
#ifdef MADV_POPULATE_READ
    if (::madvise(pages, end - begin, MADV_POPULATE_READ) == 0)
        return;
#endif
    ::madvise(pages, end - begin, MADV_WILLNEED); // older systems: begins to read, and does not wait
}

} // namespace hadal::model
