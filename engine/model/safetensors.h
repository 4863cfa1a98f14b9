// One safetensors file, mapped into memory. Files are untrusted: a header is checked whole before any use.
// Format: u64 little-endian header length, JSON header, tensor bytes.
#pragma once

#include "engine/model/mapped_file.h"

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

/// Immutable, safe to share between threads. The bytes of tensors are mapped, and may go away (MappedFile).
class SafetensorsFile {
  public:
    explicit SafetensorsFile(const std::filesystem::path& path);

    const std::filesystem::path& path() const { return file_.path(); }
    const std::map<std::string, SafetensorsEntry>& entries() const { return entries_; }
    const std::byte* data(const SafetensorsEntry& entry) const { return data_ + entry.begin; }
    /// Of a byte that data() points to: where it is in the file.
    std::uint64_t offset(const std::byte* data) const {
        return static_cast<std::uint64_t>(data - file_.bytes().data());
    }
    int descriptor() const { return file_.descriptor(); } ///< open for reading
    void require_intact() const { file_.require_intact(); }

  private:
    MappedFile file_;
    const std::byte* data_ = nullptr;
    std::map<std::string, SafetensorsEntry> entries_;
};

} // namespace hadal::model
