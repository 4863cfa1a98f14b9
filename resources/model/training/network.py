"""DeepSeek-V3.2 in plain PyTorch, written for clarity and for small CPUs.

Rows of a batch hold several packed conversations; `doc` numbers them so that
attention stays inside each. Under autocast the large products run in bfloat16.
"""
import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn

from quant import fake_quant


@dataclass
class Config:
    vocab_size: int = 4096
    hidden_size: int = 256
    num_hidden_layers: int = 6
    first_k_dense_replace: int = 1
    intermediate_size: int = 640
    moe_intermediate_size: int = 128
    num_attention_heads: int = 4
    q_lora_rank: int = 128
    kv_lora_rank: int = 128
    qk_nope_head_dim: int = 32
    qk_rope_head_dim: int = 16
    v_head_dim: int = 48
    index_n_heads: int = 4
    index_head_dim: int = 64
    index_topk: int = 256
    n_routed_experts: int = 8
    n_shared_experts: int = 1
    num_experts_per_tok: int = 2
    n_group: int = 4
    topk_group: int = 2
    routed_scaling_factor: float = 1.5
    rms_norm_eps: float = 1e-6
    rope_theta: float = 10000.0
    rope_factor: float = 4.0
    rope_original: int = 1024
    max_position_embeddings: int = 4096

    @property
    def softmax_scale(self):
        # Both mscale values are 1, so only the logits carry the YaRN factor.
        m = 0.1 * math.log(self.rope_factor) + 1.0 if self.rope_factor > 1 else 1.0
        return (self.qk_nope_head_dim + self.qk_rope_head_dim) ** -0.5 * m * m


def rope_table(c: Config, length):
    d = c.qk_rope_head_dim
    j = torch.arange(d // 2, dtype=torch.float64)
    f = c.rope_theta ** (-2 * j / d)

    def turn(r):
        return d * math.log(c.rope_original / (2 * math.pi * r)) / (2 * math.log(c.rope_theta))

    low, high = max(math.floor(turn(32)), 0), min(math.ceil(turn(1)), d - 1)
    ramp = ((j - low) / max(high - low, 0.001)).clamp(0, 1)
    angle = torch.arange(length, dtype=torch.float64)[:, None] * (f / c.rope_factor * ramp + f * (1 - ramp))
    return angle.cos().float(), angle.sin().float()


def rotate_pairs(x, cos, sin):
    """MLA: the pair is (x[2j], x[2j+1])."""
    a, b = x[..., 0::2], x[..., 1::2]
    return torch.stack((a * cos - b * sin, a * sin + b * cos), -1).flatten(-2)


def rotate_halves(x, cos, sin):
    """Indexer: the pair is (x[j], x[j + d/2])."""
    a, b = x.chunk(2, -1)
    return torch.cat((a * cos - b * sin, a * sin + b * cos), -1)


class Linear(nn.Linear):
    """A linear layer whose weight can pretend to be stored as FP8."""
    qat = False

    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs, bias=False)

    def forward(self, x):
        return F.linear(x, fake_quant(self.weight) if Linear.qat else self.weight)


class RMSNorm(nn.Module):
    def __init__(self, size, eps):
        super().__init__()
        self.weight, self.eps = nn.Parameter(torch.ones(size)), eps

    def forward(self, x):
        return F.rms_norm(x, x.shape[-1:], self.weight.to(x.dtype), self.eps)


class Indexer(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.c = c
        self.wq_b = Linear(c.q_lora_rank, c.index_n_heads * c.index_head_dim)
        self.wk = Linear(c.hidden_size, c.index_head_dim)
        self.k_norm = nn.LayerNorm(c.index_head_dim, eps=1e-6)
        self.weights_proj = nn.Linear(c.hidden_size, c.index_n_heads, bias=False)

    def forward(self, x, latent, cos, sin):
        """Scores [batch, query, key]; the Hadamard turn is left out, it cancels."""
        c, r = self.c, self.c.qk_rope_head_dim
        q = self.wq_b(latent).unflatten(-1, (c.index_n_heads, c.index_head_dim))
        k = self.k_norm(self.wk(x))
        q = torch.cat((rotate_halves(q[..., :r], cos[:, :, None], sin[:, :, None]), q[..., r:]), -1)
        k = torch.cat((rotate_halves(k[..., :r], cos, sin), k[..., r:]), -1)
        w = self.weights_proj(x) * c.index_n_heads ** -0.5 * c.index_head_dim ** -0.5
        dots = torch.einsum("bqhd,bkd->bqhk", q, k).relu()
        return torch.einsum("bqhk,bqh->bqk", dots, w)


class Attention(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.c, h = c, c.num_attention_heads
        self.q_a_proj = Linear(c.hidden_size, c.q_lora_rank)
        self.q_a_layernorm = RMSNorm(c.q_lora_rank, c.rms_norm_eps)
        self.q_b_proj = Linear(c.q_lora_rank, h * (c.qk_nope_head_dim + c.qk_rope_head_dim))
        self.kv_a_proj_with_mqa = Linear(c.hidden_size, c.kv_lora_rank + c.qk_rope_head_dim)
        self.kv_a_layernorm = RMSNorm(c.kv_lora_rank, c.rms_norm_eps)
        self.kv_b_proj = Linear(c.kv_lora_rank, h * (c.qk_nope_head_dim + c.v_head_dim))
        self.o_proj = Linear(h * c.v_head_dim, c.hidden_size)
        self.indexer = Indexer(c)

    def forward(self, x, cos, sin, allowed, mode):
        """mode: dense | indexer (dense, indexer learns) | sparse (indexer chooses and learns)."""
        c, h = self.c, self.c.num_attention_heads
        latent = self.q_a_layernorm(self.q_a_proj(x))
        q = self.q_b_proj(latent).unflatten(-1, (h, -1)).transpose(1, 2)
        qn, qr = q.split((c.qk_nope_head_dim, c.qk_rope_head_dim), -1)
        kv, kr = self.kv_a_proj_with_mqa(x).split((c.kv_lora_rank, c.qk_rope_head_dim), -1)
        kv = self.kv_b_proj(self.kv_a_layernorm(kv)).unflatten(-1, (h, -1)).transpose(1, 2)
        kn, v = kv.split((c.qk_nope_head_dim, c.v_head_dim), -1)
        kr = rotate_pairs(kr, cos, sin)[:, None].expand(-1, h, -1, -1)
        q = torch.cat((qn, rotate_pairs(qr, cos[:, None], sin[:, None])), -1)
        k = torch.cat((kn, kr), -1)
        kl = x.new_zeros(())
        if mode == "dense":  # on a CPU this is faster than the fused form
            hidden = torch.zeros_like(allowed, dtype=q.dtype).masked_fill_(~allowed, -1e30)[:, None]
            out = ((q * c.softmax_scale) @ k.transpose(-1, -2) + hidden).softmax(-1) @ v
        else:
            scores = self.indexer(x.detach(), latent.detach(), cos, sin).masked_fill(~allowed, -1e30)
            seen = allowed
            if mode == "sparse" and scores.shape[-1] > c.index_topk:
                edge = scores.topk(c.index_topk, -1).values[..., -1:]
                seen = allowed & (scores >= edge)
            logits = (q @ k.transpose(-1, -2)) * c.softmax_scale
            p = logits.masked_fill(~seen[:, None], -1e30).softmax(-1)
            out = p @ v
            if self.training:  # the indexer imitates where attention really looks
                target = p.detach().mean(1)
                guess = scores.masked_fill(~seen, -1e30).log_softmax(-1).clamp(min=-50)
                kl = (target * ((target + 1e-9).log() - guess)).sum(-1).mean()
        return self.o_proj(out.transpose(1, 2).flatten(2)), kl


class MLP(nn.Module):
    def __init__(self, hidden, width):
        super().__init__()
        self.gate_proj, self.up_proj = Linear(hidden, width), Linear(hidden, width)
        self.down_proj = Linear(width, hidden)

    def forward(self, x):
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class GroupedExperts(torch.autograd.Function):
    """Runs each expert on its own slice of rows; spares autograd 16 small graphs."""

    @staticmethod
    def forward(ctx, x, gate, up, down, counts):
        if torch.is_autocast_enabled("cpu"):
            x, gate, up, down = (t.to(torch.get_autocast_dtype("cpu")) for t in (x, gate, up, down))
        g, u = x.new_empty(len(x), gate.shape[1]), x.new_empty(len(x), gate.shape[1])
        y, start = torch.empty_like(x), 0
        for e, n in enumerate(counts):
            rows = slice(start, start + n)
            torch.mm(x[rows], gate[e].t(), out=g[rows])
            torch.mm(x[rows], up[e].t(), out=u[rows])
            torch.mm(F.silu(g[rows]) * u[rows], down[e].t(), out=y[rows])
            start += n
        ctx.save_for_backward(x, gate, up, down, g, u)
        ctx.counts = counts
        return y

    @staticmethod
    def backward(ctx, dy):
        x, gate, up, down, g, u = ctx.saved_tensors
        dy = dy.to(x.dtype)
        s = torch.sigmoid(g)
        a = g * s
        dx, dgate, dup, ddown = torch.empty_like(x), torch.empty_like(gate), torch.empty_like(up), torch.empty_like(down)
        start = 0
        for e, n in enumerate(ctx.counts):
            r = slice(start, start + n)
            torch.mm(dy[r].t(), a[r] * u[r], out=ddown[e])
            dm = dy[r] @ down[e]
            du = dm * a[r]
            dg = dm * u[r] * (s[r] + a[r] * (1 - s[r]))
            torch.mm(du.t(), x[r], out=dup[e])
            torch.mm(dg.t(), x[r], out=dgate[e])
            torch.mm(dg, gate[e], out=dx[r])
            dx[r] += du @ up[e]
            start += n
        return dx, dgate, dup, ddown, None


class MoE(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.c, e, m, h = c, c.n_routed_experts, c.moe_intermediate_size, c.hidden_size
        self.router = nn.Parameter(torch.randn(e, h) * 0.02)
        self.register_buffer("bias", torch.zeros(e))  # e_score_correction_bias
        self.register_buffer("load", torch.zeros(e))
        self.gate = nn.Parameter(torch.randn(e, m, h) * h ** -0.5)
        self.up = nn.Parameter(torch.randn(e, m, h) * h ** -0.5)
        self.down = nn.Parameter(torch.randn(e, h, m) * 0.2 * m ** -0.5)
        self.shared = MLP(h, m * c.n_shared_experts)

    def forward(self, x):
        c, shape = self.c, x.shape
        x = x.reshape(-1, shape[-1])
        s = torch.sigmoid(F.linear(x, self.router))
        with torch.no_grad():
            b = (s + self.bias).unflatten(-1, (c.n_group, -1))
            best = b.topk(2, -1).values.sum(-1).topk(c.topk_group, -1).indices
            keep = torch.zeros_like(b[..., 0], dtype=torch.bool).scatter_(1, best, True)
            chosen = b.masked_fill(~keep[..., None], -math.inf).flatten(1).topk(c.num_experts_per_tok, -1).indices
            flat = chosen.flatten()
            order = flat.argsort(stable=True)
            counts = torch.bincount(flat, minlength=c.n_routed_experts)
            if self.training:
                self.load += counts
        w = s.gather(1, chosen)
        w = w / (w.sum(-1, keepdim=True) + 1e-20) * c.routed_scaling_factor
        token = order // c.num_experts_per_tok
        weights = (fake_quant(t) if Linear.qat else t for t in (self.gate, self.up, self.down))
        y = GroupedExperts.apply(x[token], *weights, counts.tolist())
        y = y * w.flatten()[order][:, None]
        out = self.shared(x).index_add(0, token, y)
        return out.view(shape)

    @torch.no_grad()
    def balance(self, speed):
        """Auxiliary-loss-free balancing: nudge the bias of starved experts up."""
        self.bias += speed * torch.sign(self.load.mean() - self.load)
        self.load.zero_()


class Block(nn.Module):
    def __init__(self, c: Config, dense):
        super().__init__()
        self.input_layernorm = RMSNorm(c.hidden_size, c.rms_norm_eps)
        self.self_attn = Attention(c)
        self.post_attention_layernorm = RMSNorm(c.hidden_size, c.rms_norm_eps)
        self.mlp = MLP(c.hidden_size, c.intermediate_size) if dense else MoE(c)

    def forward(self, x, cos, sin, allowed, mode):
        a, kl = self.self_attn(self.input_layernorm(x), cos, sin, allowed, mode)
        x = x + a
        return x + self.mlp(self.post_attention_layernorm(x)), kl


class MTP(nn.Module):
    """Predicts one token further from the trunk's normalised state."""

    def __init__(self, c: Config):
        super().__init__()
        self.enorm = RMSNorm(c.hidden_size, c.rms_norm_eps)
        self.hnorm = RMSNorm(c.hidden_size, c.rms_norm_eps)
        self.eh_proj = nn.Linear(2 * c.hidden_size, c.hidden_size, bias=False)
        self.block = Block(c, dense=False)
        self.norm = RMSNorm(c.hidden_size, c.rms_norm_eps)

    def forward(self, state, next_embedding, cos, sin, allowed, mode):
        z = self.eh_proj(torch.cat((self.enorm(next_embedding), self.hnorm(state)), -1))
        z, kl = self.block(z, cos, sin, allowed, mode)
        return self.norm(z), kl


class Model(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.c = c
        self.embed_tokens = nn.Embedding(c.vocab_size, c.hidden_size)
        self.layers = nn.ModuleList(Block(c, i < c.first_k_dense_replace) for i in range(c.num_hidden_layers))
        self.norm = RMSNorm(c.hidden_size, c.rms_norm_eps)
        # The head is the embedding seen through a learned turn: a word that was only ever read can then be
        # written too, which copying needs. The exported head is the product.
        self.turn = nn.Linear(c.hidden_size, c.hidden_size, bias=False)
        self.mtp = MTP(c)
        cos, sin = rope_table(c, c.max_position_embeddings)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)
        for name, p in self.named_parameters():
            if p.ndim == 2 and "router" not in name:
                nn.init.normal_(p, std=(0.2 if "o_proj" in name or "down_proj" in name else 1.0) * p.shape[1] ** -0.5)
        nn.init.normal_(self.embed_tokens.weight, std=1.0)
        nn.init.orthogonal_(self.turn.weight, gain=0.06)

    def lm_head(self, state):
        return F.linear(self.turn(state), self.embed_tokens.weight)

    def head_weight(self):
        """[vocab, hidden], as the exported head."""
        return self.embed_tokens.weight @ self.turn.weight

    def forward(self, tokens, doc=None, mode="dense"):
        """Returns the normalised last state, the indexer's loss and what MTP needs."""
        t = tokens.shape[1]
        allowed = torch.ones(t, t, dtype=torch.bool).tril()[None].expand(len(tokens), -1, -1)
        if doc is not None:
            allowed = allowed & (doc[:, :, None] == doc[:, None, :])
        cos, sin = self.cos[None, :t], self.sin[None, :t]
        x, kls = self.embed_tokens(tokens), []
        for layer in self.layers:
            x, kl = layer(x, cos, sin, allowed, mode)
            kls.append(kl)
        return self.norm(x), torch.stack(kls).mean(), (cos, sin, allowed, mode)

    def moes(self):
        return [m for m in self.modules() if isinstance(m, MoE)]
