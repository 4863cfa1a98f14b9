"""MLA with the lightning indexer, over a `Layout`."""
import torch
from torch import nn

from layout import seen_by, unseen
from parts import Config, Linear, RMSNorm, rotate_halves, rotate_pairs


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
                # A row may have several hints, each of which counts.
                dw.index_put_((head, row), ctx.weight * w[head, row], accumulate=True)
                dw.index_put_((head, row, target), torch.full((len(head),), -ctx.weight, dtype=dw.dtype), accumulate=True)
            dq[:, a:b] = dw @ seen_by(k, p, n, a, b)
            for grad, part in ((dk, dw.mT @ q[:, a:b]), (dv, w.mT @ d)):
                if p < n:
                    grad[:, p:n] += part[:, :n - p]
                grad[:, a:b] += part[:, n - p:]
        return dq, dk, dv, None, None, None


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
                best = scores.sort(dim=-1, descending=True, stable=True).indices[..., :self.c.index_topk]  # of equal scores the earlier one
                later = later.masked_fill(torch.ones_like(scores, dtype=torch.bool).scatter_(-1, best, False), -1e30)
            p = (q[:, own] @ seen_by(k, *s).mT + later).softmax(-1)
            outs.append(p @ seen_by(v, *s))
            if self.training:  # the indexer imitates where attention really looks
                target = p.detach().float().mean(0)
                guess = (scores + later).log_softmax(-1).clamp(min=-50)
                losses.append((target * ((target + 1e-9).log() - guess)).sum())
        kl = torch.stack(losses).sum() / q.shape[1] if losses else q.new_zeros(())
        return torch.cat(outs, 1), kl
