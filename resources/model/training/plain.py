"""A second, independent forward pass: numpy in float64, straight from the safetensors file.

It follows the published description (absorbed attention form, cached latents) and
shares no code with network.py, so that the two can check each other.
"""
import json
import math
import os

import numpy as np
import torch
from safetensors import safe_open


def load(folder):
    """All weights as float64; FP8 blocks multiplied by their scales."""
    out = {}
    with safe_open(os.path.join(folder, "model.safetensors"), "pt") as f:
        names = set(f.keys())
        for name in names:
            if name.endswith("_scale_inv"):
                continue
            w = f.get_tensor(name).to(torch.float64).numpy()
            if name + "_scale_inv" in names:
                s = f.get_tensor(name + "_scale_inv").numpy()
                rows, cols = np.arange(w.shape[0]) // 128, np.arange(w.shape[1]) // 128
                w = w * s[rows][:, cols]
            out[name] = w
    return out


def rms(x, w, eps):
    return w * x / np.sqrt((x * x).mean(-1, keepdims=True) + eps)


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def swiglu(x, w, p):
    g = x @ w[p + "gate_proj.weight"].T
    return (g * sigmoid(g) * (x @ w[p + "up_proj.weight"].T)) @ w[p + "down_proj.weight"].T


class Plain:
    def __init__(self, folder, topk=None):
        self.c = json.load(open(os.path.join(folder, "config.json")))
        self.w = load(folder)
        self.topk = topk or self.c["index_topk"]
        r, d = self.c["rope_scaling"], self.c["qk_rope_head_dim"]
        theta, orig = self.c["rope_theta"], r["original_max_position_embeddings"]

        def turn(n):
            return d * math.log(orig / (2 * math.pi * n)) / (2 * math.log(theta))

        low, high = max(math.floor(turn(r["beta_fast"])), 0), min(math.ceil(turn(r["beta_slow"])), d - 1)
        j = np.arange(d // 2)
        f, ramp = theta ** (-2 * j / d), np.clip((j - low) / max(high - low, 0.001), 0, 1)
        self.freq = f / r["factor"] * ramp + f * (1 - ramp)
        m = 0.1 * r["mscale_all_dim"] * math.log(r["factor"]) + 1
        self.scale = (self.c["qk_nope_head_dim"] + d) ** -0.5 * m * m

    def rope(self, x, pos, halves=False):
        a = pos[:, None] * self.freq
        a = a.reshape(len(pos), *[1] * (x.ndim - 2), -1)
        half = x.shape[-1] // 2
        u, v = (x[..., :half], x[..., half:]) if halves else (x[..., 0::2], x[..., 1::2])
        y, z = u * np.cos(a) - v * np.sin(a), u * np.sin(a) + v * np.cos(a)
        return np.concatenate((y, z), -1) if halves else np.stack((y, z), -1).reshape(x.shape)

    def attention(self, i, x, pos, cache):
        c, w, p = self.c, self.w, f"model.layers.{i}.self_attn."
        h, n, d, rank = c["num_attention_heads"], c["qk_nope_head_dim"], c["qk_rope_head_dim"], c["kv_lora_rank"]
        cq = rms(x @ w[p + "q_a_proj.weight"].T, w[p + "q_a_layernorm.weight"], c["rms_norm_eps"])
        q = (cq @ w[p + "q_b_proj.weight"].T).reshape(len(x), h, n + d)
        qr = self.rope(q[..., n:], pos)
        t = x @ w[p + "kv_a_proj_with_mqa.weight"].T
        latent, kr = rms(t[:, :rank], w[p + "kv_a_layernorm.weight"], c["rms_norm_eps"]), self.rope(t[:, rank:], pos)
        ik = x @ w[p + "indexer.wk.weight"].T
        ik = (ik - ik.mean(-1, keepdims=True)) / np.sqrt(ik.var(-1, keepdims=True) + 1e-6)
        ik = ik * w[p + "indexer.k_norm.weight"] + w[p + "indexer.k_norm.bias"]
        ik = np.concatenate((self.rope(ik[:, :d], pos, True), ik[:, d:]), -1)
        latent, kr, ik = (np.concatenate((old, new)) for old, new in zip(cache.get(i, (latent[:0], kr[:0], ik[:0])), (latent, kr, ik)))
        cache[i] = latent, kr, ik
        up = w[p + "kv_b_proj.weight"].reshape(h, -1, rank)
        qn = np.einsum("thn,hnr->thr", q[..., :n], up[:, :n])
        logits = (np.einsum("thr,sr->hts", qn, latent) + np.einsum("thd,sd->hts", qr, kr)) * self.scale
        seen = np.arange(len(latent))[None] <= pos[:, None]
        if len(latent) > self.topk:
            ih, hd = c["index_n_heads"], c["index_head_dim"]
            iq = (cq @ w[p + "indexer.wq_b.weight"].T).reshape(len(x), ih, hd)
            iq = np.concatenate((self.rope(iq[..., :d], pos, True), iq[..., d:]), -1)
            weigh = x @ w[p + "indexer.weights_proj.weight"].T * ih ** -0.5 * hd ** -0.5
            score = np.einsum("ths,th->ts", np.maximum(np.einsum("thd,sd->ths", iq, ik), 0), weigh)
            score = np.where(seen, score, -np.inf)
            best = np.argsort(-score, -1, kind="stable")[:, : self.topk]
            chosen = np.zeros_like(seen)
            np.put_along_axis(chosen, best, True, -1)
            seen = seen & chosen
        prob = softmax(np.where(seen[None], logits, -np.inf))
        out = np.einsum("hts,sr,hvr->thv", prob, latent, up[:, n:], optimize=True)
        return out.reshape(len(x), -1) @ w[p + "o_proj.weight"].T

    def moe(self, i, x):
        c, w, p = self.c, self.w, f"model.layers.{i}.mlp."
        s = sigmoid(x @ w[p + "gate.weight"].T)
        b = s + w[p + "gate.e_score_correction_bias"]
        out = swiglu(x, w, p + "shared_experts.")
        size = c["n_routed_experts"] // c["n_group"]
        for t in range(len(x)):
            groups = np.sort(b[t].reshape(c["n_group"], size), -1)[:, -2:].sum(-1)
            kept = np.argsort(-groups, kind="stable")[: c["topk_group"]]
            allowed = np.isin(np.arange(len(b[t])) // size, kept)
            chosen = np.argsort(-np.where(allowed, b[t], -np.inf), kind="stable")[: c["num_experts_per_tok"]]
            weigh = s[t][chosen] / s[t][chosen].sum() * c["routed_scaling_factor"]
            for e, g in zip(chosen, weigh):
                out[t] += g * swiglu(x[t], w, f"{p}experts.{e}.")
        return out

    def block(self, i, x, pos, cache):
        p, eps = f"model.layers.{i}.", self.c["rms_norm_eps"]
        x = x + self.attention(i, rms(x, self.w[p + "input_layernorm.weight"], eps), pos, cache)
        y = rms(x, self.w[p + "post_attention_layernorm.weight"], eps)
        return x + (swiglu(y, self.w, p + "mlp.") if i < self.c["first_k_dense_replace"] else self.moe(i, y))

    def forward(self, ids, cache):
        """Logits of the new tokens; the cache grows by them."""
        start = len(cache[0][0]) if cache else 0
        pos = np.arange(start, start + len(ids))
        x = self.w["model.embed_tokens.weight"][np.array(ids)]
        for i in range(self.c["num_hidden_layers"]):
            x = self.block(i, x, pos, cache)
        state = rms(x, self.w["model.norm.weight"], self.c["rms_norm_eps"])
        return state @ self.w["lm_head.weight"].T, state

    def generate(self, ids, limit=300):
        cache, out = {}, []
        logits, _ = self.forward(ids, cache)
        while len(out) < limit:
            out.append(int(logits[-1].argmax()))
            if out[-1] == 1:
                break
            logits, _ = self.forward(out[-1:], cache)
        return out
