"""Writes tests/data/oracle: what an independent implementation computes for tiny random checkpoints.

    python make_fixtures.py [case ...]          needs numpy, torch, transformers, safetensors

For each case: tests/data/oracle/cases.json holds config and numerics, CASE.safetensors the tokens, the logits
after every token, the selected positions and chosen experts of every layer, and by how much each choice was
decided. Oracles:

 transformers  the deepseek_v2, deepseek_v3 and deepseek_v32 models of Hugging Face transformers, and its
               MtpLayer. Two things are set right: the norms of q_a and kv_a, which it leaves at eps 1e-6, take
               the config's rms_norm_eps, as in the publisher's code; FP8 weights are given to it dequantised.
               It has no Hadamard rotation (which changes nothing in exact arithmetic), no FP8 indexer keys, no
               FP8 latent cache and no quantised activations.
 formulas      reference.py, float64, for those four. Wherever transformers can compute a case, this script
               demands that both agree.
"""

import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
import transformers
from safetensors.numpy import save_file
from transformers.modeling_layers import MtpLayer

import tiny_checkpoint
from reference import Reference

OUTPUT = Path(__file__).resolve().parent.parent / "data" / "oracle"

V32 = {  # small, with everything that can go wrong: see the comments of each case for what it adds
    "architectures": ["DeepseekV32ForCausalLM"],
    "model_type": "deepseek_v32",
    "vocab_size": 256,
    "hidden_size": 128,
    "num_hidden_layers": 3,
    "first_k_dense_replace": 1,
    "moe_layer_freq": 1,
    "num_nextn_predict_layers": 0,
    "num_attention_heads": 4,
    "num_key_value_heads": 4,
    "q_lora_rank": 64,
    "kv_lora_rank": 64,
    "qk_nope_head_dim": 32,
    "qk_rope_head_dim": 16,
    "v_head_dim": 32,
    "intermediate_size": 192,
    "moe_intermediate_size": 64,
    "n_routed_experts": 16,
    "n_shared_experts": 1,
    "num_experts_per_tok": 4,
    "n_group": 4,
    "topk_group": 2,
    "norm_topk_prob": True,
    "routed_scaling_factor": 2.5,
    "scoring_func": "sigmoid",
    "topk_method": "noaux_tc",
    "index_n_heads": 16,
    "index_head_dim": 32,
    "index_topk": 8,
    "rms_norm_eps": 1e-6,
    "rope_theta": 10000,
    "rope_scaling": {
        "type": "yarn",
        "factor": 4,
        "original_max_position_embeddings": 256,
        "beta_fast": 32,
        "beta_slow": 1,
        "mscale": 1.0,
        "mscale_all_dim": 1.0,
    },
    "max_position_embeddings": 1024,
    "hidden_act": "silu",
    "attention_bias": False,
    "tie_word_embeddings": False,
    "bos_token_id": 0,
    "eos_token_id": 1,
    "torch_dtype": "bfloat16",
}
V3 = {key: value for key, value in V32.items() if not key.startswith("index_")} | {
    "architectures": ["DeepseekV3ForCausalLM"],
    "model_type": "deepseek_v3",
}
V2 = V3 | {
    "architectures": ["DeepseekV2ForCausalLM"],
    "model_type": "deepseek_v2",
    "scoring_func": "softmax",
    "topk_method": "greedy",
    "norm_topk_prob": False,
    "routed_scaling_factor": 1.0,
    "n_group": 1,
    "topk_group": 1,
    "n_shared_experts": 2,
}
FULL = V32 | {
    "hidden_size": 256,
    "num_hidden_layers": 4,
    "num_nextn_predict_layers": 1,
    "q_lora_rank": 128,
    "kv_lora_rank": 128,
    "intermediate_size": 384,
    "moe_intermediate_size": 128,
    "index_head_dim": 128,
    "vocab_size": 512,
}
RAGGED = V32 | {
    "hidden_size": 192,
    "q_lora_rank": 160,
    "kv_lora_rank": 136,
    "intermediate_size": 320,
    "moe_intermediate_size": 96,
}
QUANTISATION = {"quant_method": "fp8", "fmt": "e4m3", "activation_scheme": "dynamic"} | {"weight_block_size": [128, 128]}
UE8M0 = {"quantization_config": QUANTISATION | {"scale_fmt": "ue8m0"}}
SCALED = {"quantization_config": QUANTISATION}


def yarn(**changes):
    return {"rope_scaling": V32["rope_scaling"] | changes}


def case(seed, config, storage="f32", tokens=24, oracle="transformers", round_bf16=False, **numerics):
    plain = {"hadamard": False, "fp8_index_keys": False, "fp8_latents": False, "activation_quant": None}
    return {
        "config": config,
        "storage": storage,
        "power_of_two_scales": config.get("quantization_config", {}).get("scale_fmt") == "ue8m0",
        "tokens": tokens,
        "seed": seed,
        "oracle": oracle,
        "round_bf16": round_bf16,
        "numerics": plain | numerics,
    }


# The first argument is a seed whose choices are all clear: see the least gaps that a run prints.
CASES = {
    # V3.2 with MTP; contexts on both sides of index_topk, and past a cache page of 64 tokens.
    "v32": case(4, FULL, tokens=80),
    "v32_fp8": case(2, FULL | UE8M0, "fp8"),
    # Blocks of weights that do not fill 128 rows or columns, scales that are no powers of two.
    "v32_fp8_ragged": case(5, RAGGED | SCALED, "fp8"),
    "v32_bf16": case(6, V32, "bf16"),
    # Every activation rounded to bf16, on both sides: a seed whose choices withstand that.
    "v32_bf16_rounded": case(47, V32 | {"num_hidden_layers": 2}, "bf16", tokens=16, round_bf16=True),
    # Never more context than index_topk.
    "v32_short": case(1, V32 | {"index_topk": 32}),
    # No indexer; MTP; a rotary magnitude other than 1.
    "v3": case(6, V3 | yarn(mscale_all_dim=0.5) | {"num_nextn_predict_layers": 1}, tokens=72),
    "v3_fp8": case(5, V3 | SCALED, "fp8"),
    # As Moonlight: no query compression, no YaRN, one group, another eps.
    "v3_no_q_lora": case(
        2,
        V3
        | {"q_lora_rank": None, "rope_scaling": None, "rope_theta": 50000, "rms_norm_eps": 1e-5}
        | {"n_group": 1, "topk_group": 1, "routed_scaling_factor": 2.446, "n_shared_experts": 2}
    ),
    # As V2-Lite.
    "v2_greedy": case(4, V2 | yarn(mscale=0.707, mscale_all_dim=0.707) | {"q_lora_rank": None}, "bf16"),
    # As V2.
    "v2_group_limited": case(
        2,
        V2
        | yarn(mscale=0.707, mscale_all_dim=0.707)
        | {"topk_method": "group_limited_greedy", "n_group": 4, "topk_group": 2, "routed_scaling_factor": 16.0}
    ),
    "hadamard": case(5, V32, oracle="formulas", hadamard=True),
    "fp8_index_keys": case(3, FULL, oracle="formulas", hadamard=True, fp8_index_keys=True),
    "fp8_latents": case(3, RAGGED, oracle="formulas", fp8_latents=True),
    # A value on the border of two FP8 codes may take either, and with it the logits: few layers and tokens, and
    # seeds whose values keep off the borders by more than the noise of f32.
    "fp8_activations_scaled": case(
        25,
        RAGGED | SCALED | {"num_hidden_layers": 2},
        "fp8",
        tokens=12,
        oracle="formulas",
        activation_quant="scaled",
    ),
    # All of the publisher's V3.2 numerics but the rounding to bf16.
    "fp8_everywhere": case(
        3,
        FULL | UE8M0 | {"num_hidden_layers": 2},
        "fp8",
        tokens=14,
        oracle="formulas",
        hadamard=True,
        fp8_index_keys=True,
        fp8_latents=True,
        activation_quant="power_of_two",
    ),
}


class Transformers:
    """The model of transformers that the config names, with what its layers decided."""

    def __init__(self, config, weights, dtype):
        with tempfile.TemporaryDirectory() as directory:
            plain = {key: value for key, value in config.items() if key != "quantization_config"}
            Path(directory, "config.json").write_text(json.dumps(plain))
            mtp_prefix = f"model.layers.{config['num_hidden_layers']}."
            main = {name: value for name, value in weights.items() if not name.startswith(mtp_prefix)}
            save_file(main, Path(directory, "model.safetensors"), metadata={"format": "pt"})
            self.model = transformers.AutoModelForCausalLM.from_pretrained(
                directory, dtype=dtype, attn_implementation="eager"
            )
        self.config, self.weights = config, weights
        self.prepare(self.model)
        self.selected, self.experts = {}, {}
        for i, layer in enumerate(self.model.model.layers):
            self.watch(layer, i)

    def prepare(self, model):
        model.eval()
        for name, module in model.named_modules():
            if type(module).__name__.endswith("RMSNorm"):
                module.variance_epsilon = self.config["rms_norm_eps"]

    def watch(self, layer, index):
        if self.config.get("index_topk"):
            layer.self_attn.indexer.register_forward_hook(
                lambda _, __, out: self.selected.__setitem__(index, self.visible(out[0].numpy()))
            )
        if hasattr(layer.mlp, "gate"):
            layer.mlp.gate.register_forward_hook(
                lambda _, __, out: self.experts.__setitem__(index, np.sort(out[2].numpy(), -1).astype(np.int32))
            )

    def visible(self, indices):
        """Rows with fewer positions than index_topk also get masked ones, which attention masks again."""
        out = np.full((len(indices), self.config["index_topk"]), -1, np.int32)
        for i, row in enumerate(indices):
            row = np.sort(row[row <= i])
            out[i, : len(row)] = row
        return out

    @torch.no_grad()
    def forward(self, tokens):
        out = self.model.model(torch.tensor(tokens)[None], use_cache=False)
        self.hidden = out.last_hidden_state
        # The head is computed in f32, as the publisher does.
        return (self.hidden[0].float() @ self.model.lm_head.weight.float().T).numpy()

    @torch.no_grad()
    def mtp(self, next_tokens):
        index = self.config["num_hidden_layers"]
        prefix = f"model.layers.{index}."
        decoder = self.model.model
        mtp = MtpLayer(decoder.config, type(decoder.layers[-1]), type(decoder.norm), index - 1)
        state = {}
        for name, value in self.weights.items():
            if name.startswith(prefix):
                name = name.removeprefix(prefix).replace("shared_head.norm", "post_norm")
                own = name.split(".")[0] in ("enorm", "hnorm", "eh_proj", "post_norm")
                state[name if own else "mtp_block." + name] = torch.tensor(value)
        experts = range(self.config["n_routed_experts"])
        part = lambda kind: [state.pop(f"mtp_block.mlp.experts.{e}.{kind}_proj.weight") for e in experts]
        gate, up, down = part("gate"), part("up"), part("down")
        state["mtp_block.mlp.experts.gate_up_proj"] = torch.stack([torch.cat(p) for p in zip(gate, up)])
        state["mtp_block.mlp.experts.down_proj"] = torch.stack(down)
        mtp.load_state_dict(state, strict=True)
        self.prepare(mtp)
        self.watch(mtp.mtp_block, index)
        n = len(next_tokens)
        positions = torch.arange(n)[None]
        embedded = decoder.embed_tokens(torch.tensor(next_tokens)[None])
        mask = torch.zeros(n, n).masked_fill(~torch.ones(n, n, dtype=bool).tril(), -torch.inf)[None, None]
        hidden = mtp(
            embedded,
            self.hidden[:, :n],
            position_embeddings=decoder.rotary_emb(embedded, position_ids=positions),
            attention_mask=mask,
            position_ids=positions,
            past_key_values=None,
        )
        return self.model.lm_head(hidden)[0].numpy()


def cosine_difference(a, b):
    a, b = a.astype(np.float64), b.astype(np.float64)
    return 1 - 2 * (a * b).sum() / (a * a + b * b).sum()


def make(name, spec):
    config = spec["config"]
    weights = tiny_checkpoint.weights(spec)
    bits = tiny_checkpoint.random_bits("tokens", spec["seed"], spec["tokens"])
    tokens = (bits % np.uint64(config["vocab_size"])).astype(np.int32)
    has_mtp = config["num_nextn_predict_layers"] > 0

    reference = Reference(config, weights, spec["storage"], spec["numerics"])
    result = reference.forward(tokens)
    tensors = {"tokens": tokens, "logits": result.logits.astype(np.float32)}
    selected, experts = dict(result.selected), dict(result.experts)
    gaps = [result.selected_gap, result.experts_gap]
    if has_mtp:
        ahead = reference.mtp(result.hidden[:-1], tokens[1:])
        tensors["mtp_logits"] = ahead.logits.astype(np.float32)
        selected |= ahead.selected
        experts |= ahead.experts
        gaps = [gaps[0] | ahead.selected_gap, gaps[1] | ahead.experts_gap]

    difference = 0.0
    if spec["oracle"] == "transformers":
        oracle = Transformers(config, weights, torch.bfloat16 if spec["round_bf16"] else torch.float32)
        found = {"logits": oracle.forward(tokens)}
        if has_mtp:
            found["mtp_logits"] = oracle.mtp(tokens[1:])
        for key, logits in found.items():
            difference = max(difference, float(np.abs(logits - tensors[key]).max()))
            if spec["round_bf16"]:
                assert cosine_difference(logits, tensors[key]) < 1e-3, f"{name}: {key} differ"
            else:
                assert np.abs(logits - tensors[key]).max() < 5e-5, f"{name}: {key} differ by {difference}"
                for layer, rows in oracle.selected.items():
                    assert (rows == selected[layer]).all(), f"{name}: selection of layer {layer} differs"
                for layer, rows in oracle.experts.items():
                    assert (rows == experts[layer]).all(), f"{name}: experts of layer {layer} differ"
            tensors[key] = logits.astype(np.float32)
        selected, experts = oracle.selected, oracle.experts

    for layer in selected:
        tensors[f"selected.{layer}"], tensors[f"selected_gap.{layer}"] = selected[layer], gaps[0][layer]
    for layer in experts:
        tensors[f"experts.{layer}"], tensors[f"experts_gap.{layer}"] = experts[layer], gaps[1][layer]
    packed = {key: np.ascontiguousarray(value) for key, value in tensors.items()}
    save_file(packed, OUTPUT / f"{name}.safetensors")
    least = [min((float(g.min()) for g in kind.values()), default=np.inf) for kind in gaps]
    print(
        f"{name:24} oracle {spec['oracle']:12} vs formulas {difference:.1e}"
        f"  |logits| {np.abs(tensors['logits']).max():.1f}  least gaps: selection {least[0]:.1e}, experts {least[1]:.1e}",
        flush=True,
    )


def main():
    torch.set_num_threads(1)
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    OUTPUT.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[1:] or CASES:
        make(name, CASES[name])
    described = {
        name: {key: value for key, value in spec.items() if key != "tokens"} for name, spec in CASES.items()
    }
    (OUTPUT / "cases.json").write_text(json.dumps(described, indent=1) + "\n")


if __name__ == "__main__":
    main()
