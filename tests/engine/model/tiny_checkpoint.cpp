#include "tiny_checkpoint.h"

#include "checkpoint_builder.h"

#include "engine/model/config.h"
#include "engine/model/tensors.h"
#include "kernels/bf16.h"

#include <bit>
#include <cmath>
#include <cstring>

namespace hadal::test {

namespace {

/// 64 random bits for each element of a tensor.
class Bits {
  public:
    Bits(const std::string& name, std::uint64_t seed) {
        for (const char c : name)
            start_ = (start_ ^ static_cast<unsigned char>(c)) * 0x100000001b3u; // FNV-1a
        start_ += seed << 32;
    }
    std::uint64_t operator[](std::uint64_t index) const { // splitmix64
        std::uint64_t z = start_ + index + 0x9e3779b97f4a7c15u;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }

  private:
    std::uint64_t start_ = 0xcbf29ce484222325u;
};

/// In [-1, 1), exact.
float unit(std::uint64_t bits) {
    return static_cast<float>(static_cast<std::int64_t>(bits >> 40) - (1 << 23)) * 0x1p-23f;
}

float gain(std::int64_t in_features) {
    const int log2 = std::bit_width(static_cast<std::uint64_t>(in_features)) - 1;
    return std::ldexp(1.0f, 1 - log2 / 2);
}

template <typename T>
void append(std::string& bytes, T value) {
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

std::vector<std::int64_t> shape_of(const model::TensorSpec& spec) {
    return spec.vector ? std::vector{spec.cols} : std::vector{spec.rows, spec.cols};
}

BuiltTensor plain(const model::TensorSpec& spec, bool f32, std::uint64_t seed) {
    const auto ends_with = [&](const char* suffix) { return spec.name.ends_with(suffix); };
    float factor = gain(spec.cols);
    float offset = 0.0f;
    if (ends_with("bias")) {
        factor = 0.25f;
    } else if (spec.vector) {
        factor = 0.25f;
        offset = 1.0f;
    } else if (ends_with("embed_tokens.weight")) {
        factor = 1.0f;
    } else if (ends_with("mlp.gate.weight")) {
        factor *= 2.0f;
    }
    f32 =
        f32 || ends_with("e_score_correction_bias") || ends_with("k_norm.weight") || ends_with("k_norm.bias");
    BuiltTensor tensor{f32 ? "F32" : "BF16", shape_of(spec), {}};
    const Bits bits(spec.name, seed);
    for (std::int64_t i = 0; i < spec.rows * spec.cols; ++i) {
        const float value = offset + unit(bits[static_cast<std::uint64_t>(i)]) * factor;
        if (f32)
            append(tensor.bytes, value);
        else
            append(tensor.bytes, ops::float_to_bf16(value));
    }
    return tensor;
}

BuiltTensor codes(const model::TensorSpec& spec, std::uint64_t seed) {
    BuiltTensor tensor{"F8_E4M3", shape_of(spec), {}};
    const Bits bits(spec.name, seed);
    for (std::int64_t i = 0; i < spec.rows * spec.cols; ++i) {
        auto code = static_cast<std::uint8_t>(bits[static_cast<std::uint64_t>(i)] >> 56);
        if ((code & 0x7f) == 0x7f)
            code &= 0xbf;
        append(tensor.bytes, code);
    }
    return tensor;
}

BuiltTensor scales(const model::TensorSpec& spec, bool power_of_two, std::uint64_t seed) {
    BuiltTensor tensor{"F32", {(spec.rows + 127) / 128, (spec.cols + 127) / 128}, {}};
    const float base = gain(spec.cols) * 0x1p-8f;
    const Bits bits(model::scale_name(spec.name), seed);
    for (std::int64_t i = 0; i < tensor.shape[0] * tensor.shape[1]; ++i) {
        const std::uint64_t random = bits[static_cast<std::uint64_t>(i)];
        append(tensor.bytes, power_of_two ? base * static_cast<float>(1 + (random >> 63))
                                          : base * ((3.0f + unit(random)) * 0.5f));
    }
    return tensor;
}

} // namespace

void write_tiny_checkpoint(const TinyCheckpoint& checkpoint, const std::filesystem::path& directory) {
    const model::Config config = model::parse_config(checkpoint.config, "the tiny checkpoint");
    BuiltTensors tensors;
    const auto add = [&](const model::TensorSpec& spec) {
        // The published FP8 checkpoints keep the projection of the MTP module in bf16.
        const bool fp8 = checkpoint.storage == "fp8" && spec.kind == model::TensorSpec::Kind::Linear &&
                         !spec.name.ends_with("eh_proj.weight");
        if (!fp8) {
            tensors[spec.name] = plain(spec, checkpoint.storage == "f32", checkpoint.seed);
            return;
        }
        tensors[spec.name] = codes(spec, checkpoint.seed);
        tensors[model::scale_name(spec.name)] = scales(spec, checkpoint.power_of_two_scales, checkpoint.seed);
    };
    model::visit_required_tensors(config, add);
    if (config.num_nextn_predict_layers > 0)
        model::visit_mtp_tensors(config, add);
    write_file(directory / "config.json", checkpoint.config);
    write_file(directory / "model.safetensors", safetensors_bytes(tensors));
}

std::vector<std::int32_t> random_tokens(std::uint64_t seed, std::size_t count, std::int64_t vocab_size) {
    const Bits bits("tokens", seed);
    std::vector<std::int32_t> tokens;
    for (std::uint64_t i = 0; i < count; ++i)
        tokens.push_back(static_cast<std::int32_t>(bits[i] % static_cast<std::uint64_t>(vocab_size)));
    return tokens;
}

} // namespace hadal::test
