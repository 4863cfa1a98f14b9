// Writes one safetensors file, tensor after tensor.
#pragma once

#include <QSaveFile>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace hadal::cli {

struct TensorPlan {
    std::string name;
    std::string dtype; ///< "F32" or "I32": four bytes an element
    std::int64_t rows = 0;
    std::int64_t cols = 0;
};

/// The file appears under its name when it is complete; until then whatever was there stays. Throws
/// Error(InvalidFile) naming the file.
class SafetensorsWriter {
  public:
    /// Writes the header.
    SafetensorsWriter(const std::string& path, const std::vector<TensorPlan>& tensors);
    /// Appends elements: those of the first tensor, then those of the second and so on, in any pieces.
    void write(std::span<const float> values) { write_bytes(std::as_bytes(values)); }
    void write(std::span<const std::int32_t> values) { write_bytes(std::as_bytes(values)); }
    /// Throws Error(Internal) when there were more or fewer elements than planned.
    void finish();

  private:
    void write_bytes(std::span<const std::byte> bytes);
    [[noreturn]] void fail() const;

    QSaveFile file_;
    std::int64_t missing_ = 0; ///< bytes
};

} // namespace hadal::cli
