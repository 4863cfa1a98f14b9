#!/usr/bin/env python3
"""Writes a synthetic FP8 checkpoint of the DeepSeek-V3.2 architecture, for benchmarks.

    tests/benchmarks/make_checkpoint.py OUT [--layers 12] [--experts 24] [--seed 1]

The default takes 1.6 GB and reads about 0.6 GB a token. The weights are random, with a gain that keeps activations of
order one: good for speed and memory, and its text is noise. The tokenizer is the built-in model's; ids past it exist in
the model only, as in the real checkpoints. Needs nothing but Python's standard library.
"""
import argparse
import json
import math
import random
import shutil
import struct
from pathlib import Path

RESOURCES = Path(__file__).resolve().parents[2] / "resources" / "model"
CHUNK = 1 << 22  # random bytes at a time; a multiple of 2

# Every code but the two NaNs, so that a random byte is a random weight. Uniform codes have this root mean square:
E4M3 = [(-1) ** (b >> 7) * (2.0 ** ((b >> 3 & 15) - 7) * (1 + (b & 7) / 8) if b >> 3 & 15 else (b & 7) / 512)
        for b in range(256)]
FINITE = bytes(0 if b & 0x7F == 0x7F else b for b in range(256))
FP8_RMS = math.sqrt(sum(E4M3[b] ** 2 for b in FINITE) / 256)


def config_for(args):
    return {
        "architectures": ["DeepseekV32ForCausalLM"], "model_type": "deepseek_v32", "vocab_size": 32768,
        "hidden_size": 2048, "num_hidden_layers": args.layers, "max_position_embeddings": 32768,
        "num_attention_heads": 16, "q_lora_rank": 768, "kv_lora_rank": 512, "qk_nope_head_dim": 128,
        "qk_rope_head_dim": 64, "v_head_dim": 128, "intermediate_size": 6144, "moe_intermediate_size": 768,
        "n_routed_experts": args.experts, "n_shared_experts": 1, "num_experts_per_tok": 4, "n_group": 4,
        "topk_group": 2, "first_k_dense_replace": 1, "moe_layer_freq": 1, "norm_topk_prob": True,
        "routed_scaling_factor": 2.5, "scoring_func": "sigmoid", "topk_method": "noaux_tc", "index_n_heads": 16,
        "index_head_dim": 128, "index_topk": 2048, "rms_norm_eps": 1e-6, "rope_theta": 10000,
        "rope_scaling": {"type": "yarn", "factor": 8, "original_max_position_embeddings": 4096, "beta_fast": 32,
                         "beta_slow": 1, "mscale": 1.0, "mscale_all_dim": 1.0},
        "hidden_act": "silu", "tie_word_embeddings": False, "bos_token_id": 0, "eos_token_id": 1,
        "quantization_config": {"quant_method": "fp8", "fmt": "e4m3", "scale_fmt": "ue8m0",
                                "activation_scheme": "dynamic", "weight_block_size": [128, 128]},
    }


def tensors(c):
    """(name, shape, kind): kind is fp8, bf16 (random), one (bf16 ones), f32 (small numbers)."""
    h = c["hidden_size"]

    def mlp(prefix, width):
        yield prefix + "gate_proj.weight", [width, h], "fp8"
        yield prefix + "up_proj.weight", [width, h], "fp8"
        yield prefix + "down_proj.weight", [h, width], "fp8"

    heads, rank, qrank = c["num_attention_heads"], c["kv_lora_rank"], c["q_lora_rank"]
    nope, rope, value = c["qk_nope_head_dim"], c["qk_rope_head_dim"], c["v_head_dim"]
    yield "model.embed_tokens.weight", [c["vocab_size"], h], "bf16"
    for layer in range(c["num_hidden_layers"]):
        p = f"model.layers.{layer}."
        a, x = p + "self_attn.", p + "self_attn.indexer."
        yield p + "input_layernorm.weight", [h], "one"
        yield a + "q_a_proj.weight", [qrank, h], "fp8"
        yield a + "q_a_layernorm.weight", [qrank], "one"
        yield a + "q_b_proj.weight", [heads * (nope + rope), qrank], "fp8"
        yield a + "kv_a_proj_with_mqa.weight", [rank + rope, h], "fp8"
        yield a + "kv_a_layernorm.weight", [rank], "one"
        yield a + "kv_b_proj.weight", [heads * (nope + value), rank], "fp8"
        yield a + "o_proj.weight", [h, heads * value], "fp8"
        yield x + "wq_b.weight", [c["index_n_heads"] * c["index_head_dim"], qrank], "fp8"
        yield x + "wk.weight", [c["index_head_dim"], h], "fp8"
        yield x + "k_norm.weight", [c["index_head_dim"]], "one"
        yield x + "k_norm.bias", [c["index_head_dim"]], "f32"
        yield x + "weights_proj.weight", [c["index_n_heads"], h], "bf16"
        yield p + "post_attention_layernorm.weight", [h], "one"
        if layer < c["first_k_dense_replace"]:
            yield from mlp(p + "mlp.", c["intermediate_size"])
            continue
        yield p + "mlp.gate.weight", [c["n_routed_experts"], h], "bf16"
        yield p + "mlp.gate.e_score_correction_bias", [c["n_routed_experts"]], "f32"
        for expert in range(c["n_routed_experts"]):
            yield from mlp(p + f"mlp.experts.{expert}.", c["moe_intermediate_size"])
        yield from mlp(p + "mlp.shared_experts.", c["moe_intermediate_size"] * c["n_shared_experts"])
    yield "model.norm.weight", [h], "one"
    yield "lm_head.weight", [c["vocab_size"], h], "bf16"


def random_bf16(rng, count):
    """Values of either sign between 2^-7 and 2^-5: about the gain of a 2048-wide row."""
    data = bytearray(2 * count)
    data[0::2] = rng.randbytes(count)
    data[1::2] = rng.randbytes(count).translate(bytes((b & 0x80) | 0x3C for b in range(256)))
    return bytes(data)


def pieces(rng, shape, kind):
    count = math.prod(shape)
    if kind == "one":
        yield b"\x80\x3f" * count
    elif kind == "f32":
        yield b"".join(struct.pack("<f", rng.uniform(-0.05, 0.05)) for _ in range(count))
    else:
        for start in range(0, count, CHUNK):
            n = min(CHUNK, count - start)
            yield rng.randbytes(n).translate(FINITE) if kind == "fp8" else random_bf16(rng, n)


def write_shard(path, specs, rng):
    dtypes = {"fp8": ("F8_E4M3", 1), "bf16": ("BF16", 2), "one": ("BF16", 2), "f32": ("F32", 4)}
    header, offset = {}, 0
    for name, shape, kind in specs:
        size = math.prod(shape) * dtypes[kind][1]
        header[name] = {"dtype": dtypes[kind][0], "shape": shape, "data_offsets": [offset, offset + size]}
        offset += size
        if kind == "fp8":
            blocks = [-(-shape[0] // 128), -(-shape[1] // 128)]
            size = 4 * math.prod(blocks)
            header[name + "_scale_inv"] = {"dtype": "F32", "shape": blocks, "data_offsets": [offset, offset + size]}
            offset += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for name, shape, kind in specs:
            for piece in pieces(rng, shape, kind):
                file.write(piece)
            if kind == "fp8":
                gain = 2.0 ** round(math.log2(1 / (FP8_RMS * math.sqrt(shape[1]))))
                file.write(struct.pack("<f", gain) * (-(-shape[0] // 128) * -(-shape[1] // 128)))
    return list(header)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--layers", type=int, default=12)
    parser.add_argument("--experts", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)

    config = config_for(args)
    (args.out / "config.json").write_text(json.dumps(config, indent=2))
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(RESOURCES / name, args.out / name)

    specs = list(tensors(config))
    half = len(specs) // 2
    weight_map = {}
    for i, part in enumerate((specs[:half], specs[half:])):
        shard = f"model-{i + 1:05}-of-00002.safetensors"
        for name in write_shard(args.out / shard, part, random.Random(args.seed + i)):
            weight_map[name] = shard
    (args.out / "model.safetensors.index.json").write_text(json.dumps({"weight_map": weight_map}))
    total = sum(f.stat().st_size for f in args.out.glob("*.safetensors"))
    print(f"{args.out}: {total / 1e9:.2f} GB in 2 shards")


if __name__ == "__main__":
    main()
