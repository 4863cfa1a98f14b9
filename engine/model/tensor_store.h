// Single tensors of a checkpoint, or a rank's parts of them, as tensors of a backend.
#pragma once

#include "engine/model/bulk_loader.h"
#include "engine/model/checkpoint.h"
#include "engine/model/communicator.h"
#include "engine/model/options.h"
#include "engine/model/progress.h"
#include "engine/model/tensors.h"
#include "engine/parallel/shard_plan.h"
#include "kernels/ops.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace hadal::model {

/// Gives tensors to a backend by their names in a checkpoint, and keeps what the backend made of them. Both
/// must outlive it. Tensors are made inside load(), which reads large ones in bulk where the backend has
/// memory of its own: until it returns they hold nothing.
class TensorStore {
  public:
    /// Where a weight is to lie: the backend's own memory, or the host's.
    enum class Place { Backend, Host };

    TensorStore(const Checkpoint& checkpoint, ops::Backend& backend, const RankPlace& place,
                const ModelOptions& options);

    /// Visits the tensors that will be loaded.
    using Visit = std::function<void(const Config&, const TensorVisitor&)>;
    /// Calls `make_all`, which makes all tensors that `visit` visits, between what comes before and after.
    /// Throws Error: Cancelled, between two tensors or blocks of a file; OutOfMemory, InvalidFile,
    /// DeviceLost.
    void load(const char* what, const Visit& visit, const ProgressFn& progress, std::stop_token stop,
              const std::function<void()>& make_all);

    /// As the checkpoint stores it.
    ops::Tensor plain(const std::string& name);
    /// For what the operations want in F32, however the checkpoint stores it.
    ops::Tensor f32(const std::string& name);
    /// A matrix with its scales, if it has some.
    ops::LinearWeight linear(const std::string& name, Place place = Place::Backend);
    /// Gives a matrix that multiplies_prompts() its scales once more, in the backend's form, once they have
    /// come.
    void arrange(ops::LinearWeight& weight);

    /// Whether a layer's routed experts stay in the host's memory.
    bool is_on_host(std::int64_t layer) const;

  private:
    /// A tensor, where `copy` is for those that are not to be used where they are mapped: a file that has
    /// become shorter would end the program.
    CheckpointTensor read(const std::string& name, std::vector<std::byte>& copy) const;
    parallel::TensorShard shard(const std::string& name, const CheckpointTensor& tensor) const;
    bool is_unpacked(const std::string& name, const CheckpointTensor& tensor) const;
    bool is_on_host(const std::string& name) const;
    ops::Tensor import(const CheckpointTensor& tensor, const parallel::TensorShard& part,
                       Place place = Place::Backend);
    ops::Tensor unpacked(const CheckpointTensor& weight, const CheckpointTensor& scales,
                         const parallel::TensorShard& part, Place place);
    ops::Tensor keep(ops::DType dtype, std::int64_t rows, std::int64_t cols, const void* values);
    /// Numbers that were made for this, one row after the other.
    template <typename T>
    ops::Tensor keep(std::vector<T> values, ops::DType dtype, std::int64_t rows, std::int64_t cols,
                     Place place);
    void begin(const Visit& visit);
    void advance(const CheckpointTensor& tensor, std::int64_t bytes);
    void report(double bytes);

    const Checkpoint& checkpoint_;
    ops::Backend& backend_;
    RankPlace place_;
    std::vector<std::int64_t> host_expert_layers_;
    ReadingOptions reading_;
    // Of the loading under way, in bytes of this rank.
    std::string what_;
    ProgressFn progress_;
    std::stop_token stop_;
    std::int64_t loaded_ = 0, to_load_ = 0, in_bulk_ = 0, reported_ = 0;
    std::vector<ops::Buffer> buffers_;
    std::unique_ptr<BulkLoader> bulk_; ///< null where the backend's memory is the host's
};

} // namespace hadal::model
