#include "kernels/selftest/inputs.h"

#include "kernels/bf16.h"
#include "kernels/cache_layout.h"

#include <algorithm>

namespace hadal::ops {

/// Box-Muller by hand: the standard's distributions may differ between libraries.
std::vector<float> SelfTestInputs::normals(std::int64_t count, float scale) {
    std::vector<float> values(static_cast<std::size_t>(count));
    for (float& v : values) {
        const double u = (static_cast<double>(random_()) + 1.0) / 4294967297.0;
        const double angle = static_cast<double>(random_()) * (6.283185307179586 / 4294967296.0);
        v = round_to_bf16(static_cast<float>(std::sqrt(-2.0 * std::log(u)) * std::cos(angle)) * scale);
    }
    return values;
}

Tensor SelfTestInputs::floats(std::int64_t rows, std::int64_t cols, float scale) {
    const Tensor t = exact_results(rows, cols);
    backend_.upload(t, normals(rows * cols, scale).data());
    return t;
}

Tensor SelfTestInputs::upload_activations(const std::vector<float>& values, std::int64_t rows,
                                          std::int64_t cols) {
    const Tensor t = keep(backend_.allocate(backend_.activation_dtype(), rows, cols));
    if (t.dtype == DType::F32) {
        backend_.upload(t, values.data());
        return t;
    }
    std::vector<std::uint16_t> bits(values.size());
    std::transform(values.begin(), values.end(), bits.begin(), float_to_bf16);
    backend_.upload(t, bits.data());
    return t;
}

Tensor SelfTestInputs::activations(std::int64_t rows, std::int64_t cols, float scale) {
    return upload_activations(normals(rows * cols, scale), rows, cols);
}

Tensor SelfTestInputs::results(std::int64_t rows, std::int64_t cols) {
    return upload_activations(std::vector<float>(static_cast<std::size_t>(rows * cols)), rows, cols);
}

Tensor SelfTestInputs::exact_results(std::int64_t rows, std::int64_t cols) {
    return keep(backend_.allocate(DType::F32, rows, cols));
}

Tensor SelfTestInputs::indices(const std::vector<std::int32_t>& values, std::int64_t rows,
                               std::int64_t cols) {
    const Tensor t = keep(backend_.allocate(DType::I32, rows, cols));
    backend_.upload(t, values.data());
    return t;
}

Tensor SelfTestInputs::vector(std::int64_t size) {
    std::vector<std::byte> bytes(static_cast<std::size_t>(2 * size));
    std::int64_t i = 0;
    for (const float v : normals(size, 0.2f)) {
        const std::uint16_t bits = float_to_bf16(1.0f + v);
        std::memcpy(bytes.data() + 2 * i++, &bits, 2);
    }
    weights_.push_back(std::move(bytes));
    return keep(backend_.import_weight(weights_.back().data(), DType::BF16, 1, size));
}

LinearWeight SelfTestInputs::bf16_weight(std::int64_t out, std::int64_t in) {
    std::vector<std::byte> bytes(static_cast<std::size_t>(2 * out * in));
    std::int64_t i = 0;
    for (const float v : normals(out * in, 1.0f / std::sqrt(static_cast<float>(in)))) {
        const std::uint16_t bits = float_to_bf16(v);
        std::memcpy(bytes.data() + 2 * i++, &bits, 2);
    }
    weights_.push_back(std::move(bytes));
    return {keep(backend_.import_weight(weights_.back().data(), DType::BF16, out, in)), {}};
}

LinearWeight SelfTestInputs::fp8_weight(std::int64_t out, std::int64_t in) {
    std::vector<std::byte> bytes(static_cast<std::size_t>(out * in));
    std::int64_t i = 0;
    for (const float v : normals(out * in, 64.0f))
        bytes[static_cast<std::size_t>(i++)] = static_cast<std::byte>(float_to_e4m3(v));
    std::vector<std::byte> scales(static_cast<std::size_t>(4 * fp8_blocks(out) * fp8_blocks(in)));
    const float unit = std::exp2(-std::round(std::log2(64.0f * std::sqrt(static_cast<float>(in)))));
    for (std::size_t s = 0; s < scales.size(); s += 4) {
        const float scale = random_() % 2 ? unit : 2 * unit;
        std::memcpy(scales.data() + s, &scale, 4);
    }
    weights_.push_back(std::move(bytes));
    const Tensor values = keep(backend_.import_weight(weights_.back().data(), DType::F8E4M3, out, in));
    weights_.push_back(std::move(scales));
    LinearWeight weight{values, keep(backend_.import_weight(weights_.back().data(), DType::F32,
                                                            fp8_blocks(out), fp8_blocks(in)))};
    weight.arranged = keep(backend_.arrange_scales(weight));
    return weight;
}

MlpWeights SelfTestInputs::mlp(std::int64_t hidden, std::int64_t width) {
    const LinearWeight gate = fp8_weight(width, hidden);
    const LinearWeight up = fp8_weight(width, hidden);
    return {gate, up, fp8_weight(hidden, width)};
}

LayerCache SelfTestInputs::cache(std::int64_t pages, std::int64_t rank, std::int64_t rope,
                                 std::int64_t index_dim) {
    LayerCache cache;
    cache.latent_format = LatentFormat::FP8;
    cache.index_key_format = IndexKeyFormat::FP8;
    cache.kv_lora_rank = rank;
    cache.rope_dim = rope;
    cache.index_head_dim = index_dim;
    cache.latents =
        keep(backend_.allocate(DType::U8, pages, latent_page_bytes(LatentFormat::FP8, rank, rope)));
    cache.index_keys =
        keep(backend_.allocate(DType::U8, pages, index_key_page_bytes(IndexKeyFormat::FP8, index_dim)));
    return cache;
}

Rope SelfTestInputs::rope(std::int64_t dim) {
    std::vector<float> frequencies;
    for (std::int64_t j = 0; j < dim / 2; ++j)
        frequencies.push_back(std::pow(10000.0f, -2.0f * static_cast<float>(j) / static_cast<float>(dim)));
    const Tensor t = exact_results(1, dim / 2);
    backend_.upload(t, frequencies.data());
    return {t, 1.0f};
}

std::vector<float> SelfTestInputs::values(const Tensor& tensor) {
    const auto count = static_cast<std::size_t>(tensor.size());
    std::vector<float> values(count);
    if (tensor.dtype == DType::F32) {
        backend_.download(values.data(), tensor);
    } else if (tensor.dtype == DType::BF16) {
        std::vector<std::uint16_t> bits(count);
        backend_.download(bits.data(), tensor);
        std::transform(bits.begin(), bits.end(), values.begin(), bf16_to_float);
    } else {
        std::vector<std::int32_t> integers(count);
        backend_.download(integers.data(), tensor);
        std::transform(integers.begin(), integers.end(), values.begin(),
                       [](std::int32_t v) { return static_cast<float>(v); });
    }
    return values;
}

} // namespace hadal::ops
