"""How the weights move: Muon and Adam, the rate over time, the mean of the last steps, workers that share their gradients."""
import torch
import torch.multiprocessing as mp


@torch.no_grad()
def orthogonal(g):
    """Newton-Schulz steps towards the nearest orthogonal matrix; leading axes are a batch."""
    flip = g.shape[-2] > g.shape[-1]
    x = (g.mT if flip else g).bfloat16()
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(4):
        a = x @ x.mT
        x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
    return x.mT if flip else x


MOMENTUM = 0.975  # the batches are small, so much of a single gradient is noise


class Optimizer:
    """Muon for the hidden matrices, Adam for the rest."""

    def __init__(self, model, speed=0.0056):
        self.muon, self.adam, self.speed = [], [], speed
        for name, p in model.named_parameters():
            hidden = p.ndim >= 2 and not any(s in name for s in ("embed", "lm_head", "router", "weights_proj"))
            (self.muon if hidden else self.adam).append((name, p))
        self.state = {name: {} for name, _ in self.muon}
        # The table learns fast; the router slowly, for all tokens share a large part of its input and would flip together.
        rates = {"embed": 0.004, "router": 0.0004, "": 0.0024}
        groups = {key: [p for n, p in self.adam if next(k for k in rates if k in n) == key] for key in rates}
        self.fused = torch.optim.Adam([{"params": groups[key], "base": rate} for key, rate in rates.items()], lr=0.0, betas=(0.9, 0.98), fused=True)

    @torch.no_grad()
    def step(self, scale):
        for name, p in self.muon:
            if p.grad is None:
                continue
            s = self.state[name]
            if "m" not in s:
                s["m"] = torch.zeros_like(p)
            s["m"].lerp_(p.grad, 1 - MOMENTUM)
            u = orthogonal(p.grad.lerp(s["m"], MOMENTUM))
            lr = self.speed * scale
            # The decay bounds the largest singular value by 1 / 0.2.
            p.mul_(1 - 0.2 * lr).add_(u, alpha=-lr * max(1.0, p.shape[-2] / p.shape[-1]) ** 0.5)
        for group in self.fused.param_groups:
            group["lr"] = scale * group["base"]
        self.fused.step()


class Team:
    """Workers with batches of their own, each on a core, that share the mean of their gradients, so that all keep the same weights."""

    def __init__(self, size, numbers):
        self.size, self.shared, self.barrier = size, torch.zeros(size, numbers).share_memory_(), mp.get_context("spawn").Barrier(size)

    def mean(self, rank, tensors):
        """Replaces the tensors by their mean over the workers, who all call this with tensors of the same sizes."""
        if self.size == 1:
            return
        torch.cat([t.flatten() for t in tensors], out=self.shared[rank][:sum(t.numel() for t in tensors)])
        self.barrier.wait(300)
        begin = 0
        for t in tensors:
            t.copy_(self.shared[:, begin:begin + t.numel()].mean(0).view_as(t))
            begin += t.numel()
        self.barrier.wait(300)


class Average:
    """The mean of the weights over the last steps. The batches are small, so each step is noisy; the mean is what to use."""

    def __init__(self, model, steps=150):
        self.steps, self.count, self.values = steps, 0, {k: v.clone() for k, v in model.state_dict().items()}

    @torch.no_grad()
    def add(self, model):
        self.count += 1
        for k, v in model.state_dict().items():
            self.values[k].lerp_(v, 1 / min(self.count, self.steps))


def rate_at(share):
    """Warm up and learn fast for a third of the time; then half of that, falling to almost nothing: at the full rate the loss soon
    stands still."""
    return min(share / 0.015 + 0.05, 1) if share < 0.33 else max(0.01, 0.5 * (1 - share) / 0.67)
