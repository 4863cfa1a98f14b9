#include "engine/model/shard_reader.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/uio.h>
#include <system_error>
#include <unistd.h>

namespace hadal::model {

namespace {

/// What direct reads want files and memory to be divided into.
constexpr std::uint64_t kPage = 4096;

std::uint64_t rounded_up(std::uint64_t bytes) {
    return (bytes + kPage - 1) / kPage * kPage;
}

/// The blocks that `wanted` lies in, cut to what is wanted of each: a grid over each file, so that no two
/// overlap.
std::vector<FileBytes> blocks_of(std::vector<FileBytes> wanted, std::uint64_t block_bytes) {
    std::sort(wanted.begin(), wanted.end(), [](const FileBytes& a, const FileBytes& b) {
        return is_read_before(a.file, a.first, b.file, b.first);
    });
    std::vector<FileBytes> blocks;
    for (const FileBytes& range : wanted)
        for (std::uint64_t at = range.first; at < range.end;) {
            const std::uint64_t cell = at / block_bytes * block_bytes;
            const std::uint64_t end = std::min(range.end, cell + block_bytes);
            const bool goes_on = !blocks.empty() && blocks.back().file == range.file &&
                                 blocks.back().first >= cell && blocks.back().first < cell + block_bytes;
            if (goes_on)
                blocks.back().end = std::max(blocks.back().end, end);
            else
                blocks.push_back({range.file, at / kPage * kPage, end});
            at = end;
        }
    return blocks;
}

/// Bytes that the page cache has, without waiting for a disk: all of them, or none.
bool read_cached(int descriptor, std::byte* to, std::size_t bytes, std::uint64_t first) {
    const iovec whole{to, bytes};
    return ::preadv2(descriptor, &whole, 1, static_cast<off_t>(first), RWF_NOWAIT) ==
           static_cast<ssize_t>(bytes);
}

} // namespace

void read_exactly(int descriptor, std::byte* to, std::size_t bytes, std::uint64_t first,
                  const std::string& file) {
    for (std::size_t done = 0; done < bytes;) {
        const ssize_t count = ::pread(descriptor, to + done, bytes - done, static_cast<off_t>(first + done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            throw Error(ErrorKind::InvalidFile,
                        file + ": cannot be read from byte " + std::to_string(first + done) + " on (" +
                            std::strerror(errno) + "). Check the disk, or download the file again.");
        if (count == 0) {
            const off_t size = ::lseek(descriptor, 0, SEEK_END);
            throw Error(
                ErrorKind::InvalidFile,
                file + ": ends at byte " + std::to_string(size) + ", but had tensors up to " +
                    std::to_string(first + bytes) +
                    " when it was opened. Load the model again when nobody changes the file any more.");
        }
        done += static_cast<std::size_t>(count);
    }
}

/// The files once more, for reading past the page cache.
class ShardReader::Descriptors {
  public:
    Descriptors(const std::vector<FileBytes>& blocks, bool direct) {
        for (const FileBytes& block : blocks)
            if (files_.empty() || files_.back().of != block.file)
                files_.push_back({block.file, direct ? reopened(*block.file) : -1});
    }
    ~Descriptors() {
        for (const File& file : files_)
            if (file.direct >= 0)
                ::close(file.direct);
    }
    Descriptors(const Descriptors&) = delete;
    Descriptors& operator=(const Descriptors&) = delete;

    /// `to` has room for whole pages.
    void read(const FileBytes& block, std::byte* to) {
        const SafetensorsFile& file = *block.file;
        const auto bytes = static_cast<std::size_t>(block.end - block.first);
        if (read_cached(file.descriptor(), to, bytes, block.first))
            return;
        std::size_t done = 0;
        if (const int direct = direct_of(file); direct >= 0) {
            const ssize_t count = ::pread(direct, to, rounded_up(bytes), static_cast<off_t>(block.first));
            done = count > 0 ? std::min(static_cast<std::size_t>(count), bytes) : 0;
        }
        // The rest of a short read, all where there is no other way, and whatever error there is to report.
        if (done < bytes)
            read_exactly(file.descriptor(), to + done, bytes - done, block.first + done,
                         file.path().string());
    }

  private:
    struct File {
        const SafetensorsFile* of;
        int direct; ///< -1: none
    };
    /// The same file, even if another has taken its name meanwhile.
    static int reopened(const SafetensorsFile& file) {
        const std::string path = "/proc/self/fd/" + std::to_string(file.descriptor());
        return ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_DIRECT);
    }
    int direct_of(const SafetensorsFile& file) const {
        const auto at =
            std::find_if(files_.begin(), files_.end(), [&](const File& f) { return f.of == &file; });
        return at->direct;
    }

    std::vector<File> files_;
};

ShardReader::ShardReader(const std::vector<FileBytes>& wanted, int consumers, const ReadingOptions& options,
                         const MakeMemory& make_memory)
    : blocks_(blocks_of(wanted, options.block_bytes)), consumers_(consumers), there_(blocks_.size()),
      released_(blocks_.size()) {
    for (const FileBytes& block : blocks_) {
        total_bytes_ += static_cast<std::int64_t>(block.end - block.first);
        slot_bytes_ = std::max<std::size_t>(slot_bytes_, rounded_up(block.end - block.first));
    }
    slot_count_ = std::min(options.ring_blocks, blocks_.size());
    if (blocks_.empty())
        return;
    memory_ = make_memory(slot_count_ * slot_bytes_ + kPage);
    slots_ = static_cast<std::byte*>(memory_.get());
    slots_ += rounded_up(reinterpret_cast<std::uintptr_t>(slots_)) - reinterpret_cast<std::uintptr_t>(slots_);
    descriptors_ = std::make_unique<Descriptors>(blocks_, options.direct);
    for (int i = 0; i < std::min<int>(options.threads, static_cast<int>(slot_count_)); ++i)
        start_thread();
}

void ShardReader::start_thread() {
    try {
        threads_.emplace_back([this](const std::stop_token& stop) { run(stop); });
    } catch (const std::system_error&) {
        throw Error(ErrorKind::OutOfMemory,
                    "The system gives no thread to read the model with. Close other programs.");
    }
}

ShardReader::~ShardReader() {
    for (std::jthread& thread : threads_)
        thread.request_stop();
}

void ShardReader::run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (true) {
        const auto may_read = [&] { return next_ < blocks_.size() && next_ < freed_ + slot_count_; };
        changed_.wait(lock, stop, [&] { return failure_ || next_ == blocks_.size() || may_read(); });
        if (stop.stop_requested() || failure_ || !may_read())
            return;
        const std::size_t block = next_++;
        lock.unlock();
        try {
            descriptors_->read(blocks_[block], slot(block));
        } catch (const Error& error) {
            fail(error);
        }
        lock.lock();
        there_[block] = true;
        read_bytes_ += static_cast<std::int64_t>(blocks_[block].end - blocks_[block].first);
        changed_.notify_all();
    }
}

ShardReader::Block ShardReader::wait(std::size_t block, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, stop, [&] { return failure_ || there_[block]; });
    if (failure_)
        throw Error(*failure_);
    if (stop.stop_requested())
        throw Error(ErrorKind::Cancelled, "Loading the model was cancelled.");
    return {blocks_[block], slot(block)};
}

void ShardReader::release(std::size_t block) {
    const std::lock_guard lock(mutex_);
    ++released_[block];
    while (freed_ < blocks_.size() && released_[freed_] == consumers_)
        ++freed_;
    changed_.notify_all();
}

void ShardReader::fail(const Error& error) {
    const std::lock_guard lock(mutex_);
    if (!failure_)
        failure_ = error;
    changed_.notify_all();
}

std::int64_t ShardReader::read_bytes() const {
    const std::lock_guard lock(mutex_);
    return read_bytes_;
}

} // namespace hadal::model
