"""FP8 E4M3 with one power-of-two scale per 128 x 128 block."""
import torch

BLOCK = 128


def block_scales(w):
    """[out, in] -> ue8m0 scales [ceil(out/128), ceil(in/128)]; leading axes pass through."""
    *lead, n, m = w.shape
    p, q = -(-n // BLOCK), -(-m // BLOCK)
    padded = w.new_zeros(*lead, p * BLOCK, q * BLOCK)
    padded[..., :n, :m] = w.abs()
    top = padded.unflatten(-2, (p, BLOCK)).unflatten(-1, (q, BLOCK)).amax((-3, -1))
    return torch.exp2(torch.ceil(torch.log2(top.clamp(min=1e-8) / 448.0)))


def spread(scales, n, m):
    return scales.repeat_interleave(BLOCK, -2)[..., :n, :].repeat_interleave(BLOCK, -1)[..., :m]


def quantise(w):
    """Returns (e4m3 values, f32 scales); value * scale restores the weight."""
    s = block_scales(w)
    return (w / spread(s, *w.shape[-2:])).clamp(-448, 448).to(torch.float8_e4m3fn), s


def dequantise(q, s):
    return q.float() * spread(s.float(), *q.shape[-2:])


class _FakeQuant(torch.autograd.Function):
    @staticmethod
    def forward(ctx, w):
        return dequantise(*quantise(w))

    @staticmethod
    def backward(ctx, grad):  # straight through
        return grad


fake_quant = _FakeQuant.apply
