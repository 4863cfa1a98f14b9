// Inputs of the self-test: random, and the same for both backends.
#pragma once

#include "kernels/ops.h"

#include <cstring>
#include <random>
#include <vector>

namespace hadal::ops {

/// Makes tensors of one backend from its own sequence of random numbers, which begins anew with each.
class SelfTestInputs {
  public:
    explicit SelfTestInputs(Backend& backend) : backend_(backend) {}
    Backend& backend() { return backend_; }

    Tensor floats(std::int64_t rows, std::int64_t cols, float scale = 1.0f);
    Tensor activations(std::int64_t rows, std::int64_t cols, float scale = 1.0f);
    Tensor results(std::int64_t rows, std::int64_t cols); ///< activations, zero
    Tensor exact_results(std::int64_t rows, std::int64_t cols);
    Tensor indices(const std::vector<std::int32_t>& values, std::int64_t rows, std::int64_t cols);
    Tensor vector(std::int64_t size); ///< bf16, around one
    LinearWeight bf16_weight(std::int64_t out, std::int64_t in);
    LinearWeight fp8_weight(std::int64_t out, std::int64_t in);
    MlpWeights mlp(std::int64_t hidden, std::int64_t width);
    LayerCache cache(std::int64_t pages, std::int64_t rank, std::int64_t rope, std::int64_t index_dim);
    Rope rope(std::int64_t dim);

    /// The values of an activation, F32 or I32 tensor.
    std::vector<float> values(const Tensor& tensor);

  private:
    Tensor keep(Buffer buffer) {
        buffers_.push_back(std::move(buffer));
        return buffers_.back().view();
    }
    Tensor upload_activations(const std::vector<float>& values, std::int64_t rows, std::int64_t cols);
    std::vector<float> normals(std::int64_t count, float scale);

    Backend& backend_;
    std::mt19937 random_{20'26};
    std::vector<Buffer> buffers_;
    std::vector<std::vector<std::byte>> weights_; ///< a CPU uses them in place
};

} // namespace hadal::ops
