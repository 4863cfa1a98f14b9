"""DeepSeek-V3.2 in plain PyTorch, written for clarity and for small CPUs."""
import math

import torch
import torch.nn.functional as F
from torch import nn

from attention import Attention
from layout import Layout
from parts import Config, Linear, RMSNorm, rope_table
from quant import fake_quant


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
        y = GroupedExperts.apply(x.index_select(0, token), *weights, counts.tolist())
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
