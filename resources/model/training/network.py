"""DeepSeek-V3.2 in plain PyTorch, written for clarity and for small CPUs.

A batch is one flat list of tokens; a `Layout` says what each may attend to: conversations stand side by side, and
several may go on from the same beginning, which is then computed once. Under autocast the large products run in
bfloat16.
"""
import math
from bisect import bisect_right
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


class Layout:
    """Who sees whom. A segment (p, q, a, b) holds the tokens a..b-1; each sees the beginning p..q-1 and, of its own
    segment, itself and what stands before it. Positions count from the beginning's first token. Hints, see guides.py,
    are ((layer, head), row, row to look at); each counts `weight`."""

    def __init__(self, segments, hints=(), weight=0.0):
        self.segments, self.weight, self.guides = segments, weight, {}
        begins = [a for _, _, a, _ in segments]
        found = {}
        for (layer, head), row, target in hints:
            number = bisect_right(begins, row) - 1
            p, q, a, b = segments[number]
            if row < b:
                found.setdefault(layer, {}).setdefault(number, []).append((head, row - a, target - p if target < a else target - a + q - p))
        for layer, by in found.items():
            self.guides[layer] = {number: torch.tensor(marks).unbind(1) for number, marks in by.items()}
        self.positions = torch.cat([torch.arange(q - p, q - p + b - a) for p, q, a, b in segments])

    @staticmethod
    def single(n):
        return Layout([(0, 0, 0, n)])


HIDDEN = torch.full((2048, 2048), -1e30).triu(1)  # added to the scores of later tokens


def unseen(p, q, a, b):
    """Of a segment: [its tokens, beginning and its tokens], to be added to scores."""
    return HIDDEN[q - p:q - p + b - a, :q - p + b - a]


def seen_by(x, p, q, a, b):
    """The rows of x, whose second axis runs over tokens, that a segment reads."""
    return x[:, a:b] if p == q else torch.cat((x[:, p:q], x[:, a:b]), 1)


class DenseAttention(torch.autograd.Function):
    """softmax(q k') v, segment by segment: [heads, tokens, size] each. q is already scaled.

    The gradient also pulls the guided heads: it is that of the cross-entropy of where they look."""

    @staticmethod
    def forward(ctx, q, k, v, segments, guides, weight):
        q, k, v = (x.bfloat16() if torch.is_autocast_enabled("cpu") else x for x in (q, k, v))
        out, probabilities = torch.empty_like(v), []
        for s in segments:
            p = torch.baddbmm(unseen(*s).to(q.dtype), q[:, s[2]:s[3]], seen_by(k, *s).mT).softmax(-1)
            out[:, s[2]:s[3]] = p @ seen_by(v, *s)
            probabilities.append(p)
        ctx.save_for_backward(q, k, v, *probabilities)
        ctx.segments, ctx.guides, ctx.weight = segments, guides, weight
        return out

    @staticmethod
    def backward(ctx, dout):
        q, k, v, *probabilities = ctx.saved_tensors
        dout = dout.to(q.dtype)
        dq, dk, dv = torch.empty_like(q), torch.zeros_like(k, dtype=torch.float32), torch.zeros_like(v, dtype=torch.float32)
        for number, ((p, n, a, b), w) in enumerate(zip(ctx.segments, probabilities)):
            d = dout[:, a:b]
            dw = torch._softmax_backward_data(d @ seen_by(v, p, n, a, b).mT, w, -1, w.dtype)
            if number in ctx.guides:
                head, row, target = ctx.guides[number]
                dw[head, row] += ctx.weight * w[head, row]
                dw.index_put_((head, row, target), torch.full((len(head),), -ctx.weight, dtype=dw.dtype), accumulate=True)
            dq[:, a:b] = dw @ seen_by(k, p, n, a, b)
            for grad, part in ((dk, dw.mT @ q[:, a:b]), (dv, w.mT @ d)):
                if p < n:
                    grad[:, p:n] += part[:, :n - p]
                grad[:, a:b] += part[:, n - p:]
        return dq, dk, dv, None, None, None


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
        """Queries [heads, token, size], keys [1, token, size], weights [heads, token]. The Hadamard turn is left out, it cancels."""
        c, r = self.c, self.c.qk_rope_head_dim
        q = self.wq_b(latent).unflatten(-1, (c.index_n_heads, c.index_head_dim))
        k = self.k_norm(self.wk(x))
        q = torch.cat((rotate_halves(q[..., :r], cos[:, None], sin[:, None]), q[..., r:]), -1)
        k = torch.cat((rotate_halves(k[..., :r], cos, sin), k[..., r:]), -1)
        return q.transpose(0, 1), k[None], self.weights_proj(x).t() * c.index_n_heads ** -0.5 * c.index_head_dim ** -0.5


class Attention(nn.Module):
    def __init__(self, c: Config, number):
        super().__init__()
        self.c, self.number, h = c, number, c.num_attention_heads
        self.q_a_proj = Linear(c.hidden_size, c.q_lora_rank)
        self.q_a_layernorm = RMSNorm(c.q_lora_rank, c.rms_norm_eps)
        self.q_b_proj = Linear(c.q_lora_rank, h * (c.qk_nope_head_dim + c.qk_rope_head_dim))
        self.kv_a_proj_with_mqa = Linear(c.hidden_size, c.kv_lora_rank + c.qk_rope_head_dim)
        self.kv_a_layernorm = RMSNorm(c.kv_lora_rank, c.rms_norm_eps)
        self.kv_b_proj = Linear(c.kv_lora_rank, h * (c.qk_nope_head_dim + c.v_head_dim))
        self.o_proj = Linear(h * c.v_head_dim, c.hidden_size)
        self.indexer = Indexer(c)

    def forward(self, x, cos, sin, layout, mode):
        """mode: dense | indexer (dense, indexer learns) | sparse (indexer chooses and learns)."""
        c, h = self.c, self.c.num_attention_heads
        latent = self.q_a_layernorm(self.q_a_proj(x))
        q = self.q_b_proj(latent).unflatten(-1, (h, -1)).transpose(0, 1)
        qn, qr = q.split((c.qk_nope_head_dim, c.qk_rope_head_dim), -1)
        kv, kr = self.kv_a_proj_with_mqa(x).split((c.kv_lora_rank, c.qk_rope_head_dim), -1)
        kv = self.kv_b_proj(self.kv_a_layernorm(kv)).unflatten(-1, (h, -1)).transpose(0, 1)
        kn, v = kv.split((c.qk_nope_head_dim, c.v_head_dim), -1)
        kr = rotate_pairs(kr, cos, sin)[None].expand(h, -1, -1)
        q = torch.cat((qn, rotate_pairs(qr, cos, sin)), -1) * c.softmax_scale
        k = torch.cat((kn, kr), -1)
        kl = x.new_zeros(())
        if mode == "dense":
            out = DenseAttention.apply(q, k, v.contiguous(), layout.segments, layout.guides.get(self.number, {}), layout.weight)
        else:
            out, kl = self.indexed(q, k, v, self.indexer(x.detach(), latent.detach(), cos, sin), layout, mode)
        return self.o_proj(out.transpose(0, 1).flatten(1)), kl

    def indexed(self, q, k, v, index, layout, mode):
        outs, losses = [], []
        iq, ik, iw = index
        for s in layout.segments:
            later, own = unseen(*s), slice(s[2], s[3])
            scores = (iq[:, own] @ seen_by(ik, *s).mT).relu()
            scores = torch.einsum("hqk,hq->qk", scores.float(), iw[:, own].float()) + later
            if mode == "sparse" and scores.shape[-1] > self.c.index_topk:
                edge = scores.topk(self.c.index_topk, -1).values[..., -1:]
                later = later.masked_fill(scores < edge, -1e30)
            p = (q[:, own] @ seen_by(k, *s).mT + later).softmax(-1)
            outs.append(p @ seen_by(v, *s))
            if self.training:  # the indexer imitates where attention really looks
                target = p.detach().float().mean(0)
                guess = (scores + later).log_softmax(-1).clamp(min=-50)
                losses.append((target * ((target + 1e-9).log() - guess)).sum())
        kl = torch.stack(losses).sum() / q.shape[1] if losses else q.new_zeros(())
        return torch.cat(outs, 1), kl


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
        c = self.c
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
        return self.shared(x).index_add(0, token, y)

    @torch.no_grad()
    def balance(self, speed):
        """Auxiliary-loss-free balancing: nudge the bias of starved experts up."""
        self.bias += speed * torch.sign(self.load.mean() - self.load)
        self.load.zero_()


class Block(nn.Module):
    def __init__(self, c: Config, number, dense):
        super().__init__()
        self.input_layernorm = RMSNorm(c.hidden_size, c.rms_norm_eps)
        self.self_attn = Attention(c, number)
        self.post_attention_layernorm = RMSNorm(c.hidden_size, c.rms_norm_eps)
        self.mlp = MLP(c.hidden_size, c.intermediate_size) if dense else MoE(c)

    def forward(self, x, cos, sin, layout, mode):
        a, kl = self.self_attn(self.input_layernorm(x), cos, sin, layout, mode)
        x = x + a
        return x + self.mlp(self.post_attention_layernorm(x)), kl


class MTP(nn.Module):
    """Predicts one token further from the trunk's normalised state."""

    def __init__(self, c: Config):
        super().__init__()
        self.enorm = RMSNorm(c.hidden_size, c.rms_norm_eps)
        self.hnorm = RMSNorm(c.hidden_size, c.rms_norm_eps)
        self.eh_proj = nn.Linear(2 * c.hidden_size, c.hidden_size, bias=False)
        self.block = Block(c, c.num_hidden_layers, dense=False)
        self.norm = RMSNorm(c.hidden_size, c.rms_norm_eps)

    def forward(self, state, next_embedding, cos, sin, layout, mode):
        z = self.eh_proj(torch.cat((self.enorm(next_embedding), self.hnorm(state)), -1))
        z, kl = self.block(z, cos, sin, layout, mode)
        return self.norm(z), kl


class Model(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.c = c
        self.embed_tokens = nn.Embedding(c.vocab_size, c.hidden_size)
        self.layers = nn.ModuleList(Block(c, i, i < c.first_k_dense_replace) for i in range(c.num_hidden_layers))
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

    def forward(self, tokens, layout=None, mode="dense"):
        """Returns the normalised last state, the indexer's loss and what MTP needs."""
        layout = layout or Layout.single(len(tokens))
        cos, sin = self.cos[layout.positions], self.sin[layout.positions]
        x, kls = self.embed_tokens(tokens), []
        for layer in self.layers:
            x, kl = layer(x, cos, sin, layout, mode)
            kls.append(kl)
        return self.norm(x), torch.stack(kls).mean(), (cos, sin, layout, mode)

    def moes(self):
        return [m for m in self.modules() if isinstance(m, MoE)]
