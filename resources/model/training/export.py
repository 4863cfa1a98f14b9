"""Writes a checkpoint in the Hugging Face layout: FP8 blocks, BF16 tables, MTP.

    python export.py CHECKPOINT.pt TOKENIZER_DIR OUT_DIR [--unrounded]

--unrounded keeps every matrix in float32, to see what FP8 costs.
"""
import json
import os
import shutil
import sys
from dataclasses import fields

import torch
from safetensors import safe_open
from safetensors.torch import save_file

from network import Model
from parts import Config
from quant import dequantise, quantise


def config_json(c: Config):
    return {
        "architectures": ["DeepseekV32ForCausalLM"], "model_type": "deepseek_v32",
        "attention_bias": False, "attention_dropout": 0.0, "bos_token_id": 0, "eos_token_id": 1, "ep_size": 1,
        "first_k_dense_replace": c.first_k_dense_replace, "hidden_act": "silu", "hidden_size": c.hidden_size,
        "index_head_dim": c.index_head_dim, "index_n_heads": c.index_n_heads, "index_topk": c.index_topk,
        "initializer_range": 0.02, "intermediate_size": c.intermediate_size, "kv_lora_rank": c.kv_lora_rank,
        "max_position_embeddings": c.max_position_embeddings, "moe_intermediate_size": c.moe_intermediate_size,
        "moe_layer_freq": 1, "n_group": c.n_group, "n_routed_experts": c.n_routed_experts, "n_shared_experts": c.n_shared_experts,
        "norm_topk_prob": True, "num_attention_heads": c.num_attention_heads, "num_experts_per_tok": c.num_experts_per_tok,
        "num_hidden_layers": c.num_hidden_layers, "num_key_value_heads": c.num_attention_heads, "num_nextn_predict_layers": 1,
        "q_lora_rank": c.q_lora_rank, "qk_nope_head_dim": c.qk_nope_head_dim, "qk_rope_head_dim": c.qk_rope_head_dim,
        "quantization_config": {"activation_scheme": "dynamic", "fmt": "e4m3", "quant_method": "fp8", "scale_fmt": "ue8m0",
                                "weight_block_size": [128, 128]},
        "rms_norm_eps": c.rms_norm_eps,
        "rope_scaling": {"beta_fast": 32, "beta_slow": 1, "factor": c.rope_factor, "mscale": 1.0, "mscale_all_dim": 1.0,
                         "original_max_position_embeddings": c.rope_original, "type": "yarn"},
        "rope_theta": c.rope_theta, "routed_scaling_factor": c.routed_scaling_factor, "scoring_func": "sigmoid",
        "tie_word_embeddings": False, "topk_group": c.topk_group, "topk_method": "noaux_tc", "torch_dtype": "bfloat16",
        "transformers_version": "4.44.2", "use_cache": True, "v_head_dim": c.v_head_dim, "vocab_size": c.vocab_size,
    }


def mlp(name, m):
    for part in ("gate_proj", "up_proj", "down_proj"):
        yield f"{name}.{part}.weight", getattr(m, part).weight, "fp8"


def block(i, b):
    p, a = f"model.layers.{i}.", b.self_attn
    yield p + "input_layernorm.weight", b.input_layernorm.weight, "bf16"
    yield p + "post_attention_layernorm.weight", b.post_attention_layernorm.weight, "bf16"
    for part in ("q_a_proj", "q_b_proj", "kv_a_proj_with_mqa", "kv_b_proj", "o_proj"):
        yield f"{p}self_attn.{part}.weight", getattr(a, part).weight, "fp8"
    for part in ("q_a_layernorm", "kv_a_layernorm"):
        yield f"{p}self_attn.{part}.weight", getattr(a, part).weight, "bf16"
    x = p + "self_attn.indexer."
    yield x + "wq_b.weight", a.indexer.wq_b.weight, "fp8"
    yield x + "wk.weight", a.indexer.wk.weight, "fp8"
    yield x + "k_norm.weight", a.indexer.k_norm.weight, "f32"
    yield x + "k_norm.bias", a.indexer.k_norm.bias, "f32"
    yield x + "weights_proj.weight", a.indexer.weights_proj.weight, "bf16"
    if hasattr(b.mlp, "router"):
        yield p + "mlp.gate.weight", b.mlp.router, "bf16"
        yield p + "mlp.gate.e_score_correction_bias", b.mlp.bias, "f32"
        for e in range(len(b.mlp.gate)):
            for part in ("gate", "up", "down"):
                yield f"{p}mlp.experts.{e}.{part}_proj.weight", getattr(b.mlp, part)[e], "fp8"
        yield from mlp(p + "mlp.shared_experts", b.mlp.shared)
    else:
        yield from mlp(p + "mlp", b.mlp)


def layout(model):
    """(name in the file, the network's own tensor, how it is stored) of everything but the two heads."""
    last = f"model.layers.{model.c.num_hidden_layers}."
    yield "model.embed_tokens.weight", model.embed_tokens.weight, "bf16"
    yield "model.norm.weight", model.norm.weight, "bf16"
    for i, b in enumerate(model.layers):
        yield from block(i, b)
    yield from block(model.c.num_hidden_layers, model.mtp.block)
    for part in ("enorm", "hnorm", "eh_proj"):
        yield f"{last}{part}.weight", getattr(model.mtp, part).weight, "bf16"
    yield last + "embed_tokens.weight", model.embed_tokens.weight, "bf16"
    yield last + "shared_head.norm.weight", model.mtp.norm.weight, "bf16"


@torch.no_grad()
def restored(folder):
    """The network of an exported folder, its weights as far as the rounding kept them."""
    with open(os.path.join(folder, "config.json")) as f:
        told = json.load(f)
    told |= {"rope_factor": told["rope_scaling"]["factor"], "rope_original": told["rope_scaling"]["original_max_position_embeddings"]}
    model = Model(Config(**{f.name: told[f.name] for f in fields(Config)}))
    with safe_open(os.path.join(folder, "model.safetensors"), "pt") as f:
        for name, tensor, how in layout(model):
            w = f.get_tensor(name)
            tensor.copy_(dequantise(w, f.get_tensor(name + "_scale_inv")) if w.dtype == torch.float8_e4m3fn else w)
        model.turn.weight.copy_(torch.linalg.lstsq(model.embed_tokens.weight, f.get_tensor("lm_head.weight").float()).solution)
    return model


def stored(model, rounded):
    """The tensors of the file."""
    out, head = {}, model.head_weight()
    last = f"model.layers.{model.c.num_hidden_layers}."
    for name, w, how in [*layout(model), ("lm_head.weight", head, "bf16"), (last + "shared_head.head.weight", head, "bf16")]:
        if how == "fp8" and rounded:
            out[name], scales = quantise(w.float())
            out[name + "_scale_inv"] = scales.float()
        else:
            out[name] = w.to(torch.bfloat16 if how == "bf16" else torch.float32)
    return {name: w.detach().contiguous().clone() for name, w in out.items()}


def export(checkpoint, tokenizer, out, rounded=True):
    saved = torch.load(checkpoint, map_location="cpu", weights_only=False)
    c = Config(**saved["config"])
    model = Model(c)
    model.load_state_dict(saved["average"])
    os.makedirs(out, exist_ok=True)
    tensors = stored(model, rounded)
    save_file(tensors, os.path.join(out, "model.safetensors"), metadata={"format": "pt"})
    with open(os.path.join(out, "config.json"), "w") as f:
        config = config_json(c)
        if not rounded:
            del config["quantization_config"]
        json.dump(config, f, indent=2)
        f.write("\n")
    with open(os.path.join(out, "generation_config.json"), "w") as f:
        # A small model answers best when it does not wander.
        json.dump({"_from_model_config": True, "bos_token_id": 0, "eos_token_id": 1, "do_sample": False, "temperature": 0.0, "top_p": 0.95,
                   "transformers_version": "4.44.2"}, f, indent=2)
        f.write("\n")
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(os.path.join(tokenizer, name), out)
    size = sum(os.path.getsize(os.path.join(out, n)) for n in os.listdir(out) if os.path.isfile(os.path.join(out, n)))
    count = sum(t.numel() for n, t in tensors.items() if "scale_inv" not in n)
    print(f"step {saved['step']}, {saved['seen']} tokens seen, {len(tensors)} tensors, {count / 1e6:.2f} M values, {size / 1e6:.2f} MB")


if __name__ == "__main__":
    export(*sys.argv[1:4], rounded="--unrounded" not in sys.argv)
