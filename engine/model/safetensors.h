// One safetensors file, mapped into memory. Files are untrusted: a header is checked whole before any use.
// Format: u64 little-endian header length, JSON header, tensor bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hadal::model {

struct SafetensorsEntry {
    std::string dtype; ///< as in the header: "F8_E4M3", "BF16", "F32", …
    std::vector<std::int64_t> shape;
    std::size_t begin = 0; ///< byte offsets from the start of the tensor bytes
    std::size_t end = 0;
};

/// "[7168, 2048]"
std::string shape_text(const std::vector<std::int64_t>& shape);

/// Reads a header's JSON and checks it against the number of tensor bytes that follow: known dtypes, shapes
/// that match their extents, no overlap, nothing out of range, no duplicate name. `file` names the file in
/// messages. Throws Error(InvalidFile). Memory is bounded by the header's size, depth by the format.
std::map<std::string, SafetensorsEntry>
parse_safetensors_header(std::string_view json, std::size_t data_bytes, const std::string& file);

/// Has the system read these bytes of a mapped file now, where it would when they are used. Does nothing for
/// other memory.
void read_now(const std::byte* first, std::size_t bytes);

/// Mapped read-only for its lifetime. Immutable, safe to share between threads.
class SafetensorsFile {
  public:
    explicit SafetensorsFile(const std::filesystem::path& path);
    ~SafetensorsFile();
    SafetensorsFile(const SafetensorsFile&) = delete;
    SafetensorsFile& operator=(const SafetensorsFile&) = delete;

    const std::filesystem::path& path() const { return path_; }
    const std::map<std::string, SafetensorsEntry>& entries() const { return entries_; }
    const std::byte* data(const SafetensorsEntry& entry) const { return data_ + entry.begin; }
    /// Of a byte that data() points to: where it is in the file.
    std::uint64_t offset(const std::byte* data) const {
        return static_cast<std::uint64_t>(data - static_cast<const std::byte*>(mapping_));
    }
    int descriptor() const { return descriptor_; } ///< open for reading

  private:
    void map(const std::string& name);
    void close();

    std::filesystem::path path_;
    int descriptor_ = -1;
    void* mapping_ = nullptr;
    std::size_t mapping_bytes_ = 0;
    const std::byte* data_ = nullptr;
    std::map<std::string, SafetensorsEntry> entries_;
};

} // namespace hadal::model
