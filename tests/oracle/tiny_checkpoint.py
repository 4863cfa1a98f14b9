"""Weights of tiny random checkpoints, as a function of nothing but tensor name, shape and seed.

The same function exists in C++ (tests/engine/model/tiny_checkpoint.cpp), so that fixtures hold expected
results only. All arithmetic is exact in float32 (powers of two, one rounding to bfloat16), hence equal bits on
both sides.

Element i of a tensor draws 64 bits: splitmix64(fnv1a64(name) + (seed << 32) + i). Its upper 24 bits, read as a
signed fraction, give u in [-1, 1). Then
    norm weights            1 + u/4
    biases                  u/4
    embedding               u
    router                  twice a matrix
    matrices                u * gain,       gain = 2^(1 - floor(log2(in_features)) // 2)
    FP8 matrices            code = the upper 8 bits (NaN codes lose a bit), any code being as likely as any other
    scales of FP8 matrices  gain/256 * 2^(bit 63) where scales are powers of two, else gain/256 * (3 + u)/2
"""

import numpy as np

FNV_OFFSET, FNV_PRIME, MASK = 0xCBF29CE484222325, 0x100000001B3, (1 << 64) - 1


def random_bits(name, seed, count):
    start = FNV_OFFSET
    for byte in name.encode():
        start = ((start ^ byte) * FNV_PRIME) & MASK
    start = (start + (seed << 32)) & MASK
    with np.errstate(over="ignore"):
        z = np.uint64(start) + np.arange(count, dtype=np.uint64) + np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def unit(bits):
    return ((bits >> np.uint64(40)).astype(np.int64) - (1 << 23)).astype(np.float32) * np.float32(2.0**-23)


def gain(in_features):
    return np.float32(2.0 ** (1 - (int(in_features).bit_length() - 1) // 2))


def round_to_bf16(x):
    bits = np.ascontiguousarray(x, dtype=np.float32).view(np.uint32).astype(np.uint64)
    rounded = (bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000
    return rounded.astype(np.uint32).view(np.float32)


def e4m3_to_float(codes):
    codes = codes.astype(np.int64)
    exponent, mantissa = (codes >> 3) & 15, codes & 7
    magnitude = np.where(exponent > 0, (8 + mantissa) * 2.0 ** (exponent - 10.0), mantissa * 2.0**-9)
    return np.where(codes & 0x80, -magnitude, magnitude).astype(np.float32)


def is_block_quantised(name):
    """Which linears an FP8 checkpoint stores as FP8 (the rest is bf16)."""
    kept = ("eh_proj.weight", "weights_proj.weight")
    return name.endswith(("_proj.weight", "_proj_with_mqa.weight", ".wq_b.weight", ".wk.weight")) and not (
        name.endswith(kept)
    )


def is_f32_everywhere(name):
    return name.endswith(("e_score_correction_bias", "k_norm.weight", "k_norm.bias"))


def plain_values(name, shape, seed):
    u = unit(random_bits(name, seed, int(np.prod(shape)))).reshape(shape)
    if name.endswith("bias"):
        return u * np.float32(0.25)
    if len(shape) == 1:
        return np.float32(1) + u * np.float32(0.25)
    if name.endswith("embed_tokens.weight"):
        return u
    return u * gain(shape[1]) * np.float32(2 if name.endswith("mlp.gate.weight") else 1)


def values(name, shape, storage, seed, power_of_two_scales=True):
    """The tensor as float32, after storage as "f32", "bf16" or "fp8"."""
    if storage == "fp8" and is_block_quantised(name):
        codes = (random_bits(name, seed, int(np.prod(shape))) >> np.uint64(56)).astype(np.uint8)
        codes = np.where((codes & 0x7F) == 0x7F, codes & 0xBF, codes)
        blocks = [-(-n // 128) for n in shape]
        bits = random_bits(name + "_scale_inv", seed, blocks[0] * blocks[1])
        base = gain(shape[1]) * np.float32(2.0**-8)
        if power_of_two_scales:
            scales = base * (1 + (bits >> np.uint64(63)).astype(np.float32))
        else:
            scales = base * ((np.float32(3) + unit(bits)) * np.float32(0.5))
        spread = scales.reshape(blocks).repeat(128, 0)[: shape[0]].repeat(128, 1)[:, : shape[1]]
        return e4m3_to_float(codes).reshape(shape) * spread
    plain = plain_values(name, shape, seed)
    return plain if storage == "f32" or is_f32_everywhere(name) else round_to_bf16(plain)


def layer_shapes(config, prefix, moe):
    h, heads = config["hidden_size"], config["num_attention_heads"]
    nope, rope, v = config["qk_nope_head_dim"], config["qk_rope_head_dim"], config["v_head_dim"]
    kv_rank, q_rank = config["kv_lora_rank"], config.get("q_lora_rank")
    a = prefix + "self_attn."
    shapes = {
        prefix + "input_layernorm.weight": (h,),
        prefix + "post_attention_layernorm.weight": (h,),
        a + "kv_a_proj_with_mqa.weight": (kv_rank + rope, h),
        a + "kv_a_layernorm.weight": (kv_rank,),
        a + "kv_b_proj.weight": (heads * (nope + v), kv_rank),
        a + "o_proj.weight": (h, heads * v),
    }
    if q_rank:
        shapes[a + "q_a_proj.weight"] = (q_rank, h)
        shapes[a + "q_a_layernorm.weight"] = (q_rank,)
        shapes[a + "q_b_proj.weight"] = (heads * (nope + rope), q_rank)
    else:
        shapes[a + "q_proj.weight"] = (heads * (nope + rope), h)
    if config.get("index_topk"):
        dim = config["index_head_dim"]
        shapes[a + "indexer.wq_b.weight"] = (config["index_n_heads"] * dim, q_rank)
        shapes[a + "indexer.wk.weight"] = (dim, h)
        shapes[a + "indexer.k_norm.weight"] = (dim,)
        shapes[a + "indexer.k_norm.bias"] = (dim,)
        shapes[a + "indexer.weights_proj.weight"] = (config["index_n_heads"], h)

    def mlp(name, width):
        shapes[prefix + name + "gate_proj.weight"] = (width, h)
        shapes[prefix + name + "up_proj.weight"] = (width, h)
        shapes[prefix + name + "down_proj.weight"] = (h, width)

    if not moe:
        mlp("mlp.", config["intermediate_size"])
        return shapes
    experts, width = config["n_routed_experts"], config["moe_intermediate_size"]
    shapes[prefix + "mlp.gate.weight"] = (experts, h)
    if config["topk_method"] == "noaux_tc":
        shapes[prefix + "mlp.gate.e_score_correction_bias"] = (experts,)
    for e in range(experts):
        mlp(f"mlp.experts.{e}.", width)
    mlp("mlp.shared_experts.", width * config["n_shared_experts"])
    return shapes


def shapes(config):
    """Every tensor of the checkpoint, the MTP module's own included, without the scales."""
    h, layers = config["hidden_size"], config["num_hidden_layers"]
    result = {
        "model.embed_tokens.weight": (config["vocab_size"], h),
        "model.norm.weight": (h,),
        "lm_head.weight": (config["vocab_size"], h),
    }
    for i in range(layers):
        result |= layer_shapes(config, f"model.layers.{i}.", i >= config["first_k_dense_replace"])
    if config.get("num_nextn_predict_layers"):
        prefix = f"model.layers.{layers}."
        result |= layer_shapes(config, prefix, True)
        result[prefix + "enorm.weight"] = (h,)
        result[prefix + "hnorm.weight"] = (h,)
        result[prefix + "eh_proj.weight"] = (h, 2 * h)
        result[prefix + "shared_head.norm.weight"] = (h,)
    return result


def weights(case):
    config = case["config"]
    return {
        name: values(name, shape, case["storage"], case["seed"], case["power_of_two_scales"])
        for name, shape in shapes(config).items()
    }
