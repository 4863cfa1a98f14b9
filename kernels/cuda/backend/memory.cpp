#include "kernels/bf16.h"
#include "kernels/cuda/backend/cuda_backend.h"

#include <cstring>

namespace hadal::cuda {

namespace {

ops::Numerics numerics_of(const Options& options) {
    return {true, options.activation_quant};
}

std::string describe(int device) {
    for (const DeviceInfo& info : devices())
        if (info.index == device)
            return std::string(platform()) + ", " + device_name(device) + ", " + info.name;
    throw Error(ErrorKind::Unsupported,
                "There is no " + device_name(device) + " that Hadal can use; see hadal-cli doctor.");
}

/// Operations and constructors run on any thread, and CUDA keeps the current device for each.
int make_current(int device) {
    check(cudaSetDevice(device), "selecting " + device_name(device));
    return device;
}

} // namespace

CudaBackend::CudaBackend(const Options& options)
    : device_(options.device), use_(device_), waiting_(device_, options.deadline),
      numerics_(numerics_of(options)), name_(describe(device_)),
      memory_(make_current(device_), options.piece_bytes), library_(device_, memory_, options.library_rows),
      staging_(stream_, waiting_), tables_(memory_, staging_), recordings_(stream_, memory_, waiting_),
      host_experts_(options.host, memory_), streamed_rows_(options.streamed_rows) {
    if (!options.host)
        return;
    if (streamed_rows_ > 0)
        expert_stream_ = std::make_unique<ExpertStream>(stream_, memory_, waiting_,
                                                        options.stream_buffer_bytes, options.copy_threads);
    const ops::Numerics& host = options.host->numerics();
    if (host.round_bf16 != numerics_.round_bf16 || host.activation_quant != numerics_.activation_quant)
        throw Error(ErrorKind::InvalidArgument,
                    "Experts in the host's memory have to be computed with the roundings of the GPU's.");
}

CudaBackend::~CudaBackend() {
    cudaSetDevice(device_);
    waiting_.settle(stream_); // nothing runs on memory that goes now
    if (expert_stream_)
        expert_stream_->settle();
}

std::unique_ptr<ops::Backend> make_backend(const Options& options) {
    return std::make_unique<CudaBackend>(options);
}

int device_of(const ops::Backend& backend) {
    return dynamic_cast<const CudaBackend&>(backend).device();
}

void send_columns(ops::Backend& backend, Tensor part, Tensor whole, std::int64_t first, int device) {
    const auto& from = dynamic_cast<CudaBackend&>(backend);
    make_current(from.device());
    for (std::int64_t r = 0; r < part.rows; ++r)
        check(cudaMemcpyPeerAsync(static_cast<float*>(whole.data) + r * whole.stride + first, device,
                                  static_cast<const float*>(part.data) + r * part.stride, from.device(),
                                  static_cast<std::size_t>(part.cols) * sizeof(float), from.stream()),
              "a copy to " + device_name(device));
}

void wait_for(ops::Backend& backend) {
    auto& of = dynamic_cast<CudaBackend&>(backend);
    make_current(of.device());
    of.waiting().finish(of.stream(), "a step");
}

void look_while_waiting(ops::Backend& backend, std::function<bool(bool late)> look) {
    dynamic_cast<CudaBackend&>(backend).waiting().set_look(std::move(look));
}

ops::Buffer CudaBackend::allocate(DType dtype, std::int64_t rows, std::int64_t cols) {
    make_current(device_);
    const auto bytes = static_cast<std::size_t>(rows * cols * size_of(dtype));
    const auto owner =
        memory_.take(bytes, "a buffer of [" + std::to_string(rows) + ", " + std::to_string(cols) + "]");
    return {Tensor{owner.get(), dtype, rows, cols, cols}, owner};
}

ops::Buffer CudaBackend::import_weight(const void* host, DType dtype, std::int64_t rows, std::int64_t cols) {
    make_current(device_);
    const auto bytes = static_cast<std::size_t>(rows * cols * size_of(dtype));
    const std::string what = "a weight of [" + std::to_string(rows) + ", " + std::to_string(cols) + "]";
    const auto owner = memory_.take(bytes, what);
    staging_.upload(owner.get(), host, bytes);
    const ops::Buffer buffer{Tensor{owner.get(), dtype, rows, cols, cols}, owner};
    if (rows != 1 || (dtype != DType::F32 && dtype != DType::BF16))
        return buffer;

    // Vectors are small, and kernels want them in one dtype whatever the checkpoint's is.
    const auto count = static_cast<std::size_t>(cols);
    std::vector<float> floats(count);
    std::vector<std::uint16_t> halves(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto* from = static_cast<const std::byte*>(host) + i * static_cast<std::size_t>(size_of(dtype));
        if (dtype == DType::F32) {
            std::memcpy(&floats[i], from, sizeof(float));
            halves[i] = ops::float_to_bf16(floats[i]);
        } else {
            std::memcpy(&halves[i], from, sizeof(std::uint16_t));
            floats[i] = ops::bf16_to_float(halves[i]);
        }
    }
    const bool exact = dtype == DType::F32;
    const auto other = memory_.take(count * (exact ? sizeof(std::uint16_t) : sizeof(float)), what);
    if (exact)
        staging_.upload(other.get(), halves.data(), count * sizeof(std::uint16_t));
    else
        staging_.upload(other.get(), floats.data(), count * sizeof(float));
    const auto both = std::make_shared<std::pair<std::shared_ptr<void>, std::shared_ptr<void>>>(owner, other);
    const std::shared_ptr<void> kept(both, owner.get());
    std::erase_if(vectors_, [](const auto& entry) { return entry.second.owner.expired(); });
    vectors_[owner.get()] = {kept, static_cast<const Bf16*>((exact ? other : owner).get()),
                             static_cast<const float*>((exact ? owner : other).get())};
    return {buffer.view(), kept};
}

ops::Buffer CudaBackend::import_host_weight(Tensor host) {
    host_experts_.add(host);
    return {host, nullptr};
}

void CudaBackend::reserve(std::int64_t bytes) {
    make_current(device_);
    memory_.reserve(static_cast<std::size_t>(bytes));
}

const CudaBackend::Vector& CudaBackend::vector(const char* operation, const Tensor& weight) const {
    const auto at = vectors_.find(weight.data);
    if (at == vectors_.end() || at->second.owner.expired())
        throw Error(ErrorKind::InvalidArgument,
                    std::string(operation) + ": the weight vector was not made by import_weight.");
    return at->second;
}

void CudaBackend::upload(Tensor to, const void* host) {
    make_current(device_);
    written(to);
    const auto row_bytes = static_cast<std::size_t>(to.cols * size_of(to.dtype));
    const bool packed = to.stride == to.cols || to.rows == 1;
    if (packed)
        return staging_.upload(to.data, host, row_bytes * static_cast<std::size_t>(to.rows));
    for (std::int64_t r = 0; r < to.rows; ++r)
        staging_.upload(to.slice_rows(r, 1).data,
                        static_cast<const std::byte*>(host) + static_cast<std::size_t>(r) * row_bytes,
                        row_bytes);
}

void CudaBackend::download(void* host, Tensor from) {
    make_current(device_);
    const auto row_bytes = static_cast<std::size_t>(from.cols * size_of(from.dtype));
    const bool packed = from.stride == from.cols || from.rows == 1;
    if (packed)
        return staging_.download(host, from.data, row_bytes * static_cast<std::size_t>(from.rows));
    for (std::int64_t r = 0; r < from.rows; ++r)
        staging_.download(static_cast<std::byte*>(host) + static_cast<std::size_t>(r) * row_bytes,
                          from.slice_rows(r, 1).data, row_bytes);
}

void CudaBackend::copy(Tensor to, Tensor from) {
    ops::check::copy(to, from);
    make_current(device_);
    written(to);
    const std::int64_t element = size_of(to.dtype);
    copy_rows(to.data, to.stride * element, from.data, from.stride * element, to.cols * element, to.rows);
}

void CudaBackend::begin_step(std::span<const ops::SequenceRows> sequences) {
    make_current(device_);
    step_ = ops::Step(sequences);
    view_ = tables_.begin(step_);
}

void CudaBackend::repeat(std::span<const std::uint64_t> key, const std::function<void()>& calls) {
    make_current(device_);
    Recordings::Key whole(key.begin(), key.end());
    for (const std::uint64_t part :
         {reinterpret_cast<std::uint64_t>(view_.positions), static_cast<std::uint64_t>(view_.table_stride),
          static_cast<std::uint64_t>(view_.rows), static_cast<std::uint64_t>(view_.longest)})
        whole.push_back(part);
    // What a round finds quantised must not depend on what came before it, nor what comes after it on how it
    // was queued.
    codes_.of = {};
    recordings_.run(std::move(whole), calls);
    codes_.of = {};
}

void CudaBackend::written(const Tensor& tensor) {
    const auto* begin = static_cast<const std::byte*>(tensor.data);
    const auto* end = begin + ((tensor.rows - 1) * tensor.stride + tensor.cols) * size_of(tensor.dtype);
    const auto overlaps = [&](const Tensor& other) {
        const auto* first = static_cast<const std::byte*>(other.data);
        return first && first < end && begin < first + other.size() * size_of(other.dtype);
    };
    if (overlaps(codes_.of))
        codes_.of = {};
    if (std::erase_if(rope_tables_, [&](const RopeTable& table) { return overlaps(table.inv_freq); }) > 0)
        recordings_.forget();
}

CudaBackend::Operation::Operation(CudaBackend& backend) : backend_(backend) {
    make_current(backend.device_);
}

void CudaBackend::copy_rows(void* to, std::int64_t to_stride, const void* from, std::int64_t from_stride,
                            std::int64_t row_bytes, std::int64_t rows) {
    check(cudaMemcpy2DAsync(to, static_cast<std::size_t>(to_stride), from,
                            static_cast<std::size_t>(from_stride), static_cast<std::size_t>(row_bytes),
                            static_cast<std::size_t>(rows), cudaMemcpyDeviceToDevice, stream_),
          "a copy of rows");
}

void* CudaBackend::Operation::pack(const Tensor& tensor, bool copy) {
    if (tensor.stride == tensor.cols || tensor.rows <= 1)
        return tensor.data;
    const std::int64_t row_bytes = tensor.cols * size_of(tensor.dtype);
    void* to = backend_.scratch<std::byte>(backend_.packed_.at(packed_++), tensor.rows * row_bytes);
    backend_.written({to, tensor.dtype, tensor.rows, tensor.cols, tensor.cols});
    if (copy)
        backend_.copy_rows(to, row_bytes, tensor.data, tensor.stride * size_of(tensor.dtype), row_bytes,
                           tensor.rows);
    return to;
}

void* CudaBackend::Operation::result(const Tensor& tensor, bool copy) {
    backend_.written(tensor);
    void* data = pack(tensor, copy);
    if (data != tensor.data)
        results_.push_back({tensor, data});
    return data;
}

void CudaBackend::Operation::finish() {
    for (const Result& result : results_) {
        const Tensor& to = result.to;
        const std::int64_t row_bytes = to.cols * size_of(to.dtype);
        backend_.copy_rows(to.data, to.stride * size_of(to.dtype), result.from, row_bytes, row_bytes,
                           to.rows);
    }
}

} // namespace hadal::cuda
