// Safetensors files of random bytes, for tests of reading them.
#pragma once

#include "engine/model/safetensors.h"

#include <QTemporaryDir>

#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace hadal::test {

/// One file with the tensor "all" of U8.
class ShardFile {
  public:
    ShardFile(const QTemporaryDir& directory, const std::string& name, std::size_t tensor_bytes)
        : path_((directory.path() + "/").toStdString() + name) {
        const std::string size = std::to_string(tensor_bytes);
        const std::string header =
            R"({"all":{"dtype":"U8","shape":[)" + size + R"(],"data_offsets":[0,)" + size + "]}}";
        const std::uint64_t length = header.size();
        bytes_.assign(reinterpret_cast<const char*>(&length), sizeof length);
        bytes_ += header;
        std::mt19937 random(static_cast<unsigned>(tensor_bytes));
        for (std::size_t i = 0; i < tensor_bytes; ++i)
            bytes_ += static_cast<char>(random());
        std::ofstream(path_, std::ios::binary) << bytes_;
        opened = std::make_unique<model::SafetensorsFile>(path_);
    }
    const std::string& path() const { return path_; }
    const std::string& bytes() const { return bytes_; } ///< the header's included
    std::size_t header_bytes() const { return bytes_.size() - (opened->entries().at("all").end); }

    std::unique_ptr<model::SafetensorsFile> opened;

  private:
    std::string path_, bytes_;
};

} // namespace hadal::test
