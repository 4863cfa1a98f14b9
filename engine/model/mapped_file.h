// A file mapped into memory, whose bytes may go away while they are in use: it is shortened or written anew,
// the disk or the network drive fails. The system then sends SIGBUS, which ends a program; here the rest of
// the file reads as zeros instead, and intact() tells.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace hadal::model {

struct FileWatch;

/// Mapped read-only for its lifetime. Immutable but for intact(); safe to share between threads.
class MappedFile {
  public:
    /// Throws Error(InvalidFile): it cannot be opened, is not a file, or cannot be mapped.
    explicit MappedFile(const std::filesystem::path& path);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::span<const std::byte> bytes() const { return bytes_; } ///< empty where the file is
    int descriptor() const { return descriptor_; }              ///< open for reading

    /// False once bytes were read that the file no longer had. What was computed since is worthless.
    bool intact() const;
    /// Throws Error(InvalidFile) when it is not intact.
    void require_intact() const;

  private:
    std::filesystem::path path_;
    int descriptor_ = -1;
    std::span<const std::byte> bytes_;
    FileWatch* watch_ = nullptr; ///< null where nothing is mapped
};

/// Has the system read these bytes of a mapped file now, where it would when they are used. Does nothing for
/// other memory.
void read_now(const std::byte* first, std::size_t bytes);

} // namespace hadal::model
