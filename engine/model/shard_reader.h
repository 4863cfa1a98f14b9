// Reads the shards of a checkpoint from start to end, block by block, for one or several consumers (ranks)
// that send what is in a block on to their devices. Every byte is read once, whoever wants it.
//
// Blocks go past the system's page cache (O_DIRECT): a checkpoint is as large as the machine's memory or
// larger, is read once, and would push everything else out. What lies in the cache already is taken from
// there, and where the file system cannot do without the cache, it is used.
#pragma once

#include "engine/model/safetensors.h"
#include "kernels/error.h"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

namespace hadal::model {

/// Bytes first … end-1 of a file, its header included.
struct FileBytes {
    const SafetensorsFile* file = nullptr;
    std::uint64_t first = 0, end = 0;
};

/// The order in which bytes are read: each file from its start, whichever file comes first.
inline bool is_read_before(const SafetensorsFile* file, std::uint64_t byte, const SafetensorsFile* other_file,
                           std::uint64_t other_byte) {
    return file == other_file ? byte < other_byte : std::less<>()(file, other_file);
}

struct ReadingOptions {
    /// A multiple of 4096. Large, so that a disk reads without a pause; a load is cancelled within one.
    std::size_t block_bytes = std::size_t{8} << 20;
    std::size_t ring_blocks = 16; ///< blocks that are read, or on their way to devices
    int threads = 4;              ///< that read at the same time: disks want several requests
    bool direct = true;           ///< false: always through the page cache
};

/// Thread-safe.
class ShardReader {
  public:
    /// Makes memory for the slots.
    using MakeMemory = std::function<std::shared_ptr<void>(std::size_t bytes)>;
    /// Begins to read. The files must outlive it. Throws OutOfMemory, and what `make_memory` throws.
    ShardReader(const std::vector<FileBytes>& wanted, int consumers, const ReadingOptions& options,
                const MakeMemory& make_memory);
    /// Waits for reads under way, of a block each.
    ~ShardReader();
    ShardReader(const ShardReader&) = delete;
    ShardReader& operator=(const ShardReader&) = delete;

    struct Block {
        FileBytes bytes;
        const std::byte* data = nullptr; ///< until all consumers have released it
    };
    std::size_t blocks() const { return blocks_.size(); }
    /// In ascending order, by every consumer. Throws InvalidFile where the file has become shorter or cannot
    /// be read, Cancelled, and what fail() was told.
    Block wait(std::size_t block, const std::stop_token& stop);
    /// In ascending order, by every consumer.
    void release(std::size_t block);
    /// All that wait, now or later, throw this.
    void fail(const Error& error);

    /// Of all blocks: some more than is wanted, where blocks begin and end and between what is wanted.
    std::int64_t total_bytes() const { return total_bytes_; }
    std::int64_t read_bytes() const;

  private:
    class Descriptors;
    void start_thread();
    void run(const std::stop_token& stop);
    std::byte* slot(std::size_t block) const { return slots_ + block % slot_count_ * slot_bytes_; }

    std::vector<FileBytes> blocks_;
    int consumers_;
    std::int64_t total_bytes_ = 0;
    std::size_t slot_count_ = 0, slot_bytes_ = 0;
    std::shared_ptr<void> memory_;
    std::byte* slots_ = nullptr;
    std::unique_ptr<Descriptors> descriptors_;

    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::size_t next_ = 0;  ///< block that nobody reads yet
    std::size_t freed_ = 0; ///< blocks that all have released
    std::int64_t read_bytes_ = 0;
    std::vector<bool> there_;   ///< by block
    std::vector<int> released_; ///< by block: by how many
    std::optional<Error> failure_;
    std::vector<std::jthread> threads_; ///< last: they use all of the above
};

/// Fills `to` with the bytes of an open file from `first` on. Throws InvalidFile, naming `file`.
void read_exactly(int descriptor, std::byte* to, std::size_t bytes, std::uint64_t first,
                  const std::string& file);

} // namespace hadal::model
