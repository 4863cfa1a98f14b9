#include "app/cli/safetensors_writer.h"

#include "engine/base/json.h"
#include "kernels/error.h"

#include <bit>

namespace hadal::cli {

static_assert(std::endian::native == std::endian::little, "safetensors files are little-endian");

SafetensorsWriter::SafetensorsWriter(const std::string& path, const std::vector<TensorPlan>& tensors)
    : file_(QString::fromStdString(path)) {
    if (!file_.open(QIODevice::WriteOnly))
        fail();
    Json header = Json::object();
    std::int64_t bytes = 0;
    for (const auto& tensor : tensors) {
        const auto end = bytes + tensor.rows * tensor.cols * 4;
        header[tensor.name] = {
            {"dtype", tensor.dtype}, {"shape", {tensor.rows, tensor.cols}}, {"data_offsets", {bytes, end}}};
        bytes = end;
    }
    auto text = print_compact(header);
    text.resize((text.size() + 7) / 8 * 8, ' '); // tensor bytes begin at a multiple of 8
    const std::uint64_t length[] = {text.size()};
    missing_ = static_cast<std::int64_t>(sizeof length + text.size()) + bytes;
    write_bytes(std::as_bytes(std::span(length)));
    write_bytes(std::as_bytes(std::span(text)));
}

void SafetensorsWriter::write_bytes(std::span<const std::byte> bytes) {
    const auto size = static_cast<qint64>(bytes.size());
    if (file_.write(reinterpret_cast<const char*>(bytes.data()), size) != size)
        fail();
    missing_ -= size;
}

void SafetensorsWriter::finish() {
    if (missing_ != 0)
        throw Error(ErrorKind::Internal, file_.fileName().toStdString() + " lacks " +
                                             std::to_string(missing_) +
                                             " bytes of what was planned. This is a bug of the program.");
    if (!file_.commit())
        fail();
}

void SafetensorsWriter::fail() const {
    throw Error(ErrorKind::InvalidFile, file_.fileName().toStdString() +
                                            " cannot be written: " + file_.errorString().toStdString() +
                                            ". Check the folder, its permissions and the room on the disk.");
}

} // namespace hadal::cli
