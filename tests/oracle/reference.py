"""The forward pass of the DeepSeek family written down from its formulas, in float64.

Independent of the engine and of transformers. It stands in for the publisher's code where transformers leaves
something out: the Hadamard rotation, FP8 indexer keys, the FP8 latent cache, quantised activations. It also
says by how much a selection or a routing was decided.
"""

from dataclasses import dataclass, field

import numpy as np

from tiny_checkpoint import is_block_quantised, round_to_bf16


@dataclass
class Result:
    logits: np.ndarray = None
    hidden: np.ndarray = None  # after the final norm
    selected: dict = field(default_factory=dict)  # layer -> [n, index_topk], ascending, -1 filling up
    selected_gap: dict = field(default_factory=dict)  # layer -> [n], see gap()
    experts: dict = field(default_factory=dict)  # layer -> [n, k], ascending
    experts_gap: dict = field(default_factory=dict)


def round_to_e4m3(x):
    x = np.clip(x, -448.0, 448.0)
    exponent = np.maximum(np.floor(np.log2(np.maximum(np.abs(x), 2.0**-20))), -6.0)
    step = 2.0 ** (exponent - 3.0)
    return np.rint(x / step) * step


def fp8_scale(amax, power_of_two):
    amax = np.maximum(amax.astype(np.float32), np.float32(1e-4))
    if not power_of_two:
        return amax / np.float32(448)
    mantissa, exponent = np.frexp(amax * np.float32(1 / 448))
    return np.float32(2) ** np.where(mantissa == 0.5, exponent - 1, exponent).astype(np.float32)


def through_fp8(x, power_of_two=True, group=128):
    """x quantised and dequantised in groups of consecutive channels of its last axis."""
    out = np.empty_like(x)
    for begin in range(0, x.shape[-1], group):
        part = x[..., begin : begin + group]
        scale = fp8_scale(np.abs(part).max(-1, keepdims=True), power_of_two)
        codes = round_to_e4m3((part.astype(np.float32) / scale).astype(np.float64))
        out[..., begin : begin + group] = codes * scale.astype(np.float64)
    return out


def rms_norm(x, weight, eps):
    return weight * x / np.sqrt((x * x).mean(-1, keepdims=True) + eps)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def hadamard_matrix(dim):
    matrix = np.ones((1, 1))
    while len(matrix) < dim:
        matrix = np.block([[matrix, matrix], [matrix, -matrix]])
    return matrix / np.sqrt(dim)


def gap(values, k):
    """How far the k-th best stands above the next; infinity where all are taken."""
    ordered = np.sort(values[np.isfinite(values)])[::-1]
    return ordered[k - 1] - ordered[k] if len(ordered) > k else np.inf


class Reference:
    """`numerics`: hadamard, fp8_index_keys, fp8_latents (bools), activation_quant (None, "scaled",
    "power_of_two")."""

    def __init__(self, config, weights, storage, numerics):
        self.c, self.storage, self.numerics = config, storage, numerics
        self.w = {name: tensor.astype(np.float64) for name, tensor in weights.items()}
        self.eps = config["rms_norm_eps"]
        self.inv_freq, self.magnitude, mscale = self.rope()
        self.scale = mscale**2 / np.sqrt(config["qk_nope_head_dim"] + config["qk_rope_head_dim"])

    def rope(self):
        c, scaling = self.c, self.c.get("rope_scaling")
        dim, theta = c["qk_rope_head_dim"], c["rope_theta"]
        f = theta ** (-np.arange(0, dim, 2) / dim)
        if not scaling:
            return f.astype(np.float32), 1.0, 1.0

        def turns(n):
            context = scaling["original_max_position_embeddings"]
            return dim * np.log(context / (n * 2 * np.pi)) / (2 * np.log(theta))

        def mscale(m):
            return 0.1 * m * np.log(scaling["factor"]) + 1 if scaling["factor"] > 1 else 1.0

        low = max(np.floor(turns(scaling["beta_fast"])), 0)
        high = min(np.ceil(turns(scaling["beta_slow"])), dim - 1)
        ramp = np.clip((np.arange(dim // 2) - low) / ((high - low) or 0.001), 0, 1)
        f = f / scaling["factor"] * ramp + f * (1 - ramp)
        all_dim = mscale(scaling.get("mscale_all_dim", 0))
        return f.astype(np.float32), mscale(scaling["mscale"]) / all_dim, all_dim

    def rotate(self, x, positions, interleaved):
        """x [n, ..., dim]"""
        angle = (positions.astype(np.float32)[:, None] * self.inv_freq).astype(np.float64)
        angle = angle.reshape(len(positions), *[1] * (x.ndim - 2), -1)
        cos, sin = np.cos(angle) * self.magnitude, np.sin(angle) * self.magnitude
        half = x.shape[-1] // 2
        a, b = (x[..., 0::2], x[..., 1::2]) if interleaved else (x[..., :half], x[..., half:])
        out = np.empty_like(x)
        if interleaved:
            out[..., 0::2], out[..., 1::2] = a * cos - b * sin, a * sin + b * cos
        else:
            out[..., :half], out[..., half:] = a * cos - b * sin, a * sin + b * cos
        return out

    def linear(self, x, name):
        quant = self.numerics["activation_quant"]
        if quant and self.storage == "fp8" and is_block_quantised(name):
            x = through_fp8(x, quant == "power_of_two")
        return x @ self.w[name].T

    def select(self, x, q_latent, positions, prefix, layer, result):
        """Boolean [n, n]: which positions each row may attend to."""
        c, n, rope = self.c, len(x), self.c["qk_rope_head_dim"]
        heads, dim, topk = c["index_n_heads"], c["index_head_dim"], c["index_topk"]
        q = self.linear(q_latent, prefix + "wq_b.weight").reshape(n, heads, dim)
        k = self.linear(x, prefix + "wk.weight")
        k = (k - k.mean(-1, keepdims=True)) / np.sqrt(k.var(-1, keepdims=True) + 1e-6)
        k = k * self.w[prefix + "k_norm.weight"] + self.w[prefix + "k_norm.bias"]
        q = np.concatenate([self.rotate(q[..., :rope], positions, False), q[..., rope:]], -1)
        k = np.concatenate([self.rotate(k[..., :rope], positions, False), k[..., rope:]], -1)
        if self.numerics["hadamard"]:
            q, k = q @ hadamard_matrix(dim), k @ hadamard_matrix(dim)
        if self.numerics["fp8_index_keys"]:
            q, k = through_fp8(q), through_fp8(k)
        weights = self.linear(x, prefix + "weights_proj.weight") / np.sqrt(heads * dim)
        scores = np.einsum("shd,td->sht", q, k)
        scores = np.einsum("sht,sh->st", np.maximum(scores, 0), weights)
        scores = np.where(np.tri(n, dtype=bool), scores, -np.inf)
        chosen, gaps = np.full((n, topk), -1, np.int32), np.empty(n, np.float32)
        mask = np.zeros((n, n), bool)
        for i in range(n):
            best = np.sort(np.argsort(-scores[i, : i + 1], kind="stable")[:topk])
            chosen[i, : len(best)], mask[i, best] = best, True
            gaps[i] = gap(scores[i], topk) / np.abs(scores[i, : i + 1]).max()
        result.selected[layer], result.selected_gap[layer] = chosen, gaps
        return mask

    def attention(self, x, positions, layer, result):
        c, n, prefix = self.c, len(x), f"model.layers.{layer}.self_attn."
        heads, nope, rope = c["num_attention_heads"], c["qk_nope_head_dim"], c["qk_rope_head_dim"]
        rank, v_dim = c["kv_lora_rank"], c["v_head_dim"]
        if c.get("q_lora_rank"):
            q_latent = rms_norm(
                self.linear(x, prefix + "q_a_proj.weight"), self.w[prefix + "q_a_layernorm.weight"], self.eps
            )
            q = self.linear(q_latent, prefix + "q_b_proj.weight")
        else:
            q = self.linear(x, prefix + "q_proj.weight")
        q = q.reshape(n, heads, nope + rope)
        q_rope = self.rotate(q[..., nope:], positions, True)

        kv = self.linear(x, prefix + "kv_a_proj_with_mqa.weight")
        latent = rms_norm(kv[:, :rank], self.w[prefix + "kv_a_layernorm.weight"], self.eps)
        k_rope = self.rotate(kv[:, rank:], positions, True)
        if self.numerics["fp8_latents"]:  # the rope part of such a row is bf16
            latent, k_rope = through_fp8(latent), round_to_bf16(k_rope).astype(np.float64)
        kv_b = self.w[prefix + "kv_b_proj.weight"].reshape(heads, nope + v_dim, rank)
        k_nope = np.einsum("tr,hdr->thd", latent, kv_b[:, :nope])
        v = np.einsum("tr,hdr->thd", latent, kv_b[:, nope:])

        mask = np.tri(n, dtype=bool)
        if c.get("index_topk"):
            mask = self.select(x, q_latent, positions, prefix + "indexer.", layer, result)
        scores = np.einsum("shd,thd->hst", q[..., :nope], k_nope) + np.einsum("shd,td->hst", q_rope, k_rope)
        probabilities = softmax(np.where(mask, scores * self.scale, -np.inf))
        out = np.einsum("hst,thd->shd", probabilities, v).reshape(n, heads * v_dim)
        return self.linear(out, prefix + "o_proj.weight")

    def mlp(self, x, prefix):
        gate, up = self.linear(x, prefix + "gate_proj.weight"), self.linear(x, prefix + "up_proj.weight")
        return self.linear(gate * sigmoid(gate) * up, prefix + "down_proj.weight")

    def route(self, x, layer, result):
        c, prefix = self.c, f"model.layers.{layer}.mlp.gate."
        logits = x @ self.w[prefix + "weight"].T
        scores = sigmoid(logits) if c["scoring_func"] == "sigmoid" else softmax(logits)
        choice = scores + self.w.get(prefix + "e_score_correction_bias", 0.0)
        n, experts, k = len(x), c["n_routed_experts"], c["num_experts_per_tok"]
        gaps = np.full(n, np.inf, np.float32)
        if c["topk_method"] != "greedy":
            groups = np.sort(choice.reshape(n, c["n_group"], -1), -1)
            group_scores = groups[..., -1] + (groups[..., -2] if c["topk_method"] == "noaux_tc" else 0)
            keep = np.argsort(-group_scores, -1, kind="stable")[:, : c["topk_group"]]
            kept = np.zeros((n, c["n_group"]), bool)
            np.put_along_axis(kept, keep, True, -1)
            choice = np.where(kept.repeat(experts // c["n_group"], -1), choice, -np.inf)
            gaps = np.array([gap(row, c["topk_group"]) for row in group_scores], np.float32)
        chosen = np.argsort(-choice, -1, kind="stable")[:, :k]
        gaps = np.minimum(gaps, [gap(row, k) for row in choice])
        weights = np.take_along_axis(scores, chosen, -1)
        if c["norm_topk_prob"]:
            weights = weights / (weights.sum(-1, keepdims=True) + 1e-20)
        result.experts[layer] = np.sort(chosen, -1).astype(np.int32)
        result.experts_gap[layer] = gaps.astype(np.float32)
        return chosen, weights * c["routed_scaling_factor"]

    def experts(self, x, layer, result):
        prefix = f"model.layers.{layer}.mlp."
        chosen, weights = self.route(x, layer, result)
        out = self.mlp(x, prefix + "shared_experts.")
        for i, (ids, row_weights) in enumerate(zip(chosen, weights)):
            for e, weight in zip(ids, row_weights):
                out[i] += weight * self.mlp(x[i : i + 1], f"{prefix}experts.{e}.")[0]
        return out

    def layer(self, x, layer, result):
        prefix = f"model.layers.{layer}."
        positions = np.arange(len(x))
        normed = rms_norm(x, self.w[prefix + "input_layernorm.weight"], self.eps)
        x = x + self.attention(normed, positions, layer, result)
        normed = rms_norm(x, self.w[prefix + "post_attention_layernorm.weight"], self.eps)
        if prefix + "mlp.gate.weight" in self.w:
            return x + self.experts(normed, layer, result)
        return x + self.mlp(normed, prefix + "mlp.")

    def forward(self, tokens):
        result = Result()
        x = self.w["model.embed_tokens.weight"][tokens]
        for layer in range(self.c["num_hidden_layers"]):
            x = self.layer(x, layer, result)
        result.hidden = rms_norm(x, self.w["model.norm.weight"], self.eps)
        result.logits = result.hidden @ self.w["lm_head.weight"].T
        return result

    def mtp(self, hidden, next_tokens):
        """Pairs (h_i, t_{i+1}) of all positions; logits for t_{i+2}."""
        result, layer = Result(), self.c["num_hidden_layers"]
        prefix = f"model.layers.{layer}."
        embedded = self.w["model.embed_tokens.weight"][next_tokens]
        joined = np.concatenate(
            [
                rms_norm(embedded, self.w[prefix + "enorm.weight"], self.eps),
                rms_norm(hidden, self.w[prefix + "hnorm.weight"], self.eps),
            ],
            -1,
        )
        x = self.layer(joined @ self.w[prefix + "eh_proj.weight"].T, layer, result)
        result.hidden = rms_norm(x, self.w[prefix + "shared_head.norm.weight"], self.eps)
        result.logits = result.hidden @ self.w["lm_head.weight"].T
        return result
