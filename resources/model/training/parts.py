"""The sizes of the network, and what all its layers are made of. Under autocast the large products run in bfloat16."""
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
    num_hidden_layers: int = 8
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


class Normalise(torch.autograd.Function):
    """x / rms(x) * weight in few passes over memory; under autocast the result is bfloat16, as the products behind it want it."""

    @staticmethod
    def forward(ctx, x, weight, eps):
        size = x.shape[-1]
        scale = (torch.linalg.vector_norm(x, dim=-1, keepdim=True, dtype=torch.float32).square_() / size + eps).rsqrt_()
        unit = torch.empty_like(x, dtype=torch.bfloat16 if torch.is_autocast_enabled("cpu") else x.dtype)
        torch.mul(x, scale, out=unit)
        ctx.save_for_backward(unit, weight, scale)
        ctx.kind = x.dtype
        return unit * weight.to(unit.dtype)

    @staticmethod
    def backward(ctx, dy):
        unit, weight, scale = ctx.saved_tensors
        dy = dy.to(unit.dtype)
        product = dy * unit
        dweight = torch.ones(1, len(product), dtype=product.dtype) @ product
        g = dy * weight.to(dy.dtype)
        along = (product @ weight.to(product.dtype)).div_(unit.shape[-1])[:, None]
        dx = torch.empty_like(g, dtype=ctx.kind)
        torch.mul(g.addcmul_(unit, along, value=-1), scale, out=dx)
        return dx, dweight[0].to(weight.dtype), None


class RMSNorm(nn.Module):
    def __init__(self, size, eps):
        super().__init__()
        self.weight, self.eps = nn.Parameter(torch.ones(size)), eps

    def forward(self, x):
        return Normalise.apply(x, self.weight, self.eps)
