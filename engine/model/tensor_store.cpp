#include "engine/model/tensor_store.h"

#include "engine/model/safetensors.h"
#include "kernels/bf16.h"
#include "kernels/fp8.h"

#include <algorithm>
#include <cstring>

namespace hadal::model {

using ops::DType;
using ops::LinearWeight;
using ops::Tensor;
using parallel::shard_bytes;
using parallel::TensorShard;

namespace {

/// The blocks of scales that a range of channels lies in.
parallel::Range blocks(const parallel::Range& range) {
    return {range.first / ops::kFp8Block, ops::fp8_blocks(range.count)};
}

} // namespace

TensorStore::TensorStore(const Checkpoint& checkpoint, ops::Backend& backend, const RankPlace& place,
                         const ModelOptions& options)
    : checkpoint_(checkpoint), backend_(backend), place_(place),
      host_expert_layers_(options.host_expert_layers), reading_(options.reading) {}

TensorShard TensorStore::shard(const std::string& name, const CheckpointTensor& tensor) const {
    if (!place_)
        return {{0, tensor.rows}, {0, tensor.cols}, false};
    return place_.plan->shard(name, tensor.rows, tensor.cols, tensor.dtype, place_.rank);
}

/// Whether some rank's part is.
bool TensorStore::is_unpacked(const std::string& name, const CheckpointTensor& tensor) const {
    for (int rank = 0; place_ && rank < place_.plan->ranks(); ++rank)
        if (place_.plan->shard(name, tensor.rows, tensor.cols, tensor.dtype, rank).unpacked)
            return true;
    return false;
}

bool TensorStore::is_on_host(std::int64_t layer) const {
    const auto& layers = host_expert_layers_;
    return std::find(layers.begin(), layers.end(), layer) != layers.end();
}

bool TensorStore::is_on_host(const std::string& name) const {
    const auto has = [&](std::int64_t layer) {
        return name.starts_with(layer_prefix(layer) + "mlp.experts.");
    };
    return std::any_of(host_expert_layers_.begin(), host_expert_layers_.end(), has);
}

/// A part of some rows lies in the file as it is; a part of every row is copied together, but on the host.
Tensor TensorStore::import(const CheckpointTensor& tensor, const TensorShard& part, Place place) {
    const std::int64_t size = ops::size_of(tensor.dtype);
    const std::byte* first = tensor.data + (part.rows.first * tensor.cols + part.cols.first) * size;
    if (place == Place::Host) {
        // From the first to the last row: other ranks have what lies between.
        read_now(first,
                 static_cast<std::size_t>(((part.rows.count - 1) * tensor.cols + part.cols.count) * size));
        buffers_.push_back(backend_.import_host_weight(
            {const_cast<std::byte*>(first), tensor.dtype, part.rows.count, part.cols.count, tensor.cols}));
        return buffers_.back().view();
    }
    if (bulk_ && bulk_->reads(tensor)) {
        buffers_.push_back(backend_.allocate(tensor.dtype, part.rows.count, part.cols.count));
        bulk_->take(tensor, part, buffers_.back().view());
        return buffers_.back().view();
    }
    if (part.cols.count == tensor.cols) {
        buffers_.push_back(backend_.import_weight(first, tensor.dtype, part.rows.count, part.cols.count));
        return buffers_.back().view();
    }
    const auto row_bytes = static_cast<std::size_t>(part.cols.count * size);
    std::vector<std::byte> packed(static_cast<std::size_t>(part.rows.count) * row_bytes);
    for (std::int64_t row = 0; row < part.rows.count; ++row)
        std::memcpy(packed.data() + static_cast<std::size_t>(row) * row_bytes,
                    first + row * tensor.cols * size, row_bytes);
    return keep(tensor.dtype, part.rows.count, part.cols.count, packed.data());
}

Tensor TensorStore::keep(DType dtype, std::int64_t rows, std::int64_t cols, const void* values) {
    buffers_.push_back(backend_.allocate(dtype, rows, cols));
    backend_.upload(buffers_.back().view(), values);
    return buffers_.back().view();
}

template <typename T>
Tensor TensorStore::keep(std::vector<T> values, DType dtype, std::int64_t rows, std::int64_t cols,
                         Place place) {
    if (place == Place::Backend)
        return keep(dtype, rows, cols, values.data());
    const auto owner = std::make_shared<std::vector<T>>(std::move(values));
    const Tensor view = backend_.import_host_weight({owner->data(), dtype, rows, cols, cols}).view();
    buffers_.emplace_back(view, owner);
    return view;
}

CheckpointTensor TensorStore::read(const std::string& name, std::vector<std::byte>& copy) const {
    CheckpointTensor tensor = checkpoint_.tensor(name);
    if (!bulk_ || bulk_->reads(tensor) || !tensor.file)
        return tensor;
    copy.resize(static_cast<std::size_t>(tensor.rows * tensor.cols * ops::size_of(tensor.dtype)));
    read_exactly(tensor.file->descriptor(), copy.data(), copy.size(), tensor.file->offset(tensor.data),
                 tensor.file->path().string());
    tensor.data = copy.data();
    return tensor;
}

Tensor TensorStore::plain(const std::string& name) {
    std::vector<std::byte> copy;
    const CheckpointTensor tensor = read(name, copy);
    const TensorShard part = shard(name, tensor);
    advance(tensor, shard_bytes(part, tensor.dtype));
    return import(tensor, part);
}

Tensor TensorStore::f32(const std::string& name) {
    if (checkpoint_.tensor(name).dtype == DType::F32)
        return plain(name);
    std::vector<std::byte> copy;
    const CheckpointTensor tensor = read(name, copy);
    if (tensor.dtype != DType::BF16)
        throw Error(ErrorKind::Unsupported,
                    "The tensor " + name + " has a data type that cannot be used: expected F32 or BF16.");
    advance(tensor, tensor.rows * tensor.cols * ops::size_of(tensor.dtype));
    std::vector<float> values(static_cast<std::size_t>(tensor.rows * tensor.cols));
    for (std::size_t i = 0; i < values.size(); ++i) {
        std::uint16_t bits = 0;
        std::memcpy(&bits, tensor.data + 2 * i, 2);
        values[i] = ops::bf16_to_float(bits);
    }
    return keep(DType::F32, tensor.rows, tensor.cols, values.data());
}

LinearWeight TensorStore::linear(const std::string& name, Place place) {
    const CheckpointTensor tensor = checkpoint_.tensor(name);
    const TensorShard part = shard(name, tensor);
    advance(tensor, shard_bytes(part, tensor.dtype));
    if (tensor.dtype != DType::F8E4M3)
        return {import(tensor, part, place), {}};
    const CheckpointTensor scales = checkpoint_.tensor(scale_name(name));
    if (part.unpacked)
        return {unpacked(tensor, scales, part, place), {}};
    return {import(tensor, part, place),
            import(scales, {blocks(part.rows), blocks(part.cols), false}, place)};
}

void TensorStore::arrange(LinearWeight& weight) {
    buffers_.push_back(backend_.arrange_scales(weight));
    weight.arranged = buffers_.back().view();
}

/// Blocks that a rank's part would cut, multiplied out: in BF16, which holds an FP8 number times a power of
/// two exactly; in F32 where a scale is anything else.
Tensor TensorStore::unpacked(const CheckpointTensor& weight, const CheckpointTensor& scales,
                             const TensorShard& part, Place place) {
    bool exact = true;
    std::vector<float> values;
    values.reserve(static_cast<std::size_t>(part.rows.count * part.cols.count));
    for (std::int64_t row = part.rows.first; row < part.rows.end(); ++row)
        for (std::int64_t col = part.cols.first; col < part.cols.end(); ++col) {
            float scale = 0;
            std::memcpy(&scale, scales.data + 4 * (row / ops::kFp8Block * scales.cols + col / ops::kFp8Block),
                        4);
            const auto code = std::to_integer<std::uint8_t>(weight.data[row * weight.cols + col]);
            values.push_back(ops::e4m3_to_float(code) * scale);
            exact = exact && ops::round_to_bf16(values.back()) == values.back();
        }
    if (!exact)
        return keep(std::move(values), DType::F32, part.rows.count, part.cols.count, place);
    std::vector<std::uint16_t> rounded(values.size());
    std::transform(values.begin(), values.end(), rounded.begin(), ops::float_to_bf16);
    return keep(std::move(rounded), DType::BF16, part.rows.count, part.cols.count, place);
}

void TensorStore::load(const char* what, const Visit& visit, const ProgressFn& progress, std::stop_token stop,
                       const std::function<void()>& make_all) {
    what_ = what;
    progress_ = progress;
    stop_ = std::move(stop);
    if (auto uploads = backend_.make_uploads())
        bulk_ = std::make_unique<BulkLoader>(std::move(uploads), place_.reading, reading_);
    try {
        begin(visit);
        make_all();
        if (bulk_)
            bulk_->run(
                [this](double share) {
                    report(static_cast<double>(loaded_) + share * static_cast<double>(in_bulk_));
                },
                stop_);
    } catch (const Error& error) {
        if (bulk_)
            bulk_->give_up(error);
        throw;
    }
    report(static_cast<double>(to_load_));
    bulk_ = nullptr;
    progress_ = {};
    stop_ = {};
}

/// Matrices and scales that are taken as they are come in bulk; the rest, which is little, by the mapped
/// files.
void TensorStore::begin(const Visit& visit) {
    loaded_ = to_load_ = in_bulk_ = 0;
    reported_ = -1;
    visit(checkpoint_.config(), [this](const TensorSpec& spec) {
        const CheckpointTensor tensor = checkpoint_.tensor(spec.name);
        const std::int64_t bytes = shard_bytes(shard(spec.name, tensor), tensor.dtype);
        to_load_ += bytes;
        if (!bulk_ || spec.vector || is_on_host(spec.name) || is_unpacked(spec.name, tensor))
            return;
        in_bulk_ += bytes;
        bulk_->read(tensor);
        if (tensor.dtype == DType::F8E4M3)
            if (const CheckpointTensor scales = checkpoint_.tensor(scale_name(spec.name)); scales.file)
                bulk_->read(scales);
    });
    report(0);
}

/// Before a tensor of `bytes` is read, or where it comes in bulk, gets its place.
void TensorStore::advance(const CheckpointTensor& tensor, std::int64_t bytes) {
    if (stop_.stop_requested())
        throw Error(ErrorKind::Cancelled, "Loading the model was cancelled.");
    report(static_cast<double>(loaded_));
    if (!bulk_ || !bulk_->reads(tensor))
        loaded_ += bytes;
}

/// In whole percents, so that reporting costs nothing.
void TensorStore::report(double bytes) {
    const auto percent =
        static_cast<std::int64_t>(100 * bytes / static_cast<double>(std::max<std::int64_t>(to_load_, 1)));
    if (!progress_ || percent <= reported_)
        return;
    reported_ = percent;
    progress_({what_, static_cast<double>(percent) / 100});
}

} // namespace hadal::model
