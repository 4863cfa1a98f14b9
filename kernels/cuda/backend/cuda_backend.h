// The class behind kernels/cuda/backend/backend.h; each file of this folder implements one section of the
// contract. An operation checks its arguments, fills in the struct of a kernel family, and queues it.
#pragma once

#include "kernels/checks.h"
#include "kernels/cuda/backend/backend.h"
#include "kernels/cuda/backend/device_memory.h"
#include "kernels/cuda/backend/expert_stream.h"
#include "kernels/cuda/backend/host_experts.h"
#include "kernels/cuda/backend/library_products.h"
#include "kernels/cuda/backend/recordings.h"
#include "kernels/cuda/backend/staging.h"
#include "kernels/cuda/backend/step_tables.h"
#include "kernels/cuda/backend/stream.h"
#include "kernels/cuda/backend/waiting.h"
#include "kernels/cuda/experts.h"
#include "kernels/cuda/indexer.h"
#include "kernels/cuda/latents.h"
#include "kernels/cuda/numerics.h"
#include "kernels/step.h"

#include <algorithm>
#include <array>
#include <memory>
#include <unordered_map>
#include <vector>

namespace hadal::cuda {

using ops::AttentionShape;
using ops::DType;
using ops::IndexerShape;
using ops::LayerCache;
using ops::LinearWeight;
using ops::MlpWeights;
using ops::Rope;
using ops::Tensor;

inline constexpr ops::check::Memory kDevice{DType::BF16, false};

LatentPages latent_pages(const LayerCache& cache);

class CudaBackend final : public ops::Backend {
  public:
    explicit CudaBackend(const Options& options);
    ~CudaBackend() override;

    std::string_view name() const override { return name_; }
    const ops::Numerics& numerics() const override { return numerics_; }
    DType activation_dtype() const override { return DType::BF16; }

    ops::Buffer allocate(DType dtype, std::int64_t rows, std::int64_t cols) override;
    ops::Buffer import_weight(const void* host, DType dtype, std::int64_t rows, std::int64_t cols) override;
    ops::Buffer import_host_weight(Tensor host) override;
    ops::Buffer arrange_scales(const LinearWeight& weight) override;
    void reserve(std::int64_t bytes) override;
    void upload(Tensor to, const void* host) override;
    void download(void* host, Tensor from) override;
    void copy(Tensor to, Tensor from) override;
    std::unique_ptr<ops::Uploads> make_uploads() override;
    std::unique_ptr<ops::TokenChooser> make_chooser(std::int64_t vocab,
                                                    std::span<const std::int32_t> known_ids) override;
    void begin_step(std::span<const ops::SequenceRows> sequences) override;
    bool repeats() const override { return true; }
    void repeat(std::span<const std::uint64_t> key, const std::function<void()>& calls) override;
    std::string_view notice() const override { return recordings_.refused(); }

    void embed(Tensor out, Tensor ids, Tensor table) override;
    void gather_rows(Tensor out, Tensor x, Tensor rows) override;
    void rms_norm(Tensor out, Tensor x, Tensor weight, float eps) override;
    void add_rms_norm(Tensor out, Tensor residual, Tensor delta, Tensor weight, float eps) override;
    void add(Tensor residual, Tensor delta) override;
    void linear(Tensor out, Tensor x, const LinearWeight& weight, ops::LinearOutput output) override;

    void rotate_queries(Tensor q, const AttentionShape& shape, const Rope& rope) override;
    void write_latents(const LayerCache& cache, Tensor kv_a, Tensor norm_weight, float eps,
                       const Rope& rope) override;
    void absorb_queries(Tensor out, Tensor q, const LinearWeight& kv_b, const AttentionShape& shape) override;
    void attend_absorbed(Tensor out, Tensor q_absorbed, const LayerCache& cache, Tensor selection,
                         const AttentionShape& shape) override;
    void project_values(Tensor out, Tensor u, const LinearWeight& kv_b, const AttentionShape& shape) override;
    void attend_expanded(Tensor out, Tensor q, const LinearWeight& kv_b, const LayerCache& cache,
                         Tensor selection, const AttentionShape& shape) override;

    void write_index_keys(const LayerCache& cache, Tensor k, Tensor norm_weight, Tensor norm_bias,
                          const IndexerShape& shape, const Rope& rope) override;
    void index_scores(Tensor out, Tensor q, Tensor head_weights, const LayerCache& cache,
                      const IndexerShape& shape, const Rope& rope) override;
    void select(Tensor selection, Tensor q, Tensor head_weights, const LayerCache& cache,
                const IndexerShape& shape, const Rope& rope) override;

    void route(Tensor experts, Tensor weights, Tensor logits, Tensor bias,
               const ops::RoutingShape& shape) override;
    void mlp(Tensor out, Tensor x, const MlpWeights& weights) override;
    void experts(Tensor out, Tensor x, Tensor expert_ids, Tensor expert_weights,
                 std::span<const MlpWeights> routed, const MlpWeights* shared) override;

    int device() const { return device_; }
    cudaStream_t stream() const { return stream_; }
    Waiting& waiting() { return waiting_; }
    /// For who queued operations of theirs within repeat() that must not come again.
    void forget_repeated() { recordings_.forget(); }
    /// For who queues kernels on the stream: nothing that was derived from these bytes holds any more.
    void written(const Tensor& tensor);

  private:
    /// Device memory that grows, for one use within operations. Contents do not outlive the operation.
    struct Scratch {
        std::shared_ptr<void> memory;
        std::size_t bytes = 0;
    };
    /// Rows quantised for products with FP8 weights, and the activations that they come from.
    struct Codes {
        Scratch codes, scales;
        Tensor of;             ///< empty: nothing
        Scratch arranged;      ///< the scales once more, as LibraryProducts takes them
        bool arranges = false; ///< they have been arranged
        void hold(const Tensor& x) {
            of = x;
            arranges = false;
        }
    };
    /// Cosines and sines of a Rope, for as many positions as were needed so far.
    struct RopeTable {
        Tensor inv_freq;
        float magnitude = 1.0f;
        std::int64_t positions = 0;
        std::shared_ptr<void> memory;
    };
    /// A vector of a checkpoint, in both dtypes that kernels ask for.
    struct Vector {
        std::weak_ptr<void> owner;
        const Bf16* bf16 = nullptr;
        const float* f32 = nullptr;
    };
    struct ExpertTable {
        std::vector<ExpertWeights> host;
        std::shared_ptr<void> device;
    };
    class Operation;

    template <typename T>
    T* scratch(Scratch& of, std::int64_t count);
    void copy_rows(void* to, std::int64_t to_stride, const void* from, std::int64_t from_stride,
                   std::int64_t row_bytes, std::int64_t rows);

    const Vector& vector(const char* operation, const Tensor& weight) const;
    const float2* rope_table(const Rope& rope);
    bool quantises() const { return numerics_.activation_quant != ops::ActivationQuant::None; }
    bool power_of_two_scales() const {
        return numerics_.activation_quant == ops::ActivationQuant::PowerOfTwo;
    }
    const Codes& quantised(const Tensor& packed);
    bool are_powers_of_two(const Tensor& scales);
    /// Scales of the first rows of codes_, as the library takes them.
    const void* arranged_scales(int rows, std::int64_t blocks);
    /// x packed, [rows, in]; one of the two results, packed.
    void multiply(const Tensor& x, const LinearWeight& weight, Bf16* rounded, float* exact);
    void attend_by_absorbing(Tensor out, Tensor q, const LinearWeight& kv_b, const LayerCache& cache,
                             Tensor selection, const AttentionShape& shape);
    void attend_sequence(const ops::SequenceRows& sequence, Bf16* out, const Bf16* q,
                         const LinearWeight& kv_b, const LayerCache& cache, const int* selection,
                         std::int64_t selected, const AttentionShape& shape);
    IndexRotation index_rotation(const IndexerShape& shape, const Rope& rope);
    void prepare_index_queries(const Bf16* q, const float* head_weights, const LayerCache& cache,
                               const IndexerShape& shape, const Rope& rope);
    void score(float* scores, int stride, int first, int count, const LayerCache& cache,
               const IndexerShape& shape);
    const ExpertWeights* expert_table(std::span<const MlpWeights> routed,
                                      std::vector<ExpertWeights> on_device);
    bool streams(std::int64_t rows, std::span<const MlpWeights> routed, const MlpWeights* shared) const;
    /// `streamed`: null where all weights are on the device.
    void run_mlps(Operation& op, Experts& p, Tensor out, Tensor x,
                  const ExpertStream::Layer* streamed = nullptr);
    void experts_on_host(Tensor out, Tensor x, Tensor expert_ids, Tensor expert_weights,
                         std::span<const MlpWeights> routed, const MlpWeights* shared);
    void norm(Tensor out, Tensor x, const Tensor* delta, const Tensor& weight, float eps);

    int device_;
    DeviceUse use_;
    Waiting waiting_;
    ops::Numerics numerics_;
    std::string name_;
    DeviceMemory memory_;
    LibraryProducts library_;
    Stream stream_;
    Staging staging_;
    StepTables tables_;
    Recordings recordings_;
    ops::Step step_;
    StepView view_;
    std::unordered_map<const void*, Vector> vectors_;
    std::vector<RopeTable> rope_tables_;
    Codes codes_;
    std::array<Scratch, 4> packed_;                 ///< strided arguments of an operation, packed
    Scratch partial_, stats_;                       ///< of attention
    Scratch latents_, rope_keys_, expanded_, mask_; ///< of expanded attention
    Scratch experts_scratch_;
    HostExperts host_experts_;
    std::int64_t streamed_rows_;
    std::unique_ptr<ExpertStream> expert_stream_;                      ///< null: nothing is streamed
    std::unordered_map<const MlpWeights*, ExpertTable> expert_tables_; ///< by where a layer keeps its own
    Scratch index_queries_, index_weights_, index_scores_;
};

/// One operation under way. Makes the device current, and strided arguments packed: kernels take rows one
/// after the other.
class CudaBackend::Operation {
  public:
    explicit Operation(CudaBackend& backend);
    /// An argument that is read only.
    template <typename T>
    const T* in(const Tensor& tensor) {
        return static_cast<const T*>(pack(tensor, true));
    }
    /// One that is written only, or read and written; finish() puts it where it belongs.
    template <typename T>
    T* out(const Tensor& tensor) {
        return static_cast<T*>(result(tensor, false));
    }
    template <typename T>
    T* in_out(const Tensor& tensor) {
        return static_cast<T*>(result(tensor, true));
    }
    void finish();
    cudaStream_t stream() const { return backend_.stream_; }

  private:
    void* pack(const Tensor& tensor, bool copy);
    void* result(const Tensor& tensor, bool copy);

    struct Result {
        Tensor to;
        const void* from;
    };
    CudaBackend& backend_;
    std::size_t packed_ = 0;
    std::vector<Result> results_;
};

template <typename T>
T* CudaBackend::scratch(Scratch& of, std::int64_t count) {
    const std::size_t bytes = static_cast<std::size_t>(count) * sizeof(T);
    if (of.bytes < bytes) {
        of.memory = nullptr;
        of.memory = memory_.take(bytes, "the work space of an operation");
        of.bytes = bytes;
    }
    return static_cast<T*>(of.memory.get());
}

} // namespace hadal::cuda
